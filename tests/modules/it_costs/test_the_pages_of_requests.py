"""The pages of requests: what is typed is kept, the checks follow, the list narrows, files and figures say the same."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.rules import parse_reference
from chefforum.kernel.imports.tables import tables_of
from chefforum.kernel.search.queries import search
from chefforum.modules.it_costs.cards import requests_wait
from chefforum.modules.it_costs.models import ItRequest, ItSystem
from chefforum.modules.it_costs.queries.requests import facts_of
from chefforum.modules.it_costs.rules.request_words import ReviewKind
from chefforum.modules.it_costs.services.request_steps import begin
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.requests_town import brought_to

pytestmark = pytest.mark.django_db
UNKNOWN = ("personal_data", "processor_agreement", "dpia", "ai_class", "is_critical", "serves_vulnerable")


def client(town: SimpleNamespace, name: str) -> Client:
    made = Client()
    made.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return made


def typed(town: SimpleNamespace, *, lines: list[dict[str, str]] | None = None, **said: str) -> dict[str, Any]:
    """The whole form as a browser sends it."""
    data: dict[str, Any] = dict.fromkeys((*UNKNOWN, "is_accessible", "hosting"), "unknown")
    data |= {"kind": "new_system", "title": "Læsehjulet", "unit_id": str(town.north.pk)} | said
    rows = lines or []
    data |= {"linje-TOTAL_FORMS": str(len(rows) + 1), "linje-INITIAL_FORMS": "0"}
    for place, row in enumerate([*rows, {}]):
        data |= {f"linje-{place}-{name}": value for name, value in ({"category": "software"} | row).items()}
    return data


def draft(town: SimpleNamespace) -> ItRequest:
    sent = {"kind": "new_system", "title": "Læsehjulet", "unit_id": str(town.north.pk), "once": str(uuid4())}
    answer = client(town, "leader").post(reverse("it_costs:request_new"), sent)
    assert answer.status_code == 302
    again = client(town, "leader").post(reverse("it_costs:request_new"), sent)
    assert "godkendelser" in again["Location"]
    return ItRequest.objects.get()


def test_a_half_written_draft_is_kept_number_for_number(town: SimpleNamespace) -> None:
    found = draft(town)
    line = {"item": "Licens", "quantity": "1.250,5", "amount": "24.000,75", "first_year": "2027", "years": "3"}
    line["is_yearly"] = "on"
    address = reverse("it_costs:request_change", args=[found.pk])
    by = client(town, "leader")
    for _ in range(2):  # the second time what the page itself shows is sent back
        answer = by.post(address, typed(town, need="Øvelser", lines=[line], act="gem"))
        assert answer.status_code == 302
        form = by.get(address).context["lines"].forms[0]
        line = {name: str(form[name].value()) for name in ("item", "quantity", "amount", "first_year", "years")}
        line["is_yearly"] = "on"
    kept = facts_of(ItRequest.objects.get(pk=found.pk))
    assert kept.need == "Øvelser"
    assert [str(one.quantity) for one in kept.lines] == ["1250.5"]
    assert [(one.amount_oere, one.years, one.first_year) for one in kept.lines] == [(24_000_75, 3, 2027)]


def test_what_is_wrong_is_told_and_all_that_was_typed_stands(town: SimpleNamespace) -> None:
    found = draft(town)
    data = typed(town, need="Lang forklaring", tasks="17.1", lines=[{"item": "Licens", "amount": "mange"}], act="gem")
    answer = client(town, "leader").post(reverse("it_costs:request_change", args=[found.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Lang forklaring", "“17.1” er ikke et KLE-nummer", 'value="mange"', "Skriv et tal"):
        assert words in page


def test_sent_too_early_it_says_what_lacks_and_keeps_the_rest(town: SimpleNamespace) -> None:
    found = draft(town)
    data = typed(town, need="Øvelser", act="indsend")
    answer = client(town, "leader").post(reverse("it_costs:request_change", args=[found.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Før du kan indsende" in page
    kept = ItRequest.objects.get(pk=found.pk)
    assert (kept.need, kept.state) == ("Øvelser", "draft")
    assert f'value="{kept.changed_at.isoformat()}"' in page  # saved again it is no quarrel with itself


def test_two_tabs_are_told_and_the_words_of_the_second_stand_in_its_form(town: SimpleNamespace) -> None:
    found = draft(town)
    address, seen = reverse("it_costs:request_change", args=[found.pk]), found.changed_at.isoformat()
    by = client(town, "leader")
    assert by.post(address, typed(town, need="Den ene", seen=seen, act="gem")).status_code == 302
    answer = by.post(address, typed(town, need="Den anden", seen=seen, act="gem"))
    assert answer.status_code == 422
    assert "Den anden" in answer.content.decode()
    assert ItRequest.objects.get(pk=found.pk).need == "Den ene"


def test_the_checks_follow_what_is_written_and_keep_nothing(town: SimpleNamespace) -> None:
    found = draft(town)
    ItSystem.objects.create(name="Læselygten", description="Oplæsning og skrivehjælp", created_at=NOW, changed_at=NOW)
    data = typed(town, title="Oplæsning", need="Skrivehjælp", personal_data="sensitive")
    answer = client(town, "leader").post(reverse("it_costs:request_look", args=[found.pk]), data)
    page = answer.content.decode()
    assert "Læselygten" in page
    assert "Konsekvensanalyse" in page
    assert "<html" not in page
    assert ItRequest.objects.get(pk=found.pk).need == ""


def test_a_page_offers_each_what_they_may_do(town: SimpleNamespace) -> None:
    found = brought_to(town, "in_review")
    offered = {
        name: client(town, name).get(reverse("it_costs:request", args=[found.pk])).content.decode()
        for name in ("leader", "coordinator", "chief", "controller")
    }
    decide = reverse("it_costs:request_decide", args=[found.pk, "approve"])
    assert {name for name, page in offered.items() if decide in page} == {"coordinator", "chief"}
    assert "Træk tilbage" in offered["leader"]
    assert "Træk tilbage" not in offered["controller"]


def test_who_is_asked_for_a_check_is_offered_to_answer_it_and_nobody_else(town: SimpleNamespace) -> None:
    found = brought_to(town, "submitted")
    asked = {ReviewKind.LAW: town.people["colleague"].pk}
    begin(actor=town.as_("coordinator"), request_id=found.pk, asked=asked, at=NOW)
    address, answer = (
        reverse(f"it_costs:{name}", args=[found.pk, *more])
        for name, more in (("request", []), ("request_answer", ["law"]))
    )
    offered = {
        name: answer in client(town, name).get(address).content.decode()
        for name in ("colleague", "chief", "coordinator")
    }
    assert [name for name, is_there in offered.items() if is_there and name != "coordinator"] == ["colleague"]


def test_the_list_narrows_and_the_files_say_the_same(town: SimpleNamespace) -> None:
    for state in ("submitted", "returned", "draft"):
        brought_to(town, state)
    address = reverse("it_costs:requests")
    counts = {
        query: client(town, "leader").get(f"{address}?{query}").context["page"].paginator.count
        for query in ("vis=alle", "vis=mine", "vis=venter", "tilstand=returned", "ord=hjulet", "ord=vejr")
    }
    assert list(counts.values()) == [3, 3, 1, 1, 3, 0]
    book = client(town, "coordinator").get(reverse("it_costs:requests_file", args=["xlsx"]))
    rows = tables_of(book.content)[0]
    assert rows[0][:2] == ["Hvad", "Type"]
    assert sorted((row[4], row[5]) for row in rows[1:]) == [("Indsendt", 72_000), ("Sendt tilbage", 72_000)]
    text = client(town, "coordinator").get(reverse("it_costs:requests_file", args=["csv"])).content.decode("utf-8-sig")
    assert "72000,00" in text


def test_the_figure_counts_what_was_sent_and_says_what_lacks(town: SimpleNamespace) -> None:
    for state in ("draft", "submitted", "approved"):
        brought_to(town, state)

    def figure(said: str) -> Any:
        return value_of(reference=parse_reference(f"it_costs.requests {said}"), actor=town.as_("controller"), on=TODAY)

    assert figure("year=2026 state=alle measure=count").value.value == 2
    assert figure("year=2026 state=approved measure=kroner").value.value == 72_000
    assert figure("year=2025 state=alle measure=count").value.value == 0
    ItRequest.objects.get(state="submitted").lines.update(amount_oere=None)
    assert "1 ansøgning mangler beløb" in figure("year=2026 state=alle measure=kroner").value.source


def test_the_paper_is_made_for_who_reads_the_request_and_for_nobody_else(town: SimpleNamespace) -> None:
    found = brought_to(town, "in_review")
    said: dict[str, Any] = {"kind": "it_costs.request", "parameters": {"request": str(found.pk)}, "at": NOW}
    for format, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        made = make(actor=town.as_("chief"), format=format, **said)
        assert made.content.startswith(begins)
        assert made.filename.startswith("Indstilling Læsehjulet")
    with pytest.raises(NotMadeNow):
        make(actor=town.as_("colleague"), format="pdf", **said)


def test_a_draft_is_not_found_and_what_was_sent_is_found_by_those_who_read_it(town: SimpleNamespace) -> None:
    brought_to(town, "draft")

    def found_by(name: str) -> int:
        return search(actor=town.as_(name), text="Læsehjulet").total

    assert found_by("leader") == 0
    brought_to(town, "submitted")
    assert [found_by(name) for name in ("leader", "chief", "it_manager", "coordinator")] == [1, 1, 1, 1]
    assert [found_by(name) for name in ("colleague", "controller")] == [0, 0]


def test_the_card_shows_what_waits_and_is_none_for_who_has_nothing_to_do_with_it(town: SimpleNamespace) -> None:
    brought_to(town, "submitted")
    waits = requests_wait(actor=town.as_("coordinator"), on=TODAY)
    assert waits is not None
    assert [one.text for one in waits.rows] == ["Læsehjulet"]
    asks = requests_wait(actor=town.as_("leader"), on=TODAY + dt.timedelta(days=1))
    assert asks is not None
    assert asks.rows == ()
    assert requests_wait(actor=town.as_("colleague"), on=TODAY) is None


def test_limits_are_set_on_their_page_and_a_wrong_one_keeps_what_was_typed(town: SimpleNamespace) -> None:
    by, address = client(town, "coordinator"), reverse("it_costs:approval_limits")
    said = dict.fromkeys(("ordinary_data", "sensitive_data", "ai", "high_risk_ai", "critical"), "1")
    said |= {"valid_from": TODAY.isoformat(), "months": "6", "forum_from": "900000", "source": "Chefforum, punkt 4"}
    wrong = by.post(address, said | {"free_below": "5", "chief_from": "4"})
    assert wrong.status_code == 422
    assert "Grænserne skal stige" in wrong.content.decode()
    assert "Chefforum, punkt 4" in wrong.content.decode()
    assert by.post(address, said | {"free_below": "4", "chief_from": "5"}).status_code == 302
    assert "Chefforum, punkt 4" in client(town, "colleague").get(address).content.decode()
