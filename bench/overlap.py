"""Which of 480 systems may do the same, all pairs, beside plain loops; and 49,000 systems in blocks.

The systems are invented: names and descriptions of Danish words as often as the demo's minutes have them, KLE numbers,
units and vendors by chance. The plain loops reckon the same four parts with sets and dictionaries, and must find the
same pairs. The least that any such comparison must do is one product of two full tables; it is measured too.
"""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np

from bench.measure import in_turn, peak_mb, save
from chefforum.calc.overlap import Weights, find_overlaps
from chefforum.calc.overlap_blocks import find_overlaps_in_blocks
from chefforum.calc.overlap_parts import System, fold, rarity, rolled_up

ROOT = Path(__file__).parents[1]
SYSTEMS, ROUNDS, THRESHOLD, MUNICIPALITIES = 480, 5, 0.3, 98


def main() -> None:
    words = [
        word for path in sorted((ROOT / "demo/minutes").glob("*.md")) for word in re.findall(r"\w+", path.read_text())
    ]
    rounds = [_invented(words, seed, SYSTEMS) for seed in range(ROUNDS + 1)]
    tables = [np.random.default_rng(seed).random((SYSTEMS, 5_000)) for seed in range(2)]
    found = find_overlaps(systems=rounds[0], threshold=THRESHOLD)
    if {(pair.one, pair.other) for pair in found.pairs} != _by_loops(rounds[0]):
        raise AssertionError("The plain loops find other pairs.")
    seconds = in_turn(
        {
            "find_overlaps": lambda n: find_overlaps(systems=rounds[n], threshold=THRESHOLD),
            "plain loops": lambda n: _by_loops(rounds[n]),
            "one product of full tables, 480 × 5,000": lambda n: tables[n % 2] @ tables[n % 2].T,
        },
        rounds=ROUNDS,
    )
    own = seconds["find_overlaps"]
    save(
        "overlap",
        figures={
            "systems": SYSTEMS,
            "pairs compared": found.compared,
            "share of all pairs compared": 1.0,
            "pairs at the threshold": len(found.pairs),
            "clusters": len(found.clusters),
            "ratios": {
                "plain loops / find_overlaps": round(seconds["plain loops"] / own, 1),
                "find_overlaps / one product of full tables": round(
                    own / seconds["one product of full tables, 480 × 5,000"], 1
                ),
            },
            "median_seconds": {name: round(value, 4) for name, value in seconds.items()},
            "what blocks lose among 3,000": _lost(words),
            "49,000 in blocks": _national(words),
            "peak_mb": peak_mb(),
        },
        packages=["numpy", "scipy"],
    )


def _invented(words: list[str], seed: int, number: int) -> list[System]:
    random = Random(seed)
    kle = [f"{random.randint(0, 30):02}.{random.randint(0, 30):02}.{random.randint(0, 30):02}" for _ in range(900)]
    found = [
        System(
            f"s{at:05}",
            " ".join(random.choices(words, k=2)),
            " ".join(random.choices(words, k=40)),
            frozenset(random.sample(kle, random.randint(0, 6))),
            f"b{random.randrange(20)}",
            frozenset(f"u{random.randrange(60)}" for _ in range(random.randint(0, 20))),
            f"{10_000_000 + random.randrange(80)}",
        )
        for at in range(number)
    ]
    for at in range(0, number - 1, 20):  # some are much like the one before
        found[at + 1] = replace(found[at], key=found[at + 1].key, name=found[at + 1].name, vendor=found[at + 1].vendor)
    return found


def _by_loops(systems: list[System]) -> set[tuple[str, str]]:
    kles = [rolled_up(one.kle) for one in systems]
    weight = rarity(kles)
    texts = [f" {fold(f'{one.name} {one.description}')} " for one in systems]
    runs = [Counter(text[at : at + 3] for at in range(len(text) - 2)) for text in texts]
    rare = rarity([set(one) for one in runs])
    vectors = [{run: math.sqrt(count) * rare[run] for run, count in one.items()} for one in runs]
    lengths = [math.hypot(*one.values()) for one in vectors]
    by = Weights().each()
    found = set()
    for i, j in combinations(range(len(systems)), 2):
        one, other = systems[i], systems[j]
        either = sum(weight[name] for name in kles[i] | kles[j])
        kle = sum(weight[name] for name in kles[i] & kles[j]) / either if either else 0.0
        its = vectors[j]
        text = sum(value * its.get(run, 0.0) for run, value in vectors[i].items()) / (lengths[i] * lengths[j])
        units = len(one.units & other.units) / len(one.units | other.units) if one.units or other.units else 0.0
        parts = (kle, text, float(one.business_type == other.business_type), units)
        if round(sum(share * part for share, part in zip(by, parts, strict=True)), 6) >= THRESHOLD:
            found.add((one.key, other.key))
    return found


def _lost(words: list[str]) -> dict[str, float]:
    systems = _invented(words, 99, 3_000)
    every = find_overlaps(systems=systems, threshold=THRESHOLD)
    blocked = find_overlaps_in_blocks(systems=systems, threshold=THRESHOLD, most_pairs=len(every.pairs))
    kept = {(pair.one, pair.other) for pair in blocked.pairs}
    return {
        "pairs found of all": round(blocked.found / len(every.pairs), 4),
        "pairs compared of all": round(blocked.compared / blocked.possible, 4),
        "highest score lost": max(
            (pair.score for pair in every.pairs if (pair.one, pair.other) not in kept), default=0.0
        ),
        "lost_at_most": blocked.lost_at_most,
    }


def _national(words: list[str]) -> dict[str, float]:
    random, own = Random(7), _invented(words, 7, 500)
    systems = [
        replace(
            one,
            key=f"m{number:02}-{one.key}",
            description=" ".join(random.sample(one.description.split(), 30)),
            units=frozenset(f"m{number}-{unit}" for unit in one.units),
        )
        for number in range(MUNICIPALITIES)
        for one in own
    ]
    began = time.perf_counter()
    found = find_overlaps_in_blocks(systems=systems, threshold=0.5)
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "pairs compared": found.compared,
        "pairs compared of all": round(found.compared / found.possible, 4),
        "pairs at the threshold": found.found,
        "clusters": len(found.clusters),
    }


if __name__ == "__main__":
    main()
