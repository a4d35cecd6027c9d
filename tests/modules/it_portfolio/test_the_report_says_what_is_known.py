"""The report: every section is there, what is not known is told and never nought, and a frozen one stays as it was."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.tables import tables_of
from chefforum.modules.it_costs.rules import report as seam
from chefforum.modules.it_costs.rules.cost_facts import LineFacts
from chefforum.modules.it_costs.rules.kinds import Hosting
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.costs import add_line
from chefforum.modules.it_costs.services.register import register_system
from chefforum.modules.it_portfolio.models import FrozenReport, ReportText
from chefforum.modules.it_portfolio.queries.plan import open_offers
from chefforum.modules.it_portfolio.queries.report import ReportDamaged, frozen_report, report_now
from chefforum.modules.it_portfolio.queries.report_of_parts import CLOSED
from chefforum.modules.it_portfolio.rules.plan import PlanFacts
from chefforum.modules.it_portfolio.rules.report import ADVICE, SUMMARY, WrongReport, kept, read_kept
from chefforum.modules.it_portfolio.services.plan import write_item
from chefforum.modules.it_portfolio.services.report import drop_draft, freeze_report, keep_draft, put_in, seen_of
from chefforum.web.charts import bar_chart
from tests import factories, world
from tests.modules.it_costs.conftest import NOW, TODAY

YEARS = (2022, 2025)
LATER = NOW + dt.timedelta(minutes=3)


@pytest.fixture
def filled(town: SimpleNamespace, lake: object) -> SimpleNamespace:
    """A system in Skoler, one of nobody's, costs of 2025 alone, and an item of the plan."""
    actor = town.as_("coordinator")
    north = SystemFacts(name="Sagen", owner_unit_id=town.north.pk, hosting=Hosting.OWN.value, bought_outside_it=True)
    system = register_system(actor=actor, facts=north, at=NOW)
    register_system(actor=actor, facts=SystemFacts(name="Ingens"), at=NOW)
    for category, activity, oere in (
        ("software", "operation", 1_000_50),
        ("software", "support", 2_000_00),
        ("staff", "operation", 500_00),
    ):
        line = LineFacts(
            year=2025,
            text="Sagen",
            category=category,
            activity=activity,
            amount_oere=oere,
            system_id=system.pk,
            unit_id=town.north.pk,
        )
        add_line(actor=actor, facts=line, at=NOW)
    write_item(actor=actor, facts=PlanFacts(title="Saml journaler", starts_on=dt.date(2026, 9, 1)), at=NOW)
    return town


