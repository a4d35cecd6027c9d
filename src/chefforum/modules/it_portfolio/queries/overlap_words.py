"""Why two systems are alike, in words; and what the systems of a cluster have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from chefforum.calc.overlap import Pair
from chefforum.kernel.cases.models import KleSubject
from chefforum.kernel.organisation.models import UnitKind
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.comparing import ComparedSystem
from chefforum.web import danish

from ..rules.overlap_picture import percent
from ..rules.overlaps import groups_in_common
from .overlaps import ClusterFound, PairFound

MOST_NAMED = 3
ALIKE, VERY_ALIKE = 0.2, 0.5  # of their texts


def titles_of(systems: Iterable[ComparedSystem]) -> dict[str, str]:
    """What their tasks and the groups above are called. One query."""
    numbers = {number[:length] for one in systems for number in one.tasks for length in (2, 5, 8)}
    return dict(KleSubject.objects.filter(number__in=numbers).values_list("number", "title"))


def why_alike(found: PairFound, *, titles: Mapping[str, str], tree: OrganisationTree) -> tuple[str, ...]:
    """Each reason as a sentence; last what is missing, and what the score could be had it been known. No query."""
    pair, one, other = found.pair, found.one, found.other
    told = [*_tasks(pair, one, other, titles), *_texts(pair)]
    if pair.parts.business_type:
        told.append(f"Samme forretningstype: {one.business_type}")
    if pair.units:
        told.append(f"Bruges begge af {departments(map(UUID, pair.units), tree)}")
    if one.vendor_id and one.vendor_id == other.vendor_id:
        told.append(f"Samme leverandør: {one.vendor_name}")
    return (*told, *_lacking(pair, one, other))


def _tasks(pair: Pair, one: ComparedSystem, other: ComparedSystem, titles: Mapping[str, str]) -> list[str]:
    count = len(pair.kle)
    if count == 1:
        return [f"Løser samme KLE-opgave: {numbered(pair.kle, titles)}"]
    if count:
        return [f"Løser de samme {count} KLE-opgaver: {numbered(pair.kle, titles)}"]
    groups = groups_in_common(one.tasks, other.tasks)
    return [f"Opgaver i samme KLE-gruppe: {numbered(groups, titles)}"] if groups else []


def _texts(pair: Pair) -> list[str]:
    text = pair.parts.text or 0
    if text >= VERY_ALIKE:
        return ["Navn og beskrivelse er næsten ens"]
    return ["Navn og beskrivelse ligner hinanden"] if text >= ALIKE else []


def _lacking(pair: Pair, one: ComparedSystem, other: ComparedSystem) -> list[str]:
    told = []
    for word, part, field in (("Opgaver", pair.parts.kle, "tasks"), ("Brugere", pair.parts.units, "units")):
        if part is None:
            lacks = [each.name for each in (one, other) if not getattr(each, field)]
            told.append(f"{word} mangler for {danish.listed(lacks)}")
    if told and pair.at_most > pair.score:
        told[-1] += f": de kunne være op til {percent(pair.at_most)} ens"
    return told


def numbered(numbers: Iterable[str], titles: Mapping[str, str]) -> str:
    """ "17.01 Folkeskolen og 17.02 …", at most three."""
    said = [f"{number} {titles.get(number, '')}".strip() for number in numbers]
    return _at_most(said)


def _at_most(said: list[str]) -> str:
    more = len(said) - MOST_NAMED
    return danish.listed([*said[:MOST_NAMED], f"{more} til"] if more > 0 else said)


def departments(units: Iterable[UUID], tree: OrganisationTree) -> str:
    """The departments of the units, those with most first; where there are more than three, how many. No query."""
    counted = Counter(department(unit, tree) for unit in units)
    if len(counted) > MOST_NAMED:
        return f"{len(counted)} afdelinger"
    return danish.listed(name for name, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def department(unit_id: UUID, tree: OrganisationTree) -> str:
    """What the department that a unit is in is called; its own name where it is in none. No query."""
    path = tree.path(unit_id)
    named = [unit.name for unit in path if unit.kind == UnitKind.DEPARTMENT]
    return named[0] if named else path[-1].name if path else "en nedlagt enhed"


def what_they_share(cluster: ClusterFound, *, titles: Mapping[str, str], tree: OrganisationTree) -> tuple[str, ...]:
    """No query."""
    tasks = [set(one.tasks) for one in cluster.systems]
    told = []
    common = set.intersection(*tasks)
    if common:
        told.append(f"Alle løser KLE-opgave {numbered(sorted(common), titles)}")
    else:
        groups = set.intersection(*({number[:2] for number in one} for one in tasks))
        told += [f"Alle har opgaver i KLE {numbered(sorted(groups), titles)}"] if groups else []
    users = Counter(unit for one in cluster.systems for unit in one.units)
    several = [unit for unit, count in users.items() if count > 1]
    if several:
        told.append(f"{departments(several, tree)} bruger flere af dem")
    return tuple(told)
