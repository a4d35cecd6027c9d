"""Pages for what went wrong: in plain Danish, with what to do, and without help from what may be broken."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path

from chefforum.kernel.access.access import access
from chefforum.kernel.access.rules import PUBLIC


@access(PUBLIC)
def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@access(PUBLIC)
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("hemmelig besked")


@access(PUBLIC)
def cannot_read(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("403/", refuses),
    path("500/", breaks),
    path("400/", cannot_read),
    path("", include("chefforum.project.urls")),
]


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "what", "to_do"),
    [
        ("/403/", 403, "Du har ikke adgang til siden", "bed en administrator"),
        ("/findes-ikke/", 404, "Siden findes ikke", "Begynd forfra på forsiden"),
        ("/500/", 500, "Noget gik galt hos os", "prøv igen"),
        ("/400/", 400, "Siden kunne ikke vises", "Skriv adressen igen"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_page_says_what_happened_that_nothing_is_changed_and_what_to_do(
    visitor: Client, address: str, status: int, what: str, to_do: str
) -> None:
    answer = visitor.get(address)
    text = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{what}</h1>" in text
    assert "ændret" in text
    assert to_do in text
    assert 'lang="da"' in text
    assert "hemmelig" not in text


def test_a_form_without_its_token_is_refused_with_a_way_out(visitor: Client) -> None:
    answer = visitor.post("/log-ind/", {"username": "a@b.dk", "password": "x"})
    assert answer.status_code == 403
    assert "genindlæs siden" in answer.content.decode()


def test_the_page_after_a_fault_needs_no_database() -> None:
    # This test asks for no database, so that any query in the page would fail it.
    assert "Noget gik galt" in render_to_string("500.html")


def test_every_answer_carries_the_policy_that_only_our_own_files_run(visitor: Client) -> None:
    policy = visitor.get("/findes-ikke/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
