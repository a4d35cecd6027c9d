"""A controller brings a file in on the pages, from the columns to the receipt; each sees what is theirs on the way."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chefforum.kernel.imports.models import Import
from chefforum.modules.ledger.models import Account, ColumnMapping, CostCentreMapping, Extract, LedgerClosing
from chefforum.modules.ledger.services.closing import close_through
from tests.modules.ledger.conftest import COLUMNS, NOW, csv_text

ROWS = [
    (1, 1, "31-01-2026", "1000", "4711", "1.234,56", "Børnehave"),
    (2, 1, "31-01-2026", "2000", "9999", "10,00", ""),
    (3, 1, "31-01-2026", "2000", "4800", "tolv", "Tastefejl"),
]


@pytest.fixture
def visit(town):
    def as_(name: str) -> Client:
        client = Client()
        client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_


@pytest.fixture
def bring(visit, django_capture_on_commit_callbacks):
    """bring(content, strictness) -> the import, from the first page to the preview."""

    def run(content: bytes, strictness: str = "keep_good", **more: str) -> Import:
        client = visit("controller")
        upload = {
            "file": SimpleUploadedFile("regnskab.csv", content),
            "table": "postings",
            "source_system": "Økonomisystemet",
        }
        answer = client.post(reverse("ledger:upload"), upload)
        assert answer.status_code == 302, answer.content.decode()
        page = client.get(answer.url)
        assert "1.234,56 kr." in page.content.decode()
        said = {f"column_{name}": head for name, head in COLUMNS.items()}
        said |= {"strictness": strictness, "creates_accounts": "on", "gem": "1"} | more
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(answer.url, said)
        assert answer.status_code == 302, answer.content.decode()
        return Import.objects.latest("created_at")

    return run


@pytest.fixture
def carry_out(visit, django_capture_on_commit_callbacks):
    def run(item: Import) -> Extract:
        with django_capture_on_commit_callbacks(execute=True):
            visit("controller").post(reverse("imports:import_carry_out", args=[item.pk]))
        return Extract.objects.get()

    return run


def test_a_file_comes_in_from_columns_to_receipt(visit, bring, carry_out):
    item = bring(csv_text(ROWS).encode("cp1252"))
    assert item.state == "ready"
    page = visit("controller").get(reverse("imports:import_detail", args=[item.pk])).content.decode()
    assert "3 linjer læst: 2 gode, 1 afvist" in page
    assert "Windows-1252" in page
    assert "kan ikke læses som et tal" in page
    assert not Extract.objects.exists()
    extract = carry_out(item)
    assert (extract.lines_loaded, extract.lines_rejected, extract.amount_loaded) == (2, 1, 124456)
    shown = visit("controller").get(reverse("ledger:extract", args=[extract.pk])).content.decode()
    assert "Filen stemmer" in shown
    assert "tolv" in shown
    rejected = b"".join(visit("controller").get(reverse("ledger:rejected", args=[extract.pk, "csv"])).streaming_content)
    assert rejected.decode().startswith("\ufeffLinje;")
    assert "3;1;31-01-2026;2000;4800;tolv;Tastefejl" in rejected.decode()


def test_all_or_nothing_refuses_the_file_and_tells_every_line(visit, bring):
    item = bring(csv_text(ROWS).encode(), strictness="all_or_nothing")
    page = visit("controller").get(reverse("imports:import_detail", args=[item.pk])).content.decode()
    assert "Hele filen er afvist" in page
    assert "Tastefejl" in page
    assert item.state == "refused"
    assert not Extract.objects.exists()


def test_the_same_file_again_is_no_change(bring, carry_out):
    carry_out(bring(csv_text(ROWS).encode()))
    again = bring(csv_text(ROWS).encode())
    assert again.state == "done"
    assert again.preview["nothing_to_do"]
    assert ColumnMapping.objects.count() == 1


def test_what_was_loaded_meanwhile_asks_for_a_new_preview(visit, bring, carry_out, django_capture_on_commit_callbacks):
    waiting = bring(csv_text(ROWS[:1]).encode())
    carry_out(bring(csv_text(ROWS).encode()))
    with django_capture_on_commit_callbacks(execute=True):
        visit("controller").post(reverse("imports:import_carry_out", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert Extract.objects.count() == 1


def test_columns_that_cannot_be_done_without_are_asked_for(visit):
    client = visit("controller")
    file = SimpleUploadedFile("a.csv", csv_text(ROWS).encode())
    to = client.post(reverse("ledger:upload"), {"file": file, "table": "postings", "source_system": "X"}).url
    page = client.post(to, {"column_account": "Konto", "strictness": "keep_good", "gem": "1"}).content.decode()
    assert "Vælg også kolonner til" in page
    assert not ColumnMapping.objects.exists()


def test_a_spreadsheet_that_is_none_is_told_of(visit):
    client = visit("controller")
    file = SimpleUploadedFile("a.csv", b"et ord\n")
    to = client.post(reverse("ledger:upload"), {"file": file, "table": "postings", "source_system": "X"}).url
    assert "Filen kan ikke læses" in client.get(to).content.decode()


def test_a_code_without_unit_gets_one_and_its_money_is_there(visit, town, bring, carry_out):
    carry_out(bring(csv_text(ROWS).encode()))
    client = visit("controller")
    assert "9999" in client.get(reverse("ledger:unmapped")).content.decode()
    said = {"code": "9999", "unit": str(town.park.pk), "valid_from": "2026-01-01"}
    answer = client.post(reverse("ledger:unmapped"), said, follow=True).content.decode()
    assert "9999 er koblet. Summerne er regnet om. Prognosen beregnes igen inden for ti minutter." in answer
    assert reverse("forecast:whole") in answer
    assert CostCentreMapping.objects.get().unit == town.park
    assert "Alle omkostningssteder har en enhed" in client.get(reverse("ledger:unmapped")).content.decode()
    found = client.get(reverse("ledger:postings"), {"enhed": str(town.park.pk), "fra": "202601", "til": "202601"})
    assert "i alt 10,00 kr." in found.content.decode()


def test_a_leader_opens_their_own_postings_and_nobody_elses(visit, town, bring, carry_out):
    carry_out(bring(csv_text(ROWS).encode()))
    months = {"fra": "202601", "til": "202601"}
    own = visit("leader").get(reverse("ledger:postings"), months).content.decode()
    assert "Børnehave" in own
    chief = visit("chief").get(reverse("ledger:postings"), months | {"enhed": str(town.schools.pk)}).content.decode()
    assert "Børnehave" in chief
    others = visit("leader").get(reverse("ledger:postings"), months | {"enhed": str(town.park.pk)})
    assert others.status_code == 404
    assert visit("admin").get(reverse("ledger:postings")).status_code == 403


@pytest.mark.parametrize("name", ["ledger:extracts", "ledger:unmapped"])
def test_who_reads_a_part_does_not_see_the_whole(visit, name):
    assert visit("park_controller").get(reverse(name)).status_code == 403
    assert visit("auditor").get(reverse(name)).status_code == 200


def test_accounts_are_named_and_found(visit, bring, carry_out):
    carry_out(bring(csv_text(ROWS).encode()))
    account = Account.objects.get(code="1000")
    client = visit("controller")
    client.post(reverse("ledger:account", args=[account.pk]), {"name": "Kontorartikler"})
    assert "Kontorartikler" in client.get(reverse("ledger:accounts"), {"q": "kontor"}).content.decode()
    assert "Kontorartikler" in client.get(reverse("search:search"), {"q": "kontorartikler"}).content.decode()
    assert (
        "Kontorartikler" not in visit("admin").get(reverse("search:search"), {"q": "kontorartikler"}).content.decode()
    )


def test_a_rule_says_what_kind_of_line_an_account_is(visit, bring, carry_out):
    carry_out(bring(csv_text(ROWS).encode()))
    client = visit("controller")
    said = {"line_class": "rent", "account": "1*", "order": "5", "valid_from": "2026-01-01"}
    assert client.post(reverse("ledger:line_classes"), said).status_code == 302
    assert re.search(r"1000.*?Husleje", client.get(reverse("ledger:accounts")).content.decode(), re.DOTALL)
    assert "mindst et mønster" in client.post(reverse("ledger:line_classes"), said | {"account": ""}).content.decode()


def test_months_are_closed_and_opened_again_with_a_reason(visit):
    client = visit("controller")
    form = client.get(reverse("ledger:closing")).content.decode()
    period = re.findall(r'<option value="(\d{6})"', form)
    client.post(reverse("ledger:closing"), {"period": period[1], "reason": ""})
    refused = client.post(reverse("ledger:closing"), {"period": period[2], "reason": ""}).content.decode()
    assert "Skriv, hvorfor" in refused
    client.post(reverse("ledger:closing"), {"period": period[2], "reason": "En regning kom for sent"})
    assert [one.closed_through for one in LedgerClosing.objects.all()] == [int(period[2]), int(period[1])]
    assert visit("leader").post(reverse("ledger:closing"), {"period": ""}).status_code == 403


def test_empty_pages_say_how_to_begin(visit):
    client = visit("controller")
    assert "Der er ikke indlæst noget endnu" in client.get(reverse("ledger:extracts")).content.decode()
    assert "Der er ingen konti endnu" in client.get(reverse("ledger:accounts")).content.decode()
    assert "Der er ingen regler endnu" in client.get(reverse("ledger:line_classes")).content.decode()
    assert "Ingen posteringer passer" in client.get(reverse("ledger:postings")).content.decode()


def test_a_formula_in_a_rejected_line_is_no_formula_in_a_spreadsheet(visit, bring, carry_out):
    extract = carry_out(bring((csv_text(ROWS) + "=1+1;x\n").encode()))
    rejected = b"".join(visit("controller").get(reverse("ledger:rejected", args=[extract.pk, "csv"])).streaming_content)
    assert "'=1+1" in rejected.decode()


def test_lines_in_a_month_that_is_closed_are_told_of_before_and_after(visit, town, bring, carry_out):
    close_through(actor=town.controller, at=NOW, period=202601)
    item = bring(csv_text(ROWS).encode())
    preview = visit("controller").get(reverse("imports:import_detail", args=[item.pk])).content.decode()
    said = "2 linjer ligger i måneder, der"
    assert f"{said} er lukket (januar 2026). De tæller med med det samme." in preview
    page = visit("controller").get(reverse("ledger:extract", args=[carry_out(item).pk])).content.decode()
    assert f"{said} var lukket, da filen blev indlæst (januar 2026). De tæller med." in page


def test_lines_in_months_that_are_closed_later_are_not_told_of(visit, town, bring, carry_out):
    item = bring(csv_text(ROWS).encode())
    preview = visit("controller").get(reverse("imports:import_detail", args=[item.pk])).content.decode()
    extract = carry_out(item)
    close_through(actor=town.controller, at=extract.loaded_at + dt.timedelta(days=1), period=202601)
    page = visit("controller").get(reverse("ledger:extract", args=[extract.pk])).content.decode()
    assert "i måneder, der" not in preview + page
