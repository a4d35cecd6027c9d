from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("mine/", views.personal_files, name="personal_files"),
    path("mine/<uuid:file_id>/", views.personal_file, name="personal_file"),
    path("<uuid:document_id>/", views.newest_version, name="newest_version"),
    path("<uuid:document_id>/<int:number>/", views.version, name="version"),
    path("<uuid:document_id>/<int:number>/sider/<int:page>/", views.page, name="page"),
]
