from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "chefforum.kernel.jobs"
    label = "jobs"
    verbose_name = "Opgaver"
