from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "chefforum.kernel.audit"
    label = "audit"
    verbose_name = "Revisionsspor"
