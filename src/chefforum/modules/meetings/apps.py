from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "chefforum.modules.meetings"
    label = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        from . import jobs, registrations  # noqa: F401  (jobs register themselves)

        registrations.register()
