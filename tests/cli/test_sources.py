"""`diemtin sources`: list, on, off, OPML in and out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.sources.known import Wish, find_known, known_sources
from bot.sources.opml import read_opml
from storage.open import open_store
from tests.cli.conftest import Call, Called
from tests.sources.site import Site, serving

PAGE = """<!doctype html><html lang="vi"><head><title>{title}</title>
<meta property="article:published_time" content="2023-09-21T08:30:00+07:00"></head>
<body><article><h1>{title}</h1>
<p>Sáng nay, lãnh đạo huyện Phước Sơn chủ trì hội nghị giao ban công tác với các xã, thị trấn.</p>
<p>Hội nghị nghe báo cáo việc gieo cấy vụ mùa, tiến độ nạo vét kênh mương và thu ngân sách.</p>
<p>Các đại biểu đề nghị sớm bố trí vốn để sửa trạm bơm trước mùa mưa lũ sắp tới ở hạ lưu.</p>
</article></body></html>"""


def _catalogue(folder: Path, site: Site) -> str:
    """An operator's file with one source on the site, off."""
    file = folder / "sources.toml"
    file.write_text(
        f'[[source]]\nid = "bao-thu"\nname = "Báo Thử"\nkind = "feed"\nurl = "{site.url("/rss")}"\n'
        'province = "Quảng Trị"\nenabled = false\n',
        encoding="utf-8",
    )
    return str(file)


def _pages(site: Site) -> None:
    title = "Huyện Phước Sơn giao ban"
    site.pages["/rss"] = (
        f'<rss version="2.0"><channel><title>Báo Thử</title><item><title>{title}</title>'
        f"<link>{site.url('/tin/1')}</link></item></channel></rss>"
    ).encode()
    site.pages["/tin/1"] = PAGE.format(title=title)


async def _call(call: Call, *arguments: str, given: str = "", **more: str) -> Called:
    return await asyncio.to_thread(call, *arguments, given=given, **more)


def _stored(folder: Path) -> dict[str, bool]:
    store = open_store(str(folder / "data"), read_only=True)
    try:
        return {source.id: source.enabled for source in store.list_sources()}
    finally:
        store.close()


def test_list_shows_what_is_there_and_what_could_be(call: Call) -> None:
    """Without options what the bot has, with --all the known sources too; filters narrow both."""
    own = call("sources", "list")
    assert own.code == 0
    assert [line.split("\t")[0] for line in own.out.splitlines()] == ["local", "samples"]
    assert str(len(known_sources())) in own.err
    found = call("sources", "list", "--all", "--province", "binh duong", "--kind", "listing")
    ids = [line.split("\t")[0] for line in found.out.splitlines()]
    assert ids == [it.id for it in find_known(Wish(province="Bình Dương", kind="listing"))]
    told = call("sources", "list", "--all", "--level", "party", "-w", "ly luan", "--json").json
    assert {it["name"] for it in told} == {"Lý luận chính trị", "Tạp chí Cộng sản"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "--province", "Praha"), 2),
        (("list", "--level", "king"), 2),
        (("on", "khong-co", "--yes"), 2),
        (("on", "local", "--yes"), 2),
        (("on", "bao-ha-tinh", "--json"), 2),
        (("off", "khong-co"), 2),
        (("import", "none.opml"), 2),
        (("export", "no/such/folder/x.opml"), 2),
    ],
)
def test_wrong_arguments_end_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    """What trying again would not mend is a wrong argument; nothing is stored."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    done = CliRunner().invoke(app, ["--data-dir", str(folder), "sources", *arguments])
    assert (done.exit_code, done.stdout) == (code, "")
    assert "Usage" in done.stderr
    assert not folder.exists() or _stored(tmp_path) == {}


@pytest.mark.slow
async def test_on_tries_first_and_off_keeps_the_articles(call: Call, tmp_path: Path) -> None:
    """What came back is printed; without an answer, or when nothing can be read, it stays off."""
    async with serving() as site:
        more = {"SOURCES_FILE": _catalogue(tmp_path, site), "PRIVATE_NETWORKS": "true"}
        failed = await _call(call, "sources", "on", "bao-thu", "--yes", **more)
        assert failed.code == 1
        assert "404" in failed.err
        _pages(site)
        unsure = await _call(call, "sources", "on", "bao-thu", given="n\n", **more)
        assert unsure.code == 1
        assert "2023-09-21 08:30  Huyện Phước Sơn giao ban" in unsure.out
        assert _stored(tmp_path) == {}
        done = await _call(call, "sources", "on", "bao-thu", "--yes", "--json", **more)
        assert done.code == 0
        (told,) = done.json
        assert (told["id"], told["on"], told["entries"]) == ("bao-thu", True, 1)
        assert told["articles"][0]["title"] == "Huyện Phước Sơn giao ban"
        assert _stored(tmp_path) == {"bao-thu": True}
        off = await _call(call, "sources", "off", "bao-thu", **more)
        assert off.code == 0
        assert _stored(tmp_path) == {"bao-thu": False}


@pytest.mark.slow
def test_lists_go_out_and_come_in(call: Call, tmp_path: Path) -> None:
    """An import reports what is new, known and refused; an export of it is whole again."""
    (tmp_path / "in.opml").write_text(
        '<opml version="1.1"><body><outline text="Nghệ An">'
        '<outline text="Báo Sông Lam" xmlUrl="https://songlam.example/rss"/></outline>'
        '<outline text="Báo Hà Tĩnh cũ" xmlUrl="http://www.baohatinh.vn/rss/home.rss"/>'
        '<outline text="Trong nhà" xmlUrl="http://192.168.1.9/rss"/>'
        '<outline text="Lạ" xmlUrl="ftp://songlam.example/rss"/></body></opml>',
        encoding="utf-8",
    )
    tried = call("sources", "import", "in.opml", "--dry-run", "--json")
    assert tried.json["added"] == ["bao-song-lam", "bao-ha-tinh"]
    done = call("sources", "import", "in.opml")
    assert done.code == 1
    assert "2 added, 0 already known, 2 refused" in done.out
    assert "private network" in done.err
    assert "ftp" in done.err
    assert _stored(tmp_path) == {"bao-song-lam": True, "bao-ha-tinh": True}
    again = call("sources", "import", "in.opml", "--json").json
    assert again["added"] == []
    assert {it["id"] for it in again["known"]} == {"bao-song-lam", "bao-ha-tinh"}
    shown = call("sources", "export", "-")
    outlines = read_opml(shown.out.encode())
    assert [it.own["id"] for it in outlines] == ["bao-ha-tinh", "bao-song-lam"]
    assert call("sources", "export", "out.opml").code == 0
    assert (tmp_path / "out.opml").read_text("utf-8") == shown.out
    off = call("sources", "import", "-", "--off", given=_other_address(shown.out))
    assert off.code == 0
    assert _stored(tmp_path)["bao-song-lam-2"] is False


def _other_address(opml: str) -> str:
    return opml.replace("songlam.example/rss", "songlam.example/khac").replace(
        "baohatinh.vn/rss/home", "baohatinh.vn/rss/khac"
    )


def test_what_is_no_list_ends_with_1(call: Call) -> None:
    """A file that is something else is one clear error."""
    done = call("sources", "import", "-", given="<html></html>")
    assert done.code == 1
    assert "not an OPML file" in done.err
