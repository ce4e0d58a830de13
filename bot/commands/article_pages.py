"""An article's text cut into pages that fit one message each. Pure."""

from __future__ import annotations

from bot.messages.split import cut_at, utf16_length
from storage.models import Article

PAGE_UNITS = 3_000
"""UTF-16 units of text on a page: room for the heading within Telegram's 4,096."""

CAPTION_MARK = "📷"


def pages(article: Article) -> tuple[tuple[str, ...], ...]:
    """Paragraphs page by page: lead, body, then the captions, each marked. At least one page.

    A cut falls between paragraphs; only a paragraph longer than a page is cut inside.
    """
    texts = [text for text in (article.lead, *article.paragraphs) if text and text.strip()]
    texts += [f"{CAPTION_MARK} {text}" for text in article.captions if text.strip()]
    done: list[tuple[str, ...]] = []
    page: list[str] = []
    used = 0
    for text in (piece for whole in texts for piece in _pieces(" ".join(whole.split()))):
        size = utf16_length(text) + 2
        if page and used + size > PAGE_UNITS:
            done.append(tuple(page))
            page, used = [], 0
        page.append(text)
        used += size
    return (*done, tuple(page))


def _pieces(text: str) -> list[str]:
    pieces = []
    while utf16_length(text) > PAGE_UNITS - 2:
        # half as many characters as units always fit, whatever the characters are
        at = cut_at(text, PAGE_UNITS // 2 if utf16_length(text) > len(text) else PAGE_UNITS - 2)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text]
