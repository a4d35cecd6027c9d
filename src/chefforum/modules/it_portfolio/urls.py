from __future__ import annotations

from django.urls import URLPattern

app_name = "it_portfolio"
urlpatterns: list[URLPattern] = []
