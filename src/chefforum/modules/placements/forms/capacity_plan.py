"""What is planned: places, how full, how long, and how they are split. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from chefforum.calc.cells import as_number
from chefforum.web import danish
from chefforum.web.fields import DanishDecimalField

from ..queries.keys import KeyFound
from ..rules.capacity_plan import MOST_DEPARTMENTS, Asked

MIX_ROWS = 3
_MOST_PLACES = 2000


class PlanForm(forms.Form):
    """By GET, so that a plan is an address; percentages are 0 to 100."""

    pladser = forms.IntegerField(label="Pladser", min_value=1, max_value=_MOST_PLACES)
    besaettelse = DanishDecimalField(
        label="Besættelse i procent", least=Decimal(1), most=Decimal(100), help_text="Så stor en del skal være i brug."
    )
    uger = DanishDecimalField(label="Uger i et forløb", least=Decimal(1), most=Decimal(104))
    risiko = DanishDecimalField(
        label="Må gå forgæves, i procent",
        least=Decimal(1),
        most=Decimal(90),
        help_text="Afviser en afdeling flere, er den for lille til at stå alene.",
    )
    noegle = forms.CharField(
        label="Nøgle",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="En linje for hver afdeling: navn og tal, fx årsværk.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, MIX_ROWS + 1):
            self.fields[f"andel_{row}"] = DanishDecimalField(
                label=f"Procent af forløbene ({row})", least=Decimal(0), most=Decimal(100), required=False
            )
            self.fields[f"uger_{row}"] = DanishDecimalField(
                label=f"varer så mange uger ({row})", least=Decimal(1), most=Decimal(104), required=False
            )

    @property
    def mix_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"andel_{row}"], self[f"uger_{row}"]) for row in range(1, MIX_ROWS + 1)]

    def clean_noegle(self) -> dict[str, Decimal]:
        key: dict[str, Decimal] = {}
        for number, line in enumerate(self.cleaned_data["noegle"].splitlines(), start=1):
            if not line.strip():
                continue
            name, weight = _name_and_weight(line, number)
            if name in key:
                raise forms.ValidationError(f"Linje {number}: “{name[:60]}” står der allerede.")
            key[name] = weight
        if not sum(key.values(), Decimal(0)):
            raise forms.ValidationError("Mindst én afdeling skal have et tal over 0.")
        if len(key) > MOST_DEPARTMENTS:
            raise forms.ValidationError(f"Højst {MOST_DEPARTMENTS} afdelinger.")
        return key

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        pairs = []
        for row in range(1, MIX_ROWS + 1):
            share, weeks = said.get(f"andel_{row}"), said.get(f"uger_{row}")
            if (share is None) != (weeks is None) and not self.errors:
                self.add_error(f"uger_{row}" if weeks is None else f"andel_{row}", "Skriv både andel og uger.")
            elif share and weeks:
                pairs.append((weeks, share / 100))
        if pairs and not self.errors and sum(share for _, share in pairs) != 1:
            total = danish.number((100 * sum((share for _, share in pairs), Decimal(0))).normalize() + 0)
            self.add_error("andel_1", f"Andelene skal give 100 procent i alt. De giver {total}.")
        if len({weeks for weeks, _ in pairs}) < len(pairs) and not self.errors:
            self.add_error("uger_2", "To linjer har samme antal uger. Læg dem sammen.")
        said["mix"] = tuple(pairs)
        return said

    @property
    def asked(self) -> Asked:
        """Of a form that is valid."""
        said = self.cleaned_data
        return Asked(
            places=said["pladser"],
            occupancy=said["besaettelse"] / 100,
            weeks=said["uger"],
            key=said["noegle"],
            mix=said["mix"],
            risk=said["risiko"] / 100,
        )


def as_said(asked: Asked) -> dict[str, str]:
    """What a form says for a plan."""
    said = {
        "pladser": str(asked.places or ""),
        "besaettelse": _dk(100 * asked.occupancy),
        "uger": _dk(asked.weeks),
        "risiko": _dk(100 * asked.risk),
        "noegle": lines_of(asked.key),
    }
    for row, (weeks, share) in enumerate(asked.mix, start=1):
        said |= {f"andel_{row}": _dk(100 * share), f"uger_{row}": _dk(weeks)}
    return said


def lines_of(key: Mapping[str, Decimal]) -> str:
    return "\n".join(f"{name}: {_dk(weight)}" for name, weight in key.items())


def key_choices(keys: tuple[KeyFound, ...]) -> list[tuple[str, str]]:
    """A key's name and its lines, by department's name."""
    return [(str(one.key), lines_of({one.names[code]: fte for code, fte in one.weights.items()})) for one in keys]


def _name_and_weight(line: str, number: int) -> tuple[str, Decimal]:
    """The last word is the number; a tab, a colon or a semicolon may stand before it."""
    name, _, said = line.strip().replace("\t", " ").rpartition(" ")
    name = name.strip(" :;")
    try:
        weight = as_number(said)
    except ValueError:
        weight = None
    if not name or weight is None:
        raise forms.ValidationError(f"Linje {number}: skriv et navn og et tal, fx “Skoler: 120”.")
    if not 0 <= weight < 1_000_000:
        raise forms.ValidationError(f"Linje {number}: tallet skal være fra 0 til under en million.")
    return name, weight


def _dk(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
