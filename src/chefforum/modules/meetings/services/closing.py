"""What follows when an item or a bilag is closed that was open: what left it while it was open says no more of it.

What has gone by mail, or was saved by somebody, is out of our hands; what is still here is not.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.documents.services import remove_files
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.notifications.services import hide_names

from ..models import Attachment, Item, Meeting, RevisionFile
from ..rules import HIDDEN_TITLE
from ..rules.bundling import BUNDLE_JOB, FILE

_PAGES = ("meetings:process", "meetings:item", "meetings:write")


def item_is_closed(item: Item) -> None:
    """In the caller's transaction: notifications and mails not yet sent no longer name it, files made with it go."""
    urls = [reverse(name, args=[item.pk]) for name in _PAGES]
    hide_names(urls=urls, instead=HIDDEN_TITLE)
    forget_made_files([item.pk])


def remove_attachments(attachment_ids: Collection[int]) -> None:
    """Removes bilag from their items. What was sent out keeps their files, closed where the bilag is closed."""
    closed = RevisionFile.objects.filter(attachment__in=attachment_ids, attachment__is_confidential=True)
    closed.update(is_confidential=True)
    Attachment.objects.filter(pk__in=attachment_ids).delete()


def forget_made_files(item_ids: Collection[UUID]) -> None:
    """Removes whole meetings under "Dine filer" that have the items, whoever made them: they can be made again."""
    sent = Meeting.objects.filter(versions__items__item__in=item_ids)
    placed = Meeting.objects.filter(items__in=item_ids)
    meetings = {str(pk) for found in (sent, placed) for pk in found.values_list("pk", flat=True)}
    made = Job.objects.filter(kind=BUNDLE_JOB, arguments__meeting_id__in=meetings).values_list("result", flat=True)
    remove_files(file_ids=[UUID(result[FILE]) for result in made if FILE in result])
