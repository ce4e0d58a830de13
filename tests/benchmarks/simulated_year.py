"""A year in the life of hundreds of subscribers, on a fake clock; counts what broke a rule.

    python -m tests.benchmarks.simulated_year [subscribers] [days] [--tinydb]

All schedules (daily, one and several weekdays, monthly on every day, quarterly), zones with
summer time, quiet hours, filters, articles that become durable late or are edited, downtime of
nine days, pauses with and without a date, changes of zone, hour, schedule and filters, feedback,
chats that block the bot and let it back in, groups that become supergroups, groups whose digests
are reviewed. Store, `DigestRun`, `Dispatcher` and `ReviewDesk` are the real ones; what a digest
says is replaced by the ids of its articles, and nothing is sent.

The rules, checked against a plain model that knows nothing of keys, windows or editions:

1. *exactly once*: whenever a due date of a subscriber has passed (by the schedule it has, quiet
   hours over, the bot up), it has one more digest; no digest comes without a due date;
2. *no double*: no article is in two digests of one subscriber;
3. *none lost*: what was news, fitted the filters when its digest was made and was durable in time
   is in one of them. What a pause jumped over does not count;
4. *reviewed*: a withheld digest has no outbox rows until somebody lets it go or its deadline does,
   then it has its rows once, without the stories that were dropped and with the reviewers' lines
   (`simulated_reviews`). What a reviewer drops counts as told: it does not come again.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time as timer
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import structlog
from msgspec.structs import replace

from bot.commands.membership import Membership, apply_membership
from bot.delivery.dispatch import Dispatcher
from bot.delivery.period_reading import OVERLAP
from bot.delivery.review_desk import ReviewDesk
from bot.digest.fitting import Facets, fits
from bot.digest.issue import Issue
from bot.digest.schedule import catch_up, first_due, pause_ends, period_of, quiet_ends
from bot.digest.select import Selection, select
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.chat_rules import digest_period, is_scheduled
from storage.models import Article, Digest, Part, Preferences, StoryTold, Subscriber, TopicTold
from storage.open import open_store
from tests.benchmarks.simulated_reviews import Reviewers
from tests.digest.factory import article

BEGIN = datetime(2023, 3, 1, tzinfo=UTC)
STEP = timedelta(hours=1)
DAY = timedelta(days=1)
DOWN = (25, 130, 240, 318)
"""Days on which the bot goes down for nine days: over changes of clocks, and without."""
LONGEST_LATE = timedelta(hours=20)

ZONES = (
    "Asia/Ho_Chi_Minh",
    "Asia/Ho_Chi_Minh",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
)
SOURCES = ("bao-gia-dinh", "tinh-uy-gia-dinh", "bao-khac")
PROVINCES = ("Quảng Bình", "Quảng Trị", "Gia Lai", None)
WORDS = ("giao ban", "đồng lúa", "bầu cử", "cầu treo")


@dataclass
class Broken:
    """What went against a rule, by rule, with the first examples."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def note(self, rule: str, what: str) -> None:
        """One breach."""
        self.counts[rule] += 1
        if len(self.examples) < 20:
            self.examples.append(f"{rule}: {what}")


@dataclass
class Told:
    """What the model knows of one subscriber.

    `wishes` are those at each digest, in order; `skipped` are spans that a pause jumped over.
    """

    since: datetime | None = None
    periods: list[str] = field(default_factory=list)
    digests: list[tuple[Digest, Preferences]] = field(default_factory=list)
    skipped: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass
class Report:
    """What a run came to."""

    digests: int
    articles: int
    tellings: int
    changes: Counter[str]
    reviews: Counter[str]
    """What became of withheld digests, and what reviewers did."""
    broken: Broken
    seconds: float


