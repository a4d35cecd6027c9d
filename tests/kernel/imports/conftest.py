"""A kind of import that only tests know: lines "address;name" become persons, so that there is something to change."""

import hashlib
import json
from collections.abc import Callable

import pytest
from django import forms

from chefforum.kernel.access.rules import Role, Rule, has_any
from chefforum.kernel.documents.rules import TEXT
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.registry import (
    Change,
    ChangeKind,
    ImportKind,
    Level,
    Link,
    Preview,
    Problem,
    Receipt,
    UnreadableFile,
    register_import_kind,
)
from chefforum.kernel.people.models import Person

MAY_IMPORT = Rule("tests.import", "importere personer", has_any(Role.SECRETARIAT))


class OptionsForm(forms.Form):
    domain = forms.CharField(label="Domæne", initial="lindeby.example")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor


def read(*, actor, content, filename, options, at, progress):
    lines = content.decode().splitlines()
    if lines and lines[0] == "ulæselig":
        raise UnreadableFile("Første linje skal være en person.", line=1)
    if lines and lines[0] == "går i stykker":
        raise ZeroDivisionError
    problems, wanted = [], {}
    for number, line in enumerate(lines, start=1):
        progress.report(number, len(lines), "Læser linjer")
        address, _, name = line.partition(";")
        if name:
            wanted[f"{address}@{options.get('domain', 'lindeby.example')}"] = name
        else:
            problems.append(Problem(text=f"Der er intet navn: {line}", line=number, level=Level.ERROR))
    print_of_state = fingerprint(wanted)
    known = dict(Person.objects.filter(email__in=wanted).values_list("email", "name"))
    changes = tuple(
        Change(
            where=email,
            kind=ChangeKind.CHANGED if email in known else ChangeKind.ADDED,
            before=known.get(email, ""),
            after=name,
        )
        for email, name in wanted.items()
        if known.get(email) != name
    )
    return Preview(
        summary=(f"{len(wanted)} personer",),
        changes=changes,
        problems=tuple(problems),
        payload=wanted,
        fingerprint=print_of_state,
        nothing_to_do=not changes,
    )


def fingerprint(payload):
    known = list(Person.objects.filter(email__in=payload).order_by("email").values_list("email", "name"))
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def apply(*, actor, payload, at, progress):
    for number, (email, name) in enumerate(payload.items(), start=1):
        progress.report(number, len(payload), "Skriver personer")
        Person.objects.update_or_create(email=email, defaults={"name": name})
        if name == "Går I Stykker":
            raise ZeroDivisionError
    return Receipt(summary=(f"{len(payload)} personer skrevet",), links=(Link("Se personer", "/personer/"),))


@pytest.fixture(autouse=True)
def kind():
    known = dict(registry._kinds)
    made = ImportKind(
        name="tests.persons",
        title="Personer",
        help="Adresse og navn med semikolon imellem.",
        accepts=(TEXT,),
        rule=MAY_IMPORT,
        read=read,
        fingerprint=fingerprint,
        apply=apply,
        options_form=OptionsForm,
    )
    register_import_kind(made)
    yield made
    registry._kinds.clear()
    registry._kinds.update(known)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "documents")},
        },
    }


@pytest.fixture
def imported() -> Callable[[], dict[str, str]]:
    """The persons that imports have made: address before the @, and name."""
    return lambda: {
        email.split("@")[0]: name
        for email, name in Person.objects.filter(email__contains="import").values_list("email", "name")
    }
