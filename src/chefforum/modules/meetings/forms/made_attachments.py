"""What is asked of every bilag that Chefforum makes, whatever it is made of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import AsAttachment

from ..queries.themes import themes_by_forum

FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


class MadeAttachmentForm(forms.Form):
    title = forms.CharField(label="Bilagets titel", max_length=300)
    format = forms.ChoiceField(label="Format")

    def __init__(self, *args: Any, offer: AsAttachment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(one, FORMAT_NAMES.get(one, one)) for one in offer.formats]


class ThemesForm(forms.Form):
    """Of which forum the themes are."""

    forum = forms.ChoiceField(label="Forum")

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = [(str(one.forum.pk), one.forum.name) for one in themes_by_forum(actor=actor)]

    def parameters(self) -> dict[str, str]:
        return {"forum": self.cleaned_data["forum"]}
