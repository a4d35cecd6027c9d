"""What a unit has used, plans and is expected to end at is in no page, file, figure, search, message or list that
others can open, whatever address or id they guess; and nothing that they post moves any of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.notifications.services import send_waiting
from chefforum.modules.forecast import urls as forecast_urls
from chefforum.modules.forecast.models import EntryChange, PayTable, RefundRule, SelectionRule
from chefforum.modules.forecast.rules.rounds import RoundKind
from chefforum.modules.forecast.rules.selections import SelectionKind
from chefforum.modules.forecast.services.assessing import assess_month
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.forecast.services.freezing import freeze_with_forecast
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.rounds import begin_round
from chefforum.modules.forecast.services.running import order_run, run_forecast
from chefforum.modules.forecast.services.selections import add_refund_rule, add_selection_rule, make_selection
from chefforum.modules.ledger import urls as ledger_urls
from chefforum.modules.ledger.models import Account, CostCentreMapping, Extract, LineClassRule
from chefforum.modules.ledger.services.closing import close_through
from tests import factories
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR
from tests.modules.forecast.test_long_sheets import client_of
from tests.people import first_on_both
from tests.test_closed_items_leak_nowhere import text_in

pytestmark = pytest.mark.django_db

# Sydskolen's: a month, the year's actual, the expected, the budget, an entry, a number put instead; and words.
PAY = ("33.333", "33333")  # what a person at Sydskolen is paid a month
AMOUNTS = ("98.765", "98765", "296.296", "296296", "1.185.185", "1185185", "1.357.913", "1357913")
ENTERED = ("24.680", "24680", "3.579.111", "3579111", "Zacharias", "Hemmelig grund", "Vi skjuler et hul")
WORDS = ("Strandkroen",)
SECRETS = (*AMOUNTS, *ENTERED, *WORDS, *PAY)
# Each has one relation to the municipality, and none to Sydskolen.
STRANGERS = (
    "anonymous",
    "leader",
    "deputy",
    "stand_in",
    "former_leader",
    "park_controller",
    "admin",
    "colleague",
    "consultant",
    "case_author",
)
FORMATS = ("pdf", "xlsx", "docx")


@pytest.fixture
def there(town, classes, file, load, budget, positions) -> SimpleNamespace:
    """Nordskolen and Sydskolen with all that there can be of a year; people who have nothing to do with the latter."""
    lines = [
        (place * 100 + number, 1, f"15-{month[5:]}-{month[:4]}", "4020", code, amount, text)
        for number, month in enumerate(MONTHS)
        for place, code, amount, text in (
            (1, "4711", "1000,00", "Papir"),
            (2, "4712", "98765,43", "Faktura fra Strandkroen"),
            (3, "9999", "50,00", "Uden sted"),
        )
    ]
    load(file("postings.csv", [*lines, (999, 1, "15-03-2026", "4020", "4712", "98765,4,3", "Strandkroen")]))
    close_through(actor=town.controller, at=NOW, period=202603)
    budget(("4020", "4711", "12000"), ("4020", "4712", "1357913"))
    _pay_tables()
    positions(("S-4712", "5001", "4712", "4"), ("N-4711", "5001", "4711", "4"))
    _people(town)
    south = town.as_("other_leader")
    month = NewEntry(town.substitutes.pk, "barsel hos Zacharias", values=((5, Decimal("24680.24")),))
    (entry,) = add_entries(actor=south, unit_id=town.south.pk, year=YEAR, new=[month], at=NOW)
    override = set_override(
        actor=south,
        unit_id=town.south.pk,
        account="7001",
        year=YEAR,
        amount_oere=3_579_111_00,
        reason="Hemmelig grund",
        expires=dt.date(2099, 1, 1),
        at=NOW,
        on=TODAY,
    )
    said = {"period": 202603, "explanations": {}, "note": "Vi skjuler et hul"}
    assess_month(actor=south, unit_id=town.south.pk, at=timezone.now(), on=TODAY, **said)
    frozen = begin_round(actor=town.controller, kind=RoundKind.FR1, period=202603, deadline=TODAY, at=NOW, on=TODAY)
    freeze_with_forecast(actor=town.controller, round_id=frozen.pk, at=NOW, on=TODAY)
    job = order_run(actor=town.controller, year=YEAR, at=NOW, on=TODAY, is_queued=False)
    run_now(job=job, actor=town.controller, at=NOW)
    run_forecast(actor=town.controller, year=YEAR, at=timezone.now(), on=timezone.localdate())
    rules = _tables(town)
    waiting = EntryChange.objects.create(
        entry=entry, batch=entry.pk, field="cell", month=5, before="1.00", after="24680.00", state="waiting", at=NOW
    )
    known = {"entry": entry.pk, "override": override.pk, "round": frozen.pk, "change": waiting.pk}
    town.ids, town.job = _ids(town, known, rules), job
    return town


def _people(town: SimpleNamespace) -> None:
    """And somebody who stands in for Nordskolen's leader on the day that the test runs."""
    today, day = timezone.localdate(), dt.timedelta(days=1)
    names = "stand_in former_leader park_controller consultant case_author"
    town.people.update({name: factories.person(name) for name in names.split()})
    factories.substitution(town.people["leader"], town.people["stand_in"], valid_from=today, valid_to=today + day)
    former = town.people["former_leader"]
    factories.role(former, Role.WORKPLACE_LEADER, town.south, valid_to=today)
    factories.employment(former, town.south, is_leader=True, valid_to=today)
    factories.role(former, Role.WORKPLACE_LEADER, town.park)
    factories.role(town.people["park_controller"], Role.CONTROLLER, town.park)
    factories.role(town.people["consultant"], Role.JOB_CONSULTANT, town.top)
    factories.role(town.people["case_author"], Role.CASE_AUTHOR, town.top)


