"""What a review of a withheld digest goes through. Pure.

A digest whose reader wants it reviewed is frozen, but withheld: it has no outbox rows. Its
reviewers drop stories (and take them back), add lines of their own, and then let it go, hold it,
or drop it whole. Each answer replaces one record, so that of two reviewers who press at once one
is first and the other sees it. `released` and `dropped` are final.

Nobody answers: at the deadline what the readers chose happens. The clock runs from the due date, or
from when the digest was composed where that was later; `held` stops it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from bot.digest.calendar import zone_of
from bot.digest.schedule import quiet_ends
from bot.messages.render import clean
from storage.models import Digest, DroppedStory, EditorNote, Review, Subscriber

MOST_NOTES = 3
GRACE = timedelta(hours=1)
"""What the others have at least where somebody who lost their rights had stopped the clock."""

NOTE_LENGTH = 300
"""Characters of a reviewer's line."""

Decision = Literal["released", "dropped"]


def wants_review(subscriber: Subscriber) -> bool:
    """Whether its digests are withheld until somebody has seen them: those of groups, channels."""
    return subscriber.preferences.review and subscriber.chat_type != "private"


def review_of(subscriber: Subscriber, digest: Digest, due: datetime, now: datetime) -> Review:
    """The review that begins; `subscriber` as the digest was composed for it."""
    wishes = subscriber.preferences
    return Review(
        id=digest.id,
        mark=hashlib.sha256(digest.id.encode()).hexdigest()[:10],
        subscriber=subscriber,
        due=due,
        created_at=now,
        deadline=max(due, now) + timedelta(hours=wishes.review_hours),
        unanswered=wishes.review_unanswered,
        reviewers=wishes.reviewers,
    )


def is_open(review: Review) -> bool:
    """Whether it may still be answered."""
    return review.status in ("waiting", "held")


def is_reviewer(review: Review, user_id: int | None, *, curator: bool) -> bool:
    """Whether this person may answer: a reviewer of the group, or a curator of the bot."""
    return curator or (user_id is not None and user_id in review.reviewers)


def recipients(review: Review, curators: Iterable[int], refused: Iterable[int]) -> tuple[int, ...]:
    """Whom it is shown to: its reviewers; where all of them refuse the bot, the curators too."""
    chosen, lost = review.reviewers, frozenset(refused)
    if lost.issuperset(chosen):
        chosen = (*chosen, *sorted(frozenset(curators) - frozenset(chosen)))
    return tuple(it for it in chosen if it not in lost)


def without_reviewer(review: Review, user_id: int, now: datetime) -> Review:
    """The review without a reviewer who lost their rights in the group; what they did stays.

    What they alone held is held no more: the deadline decides again, or one of the others.
    """
    if not is_open(review) or user_id not in review.reviewers:
        return review
    others = tuple(it for it in review.reviewers if it != user_id)
    after = replace(review, reviewers=others, left=(*review.left, user_id))
    if review.status != "held" or review.decided_by != f"user:{user_id}":
        return after
    return replace(
        after,
        status="waiting",
        decided_by=None,
        decided_at=None,
        deadline=max(review.deadline, now + GRACE),
    )


def without_story(review: Review, articles: tuple[str, ...], title: str) -> Review:
    """The story of these articles is dropped; dropping it again changes nothing."""
    if not articles or any(it.articles[0] == articles[0] for it in review.dropped):
        return review
    story = DroppedStory(articles=articles, title=title)
    return replace(review, dropped=(*review.dropped, story))


def with_story(review: Review, article_id: str) -> Review:
    """The dropped story whose main article this is comes back."""
    return replace(
        review, dropped=tuple(it for it in review.dropped if it.articles[0] != article_id)
    )


def note_text(text: str) -> str:
    """A reviewer's line as it is kept: on one line, without what no message may carry, bounded."""
    words = " ".join(clean(text[: NOTE_LENGTH * 4]).split())
    return words if len(words) <= NOTE_LENGTH else words[: NOTE_LENGTH - 1].rstrip() + "…"


def with_note(review: Review, user_id: int, text: str) -> Review:
    """One line more; the same one again, and one beyond `MOST_NOTES`, change nothing."""
    note = EditorNote(by=user_id, text=note_text(text))
    if not note.text or note in review.notes or len(review.notes) >= MOST_NOTES:
        return review
    return replace(review, notes=(*review.notes, note))


def without_notes(review: Review) -> Review:
    """All lines of reviewers are gone."""
    return replace(review, notes=())


def held(review: Review, by: str, now: datetime) -> Review:
    """No deadline any more; somebody has to decide."""
    if review.status != "waiting":
        return review
    return replace(review, status="held", decided_by=by, decided_at=now)


def decided(review: Review, decision: Decision, by: str, now: datetime) -> Review:
    """The final answer; a second one changes nothing."""
    if not is_open(review):
        return review
    return replace(review, status=decision, decided_by=by, decided_at=now)


def unanswered(review: Review, subscriber: Subscriber | None, now: datetime) -> Decision | None:
    """What happens to an open review by itself; None: it goes on waiting.

    `subscriber` is the record as it is now. Where digests are wanted no more, nothing is sent.
    Where review was switched off, what waits goes out (what a reviewer holds stays theirs). What
    goes out unasked keeps quiet hours.
    """
    if not is_open(review):
        return None
    if subscriber is None or subscriber.status != "active":
        return "dropped"
    if review.status == "held":
        return None
    if wants_review(subscriber):
        if now < review.deadline:
            return None
        if review.unanswered == "skip":
            return "dropped"
    if quiet_ends(subscriber.preferences, now, zone_of(subscriber.timezone)) is not None:
        return None
    return "released"
