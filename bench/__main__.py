"""Runs the benchmarks, or those named: python -m bench minutes page. Each in a process and a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from pathlib import Path

BENCHMARKS = (
    "minutes",
    "linter",
    "merging",
    "page",
    "agenda",
    "search",
    "forecast_accuracy",
    "forecast_speed",
    "municipality",
    "selection",
    "overlap",
    "price_volume",
    "it_costs",
    "it_benchmark",
)
ROOT = Path(__file__).parents[1]


def main() -> int:
    if not find_library("pango-1.0"):
        # WeasyPrint's own need; without it the peer is left out and the benchmark says so.
        subprocess.run([ROOT / "scripts/apt", "libpango-1.0-0", "libpangoft2-1.0-0"], check=False)
    worst = 0
    for name in sys.argv[1:] or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="chefforum-bench-") as folder:
            environment = {
                **os.environ,
                "CHEFFORUM_DATA": folder,
                "DJANGO_SETTINGS_MODULE": "chefforum.project.settings",
            }
            done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, env=environment, check=False)
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
