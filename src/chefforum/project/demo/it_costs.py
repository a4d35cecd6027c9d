"""Lindeby's technology in the books: rules that find it, a key that shares it out, and costs beside the ledger."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from chefforum.modules.it_costs.models import Contract, ItSystem
from chefforum.modules.it_costs.queries.cells import years_to_choose
from chefforum.modules.it_costs.rules.classification import RuleFacts
from chefforum.modules.it_costs.rules.cost_facts import LineFacts, WeightFacts
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.services.costs import add_line, make_key
from chefforum.modules.it_costs.services.rules import add_rule

from .leaders import Town

LICENSED = (("Sagsbroen", 900), ("Rigsdaler", 250), ("Omsorgen", 1100), ("Skolesporet", 700), ("Lønkilden", 60))
# Name, supplier, account (grouping and art of the authorised string), what it is, life. The narrow before the wide.
RULES = (
    ("Print og kopi er ikke it", "", "*71449", None, None),
    ("It-udstyr", "Skærmhuset", "*71149", ("hardware", "operation"), 4),
    ("Pc-arbejdspladser", "", "*71149", ("hardware", "operation"), None),
    ("Fagsystemer", "", "*71349", ("software", "operation"), None),
    ("Licenser", "", "*30449", ("software", "operation"), None),
    ("Telefoni og datalinjer", "Havfrue Net, Lindeby Fiber", "*71249", ("network", "operation"), None),
    ("Mobiler", "", "*71249", ("network", "operation"), None),
    ("Konsulenter på it", "Vindrose*", "*71549", ("services", "development"), None),
    ("It-support", "", "*71549", ("services", "support"), None),
)
LINES = (  # Text, category, activity, kroner of the first year and how much more each year, life.
    ("Medarbejdere i It & Digitalisering, drift", "staff", "operation", 9_400_000, 310_000, None),
    ("Medarbejdere i It & Digitalisering, sikkerhed", "staff", "security", 1_450_000, 420_000, None),
    ("Medarbejdere i It & Digitalisering, support", "staff", "support", 4_100_000, 90_000, None),
    ("Ledelse af it", "staff", "management", 1_900_000, 55_000, None),
)


def load(*, at: dt.datetime) -> None:
    """The rules and lines as they stand at `at`, by the coordinator. The systems are there already."""
    actor = Town.now().actor("kim.stavnsbo", at)
    systems = {one.name: one.pk for one in ItSystem.objects.filter(name__in=[name for name, _ in LICENSED])}
    weights = [WeightFacts(Decimal(weight), systems[name]) for name, weight in LICENSED if name in systems]
    begin = at - dt.timedelta(days=60)
    key = make_key(
        actor=actor,
        name="Brugere af fagsystemer",
        reason="Leverandøren sender én regning. Den deles efter antal brugere, talt i januar.",
        weights=weights,
        at=begin,
    )
    for nth, (name, supplier, account, kind, life) in enumerate(RULES):
        facts = RuleFacts(name=name, supplier=supplier, account=account, is_excluded=kind is None, life_years=life)
        if kind is not None:
            shared = key.pk if name == "Fagsystemer" else None
            said = vars(facts) | {"category": kind[0], "activity": kind[1], "key_id": shared}
            facts = RuleFacts(**said)
        add_rule(actor=actor, facts=facts, order=None, at=begin + dt.timedelta(minutes=nth))
    years = [year for year in years_to_choose() if year <= timezone.localdate(at).year]
    for nth, year in enumerate(years):
        for text, category, activity, kroner, more, life in LINES:
            line = LineFacts(
                year=year,
                text=text,
                category=category,
                activity=activity,
                amount_oere=(kroner + nth * more) * 100,
                life_years=life,
            )
            add_line(actor=actor, facts=line, at=begin)
    contract = Contract.objects.filter(covers__isnull=False).order_by("name").first()
    if contract is not None and years:
        line = LineFacts(
            year=years[-1],
            text=f"Indførelse: {contract.name}"[:300],
            category="services",
            activity="development",
            amount_oere=640_000_00,
            contract_id=contract.pk,
            life_years=5,
            source=Source.CONTRACT.value,
        )
        add_line(actor=actor, facts=line, at=begin)
