"""Uploads arrive here before any page sees them: too much of a file is thrown away while it is being received."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Puts uploads in temporary files, and never more than MAX_UPLOAD_BYTES of one.

    A larger one reaches the page without content but with its true size, so that the form can say what is wrong and
    the person keeps what else they had filled in.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= settings.MAX_UPLOAD_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if file_size <= settings.MAX_UPLOAD_BYTES:
            return super().file_complete(file_size)
        self.file.close()
        return UploadedFile(
            file=io.BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size, charset=self.charset
        )
