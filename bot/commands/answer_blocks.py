"""An answer as text: its sentence with the answer in bold; under it article, source and date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from bot.answers.answer import Found
from bot.messages.catalog import Catalog
from bot.messages.format import format_published
from bot.messages.rich import Block, Blocks, Line, Span
from storage.models import Article

MAX_SENTENCE = 420
"""Characters of a sentence that are shown: about ten lines on a phone."""
MAX_ANSWER = 600
"""Characters of an answer itself; requests may fill half a page."""
ELLIPSIS = "…"
_TITLE = 160


def answer_blocks(
    found: tuple[Found, ...],
    *,
    catalog: Catalog,
    language: str,
    zone: ZoneInfo,
    source_name: Callable[[str], str],
    link: Callable[[Article], str | None],
) -> Blocks:
    """A block for each answer; several are numbered."""
    return tuple(
        Block(
            (
                _numbered(_sentence(it), number if len(found) > 1 else None),
                (Span(_cut(it.article.title, _TITLE), href=link(it.article)),),
                (
                    Span(
                        f"{source_name(it.article.source)} · "
                        + format_published(
                            catalog,
                            language,
                            it.article.published,
                            it.article.published_precision,
                            zone,
                        ),
                        italic=True,
                    ),
                ),
            )
        )
        for number, it in enumerate(found, 1)
    )


def _numbered(line: Line, number: int | None) -> Line:
    return line if number is None else (Span(f"{number}. "), *line)


def _sentence(found: Found) -> Line:
    """The sentence around the answer, cut at words where it is long."""
    before, after = found.sentence[: found.start], found.sentence[found.end :]
    answer = _cut(found.text, MAX_ANSWER)
    room = max(MAX_SENTENCE - len(answer), 80)
    if answer != found.text:
        after = ""
    before, after = (
        _tail(before, room * 2 // 3),
        _cut(after, room - min(len(before), room * 2 // 3)),
    )
    return tuple(_spans(before, answer, after))


def _spans(before: str, answer: str, after: str) -> Iterator[Span]:
    if before:
        yield Span(before)
    yield Span(answer, bold=True)
    if after:
        yield Span(after)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    space = text.rfind(" ", 0, limit)
    return text[: space if space > 0 else limit].rstrip() + ELLIPSIS


def _tail(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    space = text.find(" ", len(text) - limit)
    return ELLIPSIS + text[space + 1 if space >= 0 else len(text) - limit :]
