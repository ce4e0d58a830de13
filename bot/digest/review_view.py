"""A review as its reviewer sees it: what waits and until when, its stories, a button per answer.

The first message (`bot.delivery.review_teller`) and what a pressed button puts in its place
(`bot.commands.review`) are made here. Pure: the titles are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.digest.calendar import zone_of
from bot.digest.review import MOST_NOTES, is_open
from bot.messages.catalog import Catalog
from bot.messages.format import format_moment
from bot.messages.rich import Block, Blocks, Button, ButtonRows, Line, Span
from storage.models import Edition, Part, Review, StoryTold

COMMAND = "duyet"
SEND, HOLD, SHOW, DROP, RESTORE, NOTE, CLEAR, SKIP, YES = (
    "gui",
    "giu",
    "xem",
    "bo",
    "them",
    "ghi",
    "xoaghi",
    "huy",
    "dongy",
)
"""Words behind the mark of a review: what a button does."""

MOST_LISTED = 60
"""Stories with a button: with their titles they fit one message."""

MOST_DROPPED = 8
"""Dropped stories with a button to take them back; the others follow once these are back."""

TITLE, DROPPED_TITLE, PLACE = 42, 26, 40
"""Characters."""

PER_ROW = 6


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One message."""

    blocks: Blocks
    buttons: ButtonRows = ()


def told_stories(edition: Edition) -> tuple[StoryTold, ...]:
    """The stories that the text has a number for, in its order."""
    every = (story for topic in edition.contents for story in topic.stories if story.number)
    return tuple(sorted(every, key=lambda it: it.number))


def review_card(
    review: Review,
    edition: Edition,
    titles: Mapping[str, str],
    *,
    catalog: Catalog,
    language: str,
) -> ReviewCard:
    """The review as it stands; `titles` are those of the stories' main articles, by id."""
    if not is_open(review):
        return ReviewCard((_outcome(review, catalog, language),))
    stories = told_stories(edition)[:MOST_LISTED]
    blocks: list[Block] = [Block(_head(review, catalog, language))]
    if stories:
        blocks.append(
            Block(
                tuple(
                    (Span(f"{it.number}. {_cut(titles.get(it.articles[0], '…'), TITLE)}"),)
                    for it in stories
                ),
                quote=True,
                expandable=True,
            )
        )
    else:
        blocks.append(Block((catalog.line(language, "review.no_stories"),)))
    if review.dropped:
        lines: list[Line] = [
            catalog.line(language, "review.dropped", count=str(len(review.dropped)))
        ]
        lines += [
            (Span(_cut(it.title, TITLE), struck=True),) for it in review.dropped[:MOST_LISTED]
        ]
        blocks.append(Block(tuple(lines)))
    if review.notes:
        label = catalog.text(language, "digest.editor")
        blocks.append(
            Block(tuple((Span(label, bold=True), Span(f" {it.text}")) for it in review.notes))
        )
    blocks.append(Block((catalog.line(language, "review.hint"),)))
    return ReviewCard(tuple(blocks), _buttons(review, stories, catalog, language))


def for_reviewer(part: Part) -> Part:
    """A message of the digest as a reviewer gets it: without buttons that only its readers have."""
    rows = (tuple(it for it in row if it.url is not None) for row in part.buttons)
    return Part(
        html=part.html,
        plain=part.plain,
        buttons=tuple(row for row in rows if row),
        preview=part.preview,
        preview_url=part.preview_url,
    )


def left_card(review: Review, *, catalog: Catalog, language: str) -> ReviewCard:
    """What the others read when a reviewer lost their rights in the group."""
    place = place_of(review, catalog, language)
    lines = [
        catalog.line(language, "review.left", place=place),
        *_head(review, catalog, language)[1:],
    ]
    label = catalog.text(language, "button.review_back")
    button = Button(label=label, action=f"{COMMAND} {review.mark}")
    return ReviewCard((Block(tuple(lines)),), ((button,),))


def place_of(review: Review, catalog: Catalog, language: str) -> str:
    """The name of the group that the digest is for."""
    title = review.subscriber.title or catalog.text(language, "review.no_title")
    return _cut(title, PLACE)


def _head(review: Review, catalog: Catalog, language: str) -> tuple[Line, ...]:
    place = place_of(review, catalog, language)
    lines = [catalog.line(language, "review.head", place=place)]
    if review.status == "held":
        lines.append(catalog.line(language, "review.is_held"))
    else:
        moment = _moment(review, review.deadline, catalog, language)
        lines.append(catalog.line(language, f"review.until_{review.unanswered}", moment=moment))
    return tuple(lines)


def _outcome(review: Review, catalog: Catalog, language: str) -> Block:
    who = "bot" if review.decided_by == "bot" else "person"
    return Block(
        (
            catalog.line(
                language,
                f"review.{review.status}_{who}",
                place=place_of(review, catalog, language),
                moment=_moment(review, review.decided_at or review.deadline, catalog, language),
            ),
        )
    )


def _moment(review: Review, at: datetime, catalog: Catalog, language: str) -> str:
    return format_moment(catalog, language, at, zone_of(review.subscriber.timezone))


def _buttons(
    review: Review, stories: tuple[StoryTold, ...], catalog: Catalog, language: str
) -> ButtonRows:
    def button(key: str, *words: str, **values: str) -> Button:
        action = " ".join((COMMAND, review.mark, *words))
        return Button(label=catalog.text(language, f"button.{key}", **values), action=action)

    first = [button("review_send", SEND)]
    if review.status == "waiting":
        first.append(button("review_hold", HOLD))
    drops = [
        button("review_drop_story", DROP, it.articles[0], number=str(it.number)) for it in stories
    ]
    back = [
        (button("review_restore", RESTORE, it.articles[0], title=_cut(it.title, DROPPED_TITLE)),)
        for it in review.dropped[:MOST_DROPPED]
    ]
    notes = [button("review_note", NOTE)] if len(review.notes) < MOST_NOTES else []
    notes += [button("review_clear", CLEAR)] if review.notes else []
    return (
        tuple(first),
        (button("review_show", SHOW),),
        *(tuple(drops[start : start + PER_ROW]) for start in range(0, len(drops), PER_ROW)),
        *back,
        tuple(notes),
        (button("review_skip", SKIP),),
    )


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
