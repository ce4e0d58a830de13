"""/duyet, /review: digests that wait for a reviewer; in a group, whether they do.

In private: the list, or one review behind its mark with `gui`, `giu`, `xem`, `bo <bài>`,
`them <bài>`, `ghi <dòng>`, `xoaghi`, `huy`. Nothing is kept of a conversation: every button and
every typed line says all of it, so that a restart in between changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.commands.command import Context, Reviews
from bot.commands.review_settings import review_settings
from bot.digest.review import (
    MOST_NOTES,
    NOTE_LENGTH,
    is_open,
    is_reviewer,
    with_note,
    with_story,
    without_notes,
    without_story,
)
from bot.digest.review_view import (
    CLEAR,
    COMMAND,
    NOTE,
    RESTORE,
    SKIP,
    YES,
    for_reviewer,
    place_of,
    review_card,
    told_stories,
)
from bot.errors import UserError
from bot.messages.rich import Block, Button, Reply
from storage.models import Review
from storage.text import fold

MOST_LISTED = 10
_MARK = re.compile(r"[0-9a-f]{10}")


def review(context: Context, argument: str) -> Reply:
    """Show what waits, one review, or answer it.

    Raises:
        UserError: not this person's to review, kept no more, or not understood.
    """
    if context.in_group:
        return review_settings(context, argument)
    desk = context.reviews
    if desk is None:
        raise UserError("error.not_running")
    _check_rights(context, desk, argument)
    first, _, rest = argument.strip().partition(" ")
    if not first:
        return _listed(context, desk)
    if not _MARK.fullmatch(first):  # typed without a mark: the only one that waits is meant
        (only,) = _mine(context, desk) if len(_mine(context, desk)) == 1 else (None,)
        if only is None:
            return _listed(context, desk)
        return _answer(context, desk, only, argument.strip())
    found = desk.find(first)
    if found is None:
        raise UserError("review.gone")
    if not is_reviewer(found, context.request.user_id, curator=context.request.curator):
        raise UserError("review.not_yours")
    return _answer(context, desk, found, rest.strip())


def reviewed_by(desk: Reviews, argument: str, user_id: int | None) -> Review | None:
    """The review that a reviewer's private `/duyet` is about; None: none, or not theirs."""
    if user_id is None:
        return None
    first = argument.strip().partition(" ")[0]
    if _MARK.fullmatch(first):
        found = desk.find(first)
        return found if found is not None and user_id in found.reviewers else None
    mine = [it for it in desk.waiting() if user_id in it.reviewers]
    return mine[0] if len(mine) == 1 else None


def _check_rights(context: Context, desk: Reviews, argument: str) -> None:
    """Who administers the group no more reviews its digests no more.

    Raises:
        UserError: so it is, or Telegram did not say.
    """
    request = context.request
    if request.curator or request.group_admin not in ("no", "unknown"):
        return
    found = reviewed_by(desk, argument, request.user_id)
    if found is None or request.user_id is None:
        return
    place = place_of(found, context.catalog, context.language)
    if request.group_admin == "unknown":
        raise UserError("review.rights_unknown", place=place)
    desk.withdraw(found.subscriber.chat_id, request.user_id)
    raise UserError("review.no_rights", place=place)


def _mine(context: Context, desk: Reviews) -> list[Review]:
    user_id, curator = context.request.user_id, context.request.curator
    return [it for it in desk.waiting() if is_reviewer(it, user_id, curator=curator)]


def _listed(context: Context, desk: Reviews) -> Reply:
    mine = _mine(context, desk)
    if len(mine) == 1:
        return _card(context, desk, mine[0])
    if not mine:
        return Reply(context.blocks("review.nothing"))
    buttons = tuple(
        (
            Button(
                label=place_of(it, context.catalog, context.language),
                action=f"{COMMAND} {it.mark}",
            ),
        )
        for it in mine[:MOST_LISTED]
    )
    return Reply((Block((context.line("review.several", count=len(mine)),)),), buttons=buttons)


