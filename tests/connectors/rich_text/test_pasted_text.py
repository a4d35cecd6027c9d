"""What programs put on the clipboard becomes paragraphs, headings, lists and tables, and nothing else."""

from __future__ import annotations

import time

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.connectors.rich_text import blocks_from_html


def listed(*texts):
    return tuple((Paragraph(text),) for text in texts)


def word_item(text, marker="·", level=1, name="l0", middle="Middle"):
    return (
        f"<p class=MsoListParagraphCxSp{middle} style='margin-left:{36 * level}.0pt;text-indent:-18.0pt;"
        f"mso-list:{name} level{level} lfo1'><![if !supportLists]>"
        f"<span style='font-family:Symbol;mso-fareast-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;"
        f"&nbsp; </span></span></span><![endif]>{text}<o:p></o:p></p>\n"
    )


WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri"} --></style></head>
<body lang=DA style='tab-interval:65.2pt'><!--StartFragment-->
%s
<!--EndFragment--></body></html>"""


def test_words_of_a_word_document_lose_their_dress_and_nothing_else() -> None:
    source = WORD % (
        "<h2>Baggrund<o:p></o:p></h2><p class=MsoNormal><b><span style='color:red'>Der er</span></b> afsat "
        "2,2&nbsp;mio.\nkr. Se <a href='https://lindeby.example/'>aftalen</a>.<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    )
    assert blocks_from_html(source) == (
        Heading("Baggrund", 1),
        Paragraph("Der er afsat 2,2 mio. kr. Se aftalen."),
    )


def test_words_lists_are_lists_with_levels_and_without_markers() -> None:
    source = WORD % (
        word_item("Skoler", middle="First")
        + word_item("Nordskolen", marker="o", level=2)
        + word_item("Sydskolen", marker="o", level=2)
        + word_item("Dagtilbud", middle="Last")
    )
    inner = List(listed("Nordskolen", "Sydskolen"))
    assert blocks_from_html(source) == (List(((Paragraph("Skoler"), inner), (Paragraph("Dagtilbud"),))),)


def test_a_numbered_list_of_word_keeps_the_number_that_it_begins_with() -> None:
    source = WORD % (
        "<p class=MsoNormal>Det indstilles,</p>"
        + word_item("at planen godkendes", marker="3.")
        + word_item("at den evalueres", marker="4.")
        + "<p class=MsoNormal>Og:</p>"
        + word_item("nyt", marker="1.", name="l1")
    )
    assert blocks_from_html(source) == (
        Paragraph("Det indstilles,"),
        List(listed("at planen godkendes", "at den evalueres"), ordered=True, start=3),
        Paragraph("Og:"),
        List(listed("nyt"), ordered=True),
    )


def test_conditional_comments_in_their_other_form_are_understood_too() -> None:
    source = word_item("Punkt").replace("<![if !supportLists]>", "<!--[if !supportLists]-->")
    assert blocks_from_html(source.replace("<![endif]>", "<!--[endif]-->")) == (List(listed("Punkt")),)


def test_a_table_of_word_keeps_its_cells_and_its_head_of_bold_words() -> None:
    source = WORD % (
        "<table class=MsoTableGrid border=1><tr><td width=200><p class=MsoNormal><b>År<o:p></o:p></b></p></td>"
        "<td><p class=MsoNormal><b>Beløb</b></p></td></tr><tr><td><p class=MsoNormal>2026</p></td>"
        "<td><p class=MsoNormal>750.000</p></td></tr><tr><td colspan=2><p>I alt</p></td></tr></table>"
    )
    cells = (
        ((Paragraph("År"),), (Paragraph("Beløb"),)),
        ((Paragraph("2026"),), (Paragraph("750.000"),)),
        ((Paragraph("I alt"),), ()),
    )
    assert blocks_from_html(source) == (Table(cells, header_rows=1),)


def test_comments_and_deleted_words_of_word_are_not_text() -> None:
    source = WORD % (
        "<p class=MsoNormal>Planen<a class=msocomanchor href='#_msocom_1'>[SK1]</a> "
        "<del>er god</del><ins>godkendes</ins></p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'>"
        "<p class=MsoCommentText>Er det rigtigt?</p>"
        "</div></div>"
    )
    assert blocks_from_html(source) == (Paragraph("Planen godkendes"),)


def test_google_docs_wrapping_and_nested_lists_are_understood() -> None:
    source = (
        "<meta charset='utf-8'><b style='font-weight:normal;' id='docs-internal-guid-1'>"
        "<h1 dir='ltr'><span>Formål</span></h1>"
        "<p dir='ltr'><span style='font-weight:700'>Vi vil</span><span> mere</span></p>"
        "<ul><li dir='ltr' aria-level='1'>"
        "<p role='presentation'><span>a</span></p></li>"
        "<ul><li aria-level='2'><p><span>b</span></p></li></ul></ul><br/></b>"
    )
    assert blocks_from_html(source) == (
        Heading("Formål", 1),
        Paragraph("Vi vil mere"),
        List(((Paragraph("a"), List(listed("b"))),)),
    )


def test_word_on_the_web_says_the_level_on_each_item() -> None:
    one = '<div class="ListContainerWrapper"><ul>'
    one += '<li data-listid="3" data-aria-level="{}"><p><span>{}</span></p></li></ul></div>'
    source = one.format(1, "a") + one.format(2, "b") + one.format(1, "c")
    assert blocks_from_html(source) == (List(((Paragraph("a"), List(listed("b"))), (Paragraph("c"),))),)


def test_a_mail_that_is_laid_out_in_a_table_of_one_cell_is_its_text() -> None:
    source = "<table role=presentation><tr><td><p>Hej</p><p>Se bilaget<br>Hilsen<br><br>Sanne</p></td></tr></table>"
    assert blocks_from_html(source) == (Paragraph("Hej"), Paragraph("Se bilaget\nHilsen"), Paragraph("Sanne"))


def test_nothing_dangerous_survives() -> None:
    source = (
        "<p onclick='x()'>a<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=x><text>b</text></svg>"
        "<a href='javascript:x'>c</a><iframe src='//x'>d</iframe><style>p{}</style><template>e</template></p>"
    )
    assert blocks_from_html(source) == (Paragraph("ac"),)
    assert blocks_from_html("&lt;script&gt;alert(1)&lt;/script&gt;") == (Paragraph("<script>alert(1)</script>"),)


def test_two_thousand_lines_are_read_in_a_moment() -> None:
    source = WORD % "".join(word_item(f"Linje {n}", level=1 + n % 3) + f"<p>Tekst {n}</p>" for n in range(2000))
    start = time.perf_counter()
    assert len(blocks_from_html(source)) == 4000
    assert time.perf_counter() - start < 3


def test_what_is_nested_without_end_is_read_all_the_same() -> None:
    for opening in ("<div>", "<ul><li>", "<b>", "<table><tr><td>", "<ul>", "<blockquote><p>"):
        words = "".join(str(block) for block in blocks_from_html(opening * 3000 + "dybt"))
        assert words.count("dybt") == 1
