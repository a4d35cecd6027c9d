from django.urls import path

from . import views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("skema/", views.schema, name="schema"),
    path("<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("<uuid:meeting_id>/som/<slug:format>/", views.export, name="export"),
    path("<uuid:meeting_id>/udsend/", views.send, name="send"),
    path("<uuid:meeting_id>/traek-tilbage/", views.recall, name="recall"),
    path("punkter/<uuid:item_id>/", views.item, name="item"),
    path("punkter/<uuid:item_id>/fortrolighed/", views.confidentiality, name="confidentiality"),
    path("bilag/<int:attachment_id>/fil/", views.attach, name="attach"),
]
