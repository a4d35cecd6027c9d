"""A file or figure of the forecast says which months of the ledger it is of, when entries were read, and by whom."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest

from chefforum.kernel.documents.registry import document_kinds
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.kernel.figures.rules import parse_reference
from chefforum.modules.forecast.services.running import run_forecast
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

pytestmark = pytest.mark.django_db
BOOKS = "regnskabet til og med marts 2026; ledernes poster pr. 2. april 2026 kl. 11.00"
ROLL_OUT = "udrulningen pr. 2. april 2026 kl. 11.00"


def told_in(content: bytes, told: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return any(told in file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("forecast.area", BOOKS),
        ("forecast.presentation", f"{BOOKS}; {ROLL_OUT}"),
        ("forecast.roll_out", "udrulningen af Mit Forventede Regnskab pr. 2. april 2026 kl. 11.00"),
    ],
)
def test_each_file_that_may_be_laid_with_a_text_says_it_first_and_on_every_page(town, books, kind, figures) -> None:
    formats = next(one for one in document_kinds() if one.name == kind).as_attachment.formats
    for format in formats:
        made = make(kind=kind, actor=town.controller, parameters={"year": str(YEAR)}, format=format, at=NOW)
        assert made.figures == figures
        told = f"Tallene: {figures}; lavet af controller."
        if format != "pdf":
            assert told_in(made.content, told)
            continue
        pages = pypdfium2.PdfDocument(made.content)
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
        pages.close()
        assert texts[0].count(told) == 2
        assert all(told in text for text in texts)


def test_a_figure_is_of_the_day_that_it_is_asked_for_and_its_source_says_of_which_months(town, books, budget) -> None:
    budget(("4020", "4711", "12000"), ("4020", "4712", "1200"))
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    reference = parse_reference(f"forecast.deviation unit={town.schools.code} year=2026")
    found = value_of(reference=reference, actor=town.as_("chief"), on=TODAY).value
    assert found.as_of == TODAY
    assert found.source.startswith("regnskabet til og med marts 2026, ")
    assert found.source.endswith("ledernes poster pr. 2. april 2026")
