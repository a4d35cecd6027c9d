"""Terms of reference are written as plain text and kept as blocks."""

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.blocks import Heading, List, Paragraph
from chefforum.modules.administration.rules.terms import blocks_of, text_of

WORDS = st.text(alphabet="abcæøå .,", min_size=1, max_size=20).map(str.strip).filter(bool)
PARAGRAPHS = st.builds(Paragraph, st.lists(WORDS, min_size=1, max_size=3).map("\n".join))
ON_ONE_LINE = WORDS.map(lambda text: " ".join(text.split()))
LISTS = st.lists(ON_ONE_LINE, min_size=1).map(lambda items: List(tuple((Paragraph(item),) for item in items)))


def test_paragraphs_lists_and_headings_are_told_apart():
    assert blocks_of("# Formål\nGruppen styrer.\r\nLøbende.\n\nOpgaver:\n- et\n- to\n") == (
        Heading("Formål"),
        Paragraph("Gruppen styrer.\nLøbende."),
        Paragraph("Opgaver:"),
        List(((Paragraph("et"),), (Paragraph("to"),))),
    )


@given(st.lists(PARAGRAPHS | st.builds(Heading, WORDS), max_size=5), st.lists(LISTS, max_size=1))
def test_what_is_shown_for_editing_gives_the_same_blocks_back(blocks, lists):
    assert blocks_of(text_of([*blocks, *lists])) == (*blocks, *lists)
