"""What the linter finds in an item or an agenda as it stands, and what somebody has let stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chefforum.connectors.minutes import minutes as values
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import AccessDenied, Actor

from .. import linter
from ..access import parts_in_item, reads_confidential, worked_on_by
from ..linter.registry import findings_on_minutes
from ..models import DismissedFinding, ForumPractice, Item, Meeting, SectionTemplate
from ..rules import HIDDEN_ATTACHMENT
from ..rules.guards import Lack
from ..rules.states import ITEM_STEPS, Part
from .content import content_of, with_content
from .lacks import what_it_lacks, why_no_number
from .reading import minutes_of

MAY_DISMISS = frozenset({Part.AUTHOR, Part.HEAD, Part.SECRETARIAT})
SECTION_MISSING = "section-missing"
LEVEL_ICONS = {linter.Level.ERROR: "error", linter.Level.WARNING: "warning", linter.Level.ADVICE: "info"}


@dataclass(frozen=True)
class FindingOnPage:
    """A finding with the rule that made it; `dismissed` where somebody has let it stand."""

    finding: linter.Finding
    rule: linter.Rule
    icon: str
    dismissed: DismissedFinding | None = None


@dataclass(frozen=True)
class Findings:
    """Those on one section, or (`section` None) on the item as a whole."""

    section: str | None
    kind: SectionKind | None
    findings: tuple[FindingOnPage, ...]


@dataclass(frozen=True)
class FindingsOnItem:
    """`lacks` stop the item from being sent on; all else is advice."""

    item: Item
    lacks: tuple[Lack, ...]
    groups: tuple[Findings, ...]
    dismissed: tuple[FindingOnPage, ...]
    measures: tuple[linter.SectionMeasure, ...]
    count: int
    may_dismiss: bool


@dataclass(frozen=True)
class ItemInMeeting:
    """An item of the agenda with what is found in it; `number` is its place where it has no number yet."""

    id: UUID
    number: int
    title: str
    findings: tuple[FindingOnPage, ...]
    dismissed: int


@dataclass(frozen=True)
class FindingsOnMeeting:
    on_meeting: tuple[FindingOnPage, ...]
    items: tuple[ItemInMeeting, ...]
    count: int


def template_of_forum(templates: Iterable[SectionTemplate]) -> linter.Template:
    """The forum's own sections as the linter takes them; those without a kind of their own are no one's to miss."""
    rows = [row for row in templates if row.kind != SectionKind.OTHER]
    kinds = [SectionKind(row.kind) for row in rows]
    return linter.Template(
        order=tuple(dict.fromkeys(kinds)),
        mandatory=frozenset(SectionKind(row.kind) for row in rows if row.is_mandatory),
        headings={SectionKind(row.kind): row.heading for row in reversed(rows)},
    )


def context_of_item(item: Item, *, actor: Actor) -> linter.Context:
    """What the item is held against: its forum's template, the day of its meeting or the wanted one, and the figures
    that the actor may see.

    Time is planned where the forum says how long its meetings are, or another item of the meeting has minutes.
    """
    meeting = item.meeting or item.wanted_meeting
    plans = ForumPractice.objects.filter(forum_id=item.forum_id, meeting_minutes__isnull=False).exists()
    if not plans and meeting is not None:
        plans = meeting.items.filter(planned_minutes__isnull=False).exists()
    return linter.Context(
        date=meeting.date if meeting else None,
        template=template_of_forum(item.forum.section_templates.all()),
        plans_time=plans,
        why_no_number=why_no_number(actor=actor, item=item),
    )


def findings_on_item(*, actor: Actor, item: Item) -> FindingsOnItem:
    """For those who prepare the item. A fixed number of queries. What they may not read is not quoted.

    Raises AccessDenied for those who only read it: departments that are heard, and reviewers.
    """
    parts = parts_in_item(actor, item)
    if not parts:
        raise AccessDenied("Kun de, der skriver og godkender punktet, kan se, hvad der er fundet i det.")
    said = _as_read(actor, item)
    found = linter.lint_item(said, context_of_item(item, actor=actor))
    dismissed = {row.key: row for row in item.dismissed_findings.select_related("person")}
    rows = _on_page(found, dismissed)
    may_send = ITEM_STEPS["submit"].may_be_taken(state=item.state, parts=parts)
    lacks = what_it_lacks(item) if may_send else ()
    # What must be there is no advice as well.
    standing = [row for row in rows if row.dismissed is None and not (lacks and row.finding.rule == SECTION_MISSING)]
    return FindingsOnItem(
        item=item,
        lacks=lacks,
        groups=tuple(_by_section(standing)),
        dismissed=tuple(row for row in rows if row.dismissed is not None),
        measures=linter.measure_item(said),
        count=len(standing),
        may_dismiss=bool(parts & MAY_DISMISS),
    )


def findings_on_meeting(*, actor: Actor, meeting: Meeting) -> FindingsOnMeeting:
    """The whole agenda or minutes as they stand, for those who read all of it. A fixed number of queries."""
    minutes = minutes_of(actor=actor, meeting=meeting)
    items = list(Item.objects.filter(meeting=meeting).order_by("position").prefetch_related("dismissed_findings"))
    context = context_of_minutes(minutes=minutes, templates=meeting.forum.section_templates.all())
    shown = []
    for place, (item, said) in enumerate(zip(items, minutes.items, strict=True), start=1):
        rows = _on_page(linter.lint_item(said, context), {row.key: row for row in item.dismissed_findings.all()})
        standing = tuple(row for row in rows if row.dismissed is None)
        shown.append(ItemInMeeting(item.pk, item.number or place, said.title, standing, len(rows) - len(standing)))
    on_meeting = _on_page(findings_on_minutes(minutes), {})
    count = len(on_meeting) + sum(len(row.findings) for row in shown)
    return FindingsOnMeeting(on_meeting=tuple(on_meeting), items=tuple(shown), count=count)


def context_of_minutes(*, minutes: values.Minutes, templates: Iterable[SectionTemplate]) -> linter.Context:
    """The forum's own template where it has one, else what the items have in common."""
    context = linter.context_of(minutes)
    template = template_of_forum(templates)
    return dataclasses.replace(context, template=template) if template.order else context


