"""Public figures come in from files."""

from __future__ import annotations

from chefforum.kernel.documents.rules import JSON, TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_PLACEMENTS
from ..forms.public_figures import TableOptions
from ..imports import public_figures


def register() -> None:
    register_import_kind(
        ImportKind(
            name="placements.jobindsats",
            title="Tal fra Jobindsats",
            help="Et gemt svar fra Jobindsats (JSON), eller en tabel (CSV, Excel) med kolonnerne Område og Periode "
            "og en kolonne for hver måling. Perioder skrives som 2026M03, 2026Q1 eller 2026QMAT01. En streg er et tal, "
            "der mangler.",
            accepts=(JSON, TEXT, XLSX),
            rule=KEEP_PLACEMENTS,
            read=public_figures.read_public_file,
            fingerprint=public_figures.fingerprint_of_public_file,
            apply=public_figures.apply_public_file,
            options_form=TableOptions,
        )
    )
