"""A store of its own for every test, and a module that holds documents."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chefforum.kernel.documents import registry
from chefforum.kernel.documents.models import Document
from chefforum.kernel.documents.registry import DocumentOwner, register_owner


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    folder = tmp_path / "documents"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}},
    }
    return folder


@pytest.fixture
def owner_registry() -> Iterator[Callable[..., None]]:
    """attach(kind, documents, readers, writers): a module that holds the documents; forgotten after the test."""
    known = dict(registry._owners)

    def attach(kind, documents, readers=(), writers=()):
        ids = [document.pk for document in documents]
        register_owner(
            DocumentOwner(
                kind=kind,
                attached=lambda: Document.objects.filter(pk__in=ids).values("pk"),
                visible=lambda actor: Document.objects.filter(
                    pk__in=ids if actor.person_id in [person.pk for person in readers] else []
                ).values("pk"),
                may_change=lambda actor, document_id: (
                    document_id in ids and actor.person_id in [person.pk for person in writers]
                ),
            )
        )

    yield attach
    registry._owners.clear()
    registry._owners.update(known)
