"""kill -9 at random moments during ingest and delivery: is everything acknowledged still there?

    python -m tests.faults.kill_bot --kills 200 [--seed 7]

A real bot (`diemtin run`) in a child process speaks to a Bot API server in another process that
lives on. Each round makes digests due, drops files into the inbox, lets people subscribe, and
kills the bot at a random moment. In the end the bot is left alone until it is idle, is stopped by
SIGTERM, and the books are compared:

- every file dropped is an article, once; every subscription that was answered is kept;
- every part of every digest arrived, or is held because its outcome was unknown twice;
- a part came twice only where a kill caught it between request and receipt, never three times.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.models import DeliveryStatus
from storage.open import open_store
from tests.botapi.control import ControlClient, start_server
from tests.botapi.faults import Fault
from tests.e2e.crowd import subscribe, week_of_articles

CHATS_PER_ROUND = 12
FILES_PER_ROUND = 4
PEOPLE_PER_ROUND = 2
FIRST_CHAT, FIRST_PERSON = 10_000, 500_000
IN_FLIGHT = 8
EARLY = 0.2
"""Share of the kills that fall into the start; the others come once the bot is at work."""
OPEN = {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN}


@dataclass
class Books:
    """What was asked for and what was acknowledged."""

    kills: int = 0
    chats: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What the comparison found; `problems` is empty when nothing was lost or doubled."""

    kills: int
    articles: int
    subscriptions: int
    parts: int
    repeated: int
    held: int
    problems: tuple[str, ...]


