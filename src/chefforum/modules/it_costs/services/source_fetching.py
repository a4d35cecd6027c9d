"""Sources are asked as a job: everything is read first, kept raw, and then written at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from chefforum.connectors import kitos, microsoft_graph, topdesk
from chefforum.connectors.asking import NotSetUp, SourceError
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job

from ..access import require_coordinator
from ..models import SourceSnapshot
from ..queries.source_mapping import mapping_of_topdesk
from ..queries.source_readings import newest_snapshots, raw_of
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.source_rows import FIELDS_TRIED
from .source_files import forget, keep_raw, sweep_readings
from .source_mapping import write_try
from .source_readings import Outcome, write_reading

FETCH_JOB = "it_costs.fetch_source"
TRY_JOB = "it_costs.try_source"
FETCHED = (Source.KITOS.value, Source.TOPDESK.value, Source.GRAPH.value)
# What must be set before a source can be asked: the variable, and where it stands.
NEEDED: dict[str, tuple[tuple[str, str], ...]] = {
    Source.KITOS: (
        ("CHEFFORUM_KITOS_URL", "KITOS_URL"),
        ("CHEFFORUM_KITOS_USER", "KITOS_USER"),
        ("CHEFFORUM_KITOS_PASSWORD", "KITOS_PASSWORD"),
    ),
    Source.TOPDESK: (
        ("CHEFFORUM_TOPDESK_URL", "TOPDESK_URL"),
        ("CHEFFORUM_TOPDESK_USER", "TOPDESK_USER"),
        ("CHEFFORUM_TOPDESK_PASSWORD", "TOPDESK_PASSWORD"),
    ),
    Source.GRAPH: (
        ("CHEFFORUM_GRAPH_TENANT", "GRAPH_TENANT"),
        ("CHEFFORUM_GRAPH_CLIENT", "GRAPH_CLIENT"),
        ("CHEFFORUM_GRAPH_SECRET", "GRAPH_SECRET"),
    ),
}
OVERLAP = dt.timedelta(hours=1)  # our clock and theirs may differ
Tell = Callable[[int, int | None, str], None]


def missing_settings(source: str) -> list[str]:
    """The variables that are not set; none: it can be asked."""
    return [variable for variable, name in NEEDED.get(source, ()) if not getattr(settings, name)]


def require_set_up(source: str) -> None:
    """Raises NotSetUp."""
    missing = missing_settings(source)
    if missing or source not in FETCHED:
        raise NotSetUp(f"{SOURCE_NAMES[Source(source)]} er ikke sat op: {', '.join(missing)} mangler.")


def order_fetch(*, actor: Actor, source: str, only_changes: bool, accepts_loss: bool, at: dt.datetime) -> Job:
    """As a job. Raises AccessDenied for others than the coordinator."""
    require_coordinator(actor)
    return start_job(
        actor=actor,
        at=at,
        run=FETCH_JOB,
        title=f"Hent fra {SOURCE_NAMES[Source(source)]}",
        arguments={"source": source, "only_changes": only_changes, "accepts_loss": accepts_loss},
    )


def fetch_source(
    *, actor: Actor, source: str, only_changes: bool = False, accepts_loss: bool = False, at: dt.datetime, tell: Tell
) -> Outcome:
    """Raises AccessDenied, SourceError, MissingFile: then nothing is changed."""
    require_coordinator(actor)
    require_set_up(source)
    raw = _FETCHERS[source](at=at, tell=tell, only_changes=only_changes)
    tell(9, 10, "Gemmer")
    kept = keep_raw(source=source, raw=raw)
    try:
        outcome = write_reading(actor=actor, source=source, kept=kept, at=at, accepts_loss=accepts_loss)
    except BaseException:
        forget(kept)
        raise
    sweep_readings(at=at)
    return outcome


def _from_kitos(*, at: dt.datetime, tell: Tell, only_changes: bool) -> dict[str, Any]:
    client = kitos.Client(user=settings.KITOS_USER, password=settings.KITOS_PASSWORD, address=settings.KITOS_URL)
    tell(0, 10, "Spørger KITOS, hvem vi er")
    organisation = settings.KITOS_ORGANISATION or _our_organisation(client)
    before = newest_snapshots(Source.KITOS.value) if only_changes else {}
    raw: dict[str, Any] = {}
    for place, collection in enumerate(kitos.COLLECTIONS, start=1):
        tell(2 * place, 10, "Henter fra KITOS")
        if collection in before:
            earlier = before[collection]
            since = earlier.fetched_at - OVERLAP
            raw[collection] = kitos.with_changes(
                raw_of({collection: earlier.file})[collection],
                changed=client.rows(collection, organisation=organisation, changed_since=since),
                deleted=client.deleted(collection, since=since),
            )
        else:
            raw[collection] = client.rows(collection, organisation=organisation)
    tell(8, 10, "Henter fra KITOS")
    raw["organization-units"] = client.units(organisation=organisation)
    if _lacks_kle_numbers(raw):
        raw["kle-options"] = client.kle()
    return raw


def _our_organisation(client: kitos.Client) -> str:
    """Raises NotSetUp where the user is a member of none or of several."""
    found = [kitos.organisation_of(row) for row in client.organisations()]
    if len(found) == 1:
        return found[0].uuid
    names = ", ".join(one.name for one in found[:5]) or "ingen"
    raise NotSetUp(
        f"KITOS' bruger er medlem af {names}. Sæt CHEFFORUM_KITOS_ORGANISATION til nummeret (uuid) på kommunen."
    )


def _lacks_kle_numbers(raw: Mapping[str, Any]) -> bool:
    """Some rows tell KITOS' own number of a task alone."""
    tasks = [one for row in raw["it-systems"] for one in kitos.system_of(row).kle]
    tasks += [one for row in raw["it-system-usages"] for one in kitos.usage_of(row).added_kle]
    return any(not one.number for one in tasks)


