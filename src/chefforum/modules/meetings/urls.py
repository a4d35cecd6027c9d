from django.urls import path

from .views import meetings, notes, preparing

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
    path("bilag/<int:attachment_id>/fil/", meetings.attach, name="attach"),
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
