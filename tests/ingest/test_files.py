"""Files and folders handed in, and the inbox."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import web

from bot.errors import SourceError
from bot.ingest.identity import path_hash
from bot.ingest.inbox import hand_over
from bot.ingest.parsed import ParsedArticle
from bot.ingest.reading import read_path
from bot.ingest.report import PollReport
from bot.sources.catalog import LOCAL
from storage.models import Article, Source
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, page, rss, text_file
from tests.sources.moment import NOW, ZONE
from tests.sources.test_decode import cp1258

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
OTHER = (
    "Giải bóng chuyền thanh niên xã Tân Hòa khép lại với chức vô địch thuộc về đội ấp Mỹ Điền.",
    "Ban tổ chức trao cờ lưu niệm và tiền thưởng cho ba đội dẫn đầu trước đông đảo khán giả.",
)


def _drop(folder: Path, name: str, content: str | bytes, *, age: float = 60) -> Path:
    """A file that was written `age` seconds ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    written = (NOW - timedelta(seconds=age)).timestamp()
    os.utime(path, (written, written))
    return path


def _all(room: Newsroom) -> list[Article]:
    return list(room.store.iter_articles())


async def _poll(room: Newsroom, source: Source = LOCAL) -> PollReport:
    return await room.ingestor().poll_source(source)


async def test_a_folder_is_taken_in(tmp_path: Path) -> None:
    """Texts and pages below a folder become articles; progress is told; nothing is seeded."""
    files = tmp_path / "files"
    _drop(files, "a.txt", text_file("Lũ về Bình Lâm"))
    _drop(files, "sub/b.html", page("Giải bóng chuyền Tân Hòa", OTHER))
    _drop(files, "c.pdf", b"%PDF-1.7")
    seen: list[tuple[int, int, str]] = []
    async with newsroom(tmp_path) as room:
        report = await room.ingestor().ingest_path(files, lambda *step: seen.append(step))
        assert (report.added, report.failures) == (2, ())
        assert seen == [(1, 2, "a.txt"), (2, 2, "b.html")]
        assert {each.title for each in _all(room)} == {"Lũ về Bình Lâm", "Giải bóng chuyền Tân Hòa"}
        assert all(each.source == "local" and not each.seeded for each in _all(room))
        assert (files / "a.txt").exists()
        again = await room.ingestor().ingest_path(files)
        assert (again.added, again.revised, again.unchanged) == (0, 0, 2)


async def test_an_edited_file_is_a_revision(tmp_path: Path) -> None:
    """A version of the same text at the same place revises the article, also after a move."""
    one = _drop(tmp_path, "one/tin.txt", text_file("Lũ về Bình Lâm"))
    async with newsroom(tmp_path) as room:
        await room.ingestor().ingest_path(one)
        (tmp_path / "one").rename(tmp_path / "two")
        moved = await room.ingestor().ingest_path(tmp_path / "two")
        assert (moved.added, moved.revised, moved.unchanged) == (0, 0, 1)
        two = _drop(tmp_path, "two/tin.txt", text_file("Lũ rút ở Bình Lâm", (*BODIES, OTHER[0])))
        report = await room.ingestor().ingest_path(two)
        assert (report.added, report.revised) == (0, 1)
        (article,) = _all(room)
        assert article.title == "Lũ rút ở Bình Lâm"
        assert [old.title for old in article.revisions] == ["Lũ về Bình Lâm"]


async def test_files_that_only_share_a_name_are_two_articles(tmp_path: Path) -> None:
    """Another text under a known name is another article, together or one after the other."""
    _drop(tmp_path, "one/tin.txt", text_file("Lũ về Bình Lâm"))
    _drop(tmp_path, "two/tin.txt", text_file("Giải bóng chuyền Tân Hòa", OTHER))
    for order in ([tmp_path], [tmp_path / "one", tmp_path / "two"]):
        async with newsroom(tmp_path / "room") as room:
            for path in (*order, *order):
                await room.ingestor().ingest_path(path)
            assert len(_all(room)) == 2
            assert not any(each.revisions for each in _all(room))


def _templated(folder: Path, commune: str, count: int = 3) -> None:
    for number in range(count):
        paragraphs = (f"Sáng 13/5, xã {commune} họp phiên thứ {number} về thủy lợi.", *BODIES)
        _drop(
            folder, f"{number}/bai.txt", text_file(f"Xã {commune} họp phiên {number}", paragraphs)
        )


