"""Dated tables and leaders' sheets are imported."""

from __future__ import annotations

from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_FORECAST, WRITE_ENTRIES
from ..imports import pay_tables, refund_rules, selections, sheet
from ..rules.pay_rows import PAY_COLUMNS
from ..rules.rule_rows import REFUND_COLUMNS, SELECTION_COLUMNS


def register() -> None:
    register_import_kind(
        ImportKind(
            name="forecast.pay_tables",
            title="Lønsatser",
            help="Løntrin, generelle stigninger, pension, særlig feriegodtgørelse og refusion: en linje for hver sats "
            f"og dato. Kolonner: {', '.join(PAY_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP_FORECAST,
            read=pay_tables.read_pay_tables,
            fingerprint=pay_tables.fingerprint_of_pay_tables,
            apply=pay_tables.apply_pay_tables,
            options_form=pay_tables.PayTableOptions,
        )
    )
    register_import_kind(
        ImportKind(
            name="forecast.selections",
            title="Udsnit",
            help="Serviceramme, udvalg og andre udsnit af kontiene: en linje for hver regel. "
            f"Kolonner: {', '.join(SELECTION_COLUMNS.values())}. Hent dem, du har, og ret i filen.",
            accepts=(TEXT, XLSX),
            rule=KEEP_FORECAST,
            read=selections.read_selections,
            fingerprint=selections.fingerprint_of_selections,
            apply=selections.apply_selections,
            options_form=selections.SelectionOptions,
        )
    )
    register_import_kind(
        ImportKind(
            name="forecast.refund_rules",
            title="Refusionsregler",
            help="Hvilke konti der får hvor stor en andel af hvilke udgifter: en linje for hver regel. "
            f"Kolonner: {', '.join(REFUND_COLUMNS.values())}. Hent dem, du har, og ret i filen.",
            accepts=(TEXT, XLSX),
            rule=KEEP_FORECAST,
            read=refund_rules.read_refund_rules,
            fingerprint=refund_rules.fingerprint_of_refund_rules,
            apply=refund_rules.apply_refund_rules,
            options_form=refund_rules.RefundOptions,
        )
    )
    register_import_kind(
        ImportKind(
            name="forecast.sheet",
            title="Ark med poster til forventet regnskab",
            help="Arket, som du har hentet til Excel og udfyldt. Du ser hver ændring og hver fejl, før noget gemmes.",
            accepts=(XLSX,),
            rule=WRITE_ENTRIES,
            read=sheet.read_leader_sheet,
            fingerprint=sheet.fingerprint_of_sheet,
            apply=sheet.apply_leader_sheet,
        )
    )
