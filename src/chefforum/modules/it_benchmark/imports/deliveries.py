"""Another municipality's exchange file comes in: JSON, or the same as CSV or a spreadsheet. No cost is shown."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from chefforum.calc.cells import NoHeads, lines_under_heads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import KEEP
from ..models import Delivery
from ..rules.exchange import NotExchange, mark_of, read_file
from ..rules.exchange_csv import HEADS, read_table
from ..rules.fields import missing_fields
from ..rules.measures import facts_of, lacks
from ..services.deliveries import DeliveryRefused, receive_delivery

MOST_PROBLEMS = 100


def read_delivery(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file holds, with every fault by its place; a file with one is not taken in. Raises UnreadableFile,
    AccessDenied."""
    KEEP.require(actor)
    fingerprint = fingerprint_of_deliveries(None)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    said, faults = _json(content) if is_json else _table(content)
    if faults:
        problems = tuple(registry.Problem(text, line, registry.Level.ERROR) for line, text in faults[:MOST_PROBLEMS])
        return registry.Preview(
            summary=(danish.counted(len(faults), "fejl,fejl"),),
            payload={},
            fingerprint=fingerprint,
            problems=problems,
            refusal="Filen kan ikke bruges, før fejlene er rettet. Send dem til kommunen, der lavede den.",
        )
    whose, year = said["municipality"], said["year"]
    if whose["code"] == settings.MUNICIPALITY_CODE:
        raise registry.UnreadableFile("Filen er vores egen. Vores tal tages altid fra omkostningerne her.")
    before = Delivery.objects.filter(municipality__code=whose["code"], year=year, superseded_at__isnull=True).first()
    is_same = before is not None and before.sha256 == mark_of(said)
    return registry.Preview(
        summary=_summary(said, is_json=is_json),
        payload=said,
        fingerprint=fingerprint,
        changes=(
            registry.Change(
                f"{whose['name']} {year}",
                registry.ChangeKind.CHANGED if before else registry.ChangeKind.ADDED,
                f"levering fra {danish.moment(before.received_at)}" if before else "",
                "ny levering; den gamle gemmes" if before else "levering",
            ),
        ),
        problems=_notes(said),
        nothing_to_do=is_same,
    )


def _summary(said: Mapping[str, Any], *, is_json: bool) -> tuple[str, ...]:
    whose = said["municipality"]
    return (
        f"{whose['name']} ({whose['code']}), {said['year']}",
        "Valideret af kommunen" if said["validated"] else "Ikke valideret",
        f"{danish.counted(len(said['systems']), 'system,systemer')} med"
        if said["systems_agreed"]
        else "Ingen systemer: de må ikke deles",
        f"Kontrolsum {mark_of(said)[:12]}… {'passer med indholdet' if is_json else 'er regnet af filen'}",
    )


def _notes(said: Mapping[str, Any]) -> tuple[registry.Problem, ...]:
    found = []
    note = registry.Level.NOTE
    if missing := missing_fields(said["background"]):
        found.append(registry.Problem(f"Mangler: {', '.join(missing)}.", level=note))
    if missing := lacks(facts_of(said)):
        found.append(registry.Problem(f"Kan ikke regnes: {', '.join(missing)}.", level=note))
    if said["may_be_named"]:
        text = "Filen siger, at kommunen må nævnes ved navn. Det gælder først, når du har noteret det på dens side."
        found.append(registry.Problem(text, level=note))
    return tuple(found)


def _json(content: bytes) -> tuple[dict[str, Any], list[tuple[int | None, str]]]:
    try:
        said, faults = read_file(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise registry.UnreadableFile("Filen er ikke skrevet som UTF-8.") from None
    except NotExchange as wrong:
        raise registry.UnreadableFile(str(wrong)) from None
    return said, [(None, text) for text in faults]


def _table(content: bytes) -> tuple[dict[str, Any], list[tuple[int | None, str]]]:
    try:
        found = lines_under_heads(tables_of(content)[0], heads=HEADS, needed=("part", "name", "value"))
    except NoHeads:
        raise registry.UnreadableFile(
            "Filen er hverken JSON eller skabelonen: den har ingen linje med Del, Navn og Værdi. Hent skabelonen på "
            "siden Udveksling."
        ) from None
    return read_table(found.lines)


def fingerprint_of_deliveries(payload: Any) -> str:
    rows = Delivery.objects.filter(superseded_at__isnull=True).order_by("pk").values_list("pk", "sha256")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def apply_delivery(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises UnreadableFile, AccessDenied."""
    try:
        made, superseded = receive_delivery(actor=actor, content=payload, at=at)
    except DeliveryRefused as refusal:
        raise registry.UnreadableFile(str(refusal)) from None
    words = f"{made} er modtaget."
    if superseded:
        words += " Den forrige levering af året er gemt og gælder ikke mere."
    address = reverse("it_benchmark:municipality", args=[made.municipality_id])
    links = (registry.Link("Se kommunen", address), registry.Link("Se grundlaget", reverse("it_benchmark:base")))
    return registry.Receipt((words,), links)
