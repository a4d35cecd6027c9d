from django.apps import AppConfig


class ItBenchmarkConfig(AppConfig):
    name = "chefforum.modules.it_benchmark"
    label = "it_benchmark"
    verbose_name = "It-benchmark"

    def ready(self) -> None:
        from . import registrations

        registrations.register()
