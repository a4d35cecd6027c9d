"""Which method ordinary lines are reckoned by on a day, as finance has chosen."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from chefforum.calc.forecasting.backtest import DEFAULT
from chefforum.calc.forecasting.year_end import METHODS, Method

from ..models import MethodChoice


class ChoiceNotFound(LookupError):
    pass


def list_choices() -> QuerySet[MethodChoice]:
    """Newest first, also those that are taken back."""
    return MethodChoice.objects.select_related("chosen_by", "withdrawn_by")


def find_choice(choice_id: int) -> MethodChoice:
    """Raises ChoiceNotFound."""
    found = list_choices().filter(pk=choice_id).first()
    if found is None:
        raise ChoiceNotFound(choice_id)
    return found


def choice_on(on: dt.date) -> MethodChoice | None:
    """What holds on the day; None where it is the forecast's own method and nobody chose that. One query."""
    return list_choices().filter(valid_from__lte=on, withdrawn_at=None).first()


def method_on(on: dt.date) -> Method | None:
    """None: the forecast's own. One query."""
    choice = choice_on(on)
    return None if choice is None or choice.method == DEFAULT else METHODS[choice.method]
