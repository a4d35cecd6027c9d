from django.urls import path

from .views import register, volumes, why

app_name = "it_costs"
urlpatterns = [
    path("systemer/", register.systems, name="systems"),
    path("systemer/nyt/", register.system_new, name="system_new"),
    path("systemer/<uuid:system_id>/", register.system, name="system"),
    path("systemer/<uuid:system_id>/ret/", register.system_change, name="system_change"),
    path("systemer/<uuid:system_id>/behov/", register.system_need, name="system_need"),
    path("systemer/<uuid:system_id>/rigtigt/", register.system_validate, name="system_validate"),
    path("systemer/<uuid:system_id>/ud/", register.system_remove, name="system_remove"),
    path("antal/", volumes.volumes, name="volumes"),
    path("antal/gem/", volumes.volumes_save, name="volumes_save"),
    path("antal/tilfoej/", volumes.volume_add, name="volume_add"),
    path("antal/fortryd/", volumes.volumes_undo, name="volumes_undo"),
    path("antal/var-der-ikke/", volumes.volumes_not_there, name="volumes_not_there"),
    path("antal/fil.<str:format>", volumes.volumes_file, name="volumes_file"),
    path("udskiftninger/", volumes.replacements, name="replacements"),
    path("udskiftninger/<int:replacement_id>/fjern/", volumes.replacement_remove, name="replacement_remove"),
    path("indeks/", volumes.yardsticks, name="yardsticks"),
    path("hvorfor/", why.why, name="why"),
    path("hvorfor/del/<slug:slug>/", why.why_part, name="why_part"),
    path("hvorfor/fil.<str:format>", why.why_export, name="why_export"),
    path("gennemsnitsaar/", why.average, name="average_year"),
    path("gennemsnitsaar/fil.xlsx", why.average_export, name="average_export"),
]
