"""The shape of a new rule from a date, one for each table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from chefforum.web.fields import DanishDecimalField, day_field, text_area

from ..rules.kinds import COUNTED_IN_NAMES, EXIT_TYPE_NAMES, KIND_NAMES, TARGET_GROUP_NAMES, choices
from ..services.dated_rules import MOST_LETTERS
from .naming import NobodyNamed


class _RuleForm(NobodyNamed):
    valid_from = day_field("Gælder fra")
    source = forms.CharField(
        label="Kilde", max_length=300, help_text="Lov og paragraf, bekendtgørelse eller beslutning."
    )


class WithdrawForm(NobodyNamed):
    """Why a rule is withdrawn."""

    reason = forms.CharField(
        label="Hvad var forkert?", max_length=MOST_LETTERS, help_text="Står ved reglen, så alle kan se det."
    )


class ReasonablenessForm(_RuleForm):
    first_per = forms.IntegerField(label="Én for hver", min_value=1, max_value=1000, initial=5)
    first_until = forms.IntegerField(label="… af de første", min_value=0, max_value=100_000, initial=50)
    then_per = forms.IntegerField(label="Derefter én for hver", min_value=1, max_value=1000, initial=10)
    at_least = forms.IntegerField(label="Altid mindst", min_value=0, max_value=1000, initial=1)
    counted_in = forms.ChoiceField(label="Ansatte tælles i", choices=choices(COUNTED_IN_NAMES))
    kinds = forms.MultipleChoiceField(
        label="Gælder typerne", choices=choices(KIND_NAMES), widget=forms.CheckboxSelectMultiple
    )


class NetExpansionForm(_RuleForm):
    months = forms.IntegerField(label="Måneder tilbage", min_value=1, max_value=60, initial=12)
    counted_in = forms.ChoiceField(label="Ansatte tælles i", choices=choices(COUNTED_IN_NAMES))
    kinds = forms.MultipleChoiceField(
        label="Gælder typerne", choices=choices(KIND_NAMES), widget=forms.CheckboxSelectMultiple
    )


class DurationForm(_RuleForm):
    kind = forms.ChoiceField(label="Type", choices=choices(KIND_NAMES))
    target_group = forms.ChoiceField(
        label="Målgruppe", required=False, choices=[("", "Alle andre"), *choices(TARGET_GROUP_NAMES)]
    )
    weeks = DanishDecimalField(label="Uger, højst", least=Decimal("0.1"), most=Decimal(520), decimals=1)


class DefinitionForm(_RuleForm):
    name = forms.CharField(label="Navn", max_length=100)
    text = text_area("Definition", max_length=2000)
    months_after = forms.IntegerField(label="Måneder efter sidste dag", min_value=1, max_value=60, initial=3)
    counted_exits = forms.MultipleChoiceField(
        label="Tæller som effekt", choices=choices(EXIT_TYPE_NAMES), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].label = "Gælder for forløb afsluttet fra"
