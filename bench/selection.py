"""The best 28 of 480 systems under rules, and how it moves with the weights, beside CP-SAT and plain NumPy.

CP-SAT solves the same claims in a process of its own with one worker; what it takes to start that process is measured
with nothing to solve, and taken off. Every round has another set of invented systems.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np

from bench.measure import in_turn, save
from chefforum.calc.selection import forced_costs, select
from chefforum.calc.selection_frequency import frequencies
from chefforum.calc.selection_rules import Candidate, Cluster, Programme, Rules, claims_of

SECOND_SOLVER = Path(__file__).parents[1] / "tests/calc/second_solver.py"
SYSTEMS, ROUNDS, DRAWS = 480, 5, 10_000
WEIGHTS = {"users": 30, "cost": 25, "criticality": 20, "vulnerable": 15, "focus": 10}
Round = tuple[list[Candidate], dict[str, dict[str, int]], Rules]


def main() -> None:
    rounds = [_invented(seed) for seed in range(ROUNDS + 1)]
    asked = [_asked(candidates, rules) for candidates, _, rules in rounds]
    ours = [select(candidates=candidates, rules=rules, alternatives=1) for candidates, _, rules in rounds]
    for one, text in zip(ours, asked, strict=True):
        if _second(text) != int(one.total * 100 * sum(WEIGHTS.values())):
            raise AssertionError("The two solvers do not agree.")
    seconds = in_turn(
        {
            "optimum alone": lambda n: Programme(rounds[n][0]).best(
                claims_of(candidates=rounds[n][0], rules=rounds[n][2])
            ),
            "CP-SAT, optimum alone, with its process": lambda n: _second(asked[n]),
            "CP-SAT's process with nothing to solve": lambda n: _second("[]"),
            "select, five alternatives": lambda n: select(candidates=rounds[n][0], rules=rounds[n][2]),
            "forced_costs of three": lambda n: forced_costs(candidates=rounds[n][0], rules=rounds[n][2]),
            "select, rules that conflict": lambda n: select(candidates=rounds[n][0], rules=_conflicting(rounds[n][2])),
            "frequencies, 10,000 draws": lambda n: frequencies(
                points=rounds[n][1], weights=WEIGHTS, places=28, draws=DRAWS, seed=n
            ),
            "plain NumPy: draw, multiply, argpartition": lambda n: _plain(rounds[n][1], n),
        },
        rounds=ROUNDS,
    )
    seconds["CP-SAT, optimum alone, one worker"] = (
        seconds["CP-SAT, optimum alone, with its process"] - seconds["CP-SAT's process with nothing to solve"]
    )
    save(
        "selection",
        figures={
            "systems": SYSTEMS,
            "claims": len(claims_of(candidates=rounds[0][0], rules=rounds[0][2])),
            "optimum": "the same as CP-SAT's in all rounds",
            "fifth alternative behind the best, percent": _behind(rounds),
            "ratios": {
                "optimum alone / CP-SAT's": _ratio(seconds, "optimum alone", "CP-SAT, optimum alone, one worker"),
                "frequencies / plain NumPy": _ratio(
                    seconds, "frequencies, 10,000 draws", "plain NumPy: draw, multiply, argpartition"
                ),
            },
            "median_seconds": {name: round(value, 4) for name, value in seconds.items()},
        },
        packages=["scipy", "numpy", "ortools"],
    )


def _invented(seed: int) -> Round:
    random = Random(seed)
    points = {f"s{at:03}": {name: random.randint(0, 100) for name in WEIGHTS} for at in range(SYSTEMS)}
    candidates = [
        Candidate(
            key,
            Fraction(sum(WEIGHTS[name] * found for name, found in own.items()), sum(WEIGHTS.values())),
            frozenset({f"d{random.randrange(8)}"}),
            random.random() < 0.15,
            round(random.lognormvariate(12, 1.2) * 100),
            f"v{min(int(random.paretovariate(0.8)), 90)}",
            f"t{random.randrange(40)}",
        )
        for key, own in points.items()
    ]
    rules = Rules(
        departments={f"d{at}": 2 for at in range(8)},
        vulnerable=5,
        cost_share=Fraction(1, 5),
        per_vendor=3,
        clusters=[Cluster(f"c{at}", frozenset({f"s{3 * at:03}", f"s{3 * at + 1:03}"})) for at in range(40)],
        types=["t1", "t2", "t3"],
        forced_in={"s007": "revision", "s011": "udbud"},
        forced_out={"s020": "udfases"},
    )
    return candidates, points, rules


def _conflicting(rules: Rules) -> Rules:
    return replace(rules, departments=dict.fromkeys(rules.departments, 4), cost_share=Fraction(9, 10))


def _asked(candidates: list[Candidate], rules: Rules) -> str:
    scale = 100 * sum(WEIGHTS.values())
    claims = claims_of(candidates=candidates, rules=rules)
    return json.dumps(
        [
            {
                "scores": {one.key: int(Fraction(one.score or 0) * scale) for one in candidates},
                "claims": [{"parts": one.parts, "least": one.least, "most": one.most} for one in claims],
            }
        ]
    )


def _second(text: str) -> int | None:
    done = subprocess.run([sys.executable, str(SECOND_SOLVER)], input=text, capture_output=True, text=True, check=True)
    found: list[int | None] = json.loads(done.stdout)
    return found[0] if found else None


def _plain(points: dict[str, dict[str, int]], seed: int) -> object:
    table = np.array([list(own.values()) for own in points.values()], dtype=float)
    agreed = np.array(list(WEIGHTS.values()), dtype=float)
    drawn = np.random.default_rng(seed).dirichlet(50 * agreed / agreed.sum(), size=DRAWS)
    highest = np.argpartition(drawn @ table.T, -28, axis=1)[:, -28:]
    return np.bincount(highest.ravel(), minlength=len(table))


def _behind(rounds: list[Round]) -> list[float]:
    found = [select(candidates=candidates, rules=rules) for candidates, _, rules in rounds]
    return [round(100 * float(one.alternatives[-1].behind_share), 3) for one in found]


def _ratio(seconds: dict[str, float], own: str, other: str) -> float:
    return round(seconds[own] / seconds[other], 2)


if __name__ == "__main__":
    main()
