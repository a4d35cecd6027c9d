from django.urls import path

from .views import cost_lines, costs, keys, register, rules

app_name = "it_costs"
urlpatterns = [
    path("systemer/", register.systems, name="systems"),
    path("systemer/nyt/", register.system_new, name="system_new"),
    path("systemer/<uuid:system_id>/", register.system, name="system"),
    path("systemer/<uuid:system_id>/ret/", register.system_change, name="system_change"),
    path("systemer/<uuid:system_id>/behov/", register.system_need, name="system_need"),
    path("systemer/<uuid:system_id>/rigtigt/", register.system_validate, name="system_validate"),
    path("systemer/<uuid:system_id>/ud/", register.system_remove, name="system_remove"),
    path("omkostninger/", costs.costs, name="costs"),
    path("omkostninger/regneark/", costs.costs_export, name="costs_export"),
    path("omkostninger/celle/", costs.cost_cell, name="cost_cell"),
    path("omkostninger/linjer/", cost_lines.cost_line_list, name="cost_lines"),
    path("omkostninger/linjer/ny/", cost_lines.cost_line_new, name="cost_line_new"),
    path("omkostninger/linjer/fil/<str:format>/", cost_lines.cost_lines_export, name="cost_lines_export"),
    path("omkostninger/linjer/<uuid:line_id>/", cost_lines.cost_line_change, name="cost_line_change"),
    path("omkostninger/linjer/<uuid:line_id>/fjern/", cost_lines.cost_line_remove, name="cost_line_remove"),
    path("kontering/", rules.rules, name="rules"),
    path("kontering/ny/", rules.rule_new, name="rule_new"),
    path("kontering/fortryd/", rules.rules_undo, name="rules_undo"),
    path("kontering/fil/<str:format>/", rules.rules_export, name="rules_export"),
    path("kontering/<uuid:rule_id>/", rules.rule_change, name="rule_change"),
    path("kontering/<uuid:rule_id>/flyt/", rules.rule_act, name="rule_act"),
    path("kontering/<uuid:rule_id>/posteringer/", rules.rule_postings, name="rule_postings"),
    path("fordelingsnoegler/", keys.keys, name="keys"),
    path("fordelingsnoegler/ny/", keys.key_new, name="key_new"),
    path("fordelingsnoegler/<uuid:key_id>/", keys.key, name="key"),
    path("afstemning/", keys.reconciliation, name="reconciliation"),
    path("afstemning/<uuid:difference_id>/fjern/", keys.difference_remove, name="difference_remove"),
]
