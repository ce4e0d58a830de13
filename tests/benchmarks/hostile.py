"""The hostile set in figures: time, lag of the event loop and memory for each attack.

    python -m tests.benchmarks.hostile [--only NAME ...]

`lag` is the longest time in which the event loop did nothing, on this machine with all that runs
there; `own` is how much of it this process spent computing; `no-attack` is the measure of both, a
site like any other. The exit code is 1 where an attack got
beyond the aim (100 ms of its own), its memory, or a private address.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tests.faults.hostile_run import LAG_AIM, MEMORY_BOUND, Outcome
from tests.faults.hostile_web import ATTACKS

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=sorted(ATTACKS), default=list(ATTACKS))
    chosen = parser.parse_args().only
    print(f"{'attack':<26}{'s':>7}{'lag ms':>8}{'own ms':>8}{'MB':>7}  outcome")
    beyond = 0
    worst = 0.0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.hostile_run", "--only", *chosen],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            outcome = Outcome(**json.loads(line))
            bad = _beyond(outcome)
            beyond += bool(bad)
            worst = max(worst, outcome.busy)
            told = outcome.error or f"{outcome.articles} kept; {'; '.join(outcome.failures[:1])}"
            print(
                f"{outcome.attack:<26}{outcome.seconds:7.2f}{outcome.lag:8.0f}{outcome.busy:8.0f}"
                f"{outcome.memory:7.0f}  {f'BEYOND {bad}: ' if bad else ''}{told[:90]}",
                flush=True,
            )
    print(
        f"{len(chosen)} attacks, {beyond} beyond their caps; longest lag of its own {worst:.0f} ms"
    )
    return 1 if beyond or process.returncode else 0


def _beyond(outcome: Outcome) -> str:
    wrong = {
        "hung": outcome.hung,
        "lag": outcome.busy > LAG_AIM,
        "memory": outcome.memory > MEMORY_BOUND,
        "inside": outcome.reached > 0,
        "neighbours": outcome.neighbours < 2,
    }
    return ", ".join(name for name, is_so in wrong.items() if is_so)


if __name__ == "__main__":
    sys.exit(main())
