"""Fields that several forms have: a day and a clock time, written as browsers send them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

FIRST_YEAR, LAST_YEAR = 1990, 2100  # a year outside is a slip of the finger


def in_our_time(value: dt.date) -> None:
    """Raises ValidationError for a day that nobody can mean."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise forms.ValidationError(f"Året skal ligge mellem {FIRST_YEAR} og {LAST_YEAR}.")


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        validators=[in_our_time],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **options,
    )


def clock_field(label: str, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)
