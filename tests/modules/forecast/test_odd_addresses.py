"""Whatever stands in an address of the ledger or the forecast, the page says what is wrong or shows what there is."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import URLPattern, reverse
from django.utils import timezone

from chefforum.modules.forecast import urls as forecast_urls
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger import urls as ledger_urls
from chefforum.modules.ledger.models import Account, Extract
from tests.modules.forecast.conftest import YEAR
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db
ODD = ("²", "9" * 5000, "-1", "000001", "299912", "\x00", "ÆØ%", "' OR 1=1 --", "202613", "1e5", "x" * 300)
ASKED = [
    "aar",
    "enhed",
    "konto",
    "fra",
    "til",
    "q",
    "side",
    "vis",
    "efter",
    "maaned",
    "udsnit",
    "koersel",
    "mod",
    "tabel",
    "gruppe",
    "grund",
    "tilstand",
    "system",
    "hvad",
    "f-category",
    "f-quantity",
    "f-first",
    "f-last",
    "s-step",
    "s-share",
    "s-first",
    "p-account",
    "p-pct",
]


@pytest.fixture
def pages(town, books, budget, entry) -> list[str]:
    """Every address that shows something."""
    budget(("4020", "4711", "12000"), ("5101", "4711", "3000"))
    run_forecast(actor=town.controller, year=YEAR, at=timezone.now(), on=timezone.localdate())
    ids = {
        "unit_id": town.north.pk,
        "period": 202603,
        "year": YEAR,
        "format": "xlsx",
        "entry_id": entry.pk,
        "extract_id": Extract.objects.filter(table="postings").get().pk,
        "account_id": Account.objects.get(code="4020").pk,
        "code": "vikar",
        "table": "serviceramme",
        "form": "csv",
        "method": "straight",
        **dict.fromkeys(("change_id", "override_id", "note_id", "rule_id", "choice_id", "mapping_id"), 0),
        **dict.fromkeys(("round_id", "document_id", "import_id"), entry.pk),
    }
    found = []
    for app, patterns in (("forecast", forecast_urls.urlpatterns), ("ledger", ledger_urls.urlpatterns)):
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            found.append(reverse(f"{app}:{pattern.name}", args=[ids[name] for name in pattern.pattern.converters]))
    return found


@pytest.mark.parametrize("said", ODD)
@pytest.mark.parametrize("who", ["leader", "controller"])
def test_no_page_falls_over_what_is_said_in_its_address(town, pages, who: str, said: str) -> None:
    client = client_of(town, who)
    for page in pages:
        for asked in (dict.fromkeys(ASKED, said), {"aar": YEAR} | {name: said for name in ASKED if name != "aar"}):
            known = {"hvad": "flere", "enhed": str(town.north.pk)} if "aar" in asked and asked["aar"] == YEAR else {}
            response = client.get(f"{page}?{urlencode(asked | known)}")
            assert response.status_code < 500, (page, asked)


@pytest.mark.parametrize("said", ODD)
def test_nor_over_what_is_posted(town, pages, entry, said: str) -> None:
    names = (
        "aar category text rate counts account amount reason expires note batch tag kind date period deadline name "
        f"code accounts valid_from threshold threshold_pct due_working_day order unit category-² c-{entry.pk}-5 "
        f"s-{entry.pk}-5 c-{entry.pk}-² units"
    ).split()
    for who in ("leader", "controller"):
        client = client_of(town, who)
        for page in pages:
            response = client.post(page, dict.fromkeys(names, said) | {"aar": YEAR})
            assert response.status_code < 500, page


def test_a_file_that_is_missing_in_the_lake_is_told_of_on_every_page(town, pages, lake) -> None:
    for extract in Extract.objects.all():
        for name in extract.files:
            (lake / name).unlink()
    told = 0
    for who in ("leader", "controller"):
        client = client_of(town, who)
        for page in (*pages, reverse("start")):
            response = client.get(f"{page}?aar={YEAR}&konto=4020")
            assert response.status_code in (200, 302, 403, 404, 405, 503), page
            told += response.status_code == 503 and "En fil mangler i regnskabets lager" in response.content.decode()
    assert told > 8
