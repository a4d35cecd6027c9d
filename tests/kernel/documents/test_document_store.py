"""Contents in the store: kept once, by their hash, whole."""

import hashlib
import io
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import InMemoryStorage
from django.test import override_settings
from document_files import pdf, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.documents import storage
from chefforum.kernel.documents.rules import DOCX, PDF
from chefforum.kernel.documents.storage import DamagedFile, EmptyFile, TooLarge, UnwantedType, keep, open_whole
from chefforum.kernel.documents.uploads import LimitedUploadHandler

TEXTS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=200).map(str.encode)


def stored_in(folder: Path) -> dict[str, Any]:
    backend = "django.core.files.storage.FileSystemStorage"
    return {**django_settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}}


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


@given(content=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_comes_back_the_same_from_under_its_hash(content):
    kept = keep(io.BytesIO(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    with open_whole(kept.sha256) as file:
        assert file.read() == content


@given(contents=st.lists(TEXTS, min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_there_are_as_many_files_as_different_contents(contents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    with override_settings(STORAGES=stored_in(folder)):
        for content in contents + contents:
            keep(io.BytesIO(content))
    assert len(files_in(folder)) == len(set(contents))


def test_it_lies_two_folders_down_readable_by_its_owner_alone(store):
    kept = keep(io.BytesIO(pdf()))
    path = store / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    assert files_in(store) == [path]
    assert path.stat().st_mode & 0o077 == 0


def test_a_stream_that_is_too_large_is_refused_without_being_read_or_kept(settings, store):
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024

    class Endless:
        read_bytes = 0

        def read(self, size: int = -1) -> bytes:
            self.read_bytes += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(TooLarge, match="højst fylde 2 MB"):
        keep(stream)
    assert stream.read_bytes <= 4 * 1024 * 1024
    assert not store.exists()


def test_a_file_of_exactly_the_limit_is_kept(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert keep(io.BytesIO(b"a" * 1000)).size == 1000
    with pytest.raises(TooLarge):
        keep(io.BytesIO(b"a" * 1001))


def test_an_empty_file_is_refused(store):
    with pytest.raises(EmptyFile, match="tom"):
        keep(io.BytesIO())
    assert not store.exists()


def test_a_type_that_is_not_wanted_here_is_refused_and_named(store):
    with pytest.raises(UnwantedType, match=r"Filen er af typen PDF, men her skal den være Word \(docx\)"):
        keep(io.BytesIO(pdf()), accepts=(DOCX,))
    assert not store.exists()


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_damage_is_found_when_it_is_opened_and_mended_when_it_comes_again(store, damage):
    content = word()
    kept = keep(io.BytesIO(content))
    [path] = files_in(store)
    if damage == "changed":
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "cut":
        path.write_bytes(content[:100])
    else:
        path.unlink()
    with pytest.raises(DamagedFile, match="administrator"), open_whole(kept.sha256):
        pass
    keep(io.BytesIO(content))
    with open_whole(kept.sha256) as file:
        assert file.read() == content


def test_a_write_that_breaks_leaves_no_file_under_the_right_name(store, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError("strømmen gik")))
    with pytest.raises(OSError, match="strømmen"):
        keep(io.BytesIO(pdf()))
    assert files_in(store) == []


def test_many_at_once_with_the_same_content_leave_one_whole_file(store):
    content = b"det samme " * 200_000
    failures = []

    def bring():
        try:
            keep(io.BytesIO(content))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    [path] = files_in(store)
    assert path.read_bytes() == content


def test_an_object_store_can_take_the_folders_place(monkeypatch):
    class ObjectStore(InMemoryStorage):
        """No folder, and its own idea of a name that is taken, as object stores have."""

    store = ObjectStore()
    monkeypatch.setattr(storage, "default_storage", store)
    content = pdf()
    kept = keep(io.BytesIO(content))
    assert kept.sniffed.content_type == PDF
    path = f"{kept.sha256[:2]}/{kept.sha256[2:4]}/{kept.sha256}"
    with store.open(path, "wb") as file:
        file.write(b"beskadiget")
    with pytest.raises(DamagedFile), open_whole(kept.sha256):
        pass
    keep(io.BytesIO(content))
    with open_whole(kept.sha256) as file:
        assert file.read() == content
    assert store.listdir(f"{kept.sha256[:2]}/{kept.sha256[2:4]}")[1] == [kept.sha256]


def test_an_upload_that_is_too_large_fills_no_disk_and_keeps_its_true_size(settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    handler = LimitedUploadHandler()
    handler.new_file("file", "stor.pdf", "application/pdf", None)
    temporary = Path(handler.file.temporary_file_path())
    sent = 0
    for _ in range(300):
        handler.receive_data_chunk(b"a" * 1024 * 1024, sent)
        sent += 1024 * 1024
        assert temporary.stat().st_size <= 1024 * 1024
    upload = handler.file_complete(sent)
    assert (upload.size, upload.read()) == (300 * 1024 * 1024, b"")
    assert not temporary.exists()
