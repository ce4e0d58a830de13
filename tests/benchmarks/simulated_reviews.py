"""The reviewers of the simulated year: they answer, change their mind, or do not answer at all.

Beside the store a plain model keeps what each withheld digest has to become; at the end text,
outbox rows and mark of every digest are compared with it.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.review_desk import ReviewDesk
from bot.digest.review import is_open, with_note, with_story, without_story
from bot.digest.review_view import told_stories
from bot.digest.schedule import quiet_ends
from storage.base import Store
from storage.models import Delivery, Digest, Review, Subscriber


def _is_quiet(who: Subscriber, now: datetime) -> bool:
    return quiet_ends(who.preferences, now, ZoneInfo(who.timezone)) is not None


@dataclass
class Wanted:
    """What the model knows of one withheld digest."""

    articles: tuple[str, ...] = ()
    dropped: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    status: str = "waiting"


class Reviewers:
    """All of them; `note` is told of each breach: the rule, and where."""

    def __init__(
        self,
        store: Store,
        desk: ReviewDesk,
        dice: random.Random,
        note: Callable[[str, str], None],
    ) -> None:
        self._store = store
        self._desk = desk
        self._dice = dice
        self._note = note
        self.wanted: defaultdict[str, Wanted] = defaultdict(Wanted)
        self.did: Counter[str] = Counter()

    def work(self, now: datetime) -> None:
        """What happens by itself at this hour, compared with the rules; then what people do."""
        self._desk.settle_due()
        for review in self._store.list_reviews():
            self._compare(review, now)
        for review in self._desk.waiting():
            if self._dice.random() < 0.12:
                self._answer(review)

    def _compare(self, review: Review, now: datetime) -> None:
        model = self.wanted[review.id]
        if not model.articles:
            digest = self._store.get_digest(review.id)
            model.articles = digest.article_ids if digest is not None else ()
        if model.status in ("released", "dropped"):
            if review.status != model.status:
                self._note("a final decision changed", review.id)
            return
        who = self._store.get_subscriber(review.subscriber.id)
        wanted = who is not None and who.status == "active"
        off = who is None or not who.preferences.review
        if is_open(review):
            # quiet hours hold it at their first hour after downtime too, however late it is
            quiet = who is not None and _is_quiet(who, now)
            late = now > review.deadline and review.status == "waiting" and not quiet and not off
            if late or not wanted:
                self._note("nobody decided", f"{review.id} {review.deadline}")
            return
        allowed = (
            not wanted
            if review.status == "dropped" and (review.unanswered == "send" or off)
            else wanted and off and model.status == "waiting"
            if now < review.deadline
            else model.status == "waiting"
        ) or (review.status == "dropped" and not wanted)
        if not allowed:
            self._note("decided by itself", f"{review.id} {review.status}")
        self.did[f"{review.status} unasked"] += 1
        model.status = review.status

    def _answer(self, review: Review) -> None:
        act = self._dice.choice(
            ("release", "release", "hold", "drop", "drop", "restore", "note", "skip", "nothing")
        )
        model, by = self.wanted[review.id], "user:7"
        edition = self._desk.edition(review)
        stories = told_stories(edition) if edition is not None else ()
        self.did[act] += 1
        match act:
            case "release":
                after = self._desk.decide(review.id, "released", by)
                model.status = after.status if after else "?"
            case "skip":
                after = self._desk.decide(review.id, "dropped", by)
                model.status = after.status if after else "?"
            case "hold":
                self._desk.hold(review.id, by)
                model.status = "held"
            case "drop" if stories:
                story = self._dice.choice(stories)
                self._desk.revise(review.id, lambda it: without_story(it, story.articles, "Tin"))
                model.dropped.update(story.articles)
            case "restore" if model.dropped:
                back = self._dice.choice(sorted(model.dropped))
                self._desk.revise(review.id, lambda it: with_story(it, back))
                model.dropped.discard(back)
            case "note" if len(model.notes) < 3:
                text = f"Lời {len(model.notes)}"
                self._desk.revise(review.id, lambda it: with_note(it, 7, text))
                model.notes.append(text)

    def check_all(self, digests: Iterable[Digest]) -> None:
        """Every digest of the year, kept as it was decided."""
        rows: defaultdict[str, list[Delivery]] = defaultdict(list)
        for row in self._store.list_deliveries():
            rows[row.digest].append(row)
        for digest in digests:
            mine = rows.pop(digest.id, [])
            model = self.wanted.get(digest.id)
            released = model is None or model.status == "released"
            if digest.withheld is released:
                self._note("withheld or not", f"{digest.id} {model}")
            edition = self._store.get_edition(digest.week, digest.edition)
            parts = len(edition.parts) if edition is not None else -1
            if len(mine) != (parts if released else 0):
                self._note("rows of a digest", f"{digest.id}: {len(mine)} of {parts}")
            if released and any(row.edition != digest.edition for row in mine):
                self._note("another text", digest.id)
            if released and model is not None and edition is not None:
                # a group that wants no empty digests gets none where all stories were dropped
                text = edition.parts[0].plain if edition.parts else ""
                self._compare_text(digest, model, text)
        for lost in rows:
            self._note("rows without a digest", lost)

    def _compare_text(self, digest: Digest, model: Wanted, text: str) -> None:
        shown, _, notes = text.partition("|")
        ids = {it for it in shown.split() if it != "-"}
        if ids & model.dropped or not ids <= frozenset(model.articles):
            self._note("a dropped story is shown", f"{digest.id} {ids & model.dropped}")
        if [it for it in notes.split("|") if it] != model.notes:
            self._note("reviewers' lines", f"{digest.id} {notes!r} {model.notes}")
