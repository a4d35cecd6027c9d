from django.urls import path

from .views import agenda, forum, meetings, planning, themes

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
    # The agenda from planning to sending
    path("nyt/", planning.plan, name="plan"),
    path("<uuid:meeting_id>/ret/", planning.edit, name="edit"),
    path("<uuid:meeting_id>/aflys/", planning.cancel, name="cancel"),
    path("<uuid:meeting_id>/skridt/<slug:name>/", planning.take_step, name="take_step"),
    path("<uuid:meeting_id>/gennemsyn/", planning.review, name="review"),
    path("<uuid:meeting_id>/udsendelse/", planning.send_preview, name="send_preview"),
    path("<uuid:meeting_id>/dagsorden/", agenda.agenda, name="agenda"),
    path("<uuid:meeting_id>/dagsorden/<uuid:item_id>/saet-paa/", agenda.place, name="agenda_place"),
    path("<uuid:meeting_id>/dagsorden/<uuid:item_id>/tag-af/", agenda.take_off, name="agenda_take_off"),
    path("<uuid:meeting_id>/dagsorden/<uuid:item_id>/send-retur/", agenda.send_back, name="agenda_return"),
    path("<uuid:meeting_id>/dagsorden/<uuid:item_id>/spring-over/", agenda.skip, name="agenda_skip"),
    path("<uuid:meeting_id>/dagsorden/fast-punkt/<int:standing_id>/", agenda.add_standing, name="agenda_standing"),
    path("forum/<uuid:forum_id>/", forum.forum, name="forum"),
    path("forum/<uuid:forum_id>/faste-punkter/nyt/", forum.standing_new, name="standing_new"),
    path("faste-punkter/<int:standing_id>/", forum.standing_edit, name="standing_edit"),
    path("faste-punkter/<int:standing_id>/flyt/", forum.standing_move, name="standing_move"),
    path("faste-punkter/<int:standing_id>/fjern/", forum.standing_remove, name="standing_remove"),
    path("temaer/", themes.themes, name="themes"),
    path("temaer/<int:theme_id>/", themes.theme_edit, name="theme_edit"),
    path("temaer/<int:theme_id>/opgiv/", themes.theme_drop, name="theme_drop"),
    path("temaer/<int:theme_id>/tag-op/", themes.theme_take_up, name="theme_take_up"),
    path("temaer/<int:theme_id>/punkt/", themes.theme_item, name="theme_item"),
    path("aarshjul/", themes.year, name="year"),
]
