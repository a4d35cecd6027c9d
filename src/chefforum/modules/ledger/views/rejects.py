"""All rejected lines of a file, whether it was loaded without them, waits to be, or was refused whole."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.rules import XLSX as XLSX_TYPE
from chefforum.kernel.imports.queries import ImportNotFound, get_import
from chefforum.kernel.lake.storage import MissingFile

from ..access import KEEP_LEDGER, READ_EXTRACTS, require_keeper
from ..documents.rejects import CSV, FORMS, XLSX, csv_of, write_workbook
from ..lake.manifest import Manifest, read_manifest
from ..queries.extracts import ExtractNotFound, get_extract
from ..queries.rejects import all_rejected


@access(READ_EXTRACTS)
@require_safe
def rejected_of_extract(request: Request, extract_id: UUID, form: str) -> HttpResponseBase:
    """The lines that were kept out of an extract."""
    try:
        _, manifest = get_extract(actor=request.actor, extract_id=extract_id)
    except ExtractNotFound:
        raise Http404 from None
    return _file(manifest, form)


@access(KEEP_LEDGER)
@require_safe
def rejected_of_import(request: Request, import_id: UUID, form: str) -> HttpResponseBase:
    """The lines of a file that is read and not loaded; the file is there until it is swept away."""
    require_keeper(request.actor)
    try:
        item = get_import(actor=request.actor, import_id=import_id, at=timezone.now())
    except ImportNotFound:
        raise Http404 from None
    if not item.kind.name.startswith("ledger.") or "extract" not in (item.payload or {}):
        raise Http404
    try:
        manifest = read_manifest(item.payload["extract"])
        return _file(manifest, form)
    except MissingFile:
        messages.error(request, "Det er for længe siden, at filen blev læst, så linjerne er ryddet op. Læs filen igen.")
        return redirect("imports:import_detail", import_id=import_id)


def _file(manifest: Manifest, form: str) -> HttpResponseBase:
    """Raises MissingFile before anything is answered."""
    if form not in FORMS:
        raise Http404
    lines = all_rejected(manifest=manifest)
    name = f"Afviste linjer {manifest.file_name.rsplit('.', 1)[0]}.{form}"
    if form == XLSX:
        with tempfile.TemporaryDirectory(prefix="rejects-") as folder:
            path = Path(folder, "rejects.xlsx")
            write_workbook(path, lines)
            return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX_TYPE)
    assert form == CSV
    response = StreamingHttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
