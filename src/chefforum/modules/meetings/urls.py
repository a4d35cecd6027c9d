from django.urls import path

from .views import history, meetings, templates, writing, writing_attachments

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
    path("punkter/<uuid:item_id>/skriv/", writing.write, name="write"),
    path("punkter/<uuid:item_id>/skriv/hoved/", writing.save_head, name="write_head"),
    path("punkter/<uuid:item_id>/skriv/afsnit/", writing.save_section, name="write_section"),
    path("punkter/<uuid:item_id>/skriv/bilag/", writing_attachments.save, name="write_attachments"),
    path("punkter/<uuid:item_id>/skriv/indsaet/", writing.clean, name="clean"),
    path("punkter/<uuid:item_id>/skriv/konflikt/<int:conflict_id>/", writing.conflict, name="conflict"),
    path("punkter/<uuid:item_id>/historik/", history.history, name="history"),
    path("punkter/<uuid:item_id>/historik/<int:number>/gendan/", history.restore, name="restore"),
    path("forum/<uuid:forum_id>/skabelon/", templates.template, name="template"),
    path("bilag/<int:attachment_id>/fil/", meetings.attach, name="attach"),
]
