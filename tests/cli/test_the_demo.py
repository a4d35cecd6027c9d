"""The demo as a new user gets it: a forum in the middle of its work, with something in every room."""

from __future__ import annotations


def test_there_is_a_meeting_at_each_step_of_the_way(whole_demo):
    states = {state for (state,) in whole_demo.sql("select distinct state from meetings_meeting")}
    assert states >= {"minutes_sent", "commenting", "sent", "open", "planned"}


def test_there_is_an_item_at_each_step_of_the_way(whole_demo):
    states = {state for (state,) in whole_demo.sql("select distinct state from meetings_item")}
    assert states >= {"draft", "submitted", "returned", "on_agenda", "sent", "treated"}


def test_nothing_is_said_to_have_happened_in_the_future(whole_demo):
    (late,) = whole_demo.sql("select count(*) from audit_event where at > datetime('now', '+1 minute')")
    assert late == (0,)


def test_there_is_something_to_follow_up_to_answer_and_to_prepare(whole_demo):
    for table in ("action", "correction", "hearing", "comment", "privatenote", "theme", "standingitem"):
        ((count,),) = whole_demo.sql(f"select count(*) from meetings_{table}")
        assert count, table


def test_the_chain_of_its_events_holds(whole_demo):
    assert whole_demo.run("audit", "verify").status == 0


def test_its_books_are_whole_and_closed_through_a_month(whole_demo):
    sums = "sum(lines_read), sum(lines_loaded), sum(lines_rejected)"
    extracts = whole_demo.sql(f'select "table", {sums} from ledger_extract group by "table"')
    assert {table for table, *_ in extracts} == {"absences", "budgets", "positions", "postings"}
    assert all(read == loaded + rejected and loaded > 1000 for _, read, loaded, rejected in extracts)
    closings = whole_demo.sql("select closed_through from ledger_ledgerclosing order by closed_at")
    assert closings == sorted(closings)
    assert 1 <= closings[-1][0] % 100 <= 12
    ((unnamed,),) = whole_demo.sql("select count(*) from ledger_account where name = ''")
    assert not unnamed


def test_its_books_have_been_through_what_books_go_through(whole_demo):
    lines = "file_name, lines_rejected, state, replaces_id is not null"
    extracts = whole_demo.sql(f"select {lines} from ledger_extract where \"table\" = 'postings'")
    assert [rejected for _, rejected, _, _ in extracts if rejected] == [10]
    assert [(state, replaces) for name, _, state, replaces in extracts if "første" in str(name)] == [("replaced", 0)]
    assert sum(replaces for *_, replaces in extracts) == 1
    owners = whole_demo.sql(
        "select u.code from organisation_costcentre c join organisation_unit u on u.id = c.unit_id "
        "where c.code = '3300290' order by c.valid_from"
    )
    assert owners == [("33002",), ("33009",)]
    assert whole_demo.sql("select count(*) from organisation_costcentre where code = '1109910'") == [(0,)]
    assert whole_demo.sql("select code from ledger_costcentremapping") == [("3300690",)]


def test_its_forecasts_are_kept_month_by_month_and_the_newest_is_of_what_is_closed(whole_demo):
    runs = whole_demo.sql("select closed_through, lines from forecast_forecastrun order by made_at")
    newest = whole_demo.sql("select closed_through from ledger_ledgerclosing order by closed_at desc limit 1")
    assert len(runs) > 1
    assert runs[-1][0] == newest[0][0]
    assert all(lines > 1000 for _, lines in runs)
    ((selections,),) = whole_demo.sql("select count(*) from forecast_selection")
    assert selections > 1


def test_its_leaders_are_in_the_middle_of_a_month(whole_demo):
    states = {state for (state,) in whole_demo.sql("select distinct state from forecast_assessment")}
    assert states == {"assessed", "approved", "returned"}
    rounds = whole_demo.sql("select frozen_at is null, count(*) from forecast_round group by 1 order by 1")
    assert rounds == [(0, 2), (1, 1)]
    ((known,),) = whole_demo.sql(
        "select count(*) from forecast_frozenfigure where part = 'expected' and amount_oere is not null"
    )
    assert known > 10
    for table in ("deviationnote", "override", "sharednote", "rolloutstep"):
        ((count,),) = whole_demo.sql(f"select count(*) from forecast_{table}")
        assert count, table
    ((unsaid,),) = whole_demo.sql("select count(*) from forecast_sharednote where person_id is null")
    assert not unsaid
