from django.urls import path

from .views import consultants, job_types, outcomes, overview, register, task_lists

app_name = "placements"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("opgavelister/", task_lists.task_lists, name="task_lists"),
    path("opgavelister/ny/", task_lists.task_list_new, name="task_list_new"),
    path("opgavelister/<uuid:list_id>/", task_lists.task_list, name="task_list"),
    path("opgavelister/<uuid:list_id>/ret/", task_lists.task_list_change, name="task_list_change"),
    path("opgavelister/<uuid:list_id>/del/", task_lists.task_list_share, name="task_list_share"),
    path("opgavelister/<uuid:list_id>/fjern/", task_lists.task_list_remove, name="task_list_remove"),
    path("opgavelister/<uuid:list_id>/brug/", task_lists.task_list_use, name="task_list_use"),
    path("konsulenter/", consultants.consultants, name="consultants"),
    path("konsulenter/ny/", consultants.consultant_new, name="consultant_new"),
    path("konsulenter/<int:consultant_id>/", consultants.consultant, name="consultant"),
    path("konsulenter/<int:consultant_id>/ret/", consultants.consultant_keep, name="consultant_keep"),
    path(
        "konsulenter/<int:consultant_id>/daekning/<int:service_id>/afslut/", consultants.service_end, name="service_end"
    ),
    path("kontakter/<int:contact_id>/", consultants.contact_settle, name="contact_settle"),
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
