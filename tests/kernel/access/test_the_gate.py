"""The one gate before every page: no rule, no entry; a refusal is in words; the signed-out are sent to sign in."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from chefforum.kernel.access.access import access
from chefforum.kernel.access.middleware import AccessMiddleware
from chefforum.kernel.access.rules import PUBLIC, SIGNED_IN, AccessDenied, Role, Rule, has_any
from tests import factories

pytestmark = pytest.mark.django_db
AUDITORS_ONLY = Rule("test.read", "læse dette", has_any(Role.AUDITOR))


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("siden")


def through_the_gate(view: object, user: object) -> HttpResponse:
    """What the gate answers: the page itself where it lets the person in."""

    def answer(request: HttpRequest) -> HttpResponse:
        return middleware.process_view(request, view, (), {}) or page(request)

    middleware = AccessMiddleware(answer)
    request = RequestFactory().get("/hemmeligt/?side=2")
    request.user = user  # type: ignore[assignment]
    return middleware(request)


def test_a_page_that_declares_no_rule_is_refused_even_to_the_administrator(caplog: pytest.LogCaptureFixture) -> None:
    administrator = factories.person("Dorte")
    factories.role(administrator, Role.ADMINISTRATOR, factories.unit("Lindeby"))
    with caplog.at_level(logging.ERROR), pytest.raises(PermissionDenied):
        through_the_gate(page, administrator)
    assert "no access rule" in caplog.text


def test_a_public_page_is_open_to_all() -> None:
    assert through_the_gate(access(PUBLIC)(lambda request: None), AnonymousUser()).content == b"siden"


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    answer = through_the_gate(access(SIGNED_IN)(lambda request: None), AnonymousUser())
    assert answer.status_code == 302
    assert answer["Location"] == "/log-ind/?next=/hemmeligt/%3Fside%3D2"


def test_the_right_role_opens_and_another_is_refused_in_words() -> None:
    unit = factories.unit("Lindeby")
    auditor, controller = factories.person("Asta"), factories.person("Bo")
    factories.role(auditor, Role.AUDITOR, unit)
    factories.role(controller, Role.CONTROLLER, unit)
    view = access(AUDITORS_ONLY)(lambda request: None)
    assert through_the_gate(view, auditor).content == b"siden"
    refused = through_the_gate(view, controller)
    assert refused.status_code == 403
    assert "Du har ikke adgang til at læse dette." in refused.content.decode()


def test_a_refusal_raised_inside_a_page_is_a_page_too() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    middleware = AccessMiddleware(lambda request: HttpResponse())
    middleware(request)
    answer = middleware.process_exception(request, AccessDenied("Du har ikke adgang til at læse dette."))
    assert answer is not None
    assert answer.status_code == 403
    assert middleware.process_exception(request, ValueError("another error")) is None
