from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("log-ind/", views.sign_in, name="login"),
    path("log-ind/demo/", views.demo_sign_in, name="demo_login"),
    path("log-ud/", views.sign_out, name="logout"),
    path("adgangskode/", views.password, name="password"),
]
