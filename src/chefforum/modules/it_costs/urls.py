from django.urls import path

from .views import sources

app_name = "it_costs"
urlpatterns = [
    path("kilder/", sources.sources, name="sources"),
    path("kilder/hent/", sources.source_fetch, name="source_fetch"),
    path("kilder/forskelle/", sources.source_settle, name="source_settle"),
    path("kilder/nye/", sources.source_new, name="source_new"),
]
