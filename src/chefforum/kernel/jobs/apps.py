from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "chefforum.kernel.jobs"
    label = "jobs"
    verbose_name = "Opgaver"

    def ready(self) -> None:
        import datetime as dt

        from .registry import Round, register_round
        from .services import prune_jobs

        register_round(Round(name="jobs.prune", every=dt.timedelta(days=1), run=prune_jobs))
