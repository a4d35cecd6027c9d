from __future__ import annotations

from django.urls import path

from .views import hub

app_name = "it_portfolio"
urlpatterns = [
    path("portefoelje/", hub.portfolio, name="portfolio"),
]
