"""How the benchmarks measure: rounds in turn, medians and ratios, and a result file that says where it was made."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def in_turn(
    contestants: dict[str, Callable[[int], object]],
    *,
    rounds: int,
    of: Callable[[list[float]], float] = statistics.median,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Median seconds of each contestant, or what else is asked `of` the rounds. They take turns, so that what else the
    machine does falls on all; the first round only warms up. Each is called with the round's number, to vary its
    input."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            began = clock()
            run(number)
            if number:
                seconds[name].append(clock() - began)
    return {name: of(found) for name, found in seconds.items()}


def peak_mb() -> int:
    """The most memory that this process has had since its program was started."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024)


def machine() -> dict[str, str]:
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    return {"cpu": model, "cores": str(os.cpu_count()), "system": platform.platform(), "python": sys.version.split()[0]}


def save(name: str, *, figures: dict[str, Any], packages: list[str]) -> None:
    """Writes bench/results/NAME.json and prints it."""
    RESULTS.mkdir(exist_ok=True)
    result = {"machine": machine(), "versions": {package: version(package) for package in packages}, **figures}
    text = json.dumps(result, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    print(f"== {name}\n{text}")
