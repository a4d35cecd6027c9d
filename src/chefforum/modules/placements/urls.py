from django.urls import path

from .views import keys, table_check, targets

app_name = "placements"
urlpatterns = [
    path("maaltal/", targets.targets, name="targets"),
    path("maaltal/ny/", targets.target_new, name="target_new"),
    path("maaltal/kan-tabellen-genskabes/", table_check.table_check, name="table_check"),
    path("maaltal/<uuid:round_id>/", targets.target_round, name="target_round"),
    path("maaltal/<uuid:round_id>.<slug:format>", targets.target_file, name="target_file"),
    path("noegler/", keys.keys, name="keys"),
    path("noegler/ny/", keys.key_new, name="key_new"),
    path("noegler/<uuid:key_id>/", keys.key, name="key"),
]
