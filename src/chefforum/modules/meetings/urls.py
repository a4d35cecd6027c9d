from django.urls import path

from .views import bundle, calendar, meetings

app_name = "meetings"
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
    path("bilag/<int:attachment_id>/fil/", meetings.attach, name="attach"),
]
