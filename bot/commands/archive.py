"""/luutru, /archive: the digests that this place has had, by date; with words, those that say them.

As long as they are kept. A digest is shown as it was made; nothing counts as sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.digest_topics import read_on
from bot.commands.kept_digest import MOST, kept_digest
from bot.commands.listing import page_number, turn_buttons
from bot.errors import UserError
from bot.messages.format import format_moment
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply
from storage.chat_rules import digest_period
from storage.models import Digest, Edition
from storage.text import folded_words

PER_PAGE = 8
PERIOD, PAGE = "@", "#"
MAX_QUERY = 40
"""Bytes of the words that a button can carry to the next page."""


def archive(context: Context, argument: str) -> Reply:
    """The list, a page of it (`#2 từ`), or behind a button (`@2023-W39`) one digest, or its
    topics (`bot.commands.digest_topics`).

    Raises:
        UserError: there is none, none with these words, or the one asked for is kept no more.
    """
    argument = argument.strip()
    if context.request.pressed and argument.startswith(PERIOD):
        return _kept(context, argument.removeprefix(PERIOD))
    had = _digests(context)
    page, words = 1, argument
    if context.request.pressed and argument.startswith(PAGE):
        number, _, words = argument.removeprefix(PAGE).partition(" ")
        page = page_number(number)
    wanted = folded_words(words)
    if not had:
        raise UserError("again.none")
    found = [it for it, edition in had if not wanted or _says(edition, wanted)]
    if not found:
        raise UserError("archive.nothing", words=words[:40])
    pages = -(-len(found) // PER_PAGE)
    page = min(page, pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    key = "archive.found" if wanted else "archive.head"
    head = context.line(key, count=len(found), words=words[:40])
    return Reply(
        (Block((head,)), Block(tuple(_rows(context, shown)))),
        buttons=_buttons(shown, page, pages, words),
        replace=context.request.pressed,
    )


def _digests(context: Context) -> list[tuple[Digest, Edition]]:
    """Those that said something and are still kept, the newest first."""
    found = []
    for digest in context.store.list_digests(context.request.subscriber_id, limit=MOST):
        if digest.withheld:  # its reviewers have not let it go out
            continue
        edition = context.store.get_edition(digest.week, digest.edition)
        if edition is not None and edition.parts:
            found.append((digest, edition))
    return found


def _kept(context: Context, asked: str) -> Reply:
    """The digest of a period as it was made, or what stands behind that: its topics."""
    period, _, what = asked.partition(" ")
    if what:
        return read_on(context, period, what)
    found = kept_digest(context, period)
    if found is None:
        raise UserError("archive.gone")
    return Reply(parts=found[1].parts)


def _says(edition: Edition, wanted: Sequence[str]) -> bool:
    """Whether all the words stand in it, without diacritics."""
    words = {word for part in edition.parts for word in folded_words(part.plain)}
    return words.issuperset(wanted)


def _rows(context: Context, shown: Sequence[Digest]) -> Iterator[Line]:
    for number, digest in enumerate(shown, 1):
        moment = format_moment(context.catalog, context.language, digest.until, context.zone)
        yield context.line(
            "archive.row", number=str(number), moment=moment, count=len(digest.article_ids)
        )


def _buttons(shown: Sequence[Digest], page: int, pages: int, words: str) -> ButtonRows:
    read = [
        Button(label=str(number), action=f"luutru {PERIOD}{digest_period(digest.id)}")
        for number, digest in enumerate(shown, 1)
    ]
    if len(words.encode()) > MAX_QUERY:  # further pages would be of something else
        return rows(read, 4)
    turn = turn_buttons(page, pages, lambda to: f"luutru {PAGE}{to} {words}".rstrip())
    return (*rows(read, 4), *((turn,) if turn else ()))
