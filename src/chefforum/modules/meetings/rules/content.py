"""What an item says, as one value: the same whether it is read as it stands now or from a revision of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from chefforum.calc.blocks import from_json, to_json
from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes import item_from_json, item_to_json
from chefforum.connectors.minutes import minutes as values

Json = dict[str, Any]


@dataclass(frozen=True)
class AttachmentContent:
    """A bilag; `document_id` is None while the file is not here, `promised_date` where nobody has said by when."""

    id: int
    title: str
    document_id: UUID | None
    is_confidential: bool
    is_promised: bool
    promised_date: dt.date | None
    source: str = ""


@dataclass(frozen=True)
class ItemContent:
    """`outcomes` is parallel to the parts of the recommendation; None: not answered. `written` are the sections that
    have figures in them, as they were written: with marks where `item` has what the figures say."""

    item: values.Item
    attachments: tuple[AttachmentContent, ...]
    outcomes: tuple[Outcome | None, ...]
    presenter: str | None
    written: tuple[values.Section, ...] = ()

    @property
    def sections_written(self) -> tuple[values.Section, ...]:
        """The sections as an author writes on them."""
        with_marks = {(one.kind, one.heading): one for one in self.written}
        return tuple(with_marks.get((one.kind, one.heading), one) for one in self.item.sections)


def content_to_json(content: ItemContent) -> Json:
    """The content as a revision keeps it; `content_from_json` gives the same back."""
    return {
        "item": item_to_json(content.item),
        "attachments": [
            {
                "id": attachment.id,
                "title": attachment.title,
                "document": str(attachment.document_id) if attachment.document_id else None,
                "is_confidential": attachment.is_confidential,
                "is_promised": attachment.is_promised,
                "promised_date": attachment.promised_date.isoformat() if attachment.promised_date else None,
            }
            | ({"source": attachment.source} if attachment.source else {})
            for attachment in content.attachments
        ],
        "outcomes": [outcome.value if outcome else None for outcome in content.outcomes],
        "presenter": content.presenter,
    } | ({"written": [_section_to_json(one) for one in content.written]} if content.written else {})


def _section_to_json(section: values.Section) -> Json:
    return {"kind": section.kind.value, "heading": section.heading, "blocks": to_json(section.blocks)}


def _section_from_json(value: Json) -> values.Section:
    return values.Section(values.SectionKind(value["kind"]), value["heading"], from_json(value["blocks"]))


def with_closed(content: ItemContent, *, attachments: Collection[int], documents: Collection[UUID]) -> ItemContent:
    """The content with bilag closed that are closed by now: by their id, or by their file where they are removed."""
    return replace(
        content,
        attachments=tuple(
            replace(one, is_confidential=one.is_confidential or one.id in attachments or one.document_id in documents)
            for one in content.attachments
        ),
    )


def content_from_json(value: Json) -> ItemContent:
    """The way back from `content_to_json`; raises KeyError and ValueError on what that has not written."""
    return ItemContent(
        item=item_from_json(value["item"]),
        attachments=tuple(
            AttachmentContent(
                id=row["id"],
                title=row["title"],
                document_id=UUID(row["document"]) if row["document"] else None,
                is_confidential=row["is_confidential"],
                is_promised=row["is_promised"],
                promised_date=dt.date.fromisoformat(row["promised_date"]) if row["promised_date"] else None,
                source=row.get("source", ""),
            )
            for row in value["attachments"]
        ),
        outcomes=tuple(Outcome(outcome) if outcome else None for outcome in value["outcomes"]),
        presenter=value["presenter"],
        written=tuple(map(_section_from_json, value.get("written", ()))),
    )
