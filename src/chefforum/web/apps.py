from django.apps import AppConfig
from django.core.checks import register

from .fields import say_what_to_do

say_what_to_do()


class WebConfig(AppConfig):
    name = "chefforum.web"
    label = "web"
    verbose_name = "Sider"

    def ready(self) -> None:
        from .navigation import check_navigation

        register(check_navigation)
