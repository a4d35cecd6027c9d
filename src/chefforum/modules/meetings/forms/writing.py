"""The shape of what an author writes: the head of an item, a section, bilag, a forum's template.

A field knows what stood in it when the page was made (its hidden initial value), so that a change is told from what
somebody else has changed meanwhile.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.connectors.rich_text import UnreadableText, blocks_from_html, blocks_from_text
from chefforum.kernel.cases.rules import BadJournalNumber, parse_journal_number
from chefforum.web import danish
from chefforum.web.fields import day_field
from chefforum.web.typed import whole_number

from ..queries.writing import meetings_to_wish_for, presenters
from ..rules.default_template import TemplateRow
from ..rules.section_places import MIRRORED, Name
from ..rules.words import ITEM_KINDS, SECTION_KINDS
from ..services.head_writing import PARTS, Change, PartText
from ..services.section_writing import Place

if TYPE_CHECKING:
    from ..models import Item

LONGEST_TEXT = 2_000_000  # characters of a section: far above any, far below what a server minds


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, meeting: Any) -> str:
        return danish.date_with_weekday(meeting.date)


class HeadForm(forms.Form):
    title = forms.CharField(
        label="Titel",
        max_length=300,
        show_hidden_initial=True,
        help_text="Skriv, hvad forummet skal: “Beslutning om …”, “Drøftelse af …”, “Orientering om …”.",
        error_messages={"required": "Punktet skal have en titel."},
    )
    kind = forms.ChoiceField(
        label="Type",
        choices=[(kind.value, name) for kind, name in ITEM_KINDS.items()],
        show_hidden_initial=True,
    )
    planned_minutes = forms.IntegerField(
        label="Minutter",
        required=False,
        min_value=1,
        max_value=600,
        show_hidden_initial=True,
    )
    journal_number = forms.CharField(
        label="Journalnummer",
        required=False,
        max_length=60,
        show_hidden_initial=True,
        help_text="Fx 00.30.04-Ø00-21-26.",
    )
    presenter = forms.ModelChoiceField(
        label="Oplægsholder", queryset=None, required=False, empty_label="Ikke valgt", show_hidden_initial=True
    )
    wanted_meeting = MeetingChoice(
        label="Ønsket møde", queryset=None, required=False, empty_label="Ikke valgt", show_hidden_initial=True
    )

    def __init__(self, data: QueryDict | None = None, *, item: Item, on: dt.date) -> None:
        initial = {name: getattr(item, name) for name in ("title", "kind", "planned_minutes", "journal_number")}
        initial |= {"presenter": item.presenter_id, "wanted_meeting": item.wanted_meeting_id}
        super().__init__(data, initial=initial)
        self.fields["presenter"].queryset = presenters(item=item, on=on)
        if item.meeting_id is None:
            self.fields["wanted_meeting"].queryset = meetings_to_wish_for(item=item, on=on)
        else:
            del self.fields["wanted_meeting"]

    def clean_journal_number(self) -> str | None:
        written = self.cleaned_data["journal_number"].strip()
        if not written:
            return None
        try:
            return parse_journal_number(written).canonical
        except BadJournalNumber as error:
            raise forms.ValidationError(f"Det er ikke et journalnummer: {error.reason}") from error

    def changes(self) -> dict[str, Change]:
        """The fields that were changed and are right; those that are not have their error beside them."""
        return {
            name: Change(self._began_with(name), self.cleaned_data[name])
            for name in self.changed_data
            if name in self.cleaned_data
        }

    def _began_with(self, name: str) -> Any:
        raw = self.fields[name].hidden_widget().value_from_datadict(self.data, {}, self.add_initial_prefix(name))
        try:
            return self.fields[name].to_python(raw) or None
        except forms.ValidationError:
            return raw


class RecommendationForm:
    """Who recommends, and the numbered parts: a text field and a hidden row id for each, in order."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data

    def changes(self) -> dict[str, Change]:
        if "recommended_by" not in self.data:
            return {}
        by = one_paragraph(self.data.get("recommended_by", ""))[:300] or None
        was_by = self.data.get("initial-recommended_by") or None
        found = {"recommended_by": Change(was_by, by)} if by != was_by else {}
        parts = self.parts()
        was = [text for text in self.data.getlist("initial-part") if text.strip()]
        if [part.text for part in parts] != [one_paragraph(text) for text in was]:
            found[PARTS] = Change([one_paragraph(text) for text in was], parts)
        return found

    def parts(self) -> list[PartText]:
        """The parts that say something, in order, after the move or removal that was asked for."""
        rows = list(zip(self.data.getlist("part-id"), self.data.getlist("part"), strict=False))
        act, _, at = str(self.data.get("act", "")).partition(":")
        if act in {"part-up", "part-down", "part-remove"} and 0 <= (place := whole_number(at, -1)) < len(rows):
            row = rows.pop(place)
            if act != "part-remove":
                rows.insert(max(0, place + (1 if act == "part-down" else -1)), row)
        return [PartText(whole_number(pk) or None, words) for pk, text in rows if (words := one_paragraph(text))]


