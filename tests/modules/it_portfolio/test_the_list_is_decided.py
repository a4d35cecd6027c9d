"""From a draft to the list that counts: pages, what people typed, two at once, and what others see of it."""

from __future__ import annotations

import io
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.registry import figures
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.services.register import remove_system
from chefforum.modules.it_portfolio.models import SelectedSystem, SelectionDecision, SelectionDraft, SelectionRun
from chefforum.modules.it_portfolio.queries.selection import decided_now
from chefforum.modules.it_portfolio.rules.selection import Forced, SelectionWrong, Settings
from chefforum.modules.it_portfolio.services.selection_decisions import ChangeByHand, decide, end_decision
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_portfolio.selecting import YEAR, draft, id_of, run, system

pytestmark = pytest.mark.usefixtures("lake")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(town: SimpleNamespace, who: str = "coordinator") -> Client:
    client = Client()
    client.force_login(town.people[who], backend=BACKEND)
    return client


def page(name: str, *arguments: object) -> str:
    return reverse(f"it_portfolio:{name}", args=arguments)


def fields(kept: SelectionDraft, **said: object) -> dict[str, object]:
    """The form of weights and rules as it stands, with what is said otherwise."""
    weights = {f"weight_{key}": weight for key, weight in kept.settings["weights"].items()}
    plain = {
        "title": kept.title,
        "seen": kept.changed_at.isoformat(),
        "year": YEAR,
        "users_full": 1000,
        "cost_full": 2_000_000,
        "least": 2,
        "most": 2,
        "vulnerable": 0,
        "cost_share": 0,
        "per_vendor": "",
        "types": "",
        "seed": 1,
    }
    return plain | weights | said


def decided(
    town: SimpleNamespace, made: SelectionRun, *changes: ChangeByHand, seen: object = None
) -> SelectionDecision:
    return decide(
        actor=town.as_("coordinator"),
        run_id=made.pk,
        decision_id=uuid4(),
        changes=changes,
        note="",
        seen=seen,
        at=NOW,
    )


def test_a_draft_is_begun_once_however_often_it_is_sent(town: SimpleNamespace) -> None:
    client = browser(town)
    sent = {"title": "Foråret", "once": str(uuid4())}
    for _ in range(2):
        client.post(page("selection_new"), sent)
    assert SelectionDraft.objects.count() == 1


def test_rules_are_saved_and_said(town: SimpleNamespace) -> None:
    system(town, "A")
    kept, client = draft(town), browser(town)
    sent = fields(
        kept, **{f"department_{town.schools.pk}": "1", "types": "ESDH\n\nesdh  plus\nESDH", "per_vendor": "3"}
    )
    assert client.post(page("selection_rules", kept.pk), sent).status_code == 302
    kept.refresh_from_db()
    settings = Settings.from_json(kept.settings)
    assert settings.departments == {str(town.schools.pk): 1}
    assert settings.types == ("ESDH", "esdh plus")
    shown = client.get(page("selection_draft", kept.pk)).content.decode()
    assert "Mindst 1 fra Skoler." in shown
    assert "Højst 3 fra samme leverandør." in shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"least": 9}, "Højst er mindre end mindst."),
        ({f"weight_{key}": 0 for key in Settings(year=YEAR).weights}, "Mindst én vægt skal være over 0."),
        ({"weight_cost": "mange"}, "Indtast et heltal"),
        ({"cost_share": 101}, "100"),
    ],
)
def test_bad_weights_and_rules_are_told_and_what_was_typed_stays(
    town: SimpleNamespace, said: dict[str, object], words: str
) -> None:
    kept = draft(town)
    sent = fields(kept, **said, types="Min lange liste")
    answer = browser(town).post(page("selection_rules", kept.pk), sent)
    assert answer.status_code == 422
    assert "Min lange liste" in answer.content.decode()
    if words != "Indtast et heltal":
        assert words in answer.content.decode()
    kept.refresh_from_db()
    assert kept.changed_at == NOW


