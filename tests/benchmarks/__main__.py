"""`make bench`: every measurement in one run, one after the other.

    python -m tests.benchmarks [--quick]

`--quick` leaves out the store of 100,000 articles, which takes several minutes to fill.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time


def main() -> int:
    """Run each benchmark in a process of its own; the exit code is the worst of theirs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="no store of 100,000 articles")
    sizes = "1000,10000" if parser.parse_args().quick else "1000,10000,100000"
    runs = {
        "Ingest": ["tests.benchmarks.bench_ingest"],
        "Store, search, memory": ["tests.benchmarks.bench_storage", "--sizes", sizes],
        "Digest": ["tests.benchmarks.bench_digest"],
        "Delivery": ["tests.benchmarks.bench_delivery"],
    }
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    worst = 0
    for title, module in runs.items():
        print(f"\n== {title} ==", flush=True)
        started = time.monotonic()
        worst = max(worst, subprocess.run([sys.executable, "-m", *module], check=False).returncode)
        print(f"({time.monotonic() - started:.0f} s)", flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
