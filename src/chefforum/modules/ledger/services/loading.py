"""A file becomes an extract: staged in the lake, where nobody sees it, then made known by one row.

The files are written whole before the row is. So whatever dies at whatever moment, an extract is there or it is not;
files that no row knows are swept away when nobody can be about to make it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chefforum.calc.account_string import DANISH, Dimension, NotAnAccountString, parse, problems
from chefforum.calc.periods import first_day
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.lake import storage

from .. import search
from ..access import require_keeper
from ..lake.engine import cursor
from ..lake.manifest import Manifest, mark_name, read_manifest
from ..lake.mapping import AccountKind, Mapping, Writing
from ..lake.staging import Checks, Progress, Task, sha256_of, stage
from ..models import Account, ColumnMapping, Extract, ExtractStep, SourceSystem
from ..queries.accounts import code_parts, known_dimensions
from ..queries.extracts import state_of
from ..rules.control import Control
from ..rules.line_classes import PATTERNED
from ..rules.words import ExtractState, Table

# A staged file may be carried out for so long; only later is it swept away.
CARRY_OUT_WITHIN = dt.timedelta(hours=36)
SWEEP_AFTER = dt.timedelta(hours=48)
MOST_NAMED = 3
LONGEST_ACCOUNT: int = Account._meta.get_field("code").max_length or 0


class ExtractGone(Exception):
    """What was staged is no longer there, or has lain too long."""

    def __init__(self) -> None:
        super().__init__("Det er for længe siden, at filen blev læst. Intet er indlæst. Læs filen igen.")


class HasRejects(Exception):
    """Some lines are wrong, and the person asked for all or nothing."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__(
            f"{manifest.lines_rejected} af {manifest.lines_read} linjer kan ikke indlæses, så hele filen er afvist. "
            "Intet er indlæst."
        )
        self.manifest = manifest


