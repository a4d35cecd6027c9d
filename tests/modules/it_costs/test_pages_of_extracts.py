"""The way through the pages: an extract is frozen, answered one by one and together, compared, signed and fetched."""

from __future__ import annotations

import hashlib
import io
import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.jobs.models import Job
from chefforum.modules.it_costs.models import CostLine, Extract, ExtractLine, LineVerdict
from chefforum.modules.it_costs.rules.extract_kinds import LineState
from tests.modules.it_costs.extracts_town import book, frozen


@pytest.fixture
def shared(town: SimpleNamespace, post) -> SimpleNamespace:
    book(town, post)
    town.extract = frozen(town, analyst_hand_id=town.people["controller"].pk)
    return town


def browser(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"it_costs:{name}", args=args)


def words(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace("\xa0", " ")


def answer_rest(client: Client, extract: Extract, **said: str) -> str:
    """As a person does: what happens is shown, and then done."""
    address = url("extract_answer", extract.pk)
    plain = {"said": "agrees", "act": "vis"} | said
    shown = client.post(address, plain)
    assert "Det sker der" in words(shown)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen is not None
    return words(client.post(address, plain | {"act": "gem", "seen": seen[1]}, follow=True))


def freeze_form(client: Client, **said: str) -> dict[str, str]:
    page = client.get(url("extract_new")).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once is not None
    plain = {"name": "Anden version", "first_year": "2024", "second_year": "2025", "status": "final"}
    return plain | {"once": once[1]} | said


def test_the_coordinator_freezes_once_though_the_form_is_sent_twice(shared, django_capture_on_commit_callbacks) -> None:
    client, address = browser(shared, "coordinator"), url("extract_new")
    said = freeze_form(client, previous_id=str(shared.extract.pk))
    assert client.post(address, said | {"name": ""}).status_code == 422
    ordered = [client.post(address, said)["Location"] for _ in range(2)]
    assert ordered[0] == ordered[1]
    assert "Et udtræk bliver frosset" in words(client.get(url("extracts")))
    Job.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        ordered = [client.post(address, said)["Location"]]
    made = Extract.objects.exclude(pk=shared.extract.pk).get()
    assert client.get(ordered[0])["Location"] == url("extract", made.pk)
    assert client.post(address, said)["Location"] == url("extract", made.pk)
    assert (Extract.objects.count(), Job.objects.count()) == (2, 1)
    page = words(client.get(url("extracts")))
    assert "Anden version" in page
    assert "bliver frosset" not in page


def test_what_was_asked_for_stands_in_the_form_again_where_freezing_failed(
    shared, django_capture_on_commit_callbacks
) -> None:
    client = browser(shared, "coordinator")
    hand = str(shared.people["controller"].pk)
    said = freeze_form(client, name="Som bliver afbrudt", analyst_hand_id=hand, answer_by="2026-06-01")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("extract_new"), said).status_code == 302
        RoleAssignment.objects.filter(person=hand).delete()  # before the job begins
    assert Extract.objects.get() == shared.extract
    page = client.get(url("extracts")).content.decode()
    assert "skal kunne se alle it-omkostninger" in page
    again = re.search(r'href="([^"]*igen=[^"]*)"', page)
    assert again is not None
    form = client.get(again[1]).content.decode()
    assert 'value="Som bliver afbrudt"' in form
    assert 'value="2026-06-01"' in form
    other = browser(shared, "controller")
    assert other.get(again[1]).status_code == 403
    assert "Udtrækket er ikke frosset" not in words(browser(shared, "leader").get(url("extracts")))


