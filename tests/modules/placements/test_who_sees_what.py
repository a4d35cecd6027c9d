"""A workplace sees its own: each person against each way out of the room, as a table.

The town has four placements with wage subsidy, N at Nordskolen, S at Sydskolen, P in Parken, O outside the
municipality, and a place at each of the three. A cell says which of them the person finds there ("–" none; "x" the
page is refused, 403). What everybody sees as published is the same for all of them, word for word.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.modules.placements.models import OutcomeDefinition, Place, Placement
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.services.dated_rules import add_usual_rules
from tests.modules.placements.conftest import NOW, TODAY
from tests.modules.placements.test_effect import ended
from tests.modules.placements.test_effect_gives_no_count_back import body_of
from tests.modules.placements.test_status_paper import text_of

DAY = dt.timedelta(days=1)
WAGE = PlacementKind.WAGE_SUBSIDY.value
TABLE = """
who           list  file  placement  declaration  place  workplace  statements  own         schools  park  imports
coordinator   NOPS  NOPS  NSPO       NSP          NSP    NSP        NSP         –           NS       P     12345
consultant    NS    NS    NS         NS           NS     NS         NS          –           NS       –     123
chief         NS    NS    NS         NS           NS     NS         NS          Skoler      NS       –     3
leader        N     N     N          N            N      N          N           Nordskolen  N        –     3
substitute    N     N     N          N            N      N          N           Nordskolen  N        –     3
other_leader  S     S     S          S            S      S          S           Sydskolen   S        –     3
other_chief   P     P     P          P            P      P          P           Miljø       –        P     3
controller    x     x     x          x            x      x          x           –           –        –     –
admin         x     x     x          x            x      x          x           –           –        –     –
colleague     x     x     x          x            x      x          x           –           –        –     –
"""
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
ROWS = {line[0]: dict(zip(HEAD[1:], line[1:], strict=True)) for line in LINES}
# The kinds of file of the room, by the number that the table has of them.
IMPORTS = (
    "placements.placements",
    "placements.outcomes",
    "placements.employees",
    "placements.workplaces",
    "placements.key",
)


@pytest.fixture
def there(town: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    where = {"N": town.north, "S": town.south, "P": town.park}
    usual = {"kind": WAGE, "created_at": NOW - 50 * DAY, "starts_on": TODAY - 40 * DAY, "ends_on": TODAY + 40 * DAY}
    town.places, town.placements = {}, {}
    for name, unit in where.items():
        town.places[name] = Place.objects.create(
            workplace=town.workplaces[unit],
            kind=WAGE,
            job_type=town.job_type,
            slots=2,
            open_from=TODAY - 90 * DAY,
            created_at=NOW,
        )
        town.placements[name] = Placement.objects.create(
            reference=name, unit=unit, workplace=town.workplaces[unit], place=town.places[name], **usual
        )
    add_usual_rules(actor=town.as_("coordinator"), at=NOW)
    town.placements["O"] = Placement.objects.create(reference="O", sector="private", **usual)
    town.sites = {name: town.workplaces[unit] for name, unit in where.items()}
    return town


def client_of(town: SimpleNamespace, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def found(client: Client, things: dict[str, Any], url: Callable[[UUID], str]) -> str:
    """Those whose page is there; the others are not found, or all of them refused."""
    answers = {name: client.get(url(thing.pk)).status_code for name, thing in things.items()}
    assert set(answers.values()) <= {200, 403, 404}, answers
    if set(answers.values()) == {403}:
        return "x"
    assert 403 not in answers.values(), answers
    return "".join(name for name, status in answers.items() if status == 200) or "–"


def on_the_list(client: Client, town: SimpleNamespace) -> str:
    answer = client.get(reverse("placements:placements"))
    if answer.status_code == 403:
        return "x"
    return "".join(sorted(row.placement.reference for row in answer.context["rows"])) or "–"


def in_the_file(client: Client, town: SimpleNamespace) -> str:
    answer = client.get(reverse("placements:placements_file", args=["csv"]))
    if answer.status_code == 403:
        return "x"
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    return "".join(sorted(row["Nummer"] for row in rows)) or "–"


def one(client: Client, town: SimpleNamespace) -> str:
    return found(client, town.placements, lambda pk: reverse("placements:placement", args=[pk]))


def declaration(client: Client, town: SimpleNamespace) -> str:
    inside = {name: thing for name, thing in town.placements.items() if name != "O"}
    return found(client, inside, lambda pk: reverse("placements:declaration", args=[pk, "pdf"]))


def place(client: Client, town: SimpleNamespace) -> str:
    return found(client, town.places, lambda pk: reverse("placements:place", args=[pk]))


def workplace(client: Client, town: SimpleNamespace) -> str:
    return found(client, town.sites, lambda pk: reverse("placements:workplace", args=[pk]))


def statements(client: Client, town: SimpleNamespace) -> str:
    answer = client.get(reverse("placements:statements"))
    if answer.status_code == 403:
        return "x"
    said = answer.content.decode()
    return "".join(n for n, p in town.placements.items() if str(p.pk) in said) or "–"


def own_box(client: Client, town: SimpleNamespace) -> str:
    own = client.get(reverse("placements:overview")).context["own"]
    return own.name if own else "–"


def workplaces_of(client: Client, town: SimpleNamespace, unit: str) -> str:
    answer = client.get(reverse("placements:department", args=[getattr(town, unit).pk]))
    named = {"Nordskolen": "N", "Sydskolen": "S", "Parken": "P"}
    return "".join(named[row.name] for row in answer.context["workplaces"]) or "–"


def schools(client: Client, town: SimpleNamespace) -> str:
    return workplaces_of(client, town, "schools")


def park_department(client: Client, town: SimpleNamespace) -> str:
    return workplaces_of(client, town, "park_department")


def imports(client: Client, town: SimpleNamespace) -> str:
    """How many of the room's five kinds of file the person may bring in."""
    answers = [client.get(reverse("imports:import_new", args=[kind])).status_code for kind in IMPORTS]
    assert set(answers) <= {200, 403, 404}
    return "".join(str(number) for number, status in enumerate(answers, 1) if status == 200) or "–"


