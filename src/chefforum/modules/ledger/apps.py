from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "chefforum.modules.ledger"
    label = "ledger"
    verbose_name = "Regnskab"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
