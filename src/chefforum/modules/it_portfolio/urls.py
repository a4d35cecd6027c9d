from __future__ import annotations

from django.urls import path

from .views import hub, overlaps, scenarios

app_name = "it_portfolio"
urlpatterns = [
    path("portefoelje/", hub.portfolio, name="portfolio"),
    path("overlap/", overlaps.overlaps, name="overlaps"),
    path("overlap/par/", overlaps.overlap_pairs, name="overlap_pairs"),
    path("overlap/par/<uuid:one>/<uuid:other>/", overlaps.overlap_pair, name="overlap_pair"),
    path("overlap/par/<uuid:one>/<uuid:other>/fortryd/", overlaps.overlap_undo, name="overlap_undo"),
    path("overlap/produkter/", overlaps.overlap_products, name="overlap_products"),
    path("overlap/behov/", overlaps.overlap_needs, name="overlap_needs"),
    path("overlap/hent/<str:format>/", overlaps.overlap_export, name="overlap_export"),
    path("samling/", scenarios.scenarios, name="scenarios"),
    path("samling/ny/", scenarios.scenario_new, name="scenario_new"),
    path("samling/loft/", scenarios.scenario_bound, name="scenario_bound"),
    path("samling/<uuid:scenario_id>/", scenarios.scenario, name="scenario"),
    path("samling/<uuid:scenario_id>/ret/", scenarios.scenario_change, name="scenario_change"),
    path("samling/<uuid:scenario_id>/systemer/", scenarios.scenario_systems, name="scenario_systems"),
    path("samling/<uuid:scenario_id>/status/", scenarios.scenario_status, name="scenario_status"),
    path("samling/<uuid:scenario_id>/udgave/<int:number>/", scenarios.scenario_restore, name="scenario_restore"),
]
