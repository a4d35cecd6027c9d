"""A table made elsewhere, pasted or in a file."""

from __future__ import annotations

from typing import Any

from django import forms

from chefforum.calc.cells import as_text
from chefforum.kernel.documents.forms import UploadField
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.imports.tables import tables_of

from ..rules.pasted_tables import MOST_LETTERS, PastedTable, cells_of, read_pasted


class TableForm(forms.Form):
    """Reads the table; what is wrong with the table itself is the page's to tell, by line and column."""

    table = forms.CharField(
        label="Sæt tabellen ind",
        required=False,
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="Første linje er kolonnernes navne, første kolonne er afdelingerne. Kopiér fra Word eller Excel.",
    )
    file = UploadField(label="Eller vælg en fil", accepts=(TEXT, XLSX), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        if said.get("file"):
            try:
                cells = tables_of(said["file"].read())[0]
            except UnreadableFile as refusal:
                self.add_error("file", refusal.message)
                return said
            # So that it can be put right on the page.
            written = "\n".join("\t".join(as_text(one) for one in row) for row in cells)
            self.data = {**self.data.dict(), "table": written[:MOST_LETTERS]}
        elif said.get("table", "").strip():
            cells = cells_of(said["table"])
        else:
            self.add_error("table", "Sæt en tabel ind, eller vælg en fil.")
            return said
        said["read"] = read_pasted(cells)
        return said

    @property
    def read(self) -> PastedTable | None:
        """The table, of a form that is valid."""
        return self.cleaned_data.get("read") if self.is_bound and self.is_valid() else None
