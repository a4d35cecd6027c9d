from django.urls import path

from . import views

app_name = "cases"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("kle/", views.kle, name="kle"),
    path("<uuid:case_id>/", views.case, name="case"),
]
