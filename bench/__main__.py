"""Runs the benchmarks, or those named: python -m bench minutes page. Each in a process and a data folder of its own.

Options are handed on to those named: python -m bench it_costs --size small.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from itertools import dropwhile
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
    # What begins with an option is for the benchmarks; argparse would take an option's value for a name.
    options = list(dropwhile(lambda word: not word.startswith("-"), sys.argv[1:]))
    names = sys.argv[1 : len(sys.argv) - len(options)]
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    if not find_library("pango-1.0"):
        # WeasyPrint's own need; without it the peer is left out and the benchmark says so.
        subprocess.run([ROOT / "scripts/apt", "libpango-1.0-0", "libpangoft2-1.0-0"], check=False)
    worst = 0
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="chefforum-bench-") as folder:
            environment = {
                **os.environ,
                "CHEFFORUM_DATA": folder,
                "DJANGO_SETTINGS_MODULE": "chefforum.project.settings",
            }
            done = subprocess.run(
                [sys.executable, "-m", f"bench.{name}", *options], cwd=ROOT, env=environment, check=False
            )
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
