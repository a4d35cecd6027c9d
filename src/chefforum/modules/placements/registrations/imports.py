"""The kinds of import that placements offer."""

from __future__ import annotations

from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_PLACEMENTS
from ..imports import keys


def register() -> None:
    """Called once, when the house opens."""
    register_import_kind(
        ImportKind(
            name="placements.key",
            title="Årsværksnøgle",
            help="En linje for hver afdeling. Kolonner: Kode eller Afdeling, og Årsværk. Summen må være med.",
            accepts=(TEXT, XLSX),
            rule=KEEP_PLACEMENTS,
            read=keys.read_key_file,
            fingerprint=keys.fingerprint_of_keys,
            apply=keys.apply_key,
            options_form=keys.KeyOptions,
        )
    )
