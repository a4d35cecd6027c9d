from django.urls import path

from .views import meetings, public

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
]

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
