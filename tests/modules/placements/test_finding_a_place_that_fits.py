"""Somebody looks for a place: what is free for the whole time, and meets most of the wish, comes first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

from chefforum.modules.placements.rules.matching import Offered, Wish, fit
from chefforum.modules.placements.rules.places import PlaceWords, changed, languages_in, told
from chefforum.modules.placements.rules.stays import DAY, Offer, Span

START = dt.date(2026, 4, 1)
WISH = Wish(kind="internship", start=START, days=28, hours=Decimal(20), language="Engelsk", job_type_id=1)
PLACE = Offered(
    kind="internship",
    job_type_id=1,
    hours_from=Decimal(15),
    hours_to=Decimal(30),
    languages=("dansk", "engelsk"),
    offer=Offer(1, Span(START - 100 * DAY)),
    stays=(),
)


def other(**words):
    return dataclasses.replace(PLACE, **words)


def test_all_that_is_asked_is_met():
    found = fit(WISH, PLACE)
    assert found is not None
    assert (found.starts, found.job_type, found.hours, found.language) == (START, True, True, True)


def test_another_kind_does_not_fit():
    assert fit(WISH, other(kind="wage_subsidy")) is None


def test_a_place_that_is_booked_in_the_middle_waits_until_it_is_free_for_the_whole_time():
    booked = fit(WISH, other(stays=(Span(START + 10 * DAY, START + 20 * DAY),)))
    assert booked is not None
    assert booked.starts == START + 21 * DAY
    assert fit(WISH, other(stays=(Span(START, START + 70 * DAY),))) is None


def test_what_is_not_met_ranks_below_what_is_not_told_and_that_below_what_is_met():
    met, wait = PLACE, other(stays=(Span(START, START + 6 * DAY),))
    not_told, wrong = other(languages=()), other(languages=("dansk",))
    other_job = other(job_type_id=2)
    found = [fit(WISH, one) for one in (other_job, wrong, not_told, wait, met)]
    ranks = [one.rank for one in found if one is not None]
    assert len(ranks) == 5
    assert ranks == sorted(ranks, reverse=True)


def test_nothing_asked_is_nothing_to_miss():
    found = fit(Wish(kind="internship", start=START, days=1), other(languages=(), hours_from=None, hours_to=None))
    assert found is not None
    assert found.rank == (0, 0, 2, dt.timedelta(0))


def test_hours_outside_what_is_offered():
    found = fit(dataclasses.replace(WISH, hours=Decimal(37)), PLACE)
    assert found is not None
    assert found.hours is False


def test_languages_however_they_are_parted():
    assert languages_in("Dansk; engelsk / arabisk og  tysk") == ("dansk", "engelsk", "arabisk", "tysk")


def test_a_places_words_come_back_as_they_went():
    words = PlaceWords(
        kind="internship",
        job_type_id=1,
        slots=2,
        open_from=START,
        hours_from=Decimal("20.5"),
        windows=(Span(START, START + DAY),),
    )
    assert PlaceWords.from_json(words.as_json()) == words


def test_what_changed_is_told_in_words():
    before = {"slots": 1, "is_shared": False, "tasks": "a", "hours_from": "20.5", "open_from": "2026-04-01"}
    after = {"slots": 2, "is_shared": True, "tasks": "b", "hours_from": None, "open_from": "2026-04-01"}
    assert told(changed(before, after)) == [
        "Antal pladser: 1 → 2",
        "I den fælles pulje: nej → ja",
        "Opgaver er ændret",
        "Timer om ugen, mindst: 20,5 → ikke oplyst",
    ]
