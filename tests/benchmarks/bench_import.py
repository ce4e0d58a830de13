"""How long the bot takes to load and to give its first answer.

    python -m tests.benchmarks.bench_import [--runs 10] [--against FOLDER]

Each run is a process of its own. Processor seconds are what the system counted for that process,
the interpreter's own start among them; of two tries at the same thing the machine's other work
decides, so medians are told. The first answer is that to a message which waits already when the
bot starts, over a Bot API server on loopback and a store of thirty articles: seconds on the clock,
and the processor's up to then. With `--against`, a folder with another version of the project (such
as `git archive` unpacks) takes turns with this one, run by run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.clock import system_clock
from storage.open import open_store
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.cli.conftest import environment
from tests.e2e.crowd import week_of_articles

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = "bot.app"
QUESTION = "Ai chủ trì hội nghị giao ban?"
COMMANDS: Mapping[str, tuple[str, ...]] = {
    f"import {IMPORTED}": ("-c", f"import {IMPORTED}"),
    "diemtin --help": ("-m", "bot", "--help"),
    "diemtin ask": ("-m", "bot", "ask", QUESTION),
}
FIRST_MESSAGES = ("/help", "/moinhat", QUESTION)
HEAVIEST = 10
PATIENCE = 60.0

_TIMED = re.compile(r"import time:\s+(?P<own>\d+) \|\s+\d+ \|\s+(?P<module>\S+)")


class Took(NamedTuple):
    """Seconds of one run."""

    wall: float
    processor: float


class Start(NamedTuple):
    """What a start took: up to the first request for messages, and up to the first answer."""

    polling: Took
    answer: Took


def command_took(tree: Path, arguments: Sequence[str], env: Mapping[str, str]) -> Took:
    """One call of Python in that tree.

    Raises:
        CalledProcessError: it failed.
    """
    begun = time.perf_counter()
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Took(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime)


def module_seconds(tree: Path) -> Counter[str]:
    """Module → seconds that its own code took when the bot was imported, without its imports."""
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {IMPORTED}"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=True,
    )
    found: Counter[str] = Counter()
    for timed in _TIMED.finditer(shown.stderr):
        found[timed["module"]] += int(timed["own"]) / 1e6  # type: ignore[assignment]  # seconds
    return found


def by_package(modules: Mapping[str, float]) -> Counter[str]:
    """The same by package; of the project's own, by room."""
    found: Counter[str] = Counter()
    for module, seconds in modules.items():
        depth = 2 if module.startswith("bot.") else 1
        found[".".join(module.split(".")[:depth])] += seconds  # type: ignore[assignment]
    return found


def processor_of(pid: int) -> float:
    """Processor seconds of a running process so far (Linux, proc_pid_stat(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def first_answer(tree: Path, message: str, env: Mapping[str, str]) -> Start:
    """From the start of the process until somebody who wrote before has an answer.

    Raises:
        TimeoutError: nobody answered.
    """
    async with BotApiServer(limits=UNLIMITED) as server:
        reader = server.add_user(1001)
        await reader.send(message)
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=tree,
            env={**env, "BOT_TOKEN": server.token, "BOT_API_URL": server.url},
            stderr=asyncio.subprocess.DEVNULL,
        )

        def since() -> Took:
            return Took(time.perf_counter() - begun, processor_of(process.pid))

        try:
            await server.wait_requests("getUpdates", 1, timeout=PATIENCE)
            polling = since()
            await reader.wait_message(timeout=PATIENCE)
            return Start(polling, since())
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def environment_of(tree: Path, folder: Path) -> dict[str, str]:
    """Settings for that tree, over a store of its own in `folder`."""
    env = environment(folder, PRIVATE_NETWORKS="true", PYTHONPATH=str(tree))
    store = open_store(env["DATA_DIR"])
    store.put_articles(week_of_articles(system_clock(), 30))
    store.close()
    return env


def measure(trees: Mapping[str, Path], runs: int) -> dict[tuple[str, str], list[float]]:
    """(what, tree) → seconds of each run; the trees take turns, a first round is not counted."""
    found: dict[tuple[str, str], list[float]] = {}

    def note(what: str, tree: str, seconds: float, turn: int) -> None:
        if turn:
            found.setdefault((what, tree), []).append(seconds)

    with TemporaryDirectory() as folder:
        env = {name: environment_of(tree, Path(folder) / name) for name, tree in trees.items()}
        for turn in range(runs + 1):
            for name, tree in trees.items():
                for what, arguments in COMMANDS.items():
                    took = command_took(tree, arguments, env[name])
                    note(f"{what}, processor", name, took.processor, turn)
                for message in FIRST_MESSAGES:
                    start = asyncio.run(first_answer(tree, message, env[name]))
                    note("run until it polls, processor", name, start.polling.processor, turn)
                    note("run until it polls, clock", name, start.polling.wall, turn)
                    what = f"first answer to {message}"
                    note(f"{what}, processor", name, start.answer.processor, turn)
                    note(f"{what}, clock", name, start.answer.wall, turn)
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--against", type=Path, help="another version of the project")
    options = parser.parse_args()
    trees = {"here": ROOT}
    if options.against is not None:
        trees["against"] = options.against.resolve()
    measured = measure(trees, options.runs)
    print(f"seconds, median of {options.runs} (least–most)")
    for what in dict.fromkeys(what for what, _ in measured):
        shown = []
        for name in trees:
            took = measured[what, name]
            shown.append(f"{name} {median(took):.2f} ({min(took):.2f}–{max(took):.2f})")
        print(f"  {what:55} " + "   ".join(shown))
    modules = module_seconds(ROOT)
    packages = by_package(modules)
    own = [name for name in packages if name.partition(".")[0] in ("bot", "storage")]
    others = [name for name in packages if name not in own]
    print(f"\nimport {IMPORTED}: {len(modules)} modules; milliseconds of their own code, one run")
    for title, names in (("packages of others", others), ("own rooms", own)):
        heaviest = sorted(names, key=packages.__getitem__, reverse=True)[:HEAVIEST]
        shown = [f"{name} {packages[name] * 1000:.0f}" for name in heaviest]
        print(f"  {title}: {', '.join(shown)}")


if __name__ == "__main__":
    main()
