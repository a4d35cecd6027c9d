"""CP-SAT on a selection, in a process of its own: the claims come as JSON on standard input, the best sum goes out.

A process of its own, since two solvers that hold the same library in two versions cannot live in one.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model


def best(problem: dict[str, Any]) -> int | None:
    model = cp_model.CpModel()
    taken = {key: model.new_bool_var(key) for key in problem["scores"]}
    for claim in problem["claims"]:
        total = sum(part * taken[key] for key, part in claim["parts"].items())
        if claim["least"] is not None:
            model.add(total >= claim["least"])
        if claim["most"] is not None:
            model.add(total <= claim["most"])
    model.maximize(sum(score * taken[key] for key, score in problem["scores"].items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise RuntimeError(solver.status_name(status))
    return round(solver.objective_value)


if __name__ == "__main__":
    json.dump([best(problem) for problem in json.load(sys.stdin)], sys.stdout)
