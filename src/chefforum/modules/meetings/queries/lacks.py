"""What an item lacks before it can be sent on: one answer for the editor, its way and the step itself."""

from __future__ import annotations

from chefforum.connectors.minutes.minutes import SectionKind

from ..models import Item
from ..rules.guards import Lack, stops_submission
from .content import content_of, with_content


def what_it_lacks(item: Item) -> tuple[Lack, ...]:
    """What the item lacks before its head can be asked to approve it."""
    said = content_of(with_content(Item.objects.filter(pk=item.pk)).get()).item
    templates = item.forum.section_templates.filter(is_mandatory=True)
    mandatory = [(SectionKind(template.kind), template.heading) for template in templates]
    return tuple(stops_submission(item=said, mandatory=mandatory))
