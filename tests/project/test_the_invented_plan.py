"""Lindeby's plan and report come in by the services that people use, and tell something at any time of the year."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Person
from chefforum.modules.it_costs.queries.register import Chosen
from chefforum.modules.it_portfolio.models import FrozenReport, ReportText
from chefforum.modules.it_portfolio.queries.plan import PlanChosen, list_items, list_milestones
from chefforum.modules.it_portfolio.queries.readiness import AskedReadiness, readiness_of
from chefforum.project import demo
from chefforum.project.demo import it_plan, it_register

HERE = ZoneInfo("Europe/Copenhagen")


@pytest.mark.django_db
@pytest.mark.parametrize("at", [dt.datetime(2026, 3, 3, 10, tzinfo=HERE), dt.datetime(2026, 11, 26, 10, tzinfo=HERE)])
def test_the_plan_has_done_late_and_coming_items_and_the_report_a_frozen_one(at: dt.datetime) -> None:
    demo.load_municipality()
    it_register.load(folder=demo.FOLDER, at=at)
    it_plan.load(at=at)
    on = timezone.localdate(at)
    actor = actor_for(person=Person.objects.get(email="kim.stavnsbo@lindeby.example"), on=on)
    items = list_items(actor=actor, chosen=PlanChosen(), on=on)
    assert len(items) == len(it_plan.PLAN)
    assert len(list_milestones(actor=actor, on=on)) == 4
    assert FrozenReport.objects.count() == 1
    assert ReportText.objects.filter(number__isnull=True).count() == 1
    asked = AskedReadiness(chosen=Chosen(), on=on, costs=False)
    found = readiness_of(actor=actor, asked=asked, tree=tree_on(on), today=on)
    assert min(found.counts["lacks"], found.counts["bound"]) > 0
    assert found.groups[0].size > 5
    if on > dt.date(2026, 9, 1):
        assert [one.item.title for one in items if one.late][:1] == ["Skriv de sidste kontrakter ind i registret"]
        assert found.counts["depends"] + found.counts["ready"] > 0
