from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "chefforum.modules.forecast"
    label = "forecast"
    verbose_name = "Forventet regnskab"