async def test_equal_names_from_one_template_merge_nothing(tmp_path: Path) -> None:
    """Files are told apart by place however much they resemble each other, in one run or two."""
    _templated(tmp_path / "one", "Mỹ Điền")
    _templated(tmp_path / "two", "Tân Hòa")
    async with newsroom(tmp_path) as room:
        for folder in ("one", "two"):
            report = await room.ingestor().ingest_path(tmp_path / folder)
            assert (report.added, report.revised) == (3, 0)
        again = await room.ingestor().ingest_path(tmp_path)
        assert (again.added, again.revised, again.unchanged) == (0, 0, 6)
        assert str(tmp_path) not in str(_all(room))


async def test_handing_over_is_as_good_as_reading(tmp_path: Path) -> None:
    """What a running bot is handed keeps its identity: nothing merges, edits are revisions."""
    _templated(tmp_path / "one", "Mỹ Điền")
    _templated(tmp_path / "two", "Tân Hòa")

    async def hand(room: Newsroom, path: Path) -> tuple[int, int, int]:
        for each in hand_over(room.inbox, [path]):
            _drop(each.parent, each.name, each.read_bytes())
        report = await _poll(room)
        return report.added, report.revised, report.unchanged

    async with newsroom(tmp_path) as room:
        await room.ingestor().ingest_path(tmp_path / "one")
        assert await hand(room, tmp_path / "one") == (0, 0, 3)
        assert await hand(room, tmp_path / "two") == (3, 0, 0)
        _drop(tmp_path, "one/0/bai.txt", text_file("Xã Mỹ Điền họp", (*BODIES, OTHER[0])))
        assert await hand(room, tmp_path / "one") == (0, 1, 2)
        assert len(_all(room)) == 6


async def test_another_article_in_a_known_file_is_new(tmp_path: Path) -> None:
    """A file that is overwritten with another report adds it, and from then on stands for it."""
    async with newsroom(tmp_path) as room:
        for content, expected in (
            (text_file("Lũ về Bình Lâm"), (1, 0, 0)),
            (text_file("Giải bóng chuyền Tân Hòa", OTHER), (1, 0, 0)),
            (text_file("Giải bóng chuyền xã Tân Hòa", (*OTHER, BODIES[2])), (0, 1, 0)),
            (text_file("Lũ về Bình Lâm"), (0, 0, 1)),
            (text_file("Lũ về huyện Bình Lâm", (*BODIES, OTHER[0])), (0, 1, 0)),
        ):
            path = _drop(tmp_path, "tin.txt", content)
            report = await room.ingestor().ingest_path(path)
            assert (report.added, report.revised, report.unchanged) == expected
        assert sorted(len(each.revisions) for each in _all(room)) == [1, 1]


