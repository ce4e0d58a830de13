"""Reviewers' own lines in a digest: each one labelled and italic, so that none looks like news."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.catalog import Catalog
from bot.messages.rich import Block, Blocks, Span


def notes_block(catalog: Catalog, language: str, notes: Sequence[str]) -> Blocks:
    """`✍ Người biên tập: …`, a line each; nothing without notes."""
    if not notes:
        return ()
    label = Span(catalog.text(language, "digest.editor"), bold=True)
    return (Block(tuple((label, Span(f" {note}", italic=True)) for note in notes)),)
