"""Systems and contracts come in from files."""

from __future__ import annotations

from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import WRITE_SYSTEMS
from ..imports import contracts, systems
from ..imports.looking_up import fingerprint
from ..rules.contract_rows import CONTRACT_COLUMNS
from ..rules.system_rows import SYSTEM_COLUMNS

HELP = (
    "En tom celle ændrer intet, og en kolonne kan udelades. Hent registret som fil, ret i den, og indlæs den igen. "
    "Kolonner: "
)


def register() -> None:
    """Called once, when the house opens."""
    register_import_kind(
        ImportKind(
            name="it_costs.systems",
            title="It-systemer",
            help=f"En linje for hvert system eller installation; det kendes igen på Nr. eller Navn. {HELP}"
            f"{', '.join(SYSTEM_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=WRITE_SYSTEMS,
            read=systems.read_system_file,
            fingerprint=fingerprint,
            apply=systems.apply_systems,
            options_form=systems.SystemOptions,
        )
    )
    register_import_kind(
        ImportKind(
            name="it_costs.contracts",
            title="It-kontrakter",
            help="En linje for hver kontrakt; den kendes igen på Nr., Kontraktnummer eller Navn. Systemer skrives med "
            f"semikolon imellem og skal være i registret. {HELP}{', '.join(CONTRACT_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=WRITE_SYSTEMS,
            read=contracts.read_contract_file,
            fingerprint=fingerprint,
            apply=contracts.apply_contracts,
        )
    )
