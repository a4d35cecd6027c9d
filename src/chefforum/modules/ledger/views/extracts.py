"""Extracts: what is loaded, one with its rejected lines, and the way in for a new file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.queries import DocumentNotFound
from chefforum.kernel.documents.rules import RefusedFile
from chefforum.kernel.documents.services import add_document, open_version
from chefforum.kernel.imports.services import start_import
from chefforum.web.pages import page_of
from chefforum.web.typed import whole_number

from ..access import KEEP_LEDGER, READ_EXTRACTS, keeps_ledger, require_keeper
from ..forms import extracts as forms
from ..imports import kind_of
from ..lake.looking import Heads, Look, heads_of, look
from ..lake.mapping import Mapping, Writing, fits, guessed_columns, guessed_writing
from ..lake.sources.batches import UnreadableSource
from ..lake.tables import SHAPES
from ..queries import extracts as queries
from ..queries.closing import closed_through_at
from ..queries.rejects import reasons_of, rejected_lines
from ..queries.telling import closed_sentences, control_sentences, sentences
from ..queries.withdrawing import why_not_restored, why_not_withdrawn
from ..rules.words import TABLE_NAMES, Table
from ..services.mappings import IncompleteMapping, save_mapping

FOLDER = "ledger/eksempler"
EXAMPLES = (  # name, static file, what is in it
    ("Posteringer", f"{FOLDER}/posteringer.csv", "bilag, dato, måned, konto, omkostningssted og beløb."),
    (
        "Posteringer med fejl",
        f"{FOLDER}/posteringer-med-fejl.csv",
        "se, hvordan hver fejl bliver sagt, linje for linje.",
    ),
    ("Budget", f"{FOLDER}/budget.csv", "oprindeligt, tillægsbevillinger og omplaceringer, for året eller pr. måned."),
    (
        "Stillinger",
        f"{FOLDER}/stillinger.csv",
        "hvem der har dem, fra og til; en er ledig, og en ledig er budgetteret.",
    ),
    ("Fravær", f"{FOLDER}/fravaer.csv", "barsel og langtidssygdom med andel af løn og refusionsregel."),
)


@access(READ_EXTRACTS)
@require_safe
def extract_list(request: Request) -> HttpResponse:
    filters = forms.ExtractFilter(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    rows = queries.list_extracts(actor=request.actor, table=chosen.get("tabel", ""), state=chosen.get("tilstand", ""))
    context = {
        "page": page_of(rows, request),
        "filters": filters,
        "nouns": "udtræk,udtræk",
        "may_keep": keeps_ledger(request.actor),
    }
    return render(request, "ledger/extract_list.html", context)


@access(READ_EXTRACTS)
@require_safe
def extract_detail(request: Request, extract_id: UUID) -> HttpResponse:
    try:
        extract, manifest = queries.get_extract(actor=request.actor, extract_id=extract_id)
    except queries.ExtractNotFound:
        raise Http404 from None
    filters = forms.RejectedFilter(request.GET, reasons=manifest.reasons)
    filters.is_valid()
    chosen = filters.cleaned_data
    rejected = rejected_lines(
        manifest=manifest,
        search=chosen.get("q", ""),
        reason=chosen.get("grund", ""),
        page=whole_number(request.GET.get("side", ""), 1),
    )
    keeps, replacement = keeps_ledger(request.actor), queries.replacement_of(extract)
    context = {
        "extract": extract,
        "replacement": replacement,
        "steps": queries.steps_of(extract),
        "may_withdraw": keeps and not why_not_withdrawn(extract),
        "may_restore": keeps and not why_not_restored(extract),
        "manifest": manifest,
        "sentences": (
            *sentences(manifest),
            *control_sentences(manifest),
            *closed_sentences(manifest, closed_through=closed_through_at(extract.loaded_at), is_loaded=True),
        ),
        "reasons": reasons_of(manifest=manifest),
        "rejected": rejected,
        "filters": filters,
        "columns": [
            (field.danish, manifest.mapping["columns"][field.name])
            for field in SHAPES[Table(extract.table)].fields
            if field.name in manifest.mapping["columns"]
        ],
    }
    return render(request, "ledger/extract.html", context)


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponse:
    """The first step: the file is kept, and its columns are shown on the next page."""
    require_keeper(request.actor)
    is_sent = request.method == "POST"
    form = forms.UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        said = form.cleaned_data
        try:
            version = add_document(
                actor=request.actor,
                at=timezone.now(),
                content=said["file"],
                filename=said["file"].name,
                accepts=forms.ACCEPTS,
            )
        except RefusedFile as refusal:
            form.add_error("file", str(refusal))
        else:
            chosen = urlencode({"tabel": said["table"].value, "system": said["source_system"]})
            return redirect(f"{reverse('ledger:mapping', args=[version.document_id])}?{chosen}")
    return render(request, "ledger/upload.html", {"form": form, "examples": EXAMPLES})


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: Request, document_id: UUID) -> HttpResponse:
    """The second step: what each column is, with the first lines as they are understood."""
    require_keeper(request.actor)
    table, system = _chosen(request)
    with _kept(request, document_id) as (path, filename):
        saved = queries.latest_mapping(source_system=system, table=table)
        writing = Writing.from_json(saved.writing) if saved else Writing()
        try:
            heads = heads_of(path, writing=writing)
        except UnreadableSource as refusal:
            context = {"refusal": refusal, "filename": filename, "table_name": TABLE_NAMES[table]}
            return render(request, "ledger/unreadable.html", context)
        columns = guessed_columns(table, heads.names)
        writing = writing if saved else guessed_writing(columns, heads.examples)
        if saved and fits(Mapping(table, saved.columns), heads.names):
            columns = saved.columns
        is_sent = request.method == "POST"
        data = request.POST if is_sent else None
        form = forms.MappingForm(data, table=table, heads=heads.names, initial=forms.mapping_initial(columns, writing))
        choices = forms.ExtractChoices(data, table=table)
        if is_sent and all([form.is_valid(), choices.is_valid()]):
            columns, writing = form.columns(), form.writing()
            if "gem" in request.POST and (answer := _saved(request, form, choices, table, system, path, filename)):
                return answer
        context = _mapping_page(path, heads, Mapping(table, columns, writing)) | {
            "form": form,
            "choices": choices,
            "filename": filename,
            "system": system,
            "table_name": TABLE_NAMES[table],
            "saved": saved,
        }
        return render(request, "ledger/mapping.html", context)


def _chosen(request: Request) -> tuple[Table, str]:
    """What the first page said, in the address."""
    try:
        table, system = Table(request.GET.get("tabel", "")), request.GET.get("system", "").strip()[:80]
    except ValueError:
        raise Http404 from None
    if not system:
        raise Http404
    return table, system


@contextmanager
def _kept(request: Request, document_id: UUID) -> Iterator[tuple[Path, str]]:
    """The file as it came, on the disk for as long as the page is made."""
    try:
        opened = open_version(actor=request.actor, at=timezone.now(), document_id=document_id)
    except DocumentNotFound:
        raise Http404 from None
    with opened.file, tempfile.NamedTemporaryFile(prefix="extract-") as copy:
        shutil.copyfileobj(opened.file, copy)
        copy.flush()
        yield Path(copy.name), opened.filename


def _saved(
    request: Request, form: Any, choices: Any, table: Table, system: str, path: Path, filename: str
) -> HttpResponse | None:
    """Keeps the mapping and starts the reading; None where something is missing, which the form then says."""
    try:
        kept = save_mapping(
            actor=request.actor,
            at=timezone.now(),
            source_system=system,
            table=table,
            columns=form.columns(),
            writing=form.writing(),
        )
    except IncompleteMapping as refusal:
        form.add_error(None, str(refusal))
        return None
    with path.open("rb") as content:
        item = start_import(
            actor=request.actor,
            at=timezone.now(),
            kind=kind_of(table),
            content=content,
            filename=filename,
            options={"mapping": str(kept.pk), **choices.as_options()},
        )
    return redirect("imports:import_detail", import_id=item.pk)


def _mapping_page(path: Path, heads: Heads, mapping: Mapping) -> dict[str, Any]:
    shown: Look | None = None
    trouble = ""
    if missing := mapping.missing():
        trouble = f"Vælg kolonner til: {', '.join(missing)}."
    else:
        try:
            shown = look(path, mapping)
        except UnreadableSource as refusal:
            trouble = refusal.message
    fields = [field for field in SHAPES[mapping.table].fields if field.name in mapping.columns]
    names = {name for name, _ in SHAPES[mapping.table].stored}
    return {
        "heads": heads,
        "trouble": trouble,
        "look": shown,
        "shown_fields": [
            (field.name, "Til og med" if field.name == "valid_to" else field.danish)
            for field in fields
            if field.name in names
        ]
        + ([("amount", "Beløb")] if "debit" in mapping.columns else []),
    }
