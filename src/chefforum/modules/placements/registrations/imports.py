"""The kinds of import that placements offer."""

from __future__ import annotations

from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_PLACEMENTS, WRITE_PLACEMENTS
from ..forms.register import StrictFile
from ..imports import keys, outcomes, placements, register_files
from ..rules.placement_rows import COLUMNS, OUTCOME_COLUMNS
from ..rules.pseudonyms import refused_name
from . import places


def register() -> None:
    """Called once, when the house opens."""
    register_import_kind(
        ImportKind(
            name="placements.placements",
            title="Forløb",
            help="Udtræk fra fagsystemet, en linje for hvert forløb. Forløbet kendes på sit nummer: nye oprettes, "
            "kendte rettes, og en tom celle ændrer ikke noget. Filen må ikke have navne eller CPR-numre. "
            f"Kolonner: {', '.join(COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=WRITE_PLACEMENTS,
            read=placements.read_placements,
            fingerprint=register_files.fingerprint_of_payload,
            apply=placements.apply_placements,
            options_form=StrictFile,
            refused_name=refused_name,
        )
    )
    register_import_kind(
        ImportKind(
            name="placements.outcomes",
            title="Udfald af forløb",
            help="Hvor borgeren var, da tiden efter forløbet var gået: en linje for hvert forløb, der er her allerede. "
            f"Kolonner: {', '.join(OUTCOME_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=WRITE_PLACEMENTS,
            read=outcomes.read_outcomes,
            fingerprint=register_files.fingerprint_of_payload,
            apply=placements.apply_placements,
            options_form=StrictFile,
            refused_name=refused_name,
        )
    )
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
            refused_name=refused_name,
        )
    )
    places.register_imports()