def test_two_who_write_at_once_are_told_and_the_second_may_save_knowing_it(town: SimpleNamespace) -> None:
    kept, one, other = draft(town), browser(town), browser(town)
    sent = fields(kept)
    assert one.post(page("selection_rules", kept.pk), sent | {"most": 5}).status_code == 302
    answer = other.post(page("selection_rules", kept.pk), sent | {"most": 7})
    assert answer.status_code == 422
    assert "En anden har rettet udvælgelsen" in answer.content.decode()
    again = sent | {"most": 7, "seen": answer.context["form"]["seen"].value()}
    assert other.post(page("selection_rules", kept.pk), again).status_code == 302
    kept.refresh_from_db()
    assert kept.settings["most"] == 7


def test_choices_points_and_overlaps_are_typed_by_name_and_taken_away(town: SimpleNamespace) -> None:
    a, b = system(town, "Regneøen"), system(town, "Læsehulen")
    kept, client = draft(town), browser(town)
    sent = (
        ("valg", {"system": "regneøen ", "is_in": "ud", "reason": "Udgår til sommer"}),
        ("point", {"system": "Læsehulen", "criterion": "focus", "points": 80, "reason": "Ny skolestrategi"}),
        ("overlap", {"name": "Læring", "take": "at_most_one", "systems": "Regneøen\nLæsehulen"}),
    )
    for what, said in sent:
        assert client.post(page("selection_by_hand", kept.pk, what), said).status_code == 302
    kept.refresh_from_db()
    settings = Settings.from_json(kept.settings)
    assert settings.forced == (Forced(id_of(a), is_in=False, reason="Udgår til sommer"),)
    assert settings.overlaps[0].system_ids == (id_of(a), id_of(b))
    shown = client.get(page("selection_draft", kept.pk)).content.decode()
    assert "Læsehulen, fokus i organisationen: 80 point. Ny skolestrategi" in shown
    for what, key in (("valg", id_of(a)), ("point", f"{id_of(b)}:focus"), ("overlap", "Læring")):
        client.post(page("selection_by_hand_remove", kept.pk, what), {"key": key})
    kept.refresh_from_db()
    settings = Settings.from_json(kept.settings)
    assert (settings.forced, settings.by_hand, settings.overlaps) == ((), (), ())


def test_a_name_that_nothing_has_is_told_and_stays(town: SimpleNamespace) -> None:
    kept = draft(town)
    said = {"system": "Findes ikke", "is_in": "ind", "reason": "Fordi vi synes"}
    answer = browser(town).post(page("selection_by_hand", kept.pk, "valg"), said)
    assert answer.status_code == 422
    assert "Intet system hedder “Findes ikke”" in answer.content.decode()
    assert "Fordi vi synes" in answer.content.decode()


def test_a_draft_that_was_thrown_away_can_be_taken_back(town: SimpleNamespace) -> None:
    kept, client = draft(town), browser(town)
    client.post(page("selection_draft_remove", kept.pk))
    assert client.get(page("selection_draft", kept.pk)).status_code == 404
    client.post(page("selection_draft_remove", kept.pk), {"fortryd": "1"})
    assert client.get(page("selection_draft", kept.pk)).status_code == 200


