from django.urls import path

from .views import groups, organisation, persons, trail

app_name = "administration"
urlpatterns = [
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/som/<slug:format>/", organisation.export, name="organisation_export"),
    path("organisation/<uuid:unit_id>/", organisation.unit, name="unit"),
    path("personer/", persons.person_list, name="persons"),
    path("personer/mig/", persons.own_access, name="own_access"),
    path("personer/opret/", persons.create, name="person_create"),
    path("personer/<uuid:person_id>/", persons.person, name="person"),
    path("personer/<uuid:person_id>/rolle/", persons.grant_role, name="role_grant"),
    path("personer/<uuid:person_id>/adgang/", persons.set_active, name="person_active"),
    path("personer/<uuid:person_id>/adgangskode/", persons.give_password, name="person_password"),
    path("personer/<uuid:person_id>/stedfortraeder/", persons.set_substitute, name="substitute_set"),
    path("personer/roller/<int:assignment_id>/afslut/", persons.end_role, name="role_end"),
    path("personer/stedfortraedere/<int:substitution_id>/afslut/", persons.end_substitute, name="substitute_end"),
    path("grupper/", groups.group_list, name="groups"),
    path("grupper/opret/", groups.create, name="group_create"),
    path("grupper/<uuid:group_id>/", groups.group, name="group"),
    path("grupper/<uuid:group_id>/ret/", groups.edit, name="group_edit"),
    path("grupper/<uuid:group_id>/medlem/", groups.add_member, name="member_add"),
    path("grupper/<uuid:group_id>/medlem/<int:membership_id>/afslut/", groups.end_member, name="member_end"),
    path("grupper/<uuid:group_id>/kommissorium/", groups.write_terms, name="terms_write"),
    path("revision/", trail.trail, name="trail"),
    path("revision/csv/", trail.export, name="trail_export"),
]
