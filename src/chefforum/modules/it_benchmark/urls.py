from django.urls import path

from .views import base, benchmark, exchange, groups, national, own

app_name = "it_benchmark"
urlpatterns = [
    path("", benchmark.benchmark, name="benchmark"),
    path("fil/<str:format>/", benchmark.benchmark_file, name="benchmark_file"),
    path("grundlag/", base.base, name="base"),
    path("grundlag/<uuid:municipality_id>/", base.municipality, name="municipality"),
    path("grupper/", groups.groups, name="groups"),
    path("grupper/ny/", groups.group_new, name="group_new"),
    path("grupper/<uuid:group_id>/", groups.group, name="group"),
    path("grupper/<uuid:group_id>/tag-med/", groups.group_take_in, name="group_take_in"),
    path("udveksling/", exchange.exchange, name="exchange"),
    path("udveksling/fil/<str:format>/", exchange.exchange_file, name="exchange_file"),
    path("udveksling/skabelon/", exchange.template, name="exchange_template"),
    path("skema/1.json", exchange.schema, name="schema"),
    path("om-os/", own.background, name="background"),
    path("offentlige-tal/", own.public_figures, name="public_figures"),
    path("landet/", national.national, name="national"),
    path("landet/dan/", national.national_build, name="national_build"),
    path("landet/fil/", national.national_file, name="national_file"),
]
