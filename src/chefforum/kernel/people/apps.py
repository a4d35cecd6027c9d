from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "chefforum.kernel.people"
    label = "people"
    verbose_name = "Personer"
