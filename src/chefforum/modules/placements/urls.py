from django.urls import path

from .views import job_types, outcomes, register

app_name = "placements"
urlpatterns = [
    path("forloeb/", register.placements, name="placements"),
    path("forloeb/liste.<slug:format>", register.placements_file, name="placements_file"),
    path("forloeb/nyt/", register.placement_new, name="placement_new"),
    path("forloeb/udfald/", outcomes.outcomes_missing, name="outcomes_missing"),
    path("forloeb/slet/", job_types.placements_delete, name="placements_delete"),
    path("forloeb/<uuid:placement_id>/", register.placement, name="placement"),
    path("forloeb/<uuid:placement_id>/ret/", register.placement_change, name="placement_change"),
    path("forloeb/<uuid:placement_id>/slut/", register.placement_end, name="placement_end"),
    path("forloeb/<uuid:placement_id>/aflys/", register.placement_cancel, name="placement_cancel"),
    path("forloeb/<uuid:placement_id>/fortryd/", register.placement_undo, name="placement_undo"),
    path(
        "forloeb/<uuid:placement_id>/udfald/<int:definition_id>/",
        outcomes.placement_outcome,
        name="placement_outcome",
    ),
    path("stillingstyper/", job_types.job_types, name="job_types"),
    path("stillingstyper/<slug:code>/", job_types.job_type, name="job_type"),
]
