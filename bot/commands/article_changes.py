"""What publishers changed in an article: one edit at a time, behind a button of the article."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from bot.commands.command import Context
from bot.commands.listing import TITLE_LENGTH, page_number, shorten
from bot.commands.text_changes import Change, Mark, Piece, Text, changes
from bot.errors import UserError
from bot.messages.format import format_instant
from bot.messages.rich import Block, Button, Reply, Span
from bot.messages.split import utf16_length
from storage.models import Article

WORD = "sua"
"""`xem <id> sua <edit> <page>` shows an edit: the word between id and numbers."""

PAGE_UNITS = 2_800
"""UTF-16 units of changes on a page."""

MAX_CHANGES = 60
"""Changes of one edit that are told; more are counted as "and more"."""

_REMOVED, _ADDED, _CAPTION = "➖ ", "➕ ", "📷 "


def changes_button(context: Context, article: Article) -> tuple[Button, ...]:
    """The button behind which the edits stand; none for an article without any."""
    if not article.revisions:
        return ()
    action = f"xem {article.id} {WORD}"
    return (context.button("button.changes", action, count=len(article.revisions)),)


def view_changes(context: Context, article: Article, argument: str) -> Reply:
    """`[edit] [page]`: the latest edit, or the one of that number, the oldest known is 1.

    Raises:
        UserError: the article was never changed.
    """
    edits = len(article.revisions)
    if not edits:
        raise UserError("changes.none")
    numbers = argument.split()
    edit = min(page_number(numbers[0]), edits) if numbers else edits
    parts = _pages(context, article, edit)
    page = min(page_number(numbers[1]), len(parts)) if len(numbers) > 1 else 1
    when = format_instant(article.revisions[edit - 1].replaced_at, context.zone)
    head = [
        (Span(shorten(article.title, TITLE_LENGTH), bold=True, href=article.url),),
        context.line("changes.head", edit=edit, edits=edits, time=when),
    ]
    if len(parts) > 1:
        head.append(context.line("list.page", page=page, pages=len(parts)))
    return Reply(
        (Block(tuple(head)), *parts[page - 1]),
        buttons=_buttons(context, article, (edit, edits), (page, len(parts))),
        replace=context.request.pressed and len(numbers) > 0,
    )


def _buttons(
    context: Context, article: Article, edit: tuple[int, int], page: tuple[int, int]
) -> tuple[tuple[Button, ...], ...]:
    """Pages of this edit, then the edits before and after it, then the article."""
    action = f"xem {article.id} {WORD}"
    turn = [
        Button(label=label, action=f"{action} {edit[0]} {at}")
        for at, label in ((page[0] - 1, f"◀ {page[0] - 1}"), (page[0] + 1, f"{page[0] + 1} ▶"))
        if 1 <= at <= page[1]
    ]
    others = [
        context.button(f"button.{key}", f"{action} {at}")
        for at, key in ((edit[0] - 1, "edit_before"), (edit[0] + 1, "edit_after"))
        if 1 <= at <= edit[1]
    ]
    back = context.button("button.read_article", f"xem {article.id}")
    return tuple(row for row in (tuple(turn), tuple(others), (back,)) if row)


def _pages(context: Context, article: Article, edit: int) -> list[list[Block]]:
    """The edit's changes page by page; at least one page."""
    states: Sequence[Text] = (*article.revisions, article)
    told = list(itertools.islice(changes(states[edit - 1], states[edit]), MAX_CHANGES + 1))
    blocks = [block for change in told[:MAX_CHANGES] for block in _change(context, change)]
    if len(told) > MAX_CHANGES:
        blocks.append(context.block("changes.more"))
    if not blocks:  # breaks or order alone
        blocks.append(context.block("changes.moved"))
    done: list[list[Block]] = [[]]
    used = 0
    for block in blocks:
        size = sum(utf16_length(span.text) for line in block.lines for span in line) + 2
        if done[-1] and used + size > PAGE_UNITS:
            done.append([])
            used = 0
        done[-1].append(block)
        used += size
    return done


def _change(context: Context, change: Change) -> Iterator[Block]:
    if change.part == "title":
        yield Block((context.line("changes.title"), tuple(_spans(change.pieces))))
        return
    mark = _CAPTION if change.part == "caption" else ""
    if change.is_whole:
        sign = _ADDED if change.pieces[0].mark is Mark.ADDED else _REMOVED
        yield Block(((Span(sign + mark), *_spans(change.pieces)),))
    else:
        yield Block(((Span(f"✏️ {mark}"), *_spans(change.pieces)),))


def _spans(pieces: Sequence[Piece]) -> Iterator[Span]:
    for number, piece in enumerate(pieces):
        if number:
            yield Span(" ")
        yield Span(
            piece.text,
            struck=piece.mark is Mark.REMOVED,
            underlined=piece.mark is Mark.ADDED,
        )
