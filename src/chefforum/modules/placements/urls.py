from django.urls import path

from .views import consultants, overview, public_figures, task_lists

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
    path("jobindsats/", public_figures.public_figures, name="public_figures"),
    path("jobindsats/hent/", public_figures.public_figures_fetch, name="public_figures_fetch"),
    path("kontakter/<int:contact_id>/", consultants.contact_settle, name="contact_settle"),
]
