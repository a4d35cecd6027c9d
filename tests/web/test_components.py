"""The parts that pages are made of."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpRequest
from django.template import RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from lxml import html

from chefforum.web.pages import order_of, page_of


def shown(source: str, /, request: HttpRequest | None = None, **context: object) -> html.HtmlElement:
    request = request or RequestFactory().get("/liste/")
    made = Template("{% load chefforum %}" + source).render(RequestContext(request, context))
    return html.fragment_fromstring(made, create_parent="div")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_head_of_a_page_says_state_in_words_and_keeps_its_acts_as_markup() -> None:
    source = (
        "{% page_head name state='Kladde' kind='warning' lead='Onsdag' %}<a href='/x/'>Udsend</a>{% endpage_head %}"
    )
    head = shown(source, name="A & B")
    assert words(head.find(".//h1")) == "A & B Kladde"
    assert [link.get("href") for link in head.findall(".//a")] == ["/x/"]


def test_a_head_without_acts_has_no_empty_row_of_buttons() -> None:
    assert shown("{% page_head 'Navn' %}\n  {% endpage_head %}").find_class("actions") == []


@pytest.mark.parametrize(("kind", "role", "word"), [("success", "status", "Gennemført"), ("error", "alert", "Fejl")])
def test_an_alert_says_its_kind_in_words_and_to_screen_readers(kind: str, role: str, word: str) -> None:
    alert = shown("{% alert kind 'Overskrift' %}<p>{{ text }}</p>{% endalert %}", kind=kind, text="<b>")[0]
    assert alert.get("role") == role
    assert words(alert) == f"{word}: Overskrift <b>"


def test_the_trail_ends_at_the_page_itself() -> None:
    trail = shown("{% crumbs 'Overblik' 'start' 'Mappe' '/mappe/' 'Her & nu' %}")
    assert [(link.text, link.get("href")) for link in trail.iter("a")] == [("Overblik", "/"), ("Mappe", "/mappe/")]
    assert [words(item) for item in trail.xpath("./li[@aria-current='page']")] == ["Her & nu"]


def test_a_trail_to_a_page_that_does_not_exist_fails_where_it_is_written() -> None:
    with pytest.raises(TemplateSyntaxError, match="findes:ikke"):
        shown("{% crumbs 'x' 'findes:ikke' 'y' %}")


def test_an_unknown_fact_is_missing_and_nought_is_not() -> None:
    three = "{% fact 'Sted' None %}{% fact 'Antal' 0 %}{% fact 'Forum' 'CF' url='/f/' %}"
    facts = shown("{% facts %}" + three + "{% endfacts %}")
    assert [words(value) for value in facts.iter("dd")] == ["mangler", "0", "CF"]
    assert [link.get("href") for link in facts.iter("a")] == ["/f/"]


def test_a_fold_shows_its_note_while_it_is_closed() -> None:
    fold = shown("{% fold 'Økonomi' note='Intet at bemærke' %}<p>x</p>{% endfold %}")[0]
    assert (fold.tag, fold.get("open")) == ("details", None)
    assert words(fold.find("summary")) == "Økonomi Intet at bemærke"


def test_a_wide_table_has_a_named_frame_that_the_keyboard_reaches() -> None:
    frame = shown("{% scroll 'Bevillinger' %}<table></table>{% endscroll %}")[0]
    assert (frame.get("tabindex"), frame.get("role"), frame.get("aria-label")) == ("0", "region", "Bevillinger")


def test_steps_say_which_is_current_and_which_are_done() -> None:
    steps = list(shown("{% steps 2 'Vælg fil' 'Se' 'Kvittering' %}").iter("li"))
    assert [step.get("aria-current") for step in steps] == [None, "step", None]
    assert words(steps[0]) == "1 Vælg fil (gjort)"


@pytest.mark.parametrize(
    ("asked", "state", "leads_to"),
    [("", None, "dato"), ("dato", "ascending", "-dato"), ("-dato", "descending", "dato"), ("navn", None, "dato")],
)
def test_a_column_head_sorts_and_then_turns_round_and_keeps_the_filters(asked, state, leads_to) -> None:
    request = RequestFactory().get("/", {"aar": "2026", "side": "3"} | ({"sortering": asked} if asked else {}))
    head = html.fragment_fromstring(
        Template("{% load chefforum %}<table><tr>{% sort_header 'Dato' 'dato' %}</tr></table>").render(
            RequestContext(request)
        )
    ).find(".//th")
    assert head.get("aria-sort") == state
    assert sorted(head.find("a").get("href").lstrip("?").split("&")) == ["aar=2026", f"sortering={leads_to}"]


@pytest.mark.parametrize(("asked", "field"), [("navn", "name"), ("-navn", "-name"), ("", "-date"), ("; drop", "-date")])
def test_only_columns_of_the_list_can_be_sorted_by(asked: str, field: str) -> None:
    request = RequestFactory().get("/", {"sortering": asked} if asked else {})
    assert order_of(request, {"dato": "date", "navn": "name"}, default="-dato") == field


@pytest.mark.parametrize(("count", "links"), [(0, []), (50, []), (51, ["?aar=2026&side=2"])])
def test_the_pager_is_there_only_when_there_is_more_than_a_page(count: int, links: list[str]) -> None:
    request = RequestFactory().get("/", {"aar": "2026"})
    pager = shown("{% include 'web/pager.html' %}", page=page_of(range(count), request), request=request)
    assert [link.get("href") for link in pager.iter("a")] == links


@pytest.mark.parametrize(("asked", "first"), [("1", 0), ("200", 9950), ("9999", 9950), ("x", 0), ("-4", 9950)])
def test_a_page_that_does_not_exist_is_the_first_or_the_last(asked: str, first: int) -> None:
    assert page_of(range(10_000), RequestFactory().get("/", {"side": asked}))[0] == first


def test_a_moment_is_shown_in_danish_time() -> None:
    moment = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    assert words(shown("{{ at|dk_datetime }} / {{ at|dk_date }} / {{ at|dk_time }}", at=moment)) == (
        "1. juli 2026 kl. 00.30 / 1. juli 2026 / kl. 00.30"
    )


def test_work_under_way_asks_for_news_and_finished_work_does_not() -> None:
    progress = {"url": "/opgaver/1/", "percent": 40, "text": "Læser side 4 af 10", "running": True}
    under_way = shown("{% include 'web/progress.html' %}", progress=progress)
    bar = under_way.find(".//progress")
    assert under_way[0].get("hx-get") == "/opgaver/1/"
    assert (bar.get("value"), bar.get("aria-labelledby")) == ("40", "progress-text")
    done = shown("{% include 'web/progress.html' %}", progress=progress | {"running": False, "text": "Færdig"})
    assert (done[0].get("hx-get"), done.find(".//progress"), words(done)) == (None, None, "Færdig")


def test_work_whose_end_is_not_known_shows_no_share() -> None:
    progress = {"url": "/x/", "percent": None, "text": "Læser", "running": True}
    bar = shown("{% include 'web/progress.html' %}", progress=progress).find(".//progress")
    assert bar.get("value") is None


def test_a_list_that_stacks_tells_each_cell_its_column_and_stays_a_table_to_screen_readers() -> None:
    source = """{% stacked %}<table><thead><tr><th scope="col">Punkt</th>{% sort_header "Frist" "frist" %}
    <th scope="col"><span class="sr-only">Gør noget</span></th></tr></thead><tbody>
    <tr class="rows-of"><th scope="colgroup" colspan="3">Kommende</th></tr>
    <tr><td><a href="/x/">{{ name }}</a></td><td class="num">{{ due }}</td><td>–</td></tr>
    </tbody></table>{% endstacked %}"""
    made = shown(source, name='A "&" B', due="i dag")
    table = made.find(".//table")
    assert table.get("role") == "table"
    assert [one.get("role") for one in made.iter("thead", "tbody", "tr")] == [
        "rowgroup",
        "row",
        "rowgroup",
        "row",
        "row",
    ]
    assert [one.get("role") for one in made.iter("th")] == [*["columnheader"] * 3, "rowheader"]
    cells = made.findall(".//td")
    assert [one.get("data-label") for one in cells] == ["Punkt", "Frist", None]
    assert [one.get("data-empty") is not None for one in cells] == [False, False, True]
    assert {one.get("role") for one in cells} == {"cell"}
    assert words(cells[0]) == 'A "&" B'
