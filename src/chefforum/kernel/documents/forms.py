"""A field to choose a file in, for every form that takes one."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.utils.text import capfirst

from .rules import DOCUMENT_TYPES, FILE_TYPES, RefusedFile, list_types, megabytes
from .storage import EmptyFile, TooLarge, sniff_wanted


class UploadField(forms.FileField):
    """Says at once, in the form, what is wrong with a file: too large, empty, or of a type that is not wanted here.

    `accepts` are content types, as sniffed. The same is asked again when the file is kept.
    """

    def __init__(self, *, accepts: tuple[str, ...] = DOCUMENT_TYPES, **kwargs: Any) -> None:
        self.accepts = accepts
        kwargs.setdefault("label", "Fil")
        kwargs.setdefault(
            "help_text", f"{capfirst(list_types(accepts))}. Højst {megabytes(settings.MAX_UPLOAD_BYTES)}."
        )
        super().__init__(**kwargs)
        self.error_messages |= {"required": "Vælg en fil.", "empty": str(EmptyFile())}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = [ending for content_type in self.accepts for ending in FILE_TYPES[content_type].endings]
        return {**super().widget_attrs(widget), "accept": ",".join(endings)}

    def to_python(self, data: Any) -> File[Any] | None:
        if data not in self.empty_values and data.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(str(TooLarge()), code="too_large")
        file = super().to_python(data)
        if file is None:
            return None
        try:
            sniff_wanted(cast(BinaryIO, file), accepts=self.accepts)
        except RefusedFile as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None
        return file
