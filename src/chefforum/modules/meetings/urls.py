from django.urls import path

from .views import meetings, minutes, progress

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="list"),
    path("skema/", meetings.schema, name="schema"),
    path("<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("<uuid:meeting_id>/som/<slug:format>/", meetings.export, name="export"),
    path("<uuid:meeting_id>/versioner/", meetings.versions, name="versions"),
    path("<uuid:meeting_id>/udsend/", meetings.send, name="send"),
    path("<uuid:meeting_id>/traek-tilbage/", meetings.recall, name="recall"),
    path("<uuid:meeting_id>/referat/", minutes.taking, name="minute_taking"),
    path("<uuid:meeting_id>/referat/punkt/<uuid:item_id>/", minutes.item, name="minute_item"),
    path("<uuid:meeting_id>/referat/punkt/<uuid:item_id>/ude/", minutes.left_room, name="left_room"),
    path("<uuid:meeting_id>/referat/fremmoede/", minutes.attendance, name="attendance"),
    path("<uuid:meeting_id>/referat/samlet/", minutes.together, name="en_bloc"),
    path("<uuid:meeting_id>/referat/status/", progress.progress, name="minutes_progress"),
    path("<uuid:meeting_id>/referat/trin/<slug:name>/", progress.step, name="minutes_step"),
    path("<uuid:meeting_id>/rettelser/", progress.corrections, name="corrections"),
    path("rettelser/<int:correction_id>/svar/", progress.answer, name="answer_correction"),
    path("punkter/<uuid:item_id>/", meetings.item, name="item"),
    path("punkter/<uuid:item_id>/fortrolighed/", meetings.confidentiality, name="confidentiality"),
    path("bilag/<int:attachment_id>/fil/", meetings.attach, name="attach"),
]
