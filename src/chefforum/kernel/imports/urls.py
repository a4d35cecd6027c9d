from django.urls import path

from . import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("ny/<str:kind>/", views.import_new, name="import_new"),
    path("<uuid:import_id>/", views.import_detail, name="import_detail"),
    path("<uuid:import_id>/gennemfoer/", views.import_carry_out, name="import_carry_out"),
    path("<uuid:import_id>/laes-igen/", views.import_read_again, name="import_read_again"),
    path("<uuid:import_id>/fortryd/", views.import_cancel, name="import_cancel"),
]
