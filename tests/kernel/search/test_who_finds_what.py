"""One finds what one has a key to, and cannot tell that there is anything else."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from searching import COLLEAGUE, entry, finds

from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.search.models import SearchDocument
from chefforum.kernel.search.queries import search
from chefforum.kernel.search.rules import (
    SIGNED_IN_KEY,
    audience_keys,
    group_key,
    group_role_key,
    person_key,
    role_key,
    role_over_key,
    role_over_person_key,
    seated_person_key,
    secretariat_key,
)
from chefforum.kernel.search.rules.labels import BadAudienceKey
from chefforum.kernel.search.services import index

FORUM, OTHER_FORUM, UNIT, OTHER_UNIT = (UUID(int=number) for number in range(1, 5))
MEMBER = Actor(person_id=UUID(int=11), name="Medlem", groups={"member": frozenset({FORUM})})
CHAIR = Actor(person_id=UUID(int=12), name="Formand", groups={"chair": frozenset({FORUM})})
SECRETARY = Actor(person_id=UUID(int=13), name="Sekretær", units={Role.SECRETARIAT: frozenset({UNIT, OTHER_UNIT})})
AUDITOR = Actor(person_id=UUID(int=14), name="Revisor", units={Role.AUDITOR: frozenset({UNIT})})
LEADER = Actor(person_id=UUID(int=16), name="Leder", units={Role.WORKPLACE_LEADER: frozenset({UNIT})})
NAMED = Actor(person_id=UUID(int=15), name="Nævnt", groups={"member": frozenset({OTHER_FORUM})})
EVERYBODY = [MEMBER, CHAIR, SECRETARY, AUDITOR, LEADER, NAMED, COLLEAGUE]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "who"),
    [
        (SIGNED_IN_KEY, EVERYBODY),
        (group_key(FORUM), [MEMBER, CHAIR]),
        (group_role_key(FORUM, "chair"), [CHAIR]),
        (secretariat_key(UNIT), [SECRETARY]),
        (role_key(Role.AUDITOR), [AUDITOR]),
        (person_key(UUID(int=15)), [NAMED]),
        (seated_person_key(OTHER_FORUM, UUID(int=15)), [NAMED]),
        (seated_person_key(FORUM, UUID(int=15)), []),  # named, but without a seat
        (group_key(UUID(int=99)), []),
        (role_over_key(Role.WORKPLACE_LEADER, UNIT), [LEADER]),
        (role_over_key(Role.WORKPLACE_LEADER, OTHER_UNIT), []),
        (role_over_key(Role.CASE_AUTHOR, UNIT), []),
        (role_over_person_key(Role.WORKPLACE_LEADER, UNIT, UUID(int=16)), [LEADER]),
        (role_over_person_key(Role.WORKPLACE_LEADER, UNIT, UUID(int=15)), []),  # named, but leads nothing
    ],
)
def test_a_key_opens_for_those_who_have_it_and_nobody_else(key: str, who: list[Actor]) -> None:
    index(entries=[entry("1", "Lindens sygdom", audience=[key])])
    assert [actor.name for actor in EVERYBODY if finds("sygdom", actor=actor)] == [actor.name for actor in who]
    assert finds("sygdom", actor=Actor.command_line()) == ["1"]


@pytest.mark.django_db
def test_without_an_audience_only_the_command_line_finds_it() -> None:
    index(entries=[entry("1", "Lindens sygdom", audience=[])])
    assert [actor.name for actor in EVERYBODY if finds("sygdom", actor=actor)] == []
    assert finds("sygdom", actor=Actor.command_line()) == ["1"]


@pytest.mark.django_db
def test_what_one_may_not_find_is_not_counted_by_kind_or_year_either() -> None:
    index(
        entries=[
            entry("mine", "Lindens alder"),
            entry("hidden", "Lindens sygdom", kind="test.secret", audience=[], date=dt.date(2019, 1, 1)),
        ]
    )
    found = search(actor=COLLEAGUE, text="linden")
    assert found.total == 1
    assert [(choice.value, choice.count) for choice in (*found.kinds, *found.years)] == [("test.item", 1), ("2026", 1)]


@pytest.mark.django_db
def test_an_entry_that_gets_a_narrower_audience_is_gone_for_the_others_at_once() -> None:
    index(entries=[entry("1", "Lindens sygdom")])
    assert finds("sygdom") == ["1"]
    index(entries=[entry("1", "Lindens sygdom", audience=[group_key(FORUM)])])
    assert finds("sygdom") == []
    assert finds("sygdom", actor=MEMBER) == ["1"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["qlasignedin", f"qlagroupzc{FORUM.hex}", '"qlagroup"', "signed_in"])
def test_the_labels_cannot_be_searched_for(text: str) -> None:
    index(entries=[entry("1", "Lindens sygdom", audience=[SIGNED_IN_KEY, group_key(FORUM)])])
    assert finds(text) == []


@pytest.mark.django_db
def test_who_is_not_signed_in_may_not_search() -> None:
    with pytest.raises(AccessDenied):
        search(actor=Actor.nobody(), text="linden")


@pytest.mark.django_db
def test_a_key_that_is_no_key_is_refused_and_nothing_is_indexed() -> None:
    with pytest.raises(BadAudienceKey):
        index(entries=[entry("1", "Lindens sygdom", audience=['x" OR "qlasignedin'])])
    assert not SearchDocument.objects.exists()


@pytest.mark.django_db
def test_a_secretariat_over_a_thousand_units_is_asked_for_in_three_queries(django_assert_max_num_queries) -> None:
    units = frozenset(uuid4() for _ in range(3000)) | {UNIT}
    actor = Actor(person_id=uuid4(), name="Sekretariat", units={Role.SECRETARIAT: units})
    index(entries=[entry("1", "Lindens sygdom", audience=[secretariat_key(UNIT)])])
    with django_assert_max_num_queries(3):
        assert finds("sygdom", actor=actor) == ["1"]


KEYS = st.sampled_from(sorted(key for actor in EVERYBODY for key in audience_keys(actor) or ()))


@pytest.mark.django_db
class WhateverTheAudiences(TestCase):
    @given(st.lists(st.frozensets(KEYS, max_size=3), max_size=8), st.sampled_from(EVERYBODY))
    def test_what_is_found_is_what_shares_a_key(self, audiences: list[frozenset[str]], actor: Actor) -> None:
        index(entries=[entry(str(number), "Lindens alder", audience=keys) for number, keys in enumerate(audiences)])
        mine = audience_keys(actor) or frozenset()
        assert set(finds("linden", actor=actor)) == {str(n) for n, keys in enumerate(audiences) if keys & mine}
