"""A figure is live until it is frozen, missing where it is not known, and not there for those who may not see it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from chefforum.kernel.access.rules import SIGNED_IN, Actor, Role, Rule, has_any
from chefforum.kernel.audit.models import Event
from chefforum.kernel.figures.models import FrozenFigure
from chefforum.kernel.figures.queries import UnknownFigure, fault_in, list_figures, value_of
from chefforum.kernel.figures.registry import (
    BadFigure,
    BadParameters,
    Figure,
    FigureValue,
    Parameter,
    ParameterKind,
    forget_figure,
    register_figure,
)
from chefforum.kernel.figures.services import freeze
from tests import factories

AT = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 1, 28)
COLLEAGUE = Actor(person_id=uuid4(), name="Asta Holm")
CONTROLLER = Actor(person_id=uuid4(), name="Bo Lind", units={Role.CONTROLLER: frozenset({uuid4()})})


def figure(**changes: object) -> Figure:
    usual = {
        "name": "test.trees",
        "title": "Træer",
        "unit": "stk.",
        "definition": "Træer plantet i året.",
        "version": 2,
        "parameters": (Parameter("year", "År", ParameterKind.YEAR),),
        "rule": SIGNED_IN,
        "compute": trees,
    }
    return Figure(**(usual | changes))


def trees(*, actor: Actor, parameters: dict[str, str], on: dt.date) -> FigureValue:
    if parameters["year"] == "2024":
        return FigureValue(None, None, "Plantelisten", "Ingen talte i 2024.")
    return FigureValue(Decimal(parameters["year"]), on, "Plantelisten")


@pytest.fixture
def _trees() -> Iterator[None]:
    register_figure(figure())
    yield
    forget_figure("test.trees")


@pytest.fixture
def organisation(db: None) -> None:
    """A department of two teams; the first was counted twice, the second never until it was closed."""
    department = factories.unit("Afdeling", code="5000")
    garden = factories.unit("Have", code="5100", under=department)
    factories.unit("Park", code="5200", under=department)
    other = factories.unit("Skov", code="6000")
    factories.staffing(department, dt.date(2025, 6, 1), "2.50")
    factories.staffing(garden, dt.date(2025, 1, 1), "10.00")
    factories.staffing(garden, dt.date(2025, 9, 1), "11.25")
    factories.staffing(garden, dt.date(2026, 2, 1), "99.00")
    factories.staffing(other, dt.date(2025, 9, 1), "77.00")


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    ("unit", "on", "value", "as_of"),
    [
        ("5000", TODAY, "13.75", dt.date(2025, 6, 1)),
        ("5100", TODAY, "11.25", dt.date(2025, 9, 1)),
        ("5100", dt.date(2025, 8, 31), "10.00", dt.date(2025, 1, 1)),
    ],
)
def test_full_time_equivalents_are_the_latest_counts_of_the_unit_and_those_below(
    unit: str, on: dt.date, value: str, as_of: dt.date
) -> None:
    shown = value_of(reference=f"organisation.fte unit={unit}", actor=COLLEAGUE, on=on)
    assert (shown.value.value, shown.value.as_of, shown.figure.unit) == (Decimal(value), as_of, "årsværk")


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(("unit", "reason"), [("5200", "ikke indlæst årsværk for Park"), ("9999", "ingen enhed")])
def test_what_nobody_counted_is_missing_and_says_why(unit: str, reason: str) -> None:
    shown = value_of(reference=f"organisation.fte unit={unit}", actor=COLLEAGUE, on=TODAY)
    assert shown.is_missing
    assert reason in shown.value.missing_reason


@pytest.mark.usefixtures("_trees")
@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("test.trees", "mangler år: skriv year=…"),
        ("test.trees year=26", "duer ikke som år"),
        ("test.trees year=２０２６", "duer ikke som år"),
        ("test.trees year=2026 kind=x", "kender ikke “kind”"),
    ],
)
def test_wrong_parameters_are_told_in_words(reference: str, reason: str) -> None:
    with pytest.raises(BadParameters, match=reason):
        value_of(reference=reference, actor=COLLEAGUE, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (ParameterKind.DATE, "2026-01-28", "28. januar"),
        (ParameterKind.NUMBER, "-1.5", "NaN"),
        (ParameterKind.NUMBER, "7", "syv"),
    ],
)
def test_a_parameter_is_of_its_kind(kind: ParameterKind, good: str, bad: str) -> None:
    kinds = figure(parameters=(Parameter("x", "X", kind),), compute=lambda **_: FigureValue(Decimal(1), TODAY, "Prøve"))
    register_figure(kinds)
    try:
        assert not value_of(reference=f"test.trees x={good}", actor=COLLEAGUE, on=TODAY).is_missing
        with pytest.raises(BadParameters):
            value_of(reference=f'test.trees x="{bad}"', actor=COLLEAGUE, on=TODAY)
    finally:
        forget_figure("test.trees")


@pytest.mark.usefixtures("_trees")
@pytest.mark.parametrize(
    ("written", "words", "instead"),
    [
        ("test.trees year=2026", None, ()),
        ("test.treees year=2026", "Mente du test.trees?", ("test.trees year=2026",)),
        ("test.bushes year=2026", "Mente du test.trees?", ("test.trees year=2026",)),
        ("nowhere.known", "På siden Tal står dem", ()),
        ("Test Trees", "er ikke navnet på et tal", ("test.trees year=…",)),
        ("test.trees år", "er ikke et valg som year=2025. Mente du test.trees?", ("test.trees year=…",)),
        ("test.trees year=26", "Skriv fx year=2026", ()),
        ("test.trees year=2026 sort=elm", "kender ikke “sort”. Skriv test.trees year=…", ("test.trees year=2026",)),
    ],
)
def test_what_is_written_wrong_is_told_with_the_nearest_that_is_right(written, words, instead) -> None:
    fault = fault_in(written=written, actor=COLLEAGUE)
    assert (fault is None) == (words is None)
    if fault is not None:
        assert words in fault.words
        assert fault.instead == instead


def test_a_choice_by_its_danish_name_is_answered_with_its_code() -> None:
    kind = Parameter("kind", "Type", choices=(("oak", "Egetræ"), ("elm", "Elmetræ")))
    register_figure(figure(parameters=(kind,)))
    try:
        fault = fault_in(written="test.trees kind=eg", actor=COLLEAGUE)
        assert fault is not None
        assert "Skriv kind=oak for Egetræ eller kind=elm for Elmetræ." in fault.words
        assert fault.instead == ("test.trees kind=oak",)
    finally:
        forget_figure("test.trees")


def test_a_figure_one_may_not_see_is_as_one_that_is_not_there() -> None:
    register_figure(figure(rule=Rule("test.see", "se træer", has_any(Role.CONTROLLER))))
    try:
        assert "test.trees" in [one.name for one in list_figures(actor=CONTROLLER)]
        assert "test.trees" not in [one.name for one in list_figures(actor=COLLEAGUE)]
        with pytest.raises(UnknownFigure) as hidden:
            value_of(reference="test.trees year=2026", actor=COLLEAGUE, on=TODAY)
        with pytest.raises(UnknownFigure) as absent:
            value_of(reference="test.houses year=2026", actor=COLLEAGUE, on=TODAY)
        assert str(hidden.value).replace("trees", "houses") == str(absent.value)
    finally:
        forget_figure("test.trees")


def test_who_is_not_signed_in_sees_no_figures() -> None:
    assert list_figures(actor=Actor.nobody()) == ()


@pytest.mark.usefixtures("_trees")
def test_two_different_figures_cannot_have_the_same_name() -> None:
    register_figure(figure())
    with pytest.raises(BadFigure):
        register_figure(figure(title="Huse"))
    with pytest.raises(BadFigure):
        register_figure(figure(name="trees"))


def test_a_missing_value_must_say_why() -> None:
    with pytest.raises(ValueError, match="says why"):
        FigureValue(None, None, "Plantelisten")


@pytest.mark.django_db
@pytest.mark.usefixtures("_trees")
def test_a_frozen_figure_keeps_all_that_explains_it() -> None:
    frozen = freeze(reference="test.trees year=2026", actor=COLLEAGUE, at=AT)
    kept = FrozenFigure.objects.get(pk=frozen.pk)
    assert (kept.value, kept.unit, kept.as_of, kept.frozen_at) == (Decimal(2026), "stk.", TODAY, AT)
    assert (kept.definition, kept.definition_version, kept.source) == ("Træer plantet i året.", 2, "Plantelisten")
    assert (kept.name, kept.parameters, kept.frozen_by) == ("test.trees", {"year": "2026"}, "Asta Holm")
    event = Event.objects.get(action="figures.freeze")
    assert (event.object_name, event.data["version"]) == ("test.trees year=2026", 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("_trees")
def test_a_missing_figure_is_frozen_as_missing() -> None:
    frozen = freeze(reference="test.trees year=2024", actor=COLLEAGUE, at=AT)
    assert (frozen.value, frozen.missing_reason) == (None, "Ingen talte i 2024.")
    assert str(frozen) == "Træer: mangler"
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenFigure.objects.update(missing_reason="")


@pytest.mark.django_db
@pytest.mark.usefixtures("_trees")
def test_the_day_of_freezing_is_the_danish_day() -> None:
    late = dt.datetime(2026, 1, 28, 23, 30, tzinfo=dt.UTC)
    assert freeze(reference="test.trees year=2026", actor=COLLEAGUE, at=late).as_of == dt.date(2026, 1, 29)
