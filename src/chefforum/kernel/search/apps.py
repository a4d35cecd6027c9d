from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "chefforum.kernel.search"
    label = "search"
    verbose_name = "Søgning"
