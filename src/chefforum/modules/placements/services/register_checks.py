"""What is looked at before a placement is written: what follows from its place, all that is wrong, what is unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..models import JobType, Place, Placement, Workplace
from ..queries.register import facts_of, placement_with_number
from ..queries.remarks import remarks_on, unusual
from ..rules.register import Facts, WrongFacts, problems_of
from ..rules.remarks import Remark, signature
from ..rules.wrong import Problem

NOT_USABLE = "Nummeret kan ikke bruges. Spørg koordinatoren, hvis det er rigtigt."


class PlacementRefused(WrongFacts):
    """What was asked cannot be done with the placement; `field` is "" where no field is to blame."""


class DuplicateNumber(PlacementRefused):
    """Another placement has the employment system's number; `placement_id` where the actor may read it."""

    def __init__(self, placement_id: UUID | None) -> None:
        super().__init__("external_reference", _taken(placement_id))
        self.placement_id = placement_id


class Unusual(WrongFacts):
    """Nothing is wrong, and somebody should say that it is so: the remarks, and what they send back to say it."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("", " ".join(one.text for one in remarks))
        self.remarks = tuple(remarks)
        self.signature = signature(remarks)


def _taken(placement_id: UUID | None) -> str:
    """Whoever may not see the other is not told that there is one: not even that a citizen is registered."""
    return "Nummeret står på et andet forløb." if placement_id else NOT_USABLE


def whole(said: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """With what follows from the place and the workplace, and what of it does not belong together. What is not said,
    since it could not be read, is left out."""
    values, problems = dict(said), list[Problem]()
    if "external_reference" in values:
        values["external_reference"] = (values["external_reference"] or "").strip() or None
    if values.get("place_id") is not None:
        place = Place.objects.filter(pk=values["place_id"]).first()
        if place is None or values.get("workplace_id") not in (None, place.workplace_id):
            problems.append(("place_id", "Pladsen er på et andet arbejdssted."))
        elif "workplace_id" in values:
            values["workplace_id"] = place.workplace_id
            values["job_type_id"] = values.get("job_type_id") or place.job_type_id
            if "hours" in values and values["hours"] is None and place.hours_from == place.hours_to:
                values["hours"] = place.hours_from
    if values.get("workplace_id") is not None:
        unit_id = Workplace.objects.filter(pk=values["workplace_id"]).values_list("unit_id", flat=True).first()
        if unit_id is None or values.get("unit_id") not in (None, unit_id):
            problems.append(("workplace_id", "Arbejdsstedet hører til en anden enhed."))
        elif "unit_id" in values:
            values["unit_id"] = unit_id
    job_type_id = values.get("job_type_id")
    if job_type_id is not None and not JobType.objects.filter(pk=job_type_id).exists():
        problems.append(("job_type_id", "Stillingstypen findes ikke."))
    return values, problems


def whole_facts(facts: Facts) -> Facts:
    """The same of facts that are all there. Raises WrongFacts with all that is wrong with them."""
    values, problems = whole(vars(facts))
    WrongFacts.require_none([*problems, *problems_of(values)])
    return Facts(**values)


def says_the_same(placement: Placement, facts: Facts) -> bool:
    """Whether the facts, with what follows from them, are what stands. Raises WrongFacts."""
    return whole_facts(facts) == facts_of(placement)


def problems_with(
    *, actor: Actor, said: Mapping[str, Any], placement: Placement | None = None
) -> tuple[list[Problem], UUID | None]:
    """All that is wrong with what a form says, as far as it could be read; and the placement that has its number, where
    the actor may read that. `placement`: the one that is changed."""
    values, problems = whole(said)
    problems += problems_of(values)
    starts_on = values.get("starts_on")
    if placement is not None and placement.ended_on and starts_on and placement.ended_on < starts_on:
        problems.append(("starts_on", "Forløbet er noteret som sluttet før den dag."))
    number = values.get("external_reference")
    duplicate = None
    if number is not None and (placement is None or number != placement.external_reference):
        duplicate, is_taken = placement_with_number(actor=actor, number=number)
        if is_taken:
            problems.append(("external_reference", _taken(duplicate)))
    return problems, duplicate


def ask_first(placement: Placement, *, accepted: str, before: Placement | None = None) -> None:
    """Raises Unusual for what nobody has said yes to. `before`: as it stood; nobody is asked of what was so then.

    The place is locked until the transaction is over, so that two at once do not both take the last slot unasked.
    """
    if placement.place_id is not None:
        Place.objects.select_for_update().filter(pk=placement.place_id).first()
    was = remarks_on(before) if before is not None else []
    asked = unusual(remarks_on(placement), before=was)
    if asked and signature(asked) != accepted:
        raise Unusual(asked)
