"""A file made for one person is theirs alone, and gone after its time."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.documents.models import PersonalFile
from chefforum.kernel.documents.queries import DocumentNotFound, get_personal_file, list_personal_files
from chefforum.kernel.documents.services import keep_for, remove_expired_files

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(owner, actor_of):
    def make(at, content=b"indhold"):
        return keep_for(
            actor=actor_of(owner),
            at=at,
            filename="Samlet.zip",
            content_type="application/zip",
            content=io.BytesIO(content),
            keep=DAY,
        )

    return make


def test_its_owner_gets_what_was_made(made, owner, browser_of):
    file = made(timezone.now())
    response = browser_of(owner).get(reverse("documents:personal_file", args=[file.pk]))
    assert b"".join(response.streaming_content) == b"indhold"
    assert response["Cache-Control"] == "private, no-store"
    assert 'filename="Samlet.zip"' in response["Content-Disposition"]


def test_nobody_else_has_it_not_even_an_administrator(made, colleague, administrator, actor_of, now):
    file = made(now)
    for other in (colleague, administrator):
        assert not list_personal_files(actor=actor_of(other), at=now)
        with pytest.raises(DocumentNotFound):
            get_personal_file(actor=actor_of(other), file_id=file.pk, at=now)


def test_it_is_not_given_out_after_its_time_though_nobody_has_removed_it(made, owner, actor_of, now):
    file = made(now)
    assert get_personal_file(actor=actor_of(owner), file_id=file.pk, at=now + DAY - dt.timedelta(seconds=1))
    with pytest.raises(DocumentNotFound):
        get_personal_file(actor=actor_of(owner), file_id=file.pk, at=now + DAY)


def test_what_has_expired_leaves_neither_row_nor_content(made, store, now):
    made(now)
    kept = made(now + DAY / 2)
    assert remove_expired_files(at=now + DAY) == 1
    assert [file.pk for file in PersonalFile.objects.all()] == [kept.pk]
    assert [path.name for path in (store / "personal").iterdir()] == [str(kept.pk)]


def test_the_next_file_made_removes_the_old_ones(made, now):
    made(now)
    made(now + 2 * DAY)
    assert PersonalFile.objects.count() == 1
