"""Peers are chosen by distance, frozen with who and why, and refused where somebody could be singled out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chefforum.calc.benchmark_disclosure import singled_out
from chefforum.modules.it_benchmark.models import Background, Municipality, PeerGroup, Publication
from chefforum.modules.it_benchmark.rules.fields import USUAL_WEIGHTS
from chefforum.modules.it_benchmark.services.groups import GroupRefused, NotTakenIn, take_in
from tests.modules.it_benchmark.conftest import NOW, client_of, content, deliver, freeze, page

pytestmark = pytest.mark.django_db


def form(**said: object) -> dict[str, object]:
    weights = {f"w_{key}": weight for key, weight in USUAL_WEIGHTS.items()}
    return {"year": 2025, "count": 10, "act": "vis", **weights, **said}


def test_a_group_is_tried_and_shown_with_distance_and_sensitivity(base) -> None:  # type: ignore[no-untyped-def]
    text = client_of(base, "coordinator").post(reverse("it_benchmark:group_new"), form()).content.decode()
    assert "De 10, der ligner os mest" in text
    assert "Uden Borgere:" in text
    assert "Med 7:" in text
    assert "Læg gruppen fast" in text
    assert not PeerGroup.objects.exists()


def test_a_frozen_group_says_who_when_and_why_and_is_used_for_all_years(base) -> None:  # type: ignore[no-untyped-def]
    client = client_of(base, "coordinator")
    sent = form(act="frys", name="Ligner os", reason="Samme størrelse", once="0b2f5a0e-0f0e-4c0b-8f6e-2d8f6c1f0a11")
    answer = client.post(reverse("it_benchmark:group_new"), sent)
    made = PeerGroup.objects.get()
    assert answer.url == reverse("it_benchmark:group", args=[made.pk])
    assert (made.person, made.reason, made.members.count()) == (base.people["coordinator"], "Samme størrelse", 10)
    assert set(made.publications.values_list("year", flat=True)) == {2024, 2025}
    assert client.post(reverse("it_benchmark:group_new"), sent).status_code == 302  # sent twice makes one
    assert PeerGroup.objects.count() == 1


def test_what_was_written_stays_when_the_name_lacks(base) -> None:  # type: ignore[no-untyped-def]
    answer = client_of(base, "coordinator").post(reverse("it_benchmark:group_new"), form(act="frys", reason="Fordi"))
    assert answer.status_code == 422
    assert "Fordi" in answer.content.decode()


def test_a_group_that_differs_by_a_few_is_refused_in_words(base) -> None:  # type: ignore[no-untyped-def]
    freeze(base, "Ti", count=10)
    with pytest.raises(GroupRefused, match="ligner “Ti” så meget"):
        freeze(base, "Otte", count=8)
    answer = client_of(base, "coordinator").post(reverse("it_benchmark:group_new"), form(count=8))
    assert "Gruppen kan ikke lægges fast" in answer.content.decode()


def test_the_same_members_again_tell_nothing_new_and_are_allowed(base) -> None:  # type: ignore[no-untyped-def]
    freeze(base, "Ti")
    assert freeze(base, "Ti igen").members.count() == 10


def test_we_must_say_of_ourselves_what_we_are_compared_by(base) -> None:  # type: ignore[no-untyped-def]
    Background.objects.filter(field="density").delete()
    answer = client_of(base, "coordinator").post(reverse("it_benchmark:group_new"), form())
    assert answer.status_code == 422
    assert "Vi mangler selv for 2025: Borgere pr. km²" in answer.content.decode()
    assert client_of(base, "coordinator").post(reverse("it_benchmark:group_new"), form(w_density=0)).status_code == 200


def test_new_deliveries_of_a_few_are_not_taken_in_before_five_have_come(grouped) -> None:  # type: ignore[no-untyped-def]
    codes = list(grouped.group.members.values_list("code", flat=True))
    actor = grouped.as_("coordinator")
    with pytest.raises(NotTakenIn, match="er med"):
        take_in(actor=actor, group=grouped.group, year=2025, at=NOW)
    for nth, code in enumerate(codes[:5]):
        changed = content(int(code) - 900)
        changed["costs"][0]["accrued"] += 5_000_000
        deliver(grouped, int(code) - 900, years=(2025,), costs=changed["costs"])
        if nth < 4:
            with pytest.raises(NotTakenIn, match=f"når {4 - nth} mere er kommet"):
                take_in(actor=actor, group=grouped.group, year=2025, at=NOW)
    take_in(actor=actor, group=grouped.group, year=2025, at=NOW)
    assert Publication.objects.filter(group=grouped.group, year=2025).count() == 2


def test_what_is_shown_of_all_groups_together_singles_nobody_out(base) -> None:  # type: ignore[no-untyped-def]
    deliver(base, *range(12, 24))
    for count in (5, 6, 8, 10, 12, 15, 18):
        for name, weights in (
            ("a", {}),
            ("b", {"citizens": 5.0}),
            ("c", {"citizens": 0.0, "fte": 0.0, "density": 5.0}),
        ):
            try:
                freeze(base, f"{name}{count}", count=count, **weights)
            except GroupRefused:
                continue
    shown: dict[str, list[list[str]]] = {}
    for one in Publication.objects.all():
        for key, codes in one.shown.items():
            shown.setdefault(f"{one.year} {key}", []).append(codes)
    assert PeerGroup.objects.count() > 1
    assert all(singled_out(groups=sets) == frozenset() for sets in shown.values())


def test_only_the_coordinator_freezes(base) -> None:  # type: ignore[no-untyped-def]
    for name in ("controller", "it_manager", "colleague"):
        assert page(base, name, "group_new").status_code == 403
    assert Municipality.objects.count() == 12
