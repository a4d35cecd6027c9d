from django.urls import path

from .views import findings, items, meetings, process, statistics

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="list"),
    path("skema/", meetings.schema, name="schema"),
    path("<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("<uuid:meeting_id>/som/<slug:format>/", meetings.export, name="export"),
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
]
