from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "chefforum.modules.forecast"
    label = "forecast"
    verbose_name = "Forventet regnskab"

    def ready(self) -> None:
        from . import jobs, registrations  # noqa: F401  (jobs register themselves)

        registrations.register()
