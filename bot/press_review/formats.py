"""The files that a press review is offered as."""

from __future__ import annotations

from typing import Literal

from bot.digest.composed import ComposedDigest
from bot.messages.catalog import Catalog
from bot.messages.rich import File, line
from bot.press_review.from_digest import press_review
from bot.press_review.review import Review

Format = Literal["docx", "html", "md"]

FORMATS: tuple[Format, ...] = ("docx", "html", "md")

MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "md": "text/markdown",
}
"""As registered with IANA."""

UNITS = 120_000
"""Characters that the texts of a review may take: some sixty pages, the rest is counted."""


def review_file(composed: ComposedDigest, form: Format, catalog: Catalog) -> File:
    """The digest as a file, with what it is as caption; compose it with `UNITS`."""
    review = press_review(composed, catalog)
    caption = line(" · ".join((review.title, *review.facts)))
    return File(f"diem-tin-{review.week}.{form}", written(review, form), MEDIA_TYPES[form], caption)


def written(review: Review, form: Format) -> bytes:
    """The review in one of the formats."""
    if form == "docx":
        from bot.press_review.word import word  # python-docx takes 0.2 s to import

        return word(review)
    if form == "html":
        from bot.press_review.page import page

        return page(review).encode()
    from bot.press_review.markdown import markdown

    return markdown(review).encode()
