"""How many queries the pages that people wait for cost, and that a longer list costs no more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.people.models import Group
from chefforum.modules.meetings.models import Item, Meeting
from tests import factories
from tests.access_matrix import CALLS
from tests.world import World

PAGES = [
    ("start", "", "forum_member"),
    ("meetings:list", "", "forum_member"),
    ("meetings:meeting", "sent", "forum_member"),
    ("meetings:item", "sent", "forum_member"),
    ("meetings:prepare", "", "forum_member"),
    ("meetings:prepare_meeting", "agenda, all items", "forum_member"),
    ("meetings:prepare_item", "agenda", "forum_member"),
    ("meetings:print_with_notes", "sent", "forum_member"),
    ("meetings:my_notes", "", "forum_member"),
    ("meetings:attachment", "sent", "forum_member"),
    ("meetings:export", "sent, json", "forum_member"),
    ("public:forums", "public", "colleague"),
    ("public:forum", "public", "colleague"),
    ("public:meeting", "public", "colleague"),
    ("public:export", "public, html", "colleague"),
    ("public:sitemap", "public", "colleague"),
    ("meetings:actions", "all of them", "secretariat"),
    ("meetings:action", "of an item", "secretariat"),
    ("meetings:action_suggestions", "sent", "secretariat"),
    ("meetings:postpone", "held", "secretariat"),
    ("meetings:promised", "", "secretariat"),
    ("meetings:items", "", "case_author"),
    ("meetings:item_create", "", "case_author"),
    ("meetings:process", "heard", "case_author"),
    ("meetings:findings", "own draft", "case_author"),
    ("meetings:meeting_findings", "sent", "secretariat"),
    ("meetings:statistics", "", "secretariat"),
    ("meetings:bundle", "sent, zip", "forum_member"),
    ("meetings:bundle_choose", "sent", "forum_member"),
    ("meetings:calendar", "the forum member's", "forum_member"),
    ("meetings:calendar_settings", "", "forum_member"),
    ("notifications:list", "", "forum_member"),
    ("documents:personal_files", "", "secretariat"),
    ("meetings:agenda", "open", "secretariat"),
    ("meetings:send_preview", "sent", "secretariat"),
    ("meetings:forum", "", "secretariat"),
    ("meetings:themes", "", "forum_member"),
    ("ledger:books", "", "controller"),
    ("ledger:postings", "", "workplace_leader"),
    ("ledger:extracts", "", "controller"),
    ("ledger:extract", "", "controller"),
    ("ledger:unmapped", "", "controller"),
    ("ledger:mappings", "", "controller"),
    ("ledger:mapping_change", "", "controller"),
    ("ledger:mapping_undo", "", "controller"),
    ("ledger:withdraw", "", "controller"),
    ("ledger:restore", "withdrawn", "controller"),
    ("ledger:accounts", "", "controller"),
    ("ledger:line_classes", "", "controller"),
    ("ledger:closing", "", "controller"),
    ("ledger:mapping", "the controller's", "controller"),
    ("meetings:year", "", "forum_member"),
    ("meetings:write", "own draft", "case_author"),
    ("meetings:write", "sent", "secretariat"),
    ("meetings:make_choose", "own draft", "secretariat"),
    ("meetings:make_attachment", "own draft", "secretariat"),
    ("meetings:lay_with", "themes", "secretariat"),
    ("meetings:figure_pick", "own draft", "case_author"),
    ("meetings:figure_pick", "shown", "case_author"),
    ("meetings:history", "sent", "secretariat"),
    ("meetings:conflict", "own draft", "case_author"),
    ("meetings:template", "", "secretariat"),
    ("meetings:minute_taking", "running", "secretariat"),
    ("meetings:minutes_progress", "draft", "secretariat"),
    ("meetings:corrections", "sent", "forum_member"),
    ("forecast:overview", "", "controller"),
    ("forecast:settings", "", "controller"),
    ("forecast:workplace", "the school's", "workplace_leader"),
    ("forecast:why", "the school's", "workplace_leader"),
    ("forecast:positions", "the school's", "workplace_leader"),
    ("placements:effect", "", "colleague"),
    ("placements:time_to_close", "", "colleague"),
    ("placements:capacity", "", "colleague"),
    ("forecast:positions", "the school's", "controller"),
    ("forecast:position", "the school's", "workplace_leader"),
    ("forecast:what_if", "asked", "workplace_leader"),
    ("forecast:sparring", "the school's", "workplace_leader"),
    ("forecast:roll_outs", "", "controller"),
    ("forecast:entries", "the school's", "workplace_leader"),
    ("forecast:plan", "the school's", "workplace_leader"),
    ("forecast:assess", "the school's", "workplace_leader"),
    ("forecast:suggestions", "the school's", "workplace_leader"),
    ("forecast:history", "the school's", "workplace_leader"),
    ("forecast:entry", "the school's", "workplace_leader"),
    ("forecast:overrides", "the school's", "workplace_leader"),
    ("forecast:rounds", "", "controller"),
    ("forecast:round", "open", "controller"),
    ("forecast:categories", "", "controller"),
    ("forecast:pay_tables", "", "controller"),
    ("forecast:whole", "", "controller"),
    ("forecast:deviations", "lines by per cent", "controller"),
    ("forecast:lines", "the school's", "workplace_leader"),
    ("forecast:area_export", "a spreadsheet", "controller"),
    ("forecast:deviations_export", "a spreadsheet", "controller"),
    ("forecast:accuracy", "", "controller"),
    ("forecast:backtest", "", "controller"),
    ("forecast:selections", "", "controller"),
    ("forecast:selection", "", "controller"),
    ("forecast:refund_rules", "", "controller"),
    ("placements:overview", "", "workplace_leader"),
    ("placements:task_lists", "", "workplace_leader"),
    ("placements:task_list", "shared", "workplace_leader"),
    ("placements:task_list_change", "the school's own", "workplace_leader"),
    ("placements:consultants", "", "workplace_leader"),
    ("placements:consultant", "", "job_consultant"),
    ("placements:consultant_keep", "", "job_consultant"),
    ("placements:placements", "", "job_consultant"),
    ("placements:placements", "", "workplace_leader"),
    ("placements:placements_file", "CSV", "job_consultant"),
    ("placements:placement", "ended", "job_consultant"),
    ("placements:placement_new", "", "job_consultant"),
    ("placements:placement_change", "running", "job_consultant"),
    ("placements:outcomes_missing", "", "job_consultant"),
    ("placements:job_types", "", "job_consultant"),
    ("placements:overview", "", "job_consultant"),
    ("placements:overview", "year for year", "forum_member"),
    ("placements:department", "", "workplace_leader"),
    ("placements:public_figures", "", "workplace_leader"),
    ("placements:publish", "", "job_consultant"),
    ("placements:status_export", "the newest", "workplace_leader"),
    ("it_benchmark:benchmark", "", "controller"),
    ("it_benchmark:base", "", "controller"),
    ("it_benchmark:municipality", "delivered", "it_manager"),
    ("it_benchmark:groups", "", "controller"),
    ("it_benchmark:group", "frozen", "controller"),
    ("it_benchmark:exchange", "with systems", "it_manager"),
    ("it_benchmark:background", "", "it_manager"),
    ("it_benchmark:public_figures", "", "controller"),
    ("it_costs:sources", "", "it_manager"),
    ("it_costs:source_mapping", "", "it_manager"),
    ("it_costs:source_new", "KITOS", "it_manager"),
    ("it_costs:source_numbers", "payments", "it_manager"),
    ("it_costs:source_proposals", "payments", "it_manager"),
    ("it_costs:volume_history", "", "it_manager"),
    ("it_costs:volumes", "", "it_manager"),
    ("it_costs:volumes", "chosen", "colleague"),
    ("it_costs:replacements", "", "controller"),
    ("it_costs:yardsticks", "", "controller"),
    ("it_costs:why", "", "controller"),
    ("it_costs:why", "divided", "it_manager"),
    ("it_costs:why_part", "price", "controller"),
    ("it_costs:average_year", "", "controller"),
    ("search:search", "a word", "forum_member"),
    ("cases:list", "", "forum_member"),
    ("cases:case", "of an item", "forum_member"),
    ("imports:import_list", "", "secretariat"),
    ("jobs:job_list", "", "secretariat"),
    ("figures:list", "", "controller"),
    ("administration:organisation", "", "colleague"),
    ("administration:unit", "", "colleague"),
    ("administration:persons", "", "colleague"),
    ("administration:person", "the colleague", "administrator"),
    ("administration:groups", "", "colleague"),
    ("administration:group", "", "colleague"),
    ("administration:trail", "", "auditor"),
    ("placements:targets", "", "colleague"),
    ("placements:target_round", "", "colleague"),
    ("placements:target_new", "", "job_consultant"),
    ("placements:target_new", "shown", "job_consultant"),
    ("placements:keys", "", "colleague"),
    ("placements:key", "", "colleague"),
    ("placements:key_new", "", "job_consultant"),
    ("placements:table_check", "an example", "colleague"),
    ("placements:places", "", "job_consultant"),
    ("placements:find_place", "looked for", "job_consultant"),
    ("placements:place", "the school's", "workplace_leader"),
    ("placements:workplaces", "", "job_consultant"),
    ("placements:workplace", "the school's", "workplace_leader"),
    ("placements:statements", "", "workplace_leader"),
    ("placements:rules", "", "colleague"),
    ("placements:rule_withdraw", "asked", "job_consultant"),
    ("it_costs:extracts", "", "it_manager"),
    ("it_costs:extract", "open", "it_manager"),
    ("it_costs:extract", "open", "workplace_leader"),
    ("it_costs:extract_lines", "", "it_manager"),
    ("it_costs:extract_lines", "chosen", "workplace_leader"),
    ("it_costs:extract_answer", "the rest", "it_manager"),
    ("it_costs:extract_line", "the school's", "it_manager"),
    ("it_costs:extract_line", "the school's", "workplace_leader"),
    ("it_costs:extract_sign", "open", "it_manager"),
    ("it_costs:extract_differences", "", "it_manager"),
    ("it_costs:extract_files", "reckoned", "it_manager"),
    ("it_costs:extract_new", "", "it_manager"),
    ("it_costs:systems", "", "colleague"),
    ("it_costs:costs", "", "it_manager"),
    ("it_costs:cost_cell", "", "it_manager"),
    ("it_costs:cost_lines", "", "it_manager"),
    ("it_costs:rules", "", "it_manager"),
    ("it_costs:rule_new", "", "it_manager"),
    ("it_costs:rule_postings", "the school's", "it_manager"),
    ("it_costs:keys", "", "controller"),
    ("it_costs:key", "", "controller"),
    ("it_costs:key_new", "", "it_manager"),
    ("it_costs:reconciliation", "", "controller"),
    ("it_costs:systems", "chosen", "it_manager"),
    ("it_costs:systems_file", "CSV", "colleague"),
    ("it_costs:system", "the school's", "it_manager"),
    ("it_costs:system_new", "", "it_manager"),
    ("it_costs:system_change", "the school's", "it_manager"),
    ("it_costs:contracts", "", "colleague"),
    ("it_costs:contracts_file", "CSV", "colleague"),
    ("it_costs:contract", "the school's", "it_manager"),
    ("it_costs:contract_change", "the school's", "it_manager"),
    ("it_costs:vendors", "", "it_manager"),
    ("it_costs:vendor", "", "colleague"),
    ("it_costs:vendor_merge", "", "it_manager"),
    ("it_costs:settings", "", "it_manager"),
    ("it_costs:requests", "", "it_manager"),
    ("it_costs:requests_file", "CSV", "it_manager"),
    ("it_costs:request_new", "", "workplace_leader"),
    ("it_costs:request_change", "draft", "workplace_leader"),
    ("it_costs:request", "in review", "it_manager"),
    ("it_costs:request", "approved", "workplace_leader"),
    ("it_costs:request_begin", "asked", "it_manager"),
    ("it_costs:request_decide", "ready", "it_manager"),
    ("it_costs:approval_limits", "", "it_manager"),
    ("it_portfolio:portfolio", "", "workplace_leader"),
    ("it_portfolio:chosen", "", "colleague"),
    ("it_portfolio:selections", "", "it_manager"),
    ("it_portfolio:selections_compared", "two", "it_manager"),
    ("it_portfolio:selection_draft", "", "it_manager"),
    ("it_portfolio:selection_rules", "", "it_manager"),
    ("it_portfolio:selection_by_hand", "a choice", "it_manager"),
    ("it_portfolio:selection_run", "chosen", "it_manager"),
    ("it_portfolio:selection_run", "conflict", "workplace_leader"),
    ("it_portfolio:selection_decide", "chosen", "it_manager"),
    ("it_portfolio:steering_group", "", "workplace_leader"),
    ("it_portfolio:steering_group_seats", "", "it_manager"),
    ("it_portfolio:steering_group_member", "", "it_manager"),
    ("it_portfolio:overlaps", "", "colleague"),
    ("it_portfolio:overlaps", "chosen", "it_manager"),
    ("it_portfolio:overlap_pairs", "", "it_manager"),
    ("it_portfolio:overlap_pair", "the school's", "it_manager"),
    ("it_portfolio:overlap_products", "", "colleague"),
    ("it_portfolio:overlap_needs", "", "it_manager"),
    ("it_portfolio:overlap_export", "a spreadsheet", "it_manager"),
    ("it_portfolio:scenarios", "", "it_manager"),
    ("it_portfolio:scenario_new", "", "it_manager"),
    ("it_portfolio:scenario_bound", "", "controller"),
    ("it_portfolio:scenario", "decided", "it_manager"),
    ("it_portfolio:scenario_change", "decided", "it_manager"),
    ("it_portfolio:scenario_systems", "decided", "it_manager"),
    ("it_portfolio:scenario_status", "decided", "it_manager"),
    ("it_portfolio:compliance", "", "it_manager"),
    ("it_portfolio:compliance", "a law", "controller"),
    ("it_portfolio:compliance_first", "", "colleague"),
    ("it_portfolio:compliance_vendors", "", "auditor"),
    ("it_portfolio:compliance_file", "a spreadsheet", "it_manager"),
    ("it_portfolio:compliance_system", "the school's", "colleague"),
    ("it_portfolio:compliance_answer", "the school's", "colleague"),
    ("it_portfolio:competences", "", "it_manager"),
    ("it_portfolio:competence", "needed by the school's", "colleague"),
    ("it_portfolio:competence_plan", "", "workplace_leader"),
    ("it_portfolio:competence_step", "the school's", "it_manager"),
    ("it_portfolio:plan", "", "it_manager"),
    ("it_portfolio:plan_item", "the colleague's", "colleague"),
    ("it_portfolio:readiness", "", "colleague"),
    ("it_portfolio:readiness", "chosen", "it_manager"),
    ("it_portfolio:readiness_file", "JSON", "colleague"),
    ("it_portfolio:report", "", "controller"),
    ("it_portfolio:report_frozen", "", "controller"),
    ("it_portfolio:report_text", "", "it_manager"),
]


@pytest.fixture
def there(fresh_world: World) -> World:
    return fresh_world


def signed_in(there: World, name: str) -> Client:
    """Somebody whose session has been used, so that only the page itself is counted."""
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("privacy"))
    return client


@pytest.mark.parametrize(("url_name", "state", "name"), PAGES)
def test_a_page_costs_no_more_queries_than_it_may(
    url_name: str, state: str, name: str, there: World, assert_queries: Callable[[str], AbstractContextManager[None]]
) -> None:
    client = signed_in(there, name)
    url = CALLS[url_name][state].url(url_name, there)
    with assert_queries(f"{url_name} {state}".strip()):
        response = client.get(url)
        assert response.status_code == 200
    b"".join(response)  # a file that is sent is read to its end, which closes it


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def more_meetings(there: World) -> None:
    for day in range(10, 20):
        meeting = Meeting.objects.create(
            forum=there.lindeby.forum,
            state=there.sent.state,
            title=f"Møde {day}",
            date=there.sent.date.replace(day=day),
            published_at=there.sent.published_at,
        )
        for position in range(3):
            Item.objects.create(
                meeting=meeting,
                forum=meeting.forum,
                position=position,
                number=position + 1,
                heading="Budget",
                title="Budget",
                kind=there.item.kind,
                case=there.case,
            )


def more_notifications(there: World) -> None:
    for number in range(10):
        Notification.objects.create(
            person=there.person("forum_member"), kind="meetings.sent", text=f"Nyt {number}", url="/", at=timezone.now()
        )


def more_items(there: World) -> None:
    for meeting, first in ((there.coming, 1), (there.sent, 20)):
        for position in range(first, first + 10):
            Item.objects.create(
                meeting=meeting,
                forum=meeting.forum,
                position=position,
                number=position + 1,
                title="Varme",
                kind=there.item.kind,
                state="on_agenda",
                unit=there.placed_item.unit,
            )


def more_people(there: World) -> None:
    for number in range(10):
        person = factories.person(f"Ny {number}")
        unit = factories.unit(f"Hold {number}", under=there.lindeby.units["3000"])
        factories.employment(person, unit, is_leader=True)
        group = factories.group(f"Gruppe {number}", unit)
        factories.seat(person, group)
        factories.seat(person, there.lindeby.forum)
    assert Group.objects.count() > 10


@pytest.mark.parametrize(
    ("url_name", "state", "more"),
    [
        ("start", "", more_meetings),
        ("meetings:list", "", more_meetings),
        ("meetings:meeting", "sent", more_people),
        ("meetings:calendar", "the forum member's", more_meetings),
        ("notifications:list", "", more_notifications),
        ("meetings:year", "another year", more_meetings),
        ("meetings:themes", "", more_meetings),
        ("cases:list", "", more_meetings),
        ("cases:case", "of an item", more_meetings),
        ("administration:organisation", "", more_people),
        ("administration:persons", "", more_people),
        ("administration:groups", "", more_people),
        ("administration:group", "", more_people),
    ],
)
def test_ten_more_cost_no_more_queries(url_name: str, state: str, more: Callable[[World], None], there: World) -> None:
    client = signed_in(there, "forum_member")
    url = CALLS[url_name][state].url(url_name, there)
    before = cost(client, url)
    more(there)
    assert cost(client, url) <= before


@pytest.mark.parametrize(("url_name", "state"), [("meetings:agenda", "open"), ("meetings:send_preview", "open")])
def test_ten_more_items_cost_the_secretariat_no_more_queries(url_name: str, state: str, there: World) -> None:
    client = signed_in(there, "secretariat")
    url = CALLS[url_name][state].url(url_name, there)
    before = cost(client, url)
    more_items(there)
    assert cost(client, url) <= before


@pytest.mark.parametrize(
    ("url_name", "name"),
    [("meetings:agenda", "meetings.agenda 100 items"), ("meetings:meeting", "meetings:meeting 100 items")],
)
def test_an_agenda_of_100_items_costs_no_more_queries_than_it_may(
    url_name: str, name: str, there: World, assert_queries: Callable[[str], AbstractContextManager[None]]
) -> None:
    for _ in range(10):
        more_items(there)
    assert there.coming.items.count() > 100
    client = signed_in(there, "secretariat")
    with assert_queries(name):
        answer = client.get(reverse(url_name, args=[there.coming.pk]))
    assert answer.status_code == 200
    assert answer.content.count(b"Varme") >= 100
