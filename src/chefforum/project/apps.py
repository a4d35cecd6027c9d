from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "chefforum.project"
    label = "project"
    verbose_name = "Chefforum"

    def ready(self) -> None:
        from chefforum.kernel.access.rules import SIGNED_IN
        from chefforum.web.navigation import NavigationItem, register_navigation

        register_navigation(NavigationItem("Overblik", "Overblik", "start", SIGNED_IN, order=0))
