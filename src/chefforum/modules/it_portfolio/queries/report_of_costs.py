"""Sections of the report about what we have, what it costs and why more, from what technology costs."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.average import AskedAverage, average_of
from chefforum.modules.it_costs.queries.cells import parts_seen
from chefforum.modules.it_costs.queries.reconciliation import reconcile
from chefforum.modules.it_costs.queries.register import LACKS, Chosen, list_systems
from chefforum.modules.it_costs.queries.ties import lacks_counted
from chefforum.modules.it_costs.queries.volumes import years_there
from chefforum.modules.it_costs.queries.why import Asked, department_of, why_costs_more
from chefforum.modules.it_costs.rules.average import in_kroner
from chefforum.modules.it_costs.rules.average_charts import average_chart
from chefforum.modules.it_costs.rules.cells import View, Wanted, cells_of
from chefforum.modules.it_costs.rules.kinds import (
    ACTIVITY_NAMES,
    CATEGORY_NAMES,
    HOSTING_NAMES,
    LIFE_CYCLE_NAMES,
    NEED_NAMES,
    SYSTEM_KIND_NAMES,
)
from chefforum.modules.it_costs.rules.report import Content, Picture, Points, Rows, Said, Told, Words
from chefforum.modules.it_costs.rules.why import PART_HELP, PART_NAMES, PART_SLUGS
from chefforum.modules.it_costs.rules.why_charts import waterfall
from chefforum.modules.it_costs.rules.why_words import drivers, headline, signed
from chefforum.web import danish
from chefforum.web.charts import Chart, bar_chart

NO_DEPARTMENT = "Ingen har ansvaret"
Years = tuple[int, int]


def register_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """How many systems there are, by kind, department, life cycle, hosting and need; what lacks is counted."""
    tree = tree_on(on)
    systems = list(list_systems(actor=actor, chosen=Chosen(), tree=tree, on=on))
    if not systems:
        return None
    departments: Counter[str] = Counter()
    ids: dict[str, str] = {}
    own: Counter[str] = Counter()
    for one in systems:
        unit = department_of(tree, one.owner_unit_id)
        name = unit.name if unit else NO_DEPARTMENT
        ids[name] = _systems(enhed=unit.id) if unit else _systems(mangler="enhed")
        departments[name] += 1
        own[name] += one.bought_outside_it
    rows = sorted(departments.items(), key=lambda one: (-one[1], one[0]))
    lacking = lacks_counted(actor=actor)
    told: list[Told] = [
        Words(f"Der står {_count(len(systems))} i registret.", _systems()),
        _counted("Efter type", "Type", SYSTEM_KIND_NAMES, Counter(one.kind for one in systems), "type"),
        Rows(
            "Efter afdeling",
            ("Afdeling", "Systemer", "Heraf eget indkøb"),
            (
                *((Said(name, ids[name]), _number(count, ids[name]), _number(own[name])) for name, count in rows),
                (Said("I alt"), _number(len(systems), _systems()), _number(own.total(), _systems(eget="on"))),
            ),
            has_total=True,
        ),
        Picture(
            bar_chart(
                title="Systemer efter afdeling",
                labels=[name for name, _ in rows],
                values=[count for _, count in rows],
                unit="system,systemer",
                corner="Afdeling",
            )
        ),
        _counted(
            "Efter livscyklus",
            "Livscyklus",
            LIFE_CYCLE_NAMES,
            Counter(one.life_cycle for one in systems),
            "livscyklus",
        ),
        _counted("Efter hvor det kører", "Sted", HOSTING_NAMES, Counter(one.hosting for one in systems), "drift"),
        _counted("Efter behov", "Behov", NEED_NAMES, Counter(one.need for one in systems), "behov"),
    ]
    lacks = tuple(
        Said(f"{LACKS[word][0]} mangler for {_count(count)}.", _systems(mangler=word))
        for word, count in lacking.items()
        if count
    )
    return Content(tuple(told), lacks, _systems())


def _systems(**narrowed: object) -> str:
    said = {name: str(value) for name, value in narrowed.items()}
    return reverse("it_costs:systems") + (f"?{urlencode(said)}" if said else "")


def _count(count: int) -> str:
    return danish.counted(count, "system,systemer")


def _number(count: int, url: str = "") -> Said:
    return Said(danish.number(count), url if count else "", is_number=True)


def _counted(title: str, corner: str, names: dict, found: Counter, field: str) -> Rows:  # type: ignore[type-arg]
    rows = [(Said(name), _number(found[one.value], _systems(**{field: one.value}))) for one, name in names.items()]
    return Rows(title, (corner, "Systemer"), (*rows, (Said("I alt"), _number(found.total()))), has_total=True)


def costs_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """What was paid in the two years, category × activity, in whole kroner that sum; what no rule catches is told."""
    parts = parts_seen(actor=actor, years=years, wanted=Wanted())
    kroner: dict[tuple[str, str, int], int] = {}
    oere: dict[tuple[str, str, int], int] = defaultdict(int)
    for year in years:
        of_year = [part for part in parts if part.source.year == year]
        for place, amounts in cells_of(of_year, years=[year], view=View.CASH).items():
            oere[place.category, place.activity, year] += amounts[year]
    if not oere:
        return None
    for key, amount in oere.items():
        kroner[key] = round(amount / 100)
    old, new = years
    there = {year for _, _, year in kroner}
    sums = {year: _sum(kroner, year=year) if year in there else None for year in years}
    told: list[Told] = [Words(_change_said(sums[old], sums[new], years), _costs(years))]
    told += [Picture(_cost_chart(kroner, years)), _change_table(kroner, years, sums)]
    told += [_year_table(kroner, year) for year in years if year in there]
    told.append(
        Words("Beløb er hele kroner, som betalt i året; en tom celle er der intet fundet til. Summer er af det viste.")
    )
    return Content(tuple(told), tuple(_cost_lacks(actor, years, there)), _costs(years))


def _sum(kroner: dict[tuple[str, str, int], int], *, year: int, category: str = "", activity: str = "") -> int:
    return sum(
        amount
        for (one, other, when), amount in kroner.items()
        if when == year and category in ("", one) and activity in ("", other)
    )


def _change_said(before: int | None, after: int | None, years: Years) -> str:
    old, new = years
    if before is None or after is None:
        year, known = (old, after) if before is None else (new, before)
        other = new if before is None else old
        return f"Udgiften i {year} kendes ikke. I {other} var den {danish.money(known)}"
    change = after - before
    way = "højere" if change > 0 else "lavere"
    if not change:
        return f"It kostede {danish.money(after)} i {new}, det samme som i {old}."
    paid = f"It kostede {danish.money(before)} i {old} og {danish.money(after)} i {new}"
    return f"{paid}: {danish.money(abs(change))} {way}."


def _costs(years: Years, **narrowed: object) -> str:
    said = {"fra": years[0], "til": years[1], **narrowed}
    return f"{reverse('it_costs:costs')}?{urlencode(said)}"


def _cell(year: int, **narrowed: str) -> str:
    return f"{reverse('it_costs:cost_cell')}?{urlencode({**narrowed, 'til': year, 'visning': View.CASH.value})}"


def _cost_chart(kroner: dict[tuple[str, str, int], int], years: Years) -> Chart:
    there = {(one, year) for one, _, year in kroner}
    labels = [(one.value, name, year) for one, name in CATEGORY_NAMES.items() for year in years]
    return bar_chart(
        title=f"Udgifter efter kategori, {years[0]} og {years[1]}",
        labels=[f"{name}, {year}" for _, name, year in labels],
        values=[_sum(kroner, year=year, category=one) if (one, year) in there else None for one, _, year in labels],
        unit="kr.",
        corner="Kategori",
    )


def _change_table(kroner: dict[tuple[str, str, int], int], years: Years, sums: dict[int, int | None]) -> Rows:
    rows = []
    for one, name in CATEGORY_NAMES.items():
        amounts: list[int | None] = [
            _sum(kroner, year=year, category=one.value)
            if any(key[0] == one.value and key[2] == year for key in kroner)
            else None
            for year in years
        ]
        if amounts != [None, None]:
            rows.append((Said(name), *_amounts(amounts, years, kategori=one.value)))
    total = (Said("I alt"), *_amounts([sums[year] for year in years], years))
    return Rows(
        f"{years[0]} og {years[1]}",
        ("Kategori", f"{years[0]}, kr.", f"{years[1]}, kr.", "Ændring, kr."),
        (*rows, total),
        has_total=True,
    )


def _amounts(amounts: list[int | None], years: Years, **narrowed: str) -> tuple[Said, ...]:
    cells = [
        Said(danish.number(amount), _cell(year, **narrowed) if amount is not None else "", is_number=True)
        for amount, year in zip(amounts, years, strict=True)
    ]
    before, after = amounts
    change = danish.MISSING if before is None or after is None else danish.number(after - before)
    return (*cells, Said(change, is_number=True))


def _year_table(kroner: dict[tuple[str, str, int], int], year: int) -> Rows:
    """Category × activity."""
    rows = []
    for category, name in CATEGORY_NAMES.items():
        cells = []
        for activity in ACTIVITY_NAMES:
            amount = kroner.get((category.value, activity.value, year))
            url = _cell(year, kategori=category.value, aktivitet=activity.value)
            cells.append(
                Said("–" if amount is None else danish.number(amount), url if amount is not None else "", True)
            )
        total = _sum(kroner, year=year, category=category.value)
        rows.append((Said(name), *cells, Said(danish.number(total), _cell(year, kategori=category.value), True)))
    sums = [
        Said(danish.number(_sum(kroner, year=year, activity=one.value)), _cell(year, aktivitet=one.value), True)
        for one in ACTIVITY_NAMES
    ]
    whole = Said(danish.number(_sum(kroner, year=year)), _cell(year), True)
    heads = ("Kategori", *ACTIVITY_NAMES.values(), "I alt")
    return Rows(f"{year}, kr.", heads, (*rows, (Said("I alt"), *sums, whole)), has_total=True)


def _cost_lacks(actor: Actor, years: Years, there: set[int]) -> Iterable[Said]:
    for year in years:
        if year not in there:
            yield Said(f"Udgifterne i {year} kendes ikke.", reverse("it_costs:costs"))
            continue
        found = reconcile(actor=actor, year=year)
        url = f"{reverse('it_costs:reconciliation')}?aar={year}"
        if found.uncaught:
            yield Said(f"{_kroner(found.uncaught)} på it-konti i {year} fanger ingen regel.", url)
        if found.left:
            yield Said(f"{_kroner(found.left)} i {year} er der ingen forklaring på.", url)


def _kroner(oere: int) -> str:
    return danish.money(round(oere / 100))


def why_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """The change in price, number, new, ended and replaced; None where nothing can be compared."""
    found = why_costs_more(actor=actor, asked=Asked(*years), tree=tree_on(on))
    answer = found.answer
    query = urlencode({"fra": years[0], "til": years[1]})
    url = f"{reverse('it_costs:why')}?{query}"
    if not answer.told:
        return None
    rows = [
        (
            Said(PART_NAMES[part]),
            Said(
                danish.number(answer.total.of(part)),
                f"{reverse('it_costs:why_part', args=[PART_SLUGS[part]])}?{query}",
                True,
            ),
            Said(PART_HELP[part]),
        )
        for part in answer.parts
    ]
    total = (Said("Ændring i alt"), Said(danish.number(answer.total.change), url, True), Said(""))
    told: list[Told] = [
        Words(headline(answer), url),
        Picture(waterfall(answer, scope=found.scope)),
        Rows("Del for del", ("Hvad", "Kr.", "Det betyder"), (*rows, total), has_total=True),
    ]
    most = drivers(answer)
    if most:
        told += [
            Words("Det, der betyder mest:"),
            Points(
                tuple(
                    Said(
                        f"{one.sentence} {signed(one.kroner)}",
                        f"{reverse('it_costs:why_part', args=[PART_SLUGS[one.part]])}?{query}",
                    )
                    for one in most
                )
            ),
        ]
    count = len(answer.lacking)
    lacks = (Said(f"{danish.counted(count, 'ting,ting')} mangler tal og er ikke med i ændringen.", f"{url}#mangler"),)
    return Content(tuple(told), lacks if count else (), url)


def average_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """An average year in the prices of the newer of the two; None where it cannot be reckoned."""
    first, last = sorted(years)
    there = tuple(year for year in years_there() if first <= year <= last)
    if not there:
        return None
    asked = AskedAverage(years=there, price_level=there[-1])
    found = average_of(actor=actor, asked=asked, tree=tree_on(on), on=on)
    if found.average is None:
        return None
    shown, chart = in_kroner(found), average_chart(found)
    url = f"{reverse('it_costs:average_year')}?{urlencode({'fra': first, 'til': last, 'prisniveau': there[-1]})}"
    told: list[Told] = [
        Words(f"Et gennemsnitsår koster {danish.money(shown.mean)} Priserne er, som de blev betalt.", url),
        Words(f"Årene ligger mellem {danish.money(shown.low)} og {danish.money(shown.high)}", url),
    ]
    if chart:
        told.append(Picture(chart))
    heads = ("År", "Løbende, kr.", "Ting", "Mangler beløb")
    rows = tuple(
        (Said(str(row.year)), Said(danish.number(row.paid), url, True), _number(row.items), _number(row.lacking))
        for row in shown.rows
    )
    told.append(Rows("År for år", heads, rows))
    lacks = tuple(
        Said(f"{danish.counted(row.lacking, 'ting,ting')} i {row.year} mangler beløb og er ikke med.", url)
        for row in shown.rows
        if row.lacking
    )
    return Content(tuple(told), lacks, url)