class Year:
    """One simulated year."""

    def __init__(self, store: Store, people: int, days: int, seed: int = 5) -> None:
        self.store = store
        self.days = days
        self.dice = random.Random(seed)
        self.now = BEGIN
        self.people = people
        self.broken = Broken()
        self.told: defaultdict[str, Told] = defaultdict(Told)
        self.changes: Counter[str] = Counter()
        self.durable: dict[str, datetime] = {}
        self.versions: dict[str, list[tuple[datetime, Article]]] = {}
        catalog = Catalog.load()
        self.dispatcher = Dispatcher(store, lambda: self.now, catalog, {})
        desk = ReviewDesk(store, lambda: self.now, catalog, {})
        self.reviewers = Reviewers(store, desk, self.dice, self.broken.note)

    def run(self) -> Report:
        """Live through it, then check what has to be seen over all of it."""
        began = timer.perf_counter()
        self._settle_in()
        waiting = self._news()
        down = [
            (BEGIN + timedelta(days=day), BEGIN + timedelta(days=day + 9))
            for day in DOWN
            if day + 9 < self.days
        ]
        while self.now < BEGIN + timedelta(days=self.days):
            self.now += STEP
            while waiting and waiting[-1][0] <= self.now:
                self._put(waiting.pop()[1])
            if any(start < self.now <= end for start, end in down):
                continue  # nobody can change anything either: the bot does not answer
            self._change_something()
            self._dispatch()
            self.reviewers.work(self.now)
        self._check_all()
        return Report(
            digests=sum(len(it.digests) for it in self.told.values()),
            articles=len(self.durable),
            tellings=sum(len(d.article_ids) for it in self.told.values() for d, _ in it.digests),
            changes=self.changes,
            reviews=self.reviewers.did,
            broken=self.broken,
            seconds=timer.perf_counter() - began,
        )

    # The cast

    def _settle_in(self) -> None:
        for number in range(self.people):
            group = number % 4 == 3
            chat = -1_000 - number if group else 1_000 + number
            thread = 7 if number % 12 == 3 else None
            who = Subscriber(
                id=str(chat) if thread is None else f"{chat}:{thread}",
                chat_id=chat,
                thread_id=thread,
                chat_type="group" if group else "private",
                timezone=self.dice.choice(ZONES),
                weekday=self.dice.randrange(7),
                hour=self.dice.randrange(24),
                minute=self.dice.choice((0, 0, 30)),
                status="active",
                created_at=self.now,
                covered_until=self.now,
                preferences=self._reviewed() if group else self._wishes(),
            )
            self._set(who.id, lambda _, new=who: new)  # type: ignore[misc]  # default binds the loop variable
            self.told[who.id].since = self.now

    def _wishes(self) -> Preferences:
        dice = self.dice
        wishes = Preferences(
            frequency=dice.choice(("daily", "weekly", "weekly", "weekly", "monthly", "quarterly")),
            weekdays=dice.choice(((), (), (1, 3), (0, 2, 4, 6))),
            month_day=dice.choice((1, 10, 28, 29, 30, 31)),
            empty=dice.choice(("tell", "skip")),
        )
        if dice.random() < 0.3:
            begin = dice.choice((22 * 60, 23 * 60 + 30, 12 * 60))
            wishes = replace(wishes, quiet_from=begin, quiet_to=(begin + 8 * 60) % 1440)
        return self._filtered(wishes) if dice.random() < 0.5 else wishes

    def _reviewed(self) -> Preferences:
        """Of a group: every second one's digests are reviewed."""
        return replace(
            self._wishes(),
            review=self.dice.random() < 0.5,
            reviewers=self.dice.choice(((), (7,))),
            review_hours=self.dice.choice((2, 12, 24)),
            review_unanswered=self.dice.choice(("send", "skip")),
        )

    def _filtered(self, wishes: Preferences) -> Preferences:
        pick: Callable[..., bool] = lambda share: self.dice.random() < share  # noqa: E731  # a short name for the next lines
        return replace(
            wishes,
            sources=(self.dice.choice(SOURCES),) if pick(0.4) else (),
            provinces=(self.dice.choice(("quang-tri", "quang-binh")),) if pick(0.3) else (),
            words=(self.dice.choice(WORDS), "giao ban") if pick(0.3) else (),
            excluded_words=(self.dice.choice(WORDS),) if pick(0.3) else (),
        )

    def _news(self) -> list[tuple[datetime, Article]]:
        """Articles and edits with when each becomes durable, the latest first."""
        dice, found = self.dice, []
        for number in range(self.days * 6):
            seen = BEGIN + timedelta(minutes=dice.randrange(self.days * 24 * 60))
            age = timedelta(days=dice.choice((0, 0, 1, 6, 20, 27, 29, 400)))
            late = LONGEST_LATE * dice.random() if dice.random() < 0.3 else timedelta()
            words = " ".join(dice.sample(WORDS, dice.choice((0, 1, 1, 2))))
            item = article(
                number,
                first_seen=seen,
                source=dice.choice(SOURCES),
                province=dice.choice(PROVINCES),
                published=None if number % 7 == 0 else seen - age,
                seeded=number % 11 == 0,
                lead=f"Tin về {words}." if words else None,
                original=f"a{number - 1}" if number % 23 == 1 else None,
            )
            found.append((seen + late, item))
            if number % 10 == 0:
                edit = replace(item, lead=f"Tin đã sửa về {dice.choice(WORDS)}.", updated_at=seen)
                found.append((seen + late + dice.random() * 3 * DAY, edit))
        return sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)

    def _put(self, item: Article) -> None:
        self.store.put_articles([item])
        self.durable.setdefault(item.id, self.now)
        self.versions.setdefault(item.id, []).append((self.now, item))

    # What people do

    def _change_something(self) -> None:
        acts = (
            self._move_zone,
            self._move_hour,
            self._new_schedule,
            self._new_filters,
            self._pause,
            self._resume,
            self._migrate,
            self._vote,
            self._switch_review,
            self._block,
            self._let_back_in,
        )
        if self.dice.random() < self.people / 700:
            who = self.dice.choice(self.store.list_subscribers())
            act = self.dice.choice(acts)
            self.changes[act.__name__.strip("_")] += 1
            act(who)

    def _set(
        self, subscriber_id: str, change: Callable[[Subscriber | None], Subscriber | None]
    ) -> None:
        """As the commands do: an overdue date stays, else the first one outside what was served."""
        latest = self.store.latest_digests([subscriber_id], limit=4, weeks=27)[subscriber_id]
        taken = [digest_period(it.id) for it in latest]

        def edited(current: Subscriber | None) -> Subscriber | None:
            after = change(current)
            if after is None or not is_scheduled(after):
                return after and replace(after, next_due_at=None)
            due = current.next_due_at if current and current.status == "active" else None
            overdue = after.status == "active" and due is not None and due <= self.now
            if overdue and due is not None and period_of(after, due) not in taken:
                return replace(after, next_due_at=due)
            return replace(after, next_due_at=first_due(after, self.now, taken))

        self.store.update_subscriber(subscriber_id, edited)

    def _move_zone(self, who: Subscriber) -> None:
        zone = self.dice.choice(ZONES)
        self._set(who.id, lambda it: it and replace(it, timezone=zone))

    def _move_hour(self, who: Subscriber) -> None:
        hour = self.dice.randrange(24)
        self._set(who.id, lambda it: it and replace(it, hour=hour))

    def _new_schedule(self, who: Subscriber) -> None:
        new = self._wishes()
        kept = who.preferences
        wishes = replace(
            kept,
            frequency=new.frequency,
            weekdays=new.weekdays,
            month_day=new.month_day,
            quiet_from=new.quiet_from,
            quiet_to=new.quiet_to,
        )
        self._set(who.id, lambda it: it and replace(it, preferences=wishes))

    def _new_filters(self, who: Subscriber) -> None:
        wishes = self._filtered(who.preferences)
        self._set(who.id, lambda it: it and replace(it, preferences=wishes))

    def _pause(self, who: Subscriber) -> None:
        if who.status != "active":
            return
        until = None
        if self.dice.random() < 0.7:
            today = self.now.astimezone(ZoneInfo(who.timezone)).date()
            until = today + timedelta(days=self.dice.randrange(1, 40))
        wishes = replace(who.preferences, paused_until=until)
        self._set(who.id, lambda it: it and replace(it, status="paused", preferences=wishes))

    def _resume(self, who: Subscriber) -> None:
        if who.status != "paused":
            return
        earliest = self.now - catch_up(who)
        covered = who.covered_until
        assert covered is not None
        if covered < earliest:
            self.told[who.id].skipped.append((covered - OVERLAP, earliest))
        wishes = replace(who.preferences, paused_until=None)
        self._set(
            who.id,
            lambda it: (
                it
                and replace(
                    it,
                    status="active",
                    preferences=wishes,
                    covered_until=max(covered, earliest),
                )
            ),
        )

    def _vote(self, who: Subscriber) -> None:
        factor = self.dice.choice((0.5, 1.2, 2.0))
        learnt = (("source:bao-khac", factor), ("topic:party", 1 / factor))
        wishes = replace(who.preferences, feedback=learnt)
        self._set(who.id, lambda it: it and replace(it, preferences=wishes))

    def _switch_review(self, who: Subscriber) -> None:
        wishes = replace(who.preferences, review=not who.preferences.review)
        self._set(who.id, lambda it: it and replace(it, preferences=wishes))

    def _block(self, who: Subscriber) -> None:
        apply_membership(self.store, Membership(who.chat_id, False, "kicked"), self.now)

    def _let_back_in(self, who: Subscriber) -> None:
        """Somebody's who is shut out, whoever was drawn."""
        blocked = [it for it in self.store.list_subscribers() if it.status == "blocked"]
        if not blocked:
            return
        back = self.dice.choice(blocked)
        earliest = self.now - catch_up(back)
        if back.covered_until is not None and back.covered_until < earliest:
            self.told[back.id].skipped.append((back.covered_until - OVERLAP, earliest))
        apply_membership(self.store, Membership(back.chat_id, True, "member"), self.now)

    def _migrate(self, who: Subscriber) -> None:
        if who.chat_type != "group":
            return
        new = who.chat_id * 1_000
        self.store.migrate_chat(who.chat_id, new)
        for old in [key for key in self.told if key.partition(":")[0] == str(who.chat_id)]:
            _, colon, thread = old.partition(":")
            self.told[f"{new}{colon}{thread}"] = self.told.pop(old)

    # What the bot does

    def _dispatch(self) -> None:
        """Run, and compare with what had to happen at this hour."""
        due: dict[str, Subscriber] = {}
        for who in self.store.list_subscribers():
            at = who.next_due_at
            quiet = quiet_ends(who.preferences, self.now, ZoneInfo(who.timezone)) is not None
            if is_scheduled(who) and at is not None and at <= self.now and not quiet:
                due[who.id] = who
        self.dispatcher.run_due(limit=10 * self.people)
        for key, before in due.items():
            after = self.store.get_subscriber(key)
            assert after is not None
            (digest,) = self.store.list_digests(key, limit=1) or (None,)
            told = self.told[key]
            assert before.next_due_at is not None
            period = period_of(before, before.next_due_at)
            if digest is None or digest.until != self.now or digest_period(digest.id) != period:
                self.broken.note("due without a digest", f"{key} {before.next_due_at}")
            else:
                told.digests.append((digest, before.preferences))
                self._note_jump(before, told)
            if after.next_due_at is None or after.next_due_at <= self.now:
                self.broken.note("no future date", f"{key} {after.next_due_at}")
            if after.status != "active":
                self.broken.note("not resumed", key)

    def _note_jump(self, before: Subscriber, told: Told) -> None:
        """A pause with a date was over: what lies before its reach was jumped over."""
        covered = before.covered_until
        digest, _ = told.digests[-1]
        if covered is not None and before.status == "paused" and digest.since > covered:
            ends = pause_ends(before)
            if ends is None or digest.since != ends - catch_up(before):
                self.broken.note("jumped too far", f"{before.id} {covered} {digest.since}")
            told.skipped.append((covered - OVERLAP, digest.since))

    # What has to be seen over all of it

    def _check_all(self) -> None:
        every: list[Digest] = []
        for key, told in self.told.items():
            kept = self.store.list_digests(key, limit=10**6)
            every += kept
            if len(kept) != len(told.digests):
                what = f"{key}: {len(kept)} kept, {len(told.digests)} due"
                self.broken.note("a digest nobody was due", what)
            doubled = Counter(digest_period(it.id) for it in kept)
            if any(count > 1 for count in doubled.values()):
                self.broken.note("two digests of a period", f"{key} {doubled.most_common(1)}")
            seen = Counter(it for digest in kept for it in digest.article_ids)
            for article_id, count in seen.items():
                if count > 1:
                    self.broken.note("told twice", f"{article_id} to {key}")
            self._check_lost(key, told, frozenset(seen))
        self.reviewers.check_all(every)

    def _check_lost(self, key: str, told: Told, seen: frozenset[str]) -> None:
        """Each article against the first digest that came after it was durable."""
        digests = sorted(told.digests, key=lambda pair: pair[0].until)
        at = 0
        for article_id, durable in sorted(self.durable.items(), key=lambda pair: pair[1]):
            while at < len(digests) and digests[at][0].until < durable:
                at += 1
            if at == len(digests):
                return
            digest, wishes = digests[at]
            item = self._as_of(article_id, digest.until)
            since = told.since
            if (
                article_id in seen
                or since is None
                or item.first_seen <= since
                or item.first_seen > digest.until
                or any(start < item.first_seen <= end for start, end in told.skipped)
                or not self._is_news(item, digest.until)
                or self._is_retold(item, seen)
            ):
                continue
            fit = fits(wishes)
            if fit is None or fit(Facets(item)):
                what = f"{article_id} (seen {item.first_seen}, durable {durable}) to {key}"
                self.broken.note("never shown", what)

    def _as_of(self, article_id: str, when: datetime) -> Article:
        return [item for at, item in self.versions[article_id] if at <= when][-1]

    def _is_news(self, item: Article, until: datetime) -> bool:
        return bool(select([item], since=item.first_seen - DAY, until=until).articles)

    def _is_retold(self, item: Article, seen: frozenset[str]) -> bool:
        """Another article that tells the same was told: this one repeats it, or it this one."""
        mine = item.original or item.id
        return mine in seen or any(
            other in seen
            for other in (f"a{int(mine[1:]) + 1}",)
            if (found := self.versions.get(other)) and found[-1][1].original == mine
        )