def _from_topdesk(*, at: dt.datetime, tell: Tell, only_changes: bool) -> dict[str, Any]:
    client = _topdesk()
    tell(0, 10, "Henter aktiver fra TOPdesk")
    mapping = mapping_of_topdesk()
    assets = client.assets(templates=settings.TOPDESK_TEMPLATES, fields=list(mapping.values()))
    tell(4, 10, "Henter sager fra TOPdesk")
    first_day = dt.date(at.year - settings.TOPDESK_YEARS, 1, 1)
    counts = topdesk.support_of(client.incidents(first_day=first_day, last_day=timezone.localdate(at)))
    return {"assets": assets | {"mapping": mapping}, "incidents": [dict(one.__dict__) for one in counts]}


def _topdesk() -> topdesk.Client:
    return topdesk.Client(user=settings.TOPDESK_USER, password=settings.TOPDESK_PASSWORD, address=settings.TOPDESK_URL)


def order_try(*, actor: Actor, at: dt.datetime) -> Job:
    """As a job. Raises AccessDenied for others than the coordinator."""
    require_coordinator(actor)
    return start_job(actor=actor, at=at, run=TRY_JOB, title="Hent felterne fra TOPdesk")


def try_topdesk(*, actor: Actor, at: dt.datetime) -> SourceSnapshot:
    """Which fields TOPdesk has, and what stands in the first few assets, for who maps them: no row of it comes into the
    register. It takes the place of an earlier try. Raises AccessDenied, SourceError: then nothing is changed."""
    require_coordinator(actor)
    require_set_up(Source.TOPDESK.value)
    raw = {FIELDS_TRIED: _topdesk().sample(templates=settings.TOPDESK_TEMPLATES)}
    kept = keep_raw(source=Source.TOPDESK.value, raw=raw)
    try:
        return write_try(actor=actor, kept=kept[0], at=at)
    except BaseException:
        forget(kept)
        raise


def _from_graph(*, at: dt.datetime, tell: Tell, only_changes: bool) -> dict[str, Any]:
    client = microsoft_graph.Client(
        tenant=settings.GRAPH_TENANT,
        client_id=settings.GRAPH_CLIENT,
        secret=settings.GRAPH_SECRET,
        address=settings.GRAPH_URL,
        login=settings.GRAPH_LOGIN_URL,
    )
    tell(0, 10, "Henter licenser fra Microsoft 365")
    raw: dict[str, Any] = {"subscribedSkus": client.subscribed_skus()}
    if settings.GRAPH_TEAMS:
        tell(5, 10, "Henter brug af Teams som tal")
        use = client.teams_use()
        raw["teams"] = [{**use.__dict__, "refreshed_on": use.refreshed_on.isoformat()}]
    return raw


_FETCHERS: Mapping[str, Callable[..., dict[str, Any]]] = {
    Source.KITOS: _from_kitos,
    Source.TOPDESK: _from_topdesk,
    Source.GRAPH: _from_graph,
}

__all__ = [
    "FETCHED",
    "FETCH_JOB",
    "TRY_JOB",
    "SourceError",
    "fetch_source",
    "missing_settings",
    "order_fetch",
    "order_try",
    "try_topdesk",
]
