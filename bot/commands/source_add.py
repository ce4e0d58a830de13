"""/nguon them, /sources add: try an address, show what came back, and only then add it.

The trial waits under a short id in the store, so its buttons work after a restart; it is taken
away when it is answered, so a second tap adds nothing twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, TITLE_LENGTH, shorten
from bot.errors import (
    HostResting,
    RobotsDisallow,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceThrottled,
    SourceUnreachable,
    UserError,
)
from bot.messages.format import format_published
from bot.messages.render import safe_url
from bot.messages.rich import Block, Blocks, Line, Reply, Span
from storage.models import AuditEntry, Instant, Record, Source

if TYPE_CHECKING:
    from bot.ingest.pipeline import Ingestor
    from bot.ingest.trial import Trial, TrialArticle
    from bot.sources.http import Fetcher

YES, NO = "dongy", "thoi"
PENDING = "trial:"
"""Prefix of the values under which trials wait."""
KEPT = 50
EXPIRES = timedelta(hours=24)
"""How long what was found is taken to be true."""
PATIENCE = 120.0
"""Seconds: a dozen requests to one host, two seconds apart, and some of them slow."""
FIRST_POLL = 20.0
"""Seconds for which the answer waits for the first articles; reading goes on behind it."""
_URL_LENGTH = 200
_ERROR_LENGTH = 200
_WORDS_LENGTH = 220


class Pending(Record, frozen=True, kw_only=True):
    """A trial that waits for its answer."""

    source: Source
    at: Instant


def add(context: Context, argument: str) -> Reply:
    """`<address>` tries it; `dongy <id>` and `thoi <id>`, behind the buttons, answer.

    Raises:
        UserError: no address, one that is known or cannot be read, or a question that was
            answered or is too old.
    """
    word, _, rest = argument.strip().partition(" ")
    if word in (YES, NO):
        return decide(context, argument)
    if not word or rest:
        raise UserError("add.which")
    url = word if "://" in word else f"https://{word}"
    _refuse_known(context, url)
    trial = _tried(context, url)
    _refuse_known(context, trial.url)
    if not trial.samples:
        raise UserError("add.no_articles", error=shorten("; ".join(trial.failures), _ERROR_LENGTH))
    pending = Pending(source=_source_of(context, trial), at=context.now)
    key = secrets.token_hex(5)
    context.store.put_value(f"{PENDING}{key}", msgspec.json.encode(pending).decode())
    context.store.prune_values(PENDING, keep=KEPT)
    return Reply(
        _shown(context, trial, pending.source),
        buttons=(
            (
                context.button("button.add_source", f"nguon them {YES} {key}"),
                context.button("button.do_not_add", f"nguon them {NO} {key}"),
            ),
        ),
    )


def decide(context: Context, argument: str) -> Reply:
    """`dongy <id>` adds the source that was tried, `thoi <id>` forgets it.

    Raises:
        UserError: it was answered already, is too old, or its address was added meanwhile.
    """
    answer, _, key = argument.strip().partition(" ")
    value = context.store.get_value(f"{PENDING}{key}")
    if value is None:
        raise UserError("add.expired")
    pending = msgspec.json.decode(value, type=Pending)
    context.store.put_value(f"{PENDING}{key}", None)
    if answer == NO:
        return Reply(
            context.blocks("add.not_added", name=pending.source.name),
            replace=context.request.pressed,
        )
    if context.now - pending.at > EXPIRES:
        raise UserError("add.expired")
    _refuse_known(context, pending.source.url or "")
    if pending.source.id in context.sources:
        raise UserError("add.expired")
    user = context.request.user_id
    context.store.append_audit(
        AuditEntry(
            at=context.now,
            actor=f"user:{user}" if user else "cli",
            action="source.added",
            detail=pending.source.id,
        )
    )
    context.store.put_source(pending.source)
    return Reply(
        (*context.blocks("add.added", name=pending.source.name), *_first_poll(context, pending)),
        buttons=((context.button("button.source_page", f"nguon xem {pending.source.id}"),),),
        replace=context.request.pressed,
    )


def _first_poll(context: Context, pending: Pending) -> Blocks:
    """Read it at once where the bot runs; the schedule does it otherwise."""

    async def read_it(ingestor: Ingestor, _fetcher: Fetcher) -> int:
        return (await ingestor.poll_source(pending.source)).added

    if not context.errands.available:
        return ()
    try:
        count = context.errands.run(read_it, patience=FIRST_POLL)
    except UserError:  # slow, or busy: it is added, and read in its turn
        return context.blocks("add.read_soon")
    return context.blocks("add.read_now", count=count)


def _tried(context: Context, url: str) -> Trial:
    async def try_it(_ingestor: Ingestor, fetcher: Fetcher) -> Trial:
        # imported here: reading pages takes a second to load, answering questions does not need it
        from bot.ingest.trial import try_url

        return await try_url(url, fetcher=fetcher, zone=context.settings.zone, now=context.now)

    try:
        return context.errands.run(try_it, patience=PATIENCE)
    except UserError as error:
        if error.key != "error.takes_long":
            raise
        raise UserError("add.slow") from error  # its result will be nobody's
    except SourceError as error:
        why = shorten(str(error), _ERROR_LENGTH)
        raise UserError(f"add.{_reason(error)}", error=why) from error


def _reason(error: SourceError) -> str:
    """Last part of the message key that explains the failure."""
    kinds: tuple[tuple[type[SourceError] | tuple[type[SourceError], ...], str], ...] = (
        (RobotsDisallow, "robots"),
        (SourceRefused, "refused"),
        ((HostResting, SourceThrottled), "throttled"),
        (SourceGone, "gone"),
        (SourceUnreachable, "unreachable"),
    )
    return next((word for kind, word in kinds if isinstance(error, kind)), "unreadable")


def _refuse_known(context: Context, url: str) -> None:
    from bot.ingest.known import known_source

    source = known_source(url, context.sources.values())
    if source is not None:
        raise UserError("add.known", name=context.source_name(source.id), id=source.id)


def _source_of(context: Context, trial: Trial) -> Source:
    from bot.ingest.trial import as_source

    return as_source(trial, context.sources)


def _shown(context: Context, trial: Trial, source: Source) -> Blocks:
    kind = "sitemap" if trial.sitemap else trial.kind
    head = [
        context.line("add.found", name=shorten(source.name, NAME_LENGTH)),
        context.line(f"add.kind.{kind}", url=shorten(trial.url, _URL_LENGTH)),
        context.line("add.entries", count=trial.entries),
    ]
    if trial.feeds > 1:
        head.append(context.line("add.feeds", count=trial.feeds))
    told = [
        Block(tuple(article_lines(context, number, each)))
        for number, each in enumerate(trial.samples, 1)
    ]
    missing = [context.line(f"add.missing.{each}") for each in trial.missing]
    notes = [Block(tuple(missing))] if missing else []
    return (Block(tuple(head)), *told, *notes, *context.blocks("add.ask"))


def article_lines(context: Context, number: int, article: TrialArticle) -> Iterator[Line]:
    """An article as a trial read it: title, date and authors, first words."""
    title = shorten(article.title, TITLE_LENGTH)
    yield (Span(f"{number}. "), Span(title, bold=True, href=safe_url(article.url)))
    date = format_published(
        context.catalog, context.language, article.published, article.precision, context.zone
    )
    names = shorten(", ".join(article.authors), NAME_LENGTH)
    yield (Span(f"{date} · {names}" if names else date, italic=True),)
    if article.first_words:
        yield (Span(shorten(article.first_words, _WORDS_LENGTH)),)
    else:
        yield context.line("add.no_text")
