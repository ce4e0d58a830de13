"""Answers to "useful?", and what the bot made of them; part of /caidat.

In groups only administrators answer, as with all other settings: what an answer changes is the
order of everybody's digest. A place has one answer for one thing, whoever gives it; who gave it is
not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace as context_with

from msgspec.structs import replace

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.kept_digest import kept_digest
from bot.commands.listing import shorten
from bot.commands.settings_view import wishes_of
from bot.digest.feedback import forgotten, undone, vote_on, voted
from bot.digest.layout import FEEDBACK_ACTION, USEFUL, USELESS
from bot.errors import UserError
from bot.facts.extract import extract
from bot.facts.look_up import slug
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply
from storage.models import Edition, Preferences, SearchQuery, StoryTold, Subscriber

UNDO, FORGET, AGAIN = "bo", "xoa", "."
"""Words behind buttons: take an answer back, forget a factor (or all); `.` stands behind what is
to be answered in the message whose button was pressed."""

MOST_SHOWN = 20
"""Factors that are listed, the strongest."""

NAME = 60


def feedback(context: Context, argument: str) -> Reply:
    """What was learnt so far; behind buttons an answer, its undoing, or the forgetting of a factor.

    Raises:
        UserError: the digest is kept no more, or tells no such story.
    """
    words = argument.split()
    if not context.request.pressed or not words:
        return _overview(context)
    if words[0] == FORGET:
        return _forget(context, words[1] if len(words) > 1 else "")
    again = words[-1] == AGAIN
    words = words[:-1] if again else words
    if len(words) not in (2, 3) or words[-1] not in (USEFUL, USELESS, UNDO):
        raise UserError("error.old_button")
    return _answer(context, words[0], words[1] if len(words) == 3 else None, words[-1], again)


def _answer(context: Context, period: str, story: str | None, word: str, again: bool) -> Reply:
    found = kept_digest(context, period)
    if found is None:
        raise UserError("feedback.gone")
    digest, edition = found
    tops = _tops(edition)
    chosen = [it for it in tops if story in (None, it.articles[0])]
    if not chosen:
        raise UserError("feedback.gone")
    about = tuple(dict.fromkeys(key for it in chosen for key in it.about))
    on = period if story is None else f"{period} {story}"
    before, after = _changed(context, digest.subscriber, on, about, word)
    if before == after:
        return Reply(notice=context.text("feedback.known"))
    blocks = tuple(_said(context, after, on, about, chosen, story))
    return Reply(
        blocks,
        buttons=_buttons(context, period, tops, on, after),
        replace=again,
        notice=context.text("feedback.saved"),
    )


def _changed(
    context: Context, subscriber_id: str, on: str, about: Sequence[str], word: str
) -> tuple[Preferences, Preferences]:
    """The preferences before and after."""
    seen: list[Preferences] = []

    def edit(current: Subscriber | None) -> Subscriber | None:
        if current is None:
            return None
        wishes = current.preferences
        if word == UNDO:
            changed = undone(wishes, on)
        else:
            changed = voted(wishes, on, about, useful=word == USEFUL)
        seen[:] = [wishes, changed]
        return replace(current, preferences=changed)

    context.store.update_subscriber(subscriber_id, edit)
    if not seen:
        raise UserError("feedback.gone")
    return seen[0], seen[1]


def _tops(edition: Edition) -> list[StoryTold]:
    """The stories told in full, by their numbers."""
    every = (story for topic in edition.contents for story in topic.stories if story.about)
    return sorted(every, key=lambda it: it.number)


def _said(
    context: Context,
    wishes: Preferences,
    on: str,
    about: Sequence[str],
    chosen: Sequence[StoryTold],
    story: str | None,
) -> Iterator[Block]:
    vote = vote_on(wishes, on)
    key = "undone" if vote is None else "useful" if vote.useful else "useless"
    what = context.text(
        "feedback.this_digest" if story is None else "feedback.this_story",
        **({} if story is None else {"number": str(chosen[0].number)}),
    )
    yield Block((context.line(f"feedback.{key}", what=what),))
    factors = dict(wishes.feedback)
    lines = [_line(context, key, factors.get(key, 1.0)) for key in about]
    yield Block((context.line("feedback.now"), *lines))


def _buttons(
    context: Context, period: str, tops: Sequence[StoryTold], on: str, wishes: Preferences
) -> ButtonRows:
    def answers(word: str, sign: str) -> tuple[Button, ...]:
        return tuple(
            Button(
                label=f"{sign} {it.number}",
                action=f"{FEEDBACK_ACTION} {period} {it.articles[0]} {word} {AGAIN}",
            )
            for it in tops
        )

    undo = (
        (context.button("button.undo", f"{FEEDBACK_ACTION} {on} {UNDO} {AGAIN}"),)
        if vote_on(wishes, on)
        else ()
    )
    single = () if len(tops) < 2 else (answers(USEFUL, "👍"), answers(USELESS, "👎"))
    return (*single, (*undo, context.button("button.feedback", f"{FEEDBACK_ACTION} ")))


def _overview(context: Context, *, saved: bool = False) -> Reply:
    factors = wishes_of(context).feedback
    if not factors:
        return Reply(
            context.blocks("feedback.none"),
            buttons=((context.button("button.settings", "caidat "),),),
            replace=context.request.pressed,
            notice=context.text("settings.saved") if saved else None,
        )
    shown = sorted(factors, key=lambda it: (-max(it[1], 1 / it[1]), it[0]))[:MOST_SHOWN]
    lines = [_line(context, key, value, number) for number, (key, value) in enumerate(shown, 1)]
    drops = [
        Button(label=f"✖ {number}", action=f"{FEEDBACK_ACTION} {FORGET} {mark(key)}")
        for number, (key, _) in enumerate(shown, 1)
    ]
    if len(factors) > len(shown):
        lines.append(context.line("digest.more", count=len(factors) - len(shown)))
    return Reply(
        (context.block("feedback.head"), Block(tuple(lines))),
        buttons=(
            *rows(drops, 5),
            (
                context.button("button.forget_feedback", f"{FEEDBACK_ACTION} {FORGET}"),
                context.button("button.settings", "caidat "),
            ),
        ),
        replace=context.request.pressed,
        notice=context.text("settings.saved") if saved else None,
    )


def _forget(context: Context, which: str) -> Reply:
    """One factor by its mark, or all; of what is gone already nothing is left to do."""

    def edit(current: Subscriber | None) -> Subscriber | None:
        if current is None:
            return None
        wishes = current.preferences
        if not which:
            return replace(current, preferences=forgotten(wishes))
        for key, _ in wishes.feedback:
            if mark(key) == which:
                wishes = forgotten(wishes, key)
        return replace(current, preferences=wishes)

    after = context.store.update_subscriber(context.request.subscriber_id, edit)
    return _overview(context_with(context, subscriber=after), saved=True)


def mark(key: str) -> str:
    """A short name of a factor: a body's key may be too long for a button."""
    return hashlib.sha256(key.encode()).hexdigest()[:10]


