"""/xem, /read: one article, page by page, with the link to where it stands."""

from __future__ import annotations

from datetime import timedelta

from bot.commands import article_changes, article_facts, article_reposts
from bot.commands.article_changes import changes_button, view_changes
from bot.commands.article_facts import facts_button, view_facts
from bot.commands.article_pages import pages
from bot.commands.article_reposts import (
    original_line,
    reposts_block,
    reposts_button,
    reposts_of,
    view_reposts,
)
from bot.commands.command import Context
from bot.commands.listing import (
    NAME_LENGTH,
    TITLE_LENGTH,
    page_number,
    published,
    shorten,
    turn_buttons,
)
from bot.errors import UserError
from bot.messages.format import format_day, format_instant
from bot.messages.render import safe_url
from bot.messages.rich import Block, Button, Line, Reply, Span
from bot.messages.split import utf16_length
from storage.models import Article, Precision

_ID_LENGTH = 40

SHORT_TEXT = 400
"""UTF-16 units below which the page itself surely says more: then its preview is shown."""


UPDATED_AFTER = timedelta(minutes=5)
"""What is saved again sooner after it was published was not updated for its readers."""


def view(context: Context, argument: str) -> Reply:
    """`<id> [page]`, `<id> sua …` for what was changed, `<id> noi …` for where it stands
    too, `<id> ro` for what it says.

    Raises:
        UserError: no id, or an article that does not exist.
    """
    article_id, _, number = argument.strip().partition(" ")
    if not article_id:
        raise UserError("article.which")
    article = context.store.get_article(article_id.lower())
    if article is None:
        raise UserError("article.not_found", id=shorten(article_id, _ID_LENGTH))
    word, _, rest = number.strip().partition(" ")
    if word == article_changes.WORD:
        return view_changes(context, article, rest)
    if word == article_reposts.WORD:
        return view_reposts(context, article, rest)
    if word == article_facts.WORD:
        return view_facts(context, article)
    context.talks.opened(context.request, context.now, article.id)
    parts = pages(article)
    page = min(page_number(number.strip()), len(parts))
    head = _heading(context, article) if page == 1 else [_title(article)]
    if len(parts) > 1:
        head.append(context.line("list.page", page=page, pages=len(parts)))
    body = [Block(((Span(text),),)) for text in parts[page - 1]]
    rows = [turn_buttons(page, len(parts), lambda at: f"xem {article.id} {at}")]
    if page == len(parts):
        body += _notes(context, article)
        reposts = reposts_of(context, article)
        if reposts:
            body.append(reposts_block(context, reposts))
            if len(reposts) > article_reposts.SHOWN:
                rows.append(reposts_button(context, article, len(reposts)))
        elif article.original is not None:
            button = context.button("button.read_original", f"xem {article.original}")
            rows.append((button,))
        rows.append(facts_button(context, article))
        rows.append(changes_button(context, article))
    url = safe_url(article.url)
    if url is not None and article.vanished_at is None:
        rows.append((Button(label=context.text("button.original"), url=url),))
    return Reply(
        (Block(tuple(head)), *body),
        buttons=tuple(row for row in rows if row),
        replace=context.request.pressed and number != "",
        preview=url is not None and article.vanished_at is None and _is_short(parts),
    )


def _notes(context: Context, article: Article) -> list[Block]:
    """What the reader should know of the text: whose it is, that it is not all, that it changed."""
    lines: list[Line] = []
    if article.incomplete is not None:
        lines.append(context.line(f"article.incomplete.{article.incomplete}"))
    if article.credit:
        lines.append((Span(shorten(article.credit, NAME_LENGTH), italic=True),))
    if article.revisions:
        time = format_instant(article.updated_at, context.zone)
        lines.append(context.line("article.revised", time=time))
    return [Block(tuple(lines))] if lines else []


def _is_short(parts: tuple[tuple[str, ...], ...]) -> bool:
    return sum(utf16_length(text) for page in parts for text in page) < SHORT_TEXT


def _title(article: Article) -> Line:
    return (Span(shorten(article.title, TITLE_LENGTH), bold=True, href=article.url),)


def _heading(context: Context, article: Article) -> list[Line]:
    date = published(context, article)
    source = shorten(context.source_name(article.source), NAME_LENGTH)
    head = [_title(article), (Span(f"{source} · {date}", italic=True),)]
    if _is_updated(article) and article.modified is not None:
        time = format_instant(article.modified, context.zone)
        head.append(context.line("article.modified", time=time))
    if article.vanished_at is not None:
        day = format_day(article.vanished_at.astimezone(context.zone).date())
        head.append(context.line("article.vanished", day=day))
    original = original_line(context, article)
    if original is not None:
        head.append(original)
    if article.authors:
        names = shorten(", ".join(article.authors), NAME_LENGTH * 2)
        head.append(context.line("article.authors", names=names))
    if article.section:
        head.append(context.line("article.section", name=shorten(article.section, NAME_LENGTH)))
    if article.event_date:
        head.append(context.line("article.event", day=format_day(article.event_date)))
    return head


def _is_updated(article: Article) -> bool:
    """Whether the publisher changed it noticeably later than it was published."""
    if article.modified is None:
        return False
    if article.published is None:
        return True
    after = timedelta(days=1) if article.published_precision is Precision.DAY else UPDATED_AFTER
    return article.modified - article.published >= after
