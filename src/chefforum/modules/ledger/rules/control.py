"""Control totals: how many lines and how much money the sending system says that a file has."""

from __future__ import annotations

from dataclasses import dataclass

from chefforum.calc.danish_numbers import danish_number


@dataclass(frozen=True)
class Control:
    """What the sending system says, None where it says nothing. `amount` is øre with the system's own sign."""

    lines: int | None = None
    amount: int | None = None


def oere_of(text: str) -> int:
    """Kroner as a person types them ("1.234,56" or "1234,56 kr.") as øre. Raises ValueError, in words for them."""
    number = danish_number(text)
    oere = number.value * 100 if number and number.unit in ("", "kr", "kr.") else None
    if oere is None or oere != int(oere):
        raise ValueError(f"“{text.strip()}” er ikke et beløb. Skriv det som 1.234,56.")
    return int(oere)
