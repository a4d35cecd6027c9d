"""The report's sections that other parts tell: the numbers of the page they are taken from, nothing of kroner to who
may not read them, what to do where there is nothing, and links that open what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.it_costs.models import ExtractLine
from chefforum.modules.it_costs.rules import report as seam
from chefforum.modules.it_costs.rules.extract_kinds import Party, Said, Via
from chefforum.modules.it_costs.rules.extract_verdicts import VerdictFacts
from chefforum.modules.it_costs.services.extract_signing import except_line
from chefforum.modules.it_costs.services.extract_verdicts import Answer, say
from chefforum.modules.it_portfolio.queries import scenarios
from chefforum.modules.it_portfolio.queries.report import report_now
from chefforum.modules.it_portfolio.rules.plan import PlanFacts
from chefforum.modules.it_portfolio.rules.scenarios import Guess
from chefforum.modules.it_portfolio.services import scenarios as writing
from chefforum.modules.it_portfolio.services.overlaps import say_verdict
from chefforum.modules.it_portfolio.services.plan import write_item
from chefforum.modules.it_portfolio.services.selection_decisions import ChangeByHand, decide
from chefforum.web import danish
from tests import factories
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.extracts_town import YEARS, book, frozen
from tests.modules.it_costs.test_both_parties_answer_and_sign import both_agree, later, signed
from tests.modules.it_portfolio.selecting import run, system

LATER = NOW + dt.timedelta(hours=2)
READERS = ("coordinator", "controller", "director")
OTHERS = ("it_manager", "leader", "chief", "colleague")
TOLD_BY_OTHERS = ("validation", "selection", "overlaps", "scenarios")


@pytest.fixture
def empty(town: SimpleNamespace, lake: Any) -> SimpleNamespace:
    director = factories.person("director")
    factories.employment(director, town.top, is_leader=True)
    town.people["director"] = director
    return town


@pytest.fixture
def filled(empty: SimpleNamespace, post: Callable[..., None]) -> SimpleNamespace:
    """Something of everything: a signed extract, a decided list, verdicts, scenarios and a plan."""
    town = book(empty, post)
    _signed(town)
    alike = {"tasks": ("17.01.02",), "description": "Elevplaner", "units": (town.north.pk,)}
    town.one, town.other, town.third = (
        system(town, name, kroner=kroner, **alike)
        for name, kroner in (("Elevplan", 300_000), ("Elevmappe", 200_000), ("Elevbog", 90_000))
    )
    actor = town.as_("coordinator")
    said = {"actor": actor, "reason": "Samme skemaer.", "seen": 0, "at": NOW}
    say_verdict(one=town.one.pk, other=town.other.pk, verdict="overlap", **said)
    out = ChangeByHand(system_id=town.one.pk, is_in=False, reason="Udgår til sommer")
    made = run(town)
    changes = [out] if str(town.one.pk) in made.result["chosen"] else []
    decide(actor=actor, run_id=made.pk, decision_id=uuid4(), changes=changes, note="", seen=None, at=NOW)
    _joined(town)
    write_item(actor=actor, facts=PlanFacts(title="Saml journaler", starts_on=dt.date(2026, 9, 1)), at=NOW)
    return town


def _signed(town: SimpleNamespace) -> None:
    town.extract = frozen(town, analyst_hand_id=town.people["controller"].pk)
    town.lines = list(ExtractLine.objects.filter(extract=town.extract))
    both_agree(town)
    disputed, no = town.lines[0], VerdictFacts(Said.DISAGREES.value, "Det er ikke vores")
    asked = {"extract_id": town.extract.pk, "party": Party.MUNICIPALITY, "at": later(5), "via": Via.PAGE}
    say(actor=town.as_("coordinator"), answers=[Answer(disputed.number, no)], **asked)
    except_line(
        actor=town.as_("coordinator"),
        extract_id=town.extract.pk,
        number=disputed.number,
        reason="Vi er uenige.",
        at=later(6),
    )
    signed(town, "coordinator", Party.MUNICIPALITY)
    signed(town, "controller", Party.ANALYST)


def _joined(town: SimpleNamespace) -> None:
    """A scenario that is decided, one without numbers, and one that is rejected."""
    actor = town.as_("coordinator")

    def made(name: str, retired: Any) -> Any:
        asked = {"name": name, "why": "", "kept_id": town.third.pk, "retired_ids": [retired.pk]}
        return writing.make_scenario(actor=actor, at=NOW, on=TODAY, **asked)

    town.decided, _, rejected = made("Én", town.one), made("Uden tal", town.other), made("Droppet", town.other)
    facts = scenarios.find_scenario(actor=actor, scenario_id=town.decided.pk).facts
    retired = replace(
        facts.retired[0],
        run=Guess(300_000_00, 250_000_00, 320_000_00, "Regnskab"),
        is_free=True,
        paid_until=None,
        paid_source="Aftalen",
    )
    whole = replace(
        facts,
        retired=(retired,),
        moved=Guess(10, source="Skolerne"),
        price=Guess(100_00, source="Tilbud"),
        migration=Guess(20_000_00, source="Tilbud"),
    )
    writing.change_scenario(actor=actor, scenario_id=town.decided.pk, facts=whole, seen=1, at=NOW)
    for one, status in ((town.decided, "decided"), (rejected, "rejected")):
        one.refresh_from_db()
        seen = {"seen": one.status_number, "seen_version": one.version}
        writing.say_status(actor=actor, scenario_id=one.pk, status=status, reason="Enige.", at=NOW, **seen)


def signed_in(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def sections(town: SimpleNamespace, name: str = "controller") -> dict[str, seam.Content]:
    actor = town.as_(name)
    found = report_now(actor=actor, municipality="Lindeby Kommune", years=YEARS, on=TODAY, at=NOW)
    return {section.name: content for section, content in found.sections if content is not None}


def all_said(content: seam.Content) -> Iterator[seam.Said]:
    """Everything in it that may be a link."""
    yield from content.lacks
    yield seam.Said("", content.url)
    for told in content.told:
        match told:
            case seam.Words(text, url):
                yield seam.Said(text, url)
            case seam.Points(lines):
                yield from lines
            case seam.Rows(rows=rows):
                for row in rows:
                    yield from row


def rows_of(content: seam.Content, title: str) -> list[list[str]]:
    table = next(one for one in content.told if isinstance(one, seam.Rows) and one.title == title)
    return [[cell.text for cell in row] for row in table.rows]


def paid_of(town: SimpleNamespace, unit: Any = None) -> dict[int, int]:
    """Of the lines of costs that were frozen; of a unit's alone where one is asked for."""
    lines = [one for one in town.lines if one.cash_oere is not None and unit in (None, one.unit_id)]
    return {year: sum(one.cash_oere for one in lines if one.year == year) for year in YEARS}


