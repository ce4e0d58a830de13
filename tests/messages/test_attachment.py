"""Files on their way out: names that any system takes, captions that Telegram takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.attachment import MAX_CAPTION, MAX_NAME, file_name, file_part
from bot.messages.rich import File, Span, line
from bot.messages.split import utf16_length


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("sap-dien.ics", "sap-dien.ics"),
        ("Điểm tin tuần 39.docx", "Điểm tin tuần 39.docx"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\tin?.opml", "C--tin-.opml"),
        ("..", "file"),
        ("", "file"),
        ("a\nb.txt", "a b.txt"),
    ],
)
def test_names_lead_nowhere_else(name: str, written: str) -> None:
    """Folders, leading dots and forbidden characters are taken out of a name."""
    assert file_name(name) == written


@given(st.text(max_size=300))
def test_every_name_can_be_written(name: str) -> None:
    """Whatever a file is called, its name is short, has no folder and is not hidden."""
    written = file_name(name)
    assert 0 < len(written) <= MAX_NAME
    assert not written.startswith(".")
    assert not set('/\\:*?"<>|\n\x00') & set(written)


def test_a_short_caption_keeps_its_markup() -> None:
    """Bold stays bold, and what looks like markup is escaped."""
    part = file_part(File("a.txt", b"1", caption=line(Span("3 < 4", bold=True))))
    assert (part.html, part.plain) == ("<b>3 &lt; 4</b>", "3 < 4")


@given(st.text(min_size=900, max_size=3_000))
def test_a_long_caption_is_cut(text: str) -> None:
    """No caption is longer than Telegram takes."""
    part = file_part(File("a.txt", b"1", caption=line(text)))
    assert utf16_length(part.plain) <= MAX_CAPTION
