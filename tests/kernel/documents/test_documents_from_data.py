"""Documents that modules make from their data."""

import datetime as dt
import json

import pytest

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.access.rules import SIGNED_IN, AccessDenied, Actor
from chefforum.kernel.documents import registry
from chefforum.kernel.documents.registry import (
    DocumentKind,
    Material,
    UnknownDocumentKind,
    document_kinds,
    made_on,
    register_document_kind,
)
from chefforum.kernel.documents.rendering import Document, Part
from chefforum.kernel.documents.services import UnknownFormat, make

ACTOR = Actor.command_line()


def build(*, actor, parameters, at):
    title = parameters["title"]
    document = Document(
        title=title,
        organisation="Lindeby Kommune",
        issued_at=at,
        parts=(Part(title="Punkt", elements=(Paragraph("Tekst med æøå."),)),),
    )
    return Material(name=made_on(title, dt.date(2026, 1, 28)), document=document, source={"title": title})


@pytest.fixture(autouse=True)
def kind():
    known = dict(registry._kinds)
    made = DocumentKind(
        name="tests.minutes",
        title="Referat",
        formats=("pdf", "docx", "html", "json"),
        rule=SIGNED_IN,
        build=build,
        writers={"json": lambda material: json.dumps(material.source)},
    )
    register_document_kind(made)
    yield made
    registry._kinds.clear()
    registry._kinds.update(known)


def made(now, format, title="Referat Chefforum", actor=ACTOR):
    return make(kind="tests.minutes", actor=actor, parameters={"title": title}, format=format, at=now)


@pytest.mark.parametrize(
    ("format", "start", "content_type"),
    [
        ("pdf", b"%PDF", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("html", b"<!", "text/html; charset=utf-8"),
        ("json", b"{", "application/json"),
    ],
)
def test_one_kind_in_each_of_its_formats_with_a_name_that_sorts(now, format, start, content_type):
    document = made(now, format)
    assert document.filename == f"Referat Chefforum 2026-01-28.{format}"
    assert document.content_type == content_type
    assert document.content.startswith(start)


def test_the_name_is_safe_whatever_the_title_holds(now):
    assert made(now, "json", title="../A/B: C").filename == "B- C 2026-01-28.json"


def test_a_format_that_the_kind_does_not_have_is_refused(now):
    with pytest.raises(UnknownFormat):
        made(now, "xlsx")


def test_a_kind_that_nobody_registered_is_refused(now):
    with pytest.raises(UnknownDocumentKind):
        make(kind="tests.nothing", actor=ACTOR, parameters={}, format="pdf", at=now)


def test_the_rule_of_the_kind_is_asked_before_anything_is_built(now):
    with pytest.raises(AccessDenied):
        made(now, "pdf", actor=Actor.nobody())


def test_kinds_are_listed_for_those_who_offer_them(kind):
    assert kind in document_kinds()
