from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("<uuid:document_id>/", views.newest_version, name="newest_version"),
    path("<uuid:document_id>/<int:number>/", views.version, name="version"),
    path("<uuid:document_id>/<int:number>/sider/<int:page>/", views.page, name="page"),
]
