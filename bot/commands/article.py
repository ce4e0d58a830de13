"""/xem, /read: one article, page by page, with the link to where it stands."""

from __future__ import annotations

from bot.commands.article_pages import pages
from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, TITLE_LENGTH, page_number, shorten, turn_buttons
from bot.errors import UserError
from bot.messages.format import format_day, format_instant, format_published
from bot.messages.render import safe_url
from bot.messages.rich import Block, Button, Line, Reply, Span
from bot.messages.split import utf16_length
from storage.models import Article

_ID_LENGTH = 40

SHORT_TEXT = 400
"""UTF-16 units below which the page itself surely says more: then its preview is shown."""


def view(context: Context, argument: str) -> Reply:
    """`<id> [page]`.

    Raises:
        UserError: no id, or an article that does not exist.
    """
    article_id, _, number = argument.strip().partition(" ")
    if not article_id:
        raise UserError("article.which")
    article = context.store.get_article(article_id.lower())
    if article is None:
        raise UserError("article.not_found", id=shorten(article_id, _ID_LENGTH))
    parts = pages(article)
    page = min(page_number(number.strip()), len(parts))
    head = _heading(context, article) if page == 1 else [_title(article)]
    if len(parts) > 1:
        head.append(context.line("list.page", page=page, pages=len(parts)))
    body = [Block(((Span(text),),)) for text in parts[page - 1]]
    if page == len(parts) and article.revisions:
        body.append(
            context.block("article.revised", time=format_instant(article.updated_at, context.zone))
        )
    rows = [turn_buttons(page, len(parts), lambda at: f"xem {article.id} {at}")]
    url = safe_url(article.url)
    if url is not None:
        rows.append((Button(label=context.text("button.original"), url=url),))
    return Reply(
        (Block(tuple(head)), *body),
        buttons=tuple(row for row in rows if row),
        replace=context.request.pressed and number != "",
        preview=url is not None and _is_short(parts),
    )


def _is_short(parts: tuple[tuple[str, ...], ...]) -> bool:
    return sum(utf16_length(text) for page in parts for text in page) < SHORT_TEXT


def _title(article: Article) -> Line:
    return (Span(shorten(article.title, TITLE_LENGTH), bold=True, href=article.url),)


def _heading(context: Context, article: Article) -> list[Line]:
    date = format_published(
        context.catalog,
        context.language,
        article.published,
        article.published_precision,
        context.zone,
    )
    source = shorten(context.source_name(article.source), NAME_LENGTH)
    head = [_title(article), (Span(f"{source} · {date}", italic=True),)]
    if article.authors:
        names = shorten(", ".join(article.authors), NAME_LENGTH * 2)
        head.append(context.line("article.authors", names=names))
    if article.section:
        head.append(context.line("article.section", name=shorten(article.section, NAME_LENGTH)))
    if article.event_date:
        head.append(context.line("article.event", day=format_day(article.event_date)))
    return head
