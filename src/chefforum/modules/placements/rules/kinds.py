"""The field's own words: kinds of placement, where they are, whom they are for, how they end and what came after."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class PlacementKind(StrEnum):
    INTERNSHIP = "internship"
    WAGE_SUBSIDY = "wage_subsidy"
    UTILITY = "utility"
    PAID_HOURS = "paid_hours"


KIND_NAMES = {
    PlacementKind.INTERNSHIP: "Virksomhedspraktik",
    PlacementKind.WAGE_SUBSIDY: "Løntilskud",
    PlacementKind.UTILITY: "Nytteindsats",
    PlacementKind.PAID_HOURS: "Lønnede timer",
}
KIND_PLURALS = {
    PlacementKind.INTERNSHIP: "virksomhedspraktikker",
    PlacementKind.WAGE_SUBSIDY: "løntilskud",
    PlacementKind.UTILITY: "nytteindsatser",
    PlacementKind.PAID_HOURS: "forløb med lønnede timer",
}
# Those that targets are set for, in the order that the forum's table has them.
TARGETED = (PlacementKind.WAGE_SUBSIDY, PlacementKind.INTERNSHIP)


class Sector(StrEnum):
    MUNICIPAL = "municipal"
    OTHER_PUBLIC = "other_public"
    PRIVATE = "private"


SECTOR_NAMES = {
    Sector.MUNICIPAL: "I kommunen",
    Sector.OTHER_PUBLIC: "Anden offentlig arbejdsgiver",
    Sector.PRIVATE: "Privat virksomhed",
}


class TargetGroup(StrEnum):
    """What the person lives by at the start; never more of the person than that."""

    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    CASH_BENEFIT_JOB_READY = "cash_benefit_job_ready"
    CASH_BENEFIT_OTHER = "cash_benefit_other"
    EDUCATION_BENEFIT = "education_benefit"
    SICKNESS_BENEFIT = "sickness_benefit"
    RESOURCE_COURSE = "resource_course"
    INTRODUCTION = "introduction"
    OTHER = "other"


TARGET_GROUP_NAMES = {
    TargetGroup.UNEMPLOYMENT_BENEFIT: "Dagpenge",
    TargetGroup.CASH_BENEFIT_JOB_READY: "Kontanthjælp, jobparat",
    TargetGroup.CASH_BENEFIT_OTHER: "Kontanthjælp, aktivitetsparat",
    TargetGroup.EDUCATION_BENEFIT: "Uddannelseshjælp",
    TargetGroup.SICKNESS_BENEFIT: "Sygedagpenge",
    TargetGroup.RESOURCE_COURSE: "Ressource- eller jobafklaringsforløb",
    TargetGroup.INTRODUCTION: "Selvforsørgelses- og hjemrejseydelse",
    TargetGroup.OTHER: "Andet",
}


class EndReason(StrEnum):
    AS_PLANNED = "as_planned"
    HIRED = "hired"
    BROKEN_OFF_BY_CITIZEN = "broken_off_by_citizen"
    BROKEN_OFF_BY_WORKPLACE = "broken_off_by_workplace"
    ILLNESS = "illness"
    OTHER = "other"


END_REASON_NAMES = {
    EndReason.AS_PLANNED: "Gennemført som aftalt",
    EndReason.HIRED: "Ansat undervejs",
    EndReason.BROKEN_OFF_BY_CITIZEN: "Afbrudt af borgeren",
    EndReason.BROKEN_OFF_BY_WORKPLACE: "Afbrudt af arbejdspladsen",
    EndReason.ILLNESS: "Sygdom",
    EndReason.OTHER: "Andet",
}


class ExitType(StrEnum):
    """Where the person was when the time after the end had gone; a closed case is not the same as a job."""

    ON_BENEFIT = "on_benefit"
    JOB = "job"
    FLEX_JOB = "flex_job"
    EDUCATION = "education"
    OTHER_BENEFIT = "other_benefit"
    RETIRED = "retired"
    MOVED = "moved"
    OTHER = "other"


EXIT_TYPE_NAMES = {
    ExitType.ON_BENEFIT: "Stadig på ydelse",
    ExitType.JOB: "I job",
    ExitType.FLEX_JOB: "I fleksjob",
    ExitType.EDUCATION: "I uddannelse",
    ExitType.OTHER_BENEFIT: "På en anden ydelse",
    ExitType.RETIRED: "På pension eller efterløn",
    ExitType.MOVED: "Flyttet fra kommunen",
    ExitType.OTHER: "Sagen lukket af anden grund",
}


class EmptyReason(StrEnum):
    NO_TASK = "no_task"
    NO_SUPERVISOR = "no_supervisor"
    NO_CANDIDATE = "no_candidate"
    DECLINED_BY_CITIZEN = "declined_by_citizen"
    DECLINED_BY_WORKPLACE = "declined_by_workplace"
    RULE = "rule"
    OTHER = "other"


EMPTY_REASON_NAMES = {
    EmptyReason.NO_TASK: "Ingen egnede opgaver",
    EmptyReason.NO_SUPERVISOR: "Ingen vejleder",
    EmptyReason.NO_CANDIDATE: "Ingen kandidat",
    EmptyReason.DECLINED_BY_CITIZEN: "Kandidaten takkede nej",
    EmptyReason.DECLINED_BY_WORKPLACE: "Arbejdspladsen takkede nej",
    EmptyReason.RULE: "Rimelighedskravet er nået",
    EmptyReason.OTHER: "Andet",
}


class CountedIn(StrEnum):
    HEADS = "heads"
    FTE = "fte"


COUNTED_IN_NAMES = {CountedIn.HEADS: "personer", CountedIn.FTE: "fuldtidsstillinger"}


class Basis(StrEnum):
    """What a target's number of running placements counts: places that are open, or persons who are in them."""

    SLOTS = "slots"
    FILLED = "filled"


BASIS_NAMES = {Basis.SLOTS: "Pladser", Basis.FILLED: "Besatte pladser"}


class ContactKind(StrEnum):
    VISIT = "visit"
    CALL = "call"
    MEETING = "meeting"


CONTACT_KIND_NAMES = {
    ContactKind.VISIT: "Besøg",
    ContactKind.CALL: "Opkald",
    ContactKind.MEETING: "Med til jeres møde",
}


def choices(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """For a model's field: each word of a StrEnum with its name."""
    return [(one.value, name) for one, name in names.items()]
