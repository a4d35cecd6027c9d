"""Where an item is put off to."""

from __future__ import annotations

from typing import Any

from django import forms

from chefforum.kernel.access.rules import Actor

from ..queries.after_meeting import meetings_to_postpone_to

REWORK = "rework"


class PostponeForm(forms.Form):
    """One list however many meetings are planned; the next one is chosen, since that is where most items go."""

    to = forms.ChoiceField(label="Hvad skal der ske med punktet?")
    reason = forms.CharField(
        label="Begrundelse",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skal skrives, når punktet sendes tilbage. Forfatteren og fremlæggeren får besked.",
    )

    def __init__(self, *args, actor: Actor, item: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in meetings_to_postpone_to(actor=actor, item=item)}
        self.fields["to"].choices = [
            *((key, f"Udsæt til {one.name}") for key, one in self.meetings.items()),
            (REWORK, "Send tilbage til bearbejdning"),
        ]
        self.fields["to"].initial = next(iter(self.meetings), REWORK)
        if not self.meetings:
            self.fields["to"].help_text = "Der er ikke planlagt senere møder, som punktet kan udsættes til."

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("to") == REWORK and not said.get("reason"):
            self.add_error("reason", "Skriv, hvad der skal bearbejdes.")
        return said

    @property
    def target(self) -> Any:
        """The meeting chosen; None: back to be worked on."""
        return self.meetings.get(self.cleaned_data["to"])
