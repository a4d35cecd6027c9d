"""The linter on the command line."""

from __future__ import annotations

import json


def test_findings_as_json_are_a_list_with_these_fields(place, demo_minutes):
    said = place.run("lint", demo_minutes, "--json")
    assert said.status == 0
    findings = json.loads(said.out)
    assert len(findings) > 10
    for finding in findings:
        assert set(finding) == {"rule", "level", "item", "section", "excerpt", "message", "suggestions", "key"}
        assert finding["level"] in ("error", "warning", "advice")
    assert [one["item"] for one in findings if one["rule"] == "date-not-past"] == [6]


def test_findings_are_told_by_item_and_stop_nothing(place, demo_minutes):
    said = place.run("lint", demo_minutes)
    assert said.status == 0
    assert "Fejl · Sagsfremstilling: “på” står to gange. Slet det ene." in said.out
    assert "2. Status for Budget 2027" in said.out
    assert "fund. Ingen af dem stopper noget; du bestemmer." in said.out


def test_lix_is_told_with_what_it_was_counted_from(place, demo_minutes):
    said = place.run("lint", demo_minutes, "--lix")
    assert "LIX 49 (svær) · Sagsfremstilling: 869 ord, 45 sætninger, 262 over seks bogstaver" in said.out


def test_the_rules_are_told_without_a_file(place):
    said = place.run("lint", "--rules")
    assert said.status == 0
    assert "### `date-not-past`" in said.out


def test_without_a_file_it_says_what_is_missing(place):
    said = place.run("lint")
    assert said.status == 2
    assert "chefforum lint" in said.err


def test_what_was_decided_is_told_when_minutes_are_read(place, demo_minutes):
    said = place.run("minutes", "parse", demo_minutes)
    assert "Besluttet: taget til efterretning, godkendt med ændringer" in said.out
    assert "Indstillingens punkt 1 og 2 er ikke besvaret." in said.out
    assert "Skal gøres: Chefforum bad om en oversigt" in said.out