def test_a_line_is_answered_opened_and_its_history_read(shared) -> None:
    client = browser(shared, "coordinator")
    line = ExtractLine.objects.filter(extract=shared.extract, source_name="Licenser", unit=shared.north).last()
    assert line is not None
    address = url("extract_line", shared.extract.pk, line.number)
    page = words(client.get(address))
    assert "Nordlys Software" in page
    assert "bøgerne siger det samme i dag" in page
    assert "Skriv hvorfor" in words(client.post(address, {"said": "disagrees", "seen": "0"}), 422)
    said = {"said": "corrects", "reason": "Kreditnota mangler", "amount": "1.000,50", "seen": "0"}
    assert client.post(address, said).status_code == 302
    assert "En anden har svaret" in words(client.post(address, said | {"amount": "7"}), 422)
    assert "Skal være beløb: 1.000,50 kr." in words(client.get(address))
    postings = re.search(r'href="([^"]*posteringer/[^"]*)"', client.get(address).content.decode())
    assert postings is not None
    assert "Licens" in words(client.get(unescape(postings[1])))


def test_many_are_answered_after_a_preview_and_taken_back(shared) -> None:
    client = browser(shared, "coordinator")
    count = ExtractLine.objects.filter(extract=shared.extract).count()
    assert f"{count} linjer er besvaret" in answer_rest(client, shared.extract)
    address = url("extract_answer", shared.extract.pk)
    changed = client.post(address, {"said": "disagrees", "reason": "Nej", "act": "gem", "seen": "0"})
    assert "Linjerne er ændret" in words(changed, 422)
    batch = LineVerdict.objects.values_list("batch", flat=True)[0]
    assert "Fortrudt" in words(client.post(url("extract_undo", shared.extract.pk), {"batch": str(batch)}, follow=True))
    assert not LineVerdict.objects.filter(replaced_at=None).exists()


def test_both_agree_sign_and_fetch_the_receipt(shared) -> None:
    coordinator, analyst = browser(shared, "coordinator"), browser(shared, "controller")
    for client in (coordinator, analyst):
        answer_rest(client, shared.extract)
    line = ExtractLine.objects.filter(extract=shared.extract).first()
    assert line is not None
    address = url("extract_line", shared.extract.pk, line.number)
    stands = LineVerdict.objects.get(line=line, party="analyst", replaced_at=None)
    analyst.post(address, {"said": "disagrees", "reason": "Mangler moms", "seen": str(stands.pk)})
    sign = url("extract_sign", shared.extract.pk)
    assert "uenige om" in words(coordinator.get(sign))
    excepted = {"linje": str(line.number), "reason": "Afklares næste år"}
    coordinator.post(url("extract_exception", shared.extract.pk), excepted)
    pdf = url("extract_file", shared.extract.pk, "pdf")
    assert coordinator.get(pdf).status_code == 404
    for client, party, name in ((coordinator, "municipality", "Ane Holm"), (analyst, "analyst", "Bo Krag")):
        page = client.get(sign).content.decode()
        hidden = dict(re.findall(r'name="(seen_\w+)" value="(\w+)"', page))
        said = {"part": party, "name": name, "role": "Chef", "on": "2026-04-02", **hidden}
        assert "Skriv" in words(client.post(sign, said | {"role": ""}), 422)
        assert client.post(sign, said | {"on": timezone.localdate().isoformat()}).status_code == 302
    assert "ændres aldrig" in words(coordinator.get(sign))
    receipt = coordinator.get(pdf)
    assert receipt.content.startswith(b"%PDF")
    assert "Valideret" in words(coordinator.get(url("extracts")))
    late = coordinator.post(address, {"said": "agrees", "seen": "0"}, follow=True)
    assert "ændres ikke mere" in words(late)


def test_the_files_hold_the_sum_and_what_the_reader_may_see(shared) -> None:
    seen = {}
    for name in ("coordinator", "leader"):
        content = browser(shared, name).get(url("extract_file", shared.extract.pk, "xlsx")).content
        table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert {row[0] for row in table[1:]} == {shared.extract.sha256}
        seen[name] = {row[7] for row in table[1:]}
    assert seen["leader"] == {"Nordskolen"}
    assert "Digitalisering" in seen["coordinator"]
    form = browser(shared, "controller").get(url("extract_file", shared.extract.pk, "jsonl")).content
    assert hashlib.sha256(form).hexdigest() == shared.extract.sha256
    files = url("extract_files", shared.extract.pk)
    assert "Kontrolsummen passer" in words(browser(shared, "leader").get(files, {"kontrol": "1"}))
    ExtractLine.objects.filter(number=1).update(source_name="Rettet bagom")
    assert "Linjer, der er ændret: 1" in words(browser(shared, "leader").get(files, {"kontrol": "1"}))


