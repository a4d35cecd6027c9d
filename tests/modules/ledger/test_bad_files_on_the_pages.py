"""A bad file on its way through the pages: told by line and by reason, loaded without its bad lines or refused whole,
and every bad line can be downloaded."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from chefforum.kernel.imports.models import Import
from chefforum.modules.ledger.models import Extract
from chefforum.modules.ledger.services.accounts import name_accounts
from chefforum.modules.ledger.services.loading import sweep_orphans
from tests.modules.ledger.bad_files import BAD_FILES, BadFile, line, text_of
from tests.modules.ledger.conftest import COLUMNS, NOW
from tests.modules.ledger.test_pages_of_the_ledger import visit

__all__ = ["visit"]
BY_LINE = [bad for bad in BAD_FILES if not bad.refused]
NAMED = {bad.name: bad for bad in BAD_FILES}


@pytest.fixture
def client(visit):
    return visit("controller")


@pytest.fixture
def bring(town, client, load, file, django_capture_on_commit_callbacks):
    """bring(bad, strictness) -> the import as it was read from the pages."""

    def run(bad: BadFile, strictness: str, **more: str) -> Import:
        if bad.knows_accounts:
            load(file("known.csv", text_of(line(77))))
            name_accounts(actor=town.controller, at=NOW, names={"1000": "Varer"})
        upload = {
            "file": SimpleUploadedFile(bad.file_name, bad.content()),
            "table": "postings",
            "source_system": "Økonomisystemet",
        }
        to = client.post(reverse("ledger:upload"), upload).url
        said = {f"column_{name}": head for name, head in COLUMNS.items()}
        said |= {"strictness": strictness, "gem": "1"} | ({} if bad.knows_accounts else {"creates_accounts": "on"})
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(to, said | more)
        assert answer.status_code == 302, answer.content.decode()
        return Import.objects.latest("created_at")

    return run


def shown(client, item: Import) -> str:
    return client.get(reverse("imports:import_detail", args=[item.pk])).content.decode()


def downloaded(client, name: str, pk: object) -> dict[int, str]:
    """The reasons by line, in both kinds of file."""
    text = b"".join(client.get(reverse(name, args=[pk, "csv"])).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    sheet = b"".join(client.get(reverse(name, args=[pk, "xlsx"])).streaming_content)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [[str(cell) for cell in row[1:]] for row in cells[1:]] == [
        [*row[1:3], row[3].lstrip("'")] for row in rows[1:]
    ]
    assert rows[0] == cells[0] == ["Linje", "Kolonne", "Grund", "Linjen, som den stod"]
    return {int(number): reason for number, _, reason, _ in rows[1:]}


def says(bad: BadFile, told: dict[int, str]) -> bool:
    return set(told) == set(bad.lines) and all(words in told[number] for number, words in bad.lines.items())


@pytest.mark.parametrize("bad", BY_LINE, ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_whole_with_every_line_told(client, bring, bad):
    item = bring(bad, "all_or_nothing")
    page = shown(client, item)
    assert "Hele filen er afvist" in page
    assert bad.told in page
    assert all(f'<td class="num">{number}</td>' in page for number in bad.lines)
    assert says(bad, downloaded(client, "ledger:rejected_of_import", item.pk))
    assert Extract.objects.count() == bad.knows_accounts


@pytest.mark.parametrize("bad", BY_LINE, ids=lambda bad: bad.name)
def test_the_good_lines_of_a_bad_file_are_loaded_and_the_others_kept(
    client, bring, bad, django_capture_on_commit_callbacks
):
    item = bring(bad, "keep_good")
    assert bad.told in shown(client, item)
    assert says(bad, downloaded(client, "ledger:rejected_of_import", item.pk))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:import_carry_out", args=[item.pk]))
    extract = Extract.objects.get(file_name=bad.file_name)
    assert (extract.lines_loaded, extract.lines_rejected) == (bad.loaded, len(bad.lines))
    page = client.get(reverse("ledger:extract", args=[extract.pk])).content.decode()
    assert "Filen stemmer" in page
    assert says(bad, downloaded(client, "ledger:rejected", extract.pk))


@pytest.mark.parametrize("bad", [bad for bad in BAD_FILES if bad.refused], ids=lambda bad: bad.name)
def test_a_file_of_which_nothing_can_be_made_is_told_at_once(client, bad):
    upload = {
        "file": SimpleUploadedFile(bad.file_name, bad.content()),
        "table": "postings",
        "source_system": "Økonomisystemet",
    }
    answer = client.post(reverse("ledger:upload"), upload)
    page = client.get(answer.url).content.decode() if answer.status_code == 302 else answer.content.decode()
    assert re.search(bad.refused, page)
    assert "ikke" in page
    assert not Extract.objects.exists()


def test_more_bad_lines_than_the_page_shows_are_counted_by_reason_and_all_downloaded(client, bring):
    lines = [line(number, amount="tolv" if number % 2 else "") for number in range(1, 702)]
    item = bring(BadFile("many", lambda: text_of(*lines)), "all_or_nothing")
    page = shown(client, item)
    assert "351 linjer: Beløb kan ikke læses" in page
    assert "350 linjer: Beløb mangler" in page
    assert "601 linjer mere" in page
    assert len(downloaded(client, "ledger:rejected_of_import", item.pk)) == 701


def test_an_extract_says_how_many_for_each_reason(client, bring, django_capture_on_commit_callbacks):
    item = bring(BadFile("some", lambda: text_of(line(1), line(2, amount="x"), line(3, amount="y"))), "keep_good")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:import_carry_out", args=[item.pk]))
    page = client.get(reverse("ledger:extract", args=[Extract.objects.get().pk])).content.decode()
    assert "?grund=Bel%C3%B8b%20kan%20ikke" in page
    chosen = client.get(reverse("ledger:extract", args=[Extract.objects.get().pk]), {"side": "²", "q": "3"})
    assert "<code>3;1;" in chosen.content.decode()


def test_what_the_system_says_is_typed_and_a_difference_refuses_the_file(client, bring):
    good = BadFile("good", lambda: text_of(line(1), line(2)))
    item = bring(good, "all_or_nothing", control_lines="3", control_sum="30,00")
    page = shown(client, item)
    assert "Hele filen er afvist" in page
    assert "det er 1 for lidt" in page
    assert "det er 10,00 kr. for lidt" in page
    again = bring(good, "all_or_nothing", control_lines="2", control_sum="20,00")
    assert "det stemmer" in shown(client, again)
    assert again.state == "ready"


def test_a_sum_that_is_none_is_said_at_the_field(client, bring):
    with pytest.raises(AssertionError, match="Skriv det som"):
        bring(BadFile("good", lambda: text_of(line(1))), "all_or_nothing", control_sum="tolv")


def test_lines_that_are_swept_away_say_so(client, bring, settings):
    item = bring(NAMED["vouchers twice"], "all_or_nothing")
    from django.core.files.storage import storages

    from chefforum.modules.ledger.lake.manifest import manifest_name

    storages["lake"].delete(manifest_name(item.payload["extract"]))
    page = client.get(reverse("ledger:rejected_of_import", args=[item.pk, "csv"]), follow=True)
    assert "ryddet op" in page.content.decode()
    assert sweep_orphans(at=NOW) == 0


def test_others_do_not_get_the_lines(visit, bring):
    item = bring(NAMED["vouchers twice"], "all_or_nothing")
    for form in ("csv", "xlsx"):
        address = reverse("ledger:rejected_of_import", args=[item.pk, form])
        assert visit("leader").get(address).status_code == 403
        assert visit("park_controller").get(address).status_code == 403
        assert visit("auditor").get(address).status_code == 403
    assert visit("controller").get(reverse("ledger:rejected_of_import", args=[item.pk, "exe"])).status_code == 404
