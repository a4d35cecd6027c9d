from django.urls import URLPattern

app_name = "it_costs"
urlpatterns: list[URLPattern] = []
