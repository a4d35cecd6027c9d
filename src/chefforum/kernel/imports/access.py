"""Who may import: whoever may use one of the registered kinds. An import is seen by the person who made it, as long
as they may use its kind."""

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor, Rule
from chefforum.kernel.documents.registry import DocumentOwner

from .models import Import
from .registry import kinds_for

USE_IMPORTS = Rule("imports.use", "importere filer", lambda actor: bool(kinds_for(actor)))


def visible_to(actor: Actor) -> QuerySet[Import]:
    if actor.everything:
        return Import.objects.all()
    if actor.person_id is None:
        return Import.objects.none()
    return Import.objects.filter(person=actor.person_id, kind__in=[kind.name for kind in kinds_for(actor)])


IMPORTED_FILES = DocumentOwner(
    kind="imports.file",
    attached=lambda: Import.objects.values("version__document"),
    visible=lambda actor: visible_to(actor).values("version__document"),
)