def signed_in(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(town: SimpleNamespace, name: str = "controller") -> str:
    return signed_in(town, name).get(f"{reverse('it_portfolio:report')}?fra=2022&til=2025").content.decode()


def report(town: SimpleNamespace):  # type: ignore[no-untyped-def]
    actor = town.as_("controller")
    return report_now(actor=actor, municipality="Lindeby Kommune", years=YEARS, on=TODAY, at=NOW)


def test_every_section_is_there_and_one_without_anything_says_what_to_do(filled: SimpleNamespace) -> None:
    page = page_of(filled)
    for section in seam.SECTIONS:
        assert section.title in page
    assert "Der er ikke målt mod andre kommuner." in page
    found = {section.name: content for section, content in report(filled).sections}
    assert None not in (found["register"], found["costs"], found["readiness"], found["plan"])
    assert found["why"] is None


def test_what_is_not_known_is_missing_and_no_nought(filled: SimpleNamespace) -> None:
    unknown = {title: [one.text for one in lacks] for title, lacks in report(filled).unknown}
    assert "Udgifterne i 2022 kendes ikke." in unknown["Hvad det koster"]
    assert "Ansvarlig enhed mangler for 1 system." in unknown["Hvad vi har"]
    assert unknown["Planen fra andet halvår 2026"][0] == "1 punkt i planen mangler udgift eller besparelse."
    assert "“Vi anbefaler” er ikke skrevet." in unknown["Tekster"]
    assert "Udgiften i 2022 kendes ikke. I 2025 var den 3.501 kr." in page_of(filled) or "3.500" in page_of(filled)


def test_sums_are_of_the_kroner_that_are_shown(filled: SimpleNamespace) -> None:
    content = next(content for section, content in report(filled).sections if section.name == "costs")
    table = next(one for one in content.told if isinstance(one, seam.Rows) and one.title == "2025, kr.")
    numbers = [[int(cell.text.replace(".", "").replace("–", "0")) for cell in row[1:]] for row in table.rows]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    change = next(one for one in content.told if isinstance(one, seam.Rows) and one.title == "2022 og 2025")
    assert change.rows[-1][1].text == "mangler"
    assert change.rows[-1][3].text == "mangler"


def test_every_number_opens_to_a_page_that_is_there(filled: SimpleNamespace) -> None:
    page = page_of(filled)
    client = signed_in(filled, "controller")
    text = page.split('class="reading-text')[1]
    links = {one.replace("&amp;", "&").split("#")[0] for one in re.findall(r'href="(/it/[^"]+)"', text)}
    assert len(links) > 30
    assert {url: client.get(url).status_code for url in links if client.get(url).status_code != 200} == {}


def test_it_is_for_who_reads_all_costs(filled: SimpleNamespace) -> None:
    for name in ("chief", "leader", "colleague", "it_manager"):
        assert signed_in(filled, name).get(reverse("it_portfolio:report")).status_code == 403
    with pytest.raises(AccessDenied):
        report_now(actor=filled.as_("chief"), municipality="Lindeby Kommune", years=YEARS, on=TODAY, at=NOW)


def test_a_draft_waits_and_a_version_stands_in_the_report(filled: SimpleNamespace) -> None:
    actor = filled.as_("coordinator")
    put_in(actor=actor, name=ADVICE, text="Saml det.", at=NOW)
    keep_draft(actor=actor, name=ADVICE, text="Saml det hele.", at=LATER)
    assert "Saml det." in page_of(filled)
    assert "Saml det hele." not in page_of(filled)
    assert "kladde" not in page_of(filled)  # of no use to who does not write
    assert put_in(actor=actor, name=ADVICE, text="Saml det hele.", at=LATER) == 2
    assert "Saml det hele." in page_of(filled)
    assert list(ReportText.objects.filter(name=ADVICE).values_list("number", "text")) == [
        (2, "Saml det hele."),
        (1, "Saml det."),
    ]
    keep_draft(actor=actor, name=ADVICE, text="Nej.", at=LATER)
    drop_draft(actor=actor, name=ADVICE, at=LATER)
    assert not ReportText.objects.filter(number__isnull=True).exists()


def test_two_who_write_a_text_at_once_see_both_and_nothing_is_lost(filled: SimpleNamespace) -> None:
    actor = filled.as_("coordinator")
    seen = seen_of(SUMMARY)
    keep_draft(actor=actor, name=SUMMARY, text="Den enes.", at=NOW, seen=seen)
    with pytest.raises(WrongReport):
        keep_draft(actor=actor, name=SUMMARY, text="Den andens.", at=LATER, seen=seen)
    client = signed_in(filled, "coordinator")
    url = reverse("it_portfolio:report_text", args=[SUMMARY])
    page = client.post(url, {"text": "Den andens.", "seen": seen, "act": "kladde"})
    assert page.status_code == 422
    assert "Den enes." in page.content.decode()
    assert "Den andens." in page.content.decode()
    again = {"text": "Den andens.", "seen": page.context["form"].data["seen"], "act": "kladde"}
    assert client.post(url, again).status_code == 302
    assert ReportText.objects.get().text == "Den andens."


def test_a_frozen_report_stays_as_it_was(filled: SimpleNamespace) -> None:
    actor = filled.as_("coordinator")
    put_in(actor=actor, name=SUMMARY, text="Det, der gjaldt.", at=NOW)
    said = {"municipality": "Lindeby Kommune", "years": YEARS, "on": TODAY}
    made = freeze_report(actor=actor, name="Juni", at=NOW, **said)
    put_in(actor=actor, name=SUMMARY, text="Det nye.", at=LATER)
    register_system(actor=actor, facts=SystemFacts(name="Nyt"), at=LATER)
    page = signed_in(filled, "controller").get(reverse("it_portfolio:report_frozen", args=[made.pk])).content.decode()
    assert "Det, der gjaldt." in page
    assert "Det nye." not in page
    assert "Der står 2 systemer i registret." in page
    assert made.sha256 in page
    with pytest.raises(AccessDenied):
        freeze_report(actor=filled.as_("controller"), name="Juni", at=NOW, **said)


def test_a_frozen_report_that_was_changed_outside_is_not_shown(filled: SimpleNamespace) -> None:
    actor = filled.as_("coordinator")
    made = freeze_report(actor=actor, name="Juni", municipality="Lindeby", years=YEARS, on=TODAY, at=NOW)
    FrozenReport.objects.filter(pk=made.pk).update(content=made.content.replace("2 systemer", "9 systemer"))
    with pytest.raises(ReportDamaged):
        frozen_report(actor=actor, report_id=made.pk)
    assert signed_in(filled, "controller").get(reverse("it_portfolio:report_frozen", args=[made.pk])).status_code == 302


def test_a_report_reads_back_as_it_was_kept(filled: SimpleNamespace) -> None:
    now = report(filled)
    back = read_kept(kept(now))
    assert kept(back) == kept(now)
    assert back.unknown == now.unknown
    assert json.loads(kept(now))["years"] == [2022, 2025]


def test_a_section_that_another_part_tells_is_in_page_and_file(
    filled: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = bar_chart(title="Plads blandt ti", labels=["Os"], values=[4], unit="", corner="Kommune")

    def build(*, actor: object, on: object, at: object, years: object) -> seam.Content:
        rows = seam.Rows("Pladser", ("Mål", "Plads"), ((seam.Said("Kr. pr. pc"), seam.Said("4-7", "", True)),))
        return seam.Content((seam.Words("Vi ligger midt i."), seam.Picture(chart), rows), (seam.Said("Tre mangler."),))

    monkeypatch.setitem(seam._builds, "benchmark", build)
    assert "Vi ligger midt i." in page_of(filled)
    assert "Tre mangler." in page_of(filled)
    assert "4-7" in pdf_text(made_of(filled, "pdf"))


def test_only_sections_that_the_report_has_can_be_told() -> None:
    with pytest.raises(seam.UnknownSection):
        seam.register_section("vejret", lambda **said: None)


def made_of(town: SimpleNamespace, format: str) -> bytes:
    parameters = {"from": "2022", "to": "2025"}
    made = make(kind="it_portfolio.report", actor=town.as_("controller"), parameters=parameters, format=format, at=NOW)
    assert isinstance(made.content, bytes)
    return made.content


def pdf_text(content: bytes) -> str:
    file = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in file)
    finally:
        file.close()


def walk(node: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from walk(node.get("/K", []))


def test_the_pdf_has_real_headings_table_heads_and_words_for_its_pictures(filled: SimpleNamespace) -> None:
    content = made_of(filled, "pdf")
    with pikepdf.open(io.BytesIO(content)) as file:
        assert "pdfuaid:part" in file.Root.Metadata.read_bytes().decode("utf-8", "replace")
        assert file.Root.MarkInfo.Marked
        tags = [
            (str(one.S)[1:], str(one.get("/T", "")), str(one.get("/Alt", "")))
            for one in walk(file.Root.StructTreeRoot.K)
        ]
    titles = [title for name, title, _ in tags if re.fullmatch("H[1-6]", name)]
    assert any("Hvad vi har" in one for one in titles)
    assert any("Det, vi ikke ved" in one for one in titles)
    tables = sum(name == "Table" for name, *_ in tags)
    assert tables >= 8
    assert sum(name == "TH" for name, *_ in tags) >= tables
    pictures = [alt for name, _, alt in tags if name == "Figure"]
    assert len(pictures) >= 3
    assert all(len(alt) > 20 for alt in pictures)
    text = " ".join(pdf_text(content).split())
    assert "It i Lindeby" in text
    assert "Udgifterne i 2022 kendes ikke." in text


def test_the_spreadsheet_says_the_same_as_the_page(filled: SimpleNamespace) -> None:
    sheets = tables_of(made_of(filled, "xlsx"))
    content = next(content for section, content in report(filled).sections if section.name == "costs")
    table = next(one for one in content.told if isinstance(one, seam.Rows) and one.title == "2025, kr.")
    found = next(sheet for sheet in sheets if any(row[0] == "Kategori" and "Sikkerhed" in row for row in sheet))
    start = next(place for place, row in enumerate(found) if row[0] == "Kategori")
    for row, said in zip(found[start + 1 :], table.rows, strict=False):
        numbers = [cell if isinstance(cell, str) else f"{cell:,.0f}".replace(",", ".") for cell in row]
        assert numbers[: len(said)] == [cell.text for cell in said]


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf"])
def test_a_frozen_report_is_made_in_each_form(filled: SimpleNamespace, format: str) -> None:
    actor = filled.as_("coordinator")
    made = freeze_report(actor=actor, name="Juni", municipality="Lindeby Kommune", years=YEARS, on=TODAY, at=NOW)
    url = reverse("it_portfolio:report_frozen_file", args=[made.pk, format])
    answer = signed_in(filled, "controller").get(url)
    assert answer.status_code == 200
    assert "Juni" in answer["Content-Disposition"]


def test_what_laws_ask_is_closed_to_a_reader_who_does_not_see_it_all(filled: SimpleNamespace) -> None:
    director = factories.person("director")
    factories.employment(director, filled.top, is_leader=True)
    filled.people["director"] = director
    assert CLOSED in page_of(filled, "director")
    assert "Krav efter lov" in page_of(filled, "controller")
    actor = filled.as_("coordinator")
    made = freeze_report(actor=actor, name="Juni", municipality="Lindeby", years=YEARS, on=TODAY, at=NOW)
    url = reverse("it_portfolio:report_frozen", args=[made.pk])
    seen = {name: signed_in(filled, name).get(url).content.decode() for name in ("director", "controller")}
    assert "Krav efter lov" not in seen["director"]
    assert CLOSED in seen["director"]
    assert "Krav efter lov" in seen["controller"]


@pytest.mark.django_db
def test_every_part_tells_its_section_of_a_whole_municipality() -> None:
    there = world.build()
    on = timezone.localdate()
    actor = actor_for(person=there.person("it_manager"), on=on)
    now = report_now(actor=actor, municipality="Lindeby Kommune", years=YEARS, on=on, at=timezone.now())
    told = {section.name for section, content in now.sections if content is not None}
    assert told >= {"register", "why", "average", "compliance", "readiness", "plan"}
    assert kept(read_kept(kept(now))) == kept(now)
    assert isinstance(open_offers(actor=actor, on=on), list)
