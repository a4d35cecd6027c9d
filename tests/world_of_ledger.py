"""What the ledger holds in the tests' municipality: an extract with a rejected line, a cost centre without a unit, an
account with a class, a closed month, and a file whose columns the controller is about to map."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from chefforum.calc.periods import period_of, shifted
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.models import Document
from chefforum.kernel.documents.services import add_document
from chefforum.kernel.imports.jobs import read_now
from chefforum.kernel.imports.models import Import
from chefforum.modules.ledger.lake.mapping import Writing
from chefforum.modules.ledger.models import Account, CostCentreMapping, Extract, LineClassRule
from chefforum.modules.ledger.rules.words import LineClass, Table
from chefforum.modules.ledger.services.accounts import add_class_rule
from chefforum.modules.ledger.services.closing import close_through
from chefforum.modules.ledger.services.loading import Choices, load_extract, stage_file
from chefforum.modules.ledger.services.mappings import save_mapping
from chefforum.modules.ledger.services.units import map_cost_centre
from chefforum.modules.ledger.services.withdrawing import withdraw_extract
from tests.people import LONG_AGO, Lindeby

SYSTEM = "Økonomisystemet"
COLUMNS = {
    "voucher": "Bilag",
    "voucher_line": "Linje",
    "date": "Dato",
    "account": "Konto",
    "cost_centre": "Omkostningssted",
    "amount": "Beløb",
    "text": "Tekst",
}


@dataclass(frozen=True)
class LedgerWorld:
    extract: Extract
    document: Document  # the controller's
    read: Import  # the controller's: a file that was refused for its lines
    account: Account
    rule: LineClassRule
    mapping: CostCentreMapping
    withdrawn: Extract  # of absences


def postings(on: dt.date) -> str:
    """Three months of the school and the directorate, a code that nobody knows, and an amount that is none."""
    lines = [";".join(COLUMNS.values())]
    for back in range(3):
        month = shifted(period_of(on), -1 - back)
        day = f"15-{month % 100:02}-{month // 100}"
        for number, (account, place, amount) in enumerate(
            (
                ("4020", "4711", "12.500,00"),
                ("2910", "4711", "1.234,56"),
                ("4020", "4700", "800,00"),
                ("4020", "9999", "75,50"),
            )
        ):
            lines.append(f"{month}{number};1;{day};{account};{place};{amount};Faktura {number}")
    lines.append("77;1;01-01-2026;4020;4711;tolv;Tastefejl")
    return "\n".join(lines) + "\n"


def build(lindeby: Lindeby, at: dt.datetime) -> LedgerWorld:
    controller = actor_for(person=lindeby.persons["controller"], on=lindeby.on)
    mapping = save_mapping(
        actor=controller, at=at, source_system=SYSTEM, table=Table.POSTINGS, columns=COLUMNS, writing=Writing()
    )
    text = postings(lindeby.on)
    choices = Choices(keep_good=True)
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        manifest = stage_file(
            actor=controller, at=at, path=Path(file.name), file_name="posteringer.csv", mapping=mapping, choices=choices
        )
    extract = load_extract(actor=controller, at=at, extract_id=manifest.extract_id, choices=choices)
    for code, unit in (("4711", "3100"), ("4700", "2000")):
        map_cost_centre(actor=controller, at=at, code=code, unit_id=lindeby.units[unit].pk, valid_from=LONG_AGO)
    rule = add_class_rule(
        actor=controller,
        at=at,
        line_class=LineClass.OTHER,
        patterns={"account": "40*"},
        order=10,
        valid_from=LONG_AGO,
    )
    close_through(actor=controller, at=at, period=shifted(period_of(lindeby.on), -1))
    document = add_document(
        actor=controller, at=at, content=io.BytesIO(f"{text}\n".encode("cp1252")), filename="næste måned.csv"
    ).document
    read = read_now(
        kind="ledger.postings",
        content=postings(lindeby.on).replace("Faktura", "Regning").encode(),
        filename="afvist.csv",
        actor=controller,
        at=at,
        options={"mapping": str(mapping.pk), "keep_good": False},
    )
    mapped_to_school = CostCentreMapping.objects.get(code="4711")
    withdrawn = _withdrawn(controller, at)
    return LedgerWorld(extract, document, read, Account.objects.get(code="4020"), rule, mapped_to_school, withdrawn)


def _withdrawn(controller: Actor, at: dt.datetime) -> Extract:
    """A file of absences that was loaded by mistake."""
    columns = {"position_id": "Stilling", "kind": "Art", "valid_from": "Fra", "valid_to": "Til", "pay_share": "Løn"}
    mapping = save_mapping(
        actor=controller, at=at, source_system=SYSTEM, table=Table.ABSENCES, columns=columns, writing=Writing()
    )
    with tempfile.NamedTemporaryFile() as file:
        file.write("Stilling;Art;Fra;Til;Løn\nX1;sygdom;01-01-2020;05-01-2020;1,0\n".encode())
        file.flush()
        manifest = stage_file(
            actor=controller,
            at=at,
            path=Path(file.name),
            file_name="fravær.csv",
            mapping=mapping,
            choices=Choices(),
        )
    loaded = load_extract(actor=controller, at=at, extract_id=manifest.extract_id, choices=Choices())
    return withdraw_extract(actor=controller, at=at, extract_id=loaded.pk, reason="Forkert fil")