def _ids_alone(selection: Selection, *, notes: tuple[str, ...] = (), **_: object) -> Issue:
    text = "|".join((" ".join(selection.ids) or "-", *notes))
    stories = tuple(
        StoryTold(articles=(it.id,), number=number)
        for number, it in enumerate(selection.articles, 1)
    )
    contents = (TopicTold(topic="other", stories=stories),) if stories else ()
    return Issue((Part(html=text, plain=text),), contents)


def simulate(store: Store, people: int, days: int, seed: int = 5) -> Report:
    """Live through `days` with that many subscribers."""
    with mock.patch("bot.delivery.digest_run.to_issue", _ids_alone):
        return Year(store, people, days, seed).run()


def main() -> None:
    """Run and print; exits with 1 where a rule was broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("subscribers", nargs="?", type=int, default=500)
    parser.add_argument("days", nargs="?", type=int, default=365)
    parser.add_argument("--tinydb", action="store_true", help="on disk instead of in memory")
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder if given.tinydb else "memory:")
        report = simulate(store, given.subscribers, given.days, given.seed)
        store.close()
    print(f"{given.subscribers} subscribers, {given.days} days: {report.digests} digests of")
    print(
        f"{report.articles} articles, told {report.tellings} times, {report.seconds / 60:.1f} min"
    )
    print("changes:", ", ".join(f"{name} {n}" for name, n in sorted(report.changes.items())))
    print("reviews:", ", ".join(f"{name} {n}" for name, n in sorted(report.reviews.items())))
    print("rules broken:", sum(report.broken.counts.values()), dict(report.broken.counts))
    for example in report.broken.examples:
        print("  ", example)
    raise SystemExit(1 if report.broken.counts else 0)


if __name__ == "__main__":
    main()