class DiffersFromControl(Exception):
    """The sending system says another number of lines or another sum, and the person asked for all or nothing."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__("Filen er ikke den, systemet siger den er: linjer eller sum er forskellige. Intet er indlæst.")
        self.manifest = manifest


class NothingToReplace(Exception):
    """There is no loaded extract of the table with the id."""

    def __init__(self) -> None:
        super().__init__("Det udtræk, der skulle erstattes, er ikke indlæst eller er erstattet før. Intet er indlæst.")


class OthersLoaded(Exception):
    """Something else of the table was loaded after the file was read, so its vouchers may have come twice."""

    def __init__(self) -> None:
        super().__init__("Andre har indlæst noget, siden filen blev læst. Intet er indlæst. Læs filen igen.")


class LoadedMeanwhile(Exception):
    """The same file with the same mapping is loaded already."""

    def __init__(self) -> None:
        super().__init__("Filen er allerede indlæst med den samme kobling. Intet er ændret.")


NOT_LOADED = (ExtractGone, HasRejects, DiffersFromControl, NothingToReplace, OthersLoaded, LoadedMeanwhile)


@dataclass(frozen=True)
class Choices:
    """What the person chose: `keep_good` loads the good lines and rejects the others, else all or nothing.
    `creates_accounts`: accounts that nobody knows are made; else their lines are rejected, once there are any accounts.
    `control`: what the sending system says that the file has; a difference is told, and stops all or nothing.
    """

    keep_good: bool = False
    creates_accounts: bool = True
    replaces: UUID | None = None
    control: Control = field(default_factory=Control)


def mapping_of(row: ColumnMapping) -> Mapping:
    """The saved mapping as the lake understands it."""
    return Mapping(Table(row.table), row.columns, Writing.from_json(row.writing), str(row.pk), row.version)


def loaded_before(*, mapping: ColumnMapping, sha256: str) -> Extract | None:
    """The loaded extract of the same file by the same mapping."""
    return Extract.objects.filter(mapping=mapping, sha256=sha256, state=ExtractState.LOADED.value).first()


def stage_file(
    *,
    actor: Actor,
    at: dt.datetime,
    path: Path,
    file_name: str,
    mapping: ColumnMapping,
    choices: Choices,
    progress: Progress = lambda share, words: None,
) -> Manifest:
    """Reads the file into the lake, unseen. Raises AccessDenied, UnreadableSource, LoadedMeanwhile."""
    require_keeper(actor)
    sha256 = sha256_of(path)
    before = loaded_before(mapping=mapping, sha256=sha256)
    if before is not None and before.pk != choices.replaces:
        raise LoadedMeanwhile
    task = Task(
        path=path,
        file_name=file_name,
        mapping=mapping_of(mapping),
        extract_id=str(uuid4()),
        municipality=settings.MUNICIPALITY_CODE,
        source_system=mapping.source_system.name,
        staged_at=at.isoformat(),
        year=timezone.localdate(at).year,
        sha256=sha256,
        loaded_then=state_of(mapping.table),
        control=choices.control,
        checks=Checks(
            judge_account=_judge(mapping, choices, timezone.localdate(at)),
            loaded=_files_to_compare(mapping, choices.replaces),
        ),
    )
    return stage(task, progress)


def _files_to_compare(mapping: ColumnMapping, replaced: UUID | None) -> tuple[str, ...]:
    """Files with vouchers of the same system, but for the extract that is to be replaced."""
    if mapping.table != Table.POSTINGS:
        return ()
    loaded = Extract.objects.filter(
        table=mapping.table, state=ExtractState.LOADED.value, mapping__source_system=mapping.source_system_id
    )
    if replaced is not None:
        loaded = loaded.exclude(pk=replaced)
    return tuple(name for files in loaded.values_list("files", flat=True) for name in files)


def _judge(mapping: ColumnMapping, choices: Choices, on: dt.date) -> Callable[[str], str | None]:
    """What is wrong with an account: parts that the loaded structure does not hold, or that nobody knows it."""
    known = set(Account.objects.values_list("code", flat=True))
    is_authorised = mapping.writing.get("account_kind") == AccountKind.AUTHORISED.value
    structure = known_dimensions(on=on) if is_authorised else {}

    def is_known(dimension: Dimension, code: str) -> bool | None:
        codes = structure.get(dimension.value)
        return None if not codes else code in codes

    def judge(code: str) -> str | None:
        if len(code) > LONGEST_ACCOUNT:
            return f"Kontoen er længere end {LONGEST_ACCOUNT} tegn."
        if is_authorised and (wrong := _wrong_parts(code, is_known)):
            return wrong
        return "Kontoen er ukendt." if known and not choices.creates_accounts and code not in known else None

    return judge


def _wrong_parts(code: str, is_known: Callable[[Dimension, str], bool | None]) -> str | None:
    try:
        wrong = problems(parse(code), is_known=is_known)
    except NotAnAccountString as error:
        return str(error)
    named = ", ".join(f"{DANISH[dimension]} {part}" for dimension, part in wrong[:MOST_NAMED])
    return f"Kontoplanen har ikke {named}." if wrong else None


@transaction.atomic
def load_extract(*, actor: Actor, at: dt.datetime, extract_id: str, choices: Choices) -> Extract:
    """Makes the staged extract known. Asked again for the same one, it gives the row that is there.

    Raises AccessDenied, and what is in NOT_LOADED.
    """
    require_keeper(actor)
    there = Extract.objects.filter(pk=extract_id).first()
    if there is not None:
        return there
    manifest = _staged(extract_id, at, choices)
    mapping = ColumnMapping.objects.select_related("source_system").get(pk=manifest.mapping["id"])
    # Who loads waits for others who do, so that what was looked for duplicates in is all there is, and no account is
    # made twice.
    list(SourceSystem.objects.select_for_update().order_by("pk"))
    if loaded_before(mapping=mapping, sha256=manifest.sha256) not in (None, _replaced_by(choices)):
        raise LoadedMeanwhile
    if manifest.loaded_then != state_of(manifest.table):
        raise OthersLoaded
    replaced = _replace(choices.replaces, table=manifest.table)
    extract = _make_row(manifest, mapping, replaced, actor=actor, at=at)
    _record_loading(extract, manifest, actor=actor, at=at, new_accounts=_make_accounts(manifest))
    return extract


def _record_loading(extract: Extract, manifest: Manifest, *, actor: Actor, at: dt.datetime, new_accounts: int) -> None:
    data = {
        "table": extract.table,
        "sha256": extract.sha256,
        "read": extract.lines_read,
        "loaded": extract.lines_loaded,
        "rejected": extract.lines_rejected,
        "replaces": str(extract.replaces_id) if extract.replaces_id else None,
        "new_accounts": new_accounts,
        "differs_from_control": manifest.differs_from_control,
    }
    record(
        actor=actor,
        at=at,
        action="ledger.load",
        object_kind="extract",
        object_id=extract.pk,
        object_name=extract.file_name,
        data=data,
    )


def _make_row(
    manifest: Manifest, mapping: ColumnMapping, replaced: Extract | None, *, actor: Actor, at: dt.datetime
) -> Extract:
    return Extract.objects.create(
        id=UUID(manifest.extract_id),
        table=manifest.table,
        mapping=mapping,
        replaces=replaced,
        file_name=manifest.file_name,
        sha256=manifest.sha256,
        lines_read=manifest.lines_read,
        lines_loaded=manifest.lines_loaded,
        lines_rejected=manifest.lines_rejected,
        amount_read=manifest.amount_read,
        amount_loaded=manifest.amount_loaded,
        amount_rejected=manifest.amount_rejected,
        first_period=manifest.first_period,
        last_period=manifest.last_period,
        files=list(manifest.files),
        loaded_by_id=actor.person_id,
        loaded_at=at,
    )


def _staged(extract_id: str, at: dt.datetime, choices: Choices) -> Manifest:
    """What was staged, where it is there still and may be loaded as it was chosen."""
    try:
        manifest = read_manifest(extract_id)
    except storage.MissingFile:
        raise ExtractGone from None
    is_old = at - dt.datetime.fromisoformat(manifest.staged_at) > CARRY_OUT_WITHIN
    if is_old or not all(storage.exists(name) for name in manifest.files):
        raise ExtractGone
    if manifest.lines_rejected and not choices.keep_good:
        raise HasRejects(manifest)
    if manifest.differs_from_control and not choices.keep_good:
        raise DiffersFromControl(manifest)
    return manifest


def _replaced_by(choices: Choices) -> Extract | None:
    return Extract.objects.filter(pk=choices.replaces).first() if choices.replaces else None


def _replace(extract_id: UUID | None, *, table: str) -> Extract | None:
    if extract_id is None:
        return None
    loaded = Extract.objects.select_for_update().filter(table=table, state=ExtractState.LOADED.value)
    replaced = loaded.filter(pk=extract_id).first()
    if replaced is None:
        raise NothingToReplace
    replaced.state = ExtractState.REPLACED.value
    replaced.save(update_fields=["state"])
    return replaced


def _make_accounts(manifest: Manifest) -> int:
    """Accounts that the extract has and nobody knows; how many. Their names come later, from the chart of accounts."""
    if manifest.table == Table.ABSENCES or not manifest.files:
        return 0
    connection = cursor()
    try:
        paths = [storage.local_path(name) for name in manifest.files]
        codes = connection.execute("SELECT DISTINCT account FROM read_parquet(?)", [paths]).fetchall()
    finally:
        connection.close()
    known = set(Account.objects.values_list("code", flat=True))
    begins = first_day(manifest.first_period) if manifest.first_period else dt.date(2000, 1, 1)
    new = [_new_account(code, begins) for (code,) in sorted(codes) if code not in known]
    Account.objects.bulk_create(new)
    search.index_accounts(new)
    return len(new)


def _new_account(code: str, begins: dt.date) -> Account:
    parts = {part: value for part, value in code_parts(code).items() if part in PATTERNED or part == "ownership"}
    parts.pop("account")
    return Account(code=code, valid_from=begins, **parts)


def sweep_orphans(*, at: dt.datetime) -> int:
    """Removes files of extracts that no row knows and that nobody can carry out any more; how many files."""
    known = {str(pk) for pk in Extract.objects.values_list("pk", flat=True)}
    marks = {mark_name(str(extract), str(step)) for step, extract in ExtractStep.objects.values_list("pk", "extract")}
    oldest = (at - SWEEP_AFTER).timestamp()
    gone = 0
    for folder in ("manifests", "rejects", *(table.value for table in Table)):
        for name in storage.names_below(folder):
            is_known = name in marks if _is_mark(name) else _extract_of(name) in known
            if not is_known and storage.written_at(name) < oldest:
                storage.delete(name)
                gone += 1
    storage.clear_unfinished(older_than_seconds=SWEEP_AFTER.total_seconds())
    return gone


def _is_mark(name: str) -> bool:
    return name.startswith("manifests/") and name.count(".") > 1


def _extract_of(name: str) -> str:
    """The extract's id in the name of any of its files."""
    return name.rsplit("/", 1)[-1].split(".", maxsplit=1)[0][:36]
