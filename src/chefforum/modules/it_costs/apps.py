from django.apps import AppConfig


class ItCostsConfig(AppConfig):
    name = "chefforum.modules.it_costs"
    label = "it_costs"
    verbose_name = "It-økonomi"

    def ready(self) -> None:
        from . import jobs, registrations  # noqa: F401  (jobs register themselves)

        registrations.register()
