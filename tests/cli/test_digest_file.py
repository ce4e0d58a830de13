"""digest --as: a week as a file, from the command line."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.cli.conftest import FIXTURES, Call


@pytest.mark.slow
def test_a_week_is_written_as_a_file(call: Call, tmp_path: Path) -> None:
    """Into the folder that one is in, or where one says; the path is printed."""
    call("ingest", str(FIXTURES))
    made = call("digest", "--week", "2025-W41", "--as", "docx")
    assert (made.code, made.out.strip()) == (0, "diem-tin-2025-W41.docx")
    document = docx.Document(str(tmp_path / "diem-tin-2025-W41.docx"))
    assert any("giao ban quý III" in it.text for it in document.paragraphs)
    page = tmp_path / "tuần 41.html"
    assert call("digest", "--week", "2025-W41", "--as", "html", "--out", str(page)).code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_a_format_that_is_none_is_refused(call: Call, tmp_path: Path) -> None:
    """The formats are named, and nothing is written."""
    wrong = call("digest", "--as", "pdf")
    assert wrong.code == 2
    assert "docx, html, md" in wrong.err
    assert call("digest", "--out", "x.docx").code == 2
    assert not list(tmp_path.glob("*.docx"))