def _ids(town: SimpleNamespace, known: dict[str, Any], rules: list[int]) -> dict[str, Any]:
    """What addresses are made of, by its name in them."""
    return {
        "unit_id": [town.south.pk],
        "period": [202603],
        "year": [YEAR],
        "format": FORMATS,
        "round_id": [known["round"]],
        "entry_id": [known["entry"]],
        "change_id": [known["change"]],
        "override_id": [known["override"]],
        "note_id": [0],
        "rule_id": rules,
        "method": ["straight"],
        "choice_id": [0],
        "mapping_id": CostCentreMapping.objects.values_list("pk", flat=True) or [0],
        "code": ["vikar", "serviceramme"],
        "table": ["refusionsregler", "udsnit"],
        "form": ["csv", "xlsx"],
        "import_id": [known["entry"]],
        "extract_id": Extract.objects.values_list("pk", flat=True),
        "document_id": [known["entry"]],
        "account_id": [Account.objects.get(code="4020").pk],
    }


def _pay_tables() -> None:
    for kind, step, more in (
        ("step_rate", "4", {"amount_oere": 33_333_00}),
        ("pension", "", {"pct": Decimal(0)}),
        ("holiday_allowance", "", {"pct": Decimal(0)}),
    ):
        PayTable.objects.create(kind=kind, group="LÆR", step=step, valid_from="2024-01-01", **more)


def _tables(town: SimpleNamespace) -> list[int]:
    said = {"actor": town.controller, "at": NOW, "on": TODAY}
    selection = make_selection(name="Ramme", code="serviceramme", kind=SelectionKind.SERVICE_FRAME, **said)
    rule = {"takes_in": True, "patterns": {"account": "40*"}, "unit_id": None, "order": 1}
    add_selection_rule(selection=selection, valid_from=factories.LONG_AGO, source="", **rule, **said)
    refund = {"refund_accounts": "7*", "cost_accounts": "40*", "share_pct": Decimal(50), "lag_months": 1}
    add_refund_rule(valid_from=factories.LONG_AGO, source="", **refund, **said)
    rules = (SelectionRule, RefundRule, LineClassRule)
    return [pk for model in rules for pk in model.objects.values_list("pk", flat=True)]


def addresses(there: SimpleNamespace) -> Iterator[str]:
    """Every address of the two modules, with every id that there is."""
    for app, patterns in (("forecast", forecast_urls.urlpatterns), ("ledger", ledger_urls.urlpatterns)):
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            lists = [list(there.ids[name]) for name in pattern.pattern.converters]
            for turn in range(max(map(len, lists), default=1)):
                yield reverse(f"{app}:{pattern.name}", args=[values[turn % len(values)] for values in lists])


def places(there: SimpleNamespace) -> Iterator[str]:
    """The same with what is said in addresses; and whatever of the house could show an amount."""
    asked = {
        "aar": YEAR,
        "konto": "4020",
        "fra": "202401",
        "til": "202612",
        "q": "Faktura",
        "udsnit": "serviceramme",
        "nr": "S-4712",
    }
    thought = {"hvad": "procent", "p-account": "4020", "p-pct": "5", "tabel": "postings", "system": "Økonomisystemet"}
    for address in addresses(there):
        yield f"{address}?{urlencode({'aar': YEAR})}"
        yield f"{address}?{urlencode(asked | thought | {'enhed': there.south.pk})}"
        yield f"{address}?{urlencode(asked | {'vis': 'konti', 'maaned': 202603})}"
    for figure in ("expected", "deviation", "assessed"):
        said = f"forecast.{figure} unit={there.south.code}" + ("" if figure == "assessed" else f" year={YEAR}")
        yield f"{reverse('figures:list')}?{urlencode({'figur': said})}"
    for word in ("sydskolen", "4020", "barsel", "bilag"):
        yield f"{reverse('search:search')}?q={word}"
    yield reverse("jobs:job_detail", args=[there.job.pk])
    for name in (
        "start",
        "jobs:job_list",
        "notifications:list",
        "documents:personal_files",
        "imports:import_list",
        "cases:list",
        "administration:trail",
    ):
        yield reverse(name)


