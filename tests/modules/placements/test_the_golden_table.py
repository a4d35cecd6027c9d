"""The forum's own table of 28 January 2026 comes out to the digit: through the service, the page and the files."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.calc.cells import as_text
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.tables import tables_of
from chefforum.modules.placements.documents.targets import targets_document
from chefforum.modules.placements.queries.targets import get_round, newest_round
from tests.modules.placements.conftest import NOW, TODAY
from tests.modules.placements.golden import CELLS, TOTALS, posted, set_golden

SHOWN = {name: ["0 (≈0,5)" if one == 0 else str(one) for one in cells] for name, cells in CELLS.items()}


def test_all_28_cells_and_four_totals_through_the_service(golden_town):
    made = set_golden(golden_town)
    table = get_round(actor=golden_town.as_("colleague"), round_id=made.pk).table
    assert {row.name: [one.value for one in row.cells] for row in table.rows} == CELLS
    assert list(table.totals) == TOTALS == [60, 15, 487, 37]


def test_the_page_shows_it_before_and_after_it_is_set(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    page = client.post(reverse("placements:target_new"), posted(golden_town, act="show"))
    assert page.status_code == 200
    said = page.content.decode()
    assert "50 pladser × 75 % = 37,5 løbende → 37 (skåret ned)." in said
    assert "37,5 × 52/4 uger = 487,5 → 487 om året (skåret ned fra det uafrundede 37,5)." in said
    assert "15 besatte pladser løbende. 15 × 52/13 uger = 60 om året." in said
    assert cells_on(page) == SHOWN
    confirm = client.post(reverse("placements:target_new"), posted(golden_town, act="confirm"))
    assert "Fastlæg måltal for 2026?" in confirm.content.decode()
    assert newest_round() is None  # asked, and nothing more
    set_page = client.post(reverse("placements:target_new"), posted(golden_town, act="set"), follow=True)
    assert cells_on(set_page) == SHOWN
    assert "Genberegnet: passer." in set_page.content.decode()


def cells_on(page):
    """The first table of the page by department."""
    return {row.name: [one.text for one in row.cells] for row in shown_table(page).rows}


def shown_table(page):
    draft = page.context.get("draft")
    return draft.table if draft else page.context["table"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_files_have_it(golden_town, format):
    made = set_golden(golden_town)
    file = make(
        kind="placements.targets",
        actor=golden_town.as_("colleague"),
        parameters={"round": str(made.pk)},
        format=format,
        at=NOW,
    )
    if format == "csv":
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    else:
        sheet = next(one for one in tables_of(file.content) if one[0][0] == "Afdeling")
        assert sheet[1][1] == 3.0  # a number to go on calculating with, not a text
        rows = [[as_text(cell) for cell in row] for row in sheet]
    assert rows[0] == [
        "Afdeling",
        "Løntilskud pr. år",
        "Løntilskud løbende",
        "Virksomhedspraktik pr. år",
        "Virksomhedspraktik løbende",
    ]
    assert {row[0]: row[1:] for row in rows[1:-1]} == SHOWN
    assert rows[-1] == ["I alt", *map(str, TOTALS)]


def test_what_went_out_can_be_reproduced(golden_town, client):
    made = set_golden(golden_town)
    client.force_login(golden_town.people["colleague"])
    file = client.get(reverse("placements:target_file", args=[made.pk, "csv"]))
    page = client.post(reverse("placements:table_check"), {"table": b"".join(file).decode("utf-8-sig")})
    assert page.status_code == 200
    assert page.context["answer"].fits


def test_plain_rounding_of_this_key_is_told_beside_it(golden_town, client):
    client.force_login(golden_town.people["coordinator"])
    page = client.post(reverse("placements:target_new"), posted(golden_town, act="show"))
    plain = page.context["draft"].plain
    assert len(plain.told) == len(TOTALS)
    for total, told, house in zip(plain.totals, plain.told, TOTALS, strict=True):
        assert (f"i stedet for {house}" in told) == (total != house)


def test_a_later_draft_stands_beside_the_round_and_what_began(golden_town, client: Client):
    set_golden(golden_town)
    client.force_login(golden_town.people["coordinator"])
    page = client.post(reverse("placements:target_new"), posted(golden_town, act="show", internship_slots="80"))
    total = page.context["draft"].beside[-1]
    assert [one.before for one in total.kinds] == [60, 487]
    assert [one.change_text for one in total.kinds] == ["0", "+293"]
    assert [one.began for one in total.kinds] == [None, None]  # nobody has registered the year before: missing, not 0
    assert page.context["draft"].began_in == TODAY.year - 1
    assert "mangler" in page.content.decode()


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_round_as_a_paper_has_its_table_grounds_and_proof(golden_town, format):
    made = set_golden(golden_town)
    file = make(
        kind="placements.targets",
        actor=golden_town.as_("colleague"),
        parameters={"round": str(made.pk)},
        format=format,
        at=NOW,
    )
    assert file.content.startswith(b"%PDF" if format == "pdf" else b"PK")
    document = targets_document(
        get_round(actor=golden_town.as_("colleague"), round_id=made.pk), organisation="Lindeby", issued_at=NOW
    )
    said = str(document)
    for words in (
        "Genberegnet: passer.",
        "Reformen",
        "Chefforum 28. januar 2026, punkt 5",
        "0 (≈0,5)",
        made.fingerprint,
    ):
        assert words in said
