"""Files on disk."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import SourceUnreachable, SourceUnreadable
from bot.sources.local import file_mark, list_files, read_file, read_shortcut, settled_before


def _names(files: list[Path], folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in files]


def test_readable_files_are_listed(tmp_path: Path) -> None:
    """Known endings are listed in order; hidden, temporary and foreign files are not."""
    inside = tmp_path / "in"
    for name in ("b.txt", "a.HTML", "sub/c.htm", "d.url", "e.pdf", ".f.txt", "~g.txt", "h.txt~"):
        file = inside / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    for name in (".git/x.txt", "i.txt.part", "j.tmp"):
        (inside / name).parent.mkdir(exist_ok=True)
        (inside / name).write_text("x")
    assert _names(list_files(inside), inside) == ["a.HTML", "b.txt", "d.url", "sub/c.htm"]
    assert "e.pdf" in _names(list_files(inside, recursive=False, any_suffix=True), inside)
    assert "sub/c.htm" not in _names(list_files(inside, recursive=False), inside)


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    """A link to a file outside, to a folder, to nothing or to itself is passed over."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("x")
    (inside / "own.txt").write_text("x")
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "gone.txt").symlink_to(inside / "nothing.txt")
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "same.txt").symlink_to(inside / "own.txt")
    assert _names(list_files(inside), inside) == ["own.txt", "same.txt"]


def test_files_still_being_written_wait(tmp_path: Path) -> None:
    """A file younger than two seconds is left for the next time."""
    now = datetime(2031, 5, 14, tzinfo=UTC)
    for name, age in (("old.txt", 3), ("new.txt", 1)):
        (tmp_path / name).write_text("x")
        written = (now - timedelta(seconds=age)).timestamp()
        os.utime(tmp_path / name, (written, written))
    files = list_files(tmp_path, settled_before=settled_before(now))
    assert _names(files, tmp_path) == ["old.txt"]


def test_a_missing_folder_is_unreachable(tmp_path: Path) -> None:
    """What is not there is named by its last part only."""
    with pytest.raises(SourceUnreachable, match=r"^folder none: "):
        list_files(tmp_path / "none")


def test_large_files_are_not_read(tmp_path: Path) -> None:
    """A 50 MB file is refused by its size."""
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.truncate(50 * 2**20)
    with pytest.raises(SourceUnreadable, match="larger than 15 MB"):
        read_file(file)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """A pipe does not hang the reader, a folder and a missing file are named."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceUnreadable, match="not a regular file"):
        read_file(tmp_path / "pipe.txt")
    with pytest.raises(SourceUnreadable, match="not a regular file"):
        read_file(tmp_path)
    with pytest.raises(SourceUnreachable, match="cannot be opened"):
        read_file(tmp_path / "none.txt")
    assert file_mark(tmp_path / "none.txt") is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[InternetShortcut]\r\nURL=https://a.example/x\r\nIconIndex=0\r\n", "https://a.example/x"),
        ("  https://a.example/y \n", "https://a.example/y"),
        ("url = http://a.example/z", "http://a.example/z"),
        ("nothing here", None),
        ("", None),
    ],
)
def test_shortcuts_name_an_address(text: str, url: str | None) -> None:
    """Both forms of a `.url` file are understood."""
    assert read_shortcut(text) == url