def test_the_next_version_tells_what_is_another_and_what_was_corrected(shared) -> None:
    client = browser(shared, "coordinator")
    line = ExtractLine.objects.get(extract=shared.extract, origin="line")
    address = url("extract_line", shared.extract.pk, line.number)
    client.post(address, {"said": "corrects", "reason": "Lønnen steg", "amount": "750", "seen": "0"})
    CostLine.objects.filter(pk=line.source_id).update(amount_oere=750_00)
    moved = words(client.get(address))
    assert "Udtrækket siger 500,00 kr., og bøgerne siger nu 750,00 kr." in moved
    new = frozen(shared, name="Anden version", previous_id=shared.extract.pk)
    page = words(client.get(url("extract_differences", new.pk)))
    assert "Er i bøgerne" in page
    assert "Andet beløb: 1." in page
    assert "+250 kr." in page
    assert "intet at sammenligne" in words(client.get(url("extract_differences", shared.extract.pk)))


def test_a_leader_sees_own_lines_and_is_told_that_there_are_more(shared) -> None:
    client = browser(shared, "leader")
    other = ExtractLine.objects.filter(extract=shared.extract, unit=shared.digital).first()
    own = ExtractLine.objects.filter(extract=shared.extract, unit=shared.north).first()
    assert other is not None
    assert own is not None
    assert "Kun de enheder" in words(client.get(url("extract", shared.extract.pk)))
    assert "Digitalisering" not in words(client.get(url("extract_lines", shared.extract.pk)))
    assert client.get(url("extract_line", shared.extract.pk, other.number)).status_code == 404
    address = url("extract_line", shared.extract.pk, own.number)
    assert "svarer" not in words(client.get(address))
    assert client.post(address, {"said": "agrees"}).status_code == 403
    number = ExtractLine.objects.get(extract=shared.extract, kind="number").number
    assert "ikke vist" in words(client.get(url("extract_line", shared.extract.pk, number)))


def test_lines_are_narrowed_by_how_they_stand(shared) -> None:
    client = browser(shared, "coordinator")
    address = url("extract_lines", shared.extract.pk)
    for query in ({"stand": state.value} for state in LineState):
        assert client.get(address, query).status_code == 200
    found = client.get(address, {"kategori": "hardware", "stand": "open", "enhed": str(shared.north.pk)})
    assert "Pc'er" in words(found)
    assert "Ingen linjer med de valg" in words(client.get(address, {"stand": "agreed"}))
    assert client.get(address, {"aar": "x", "enhed": "vejr"}).status_code == 200


def test_those_with_lines_left_are_reminded_and_told_on_the_start_page(shared) -> None:
    said = browser(shared, "coordinator").post(url("extract_remind", shared.extract.pk), follow=True)
    assert "Én er mindet" in words(said)
    start = words(browser(shared, "it_manager").get(reverse("start")))
    assert "mangler dit svar" in start
    assert "mangler dit svar" not in words(browser(shared, "leader").get(reverse("start")))


def test_the_coordinator_names_who_writes_for_the_analyst(shared) -> None:
    client, address = browser(shared, "coordinator"), url("extract_analyst", shared.extract.pk)
    assert client.get(address).status_code == 200
    said = {"analyst_name": "Bølgetal", "analyst_hand_id": ""}
    assert client.post(address, said).status_code == 302
    assert Extract.objects.get().analyst_hand is None
    other = {"analyst_name": "Bølgetal", "analyst_hand_id": str(shared.people["colleague"].pk)}
    assert client.post(address, other).status_code == 422
