"""Reading cases, and what a journal number means by the KLE list that is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.web.danish import date as danish_date

from .access import LOAD_KLE, visible_to, with_content
from .models import Case, KleFacet, KleLevel, KleList, KleRelease, KleSubject
from .registry import CaseRow, case_contents
from .rules import BadJournalNumber, JournalNumber, parse_journal_number


class JournalStatus(StrEnum):
    OK = "ok"
    MALFORMED = "malformed"
    NO_LIST_LOADED = "no_list_loaded"
    UNKNOWN_SUBJECT = "unknown_subject"
    UNKNOWN_FACET = "unknown_facet"
    RETIRED = "retired"


@dataclass(frozen=True)
class JournalDescription:
    """What a journal number says; titles are None where no loaded list has them, `message` is empty when it is ok."""

    subject_title: str | None
    group_title: str | None
    facet_title: str | None
    status: JournalStatus
    message: str


def describe(*, journal_numbers: Iterable[str]) -> dict[str, JournalDescription]:
    """Each text with what it means, validated against the KLE list that is loaded. Three queries in all.

    A facet is only checked where a facet list is loaded. A retired subject is retired from the day the list says, and
    its message names the day: it may well have been right when the case began.
    """
    texts = set(journal_numbers)
    numbers = {text: number for text in texts if (number := _parsed(text)) is not None}
    kle = _KleOf(numbers.values()) if numbers else None
    return {text: kle.describe(numbers[text]) if kle and text in numbers else _malformed(text) for text in texts}


def _parsed(text: str) -> JournalNumber | None:
    try:
        return parse_journal_number(text)
    except BadJournalNumber:
        return None


def _malformed(text: str) -> JournalDescription:
    try:
        parse_journal_number(text)
    except BadJournalNumber as error:
        return JournalDescription(None, None, None, JournalStatus.MALFORMED, str(error))
    raise AssertionError(text)


class _KleOf:
    """The parts of KLE that some journal numbers name, read once."""

    def __init__(self, numbers: Iterable[JournalNumber]) -> None:
        wanted = list(numbers)
        subjects = {part for number in wanted for part in (number.main_group, number.group, number.subject)}
        self.lists = set(KleRelease.objects.values_list("list", flat=True).distinct().order_by())
        self.subjects = KleSubject.objects.in_bulk(subjects)
        self.facets = KleFacet.objects.in_bulk({number.facet for number in wanted})

    def describe(self, number: JournalNumber) -> JournalDescription:
        subject, facet = self.subjects.get(number.subject), self.facets.get(number.facet)
        group = self.subjects.get(number.group) or self.subjects.get(number.main_group)
        status, message = self._judge(number, subject, facet)
        return JournalDescription(
            subject_title=subject.title if subject else None,
            group_title=group.title if group else None,
            facet_title=facet.title if facet else None,
            status=status,
            message=message,
        )

    def _judge(
        self, number: JournalNumber, subject: KleSubject | None, facet: KleFacet | None
    ) -> tuple[JournalStatus, str]:
        if KleList.SUBJECTS not in self.lists:
            return JournalStatus.NO_LIST_LOADED, "Emnet er ikke kontrolleret: der er ikke indlæst en KLE-emneplan."
        if subject is None:
            return JournalStatus.UNKNOWN_SUBJECT, f"Emnet {number.subject} findes ikke i KLE."
        if facet is None and KleList.FACETS in self.lists:
            return JournalStatus.UNKNOWN_FACET, f"Facetten {number.facet} findes ikke i KLE."
        for part in (subject, facet):
            if part is not None and part.retired_on:
                return JournalStatus.RETIRED, f"{part.pk} {part.title} udgår af KLE {danish_date(part.retired_on)}."
        return JournalStatus.OK, ""


@dataclass(frozen=True)
class CaseOnList:
    """A case as the actor may see it; `title` is that of the newest content visible to them, empty where none is."""

    id: UUID
    journal_number: str
    journal: JournalDescription
    title: str
    row_count: int
    latest: dt.date | None


@dataclass(frozen=True)
class ContentOfCase:
    kind: str
    title: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True)
class CaseOnPage:
    case: Case
    journal: JournalDescription
    title: str
    contents: tuple[ContentOfCase, ...]

    @property
    def heading(self) -> str:
        """What the actor may call the case: its newest visible title, else its KLE subject, else its number."""
        return self.title or self.journal.subject_title or self.case.journal_number

    @property
    def facet(self) -> str:
        return " ".join(filter(None, (self.case.facet, self.journal.facet_title)))


def list_cases(*, actor: Actor, text: str = "") -> QuerySet[Case]:
    """Cases that the actor may know of, newest year first; `text` is part of a journal number or of a visible title."""
    cases = visible_to(actor).order_by("-year", "subject", "facet", "-serial")
    text = text.strip()
    if not text:
        return cases
    number = "".join(text.split()).upper()
    return cases.filter(Q(journal_number__contains=number) | with_content(actor, text))


def cases_on_list(*, actor: Actor, cases: Iterable[Case]) -> list[CaseOnList]:
    """The cases of a page with their KLE subject and what the actor may see of them; a fixed number of queries."""
    cases = list(cases)
    journal = describe(journal_numbers=[case.journal_number for case in cases])
    rows: dict[UUID, list[CaseRow]] = {case.pk: [] for case in cases}
    for content in case_contents():
        for row in content.rows(actor, list(rows)):
            rows[row.case_id].append(row)
    return [
        CaseOnList(
            id=case.pk,
            journal_number=case.journal_number,
            journal=journal[case.journal_number],
            title=_title(rows[case.pk]),
            row_count=len(rows[case.pk]),
            latest=max((row.date for row in rows[case.pk] if row.date), default=None),
        )
        for case in cases
    ]


def find_case(*, actor: Actor, case_id: UUID) -> Case | None:
    """The case, or None where there is none or the actor may not know of it."""
    return visible_to(actor).filter(pk=case_id).first()


def case_on_page(*, actor: Actor, case: Case) -> CaseOnPage:
    """The case with everything that belongs to it and that the actor may see, newest first within each kind."""
    contents = tuple(
        ContentOfCase(content.kind, content.title, tuple(sorted(rows, key=_newest_first)))
        for content in case_contents()
        if (rows := list(content.rows(actor, [case.pk])))
    )
    return CaseOnPage(
        case=case,
        journal=describe(journal_numbers=[case.journal_number])[case.journal_number],
        title=_title([row for content in contents for row in content.rows]),
        contents=contents,
    )


def _newest_first(row: CaseRow) -> tuple[int, str]:
    return (-(row.date or dt.date.min).toordinal(), row.title)


def _title(rows: list[CaseRow]) -> str:
    return min(rows, key=_newest_first).title if rows else ""


@dataclass(frozen=True)
class KleStatus:
    """What is loaded: entries in use now, per level, entries that are retired, and the newest load of each list."""

    main_groups: int
    groups: int
    subjects: int
    facets: int
    retired: int
    releases: tuple[KleRelease, ...]

    @property
    def is_empty(self) -> bool:
        return not self.releases


def kle_status(*, actor: Actor, on: dt.date) -> KleStatus:
    """What of KLE is loaded and in use on the date. Raises AccessDenied for everybody but administrators."""
    LOAD_KLE.require(actor)
    in_use = Q(retired_on__isnull=True) | Q(retired_on__gt=on)
    counts = dict(KleSubject.objects.filter(in_use).values_list("level").order_by().annotate(Count("pk")))
    facets = KleFacet.objects.filter(in_use).count()
    retired = KleSubject.objects.exclude(in_use).count() + KleFacet.objects.exclude(in_use).count()
    return KleStatus(
        main_groups=counts.get(KleLevel.MAIN_GROUP, 0),
        groups=counts.get(KleLevel.GROUP, 0),
        subjects=counts.get(KleLevel.SUBJECT, 0),
        facets=facets,
        retired=retired,
        releases=tuple(KleRelease.objects.order_by("-loaded_at", "-id")[:10]),
    )
