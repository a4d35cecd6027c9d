"""Every address of the product. Each view declares who may use it; see docs/architecture.md."""

from django.urls import include, path

from chefforum.modules.meetings.urls import public_urlpatterns

from . import views

urlpatterns = [
    path("", views.start, name="start"),
    path("sund/", views.health, name="health"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("privatliv/", views.privacy, name="privacy"),
    path("", include("chefforum.kernel.sign_in.urls")),
    path("soeg/", include("chefforum.kernel.search.urls")),
    path("tal/", include("chefforum.kernel.figures.urls")),
    path("moeder/", include("chefforum.modules.meetings.urls")),
    path("regnskab/", include("chefforum.modules.ledger.urls")),
    path("forventet/", include("chefforum.modules.forecast.urls")),
    path("praktik/", include("chefforum.modules.placements.urls")),
    path("it/", include("chefforum.modules.it_costs.urls")),
    path("it/", include("chefforum.modules.it_portfolio.urls")),
    path("it/benchmark/", include("chefforum.modules.it_benchmark.urls")),
    path("sager/", include("chefforum.kernel.cases.urls")),
    path("dokumenter/", include("chefforum.kernel.documents.urls")),
    path("importer/", include("chefforum.kernel.imports.urls")),
    path("beskeder/", include("chefforum.kernel.notifications.urls")),
    path("opgaver/", include("chefforum.kernel.jobs.urls")),
    path("", include((public_urlpatterns, "public"))),
    path("", include("chefforum.modules.administration.urls")),
]