def test_a_new_draft_from_a_run_asks_the_same_and_leaves_the_old_draft_alone(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    made = run(town, vulnerable=0, per_vendor=2)
    browser(town).post(page("selection_new") + f"?fra={made.pk}", {"title": "Igen", "once": str(uuid4())})
    new = SelectionDraft.objects.get(title="Igen")
    assert new.made_from == made
    assert new.settings == SelectionRun.objects.get(pk=made.pk).settings
    assert SelectionDraft.objects.count() == 2


def test_two_runs_are_held_against_each_other(town: SimpleNamespace) -> None:
    system(town, "A", users=900)
    system(town, "B", users=800)
    last = system(town, "C")
    one = run(town)
    other = run(town, least=1, forced=(Forced(id_of(last), is_in=True, reason="Nyt"),))
    found = browser(town).get(page("selections_compared") + f"?a={one.pk}&b={other.pk}").context["found"]
    assert (found.both, found.only_one, found.only_other) == (("A",), ("B",), ("C",))
    assert [each.what for each in found.asked] == ["Mindst i alt", "Valg i hånden"]


def test_the_list_is_decided_with_changes_by_hand_and_everybody_sees_it(town: SimpleNamespace) -> None:
    a, b, c = system(town, "A", users=900), system(town, "B", users=800), system(town, "C")
    made, client = run(town), browser(town)
    sent = {
        "once": str(uuid4()),
        "seen": "",
        "note": "Mødet den 2. april",
        "system_0": "C",
        "is_in_0": "ind",
        "reason_0": "Afløses i år",
        "system_1": "B",
        "is_in_1": "ud",
        "reason_1": "Undersøgt sidste år",
    }
    assert client.post(page("selection_decide", made.pk), sent).status_code == 302
    assert client.post(page("selection_decide", made.pk), sent).status_code == 302
    assert SelectionDecision.objects.count() == 1
    found = decided_now(actor=town.as_("colleague"))
    assert found is not None
    assert [one.system.name for one in found.chosen] == ["A", "C"]
    assert [one.reason for one in found.taken_out] == ["Undersøgt sidste år"]
    colleague = browser(town, "colleague")
    assert "Afløses i år" in colleague.get(page("chosen")).content.decode()
    assert "Udvalgt til undersøgelse" in colleague.get(reverse("it_costs:system", args=[c.pk])).content.decode()
    assert "Udvalgt til undersøgelse" not in colleague.get(reverse("it_costs:system", args=[b.pk])).content.decode()
    narrowed = colleague.get(reverse("it_costs:systems") + "?saerligt=udvalgt")
    assert {row.pk for row in narrowed.context["page"]} == {a.pk, c.pk}
    value = figures()["it_portfolio.selected"].compute(actor=town.as_("colleague"), parameters={}, on=TODAY)
    assert value.value == 2


def test_a_decision_in_between_is_told_and_nothing_typed_is_lost(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    made = run(town)
    first = decided(town, made)
    sent = {"once": str(uuid4()), "seen": "", "note": "Min lange begrundelse"}
    answer = browser(town).post(page("selection_decide", made.pk), sent)
    assert answer.status_code == 422
    assert "Min lange begrundelse" in answer.content.decode()
    assert SelectionDecision.objects.get(is_current=True) == first
    again = sent | {"seen": answer.context["form"]["seen"].value()}
    assert browser(town).post(page("selection_decide", made.pk), again).status_code == 302
    first.refresh_from_db()
    assert first.ended_at is not None


def test_one_list_counts_at_a_time_in_the_table_too(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    made = run(town)
    decided(town, made)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelectionDecision.objects.create(run=made, decided_at=NOW)


def test_changes_that_change_nothing_or_lack_a_reason_are_refused(town: SimpleNamespace) -> None:
    a, _, c = system(town, "A", users=900), system(town, "B", users=800), system(town, "C")
    made = run(town)
    for changes in (
        [ChangeByHand(a.pk, is_in=True, reason="Er der")],
        [ChangeByHand(c.pk, is_in=False, reason="Er der ikke")],
        [ChangeByHand(c.pk, is_in=True, reason=" ")],
        [ChangeByHand(c.pk, is_in=True, reason="x"), ChangeByHand(c.pk, is_in=True, reason="y")],
    ):
        with pytest.raises(SelectionWrong):
            decided(town, made, *changes)
    assert not SelectedSystem.objects.exists()


def test_a_chosen_system_that_has_left_the_register_is_told_before_the_list_is_decided(town: SimpleNamespace) -> None:
    a = system(town, "A", users=900)
    system(town, "B")
    made = run(town)
    remove_system(actor=town.as_("coordinator"), system_id=a.pk, is_removed=True, at=NOW)
    with pytest.raises(SelectionWrong, match="taget ud af registret"):
        decided(town, made)
    assert decided(town, made, ChangeByHand(a.pk, is_in=False, reason="Udgået")).systems.filter(is_in=True).count() == 1


def test_a_list_that_is_ended_is_nowhere_but_in_the_history(town: SimpleNamespace) -> None:
    a = system(town, "A")
    system(town, "B")
    kept = decided(town, run(town))
    assert end_decision(actor=town.as_("coordinator"), decision_id=kept.pk, at=NOW)
    assert not end_decision(actor=town.as_("coordinator"), decision_id=kept.pk, at=NOW)
    assert decided_now(actor=town.as_("colleague")) is None
    shown = browser(town, "colleague").get(reverse("it_costs:system", args=[a.pk])).content.decode()
    assert "Udvalgt til undersøgelse" not in shown
    assert "Gjaldt til" in browser(town, "leader").get(page("chosen")).content.decode()


@pytest.mark.parametrize("who", ["it_manager", "controller", "auditor", "leader", "chief", "colleague"])
def test_only_the_coordinator_decides(town: SimpleNamespace, who: str) -> None:
    system(town, "A")
    system(town, "B")
    made = run(town)
    with pytest.raises(AccessDenied):
        decide(actor=town.as_(who), run_id=made.pk, decision_id=uuid4(), changes=(), note="", seen=None, at=NOW)


@pytest.mark.parametrize(
    ("who", "sees"), [("coordinator", True), ("controller", True), ("leader", False), ("chief", False)]
)
def test_what_costs_brought_is_seen_by_who_reads_all_costs(town: SimpleNamespace, who: str, *, sees: bool) -> None:
    system(town, "A", kroner=1_234_567)
    system(town, "B")
    made = run(town)
    client = browser(town, who)
    shown = client.get(page("selection_run", made.pk))
    words = shown.content.decode()
    found = shown.context["found"]
    assert ("Omkostning" in [name for name, _ in found.criteria]) is sees
    assert (found.total is not None) is sees
    assert not found.others
    assert ("kr., " in words) is sees
    made_of = make(
        kind="it_portfolio.selection",
        actor=town.as_(who),
        parameters={"run": str(made.pk), "with_costs": True},
        format="xlsx",
        at=NOW,
    )
    cells = [str(cell) for sheet in load_workbook(io.BytesIO(made_of.content)) for row in sheet.values for cell in row]
    assert ("Omkostning" in cells) is sees


def test_a_run_is_a_pdf_and_a_workbook(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    made = run(town)
    for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")):
        answer = browser(town, "leader").get(page("selection_file", made.pk, kind))
        assert b"".join(answer).startswith(start)  # type: ignore[arg-type]
    assert browser(town).get(page("selection_file", made.pk, "exe")).status_code == 404


def test_480_systems_cost_the_pages_no_more_queries_than_two(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B")
    kept, client = draft(town), browser(town)
    small = run(town)
    client.get(reverse("privacy"))

    def counts(made: SelectionRun) -> list[int]:
        found = []
        for url in (
            page("selections"),
            page("selection_draft", kept.pk),
            page("selection_rules", kept.pk),
            page("selection_by_hand", kept.pk, "valg"),
            page("selection_run", made.pk),
            page("selection_decide", made.pk),
            page("steering_group"),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            found.append(len(captured))
        return found

    few = counts(small)
    ItSystem.objects.bulk_create(
        ItSystem(
            name=f"S{number}",
            created_at=NOW,
            changed_at=NOW,
            owner_unit=town.north,
            vendor=town.vendor,
            users_low=number,
            users_high=number,
            is_business_critical="no",
            is_socially_critical="no",
            serves_vulnerable="no",
        )
        for number in range(480)
    )
    weights = {**Settings(year=YEAR).weights, "cost": 0}
    many = counts(run(town, least=26, most=28, weights=weights))
    assert [now - was for now, was in zip(many, few, strict=True)] == [0] * len(few)