def _answer(context: Context, desk: Reviews, found: Review, words: str) -> Reply:
    word, _, value = words.partition(" ")
    word = fold(word)
    if word and not is_open(found):
        return _card(context, desk, found)
    by = f"user:{context.request.user_id}" if context.request.user_id else "cli"
    match word:
        case "":
            return _card(context, desk, found)
        case "gui":
            return _sent(context, desk, found, by)
        case "giu":
            return _card(context, desk, desk.hold(found.id, by))
        case "xem":
            return _shown(context, desk, found)
        case "bo" | "them" | "xoaghi":
            return _card(context, desk, desk.revise(found.id, _change(context, word, value, desk)))
        case "ghi":
            return _noted(context, desk, found, value)
        case "huy":
            return _skipped(context, desk, found, value, by)
    raise UserError("review.unknown", word=word[:40])


def _change(context: Context, word: str, value: str, desk: Reviews) -> Callable[[Review], Review]:
    if word == CLEAR:
        return without_notes
    if word == RESTORE:
        return lambda it: with_story(it, value)
    article = context.store.get_articles([value]).get(value)

    def dropped(current: Review) -> Review:
        edition = desk.edition(current)
        stories = told_stories(edition) if edition is not None else ()
        story = next((it for it in stories if it.articles[0] == value), None)
        if story is None:
            return current
        return without_story(current, story.articles, article.title if article else value)

    return dropped


def _sent(context: Context, desk: Reviews, found: Review, by: str) -> Reply:
    place = context.store.get_subscriber(found.subscriber.id)
    if place is None or place.status != "active":
        raise UserError("review.no_subscription")
    return _card(context, desk, desk.decide(found.id, "released", by))


def _skipped(context: Context, desk: Reviews, found: Review, value: str, by: str) -> Reply:
    if value != YES:
        place = place_of(found, context.catalog, context.language)
        return Reply(
            context.blocks("review.ask_skip", place=place),
            buttons=(
                (
                    context.button(
                        "button.review_skip_yes", f"{COMMAND} {found.mark} {SKIP} {YES}"
                    ),
                    context.button("button.not_now", f"{COMMAND} {found.mark}"),
                ),
            ),
            replace=context.request.pressed,
        )
    return _card(context, desk, desk.decide(found.id, "dropped", by))


def _shown(context: Context, desk: Reviews, found: Review) -> Reply:
    edition = desk.edition(found)
    if edition is None:
        raise UserError("review.gone")
    button = context.button("button.review_back", f"{COMMAND} {found.mark}")
    return Reply(
        (Block((context.line("review.as_it_stands"),)),),
        buttons=((button,),),
        parts=tuple(map(for_reviewer, edition.parts)),
    )


def _noted(context: Context, desk: Reviews, found: Review, value: str) -> Reply:
    user_id = context.request.user_id
    if not value.strip():
        command = f"/{COMMAND} {found.mark} {NOTE}"
        lines = context.blocks("review.how_to_note", command=command, limit=str(NOTE_LENGTH))
        return Reply(lines)
    if user_id is None:
        raise UserError("review.not_yours")
    if len(found.notes) >= MOST_NOTES:
        raise UserError("review.many_notes", count=str(MOST_NOTES))
    after = desk.revise(found.id, lambda it: with_note(it, user_id, value))
    return _card(context, desk, after)


def _card(context: Context, desk: Reviews, found: Review | None) -> Reply:
    if found is None:
        raise UserError("review.gone")
    edition = desk.edition(found)
    if edition is None:
        raise UserError("review.gone")
    ids = [it.articles[0] for it in told_stories(edition)]
    titles = {key: it.title for key, it in context.store.get_articles(ids).items()}
    card = review_card(found, edition, titles, catalog=context.catalog, language=context.language)
    return Reply(card.blocks, buttons=card.buttons, replace=context.request.pressed)
