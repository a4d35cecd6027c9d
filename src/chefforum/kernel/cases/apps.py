from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "chefforum.kernel.cases"
    label = "cases"
    verbose_name = "Sager"

    def ready(self) -> None:
        from chefforum.web.navigation import NavigationItem, register_navigation

        from . import cards
        from .access import LOAD_KLE, SEE_CASES

        cards.register()
        register_navigation(
            NavigationItem(section="Møder", title="Sager", url_name="cases:list", rule=SEE_CASES, order=30),
            NavigationItem(section="Drift", title="KLE-listen", url_name="cases:kle", rule=LOAD_KLE, order=40),
        )
