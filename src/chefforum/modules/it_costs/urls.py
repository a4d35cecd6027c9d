from django.urls import path

from .views import register

app_name = "it_costs"
urlpatterns = [
    path("systemer/", register.systems, name="systems"),
    path("systemer/nyt/", register.system_new, name="system_new"),
    path("systemer/<uuid:system_id>/", register.system, name="system"),
    path("systemer/<uuid:system_id>/ret/", register.system_change, name="system_change"),
    path("systemer/<uuid:system_id>/behov/", register.system_need, name="system_need"),
    path("systemer/<uuid:system_id>/rigtigt/", register.system_validate, name="system_validate"),
    path("systemer/<uuid:system_id>/ud/", register.system_remove, name="system_remove"),
]