class Trial:
    """One store, one server, many kills."""

    def __init__(self, folder: Path, control: ControlClient, seed: int) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._inbox = self._data / "inbox"
        self._control = control
        self._random = random.Random(seed)
        self._books = Books()
        self._started = time.monotonic()

    def run(self, kills: int) -> Outcome:
        """`kills` rounds, then the comparison."""
        store = open_store(str(self._data))
        store.put_articles(week_of_articles(datetime.now(UTC), 30))
        store.close()
        self._inbox.mkdir()
        # Answers take their time, so that kills do fall between a request and its receipt.
        self._control.fault(None, Fault.SLOW_AFTER, methods=["sendMessage"], delay=0.2)
        for number in range(kills):
            self._round()
            self._say(f"{number + 1}/{kills} kills, {len(self._books.chats)} digests due so far")
        return self._compare(self._finish())

    def _say(self, text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{text}, {time.monotonic() - self._started:.0f} s ")
            sys.stderr.flush()

    def _round(self) -> None:
        self._make_due()
        bot = self._start()
        if self._random.random() < EARLY:
            ends = time.monotonic() + self._random.uniform(0.1, 2.0)
        else:
            self._wait_for_polling()
            ends = time.monotonic() + self._random.uniform(0.0, 2.5)
        actions = [self._drop_file] * FILES_PER_ROUND + [self._subscribe] * PEOPLE_PER_ROUND
        self._random.shuffle(actions)
        for act in actions:
            act()
            time.sleep(max(0.0, min(self._random.uniform(0, 0.5), ends - time.monotonic())))
        time.sleep(max(0.0, ends - time.monotonic()))
        bot.send_signal(signal.SIGKILL)
        bot.wait()
        self._books.kills += 1

    def _wait_for_polling(self) -> None:
        seen = len(self._control.requests())
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            fresh = self._control.requests(seen)
            if any(request["method"] == "getUpdates" for request in fresh):
                return
            time.sleep(0.05)

    def _make_due(self) -> None:
        store = open_store(str(self._data))
        now = datetime.now(UTC)
        for _ in range(CHATS_PER_ROUND):
            chat = FIRST_CHAT + len(self._books.chats)
            self._control.add_user(chat)
            subscribe(store, chat, now, now)
            self._books.chats.append(chat)
        store.close()

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "BOT_TOKEN": self._control.token,
            "BOT_API_URL": self._control.url,
            "DATA_DIR": str(self._data),
            "PRIVATE_NETWORKS": "true",
        }
        with (self._folder / "bot.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=environment,
                cwd=Path(__file__).resolve().parents[2],
                stdout=log,
                stderr=log,
            )

    def _drop_file(self) -> None:
        name = f"tin-{len(self._books.files):05d}"
        text = f"Bản tin thử {name}\n\n09:00, 01/11/2026\n\nNgày 1-11, xã Thử họp về việc {name}.\n"
        hidden = self._inbox / f".{name}"
        hidden.write_text(text, encoding="utf-8")
        hidden.rename(self._inbox / f"{name}.txt")
        self._books.files.append(name)

    def _subscribe(self) -> None:
        person = FIRST_PERSON + len(self._books.people)
        self._control.add_user(person)
        self._control.send(person, "/dangky t5 9h")
        self._books.people.append(person)

    def _finish(self) -> int:
        """Let the bot work until it is idle, then stop it; returns its exit code."""
        self._control.clear_faults()
        bot = self._start()
        deadline = time.monotonic() + 120 + len(self._books.chats)
        while time.monotonic() < deadline and not self._is_idle():
            time.sleep(1)
        bot.send_signal(signal.SIGTERM)
        return bot.wait(timeout=60)

    def _is_idle(self) -> bool:
        store = open_store(str(self._data), read_only=True)
        try:
            waiting = any(
                count for state, count in store.count_deliveries().items() if state in OPEN
            )
            due = store.due_subscribers(datetime.now(UTC), limit=1)
        finally:
            store.close()
        return not (waiting or due or any(self._inbox.glob("*.txt")))

    def _compare(self, exit_code: int) -> Outcome:
        problems = [] if exit_code == 0 else [f"SIGTERM ended with exit code {exit_code}"]
        store = open_store(str(self._data))
        titles = Counter(article.title for article in store.iter_articles())
        wrong = [name for name in self._books.files if titles[f"Bản tin thử {name}"] != 1]
        problems += [f"{name} is there {titles[f'Bản tin thử {name}']} times" for name in wrong]
        subscriptions = 0
        messages = self._control.all_messages()
        for person in self._books.people:
            if any("Đã đăng ký" in message["text"] for message in messages[person]):
                subscriptions += 1
                kept = store.get_subscriber(str(person))
                if kept is None or kept.status != "active" or kept.weekday != 3:
                    problems.append(f"the subscription of {person} was answered and is lost")
        rows = store.list_deliveries()
        repeated = 0
        for chat in self._books.chats:
            texts = Counter(message["text"] for message in messages[chat])
            mine = [row for row in rows if row.chat_id == chat]
            held = sum(row.status is DeliveryStatus.HELD for row in mine)
            if not mine:
                problems.append(f"chat {chat} never got a digest")
            if len(texts) < len(mine) - held:
                problems.append(f"chat {chat}: {len(texts)} of {len(mine)} parts arrived")
            if max(texts.values(), default=0) > 2:
                problems.append(f"chat {chat}: a part came {max(texts.values())} times")
            repeated += sum(texts.values()) - len(texts)
        if repeated > self._books.kills * IN_FLIGHT:
            problems.append(f"{repeated} repeated parts are more than were in flight")
        problems += [f"{item.file}: {item.what}" for item in store.problems()]
        problems += [str(violation) for violation in self._control.violations()]
        store.close()
        return Outcome(
            kills=self._books.kills,
            articles=len(self._books.files),
            subscriptions=subscriptions,
            parts=len(rows),
            repeated=repeated,
            held=sum(row.status is DeliveryStatus.HELD for row in rows),
            problems=tuple(problems),
        )


def run_trial(kills: int, seed: int) -> Outcome:
    """A trial in a folder of its own."""
    with TemporaryDirectory() as folder, start_server("--unlimited") as control:
        return Trial(Path(folder), control, seed).run(kills)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; exit code 1 when something was lost or doubled."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    options = parser.parse_args(arguments)
    outcome = run_trial(options.kills, options.seed)
    sys.stdout.write(
        f"\nseed {options.seed}: {outcome.kills} kills; {outcome.articles} files, "
        f"{outcome.subscriptions} acknowledged subscriptions, {outcome.parts} parts of digests; "
        f"{outcome.repeated} parts came twice, {outcome.held} are held; "
        f"{len(outcome.problems)} problems\n"
    )
    for problem in outcome.problems:
        sys.stdout.write(f"  {problem}\n")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
