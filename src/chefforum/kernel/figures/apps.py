from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "chefforum.kernel.figures"
    label = "figures"
    verbose_name = "Tal"

    def ready(self) -> None:
        from chefforum.web.navigation import NavigationItem, register_navigation

        from . import registrations
        from .access import SEE_FIGURES

        registrations.register()
        register_navigation(
            NavigationItem(section="Overblik", title="Tal", url_name="figures:list", rule=SEE_FIGURES, order=80)
        )