async def test_a_notice_of_one_line_is_an_article(tmp_path: Path) -> None:
    """Little text is text."""
    _drop(tmp_path, "a.txt", "Thông báo\n\nHuyện Bình Lâm tạm ngừng cấp nước ngày mai.\n")
    async with newsroom(tmp_path) as room:
        assert (await room.ingestor().ingest_path(tmp_path / "a.txt")).added == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", ""),
        ("blank.txt", b" \n\n", ""),
        ("image.txt", b"\x89PNG\r\n\x1a\n\0", "image"),
        ("letter.txt", b"x", "no article"),
        ("scraps.txt", b"x\n\nabc. def.\n\n1 2 3 4", "no article"),
        ("zeros.txt", bytes(100), "binary"),
        ("nothing.html", b"<html></html>", ""),
        ("link.url", b"no address", "address"),
    ],
)
async def test_bad_files_are_named_and_lose_no_other(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """Each bad file is reported with its name and the reason; the good one is taken in."""
    _drop(tmp_path, f"files/{name}", content)
    _drop(tmp_path, "files/good.txt", text_file("Lũ về Bình Lâm"))
    async with newsroom(tmp_path) as room:
        report = await room.ingestor().ingest_path(tmp_path / "files")
        assert report.added == 1
        ((failed, why),) = report.failures
        assert failed == name
        assert why
        assert reason in why


async def test_a_50_mb_file_is_refused(tmp_path: Path) -> None:
    """A huge file costs neither memory nor the others."""
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    async with newsroom(tmp_path) as room:
        report = await room.ingestor().ingest_path(tmp_path / "big.txt")
        assert [tuple(failure) for failure in report.failures] == [("big.txt", "larger than 15 MB")]
        missing = await room.ingestor().ingest_path(tmp_path / "none.txt")
        assert [tuple(failure) for failure in missing.failures] == [
            ("none.txt", "no such file or folder")
        ]


async def test_a_windows_1258_file_is_vietnamese(tmp_path: Path) -> None:
    """An old file comes in composed, and is the same article as its UTF-8 copy."""
    text = text_file("Lũ về Bình Lâm")
    _drop(tmp_path, "files/old.txt", cp1258(text))
    _drop(tmp_path, "files/new.txt", text)
    async with newsroom(tmp_path) as room:
        report = await room.ingestor().ingest_path(tmp_path / "files")
        assert (report.added, report.unchanged) == (1, 1)
        (article,) = _all(room)
        assert article.title == "Lũ về Bình Lâm"
        assert BODIES[2] in article.paragraphs


async def test_more_files_than_a_batch(tmp_path: Path) -> None:
    """A large folder comes in whole."""
    for number in range(120):
        paragraphs = (f"Ngày làm việc thứ {number} của đoàn.", *BODIES)
        _drop(tmp_path, f"files/{number}.txt", text_file(f"Đoàn công tác số {number}", paragraphs))
    async with newsroom(tmp_path) as room:
        assert (await room.ingestor().ingest_path(tmp_path / "files")).added == 120
        assert len(_all(room)) == 120


def test_reading_alone_stores_nothing(tmp_path: Path) -> None:
    """A dry run gives each file with its article or its error."""
    good = _drop(tmp_path, "a.txt", text_file("Lũ về Bình Lâm"))
    bad = _drop(tmp_path, "b.txt", b"%PDF")
    first, second = read_path(tmp_path, zone=ZONE, now=NOW)
    assert first[0] == good
    assert isinstance(first[1], ParsedArticle)
    assert first[1].title == "Lũ về Bình Lâm"
    assert second[0] == bad
    assert isinstance(second[1], SourceError)
    ((path, error),) = read_path(tmp_path / "none", zone=ZONE, now=NOW)
    assert path.name == "none"
    assert isinstance(error, SourceError)


@pytest.mark.skipif(not SEEDS.exists(), reason="the development data is not here")
async def test_the_seeds(tmp_path: Path) -> None:
    """The five articles that the project began with come in, once."""
    async with newsroom(tmp_path) as room:
        assert (await room.ingestor().ingest_path(SEEDS)).added == 5
        assert (await room.ingestor().ingest_path(SEEDS)).unchanged == 5


async def test_the_inbox_is_emptied(tmp_path: Path) -> None:
    """Read files go to `done/`, unreadable ones to `failed/` with the reason beside them."""
    async with newsroom(tmp_path) as room:
        _drop(room.inbox, "tin.txt", text_file("Lũ về Bình Lâm"))
        _drop(room.inbox, "anh.png", b"\x89PNG\r\n\x1a\n")
        _drop(room.inbox, ".hidden.txt", "x")
        _drop(room.inbox, "young.txt", text_file("Còn đang chép"), age=1)
        (report,) = await room.ingestor().poll_due()
        assert (report.added, [failure.name for failure in report.failures]) == (1, ["anh.png"])
        left = sorted(path.name for path in room.inbox.iterdir())
        assert left == [".hidden.txt", "done", "failed", "young.txt"]
        assert [path.name for path in (room.inbox / "done").iterdir()] == ["tin.txt"]
        why = room.inbox / "failed" / "anh.png.why.txt"
        assert "PNG" in why.read_text("utf-8")
        assert not any(each.seeded for each in _all(room))
        room.clock.pass_(seconds=5)
        (report,) = await room.ingestor().poll_due()
        assert report.added == 1


async def test_equal_names_in_the_inbox_overwrite_nothing(tmp_path: Path) -> None:
    """A second file of one name is filed beside the first."""
    async with newsroom(tmp_path) as room:
        for title in ("Lũ về Bình Lâm", "Lũ rút ở Bình Lâm"):
            _drop(room.inbox, "tin.txt", text_file(title))
            await _poll(room)
        names = sorted(path.name for path in (room.inbox / "done").iterdir())
        assert names == ["tin-2.txt", "tin.txt"]


async def test_a_crash_before_a_file_is_filed_doubles_nothing(tmp_path: Path) -> None:
    """A file whose articles are durable but which was not moved is read again without effect."""
    async with newsroom(tmp_path) as room:
        path = _drop(room.inbox, "tin.txt", text_file("Lũ về Bình Lâm"))
        await room.ingestor().ingest_path(path)
        report = await _poll(room)
        assert (report.added, report.unchanged) == (0, 1)
        assert not path.exists()


async def test_addresses_in_the_inbox_are_fetched(tmp_path: Path) -> None:
    """A `.url` file brings its page, or the articles of its feed."""
    async with newsroom(tmp_path) as room:
        room.site.pages |= {
            "/1.html": page("Lũ về Bình Lâm"),
            "/2.html": page("Giải bóng chuyền Tân Hòa", OTHER),
            "/rss": rss(item("Giải bóng chuyền Tân Hòa", room.site.url("/2.html"))),
        }
        _drop(room.inbox, "a.url", f"[InternetShortcut]\r\nURL={room.site.url('/1.html')}\r\n")
        _drop(room.inbox, "b.url", room.site.url("/rss"))
        assert (await _poll(room)).added == 2
        assert {each.url for each in _all(room)} == {
            room.site.url("/1.html"),
            room.site.url("/2.html"),
        }


async def test_an_address_that_does_not_answer_is_kept_for_a_day(tmp_path: Path) -> None:
    """A server's bad hour loses no address; after a day it is filed as failed."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/1.html"] = web.Response(status=503)
        path = _drop(room.inbox, "a.url", room.site.url("/1.html"))
        report = await _poll(room)
        assert (report.added, report.failures) == (0, ())
        assert path.exists()
        room.clock.pass_(hours=25)
        report = await _poll(room)
        assert [failure.name for failure in report.failures] == ["a.url"]
        assert (room.inbox / "failed" / "a.url").exists()


async def test_what_is_handed_over_is_taken_in(tmp_path: Path) -> None:
    """Files, folders and addresses put into the inbox of a running bot all arrive."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/1.html"] = page("Khởi công cầu Ba Đước", [OTHER[0], BODIES[0]])
        one = _drop(tmp_path, "one/tin.txt", text_file("Lũ về Bình Lâm"))
        _drop(tmp_path, "two/tin.txt", text_file("Giải bóng chuyền Tân Hòa", OTHER))
        handed = hand_over(room.inbox, [one, tmp_path / "two", room.site.url("/1.html")])
        assert [path.name for path in handed] == [
            f"tin.from-{path_hash(one)}.txt",
            f"tin.from-{path_hash(tmp_path / 'two' / 'tin.txt')}.txt",
            "127.0.0.1.url",
        ]
        assert sorted(room.inbox.iterdir()) == sorted(handed)
        assert one.exists()
        for path in handed:
            written = (NOW - timedelta(seconds=60)).timestamp()
            os.utime(path, (written, written))
        assert (await _poll(room)).added == 3


