from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "chefforum.kernel.notifications"
    label = "notifications"
    verbose_name = "Beskeder"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
