"""A field that several forms have: a clock time, written as browsers send it."""

from __future__ import annotations

from typing import Any

from django import forms


def clock_field(label: str, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)
