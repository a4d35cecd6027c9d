from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "chefforum.kernel.organisation"
    label = "organisation"
    verbose_name = "Organisation"
