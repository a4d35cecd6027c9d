"""Which members' values a group's figures of a year are made of, and which figures are not shown at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from chefforum.calc.benchmark_disclosure import LEAST, Reason, group_refusal

from .measures import MARKS, MEASURES, Facts, value

HIDDEN = "skjult, så ingen kan kendes"
WHY_HIDDEN = {
    Reason.TOO_FEW.value: "under fem har tallet, når man ser bort fra dem, der må nævnes",
    Reason.DOMINATED.value: "en eller to kommuner er det meste af det",
    Reason.TOO_ALIKE.value: "gruppen ligner en, der er vist, så meget, at de få, der skiller dem, kan regnes ud",
    Reason.WORKED_OUT.value: "tallet kunne regnes ud af flere grupper tilsammen",
}
BASE = "hele grundlaget"


def key_of(measure: str, view: str) -> str:
    return f"{measure} {view}"


@dataclass(frozen=True)
class Shown:
    """By key: codes of those in a figure, or why it is hidden."""

    shown: Mapping[str, list[str]]
    hidden: Mapping[str, str]


def plan(
    *, members: Mapping[str, Facts], consenting: Collection[str], earlier: Iterable[tuple[str, Mapping[str, list[str]]]]
) -> Shown:
    """`earlier`: everything that was ever shown of the year, by name, as `Shown.shown`."""
    before = list(earlier)
    shown: dict[str, list[str]] = {}
    hidden: dict[str, str] = {}
    asked: dict[object, str] = {}  # many measures are of the same members and come after the same
    for measure in MEASURES:
        for view in MARKS:
            key = key_of(measure.key, view)
            has = sorted(code for code, facts in members.items() if value(measure, facts, view) is not None)
            stands = {name: said[key] for name, said in before if key in said}
            question = (tuple(has), tuple((name, tuple(codes)) for name, codes in stands.items()))
            if question not in asked:
                refusal = group_refusal(group=has, earlier=stands, consenting=consenting)
                asked[question] = refusal.reason.value if refusal else ""
            if asked[question]:
                hidden[key] = asked[question]
            else:
                shown[key] = has
    return Shown(shown, hidden)


def waits(*, before: Mapping[str, object], now: Mapping[str, object], consenting: Collection[str]) -> int:
    """How many more must deliver before the new deliveries are taken in: figures before and after, with one to four
    changed between them, tell how those moved them. 0: none. By code the deliveries as they were and are."""
    changed = {code for code in {*before, *now} if before.get(code) != now.get(code)} - set(consenting)
    return LEAST - len(changed) if 0 < len(changed) < LEAST else 0


def refusal_words(reason: str, earlier: Collection[str]) -> str:
    """Why a group is not frozen, for who asks."""
    names = " og ".join(f"“{name}”" for name in list(earlier)[:3])
    return {
        Reason.TOO_FEW.value: "Gruppen har under fem, der ikke har sagt ja til at blive nævnt. Vælg flere.",
        Reason.TOO_ALIKE.value: f"Gruppen ligner {names} så meget, at de få kommuner, der skiller dem, kunne kendes: "
        "man trækker den ene fra den anden. Brug den gruppe, der er, eller vælg mindst fem andre.",
        Reason.WORKED_OUT.value: f"Lagt sammen med {names} kunne gruppen vise, hvad få kommuner har. Brug en af dem, "
        "eller vælg en anden størrelse.",
    }[reason]
