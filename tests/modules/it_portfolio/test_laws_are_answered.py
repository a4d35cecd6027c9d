"""What laws ask of a system is answered by who may, kept beside what a source says, undone, and read by few."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.registry import figures
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.imports.tables import tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.services.source_files import keep_raw
from chefforum.modules.it_costs.services.source_readings import write_reading
from chefforum.modules.it_costs.services.source_ties import take_on
from chefforum.modules.it_portfolio.imports.answers import read_answer_file
from chefforum.modules.it_portfolio.models import ComplianceAnswer
from chefforum.modules.it_portfolio.queries.compliance import (
    Row,
    SystemNotFound,
    facts_with_choices,
    history_of,
    matrix,
    one_system,
)
from chefforum.modules.it_portfolio.registrations.compliance import compliance_waits
from chefforum.modules.it_portfolio.rules.compliance import Said, Status
from chefforum.modules.it_portfolio.rules.first_things import First, first_things, suppliers
from chefforum.modules.it_portfolio.services.compliance import (
    MEANWHILE,
    Write,
    take_in_kitos,
    undo_answers,
    write_answers,
)
from tests.connectors.sources.stub_of_kitos import ORGANISATION, Kitos, processing, system, usage
from tests.modules.it_portfolio.law_town import NOW, TODAY, law_town

LATER = NOW + dt.timedelta(hours=1)
YES = Said(Status.FULFILLED.value, ground="Sag 12", checked_on=TODAY)


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    return law_town()


def row_of(town: SimpleNamespace, one: object, who: str = "coordinator", on: dt.date = TODAY) -> Row:
    return one_system(actor=town.as_(who), system_id=one.pk, on=on, tree=tree_on(on))  # type: ignore[attr-defined]


def status(town: SimpleNamespace, one: object, code: str) -> Status:
    return row_of(town, one).cell(code).status


def test_an_answer_is_kept_and_undone_to_what_stood_before(town: SimpleNamespace) -> None:
    owner = town.as_("owner")
    no = Said(Status.NOT_FULFILLED.value, ground="Ingen aftale fundet")
    write_answers(actor=owner, writes=[Write(town.school.pk, "gdpr_agreement", no)], at=NOW)
    saved = write_answers(actor=owner, writes=[Write(town.school.pk, "gdpr_agreement", YES)], at=LATER)
    assert status(town, town.school, "gdpr_agreement") is Status.FULFILLED
    undone = undo_answers(actor=owner, batch=saved.batch, at=LATER)
    assert undone.count == 1
    assert status(town, town.school, "gdpr_agreement") is Status.NOT_FULFILLED
    assert undo_answers(actor=owner, batch=saved.batch, at=LATER).count == 0
    told = [(one.said.ground, one.answer.undone_at is not None) for one in history_of(system_id=town.school.pk)]
    assert told == [("Sag 12", True), ("Ingen aftale fundet", False)]
    names = [*Event.objects.filter(action__startswith="it_portfolio.").values_list("action", flat=True)]
    assert names.count("it_portfolio.answer_requirements") == 2
    assert "it_portfolio.undo_answers" in names
    assert "Sag 12" not in str(list(Event.objects.values_list("data", flat=True)))


def test_what_stands_already_is_not_written_again(town: SimpleNamespace) -> None:
    writes = [Write(town.school.pk, "gdpr_agreement", YES)]
    write_answers(actor=town.as_("owner"), writes=writes, at=NOW)
    assert write_answers(actor=town.as_("owner"), writes=writes, at=LATER).count == 0


def test_who_answers_after_another_is_told_and_writes_nothing_over(town: SimpleNamespace) -> None:
    write_answers(actor=town.as_("coordinator"), writes=[Write(town.school.pk, "gdpr_agreement", YES)], at=NOW)
    no = Said(Status.NOT_FULFILLED.value)
    late = Write(town.school.pk, "gdpr_agreement", no, seen=None, was_seen=True)
    saved = write_answers(actor=town.as_("owner"), writes=[late], at=LATER)
    assert (saved.count, [str(wrong) for _, wrong in saved.refused]) == (0, [MEANWHILE])
    assert status(town, town.school, "gdpr_agreement") is Status.FULFILLED


@pytest.mark.parametrize("who", ["controller", "local_auditor", "leader", "colleague", "it_manager", "owner"])
def test_nobody_answers_for_a_system_that_is_not_theirs(town: SimpleNamespace, who: str) -> None:
    with pytest.raises(AccessDenied):
        write_answers(actor=town.as_(who), writes=[Write(town.core.pk, "gdpr_agreement", YES)], at=NOW)
    assert not ComplianceAnswer.objects.exists()


def test_each_sees_the_systems_that_are_theirs_and_no_others(town: SimpleNamespace) -> None:
    tree = tree_on(TODAY)

    def seen(who: str) -> set[str]:
        return {row.system.name for row in matrix(actor=town.as_(who), on=TODAY, tree=tree)}

    everything = {"Regneøen", "Sagsbroen", "Kasse 7"}
    assert seen("coordinator") == seen("controller") == everything
    assert seen("it_manager") == seen("owner") == {"Regneøen"}
    for who in ("local_auditor", "leader", "colleague"):
        with pytest.raises(AccessDenied):
            seen(who)
        with pytest.raises(SystemNotFound):
            row_of(town, town.school, who)
    with pytest.raises(SystemNotFound):
        row_of(town, town.core, "owner")


def test_what_nobody_knows_is_open_and_what_the_register_knows_is_told_so(town: SimpleNamespace) -> None:
    blank = row_of(town, town.blank)
    asked = [one for one in blank.cells if one.is_asked]
    assert {one.status for one in asked} == {Status.OPEN}
    core = row_of(town, town.core)
    assert (core.cell("nis2_criticality").status, core.cell("nis2_criticality").says) == (
        Status.FULFILLED,
        "Registret",
    )
    assert core.cell("nis2_owner").status is Status.OPEN
    assert core.cell("ai_class").status is Status.NOT_APPLICABLE


def kitos_says(town: SimpleNamespace, *, at: dt.datetime, gdpr: object = (), **general: object) -> None:
    actor = town.as_("coordinator")
    raw = {
        "it-system-usages": [
            usage(1, gdpr={"riskAssessmentConducted": "Yes", "riskAssessmentResult": "High"} | dict(gdpr))  # type: ignore[call-overload]
        ],
        "it-systems": [system(1)],
        "data-processing-registrations": [processing(1, usages=[1], general=general)],
        "organization-units": Kitos().held[f"/api/v2/organizations/{ORGANISATION}/organization-units"],
    }
    write_reading(actor=actor, source="kitos", kept=keep_raw(source="kitos", raw=raw), at=at)
    if at == NOW:
        take_on(actor=actor, source="kitos", systems={"u-1": town.school.pk}, at=at)


def test_kitos_word_stands_beside_a_persons_and_the_difference_is_told_until_it_is_settled(
    town: SimpleNamespace,
) -> None:
    keeper, owner = town.as_("coordinator"), town.as_("owner")
    no = Said(Status.NOT_FULFILLED.value, ground="Aftalen er ikke underskrevet")
    write_answers(actor=owner, writes=[Write(town.school.pk, "gdpr_agreement", no)], at=NOW)
    kitos_says(town, at=NOW)
    count, read_at = take_in_kitos(actor=keeper, at=LATER)
    assert read_at == NOW
    assert count > 3
    row = row_of(town, town.school)
    cell = row.cell("gdpr_agreement")
    assert (cell.status, cell.differs) == (Status.NOT_FULFILLED, "KITOS siger: Opfyldt")
    oversight = row.cell("gdpr_oversight")
    assert (oversight.status, oversight.is_overdue, oversight.says) == (Status.OPEN, True, "KITOS")
    assert row.cell("gdpr_risk").why == "Dagen, det sidst blev set efter, mangler"
    word = ComplianceAnswer.objects.get(requirement="gdpr_agreement", is_of_source=True)
    kept = Write(town.school.pk, "gdpr_agreement", no, seen_source=word.pk)
    write_answers(actor=owner, writes=[kept], at=LATER + dt.timedelta(hours=1))
    assert row_of(town, town.school).cell("gdpr_agreement").differs == ""
    assert take_in_kitos(actor=keeper, at=LATER)[0] == 0
    kitos_says(town, at=LATER, agreementConcludedAt="2026-10-30T00:00:00Z")
    take_in_kitos(actor=keeper, at=LATER + dt.timedelta(hours=2))
    assert row_of(town, town.school).cell("gdpr_agreement").differs == "KITOS siger: Opfyldt"


@pytest.mark.parametrize("word", ["Undecided", None, "Ved ikke helt", 1])
def test_a_word_that_kitos_is_not_sure_of_or_we_do_not_know_leaves_it_open(town: SimpleNamespace, word: object) -> None:
    kitos_says(town, at=NOW, gdpr={"dpiaConducted": word}, isAgreementConcluded=word)
    take_in_kitos(actor=town.as_("coordinator"), at=LATER)
    assert status(town, town.school, "gdpr_agreement") is Status.OPEN


def test_a_word_that_kitos_does_not_say_any_more_goes_away_and_a_persons_stays(town: SimpleNamespace) -> None:
    kitos_says(town, at=NOW)
    take_in_kitos(actor=town.as_("coordinator"), at=LATER)
    assert status(town, town.school, "gdpr_agreement") is Status.FULFILLED
    kitos_says(town, at=LATER, isAgreementConcluded="Undecided")
    take_in_kitos(actor=town.as_("coordinator"), at=LATER)
    assert status(town, town.school, "gdpr_agreement") is Status.OPEN
    with pytest.raises(AccessDenied):
        take_in_kitos(actor=town.as_("it_manager"), at=LATER)


def load(town: SimpleNamespace, content: str, who: str = "coordinator"):
    actor = town.as_(who)
    item = read_now(
        kind="it_portfolio.answers",
        content=content.encode(),
        filename="svar.csv",
        options={},
        actor=actor,
        at=NOW,
    )
    return carry_out_now(import_id=item.pk, actor=actor, at=NOW) if item.state == "ready" else item


def test_a_file_is_read_with_its_bad_lines_told_and_comes_in_as_it_went_out(town: SimpleNamespace) -> None:
    item = load(
        town,
        "System;Krav;Svar;Valg;Grundlag;Set efter;Gælder til\n"
        "Regneøen;Databehandleraftale;Opfyldt;;Sag 7;01-10-2026;\n"
        "Regneøen;ai_class;Opfyldt;Begrænset risiko;Set på;;\n"
        "Regneøen;Risikovurdering;Opfyldt;;;01-10-2026;\n"
        "Regneøen;Konsekvensanalyse;Gælder ikke;;;;\n"
        "Regneøen;Vejret;Opfyldt;;;;\n"
        "Ukendt;Databehandleraftale;Opfyldt;;;;\n"
        "Regneøen;Databehandleraftale;Ikke opfyldt;;;;\n"
        "Sagsbroen;Tilsyn med databehandleren;Opfyldt;;;31-31-2026;\n"
        "Sagsbroen;Databehandleraftale;Måske;;;;\n"
        "Sagsbroen;Databehandleraftale;Åben;;;;\n",
    )
    assert item.state == "done"
    assert sorted(one["line"] for one in item.problems) == [4, 5, 6, 7, 8, 9, 10]
    assert status(town, town.school, "gdpr_agreement") is Status.FULFILLED
    made = make(kind="it_portfolio.answers", actor=town.as_("coordinator"), parameters={}, format="xlsx", at=NOW)
    table = tables_of(made.content)[0]
    assert table[0][:3] == ["System", "Krav", "Svar"]
    again = read_answer_file(
        actor=town.as_("coordinator"), content=made.content, filename="svar.xlsx", options={}, at=LATER
    )
    assert again.nothing_to_do
    assert not again.problems
    batch = ComplianceAnswer.objects.filter(is_current=True).first().batch
    assert undo_answers(actor=town.as_("coordinator"), batch=batch, at=LATER).count == 2


def test_a_file_of_an_it_manager_answers_for_the_units_systems_alone(town: SimpleNamespace) -> None:
    content = "System;Krav;Svar\nRegneøen;Databehandleraftale;Opfyldt\nSagsbroen;Databehandleraftale;Opfyldt\n"
    item = load(town, content, "it_manager")
    assert [one["text"] for one in item.problems] == ["Intet system, du svarer for, hedder Sagsbroen."]
    assert [one.system_id for one in ComplianceAnswer.objects.all()] == [town.school.pk]


@pytest.mark.parametrize("content", [b"", b"Vejr;Vind\n1;2\n", b"\x00\x01\x02", b"System;Krav\nA;B\n"])
def test_a_file_that_is_no_list_of_answers_is_refused_with_what_to_do(town: SimpleNamespace, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_answer_file(actor=town.as_("coordinator"), content=content, filename="x.csv", options={}, at=NOW)


def test_what_is_gravest_comes_first_and_what_waits_for_the_register_does_not(town: SimpleNamespace) -> None:
    def reasons(one: object) -> set[First]:
        row = row_of(town, one)
        return {reason for reason, _ in first_things(facts_with_choices(row), row.cells)}

    assert reasons(town.blank) == set()
    assert reasons(town.core) == {First.AGREEMENT, First.CRITICAL}
    assert reasons(town.school) == {First.AGREEMENT, First.AI_CLASS}
    actor = town.as_("coordinator")
    risk = Said(Status.FULFILLED.value, choice="high", checked_on=TODAY)
    old = Said(Status.FULFILLED.value, checked_on=TODAY - dt.timedelta(days=500))
    bad = Said(Status.FULFILLED.value, choice="prohibited")
    writes = [
        Write(town.core.pk, "gdpr_risk", risk),
        Write(town.core.pk, "gdpr_oversight", old),
        Write(town.core.pk, "gdpr_agreement", YES),
        Write(town.school.pk, "ai_class", bad),
    ]
    write_answers(actor=actor, writes=writes, at=NOW)
    assert reasons(town.core) == {First.HIGH_RISK, First.OVERSIGHT, First.CRITICAL}
    assert First.PROHIBITED in reasons(town.school)


def test_what_is_not_known_to_be_critical_is_not_counted_as_uncritical() -> None:
    found = suppliers([("A", True, 2), ("A", None, 1), ("B", True, 0), ("B", True, 0), ("", False, 5), ("C", None, 0)])
    told = [(one.name, one.critical, one.unknown, one.share) for one in found]
    assert told == [("B", 2, 0, 2 / 3), ("A", 1, 1, 1 / 3), ("C", 0, 1, 0.0), ("Uden leverandør", 0, 0, 0.0)]
    assert suppliers([("A", None, 0)])[0].share is None


def test_the_document_names_no_systems_where_nobody_asked_for_names(town: SimpleNamespace) -> None:
    for names, is_there in (("", False), ("1", True)):
        made = make(
            kind="it_portfolio.compliance",
            actor=town.as_("controller"),
            parameters={"names": names},
            format="docx",
            at=NOW,
        )

        text = zipfile.ZipFile(io.BytesIO(made.content)).read("word/document.xml").decode()
        assert ("Sagsbroen" in text) is is_there
        assert "Overholdelse af lovkrav" in text
    with pytest.raises(AccessDenied):
        make(kind="it_portfolio.compliance", actor=town.as_("it_manager"), parameters={}, format="docx", at=NOW)


def test_a_living_figure_counts_by_law_and_unit(town: SimpleNamespace) -> None:
    def value(law: str, how: str, unit: str) -> object:
        parameters = {"law": law, "status": how, "unit": unit}
        return figures()["it_portfolio.requirements"].compute(
            actor=town.as_("controller"), parameters=parameters, on=TODAY
        )

    assert value("gdpr", "fulfilled", "1000").value == 0  # type: ignore[attr-defined]
    assert value("alle", "first", "1000").value == 2  # type: ignore[attr-defined]
    assert value("alle", "first", "3000").value == 1  # type: ignore[attr-defined]
    assert value("vejr", "open", "1000").value is None  # type: ignore[attr-defined]


def test_who_answers_has_a_card_and_who_reads_alone_has_none(town: SimpleNamespace) -> None:
    card = compliance_waits(actor=town.as_("owner"), on=TODAY)
    assert card is not None
    assert [row.text for row in card.rows] == ["Regneøen"]
    assert compliance_waits(actor=town.as_("colleague"), on=TODAY) is None
    assert compliance_waits(actor=town.as_("controller"), on=TODAY) is None
    everything = compliance_waits(actor=town.as_("coordinator"), on=TODAY)
    assert everything is not None
    assert {row.text for row in everything.rows} == {"Regneøen", "Sagsbroen", "Kasse 7"}


def test_reading_how_it_stands_is_noted(town: SimpleNamespace, client: Client) -> None:
    client.force_login(town.people["owner"], backend="django.contrib.auth.backends.ModelBackend")
    before = Event.objects.filter(action="it_portfolio.read_compliance").count()
    for url in (
        reverse("it_portfolio:compliance"),
        reverse("it_portfolio:compliance_system", args=[town.school.pk]),
        reverse("it_portfolio:compliance_answer", args=[town.school.pk, "ai_class"]),
    ):
        assert client.get(url).status_code == 200
    assert Event.objects.filter(action="it_portfolio.read_compliance").count() == before + 3
    assert client.get(reverse("it_portfolio:compliance_system", args=[town.core.pk])).status_code == 404


def test_a_form_that_cannot_be_kept_keeps_what_was_typed(town: SimpleNamespace, client: Client) -> None:
    client.force_login(town.people["owner"], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("it_portfolio:compliance_answer", args=[town.school.pk, "gdpr_risk"])
    page = client.post(url, {"status": "fulfilled", "ground": "Notat om risiko", "checked_on": "2026-10-01"})
    assert page.status_code == 422
    assert "Notat om risiko" in page.content.decode()
    stale = client.post(url, {"status": "open", "ground": "Skrevet af mig", "seen": str(uuid4())})
    assert MEANWHILE in stale.content.decode()
    assert "Skrevet af mig" in stale.content.decode()
