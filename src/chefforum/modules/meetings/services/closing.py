"""What follows when an item or a bilag is closed that was open: what left it while it was open says no more of it.

What has gone by mail, or was saved by somebody, is out of our hands; what is still here is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.services import remove_files
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.notifications.services import hide_names

from .. import search
from ..models import Attachment, Item, Meeting, RevisionFile
from ..queries.earlier_treatments import following, theme_lists
from ..rules import HIDDEN_TITLE
from ..rules.bundling import BUNDLE_JOB, FILE
from .mirroring import mirror_after
from .revisions import revise

_PAGES = ("meetings:process", "meetings:item", "meetings:write")


def item_is_closed(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """In the caller's transaction: notifications and mails not yet sent no longer name it, files made with it go, and
    other items tell no more of it."""
    urls = [reverse(name, args=[item.pk]) for name in _PAGES]
    hide_names(urls=urls, instead=HIDDEN_TITLE)
    forget_made_files([item.pk])
    tell_anew(actor=actor, item=item, at=at)


def tell_anew(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """What other items tell of this one, when who may read it has changed; in the caller's transaction."""
    changed = mirror_after(item)
    revise(actor=actor, item_ids=changed, at=at)
    lists = theme_lists(item.forum_id) if item.themes.exists() else Item.objects.none()
    telling = {*changed, *following(item).values_list("pk", flat=True), *lists.values_list("pk", flat=True)}
    search.index_items(telling)


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
