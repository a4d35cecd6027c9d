from django.urls import path

from .views import entries, keeping, overrides, rhythm

app_name = "forecast"
urlpatterns = [
    path("", rhythm.overview, name="overview"),
    path("mind/<int:period>/", rhythm.remind, name="remind"),
    path("runder/", keeping.rounds, name="rounds"),
    path("runder/<uuid:round_id>/", keeping.round_page, name="round"),
    path("runder/<uuid:round_id>/frys/", keeping.round_freeze, name="round_freeze"),
    path("kategorier/", keeping.categories, name="categories"),
    path("kategorier/ny/", keeping.category_new, name="category_new"),
    path("kategorier/<slug:code>/", keeping.category, name="category"),
    path("kategorier/<slug:code>/sats/", keeping.category_rate, name="category_rate"),
    path("loensatser/", keeping.pay_tables, name="pay_tables"),
    path("poster/<uuid:entry_id>/", entries.entry, name="entry"),
    path("poster/<uuid:entry_id>/fjern/", entries.entry_remove, name="entry_remove"),
    path("valg/<int:change_id>/", entries.waiting_settle, name="waiting_settle"),
    path("<uuid:unit_id>/poster/", entries.entries, name="entries"),
    path("<uuid:unit_id>/poster/gem/", entries.entries_save, name="entries_save"),
    path("<uuid:unit_id>/poster/ny/", entries.entry_add, name="entry_add"),
    path("<uuid:unit_id>/poster/fortryd/", entries.entries_undo, name="entries_undo"),
    path("<uuid:unit_id>/poster/forslag/", entries.suggestions, name="suggestions"),
    path("<uuid:unit_id>/poster/<int:year>.xlsx", keeping.sheet_export, name="sheet_export"),
    path("<uuid:unit_id>/historik/", entries.history, name="history"),
    path("<uuid:unit_id>/satte-tal/", overrides.overrides, name="overrides"),
    path("satte-tal/<int:override_id>/ophaev/", overrides.override_end, name="override_end"),
    path("<uuid:unit_id>/plan/", rhythm.plan, name="plan"),
    path("<uuid:unit_id>/vurder/<int:period>/", rhythm.assess, name="assess"),
    path("<uuid:unit_id>/vurder/<int:period>/godkend/", rhythm.approve, name="approve"),
    path("<uuid:unit_id>/vurder/<int:period>/retur/", rhythm.send_back, name="send_back"),
    path("<uuid:unit_id>/udrulning/", rhythm.roll_out, name="roll_out"),
]