def kroner(oere: int) -> str:
    return danish.number(Decimal(oere) / 100, 0)


def test_the_signed_sums_are_those_of_the_extract_with_its_hash_and_what_they_differ_on(
    filled: SimpleNamespace,
) -> None:
    content = sections(filled)["validation"]
    page = signed_in(filled, "controller").get(content.url)
    paid = paid_of(filled)
    assert page.context["total"].cash_oere == sum(paid.values())
    assert rows_of(content, "Godkendt, betalt i året") == [[str(year), kroner(paid[year])] for year in YEARS]
    assert filled.extract.sha256 in repr(content.told)
    assert filled.extract.sha256 in page.content.decode()
    assert [one.text for one in content.lacks] == ["Parterne er uenige om 1 linje, som er nævnt i udtrækket."]


def test_the_chosen_systems_are_those_of_the_list_with_what_was_taken_out(filled: SimpleNamespace) -> None:
    content = sections(filled)["selection"]
    decided = signed_in(filled, "controller").get(reverse("it_portfolio:chosen")).context["decided"]
    assert [row[0] for row in rows_of(content, "De valgte")] == [one.system.name for one in decided.chosen]
    assert len(decided.chosen) == 1
    assert "Elevplan: Udgår til sommer" in [one.text for one in all_said(content)]


def test_pairs_and_clusters_are_counted_as_their_pages_count_them(filled: SimpleNamespace) -> None:
    content, client = sections(filled)["overlaps"], signed_in(filled, "controller")
    counted = {one.text: one.url for one in all_said(content) if "vurdering=" in one.url}
    assert set(counted) == {"Overlap: 1 par", "2 par af systemer, der ligner hinanden, er ikke vurderet."}
    for text, url in counted.items():
        assert client.get(url).context["page"].paginator.count == int(text.removeprefix("Overlap: ").split()[0])
    page = client.get(reverse("it_portfolio:overlaps")).context["page"]
    clusters = [danish.listed(one.name for one in cluster.systems) for cluster in page.paginator.object_list]
    assert [row[0] for row in rows_of(content, "Systemer, der kan det samme")] == clusters


def test_what_joining_saves_is_what_the_pages_of_scenarios_say(filled: SimpleNamespace) -> None:
    content, client = sections(filled)["scenarios"], signed_in(filled, "controller")
    rows = client.get(reverse("it_portfolio:scenarios")).context["rows"]
    shown = [one for one, _ in rows if one.status != "rejected"]
    assert [row[0] for row in rows_of(content, "Samlinger")] == [one.name for one in shown] == ["Én", "Uden tal"]
    saves = rows_of(content, "Det sparer i et helt år, kr.")
    outcome = shown[0].outcomes
    assert outcome is not None
    assert saves[0][:4] == ["Én", *(kroner(one.a_year) for one in outcome.values())]
    assert saves[1] == ["Uden tal", "mangler", "mangler", "mangler", "mangler"]
    (lack,) = content.lacks
    assert lack.text.startswith("“Uden tal” kan ikke regnes. Der mangler: ")


