"""The way through the pages: a rule is written with a preview, costs are seen, and a sum opens to its postings."""

from __future__ import annotations

import io
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from chefforum.modules.it_costs.models import ClassificationRule

POSTINGS = (
    ("10-03-2024", "4020", "4711", "1.000,00", "Licens", "Nordlys Software"),
    ("10-03-2025", "4020", "4711", "1.200,50", "Licens", "Nordlys Software"),
    ("11-03-2025", "4020", "4700", "800,00", "Drift", "Nordlys Software"),
    ("12-03-2025", "4020", "4711", "12,00", "Gave", "Blomster"),
)


@pytest.fixture
def client_of(town: SimpleNamespace, post):
    """Somebody's browser, over two years of postings."""
    post(*POSTINGS)

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace("\xa0", " ")


def test_a_rule_is_previewed_saved_and_followed_to_its_postings(client_of) -> None:
    client = client_of("coordinator")
    start = client.get(reverse("it_costs:rules"))
    assert "Nordlys Software" in words(start)
    said = {"name": "Nordlys", "supplier": "nordlys*", "category": "software", "activity": "operation", "seen": ""}
    shown = words(client.post(reverse("it_costs:rule_new"), said | {"act": "vis", "aar": "2025"}))
    assert "I 2025 fanger denne regel 2 posteringer, 2.001 kr." in shown
    assert "2 posteringer blev ikke fanget af nogen regel før" in shown
    assert not ClassificationRule.objects.exists()
    assert client.post(reverse("it_costs:rule_new"), said | {"act": "gem"}).status_code == 302
    assert "I 2024: 1.000 kr. I 2025: 2.001 kr." in words(client.get(reverse("it_costs:costs")))
    costs = client.get(reverse("it_costs:costs"), {"efter": "enhed"})
    address = next(
        unescape(one) for one in re.findall(r'href="([^"]*celle/[^"]*)"', costs.content.decode()) if "enhed=" in one
    )
    cell = client.get(address)
    assert "Nordlys" in words(cell)
    postings = unescape(re.search(r'href="([^"]*posteringer/[^"]*)"', cell.content.decode())[1])
    assert "Licens" in words(client.get(postings)) or "Drift" in words(client.get(postings))
    stale = client.post(reverse("it_costs:rule_new"), said | {"name": "To", "act": "gem", "seen": "før"})
    assert stale.status_code == 422
    assert ClassificationRule.objects.count() == 1


def test_the_workbook_has_what_the_leader_sees_and_no_more(client_of) -> None:
    client = client_of("coordinator")
    said = {"name": "Nordlys", "supplier": "nordlys*", "category": "software", "activity": "operation", "act": "gem"}
    client.post(reverse("it_costs:rule_new"), said)
    seen = {}
    for name in ("coordinator", "leader"):
        content = client_of(name).get(reverse("it_costs:costs_export")).content
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        seen[name] = sum(row[-1] for row in book.get_sheet_by_name("Omkostninger").to_python()[1:])
    assert seen == {"coordinator": 2000.5, "leader": 1200.5}


def test_the_picture_says_the_same_millions_as_the_table(client_of) -> None:
    client = client_of("coordinator")
    said = {"text": "Drift", "year": "2025", "amount": "12.500.000", "category": "staff", "activity": "support"}
    assert client.post(reverse("it_costs:cost_line_new"), said).status_code == 302
    shown = words(client.get(reverse("it_costs:costs")))
    assert "12,50 mio. kr." in shown
    assert "12.500.000 kr." in shown
