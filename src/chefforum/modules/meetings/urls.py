from django.urls import path

from .views import (
    actions,
    bundle,
    calendar,
    findings,
    items,
    meetings,
    notes,
    postponing,
    preparing,
    process,
    promised,
    public,
    statistics,
)

app_name = "meetings"

# Open minutes for everybody, and what search engines ask for; see views/public.py.
public_urlpatterns = [
    path("offentligt/", public.forums, name="forums"),
    path("offentligt/<uuid:forum_id>/", public.forum, name="forum"),
    path("offentligt/moede/<uuid:meeting_id>/", public.meeting, name="meeting"),
    path("offentligt/moede/<uuid:meeting_id>/som/<slug:format>/", public.export, name="export"),
    path("offentligt/moede/<uuid:meeting_id>/bilag/<uuid:document_id>/", public.attachment, name="attachment"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots_txt, name="robots"),
]

urlpatterns = [
    path("", meetings.meeting_list, name="list"),
    path("skema/", meetings.schema, name="schema"),
    path("<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("<uuid:meeting_id>/som/<slug:format>/", meetings.export, name="export"),
    path("kalender/", calendar.calendar_settings, name="calendar_settings"),
    path("kalender/<slug:secret>.ics", calendar.feed, name="calendar"),
    path("<uuid:meeting_id>/kalender.ics", calendar.one_meeting, name="calendar_meeting"),
    path("<uuid:meeting_id>/samlet/", bundle.choose, name="bundle_choose"),
    path("<uuid:meeting_id>/samlet/<slug:format>/", bundle.bundle, name="bundle"),
    path("<uuid:meeting_id>/versioner/", meetings.versions, name="versions"),
    path("<uuid:meeting_id>/udsend/", meetings.send, name="send"),
    path("<uuid:meeting_id>/traek-tilbage/", meetings.recall, name="recall"),
    path("punkter/<uuid:item_id>/", meetings.item, name="item"),
    path("punkter/<uuid:item_id>/fortrolighed/", meetings.confidentiality, name="confidentiality"),
    path("<uuid:meeting_id>/fund/", findings.meeting_findings, name="meeting_findings"),
    path("punkter/", items.item_list, name="items"),
    path("punkter/nyt/", items.item_create, name="item_create"),
    path("punkter/<uuid:item_id>/forloeb/", process.process, name="process"),
    path("punkter/<uuid:item_id>/forloeb/skridt/<slug:name>/", process.step, name="step"),
    path("punkter/<uuid:item_id>/forloeb/kommentar/", process.comment, name="comment"),
    path("punkter/<uuid:item_id>/forloeb/kommentar/<int:comment_id>/", process.comment_state, name="comment_state"),
    path("punkter/<uuid:item_id>/forloeb/hoering/", process.hearing_ask, name="hearing_ask"),
    path(
        "punkter/<uuid:item_id>/forloeb/hoering/<int:hearing_id>/mind/", process.hearing_remind, name="hearing_remind"
    ),
    path(
        "punkter/<uuid:item_id>/forloeb/hoering/<int:hearing_id>/svar/", process.hearing_answer, name="hearing_answer"
    ),
    path("punkter/<uuid:item_id>/fund/", findings.findings, name="findings"),
    path("punkter/<uuid:item_id>/fund/lad-staa/", findings.dismiss, name="dismiss"),
    path("regler/", findings.rules, name="rules"),
    path("statistik/", statistics.statistics, name="statistics"),
    path("statistik/som/<slug:format>/", statistics.export, name="statistics_export"),
    path("bilag/<int:attachment_id>/fil/", meetings.attach, name="attach"),
    path("opfoelgning/", actions.action_list, name="actions"),
    path("opfoelgning/som/<slug:format>/", actions.actions_export, name="actions_export"),
    path("opfoelgning/<uuid:action_id>/", actions.action, name="action"),
    path("opfoelgning/<uuid:action_id>/ret/", actions.action_edit, name="action_edit"),
    path("opfoelgning/<uuid:action_id>/skridt/<slug:name>/", actions.action_step, name="action_step"),
    path("punkter/<uuid:item_id>/opfoelgning/", actions.action_suggestions, name="action_suggestions"),
    path("punkter/<uuid:item_id>/opfoelgning/ny/", actions.action_create, name="action_create"),
    path("punkter/<uuid:item_id>/udsaet/", postponing.postpone, name="postpone"),
    path("punkter/<uuid:item_id>/udsaet/fortryd/", postponing.postpone_undo, name="postpone_undo"),
    path("eftersendes/", promised.promised, name="promised"),
    path("eftersendes/<int:attachment_id>/mind/", promised.promised_remind, name="promised_remind"),
    path("bilag/<int:attachment_id>/", notes.attachment, name="attachment"),
    path("forbered/", preparing.prepare, name="prepare"),
    path("forbered/noter/", preparing.my_notes, name="my_notes"),
    path("forbered/<uuid:meeting_id>/", preparing.prepare_meeting, name="prepare_meeting"),
    path("forbered/<uuid:meeting_id>/punkter/<uuid:item_id>/", preparing.prepare_item, name="prepare_item"),
    path("forbered/<uuid:meeting_id>/udskriv/", preparing.print_with_notes, name="print_with_notes"),
    path("punkter/<uuid:item_id>/laest/", preparing.read, name="read"),
    path("punkter/<uuid:item_id>/noter/", notes.write, name="note_write"),
    path("noter/<uuid:note_id>/", notes.change, name="note_change"),
    path("noter/<uuid:note_id>/slet/", notes.delete, name="note_delete"),
    path("noter/<uuid:note_id>/fortryd/", notes.restore, name="note_restore"),
]