def leaks(there: SimpleNamespace, who: str, secrets: tuple[str, ...] = SECRETS) -> set[tuple[str, str]]:
    client = Client() if who == "anonymous" else client_of(there, who)
    found = set()
    for url in places(there):
        response = client.get(url, follow=True)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code < 500, url
        found |= {(url, secret) for secret in secrets if secret in text_in(content)}
    return found


@pytest.mark.parametrize("who", first_on_both(STRANGERS))
def test_nobody_else_reads_an_amount_or_a_word_of_a_unit(there, who: str) -> None:
    assert leaks(there, who) == set()


def test_an_auditor_reads_the_ledger_and_nothing_of_what_leaders_expect(there) -> None:
    expected = ("1.185.185", "1185185")
    assert leaks(there, "auditor", (*ENTERED, *expected)) == set()
    assert leaks(there, "auditor", WORDS)


@pytest.mark.parametrize("who", first_on_both(["other_leader", "chief", "controller", "part_controller"]))
def test_those_who_may_find_it_everywhere(there, who: str) -> None:
    """Else the tests above would pass on empty pages."""
    found = leaks(there, who)
    seen = {secret for _, secret in found}
    assert {"1.185.185", "296.296", "1.357.913", "24.680", "Zacharias", "Hemmelig grund", "Strandkroen"} <= seen
    pages = {url.partition("?")[0] for url, _ in found}
    for name, args in (
        ("forecast:workplace", [there.south.pk]),
        ("forecast:why", [there.south.pk]),
        ("forecast:lines", [there.south.pk]),
        ("forecast:entries", [there.south.pk]),
        ("forecast:sheet_export", [there.south.pk, YEAR]),
        ("forecast:whole", []),
        ("forecast:area_export", [YEAR, "pdf"]),
        ("forecast:area_export", [YEAR, "xlsx"]),
        ("forecast:deviations_export", [YEAR, "pdf"]),
        ("forecast:deviations_export", [YEAR, "xlsx"]),
        ("ledger:postings", []),
    ):
        assert reverse(name, args=args) in pages, name


def test_no_message_mail_or_event_holds_an_amount_or_what_was_written(there, settings, mailoutbox) -> None:
    """Mails leave the house, and administrators read the trail."""
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    at = timezone.now() + dt.timedelta(days=1)
    send_waiting(at=at, before=at)
    told = [*(one.text for one in Notification.objects.all()), *(mail.body for mail in mailoutbox)]
    assert any("Sydskolen" in mail.body for mail in mailoutbox)
    events = [json.dumps([event.object_name, event.data], ensure_ascii=False) for event in Event.objects.all()]
    oere = ("9876543", "29629629", "118518516", "135791300", "2468024", "357911100")
    for words in (*told, *events):
        assert not [secret for secret in (*SECRETS, *oere) if secret in words], words


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of the two modules."""
    models = [model for label in ("forecast", "ledger") for model in apps.get_app_config(label).get_models()]
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in models}  # type: ignore[misc]


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_that_they_post_moves_anything_of_it(there, who: str) -> None:
    client = Client() if who == "anonymous" else client_of(there, who)
    entry = there.ids["entry_id"][0]
    words = dict.fromkeys(("text", "reason", "note", "name", "source", "comment"), "Indbrud")
    posted = {
        **words,
        "aar": YEAR,
        f"c-{entry}-5": "1",
        f"s-{entry}-5": "24.680,24",
        "category": there.substitutes.pk,
        "account": "4020",
        "amount": "1",
        "expires": "2099-01-01",
        "batch": str(entry),
        "tag": "1",
        "units": str(there.south.pk),
        "unit": str(there.south.pk),
        "kind": "started",
        "date": "2026-01-01",
        "period": "202602",
        "code": "9999",
        "valid_from": "2026-01-01",
        "order": "1",
        "line_class": "rent",
        "hvad": "procent",
        "p-account": "4020",
        "p-pct": "5",
    }
    before = everything()
    for address in addresses(there):
        response = client.post(address, posted)
        assert response.status_code in (302, 403, 404, 405), (address, response.status_code)
    assert everything() == before


def test_who_reads_what_a_person_is_paid_is_noted_and_who_reads_sums_is_not(there) -> None:
    pages = [
        f"{reverse('forecast:positions', args=[there.south.pk])}?aar={YEAR}",
        f"{reverse('forecast:position', args=[there.south.pk])}?aar={YEAR}&nr=S-4712",
        reverse("forecast:positions_export", args=[there.south.pk, YEAR]),
    ]
    for who, noted in (("leader", 0), ("controller", 0), ("chief", 3), ("other_leader", 6)):
        client = client_of(there, who)
        for page in pages:
            client.get(page)
        assert Event.objects.filter(action="forecast.read_pay").count() == noted, who
