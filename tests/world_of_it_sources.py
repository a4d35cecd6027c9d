"""What sources said of the systems of Lindeby: KITOS read twice, so that a row differs, one is gone and one is new."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_costs.models import FieldValue, ItSystem, SourceLink
from chefforum.modules.it_costs.services.source_files import keep_raw
from chefforum.modules.it_costs.services.source_mapping import write_try
from chefforum.modules.it_costs.services.source_readings import write_reading
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_of_kitos import ORGANISATION, Kitos, contract, system, usage
from tests.connectors.sources.test_asking_topdesk import COLUMNS, asset
from tests.people import Lindeby


@dataclass(frozen=True)
class ItSourcesThere:
    """`difference` is about a system whose hosting was validated; `gone` is not in KITOS any more; `link`: a row that
    is a system."""

    difference: FieldValue
    gone: ItSystem
    link: SourceLink


def build(*, lindeby: Lindeby, at: dt.datetime) -> ItSourcesThere:
    actor = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    earlier = at - dt.timedelta(days=40)
    raw = {
        "it-system-usages": [usage(1), usage(2)],
        "it-systems": [system(1), system(2)],
        "it-contracts": [contract(1, usages=[1, 2])],
        "organization-units": Kitos().held[f"/api/v2/organizations/{ORGANISATION}/organization-units"],
    }
    write_reading(actor=actor, source="kitos", kept=keep_raw(source="kitos", raw=raw), at=earlier)
    take_on(actor=actor, source="kitos", systems={"u-1": None, "u-2": None}, contracts={"c-1": None}, at=earlier)
    tried = {"fields": {"columns": COLUMNS, "dataSet": [asset(1), asset(2, **{"ejer-afdeling": None})]}}
    write_try(actor=actor, kept=keep_raw(source="topdesk", raw=tried)[0], at=earlier)
    FieldValue.objects.filter(system__name="Fagsystem 1", field="hosting").update(validated_at=earlier)
    raw["it-system-usages"] = [usage(1, general={"hostedAt": "Hybrid"}), usage(3)]
    raw["it-systems"] = [system(1), system(3)]
    later = at - dt.timedelta(days=10)
    write_reading(actor=actor, source="kitos", kept=keep_raw(source="kitos", raw=raw), at=later)
    return ItSourcesThere(
        difference=FieldValue.objects.get(system__name="Fagsystem 1", field="hosting"),
        gone=ItSystem.objects.get(name="Fagsystem 2"),
        link=SourceLink.objects.get(external_id="u-1"),
    )
