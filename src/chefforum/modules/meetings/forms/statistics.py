"""Which forum's year to look at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor

from ..queries.statistics import forums_with_statistics, years_with_statistics


class StatisticsFilter(forms.Form):
    """The first forum and the newest year where nothing is chosen."""

    forum = forms.TypedChoiceField(label="Forum", required=False, coerce=UUID, empty_value=None)
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forums = [(str(forum.pk), forum.name) for forum in forums_with_statistics(actor=actor)]
        self.years = years_with_statistics(actor=actor)
        self.fields["forum"].choices = self.forums
        self.fields["aar"].choices = [(year, str(year)) for year in self.years]

    @property
    def has_choices(self) -> bool:
        return bool(self.forums and self.years)

    @property
    def forum_id(self) -> UUID:
        return self.cleaned_data.get("forum") or UUID(self.forums[0][0])

    @property
    def year(self) -> int:
        return self.cleaned_data.get("aar") or self.years[0]
