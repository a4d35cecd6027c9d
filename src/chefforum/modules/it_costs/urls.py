from django.urls import path

from .views import source_numbers, sources

app_name = "it_costs"
urlpatterns = [
    path("kilder/", sources.sources, name="sources"),
    path("kilder/hent/", sources.source_fetch, name="source_fetch"),
    path("kilder/forskelle/", sources.source_settle, name="source_settle"),
    path("kilder/tal/", source_numbers.source_numbers, name="source_numbers"),
    path("kilder/nye/", sources.source_new, name="source_new"),
]