def _line(context: Context, key: str, value: float, number: int | None = None) -> Line:
    kind, _, name = key.partition(":")
    shown = _NAMES.get(kind, _plain)(context, name)
    percent = round((value - 1) * 100)
    told = f"{'+' if percent > 0 else '−' if percent < 0 else '±'}{abs(percent)}%"
    prefix = "•" if number is None else f"{number}."
    return context.line(
        f"feedback.{kind}" if kind in _NAMES else "feedback.other",
        prefix=prefix,
        name=shorten(shown, NAME),
        weight=told,
    )


def _topic(context: Context, key: str) -> str:
    return context.text(f"digest.topic.{key}")


def _source(context: Context, key: str) -> str:
    return context.source_name(key)


def _body(context: Context, key: str) -> str:
    """Its name as an article writes it; its key where no article names it any more."""
    hits = context.store.search(SearchQuery(terms=((f"org:{key}",),), limit=1)).hits
    article = context.store.get_article(hits[0].article_id) if hits else None
    if article is not None:
        for body in extract(article).organisations:
            if key in (slug(body.key), slug(body.short or "")):
                return body.name
    return key.replace("-", " ")


def _plain(_context: Context, key: str) -> str:
    return key


_NAMES: Mapping[str, Callable[[Context, str], str]] = {
    "topic": _topic,
    "source": _source,
    "org": _body,
}
