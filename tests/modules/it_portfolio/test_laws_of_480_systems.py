"""480 systems × every requirement: the pages cost as many queries as with one, and the rules alone are fast."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.law_facts import law_facts
from chefforum.modules.it_portfolio.queries.compliance import matrix
from chefforum.modules.it_portfolio.rules.compliance import Said
from chefforum.modules.it_portfolio.rules.requirements import REQUIREMENTS
from chefforum.modules.it_portfolio.services.compliance import Write, write_answers
from chefforum.project import demo
from chefforum.project.demo import it_register
from tests import factories
from tests.modules.it_portfolio.law_town import NOW, TODAY, law_town


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    return law_town()


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_480_systems_cost_no_more_queries_than_three_and_come_fast(town: SimpleNamespace) -> None:
    client = Client()
    client.force_login(town.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("privacy"))
    urls = [
        reverse("it_portfolio:compliance"),
        reverse("it_portfolio:compliance") + "?lov=gdpr&svar=open",
        reverse("it_portfolio:compliance_first"),
        reverse("it_portfolio:compliance_vendors"),
        reverse("it_portfolio:compliance_file", args=["xlsx"]),
        reverse("it_portfolio:compliance_system", args=[town.school.pk]),
        reverse("it_portfolio:competences"),
        reverse("start"),
    ]
    said = Said("fulfilled", ground="Sag 1", checked_on=TODAY)
    write_answers(actor=town.as_("coordinator"), writes=[Write(town.school.pk, "gdpr_agreement", said)], at=NOW)
    before = [cost(client, url) for url in urls]
    codes = [factories.unit(f"Enhed {code}", under=town.schools, code=code).code for code in ("33001", "32001")]
    made = it_register.invent(folder=demo.FOLDER, on=TODAY, owners={}, units=codes, count=480)
    known = {"Enhedskode": "33001", "Bruges af (koder)": ""}
    invented = it_register.Invented(tuple({**one, **known} for one in made.systems), ())
    _bring_in(invented)
    writes = [
        Write(one.id, requirement.code, Said("not_fulfilled", ground="Ikke set på"))
        for one in law_facts(on=TODAY, units=None)
        for requirement in REQUIREMENTS
        if not requirement.choices
    ]
    assert write_answers(actor=town.as_("coordinator"), writes=writes, at=NOW).count >= 480 * 14
    after = [cost(client, url) for url in urls]
    more = {url: (was, now) for url, was, now in zip(urls, before, after, strict=True) if now > was}
    assert more == {}
    tree, actor = tree_on(TODAY), town.as_("coordinator")
    began = time.perf_counter()
    rows = matrix(actor=actor, on=TODAY, tree=tree)
    assert time.perf_counter() - began < 3  # 0.3 s on an idle machine
    assert len(rows) >= 480
    assert all(len(row.cells) == len(REQUIREMENTS) for row in rows)


def _bring_in(invented: it_register.Invented) -> None:
    columns = it_register.SYSTEM_COLUMNS.values()
    content = it_register.file_of(invented.systems, columns)
    it_register.bring_in_content("it_costs.systems", "systemer.csv", content, {}, at=NOW)
