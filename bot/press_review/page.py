"""A press review as one HTML file: reads well on a screen, prints well on A4, needs nothing else.

No script, picture, font or style from elsewhere; its own policy forbids them too, so that a file
passed from office to office tells nobody that it was opened. Its chart is part of the file.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from importlib import resources

from bot.press_review.review import Cited, Item, Part, Quotation, Review, numbered

_HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>"""


def page(review: Review) -> str:
    """The document; every text of `review` is escaped."""
    return "\n".join(_lines(review)) + "\n"


def _style() -> str:
    return (resources.files("bot.press_review") / "page.css").read_text("utf-8")


def _lines(review: Review) -> Iterator[str]:
    yield _HEAD.format(language=escape(review.language), title=escape(review.title), style=_style())
    yield f"<header><h1>{escape(review.title)}</h1>"
    for fact in review.facts:
        yield f"<p>{escape(fact)}</p>"
    yield "</header>"
    if review.parts:
        yield f"<nav><h2>{escape(review.contents_heading)}</h2><ol>"
        for at, part in enumerate(review.parts, 1):
            yield f'<li><a href="#phan-{at}">{escape(part.heading)}</a>{_note(part)}</li>'
        yield "</ol></nav>"
    if review.picture is not None:
        data = b64encode(review.picture.png).decode()
        words = escape(review.picture.words)
        yield f'<figure><img src="data:image/png;base64,{data}" alt="{words}"></figure>'
    yield "<main>"
    for at, part in enumerate(review.parts, 1):
        yield f'<section id="phan-{at}"><h2>{escape(part.heading)}{_note(part)}</h2>'
        for item in part.items:
            yield from _item(item)
        yield "</section>"
    yield "</main>"
    if review.sources:
        yield f'<section class="nguon"><h2>{escape(review.sources_heading)}</h2>'
        for source in review.sources:
            yield f"<div><h3>{escape(source.name)}</h3><ul>"
            yield from (_cited(cited) for cited in source.articles)
            yield "</ul></div>"
        yield "</section>"
    yield "<footer>"
    for note in review.notes:
        yield f"<p>{escape(note)}</p>"
    yield "</footer></body></html>"


def _item(item: Item) -> Iterator[str]:
    name = "" if item.number is None else f' id="tin-{item.number}"'
    yield f'<article{name} lang="vi"><h3>{escape(numbered(item))}</h3>'
    yield f'<p class="noi">{_linked(item.origin, item.link)}</p>'
    for quotation in item.quotations:
        yield _quotation(quotation)
    yield "</article>"


def _quotation(quotation: Quotation) -> str:
    label = f"<h4>{escape(quotation.label)}</h4>" if quotation.label is not None else ""
    origin = (
        f"<footer>— {_linked(quotation.origin, quotation.link)}</footer>"
        if quotation.origin is not None
        else ""
    )
    return f"{label}<blockquote><p>{escape(quotation.text)}</p>{origin}</blockquote>"


def _cited(cited: Cited) -> str:
    """The address stands there in full: paper cannot be tapped."""
    back = f'<a href="#tin-{cited.number}">{cited.number}.</a>'
    address = f"<br>{_linked(cited.link, cited.link)}" if cited.link is not None else ""
    return f"<li>{back} {escape(cited.title)}{address}</li>"


def _note(part: Part) -> str:
    return f" <small>({escape(part.note)})</small>" if part.note else ""


def _linked(text: str, link: str | None) -> str:
    if link is None:
        return escape(text)
    return f'<a href="{escape(link)}">{escape(text)}</a>'
