"""The report as it is now, its texts with drafts and versions, and those that were frozen; for who reads all costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.it_costs.queries.cells import years_to_choose
from chefforum.modules.it_costs.queries.volumes import usual_years, years_there
from chefforum.modules.it_costs.rules.report import contents_of

from ..access import READ_ALL_COMPLIANCE, READ_REPORT, is_coordinator
from ..models import FrozenReport, ReportText
from ..rules.report import TEXTS, Report, Written, hash_of, read_kept, title_of
from .report_of_parts import closed_section


class ReportNotFound(LookupError):
    """There is no such frozen report."""


class ReportDamaged(Exception):
    """What is kept is not what was frozen: somebody changed it outside the system."""


@dataclass(frozen=True)
class TextFound:
    """A text as the coordinator writes it: what stands in the report, the draft, and all versions, newest first."""

    standing: ReportText | None
    draft: ReportText | None
    versions: tuple[ReportText, ...]

    @property
    def number(self) -> int:
        return self.standing.number or 0 if self.standing else 0


@one_reading()
def report_now(*, actor: Actor, municipality: str, years: tuple[int, int], on: dt.date, at: dt.datetime) -> Report:
    """Every section as its part tells it now, all of one moment. Raises AccessDenied."""
    READ_REPORT.require(actor)
    return Report(
        title=title_of(municipality),
        on=on,
        years=years,
        texts=texts_now(),
        sections=tuple(contents_of(actor=actor, on=on, at=at, years=years)),
    )


def report_years() -> tuple[list[int], tuple[int, int]]:
    """The years that anything is known of, and the two that are usually compared. Three queries."""
    there = sorted({*years_to_choose(), *years_there()})
    return there, usual_years(there)


def texts_now() -> tuple[Written, ...]:
    """As they stand in the report. One query."""
    newest: dict[str, ReportText] = {}
    for one in ReportText.objects.filter(number__isnull=False).order_by("name", "number"):
        newest[one.name] = one
    return tuple(
        Written(kind.name, kind.title, newest[kind.name].text, newest[kind.name].number or 0)
        if kind.name in newest
        else Written(kind.name, kind.title, "")
        for kind in TEXTS
    )


def text_found(name: str) -> TextFound:
    """One query."""
    rows = list(ReportText.objects.filter(name=name).select_related("person"))
    versions = sorted((one for one in rows if one.number is not None), key=lambda one: -(one.number or 0))
    draft = next((one for one in rows if one.number is None), None)
    return TextFound(versions[0] if versions else None, draft, tuple(versions))


def names_with_drafts(*, actor: Actor) -> set[str]:
    """The texts that the coordinator has a draft of; nobody else is told. One query."""
    if not is_coordinator(actor):
        return set()
    return set(ReportText.objects.filter(number__isnull=True).values_list("name", flat=True))


def frozen_reports(*, actor: Actor) -> list[FrozenReport]:
    """The newest first, without what they hold. One query. Raises AccessDenied."""
    READ_REPORT.require(actor)
    return list(FrozenReport.objects.defer("content").select_related("person"))


def frozen_report(*, actor: Actor, report_id: UUID) -> tuple[FrozenReport, Report]:
    """As it was frozen. One query. Raises AccessDenied, ReportNotFound, ReportDamaged."""
    READ_REPORT.require(actor)
    found = FrozenReport.objects.select_related("person").filter(pk=report_id).first()
    if found is None:
        raise ReportNotFound(report_id)
    if hash_of(found.content) != found.sha256:
        raise ReportDamaged(found.name)
    return found, _for(actor, read_kept(found.content))


def _for(actor: Actor, report: Report) -> Report:
    """What laws ask was frozen by who sees it all, and is closed to a reader who does not."""
    if READ_ALL_COMPLIANCE.allows(actor):
        return report
    sections = tuple(
        (section, closed_section() if section.name == "compliance" and content is not None else content)
        for section, content in report.sections
    )
    return replace(report, sections=sections)
