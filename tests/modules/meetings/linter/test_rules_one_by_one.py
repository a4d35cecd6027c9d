"""Each rule finds what it is for, in words of its own, and leaves alone what only looks like it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from chefforum.calc.blocks import Paragraph, Table
from chefforum.connectors.minutes import build_minutes
from chefforum.connectors.minutes.minutes import HeadLine, SectionKind
from chefforum.modules.meetings import linter
from tests.modules.meetings.linter.cases import CONTEXT, item, rules_fired


def test_a_clean_item_gives_nothing() -> None:
    assert rules_fired(Sagsfremstilling="Planen har været i høring. Ingen havde bemærkninger.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Direktionen vedtog den 3. marts 2026 en plan.",
        "På mødet den 3. marts 2026 bad vi om tal.",
        "Den 3. marts 2026 orienterede centeret udvalget.",
        "Som besluttet den 3. marts 2026 går vi videre.",
        "Planen blev godkendt på mødet den 3. marts 2026.",
        "Planen er behandlet den 3. marts 2026.",
        "Vi mødtes den 03-03-2026 om sagen.",
    ],
)
def test_what_happened_on_a_day_that_is_not_come(text) -> None:
    (finding,) = linter.lint_item(item(Sagsfremstilling=text), CONTEXT)
    assert finding.rule == "date-not-past"
    assert len(finding.suggestions) == 2
    assert all("2025" in one or "2024" in one for one in finding.suggestions)


@pytest.mark.parametrize(
    "text",
    [
        "Chefforum skal drøfte det den 3. marts 2026.",
        "Punktet blev udsat til mødet den 3. marts 2026.",
        "Mødet var planlagt til den 3. marts 2026.",
        "Chefforum orienterede om seminaret den 3. marts 2026.",
        "Fristen blev fastsat til den 3. marts 2026, kl. 12.",
        "Vi inviterede til temadag den 3. marts 2026.",
        "Ordningen trådte i kraft den 1. juli 2024 og udløber den 3. marts 2026.",
        "Direktionen godkendte projektet, der afsluttes den 3. marts 2026.",
        "Puljen løb fra den 1. januar 2024 til den 3. marts 2026.",
        "Direktionen vedtog den 3. december 2025 en plan.",
        "Lederne, der kom i fjor, skal mødes den 3. marts 2026.",
        "Der er afsat midler frem til den 3. marts 2026.",
    ],
)
def test_what_is_planned_or_long_past_is_left_alone(text) -> None:
    assert rules_fired(Sagsfremstilling=text) == []


def test_without_a_day_of_the_meeting_no_date_is_too_late() -> None:
    assert rules_fired(Sagsfremstilling="Vi vedtog det den 3. marts 2036.", context=linter.Context()) == []


def test_a_weekday_of_another_date() -> None:
    (finding,) = linter.lint_item(item(Sagsfremstilling="Vi mødes tirsdag den 11. februar 2026."), CONTEXT)
    assert finding.rule == "date-weekday"
    assert finding.suggestions == ("onsdag den 11. februar 2026", "tirsdag den 10. februar 2026")


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("Vi mødes onsdag den 11. februar 2026.", []),
        ("Vi mødes onsdag den 11. februar.", []),
        ("Vi mødes tirsdag den 11. februar.", []),  # in 2025 it was
        ("Vi mødes søndag den 11. februar.", ["date-weekday"]),
    ],
)
def test_a_weekday_without_a_year_is_held_against_the_years_around(text, fired) -> None:
    assert rules_fired(Sagsfremstilling=text) == fired


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("Fristen er den 31. april 2026.", ("30. april 2026", "1. maj 2026")),
        ("Fristen er den 30. februar.", ("29. februar", "1. marts")),
        ("Fristen er 12/25/2026.", ("25. december 2026",)),
        ("Fristen er den 0. maj 2026.", ("1. maj 2026",)),
    ],
)
def test_a_date_that_is_not_in_the_calendar(text, suggestions) -> None:
    (finding,) = linter.lint_item(item(Sagsfremstilling=text), CONTEXT)
    assert (finding.rule, finding.suggestions) == ("date-impossible", suggestions)


@pytest.mark.parametrize(
    ("title", "recommendation", "suggestion"),
    [
        ("Orientering om cykelstier", "at planen godkendes", "Beslutning om cykelstier"),
        ("Orientering om cykelstier", "at der udpeges to medlemmer", "Beslutning om cykelstier"),
        ("Orientering om cykelstier", "at temaet drøftes", "Drøftelse af cykelstier"),
        ("Drøftelse af cykelstier", "at planen godkendes", "Beslutning om cykelstier"),
        ("Temadrøftelse om cykelstier", "at planen godkendes", "Beslutning om cykelstier"),
        ("Orientering fra Vej & Park", "at planen godkendes", "Beslutning fra Vej & Park"),
    ],
)
def test_a_title_that_says_less_than_the_recommendation_asks(title, recommendation, suggestion) -> None:
    (finding,) = linter.lint_item(item(title, Indstilling=recommendation), CONTEXT)
    assert finding.rule == "title-asks-less"
    assert finding.suggestions[0].removesuffix(" (15 min.)") == suggestion


@pytest.mark.parametrize(
    ("title", "recommendation"),
    [
        ("Orientering om cykelstier", "at orienteringen tages til efterretning"),
        ("Drøftelse af cykelstier", "at temaet drøftes"),
        ("Cykelstier", "at planen godkendes"),
        ("Beslutning om cykelstier", "at temaet drøftes"),
        ("Orientering og drøftelse af cykelstier", "at temaet drøftes"),
    ],
)
def test_a_title_that_says_enough(title, recommendation) -> None:
    assert rules_fired(title, Indstilling=recommendation) == []


@pytest.mark.parametrize(
    ("economy", "text", "fired"),
    [
        ("Intet at bemærke.", "Der bruges 500.000 kr. på stien.", ["economy-says-nothing"]),
        ("Ingen", "Der bruges 2,2 mio. kr. på stien.", ["economy-says-nothing"]),
        ("Beløbet er afsat i budgettet.", "Der bruges 500.000 kr. på stien.", []),
        ("Intet at bemærke.", "Stien er 500 meter og åbner i 2026.", []),
    ],
)
def test_money_while_the_economy_says_nothing(economy, text, fired) -> None:
    assert rules_fired(Sagsfremstilling=text, Økonomi=economy) == fired


@pytest.mark.parametrize(
    ("law", "text", "fired"),
    [
        ("Intet at bemærke.", "Efter Vejloven § 8 skal stien ryddes.", ["law-says-nothing"]),
        ("Intet at bemærke.", "Efter lov om offentlige veje skal stien ryddes.", ["law-says-nothing"]),
        ("Intet at bemærke.", "Stien følger databeskyttelsesforordningen.", ["law-says-nothing"]),
        ("Vejloven § 8.", "Efter Vejloven § 8 skal stien ryddes.", []),
        ("Intet at bemærke.", "Stien har lov at være smal, og vi lover at rydde den i forlovelsestiden.", []),
        ("Intet at bemærke.", "Vi vil gerne have lov til det i Slovenien.", []),
    ],
)
def test_a_law_while_the_legal_basis_says_nothing(law, text, fired) -> None:
    assert rules_fired(Sagsfremstilling=text, Lovgrundlag=law) == fired


def test_money_in_the_decision_is_no_fault_of_the_author() -> None:
    assert rules_fired(Økonomi="Intet at bemærke.", Beslutning="Godkendt med 5.000 kr. mere.") == []


@pytest.mark.parametrize(
    ("text", "attachments", "fired"),
    [
        ("Som det ses i bilag 3, er stien smal.", "Bilag 1. Kort\nBilag 2. Priser", ["attachment-absent"]),
        ("Som det ses i bilag 2, er stien smal.", "Bilag 1. Kort\nBilag 2. Priser", []),
        ("Som det ses i bilag 1-3, er stien smal.", "Kort\nPriser", ["attachment-absent"]),
        ("Som det ses i bilag 2, er stien smal.", "Kort\nPriser", []),
        ("Den vedlagte rapport viser prisen.", "Kort", ["attachment-absent"]),
        ("Den vedlagte rapport viser prisen.", "Rapport om stier", []),
        ("Tallene fremgår af præsentationen.", "Slides om stier", []),
        ("Tallene fremgår af notatet.", "Kort", ["attachment-absent"]),
        ("Tallene fremgår af notatet fra staten.", "Kort", []),
        ("Oplægget, der fremgår som bilag til sagen, er nyt. Se oplægget.", "Stier", []),
        ("Tidsplanen er vedlagt.", "Tidsplan 2026", []),
    ],
)
def test_attachments_that_the_text_names(text, attachments, fired) -> None:
    assert rules_fired(Sagsfremstilling=text, Bilag=attachments) == fired


def test_an_attachment_that_nobody_attached_at_all() -> None:
    assert rules_fired(Sagsfremstilling="Se bilaget.") == ["attachment-absent"]
    assert rules_fired(Sagsfremstilling="Bilagene er ved at blive skrevet.") == []


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("Præsentationen eftersendes.", ["attachment-promised"]),
        ("Materialet omdeles på mødet.", ["attachment-promised"]),
        ("Notatet, der sendes ud inden mødet, har tallene.", ["attachment-promised"]),
        ("Eftersendes.", ["attachment-promised"]),
        ("Nøglerne udleveres i receptionen.", []),
        ("Referatet sendes ud efter mødet.", []),
        ("Borgerne fik omdelt et brev.", []),
        ("Gruppen efterfølger den gamle.", []),
    ],
)
def test_attachments_that_are_only_promised(text, fired) -> None:
    assert rules_fired(Sagsfremstilling=text) == fired


@pytest.mark.parametrize(
    "text",
    [
        "[Her skrives korrekt indledning til indstillingen]",
        "[Skriv kort. HUSK denne hjælpetekst skal slettes]",
        "at x....",
        "Mødet er den xx.xx.xxxx i kantinen.",
        "Mødet er den DD-MM-ÅÅÅÅ i kantinen.",
        "Klik her for at angive tekst.",
        "Afdelingen xxxx indstiller.",
        "Navn: ________",
        "Lorem ipsum dolor sit amet.",
        "Ansvarlig: [navn]",
    ],
)
def test_help_of_a_template_that_was_left(text) -> None:
    assert rules_fired(Sagsfremstilling=text) == ["template-help"]


@pytest.mark.parametrize(
    "text", ["Citatet […] er kort.", "Se [1] og [2].", "Kong VII gik.", "(skriv til os)", "dd og mm"]
)
def test_brackets_and_letters_that_are_no_template(text) -> None:
    assert rules_fired(Sagsfremstilling=text) == []


def test_words_twice_in_a_cell_of_a_table_are_found_and_across_cells_are_not() -> None:
    table = Table((((Paragraph("går går hjem"),), (Paragraph("sti"),), (Paragraph("sti"),)),))
    assert rules_fired(Sagsfremstilling=(table,)) == ["repeated-word"]


def test_a_total_that_is_wrong() -> None:
    rows = [["Sti", "Meter"], ["Nord", "400"], ["Syd", "250"], ["I alt", "560"]]
    table = Table(tuple(tuple((Paragraph(cell),) for cell in row) for row in rows))
    (finding,) = linter.lint_item(item(Sagsfremstilling=(table,)), CONTEXT)
    assert (finding.rule, finding.suggestions) == ("table-total", ("650",))
    assert "“Meter”" in finding.message


def test_a_sum_in_a_sentence_that_does_not_come_out() -> None:
    assert rules_fired(Sagsfremstilling="Tallet falder fra 80 til 50, et fald på 40.") == ["stated-sum"]


@pytest.mark.parametrize(
    ("summary", "economy", "fired"),
    [
        (
            "Der søges en bevilling på 500.000 kr. til stien.",
            "Der gives en bevilling på 550.000 kr.",
            ["amounts-differ"],
        ),
        (
            "Der søges en bevilling på 500.000 kr. til stien.",
            "Der gives en bevilling på 0,5 mio. kr.",
            ["money-notation"],
        ),
        ("Der er en udgift på 500.000 kr. i 2026.", "Der er en udgift på 600.000 kr. i 2027.", []),
        ("Der er en årlig udgift på 500.000 kr.", "Der er en udgift på 600.000 kr.", []),
        ("Der søges en bevilling på 500.000 kr.", "Der er en merudgift på 550.000 kr.", []),
    ],
)
def test_one_amount_with_two_values(summary, economy, fired) -> None:
    assert rules_fired(Resumé=summary, Økonomi=economy) == fired


def test_a_long_sentence_is_told_once_for_a_section() -> None:
    sentence = "Vi går " + "og går " * 20 + "hjem."
    (finding,) = linter.lint_item(item(Sagsfremstilling=f"{sentence} {sentence}"), CONTEXT)
    assert finding.rule == "long-sentence"
    assert "Der er 1 mere" in finding.message
    assert rules_fired(Sagsfremstilling="Vi går " + "og går " * 15 + "hjem.") == []


def test_a_heavy_section_tells_its_lix() -> None:
    heavy = (
        "Organisationsudviklingen understøtter tværgående kvalitetsudvikling gennem systematisk erfaringsopsamling. "
        * 10
    )
    (finding,) = linter.lint_item(item(Sagsfremstilling=heavy), CONTEXT)
    assert finding.rule == "heavy-text"
    assert finding.message.startswith("LIX er ")


def test_abbreviations_that_are_not_explained_are_told_together() -> None:
    (finding,) = linter.lint_item(
        item(Sagsfremstilling="Vi spurgte DS og ÆSS. DS svarede. KL og IT er kendt."), CONTEXT
    )
    assert finding.rule == "unexplained-abbreviation"
    assert finding.message.startswith("DS, ÆSS ")
    known = dataclasses.replace(CONTEXT, known_words=frozenset(("DS", "ÆSS")))
    assert rules_fired(Sagsfremstilling="Vi spurgte DS og ÆSS.", context=known) == []


TEMPLATE = linter.Template(
    order=(SectionKind.RECOMMENDATION, SectionKind.PRESENTATION, SectionKind.ECONOMY),
    mandatory=frozenset((SectionKind.RECOMMENDATION, SectionKind.ECONOMY)),
    headings={SectionKind.ECONOMY: "Økonomi"},
)


def test_the_forums_template_is_what_sections_are_held_against() -> None:
    context = dataclasses.replace(CONTEXT, template=TEMPLATE)
    assert rules_fired(Økonomi="Beløbet er afsat.", context=context) == []
    assert rules_fired(Sagsfremstilling="Kort.", context=context) == ["section-missing"]
    assert rules_fired(Økonomi="Afsat.", Sagsfremstilling="Kort.", context=context) == ["section-order"]
    assert rules_fired("Eventuelt", Sagsfremstilling="Kort.", context=context) == []


def test_time_is_asked_for_where_the_meeting_plans_it() -> None:
    timeless = dataclasses.replace(item(), planned_minutes=None)
    assert [one.rule for one in linter.lint_item(timeless, CONTEXT)] == ["time-missing"]
    assert linter.lint_item(timeless, linter.Context()) == ()


def test_two_times_that_differ() -> None:
    (finding,) = linter.lint_item(item(Sagsfremstilling="(20 min.)\nStien er smal."), CONTEXT)
    assert finding.rule == "time-twice"
    assert "15 min. og 20 min." in finding.message


def meeting(*, head: str, minutes: int):
    return build_minutes(
        title="Dagsorden Chefforum den 28. januar 2026",
        head=(HeadLine("Mødedato", head),),
        items=tuple(
            dataclasses.replace(item(number=number), planned_minutes=minutes // 2, sections=()) for number in (1, 2)
        ),
    )


@pytest.mark.parametrize(
    ("head", "minutes", "fired"),
    [
        ("Onsdag den 28. januar 2026 kl. 09:00 - 10:00", 60, []),
        ("Onsdag den 28. januar 2026 kl. 09:00 - 10:00", 90, ["time-past-end"]),
        ("Onsdag den 28. januar 2026 kl. 9.00", 900, []),
        ("Torsdag den 28. januar 2026 kl. 9.00", 60, ["meeting-weekday"]),
    ],
)
def test_the_meeting_as_a_whole(head, minutes, fired) -> None:
    findings = linter.lint_minutes(meeting(head=head, minutes=minutes))
    assert [one.rule for one in findings if one.item is None] == fired


def test_a_template_is_read_from_a_meeting_only_where_there_is_a_custom() -> None:
    assert linter.template_of(meeting(head="", minutes=60)) == linter.Template()
    assert linter.context_of(meeting(head="", minutes=60)).date == dt.date(2026, 1, 28)


def test_a_mark_of_a_figure_that_is_left_in_the_text_is_an_error_on_its_line() -> None:
    (finding,) = linter.lint_item(
        item(Sagsfremstilling="Første linje.\nVi har {{placements.nix year=2025}} nu."), CONTEXT
    )
    assert (finding.rule, finding.level.value) == ("figure-missing", "error")
    assert finding.excerpt == "{{placements.nix year=2025}}"
    assert finding.message.startswith("Linje 2: ")
    (finding,) = linter.lint_item(item(Sagsfremstilling="Vi har [tal mangler] nu."), CONTEXT)
    assert finding.rule == "figure-missing"
