from django.urls import path

from .views import extracts, keeping, mappings, rejects, withdrawing

app_name = "ledger"
urlpatterns = [
    path("", keeping.books, name="books"),
    path("posteringer/", keeping.postings, name="postings"),
    path("udtraek/", extracts.extract_list, name="extracts"),
    path("udtraek/indlaes/", extracts.upload, name="upload"),
    path("udtraek/kobling/<uuid:document_id>/", extracts.mapping, name="mapping"),
    path("udtraek/<uuid:extract_id>/", extracts.extract_detail, name="extract"),
    path("udtraek/<uuid:extract_id>/afviste.<slug:form>", rejects.rejected_of_extract, name="rejected"),
    path("udtraek/laest/<uuid:import_id>/afviste.<slug:form>", rejects.rejected_of_import, name="rejected_of_import"),
    path("udtraek/<uuid:extract_id>/traek-tilbage/", withdrawing.withdraw, name="withdraw"),
    path("udtraek/<uuid:extract_id>/tag-i-brug/", withdrawing.restore, name="restore"),
    path("uden-enhed/", keeping.unmapped, name="unmapped"),
    path("koblede-steder/", mappings.mapping_list, name="mappings"),
    path("koblede-steder/<int:mapping_id>/", mappings.mapping_change, name="mapping_change"),
    path("koblede-steder/<int:mapping_id>/fortryd/", mappings.mapping_undo, name="mapping_undo"),
    path("konti/", keeping.account_list, name="accounts"),
    path("konti/<int:account_id>/", keeping.account_edit, name="account"),
    path("linjetyper/", keeping.line_classes, name="line_classes"),
    path("linjetyper/<int:rule_id>/slut/", keeping.line_class_end, name="line_class_end"),
    path("lukning/", keeping.closing, name="closing"),
]