async def test_a_quiet_inbox_writes_nothing(tmp_path: Path) -> None:
    """The inbox is looked into at every tick; its state changes only when something happens."""
    async with newsroom(tmp_path) as room:
        await room.ingestor().poll_due()
        first = room.store.get_source_state("local")
        room.clock.pass_(minutes=1)
        (report,) = await room.ingestor().poll_due()
        assert report.error is None
        assert room.store.get_source_state("local") == first


async def test_a_folder_source_reads_what_changed(tmp_path: Path) -> None:
    """Files stay where they are, are seeded at first sight, and read again when written to."""
    folder = tmp_path / "press"
    _drop(folder, "a.txt", text_file("Lũ về Bình Lâm"))
    _drop(folder, "bad.txt", b"%PDF")
    source = Source(id="press", name="Thông cáo", kind="folder", path=str(folder))
    async with newsroom(tmp_path) as room:
        report = await _poll(room, source)
        assert (report.added, len(report.failures)) == (1, 1)
        assert [each.seeded for each in _all(room)] == [True]
        report = await _poll(room, source)
        assert (report.added, report.unchanged, report.failures) == (0, 0, ())
        _drop(folder, "a.txt", text_file("Lũ về Bình Lâm", (*BODIES, OTHER[0])), age=30)
        _drop(folder, "sub/b.txt", text_file("Giải bóng chuyền Tân Hòa", OTHER))
        report = await _poll(room, source)
        assert (report.added, report.revised) == (1, 1)
        assert sum(each.seeded for each in _all(room)) == 1
        missing = Source(id="none", name="Không có", kind="folder", path=str(tmp_path / "none"))
        assert (await _poll(room, missing)).error is not None


@pytest.mark.parametrize("kind", ["inbox", "folder"])
async def test_a_name_that_is_not_utf_8_holds_up_nothing(
    kind: Literal["inbox", "folder"], tmp_path: Path
) -> None:
    """A file named in another encoding is taken in like the others, and its failure reported."""
    files = tmp_path / "files"
    _drop(files, "a.txt", text_file("Lũ về Bình Lâm"))
    for name, content in (
        (b"b\xe1o.txt", text_file("Hội làng Mỹ Điền", OTHER)),
        (b"\xff.txt", b""),
    ):
        _drop(files, os.fsdecode(name), content)
    source = Source(id="box", name="Box", kind=kind, path=str(files))
    async with newsroom(tmp_path) as room:
        report = await _poll(room, source)
        assert (report.added, report.error) == (2, None)
        assert [failure.name for failure in report.failures] == [r"\udcff.txt"]
        again = await _poll(room, source)
        assert (again.added, again.revised, again.error) == (0, 0, None)
