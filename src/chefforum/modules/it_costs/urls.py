from django.urls import path

from .views import contracts, register, source_numbers, sources, system_details, vendors

app_name = "it_costs"
urlpatterns = [
    path("kilder/", sources.sources, name="sources"),
    path("kilder/hent/", sources.source_fetch, name="source_fetch"),
    path("kilder/forskelle/", sources.source_settle, name="source_settle"),
    path("kilder/tal/", source_numbers.source_numbers, name="source_numbers"),
    path("kilder/nye/", sources.source_new, name="source_new"),
    path("systemer/", register.systems, name="systems"),
    path("systemer/fil/<str:format>/", register.systems_file, name="systems_file"),
    path("systemer/nyt/", register.system_new, name="system_new"),
    path("systemer/<uuid:system_id>/", register.system, name="system"),
    path("systemer/<uuid:system_id>/ret/", register.system_change, name="system_change"),
    path("systemer/<uuid:system_id>/behov/", register.system_need, name="system_need"),
    path("systemer/<uuid:system_id>/rigtigt/", system_details.system_validate, name="system_validate"),
    path("systemer/<uuid:system_id>/kilden/", system_details.system_settle, name="system_settle"),
    path("systemer/<uuid:system_id>/har-brug-for/", system_details.dependency_new, name="dependency_new"),
    path(
        "systemer/<uuid:system_id>/har-brug-for/<uuid:on_system_id>/fjern/",
        system_details.dependency_remove,
        name="dependency_remove",
    ),
    path("systemer/<uuid:system_id>/ud/", system_details.system_remove, name="system_remove"),
    path("kontrakter/", contracts.contracts, name="contracts"),
    path("kontrakter/fil/<str:format>/", contracts.contracts_file, name="contracts_file"),
    path("kontrakter/ny/", contracts.contract_new, name="contract_new"),
    path("kontrakter/<uuid:contract_id>/", contracts.contract, name="contract"),
    path("kontrakter/<uuid:contract_id>/ret/", contracts.contract_change, name="contract_change"),
    path("kontrakter/<uuid:contract_id>/ud/", contracts.contract_remove, name="contract_remove"),
    path("kontrakter/<uuid:contract_id>/systemer/", contracts.cover_new, name="cover_new"),
    path("kontrakter/<uuid:contract_id>/systemer/<uuid:system_id>/fjern/", contracts.cover_remove, name="cover_remove"),
    path("leverandoerer/", vendors.vendors, name="vendors"),
    path("leverandoerer/ny/", vendors.vendor_new, name="vendor_new"),
    path("leverandoerer/<uuid:vendor_id>/", vendors.vendor, name="vendor"),
    path("leverandoerer/<uuid:vendor_id>/ret/", vendors.vendor_change, name="vendor_change"),
    path("leverandoerer/<uuid:vendor_id>/laeg-sammen/", vendors.vendor_merge, name="vendor_merge"),
    path("indstillinger/", register.settings, name="settings"),
    path("indstillinger/filer/", register.register_files, name="register_files"),
]
