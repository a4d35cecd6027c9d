from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "chefforum.modules.administration"
    label = "administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
