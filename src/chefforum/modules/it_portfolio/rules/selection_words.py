"""Rules of a selection in words: what one asks, by how much it is broken, and where one changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chefforum.calc.selection_rules import Kind, OfCluster
from chefforum.web import danish

from .selection import TAKE_NAMES, Overlap

SYSTEMS = "system,systemer"


@dataclass(frozen=True)
class RuleSaid:
    """`place`: "rules" or "draft", the page where it is changed; `anchor`: where on it."""

    words: str
    place: str
    anchor: str


@dataclass(frozen=True)
class Names:
    """What ids are called, and whether kroner may be said."""

    systems: Mapping[str, str]
    departments: Mapping[str, str]
    with_costs: bool

    def system(self, key: str) -> str:
        return self.systems.get(key, "et system, der ikke er i registret mere")

    def department(self, key: str) -> str:
        return self.departments.get(key, "en afdeling uden systemer")


def rule_said(claim: Mapping[str, Any], names: Names) -> RuleSaid:
    """The claim as it is kept of a run (rules/selection_run.py)."""
    kind, subject, least, most = Kind(claim["kind"]), claim["subject"], claim["least"], claim["most"]
    in_rules = {
        Kind.LEAST_IN_ALL: (f"Mindst {danish.counted(least or 0, SYSTEMS)} i alt", "id_least"),
        Kind.MOST_IN_ALL: (f"Højst {danish.counted(most or 0, SYSTEMS)} i alt", "id_most"),
        Kind.VULNERABLE: (f"Mindst {least} til udsatte borgere ({claim['there']} kan vælges)", "id_vulnerable"),
        Kind.VENDOR: (f"Højst {most} fra {subject}", "id_per_vendor"),
        Kind.COST_SHARE: (_cost_said(least or 0, names), "id_cost_share"),
        Kind.DEPARTMENT: (
            f"Mindst {least} fra {names.department(subject)} ({claim['there']} kan vælges)",
            f"id_department_{subject}",
        ),
        Kind.TYPE: (f"Mindst ét af typen {subject} ({claim['there']} kan vælges)", "id_types"),
    }
    if kind in in_rules:
        words, anchor = in_rules[kind]
        return RuleSaid(words, "rules", anchor)
    by_hand = {
        Kind.ONE_OF_CLUSTER: (f"Højst ét af {subject}", "overlap"),
        Kind.ALL_OF_CLUSTER: (f"Alle i {subject}", "overlap"),
        Kind.ALL_OR_NONE: (f"Alle eller ingen i {subject}", "overlap"),
        Kind.FORCED_IN: (f"{names.system(subject)} skal med: {claim['reason']}", "valg"),
        Kind.FORCED_OUT: (f"{names.system(subject)} skal ikke med: {claim['reason']}", "valg"),
        Kind.UNSCORED: (f"{names.system(subject)} mangler oplysninger og har derfor ingen point", "valg"),
    }
    words, anchor = by_hand[kind]
    return RuleSaid(words, "draft", anchor)


def overlap_said(one: Overlap, names: Names) -> str:
    """Systems that do the same, how many may be chosen, and who says so."""
    take = TAKE_NAMES[OfCluster(one.take)]
    if one.is_said:
        return f"{take}, fordi de it-ansvarlige siger, at de gør det samme: {one.name}."
    return f"{take} i {one.name}: {danish.listed(names.system(key) for key in one.system_ids)}."


def way_said(claim: Mapping[str, Any], names: Names) -> RuleSaid:
    """What giving way would be: by how much the claim is broken in the set that breaks least."""
    kind, by = Kind(claim["kind"]), int(claim["by"])
    said = rule_said(claim, names)
    least, most = claim["least"] or 0, claim["most"] or 0
    to = {
        Kind.LEAST_IN_ALL: f"Sæt mindst i alt ned fra {least} til {least - by}",
        Kind.MOST_IN_ALL: f"Sæt højst i alt op fra {most} til {most + by}",
        Kind.VULNERABLE: f"Sæt mindst til udsatte borgere ned fra {least} til {least - by}",
        Kind.VENDOR: f"Sæt højst fra en leverandør op fra {most} til {most + by}, af hensyn til {claim['subject']}",
        Kind.DEPARTMENT: f"Sæt {names.department(claim['subject'])} ned fra {least} til {least - by}",
        Kind.TYPE: f"Slet typen {claim['subject']}, eller skriv typen på et system i registret",
        Kind.COST_SHARE: (
            f"Sæt andelen af omkostningerne ned: der mangler {danish.money(by // 100)}"
            if names.with_costs
            else "Sæt andelen af omkostningerne ned"
        ),
        Kind.ONE_OF_CLUSTER: f"Tillad {most + by} af {claim['subject']}",
        Kind.ALL_OF_CLUSTER: f"Undvær {by} af {claim['subject']}",
        Kind.ALL_OR_NONE: f"Lad {claim['subject']} vælges hver for sig",
        Kind.FORCED_IN: f"Lad {names.system(claim['subject'])} blive ude",
        Kind.FORCED_OUT: f"Lad {names.system(claim['subject'])} komme med",
        Kind.UNSCORED: f"Udfyld det, {names.system(claim['subject'])} mangler, eller vælg det i hånden",
    }
    return RuleSaid(to[kind], said.place, said.anchor)


def _cost_said(least: int, names: Names) -> str:
    amount = f" (mindst {danish.money(least // 100)})" if names.with_costs else ""
    return f"De valgte skal stå for en andel af omkostningerne{amount}"
