"""Lindeby's months closed one by one, a run of the forecast after each, selections, and the methods tried: what there
would be after half a year with the forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.utils import timezone

from chefforum.calc.periods import first_day, shifted
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.forecast.rules.running import NothingClosed
from chefforum.modules.forecast.rules.selections import SelectionKind
from chefforum.modules.forecast.services.backtesting import run_backtest
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.forecast.services.selections import add_selection_rule, make_selection
from chefforum.modules.ledger.services.closing import close_through

MONTHS_BACK = 5
CLOSED_ON = 10
INVENTED = "Opdigtet for Lindeby; hent årets afgrænsning hos KL"
# Whether it is in, and by which parts; the first that fits decides. Transfers to citizens are outside the frame.
SERVICE = (
    (False, {"function": "557*,558*"}),
    (True, {"dranst": "1", "function": "0*,1*,2*,3*,4*,5*,6*"}),
)
CONSTRUCTION = ((True, {"dranst": "3"}),)
COMMITTEES = {
    "Børn, Ældre & Sundhed": ("boern-aeldre-sundhed", "Udvalget for Børn, Ældre og Sundhed"),
    "By, Kultur, Klima & Beskæftigelse": ("by-kultur-klima", "Udvalget for By, Kultur, Klima og Beskæftigelse"),
    "Økonomi & Stab": ("oekonomi", "Økonomiudvalget"),
}


def close_month_by_month(*, at: dt.datetime, last: int, after: Callable[[int, dt.datetime], None]) -> None:
    """Closes up to `last`, each month on its day, with a run, and with what happens `after` it; then tries the methods
    where years allow it."""
    actor = Actor.command_line()
    for back in range(MONTHS_BACK, -1, -1):
        period = shifted(last, -back)
        day = first_day(shifted(period, 1)).replace(day=CLOSED_ON)
        moment = at - (timezone.localdate(at) - day) if back else at
        close_through(actor=actor, at=moment, period=period)
        on = timezone.localdate(moment)
        with suppress(NothingClosed):
            run_forecast(actor=actor, year=on.year, at=moment, on=on)
        after(period, moment)
    try:
        run_backtest(actor=actor, at=at, on=timezone.localdate(at))
    except NothingClosed:
        return


def add_selections(*, at: dt.datetime) -> None:
    """The service frame, construction, and the committees by their parts of the organisation."""
    on = timezone.localdate(at)
    _selection("serviceramme", "Serviceramme", SelectionKind.SERVICE_FRAME, SERVICE, at)
    _selection("anlaeg", "Anlæg", SelectionKind.CONSTRUCTION, CONSTRUCTION, at)
    units = {unit.name: unit.id for unit in tree_on(on).units}
    for unit_name, (code, name) in COMMITTEES.items():
        if unit_name in units:
            _selection(code, name, SelectionKind.COMMITTEE, ((True, {}),), at, unit_id=units[unit_name])


def _selection(
    code: str,
    name: str,
    kind: SelectionKind,
    rules: tuple[tuple[bool, dict[str, str]], ...],
    at: dt.datetime,
    unit_id: UUID | None = None,
) -> None:
    actor, on = Actor.command_line(), timezone.localdate(at)
    made = make_selection(actor=actor, name=name, code=code, kind=kind, at=at, on=on)
    for order, (takes_in, patterns) in enumerate(rules, 1):
        add_selection_rule(
            actor=actor,
            selection=made,
            takes_in=takes_in,
            patterns=patterns,
            unit_id=unit_id,
            order=10 * order,
            valid_from=dt.date(on.year, 1, 1),
            source=INVENTED,
            at=at,
            on=on,
        )
