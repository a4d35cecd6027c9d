"""Who reads and changes a document: whoever the places where it hangs (registry.DocumentOwner) let do so.

A document that hangs nowhere yet is its uploader's alone. No role opens documents: administrators run the system,
they do not read its contents.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import Actor, Rule

from .models import Document
from .registry import owners

USE_DOCUMENTS = Rule("documents.use", "åbne dokumenter", lambda actor: actor.is_signed_in)
ADD_DOCUMENT = Rule("documents.add", "lægge dokumenter op", lambda actor: actor.is_signed_in)


def visible_to(actor: Actor) -> QuerySet[Document]:
    if actor.everything:
        return Document.objects.all()
    shown = _own_and_attached_nowhere(actor)
    for owner in owners():
        shown |= Q(pk__in=owner.visible(actor))
    return Document.objects.filter(shown)


def may_change(actor: Actor, document_id: UUID) -> bool:
    """May the actor give the document a new version or another confidentiality?"""
    if actor.everything or any(owner.may_change(actor, document_id) for owner in owners()):
        return True
    return Document.objects.filter(_own_and_attached_nowhere(actor), pk=document_id).exists()


def _own_and_attached_nowhere(actor: Actor) -> Q:
    if actor.person_id is None:
        return Q(pk__in=[])
    free = Q(created_by=actor.person_id)
    for owner in owners():
        free &= ~Q(pk__in=owner.attached())
    return free
