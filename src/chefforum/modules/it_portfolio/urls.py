from __future__ import annotations

from django.urls import path

from .views import hub, overlaps, scenarios, selection_decisions, selection_drafts, selections, steering_group

app_name = "it_portfolio"
urlpatterns = [
    path("portefoelje/", hub.portfolio, name="portfolio"),
    path("udvalgte/", selections.chosen, name="chosen"),
    path("udvalgte/<uuid:decision_id>/ophaev/", selection_decisions.selection_end, name="selection_end"),
    path("udvaelgelse/", selections.selections, name="selections"),
    path("udvaelgelse/ny/", selection_drafts.selection_new, name="selection_new"),
    path("udvaelgelse/sammenlign/", selections.selections_compared, name="selections_compared"),
    path("udvaelgelse/kladder/<uuid:draft_id>/", selection_drafts.selection_draft, name="selection_draft"),
    path("udvaelgelse/kladder/<uuid:draft_id>/regler/", selection_drafts.selection_rules, name="selection_rules"),
    path("udvaelgelse/kladder/<uuid:draft_id>/koer/", selection_drafts.selection_run_order, name="selection_run_order"),
    path(
        "udvaelgelse/kladder/<uuid:draft_id>/smid-vaek/",
        selection_drafts.selection_draft_remove,
        name="selection_draft_remove",
    ),
    path(
        "udvaelgelse/kladder/<uuid:draft_id>/tilfoej/<str:what>/",
        selection_drafts.selection_by_hand,
        name="selection_by_hand",
    ),
    path(
        "udvaelgelse/kladder/<uuid:draft_id>/fjern/<str:what>/",
        selection_drafts.selection_by_hand_remove,
        name="selection_by_hand_remove",
    ),
    path("udvaelgelse/koersler/<uuid:run_id>/", selections.selection_run, name="selection_run"),
    path("udvaelgelse/koersler/<uuid:run_id>/fastlaeg/", selection_decisions.selection_decide, name="selection_decide"),
    path("udvaelgelse/koersler/<uuid:run_id>/fil/<str:format>/", selections.selection_file, name="selection_file"),
    path("styregruppe/", steering_group.steering_group, name="steering_group"),
    path("styregruppe/pladser/", steering_group.steering_group_seats, name="steering_group_seats"),
    path("styregruppe/person/", steering_group.steering_group_member, name="steering_group_member"),
    path("styregruppe/person/<uuid:seat_id>/ud/", steering_group.steering_group_end, name="steering_group_end"),
    path("styregruppe/fil/<str:format>/", steering_group.steering_group_file, name="steering_group_file"),
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
