"""Municipalities number their items in many ways; the first way that a file uses is its only one."""

from __future__ import annotations

import pytest

from chefforum.connectors.minutes import read_minutes

HEAD = "Dagsorden for Ledergruppen d. 03-03-2026\n\n"
ANNOUNCED = """UDVALG

Kulturudvalget

PUNKTER

9. Godkendelse af dagsorden
10. Ny skolebus


9. Godkendelse af dagsorden

Godkendelse af dagsorden
Indstilling

Direktøren indstiller, at

  1. dagsordenen godkendes
  2. 3 gæster inviteres
Beslutning i Kulturudvalget den 03-03-2026

Godkendt


10. Ny skolebus

Ny skolebus
Beslutning i Kulturudvalget den 03-03-2026

Udsat
"""
FILES = {
    "headings": "## Punkt 9: A\n\n### Økonomi\n\nPunkt 3: Havnen\n\n## Punkt 10: B\n\nTekst.",
    "bold lines": "**Punkt 9: A**\n\nTekst.\n\n**Punkt 10: B**\n\nTekst.",
    "plain lines": "Punkt 9: A\n\nTekst.\n\nPunkt 10: B\n\nTekst.",
    "other words": "Pkt. 9 - A\n\nTekst.\n\nDagsordenspunkt nr. 10: B\n\nTekst.",
    "plain lines after contents": "Punkt 9: A\nPunkt 10: B\n\nPunkt 9: A\n\nTekst.\n\nPunkt 10: B\n\nTekst.",
    "numbered headings": "# 9. A\n\n## 1. del\n\nTekst.\n\n# 10. B\n\nTekst.",
    "numbered lines before a section": "9. A\n\nIndstilling\n\nX indstiller, at A.\n\n10. B\n\nIndstilling\n\nY.",
}


@pytest.mark.parametrize("name", FILES)
def test_items_are_found(name):
    items = read_minutes(content=(HEAD + FILES[name]).encode(), filename="x.md").items
    assert [(item.number, item.title) for item in items] == [(9, "A"), (10, "B")]


def test_the_first_item_may_follow_the_contents_at_once():
    minutes = read_minutes(content=ANNOUNCED.encode(), filename="x.txt")
    assert [(item.number, item.decision) for item in minutes.items] == [(9, "Godkendt"), (10, "Udsat")]
    assert [line.title for line in minutes.contents] == ["9. Godkendelse af dagsorden", "10. Ny skolebus"]
    assert minutes.items[0].recommendation.parts == ("dagsordenen godkendes", "3 gæster inviteres")
    assert minutes.unplaced == ()
