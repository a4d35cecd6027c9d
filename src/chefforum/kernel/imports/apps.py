from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "chefforum.kernel.imports"
    label = "imports"
    verbose_name = "Importer"

    def ready(self) -> None:
        from chefforum.kernel.documents.registry import register_owner
        from chefforum.web.navigation import NavigationItem, register_navigation

        from . import jobs  # noqa: F401  (registers the two jobs)
        from .access import IMPORTED_FILES, USE_IMPORTS

        register_owner(IMPORTED_FILES)
        register_navigation(
            NavigationItem(section="Drift", title="Importer", url_name="imports:import_list", rule=USE_IMPORTS)
        )
