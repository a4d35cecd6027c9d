"""What Lindeby says of systems that look alike, and what it thinks of giving up: one scenario decided, one examined,
one that lacks numbers and one rejected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.register import change_system
from chefforum.modules.it_portfolio.models import ConsolidationScenario
from chefforum.modules.it_portfolio.rules.overlaps import Verdict
from chefforum.modules.it_portfolio.rules.scenarios import Guess, ScenarioFacts, ScenarioStatus, facts_from_json
from chefforum.modules.it_portfolio.services.overlaps import ask_owners, say_verdict, undo_verdict
from chefforum.modules.it_portfolio.services.scenarios import change_scenario, make_scenario, say_status

from .leaders import Town

_OVERLAP, _COMPLEMENT, _DISTINCT, _SAME = (
    Verdict.OVERLAP,
    Verdict.COMPLEMENT,
    Verdict.DISTINCT,
    Verdict.SAME_PRODUCT,
)
_SAID = (
    ("Blanketten", "Formularhjulet", _OVERLAP, "Blanketten kan det hele. Ti formularer er ikke flyttet endnu."),
    ("Blanketten", "Sig til", _OVERLAP, "En melding om et hul er en formular med et kort. Blanketten har begge dele."),
    ("Formularhjulet", "Sig til", _OVERLAP, "Begge er formularer, som afdelingerne selv købte."),
    ("Lokalebog", "Solbakke Kontor", _OVERLAP, "Kontorpakken booker mødelokaler sammen med mødet."),
    ("Plejehjemmenes netværk", "Skolernes netværk", _SAME, "Samme switche og samme vilkår hos Egekrog, to aftaler."),
    ("Rådhusets netværk", "Skolernes netværk", _SAME, "Samme produkt, købt af hver sin afdeling."),
    ("Plejehjemmenes netværk", "Rådhusets netværk", _SAME, "Samme produkt, købt af hver sin afdeling."),
    ("Regneøen", "Klassevæg", _DISTINCT, "Det ene er opgaver i matematik, det andet er ugeplanen."),
    ("Regneøen", "Læselygten", _DISTINCT, "Oplæsning er for ordblinde i alle fag."),
    ("Klassevæg", "Læselygten", _DISTINCT, "Oplæsning er for ordblinde i alle fag."),
    ("Klassevæg", "Skolesporet", _COMPLEMENT, "Klassevæg får klasserne fra Skolesporet."),
    ("Arkivkisten", "Sagsbroen", _COMPLEMENT, "Arkivkisten er kun til opslag, til de gamle sager er afleveret."),
    ("Budgettavlen", "Rigsdaler", _COMPLEMENT, "Lederne ser deres tal i Budgettavlen, regnskabet føres i Rigsdaler."),
    ("Solbakke Hjælper", "Solbakke Kontor", _COMPLEMENT, "Hjælperen er et tillæg til kontorpakken."),
    ("Lønkilden", "Rekrutten", _COMPLEMENT, "Den ansatte oprettes i Rekrutten og får løn fra Lønkilden."),
    ("Kursusporten", "Trivselsmåleren", _DISTINCT, "Kurser er ikke målinger."),
    ("Kursusporten", "Rekrutten", _DISTINCT, "Samme leverandør, to forskellige opgaver."),
    ("Omsorgen", "Tablets i plejen", _COMPLEMENT, "Omsorgen bruges på tabletterne."),
    ("Nødkaldet", "Omsorgen", _DISTINCT, "Et nødkald må ikke vente på en journal."),
    ("Omsorgen", "Skærmbesøget", _COMPLEMENT, "Besøget aftales i Omsorgen og holdes i Skærmbesøget."),
    ("Dørlåse", "Nødkaldet", _COMPLEMENT, "Døren åbnes, når der er kald."),
    ("Bygningsautomatik", "Husmesteren", _COMPLEMENT, "Anlægget styrer varmen, Husmesteren eftersynene."),
    ("Intra", "Lindeby.dk", _DISTINCT, "Det ene er til borgere, det andet til medarbejdere."),
    ("Mødevejen", "Videovæggen", _COMPLEMENT, "Væggen viser dagsordenen."),
    ("Blanketten", "Pc'er", _DISTINCT, "Udstyr kan ikke det, et system kan."),
    ("Pc'er", "Solbakke Kontor", _DISTINCT, "Udstyr kan ikke det, et system kan."),
    ("Pc'er", "Tallageret", _DISTINCT, "Udstyr kan ikke det, et system kan."),
    ("Printerne", "Solbakke Kontor", _DISTINCT, "Udstyr kan ikke det, et system kan."),
    ("Solbakke Kontor", "Telefonanlægget", _DISTINCT, "Hovednummeret kan ikke flyttes til kontorpakken endnu."),
)
_MOVES = ("Budgettavlen", "Budgetlægning, opfølgning og bestilling af indkøb for ledere")
_ASKED = ("Budgettavlen", "Halkalenderen", "Rekrutten", "Lokalplanen")


@dataclass(frozen=True)
class _Story:
    """Kroner a year by system: likely, low, high; the same of price and migration; users that move."""

    name: str
    why: str
    kept: str
    run: dict[str, tuple[int, int, int] | None]
    price: tuple[int, int, int] | None
    moved: tuple[int, int, int] | None
    migration: tuple[int, int, int] | None
    statuses: tuple[tuple[ScenarioStatus, str, int], ...]  # with days ago


_STORIES = (
    _Story(
        name="Én formularløsning",
        why="Borgere og medarbejdere møder tre slags formularer. Én er nok, og den er lovpligtig.",
        kept="Blanketten",
        run={"Formularhjulet": (118_000, 110_000, 125_000), "Sig til": (196_000, 190_000, 204_000)},
        price=(450, 420, 500),
        moved=(45, 30, 60),
        migration=(85_000, 60_000, 130_000),
        statuses=(
            (ScenarioStatus.EXAMINED, "Skovmærke Web har givet et overslag på at flytte formularerne.", 40),
            (ScenarioStatus.DECIDED, "Digitaliseringsgruppen er enig. Vej og Park får et kort i formularen.", 9),
        ),
    ),
    _Story(
        name="Mødelokaler i kontorpakken",
        why="Alle har kontorpakken, og et lokale bookes sammen med mødet.",
        kept="Solbakke Kontor",
        run={"Lokalebog": (210_000, 200_000, 220_000)},
        price=(0, 0, 0),
        moved=(700, 500, 900),
        migration=(45_000, 25_000, 80_000),
        statuses=((ScenarioStatus.EXAMINED, "Rådhusbetjentene prøver det på to lokaler til sommer.", 12),),
    ),
    _Story(
        name="Ét netværk",
        why="Tre aftaler om det samme udstyr hos Egekrog.",
        kept="Rådhusets netværk",
        run={"Skolernes netværk": None, "Plejehjemmenes netværk": None},
        price=None,
        moved=None,
        migration=None,
        statuses=(),
    ),
    _Story(
        name="Skærmbesøg i Omsorgen",
        why="Ét system til den, der kører ud, og den, der ringer op.",
        kept="Omsorgen",
        run={"Skærmbesøget": (340_000, 320_000, 360_000)},
        price=(1_900, 1_700, 2_100),
        moved=(75, 60, 90),
        migration=(260_000, 180_000, 400_000),
        statuses=((ScenarioStatus.REJECTED, "Klitgård Data kan ikke love video i Omsorgen før 2029.", 20),),
    ),
)


def load(*, at: dt.datetime) -> None:
    """By the coordinator, over the last two months. The register is there already."""
    actor = Town.now().actor("kim.stavnsbo", at)
    systems = {one.name: one.pk for one in ItSystem.objects.filter(removed_at__isnull=True)}
    for place, (one, other, verdict, reason) in enumerate(_SAID):
        _say(actor, systems[one], systems[other], verdict, reason, at=at - dt.timedelta(days=58 - place))
    _change_their_mind(actor, systems, at)
    _buy_again(actor, systems["Kursusporten"], at)
    facts = facts_of(ItSystem.objects.get(pk=systems[_MOVES[0]]))
    moved = replace(facts, description=_MOVES[1])
    change_system(actor=actor, system_id=systems[_MOVES[0]], facts=moved, at=at - dt.timedelta(days=6))
    for story in _STORIES:
        _tell(actor, story, systems, at)
    ask_owners(actor=actor, system_ids=[systems[name] for name in _ASKED], at=at - dt.timedelta(days=4))


def _say(actor: Actor, one: UUID, other: UUID, verdict: Verdict, reason: str, *, at: dt.datetime) -> None:
    say_verdict(actor=actor, one=one, other=other, verdict=verdict.value, reason=reason, seen=0, at=at)


def _change_their_mind(actor: Actor, systems: dict[str, UUID], at: dt.datetime) -> None:
    """A verdict that was undone, so that the two wait again."""
    one, other, then = systems["Kodeværkstedet"], systems["Regneøen"], at - dt.timedelta(days=15)
    _say(actor, one, other, _OVERLAP, "Begge er læremidler i matematik.", at=then)
    undo_verdict(actor=actor, one=one, other=other, seen=1, at=then + dt.timedelta(hours=2))


def _buy_again(actor: Actor, system_id: UUID, at: dt.datetime) -> None:
    """The care department has an agreement of its own on the same product."""
    system, on = ItSystem.objects.get(pk=system_id), timezone.localdate(at)
    facts = ContractFacts(
        name="Kursusporten til plejen",
        number="K-2025-901",
        vendor_id=system.vendor_id,
        unit_id=Town.now().unit("320"),
        starts_on=dt.date(on.year - 1, 1, 1),
        ends_on=dt.date(on.year + 1, 12, 31),
        notice_months=6,
    )
    register_contract(actor=actor, facts=facts, covers={system_id: None}, at=at - dt.timedelta(days=90))


def _tell(actor: Actor, story: _Story, systems: dict[str, UUID], at: dt.datetime) -> None:
    begun = at - dt.timedelta(days=45)
    made = make_scenario(
        actor=actor,
        name=story.name,
        why=story.why,
        kept_id=systems[story.kept],
        retired_ids=[systems[name] for name in story.run],
        at=begun,
        on=timezone.localdate(begun),
    )
    if story.migration is not None:
        facts = _numbers(facts_from_json(made.versions.get().facts), story, systems, timezone.localdate(at))
        change_scenario(actor=actor, scenario_id=made.pk, facts=facts, seen=1, at=begun + dt.timedelta(days=2))
    for place, (status, reason, days) in enumerate(story.statuses):
        say_status(
            actor=actor,
            scenario_id=made.pk,
            status=status.value,
            reason=reason,
            seen=place,
            seen_version=ConsolidationScenario.objects.get(pk=made.pk).version,
            at=at - dt.timedelta(days=days),
        )


def _numbers(facts: ScenarioFacts, story: _Story, systems: dict[str, UUID], on: dt.date) -> ScenarioFacts:
    """What the coordinator types; the contract's last day stands where the register has it."""
    year = on.year - 1
    names = {key: name for name, key in systems.items()}
    retired = []
    for one in facts.retired:
        run = _guess(story.run[names[one.system_id]], 100, f"Fakturaer {year}")
        if one.paid_until is None:
            one = replace(
                one, paid_until=dt.date(on.year + 1, 3, 31), paid_source="Aftalen hos afdelingen, mail fra It"
            )
        retired.append(replace(one, run=run))
    return replace(
        facts,
        retired=tuple(retired),
        price=_guess(story.price, 100, f"Prisbilag til aftalen om {story.kept}"),
        moved=_guess(story.moved, 1, "Talt af afdelingerne"),
        migration=_guess(story.migration, 100, "Overslag fra leverandøren og egne timer"),
    )


def _guess(numbers: tuple[int, int, int] | None, per: int, source: str) -> Guess:
    if numbers is None:
        return Guess()
    likely, low, high = (one * per for one in numbers)
    return Guess(likely, low, high, source)
