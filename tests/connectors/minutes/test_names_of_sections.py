"""The names that municipalities give to the sections of a case, and the kinds that they are."""

from __future__ import annotations

import unicodedata

import pytest

from chefforum.connectors.minutes import read_minutes, section_kind
from chefforum.connectors.minutes.minutes import SectionKind

KINDS = {
    SectionKind.RECOMMENDATION: ("Indstilling", "Administrationens indstilling", "Indstilling fra Økonomiudvalget"),
    SectionKind.SUMMARY: ("Resumé", "Resume", "Beslutningstema"),
    SectionKind.PRESENTATION: (
        "Sagsfremstilling",
        "Supplerende sagsfremstilling",
        "Beskrivelse af sagen",
        "Sagsbeskrivelse",
        "Problemstilling",
        "Løsning",
    ),
    SectionKind.BACKGROUND: ("Baggrund",),
    SectionKind.VISION_AND_POLICIES: ("Kommunens vision og politikker",),
    SectionKind.ECONOMY: ("Økonomi", "Økonomiske konsekvenser"),
    SectionKind.LEGAL_BASIS: ("Lovgrundlag", "Retsgrundlag"),
    SectionKind.CITIZEN_PERSPECTIVE: ("Borgerperspektiv", "Høring"),
    SectionKind.CONSEQUENCES: ("Konsekvenser",),
    SectionKind.RISKS: ("Risikovurdering",),
    SectionKind.PROCESS: ("Videre proces",),
    SectionKind.HISTORY: ("Historik", "Politiske beslutninger og aftaler"),
    SectionKind.PROCEDURE: ("Sagsgang og sagstype",),
    SectionKind.DECISION: ("Beslutning", "Beslutning i Udvalget for Ældre og Sundhed den 04-06-2020"),
    SectionKind.ATTACHMENTS: ("Bilag", "Bilagsliste"),
    SectionKind.OTHER: ("Politisk handlerum", "Naboernes holdning", ""),
}
NAMES = [(name, kind) for kind, names in KINDS.items() for name in names]
NAMES_IN_A_FILE = [(name, kind) for name, kind in NAMES if name]


def test_every_kind_has_a_name():
    assert set(KINDS) == set(SectionKind)


@pytest.mark.parametrize(("name", "kind"), NAMES)
@pytest.mark.parametrize(
    "spelt",
    [
        str,
        str.upper,
        str.lower,
        lambda name: f"  {name} : ",
        lambda name: name.replace(" ", " \u00a0"),
        lambda name: unicodedata.normalize("NFD", name),
    ],
    ids=["as is", "capitals", "small", "colon", "spaces", "accents apart"],
)
def test_a_name_has_its_kind_however_it_is_spelt(name, kind, spelt):
    assert section_kind(spelt(name)) == kind


@pytest.mark.parametrize("body", ["i Byrådet den 24. marts 2026", "fra Økonomiudvalget, 24.03.2026", "af Direktionen"])
def test_the_body_that_decided_may_stand_in_the_heading(body):
    assert section_kind(f"Beslutning {body}") == SectionKind.DECISION


@pytest.mark.parametrize("name", ["Beslutninger vi angrer", "Bilagenes historie", "Økonomien i sagen"])
def test_a_name_that_only_begins_alike_is_a_section_of_its_own(name):
    assert section_kind(name) == SectionKind.OTHER


@pytest.mark.parametrize(("name", "kind"), NAMES_IN_A_FILE)
def test_a_heading_begins_a_section_with_its_own_words(name, kind):
    content = f"## Punkt 1: Skolebus\n\n### {name}\n\nTekst.\n\n### Beslutning\n\nGodkendt.\n".encode()
    first, last = read_minutes(content=content, filename="x.md").items[0].sections
    assert (first.kind, first.heading) == (kind, name)
    assert last.heading == "Beslutning"


def test_in_plain_text_known_names_alone_on_a_line_begin_sections():
    content = "Punkt 1: Skolebus\nRESUMÉ\nKort sagt.\nNaboernes holdning\nGod.\nBESLUTNING:\nGodkendt.\n".encode()
    item = read_minutes(content=content, filename="x.txt").items[0]
    assert [section.heading for section in item.sections] == ["RESUMÉ", "BESLUTNING:"]
    assert item.decision == "Godkendt."