def test_a_link_in_the_report_opens_to_a_page_that_is_narrowed_as_it_says(filled: SimpleNamespace) -> None:
    for name in READERS:
        client = signed_in(filled, name)
        links = {one.url.split("#")[0] for content in sections(filled, name).values() for one in all_said(content)} - {
            ""
        }
        assert len(links) > 40
        for url in links:
            page = client.get(url)
            assert page.status_code == 200, f"{name}: {url}"
            _is_narrowed(page, url)


def _is_narrowed(page: Any, url: str) -> None:
    """Each word of the address stands in the page's form of choices and means something there."""
    asked = parse_qsl(urlsplit(url).query)
    if not asked or urlsplit(url).path == reverse("it_costs:cost_cell"):
        return
    filters = page.context["filters"]
    filters.is_valid()
    for name, value in asked:
        assert name in filters.fields, f"{url}: there is no choice “{name}”"
        taken = filters.cleaned_data.get(name)
        assert taken not in (None, "", False), f"{url}: “{value}” is no {name}"
        assert str(filters[name].value()) in (value, str(taken)), url


def test_a_number_that_opens_to_a_list_is_how_long_the_list_is(filled: SimpleNamespace) -> None:
    client = signed_in(filled, "controller")
    told = sections(filled)
    numbers = [
        (one.text, one.url)
        for name in ("register", "readiness")
        for one in all_said(told[name])
        if one.is_number and one.url
    ]
    assert len(numbers) > 15
    wrong = {
        url: (text, count)
        for text, url in numbers
        if danish.number(count := client.get(url).context["page"].paginator.count) != text
    }
    assert wrong == {}


def test_a_sum_of_costs_opens_to_what_it_is_made_of(filled: SimpleNamespace) -> None:
    client = signed_in(filled, "controller")
    cells = [
        (one.text, one.url)
        for one in all_said(sections(filled)["costs"])
        if urlsplit(one.url).path == reverse("it_costs:cost_cell")
    ]
    assert len(cells) > 10
    for text, url in cells:
        page = client.get(url)
        assert abs(page.context["total"] / 100 - int(text.replace(".", ""))) <= 2, url  # a sum of rounded kroner
        assert str(page.context["year"]) == dict(parse_qsl(urlsplit(url).query))["til"]


def test_laws_open_to_the_systems_that_have_such_an_answer(filled: SimpleNamespace) -> None:
    client = signed_in(filled, "controller")
    chapters = client.get(reverse("it_portfolio:report")).context["chapters"]
    (content,) = (one["content"] for each in chapters for one in each[2] if one["section"].name == "compliance")
    links = [one for one in all_said(content) if "svar=" in one.url]
    assert links
    for one in links:
        asked = dict(parse_qsl(urlsplit(one.url).query))
        rows = client.get(one.url).context["page"].paginator.object_list
        count = sum(cell.status == asked["svar"] for row in rows for cell in row.of(asked["lov"]))
        assert danish.number(count) == one.text


@pytest.mark.parametrize("name", OTHERS)
def test_who_does_not_read_all_costs_gets_no_kroner_from_a_section(filled: SimpleNamespace, name: str) -> None:
    assert signed_in(filled, name).get(reverse("it_portfolio:report")).status_code == 403
    own = {"250.", "300.", "320.", "20.000"}
    for section in TOLD_BY_OTHERS:
        build = seam._builds[section]
        try:
            content = build(actor=filled.as_(name), on=TODAY, at=NOW, years=YEARS)
        except AccessDenied:
            continue
        text = repr(content)
        assert not any(amount in text for amount in own), section
        if section != "validation":
            assert "kr." not in text, section


def test_what_was_signed_is_told_of_the_units_that_one_reads_costs_of_alone(filled: SimpleNamespace) -> None:
    build = seam._builds["validation"]
    content = build(actor=filled.as_("chief"), on=TODAY, at=NOW, years=YEARS)
    own = paid_of(filled, filled.north.pk)
    assert rows_of(content, "Godkendt, betalt i året") == [[str(year), kroner(own[year])] for year in YEARS]
    with pytest.raises(AccessDenied):
        build(actor=filled.as_("colleague"), on=TODAY, at=NOW, years=YEARS)


def test_a_section_with_nothing_says_so_and_where_one_begins(empty: SimpleNamespace) -> None:
    for name in READERS:
        client = signed_in(empty, name)
        page = client.get(f"{reverse('it_portfolio:report')}?fra=2024&til=2025")
        text = page.content.decode()
        for chapter in page.context["chapters"]:
            for one in chapter[2]:
                if one["section"].name in TOLD_BY_OTHERS:
                    assert one["content"] is None
                    assert text.count(one["section"].nothing) == 2  # in its place, and among what is not known
                if one["url"]:
                    assert client.get(one["url"]).status_code == 200, f"{name}: {one['url']}"


def test_a_section_that_is_closed_to_the_reader_leads_nowhere(filled: SimpleNamespace) -> None:
    text = signed_in(filled, "director").get(reverse("it_portfolio:report")).content.decode()
    body = text.split('class="reading-text')[1]
    assert f'href="{reverse("it_portfolio:compliance")}' not in body
