from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "chefforum.kernel.sign_in"
    label = "sign_in"
    verbose_name = "Log ind"
