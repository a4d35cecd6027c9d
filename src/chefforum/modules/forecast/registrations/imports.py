"""Pay tables and leaders' sheets are imported."""

from __future__ import annotations

from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from .. import imports
from ..access import KEEP_FORECAST, WRITE_ENTRIES


def register() -> None:
    register_import_kind(
        ImportKind(
            name="forecast.pay_tables",
            title="Lønsatser",
            help="Løntrin, generelle stigninger, pension, særlig feriegodtgørelse og refusion: en linje for hver sats "
            "og dato. Kolonner: Tabel, Gruppe, Trin, Gælder fra, Beløb, Procent, Dage, Regel, Kilde.",
            accepts=(TEXT, XLSX),
            rule=KEEP_FORECAST,
            read=imports.read_pay_tables,
            fingerprint=imports.fingerprint_of_pay_tables,
            apply=imports.apply_pay_tables,
            options_form=imports.PayTableOptions,
        )
    )
    register_import_kind(
        ImportKind(
            name="forecast.sheet",
            title="Ark med poster til forventet regnskab",
            help="Arket, som du har hentet til Excel og udfyldt. Du ser hver ændring og hver fejl, før noget gemmes.",
            accepts=(XLSX,),
            rule=WRITE_ENTRIES,
            read=imports.read_leader_sheet,
            fingerprint=imports.fingerprint_of_sheet,
            apply=imports.apply_leader_sheet,
        )
    )
