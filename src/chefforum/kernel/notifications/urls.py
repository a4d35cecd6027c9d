from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.notification_list, name="list"),
    path("laest/", views.read_all, name="read_all"),
    path("valg/", views.choices, name="choices"),
    path("<uuid:notification_id>/", views.open_notification, name="open"),
]
