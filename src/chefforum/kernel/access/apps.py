from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "chefforum.kernel.access"
    label = "access"
    verbose_name = "Adgang"
