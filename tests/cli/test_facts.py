"""`diemtin facts`: the record of articles in files, to read and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call

KEYS = [
    "documents",
    "people",
    "organisations",
    "places",
    "event",
    "periods",
    "deadlines",
    "coming",
    "figures",
    "requests",
]
ARTICLE = """Huyện ủy Phước Mẫu giao ban quý III

26/09/2023 | 17:40

Chiều ngày 26/9, Huyện ủy Phước Mẫu tổ chức hội nghị giao ban quý III.

Đồng chí Trần Thị Mẫu, Bí thư Huyện ủy đề nghị các chi bộ tăng cường kiểm tra, giám sát.
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """An article as text and as a page."""
    text, page = tmp_path / "bai.txt", tmp_path / "bai.html"
    text.write_text(ARTICLE, encoding="utf-8")
    title, *lines = [line for line in ARTICLE.splitlines() if line]
    body = "".join(f"<p>{line}</p>" for line in lines)
    page.write_text(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
        "</article></body></html>",
        encoding="utf-8",
    )
    return [str(text), str(page)]


def test_each_file_is_one_line_of_json(call: Call, files: list[str]) -> None:
    """Exactly the promised keys, each fact with its sentence, for texts and for pages."""
    done = call("facts", "--json", *files)
    assert done.code == 0, done.err
    assert [sorted(line) for line in done.lines] == [sorted(KEYS)] * 2
    for line in done.lines:
        assert (line["event"]["type"], line["event"]["date"]) == ("giao ban", "2023-09-26")
        (request,) = line["requests"]
        assert request["tasks"] == ["tăng cường kiểm tra, giám sát"]
        assert request["tasks"][0] in request["sentence"]


def test_what_cannot_be_read_is_named_and_the_rest_is_shown(call: Call, files: list[str]) -> None:
    """A missing file costs the exit code and a line on standard error, nothing else."""
    done = call("facts", "--json", "khong-co.txt", files[0])
    assert done.code == 1
    assert "khong-co.txt" in done.err
    assert len(done.lines) == 1


@pytest.mark.parametrize("columns", [32, 80])
def test_the_record_fits_the_terminal(call: Call, files: list[str], columns: int) -> None:
    """No line is wider than the terminal, however narrow; nothing is cut off."""
    done = call("facts", files[0], COLUMNS=str(columns))
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert all(len(line) <= columns for line in lines[3:])
    assert "tăng cường kiểm tra, giám sát" in " ".join(done.out.split())