EXITS = {
    "list": on_the_list,
    "file": in_the_file,
    "placement": one,
    "declaration": declaration,
    "place": place,
    "workplace": workplace,
    "statements": statements,
    "own": own_box,
    "schools": schools,
    "park": park_department,
    "imports": imports,
}


@pytest.mark.parametrize("who", list(ROWS))
def test_each_finds_what_is_theirs_and_nothing_else(there: SimpleNamespace, who: str) -> None:
    client = client_of(there, who)
    assert {name: way_out(client, there) for name, way_out in EXITS.items()} == ROWS[who]


def test_the_table_has_everybody_and_every_way_out(there: SimpleNamespace) -> None:
    assert set(ROWS) == set(there.people)
    assert set(HEAD[1:]) == set(EXITS)


def test_what_is_published_is_word_for_word_the_same_for_everybody(there: SimpleNamespace) -> None:
    """Effect, time until closed, document and figures; with a few at Nordskolen, whom only some read one by one."""
    by = OutcomeDefinition.objects.get()
    ended(there, 12, "job", by=by)
    ended(there, 20, "on_benefit", by=by)
    ended(there, 3, "education", by=by, kind=WAGE)
    ended(there, 2)
    figures = [
        f"placements.{name} year=2026 kind=wage_subsidy unit={unit}"
        for name in ("started", "running", "occupancy")
        for unit in ("kommunen", "skoler", "nordskolen")
    ]
    figures.append("placements.effect year=2025 kind=wage_subsidy sector=municipal")
    told: dict[str, set[str]] = defaultdict(set)
    for who in there.people:
        client, actor = client_of(there, who), there.as_(who)
        document = make(kind="placements.status", actor=actor, parameters={"year": "2025"}, format="docx", at=NOW)
        # Before its first heading the coordinator has a button more.
        told["effect"].add(body_of(client.get(reverse("placements:effect")).content.decode()).split("<h2", 1)[1])
        told["time"].add(repr(client.get(reverse("placements:time_to_close")).context["found"]))
        told["document"].add(text_of(document).replace(f"lavet af {who}", "lavet af X"))
        told["figures"].add(repr([value_of(reference=one, actor=actor, on=TODAY).value for one in figures]))
        assert client.get(reverse("placements:status_export", args=[2025, "pdf"])).status_code == 200
    assert {name: len(said) for name, said in told.items()} == {"effect": 1, "time": 1, "document": 1, "figures": 1}
    (words,), (values,) = told["document"], told["figures"]
    assert "skjult" in words
    assert values.count("value=None") == len(figures)  # of a few, all of them are hidden
