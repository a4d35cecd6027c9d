"""What sources said comes in from files too."""

from __future__ import annotations

from chefforum.kernel.documents.rules import JSON, TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_IT_COSTS
from ..imports import sources


def register() -> None:
    register_import_kind(
        ImportKind(
            name="it_costs.kitos_file",
            title="Systemer fra KITOS (gemt fil)",
            help="Svar fra KITOS' API version 2 gemt som JSON: en liste med systemer i anvendelse, katalog eller "
            "kontrakter, eller flere lister i én fil under navnene it-system-usages, it-systems, it-contracts, "
            "data-processing-registrations og organization-units. Filen skal være hel: det, den ikke har, "
            "regnes for væk i KITOS.",
            accepts=(JSON, TEXT),
            rule=KEEP_IT_COSTS,
            read=sources.read_kitos_file,
            fingerprint=sources.fingerprint_of_file,
            apply=sources.apply_file,
        )
    )
    register_import_kind(
        ImportKind(
            name="it_costs.wired_file",
            title="Systemer fra Wired Relations",
            help="En liste over systemer fra Wired som CSV eller Excel, med kolonnen Navn eller System. Også læst: "
            "beskrivelse, leverandør, CVR, forretningskritisk, bruger AI, KITOS ID. Filen skal være hel: det, den "
            "ikke har, regnes for væk i Wired.",
            accepts=(TEXT, XLSX),
            rule=KEEP_IT_COSTS,
            read=sources.read_wired_file,
            fingerprint=sources.fingerprint_of_file,
            apply=sources.apply_file,
        )
    )
