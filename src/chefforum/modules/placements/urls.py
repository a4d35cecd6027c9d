from django.urls import path

from .views import consultants, keys, overview, table_check, targets, task_lists

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
    path("maaltal/", targets.targets, name="targets"),
    path("maaltal/ny/", targets.target_new, name="target_new"),
    path("maaltal/kan-tabellen-genskabes/", table_check.table_check, name="table_check"),
    path("maaltal/<uuid:round_id>/", targets.target_round, name="target_round"),
    path("maaltal/<uuid:round_id>.<slug:format>", targets.target_file, name="target_file"),
    path("noegler/", keys.keys, name="keys"),
    path("noegler/ny/", keys.key_new, name="key_new"),
    path("noegler/<uuid:key_id>/", keys.key, name="key"),
]
