from __future__ import annotations

from django.urls import path

from .views import competences, compliance, hub

app_name = "it_portfolio"
urlpatterns = [
    path("portefoelje/", hub.portfolio, name="portfolio"),
    path("lovkrav/", compliance.compliance, name="compliance"),
    path("lovkrav/foerst/", compliance.compliance_first, name="compliance_first"),
    path("lovkrav/leverandoerer/", compliance.compliance_vendors, name="compliance_vendors"),
    path("lovkrav/fil/<str:format>/", compliance.compliance_file, name="compliance_file"),
    path("lovkrav/kitos/", compliance.compliance_kitos, name="compliance_kitos"),
    path("lovkrav/fortryd/", compliance.compliance_undo, name="compliance_undo"),
    path("lovkrav/<uuid:system_id>/", compliance.compliance_system, name="compliance_system"),
    path("lovkrav/<uuid:system_id>/<slug:code>/", compliance.compliance_answer, name="compliance_answer"),
    path("kompetencer/", competences.competences, name="competences"),
    path("kompetencer/fil/", competences.competences_file, name="competences_file"),
    path("kompetencer/ny/", competences.competence_new, name="competence_new"),
    path("kompetencer/plan/", competences.plan, name="competence_plan"),
    path("kompetencer/plan/ny/", competences.step_new, name="competence_step_new"),
    path("kompetencer/plan/<uuid:step_id>/", competences.step_change, name="competence_step"),
    path("kompetencer/<uuid:competence_id>/", competences.competence, name="competence"),
    path("kompetencer/<uuid:competence_id>/ret/", competences.competence_change, name="competence_change"),
    path("kompetencer/<uuid:competence_id>/behov/", competences.need_say, name="competence_need"),
    path("kompetencer/<uuid:competence_id>/antal/", competences.held_say, name="competence_held"),
    path("kompetencer/<uuid:competence_id>/noegleperson/", competences.key_person, name="competence_key_person"),
]
