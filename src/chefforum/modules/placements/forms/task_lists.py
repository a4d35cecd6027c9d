"""The shape of a list of tasks, and of the list of lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.organisation.rules import UnitOnDate
from chefforum.web.once import MakesOnce

from ..queries.job_types import list_job_types
from ..services.task_lists import LONGEST_TASK, MOST_TASKS, ListWords, TaskWords

BLANK_ROWS = 4


class TaskRow(forms.Form):
    text = forms.CharField(label="Opgave", max_length=LONGEST_TASK, required=False)
    how = forms.CharField(label="Sådan gør du", max_length=500, required=False)
    how_often = forms.CharField(label="Hvor tit", max_length=60, required=False)
    with_help = forms.BooleanField(label="Med hjælp i begyndelsen", required=False)


TaskRows = forms.formset_factory(TaskRow, extra=BLANK_ROWS, max_num=MOST_TASKS, absolute_max=2 * MOST_TASKS)


class TaskListForm(MakesOnce):
    title = forms.CharField(label="Titel", max_length=150, help_text="Fx “Hjælp i køkkenet på et plejehjem”.")
    about = forms.CharField(
        label="Om listen",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hvem den passer til, og hvad man skal vide på forhånd. Skriv ingen navne på borgere.",
    )
    unit = forms.TypedChoiceField(label="Arbejdsplads", coerce=UUID)
    job_type = forms.ModelChoiceField(label="Stillingstype", queryset=None, required=False, empty_label="Alle slags")
    many = forms.CharField(
        label="Indsæt mange opgaver",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Én opgave på hver linje, fx fra Word. De lægges efter dem, der står ovenfor. "
        f"En linje er højst på {LONGEST_TASK} tegn, og en liste har højst {MOST_TASKS} opgaver.",
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[UnitOnDate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(unit.id), unit.name) for unit in units]
        self.fields["job_type"].queryset = list_job_types()

    def clean_many(self) -> list[str]:
        """The pasted tasks; a line that is too long is told of by its number, and nothing is cut."""
        lines = [line.strip(" \t•-–*") for line in self.cleaned_data["many"].splitlines()]
        long = [(number, len(line)) for number, line in enumerate(lines, 1) if len(line) > LONGEST_TASK]
        if long:
            told = [f"Linje {number} er på {length} tegn." for number, length in long]
            raise forms.ValidationError([*told[:-1], f"{told[-1]} Der er plads til {LONGEST_TASK}. Del eller forkort."])
        return [line for line in lines if line]

    def words(self, rows: Any) -> ListWords:
        """What was written, the rows and the pasted lines together."""
        said = self.cleaned_data
        tasks = [TaskWords(**row.cleaned_data) for row in rows if row.cleaned_data]
        tasks += [TaskWords(line) for line in said["many"]]
        return ListWords(
            title=said["title"],
            about=said["about"],
            unit_id=said["unit"],
            job_type_id=said["job_type"].pk if said["job_type"] else None,
            tasks=tasks,
        )


class TaskListFilter(forms.Form):
    ord = forms.CharField(label="Søg i opgaver", required=False, max_length=80)
    type = forms.ChoiceField(label="Stillingstype", required=False)
    egne = forms.BooleanField(label="Kun mine egne", required=False)

    def __init__(self, *args: Any, may_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = list_job_types().values_list("code", "name")
        self.fields["type"].choices = [("", "Alle slags"), *types]
        if not may_own:
            del self.fields["egne"]


class UseForm(forms.Form):
    unit = forms.TypedChoiceField(label="Arbejdsplads", coerce=UUID)

    def __init__(self, *args: Any, units: Iterable[UnitOnDate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(unit.id), unit.name) for unit in units]
