from __future__ import annotations

from django.urls import path

from .views import hub, milestones, plan, readiness, report

app_name = "it_portfolio"
urlpatterns = [
    path("portefoelje/", hub.portfolio, name="portfolio"),
    path("plan/", plan.plan, name="plan"),
    path("plan/fil/<str:format>/", plan.plan_file, name="plan_file"),
    path("plan/nyt/", plan.plan_item_new, name="plan_item_new"),
    path("plan/fortryd/", plan.plan_undo, name="plan_undo"),
    path("plan/kalender/", milestones.calendar_begin, name="calendar_begin"),
    path("plan/milepaele/ny/", milestones.milestone_new, name="milestone_new"),
    path("plan/milepaele/<uuid:milestone_id>/", milestones.milestone_change, name="milestone_change"),
    path("plan/milepaele/<uuid:milestone_id>/ud/", milestones.milestone_remove, name="milestone_remove"),
    path("plan/<uuid:item_id>/", plan.plan_item, name="plan_item"),
    path("plan/<uuid:item_id>/ret/", plan.plan_item_change, name="plan_item_change"),
    path("plan/<uuid:item_id>/status/", plan.plan_item_state, name="plan_item_state"),
    path("plan/<uuid:item_id>/system/", plan.plan_item_system, name="plan_item_system"),
    path("plan/<uuid:item_id>/ud/", plan.plan_item_remove, name="plan_item_remove"),
    path("driftscentre/", readiness.readiness, name="readiness"),
    path("driftscentre/fil/<str:format>/", readiness.readiness_file, name="readiness_file"),
    path("driftscentre/skema/", readiness.readiness_schema, name="readiness_schema"),
    path("driftscentre/set-efter/", readiness.readiness_check, name="readiness_check"),
    path("rapport/", report.report, name="report"),
    path("rapport/fil/<str:format>/", report.report_file, name="report_file"),
    path("rapport/tekst/<slug:name>/", report.report_text, name="report_text"),
    path("rapport/frys/", report.report_freeze, name="report_freeze"),
    path("rapport/<uuid:report_id>/", report.report_frozen, name="report_frozen"),
    path("rapport/<uuid:report_id>/fil/<str:format>/", report.report_frozen_file, name="report_frozen_file"),
]
