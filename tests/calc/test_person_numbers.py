"""What may be a CPR number is found; what cannot be is left alone."""

from __future__ import annotations

import pytest

from chefforum.calc.person_numbers import person_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring til 010190-1234 i dag", ["010190-1234"]),
        ("0101901234", ["0101901234"]),
        ("290200 1234", ["290200 1234"]),
        ("311299-0000 og 010100-0001", ["311299-0000", "010100-0001"]),
        ("320190-1234", []),
        ("011390-1234", []),
        ("290201-1234", []),
        ("P-nummer 1003402117", []),
        ("00101901234", []),
        ("01019012345", []),
        ("F-2026-0001", []),
        ("", []),
    ],
)
def test_a_day_and_four_digits_may_be_a_person_number(text, found) -> None:
    assert person_numbers(text) == found
