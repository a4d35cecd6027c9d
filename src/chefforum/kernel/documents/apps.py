from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "chefforum.kernel.documents"
    label = "documents"
    verbose_name = "Dokumenter"
