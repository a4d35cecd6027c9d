"""A list is one leader's until it is shared; others copy it and count; nothing in it names a citizen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.placements.models import TaskList
from chefforum.modules.placements.queries.task_lists import (
    TaskListNotFound,
    find_task_list,
    list_task_lists,
    task_list_page,
)
from chefforum.modules.placements.services.task_lists import (
    ListRefused,
    ListWords,
    TaskWords,
    change_task_list,
    make_task_list,
    remove_task_list,
    share_task_list,
    use_task_list,
)
from tests.modules.placements.conftest import NOW, TODAY

LATER = NOW + dt.timedelta(minutes=5)


def words(town, *tasks: str, unit=None, title: str = "Køkkenhjælp", about: str = "") -> ListWords:
    said = [TaskWords(task) for task in tasks or ("Dæk bord", "Vask op")]
    return ListWords(title=title, about=about, unit_id=(unit or town.north).pk, job_type_id=None, tasks=said)


def made(town, **more) -> TaskList:
    return make_task_list(actor=town.as_("leader"), words=words(town, **more), at=NOW)


def test_a_list_is_its_units_own_until_it_is_shared(town) -> None:
    found = made(town)
    for name in ("chief", "consultant", "substitute", "coordinator"):
        assert find_task_list(actor=town.as_(name), list_id=found.pk) == found
    for name in ("other_leader", "other_chief", "colleague", "controller", "admin"):
        with pytest.raises(TaskListNotFound):
            find_task_list(actor=town.as_(name), list_id=found.pk)
    share_task_list(actor=town.as_("leader"), list_id=found.pk, is_shared=True, at=NOW)
    for name in ("other_leader", "other_chief", "colleague"):
        assert find_task_list(actor=town.as_(name), list_id=found.pk) == found


def test_another_leader_copies_and_adapts_it_and_that_is_counted(town) -> None:
    original = made(town)
    share_task_list(actor=town.as_("leader"), list_id=original.pk, is_shared=True, at=NOW)
    copy = make_task_list(
        actor=town.as_("other_leader"),
        words=words(town, "Dæk bord i hallen", unit=town.south),
        at=LATER,
        copied_from=original,
    )
    use_task_list(actor=town.as_("other_chief"), list_id=original.pk, unit_id=town.park.pk, at=LATER)
    page = task_list_page(actor=town.as_("leader"), list_id=original.pk, on=TODAY)
    assert page.used_by == ("Parken", "Sydskolen")
    assert [task.text for task in page.tasks] == ["Dæk bord", "Vask op"]  # the original is as it was
    (first, *_) = list_task_lists(actor=town.as_("colleague"), on=TODAY)
    assert (first.task_list, first.count, first.used_by) == (original, 2, 2)
    assert task_list_page(actor=town.as_("other_leader"), list_id=copy.pk, on=TODAY).copied_from == original


def test_a_unit_that_says_so_twice_is_counted_once(town) -> None:
    found = made(town)
    share_task_list(actor=town.as_("leader"), list_id=found.pk, is_shared=True, at=NOW)
    said = [
        use_task_list(actor=town.as_("other_leader"), list_id=found.pk, unit_id=town.south.pk, at=NOW) for _ in "ab"
    ]
    assert said == [True, False]
    with pytest.raises(AccessDenied):
        use_task_list(actor=town.as_("other_leader"), list_id=found.pk, unit_id=town.north.pk, at=NOW)


def test_only_the_units_own_people_change_share_or_remove_it(town) -> None:
    found = made(town)
    share_task_list(actor=town.as_("leader"), list_id=found.pk, is_shared=True, at=NOW)
    actor = town.as_("other_leader")
    with pytest.raises(AccessDenied):
        share_task_list(actor=actor, list_id=found.pk, is_shared=False, at=NOW)
    with pytest.raises(AccessDenied):
        remove_task_list(actor=actor, list_id=found.pk, is_removed=True, at=NOW)
    with pytest.raises(AccessDenied):
        change_task_list(actor=actor, list_id=found.pk, words=words(town, unit=town.south), seen=NOW, at=LATER)
    with pytest.raises(AccessDenied):
        make_task_list(actor=actor, words=words(town), at=NOW)  # for another's workplace


def test_what_is_taken_back_or_removed_is_seen_by_its_own_alone_and_comes_back(town) -> None:
    found = made(town)
    share_task_list(actor=town.as_("leader"), list_id=found.pk, is_shared=True, at=NOW)
    remove_task_list(actor=town.as_("leader"), list_id=found.pk, is_removed=True, at=NOW)
    with pytest.raises(TaskListNotFound):
        find_task_list(actor=town.as_("colleague"), list_id=found.pk)
    assert list_task_lists(actor=town.as_("leader"), on=TODAY) == []
    remove_task_list(actor=town.as_("leader"), list_id=found.pk, is_removed=False, at=NOW)
    assert find_task_list(actor=town.as_("colleague"), list_id=found.pk) == found


@pytest.mark.parametrize(
    ("tasks", "title", "says"),
    [
        (("Ring til 010190-1234",), "Køkkenhjælp", "CPR"),
        (("Dæk bord",), "010190-1234", "CPR"),
        (("  ",), "Køkkenhjælp", "mindst én opgave"),
        (("Dæk bord",), "  ", "titel"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(town, tasks, title, says) -> None:
    with pytest.raises(ListRefused, match=says):
        make_task_list(actor=town.as_("leader"), words=words(town, *tasks, title=title), at=NOW)
    assert not TaskList.objects.exists()


def test_a_list_that_is_too_long_or_a_task_that_is_is_refused_and_not_cut(town) -> None:
    with pytest.raises(ListRefused, match="Listen har 151 opgaver"):
        make_task_list(actor=town.as_("leader"), words=words(town, *["Vask op"] * 151), at=NOW)
    with pytest.raises(ListRefused, match="Opgave 2 er på 562 tegn"):
        make_task_list(actor=town.as_("leader"), words=words(town, "Vask op", "x" * 562), at=NOW)
    assert not TaskList.objects.exists()
    kept = make_task_list(actor=town.as_("leader"), words=words(town, *["Vask op"] * 149, "x" * 300), at=NOW)
    assert len(kept.items.get(position=150).text) == 300


def test_two_who_write_at_once_lose_nothing(town) -> None:
    found = made(town)
    change_task_list(actor=town.as_("leader"), list_id=found.pk, words=words(town, "Bag boller"), seen=NOW, at=LATER)
    with pytest.raises(ListRefused, match="En anden har ændret listen"):
        change_task_list(actor=town.as_("chief"), list_id=found.pk, words=words(town, "Skær grønt"), seen=NOW, at=LATER)
    assert [task.text for task in found.items.all()] == ["Bag boller"]


def form(town, *tasks: str, **more: str) -> dict[str, str]:
    said = {
        "title": "Køkkenhjælp",
        "about": "",
        "unit": str(town.north.pk),
        "job_type": "",
        "many": "",
        "opgave-TOTAL_FORMS": str(len(tasks)),
        "opgave-INITIAL_FORMS": "0",
    }
    said |= {f"opgave-{number}-text": task for number, task in enumerate(tasks)}
    return said | more


def test_a_leader_writes_shares_and_changes_a_list_on_the_pages(town, client: Client) -> None:
    client.force_login(town.people["leader"])
    client.post(reverse("placements:task_list_new"), form(town, "Dæk bord", many="- Vask op\n• Tør af\n\n"))
    found = TaskList.objects.get()
    assert [task.text for task in found.items.all()] == ["Dæk bord", "Vask op", "Tør af"]
    client.post(reverse("placements:task_list_share", args=[found.pk]), {"del": "1"})
    page = client.get(reverse("placements:task_list_change", args=[found.pk])).content.decode()
    assert 'value="Tør af"' in page
    seen = found.changed_at.isoformat()
    client.post(reverse("placements:task_list_change", args=[found.pk]), form(town, "Dæk op", "", seen=seen))
    assert [task.text for task in found.items.all()] == ["Dæk op"]
    client.force_login(town.people["other_leader"])
    copied = client.get(reverse("placements:task_list_new") + f"?fra={found.pk}").content.decode()
    assert 'value="Dæk op"' in copied


def test_what_was_written_stands_after_a_refusal(town, client: Client) -> None:
    client.force_login(town.people["leader"])
    answer = client.post(reverse("placements:task_list_new"), form(town, "Ring til 010190-1234"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ligner et CPR-nummer" in page
    assert 'value="Ring til 010190-1234"' in page


def test_a_pasted_line_that_is_too_long_is_told_by_its_number_and_stands(town, client: Client) -> None:
    client.force_login(town.people["leader"])
    pasted = "Vask op\n\n" + "dæk bord " * 62 + "slut"
    answer = client.post(reverse("placements:task_list_new"), form(town, "Tør af", many=pasted))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Linje 3 er på 562 tegn. Der er plads til 300." in page
    assert pasted in page
    assert 'value="Tør af"' in page
    assert not TaskList.objects.exists()


def test_too_many_pasted_lines_are_refused_and_as_many_as_may_be_can_be_changed_again(town, client: Client) -> None:
    client.force_login(town.people["leader"])
    new = reverse("placements:task_list_new")
    answer = client.post(new, form(town, many="Vask op\n" * 400))
    assert "Listen har 400 opgaver. Der er plads til 150." in answer.content.decode()
    assert answer.content.decode().count("Vask op") == 400
    client.post(new, form(town, many="Vask op\n" * 150))
    found = TaskList.objects.get()
    change = reverse("placements:task_list_change", args=[found.pk])
    rows = client.get(change).context["rows"]
    said = form(town, *["Tør af"] * len(rows.forms), seen=found.changed_at.isoformat())
    said |= {f"opgave-{number}-{name}": "ja" for number in range(150) for name in ("how", "how_often", "with_help")}
    assert client.post(change, said).status_code == 302
    assert found.items.filter(text="Tør af").count() == 150


def test_a_list_corrected_and_sent_again_is_led_to_its_change(town, client: Client) -> None:
    client.force_login(town.people["leader"])
    new, once = reverse("placements:task_list_new"), "7f0c7a52-5f0e-4a5c-9d3c-2f6f3f0f7a11"
    client.post(new, form(town, "Vask op", once=once))
    found = TaskList.objects.get()
    assert client.post(new, form(town, "Vask op", once=once)).status_code == 302
    answer = client.post(new, form(town, "Vask op", "Tør af", once=once))
    page = answer.content.decode()
    change = reverse("placements:task_list_change", args=[found.pk])
    assert "Det var gemt i forvejen. Du har rettet noget siden" in page
    assert f'action="{change}"' in page
    assert 'value="Tør af"' in page
    client.post(change, form(town, "Vask op", "Tør af", seen=answer.context["form"]["seen"].value()))
    assert [task.text for task in found.items.all()] == ["Vask op", "Tør af"]