def current_finding(*, actor: Actor, item: Item, key: str) -> linter.Finding | None:
    """The finding with that key in the item as it stands; None where its text has changed since."""
    found = linter.lint_item(_as_read(actor, item), context_of_item(item, actor=actor))
    return next((finding for finding in found if finding.key == key), None)


def all_rules() -> tuple[linter.Rule, ...]:
    """The linter's rules with their descriptions, in the order that it asks them."""
    return linter.rules()


def _as_read(actor: Actor, item: Item) -> values.Item:
    """The item as it stands, without the titles of confidential bilag for those who may not read these."""
    content = content_of(with_content(worked_on_by(actor).filter(pk=item.pk)).get(), for_its_writers=True)
    hidden = {one.title for one in content.attachments if one.is_confidential}
    if not hidden or reads_confidential(actor).filter(pk=item.pk).exists():
        return content.item
    titles = tuple(HIDDEN_ATTACHMENT if title in hidden else title for title in content.item.attachments)
    kept = tuple(section for section in content.item.sections if section.kind != SectionKind.ATTACHMENTS)
    return dataclasses.replace(content.item, attachments=titles, sections=kept)


def _on_page(found: Iterable[linter.Finding], dismissed: dict[str, DismissedFinding]) -> list[FindingOnPage]:
    rules = {rule.id: rule for rule in linter.rules()}
    return [
        FindingOnPage(finding, rules[finding.rule], LEVEL_ICONS[finding.level], dismissed.get(finding.key))
        for finding in found
    ]


def _by_section(rows: Sequence[FindingOnPage]) -> Iterable[Findings]:
    """As they come: on the item as a whole first, then section by section."""
    grouped: dict[tuple[str | None, SectionKind | None], list[FindingOnPage]] = {}
    for row in rows:
        grouped.setdefault((row.finding.section, row.finding.section_kind), []).append(row)
    for (section, kind), findings in grouped.items():
        yield Findings(section, kind, tuple(findings))
