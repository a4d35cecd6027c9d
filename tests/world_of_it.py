"""What there is of technology in Lindeby: a school's own system with a contract, an owner and a source that says
something else, an installation that it needs, one that is out of the register, and two vendors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_costs.models import Contract, FieldValue, ItSystem, Replacement, Vendor, VendorMerge
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.kinds import Answer, Hosting, LifeCycle, Source, SystemKind
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.dependencies import say_dependency
from chefforum.modules.it_costs.services.register import register_system, remove_system
from chefforum.modules.it_costs.services.vendor_merging import merge_vendors
from chefforum.modules.it_costs.services.vendors import register_vendor
from tests import world_of_it_volumes
from tests.people import Lindeby


@dataclass(frozen=True)
class ItWorld:
    system: ItSystem  # the school's; the colleague owns it, a source says another hosting
    installation: ItSystem  # that the system needs; nobody answers for it
    removed: ItSystem
    contract: Contract  # of the system
    vendor: Vendor  # of system and contract
    other_vendor: Vendor
    replacement: Replacement  # of the removed by the system
    merge: VendorMerge  # of a third into the other vendor


def build(*, lindeby: Lindeby, at: dt.datetime) -> ItWorld:
    """Writes it, by the services that pages use."""
    actor = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    school = lindeby.units["3100"].pk
    vendor = register_vendor(actor=actor, name="Bøgeskov Systemer", cvr="99000111", at=at)
    other_vendor = register_vendor(actor=actor, name="Bøgeskov Systemer A/S", cvr="", at=at)
    facts = SystemFacts(
        name="Regneøen",
        description="Matematik på mellemtrinnet",
        vendor_id=vendor.pk,
        owner_unit_id=school,
        owner_id=lindeby.persons["colleague"].pk,
        life_cycle=LifeCycle.OPERATIONAL.value,
        hosting=Hosting.OWN.value,
        uses_ai=Answer.YES.value,
        users_low=100,
        users_high=500,
        bought_outside_it=True,
        units=(school,),
        tasks=("17.01",),
    )
    system = register_system(actor=actor, facts=facts, at=at)
    FieldValue.objects.filter(system=system, field="hosting").update(
        proposed=Hosting.EXTERNAL.value, proposed_by=Source.KITOS.value, proposed_at=at + dt.timedelta(minutes=1)
    )
    installation = register_system(
        actor=actor, facts=SystemFacts(name="Skolens wifi", kind=SystemKind.INSTALLATION.value), at=at
    )
    removed = register_system(actor=actor, facts=SystemFacts(name="Kridttavlen"), at=at)
    remove_system(actor=actor, system_id=removed.pk, is_removed=True, at=at)
    say_dependency(actor=actor, system_id=system.pk, on_system_id=installation.pk, text="net", at=at)
    contract = register_contract(
        actor=actor,
        facts=ContractFacts(
            name="Aftale om Regneøen",
            number="K-1",
            vendor_id=vendor.pk,
            unit_id=school,
            starts_on=lindeby.on,
            ends_on=lindeby.on + dt.timedelta(days=300),
            notice_months=3,
        ),
        covers={system.pk: Decimal("0.5"), installation.pk: None},
        at=at,
    )
    replacement = world_of_it_volumes.build(actor=actor, system=system, other=installation, removed=removed, at=at)
    third = register_vendor(actor=actor, name="Bøgeskov It", cvr="", at=at)
    merge_vendors(actor=actor, vendor_id=third.pk, into_id=other_vendor.pk, at=at)
    merge = VendorMerge.objects.get()
    return ItWorld(system, installation, removed, contract, vendor, other_vendor, replacement, merge)
