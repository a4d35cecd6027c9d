from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "chefforum.kernel.documents"
    label = "documents"
    verbose_name = "Dokumenter"

    def ready(self) -> None:
        import datetime as dt

        from chefforum.kernel.jobs.registry import Round, register_round

        from .services import remove_expired_files

        register_round(
            Round(name="documents.remove_expired_files", every=dt.timedelta(hours=1), run=remove_expired_files)
        )
