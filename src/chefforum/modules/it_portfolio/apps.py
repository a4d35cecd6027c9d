from django.apps import AppConfig


class ItPortfolioConfig(AppConfig):
    name = "chefforum.modules.it_portfolio"
    label = "it_portfolio"
    verbose_name = "It-portefølje"

    def ready(self) -> None:
        from . import jobs, registrations  # noqa: F401  (jobs register themselves)

        registrations.register()
