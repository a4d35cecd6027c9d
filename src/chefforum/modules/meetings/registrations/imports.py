"""Agendas and minutes are imported."""

from __future__ import annotations

from chefforum.kernel.documents.rules import DOCX, JSON, PDF, TEXT, XML
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_MEETINGS


def register() -> None:
    from ..forms.meetings import ImportOptions
    from ..services import import_kind

    register_import_kind(
        ImportKind(
            name="meetings.minutes",
            title="Dagsorden eller referat",
            help="Word, PDF, Markdown eller tekst, eller en fil fra FirstAgenda (JSON), SBSYS eller Acadre (XML). De "
            "tre sidste er bygget efter systemernes feltnavne og ikke prøvet på rigtige filer endnu, så se dem godt "
            "efter. Du ser, hvad der blev forstået, før noget gemmes.",
            accepts=(DOCX, PDF, TEXT, JSON, XML),
            rule=KEEP_MEETINGS,
            read=import_kind.read,
            fingerprint=import_kind.fingerprint,
            apply=import_kind.apply,
            options_form=ImportOptions,
        )
    )
