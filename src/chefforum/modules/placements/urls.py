from django.urls import path

from .views import consultants, dated_rules, overview, places, task_lists, workplaces

app_name = "placements"
urlpatterns = [
    # Places, workplaces and rules.
    path("pladser/", places.places, name="places"),
    path("pladser/liste.<slug:format>", places.places_file, name="places_file"),
    path("pladser/find/", places.find_place, name="find_place"),
    path("pladser/ny/", places.place_new, name="place_new"),
    path("pladser/<uuid:place_id>/", places.place, name="place"),
    path("pladser/<uuid:place_id>/ret/", places.place_change, name="place_change"),
    path("pladser/<uuid:place_id>/luk/", places.place_close, name="place_close"),
    path("pladser/<uuid:place_id>/aabn/", places.place_reopen, name="place_reopen"),
    path("pladser/<uuid:place_id>/fortryd/", places.place_undo, name="place_undo"),
    path("pladser/<uuid:place_id>/tom/", places.place_empty, name="place_empty"),
    path("pladser/<uuid:place_id>/tom/<int:spell_id>/slut/", places.place_empty_end, name="place_empty_end"),
    path("arbejdssteder/", workplaces.workplaces, name="workplaces"),
    path("arbejdssteder/<slug:table>.<slug:format>", workplaces.workplaces_file, name="workplaces_file"),
    path("arbejdssteder/nyt/", workplaces.workplace_new, name="workplace_new"),
    path("arbejdssteder/<uuid:workplace_id>/", workplaces.workplace, name="workplace"),
    path("arbejdssteder/<uuid:workplace_id>/ret/", workplaces.workplace_change, name="workplace_change"),
    path("arbejdssteder/<uuid:workplace_id>/ansatte/", workplaces.workplace_count, name="workplace_count"),
    path(
        "arbejdssteder/<uuid:workplace_id>/ansatte/<int:count_id>/fjern/",
        workplaces.workplace_count_remove,
        name="workplace_count_remove",
    ),
    path("arbejdssteder/<uuid:workplace_id>/udtalelse/", workplaces.statement_new, name="statement_new"),
    path(
        "arbejdssteder/<uuid:workplace_id>/udtalelse/<int:statement_id>/fjern/",
        workplaces.statement_remove,
        name="statement_remove",
    ),
    path("udtalelser/", workplaces.statements, name="statements"),
    path("forloeb/<uuid:placement_id>/erklaering.<slug:format>", workplaces.declaration, name="declaration"),
    path("regler/", dated_rules.rules, name="rules"),
    path("regler/saedvanlige/", dated_rules.rules_usual, name="rules_usual"),
    path("regler/<slug:table>/ny/", dated_rules.rule_new, name="rule_new"),
    path("regler/<slug:table>/<int:rule_id>/fjern/", dated_rules.rule_take_back, name="rule_take_back"),
    path("indstillinger/", dated_rules.settings, name="settings"),
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
]
