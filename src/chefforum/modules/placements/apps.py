from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "chefforum.modules.placements"
    label = "placements"
    verbose_name = "Praktik og løntilskud"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
