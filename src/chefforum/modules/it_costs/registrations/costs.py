"""Files that rules and costs come in by."""

from __future__ import annotations

from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_IT_COSTS
from ..imports import costs
from ..rules.file_rows import LINE_COLUMNS, RULE_COLUMNS


def register() -> None:
    """Called once, when the house opens."""
    register_import_kind(
        ImportKind(
            name="it_costs.rules",
            title="Konteringsregler",
            help="En linje for hver regel, kendt igen på sit navn. Regler, der ikke er i filen, bliver stående. "
            f"Kolonner: {', '.join(RULE_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP_IT_COSTS,
            read=costs.read_rule_file,
            fingerprint=costs.fingerprint_of_rules,
            apply=costs.apply_rules,
        )
    )
    register_import_kind(
        ImportKind(
            name="it_costs.cost_lines",
            title="It-udgifter ved siden af regnskabet",
            help="En linje for hver udgift. En linje, der står her i forvejen, tages ikke med igen. "
            f"Kolonner: {', '.join(LINE_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP_IT_COSTS,
            read=costs.read_line_file,
            fingerprint=costs.fingerprint_of_lines,
            apply=costs.apply_lines,
        )
    )
