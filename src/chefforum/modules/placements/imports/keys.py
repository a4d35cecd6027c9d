"""A key of full-time equivalents comes in from a file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import no_columns, tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..access import require_coordinator
from ..queries.keys import key_names, why_name_is_taken
from ..rules.departments import departments_in
from ..rules.key_rows import read_key
from ..rules.pseudonyms import refused
from ..services.keys import make_key


class KeyOptions(forms.Form):
    """What an import of a key asks besides the file."""

    name = forms.CharField(label="Nøglens navn", max_length=200, help_text="Fx Årsværk 1. januar 2026.")
    on_date = forms.DateField(
        label="Årsværk opgjort", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(label="Kilde", max_length=300, required=False, help_text="Hvor tallene kommer fra.")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if why := refused(f"{said.get('name', '')}\n{said.get('source', '')}"):
            raise forms.ValidationError(why)
        day = said.get("on_date")
        return {**said, "on_date": day.isoformat() if day else None}  # options are JSON


def read_key_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would make. Raises UnreadableFile, AccessDenied."""
    require_coordinator(actor)
    if not options.get("on_date") or not options.get("name"):
        raise registry.UnreadableFile("Skriv nøglens navn, og hvilken dag årsværkene er opgjort.")
    on = dt.date.fromisoformat(options["on_date"])
    fingerprint = _state(on)
    departments = departments_in(tree_on(on))
    try:
        found = read_key(
            tables_of(content)[0],
            by_code={unit.code: unit.id for unit in departments},
            by_name={unit.name.casefold(): unit.id for unit in departments},
        )
    except NoHeads as without:
        names = {"code": "Kode", "name": "Afdeling", "fte": "Årsværk"}
        raise no_columns(without, columns=names, must="Årsværk, og Kode eller Afdeling") from None
    problems = [registry.Problem(one.text, one.line, registry.Level.ERROR) for one in found.problems]
    missing = [unit.name for unit in departments if unit.id not in found.shares]
    if missing:
        text = f"{danish.listed(missing)} mangler. Nøglen kan først bruges, når alle afdelinger har et tal."
        problems.append(registry.Problem(text))
    if found.unknown:
        problems.append(
            registry.Problem(f"Kolonnen “{found.unknown[0][:40]}” er ikke læst.", None, registry.Level.NOTE)
        )
    total = sum(found.shares.values(), Decimal(0))
    return registry.Preview(
        summary=(
            f"{options['name']}, opgjort {danish.date(on)}",
            f"{danish.counted(len(found.shares), 'afdeling,afdelinger')}, {danish.number(total)} årsværk i alt",
        ),
        payload={
            "name": options["name"],
            "on_date": options["on_date"],
            "source": options.get("source", ""),
            "shares": {str(unit): str(fte) for unit, fte in found.shares.items()},
        },
        fingerprint=fingerprint,
        changes=tuple(
            registry.Change(unit.name, registry.ChangeKind.ADDED, "", f"{danish.number(found.shares[unit.id])} årsværk")
            for unit in departments
            if unit.id in found.shares
        ),
        problems=tuple(problems),
        refusal=why_name_is_taken(options["name"])
        or ("" if total else "Filen giver ingen årsværk, så der er ingen nøgle at lave."),
    )


def fingerprint_of_keys(payload: Any) -> str:
    return _state(dt.date.fromisoformat(payload["on_date"]))


def _state(on: dt.date) -> str:
    """The departments of the day, and what keys there are."""
    said = sorted(key_names()), [unit.id.hex for unit in departments_in(tree_on(on))]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def apply_key(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Makes the key. Raises AccessDenied, KeyRefused."""
    key = make_key(
        actor=actor,
        name=payload["name"],
        on_date=dt.date.fromisoformat(payload["on_date"]),
        source=payload["source"],
        shares={UUID(unit): Decimal(fte) for unit, fte in payload["shares"].items()},
        at=at,
    )
    link = registry.Link("Se nøglen", reverse("placements:key", args=[key.pk]))
    return registry.Receipt((f"Nøglen “{key.name}” er lavet.",), (link,))