def one_paragraph(text: object) -> str:
    return " ".join(str(text).split())


def digest(text: str) -> str:
    """Of what a field without JavaScript is filled with: an untouched one still says it, whatever its line ends."""
    return hashlib.sha256(text.replace("\r", "").strip().encode()).hexdigest()[:24]


class SectionForm(forms.Form):
    """A section's text, as HTML from the editor or in the notation of the plain field, as blocks."""

    section = forms.IntegerField(required=False)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in SectionKind if kind not in MIRRORED])
    heading = forms.CharField(max_length=5000, required=False, strip=False)
    token = forms.IntegerField()
    conflict = forms.IntegerField(required=False)
    html = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)
    text = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)
    sum = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.add_prefix("html") in self.data:
            values["blocks"] = blocks_from_html(values.get("html", ""))
        else:
            try:
                values["blocks"] = blocks_from_text(values.get("text", ""))
            except UnreadableText as refusal:
                self.add_error("text", str(refusal).replace("Der er ikke importeret noget. ", ""))
        return values

    @property
    def place(self) -> Place:
        values = self.cleaned_data
        return Place(values["section"], Name(values["kind"], values["heading"]))

    @property
    def is_untouched(self) -> bool:
        """Whether the plain field still says what the page was made with."""
        return digest(self.cleaned_data.get("text", "")) == self.cleaned_data.get("sum")


class AttachmentForm(forms.Form):
    title = forms.CharField(
        label="Titel",
        max_length=300,
        show_hidden_initial=True,
        error_messages={"required": "Bilaget skal have en titel."},
    )
    is_confidential = forms.BooleanField(label="Fortroligt", required=False, show_hidden_initial=True)
    is_promised = forms.BooleanField(label="Eftersendes", required=False, show_hidden_initial=True)
    promised_date = day_field("Senest", required=False, show_hidden_initial=True)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}


class NewAttachmentForm(forms.Form):
    title = forms.CharField(label="Titel", max_length=300, required=False, help_text="Tom: så får bilaget filens navn.")
    promised_date = day_field("Senest", required=False)


class TemplateRowForm(forms.Form):
    heading = forms.CharField(
        label="Overskrift", max_length=200, error_messages={"required": "Giv afsnittet en overskrift."}
    )
    kind = forms.ChoiceField(
        label="Type",
        choices=[(kind.value, name) for kind, name in SECTION_KINDS.items() if kind not in MIRRORED],
    )
    help_text = forms.CharField(
        label="Hjælp til den, der skriver",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_mandatory = forms.BooleanField(label="Skal udfyldes", required=False)

    def row(self) -> TemplateRow:
        values = self.cleaned_data
        return TemplateRow(SectionKind(values["kind"]), values["heading"], values["help_text"], values["is_mandatory"])
