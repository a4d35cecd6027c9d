"""Choosing a file to import."""

from __future__ import annotations

from typing import Any

from django import forms

from chefforum.kernel.documents.forms import UploadField

from .registry import ImportKind


class ImportForm(forms.Form):
    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = UploadField(accepts=kind.accepts)
