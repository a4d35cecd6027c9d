from django.urls import path

from .views import register, source_numbers, sources

app_name = "it_costs"
urlpatterns = [
    path("kilder/", sources.sources, name="sources"),
    path("kilder/hent/", sources.source_fetch, name="source_fetch"),
    path("kilder/forskelle/", sources.source_settle, name="source_settle"),
    path("kilder/tal/", source_numbers.source_numbers, name="source_numbers"),
    path("kilder/nye/", sources.source_new, name="source_new"),
    path("systemer/", register.systems, name="systems"),
    path("systemer/nyt/", register.system_new, name="system_new"),
    path("systemer/<uuid:system_id>/", register.system, name="system"),
    path("systemer/<uuid:system_id>/ret/", register.system_change, name="system_change"),
    path("systemer/<uuid:system_id>/behov/", register.system_need, name="system_need"),
    path("systemer/<uuid:system_id>/rigtigt/", register.system_validate, name="system_validate"),
    path("systemer/<uuid:system_id>/ud/", register.system_remove, name="system_remove"),
]
