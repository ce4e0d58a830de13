"""ingest, ask, digest, chat: what goes in comes out, for people and for scripts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tests.cli.conftest import FIXTURES, Call

KEYS = {
    "title",
    "published",
    "published_precision",
    "authors",
    "lead",
    "paragraphs",
    "captions",
    "section",
    "views",
    "event_date",
    "source",
    "url",
}


def test_a_dry_run_shows_one_object_per_article_and_keeps_nothing(call: Call) -> None:
    """Every key is always there; the data directory is not even made."""
    articles = call("ingest", "--dry-run", "--json", str(FIXTURES)).lines
    assert all(set(article) == KEYS for article in articles)
    by_title = {article["title"]: article for article in articles}
    meeting = by_title["Khối Dân vận Tràng Vỹ giao ban quý III"]
    assert meeting["published"] == "2025-10-12T16:20:05+07:00"
    assert meeting["published_precision"] == "second"
    assert meeting["views"] == 412
    assert meeting["captions"] == ["Quang cảnh hội nghị giao ban."]
    visit = by_title["Thường trực Huyện ủy Tràng Vỹ làm việc với Hội Nông dân"]
    assert visit["published"] is None
    assert visit["published_precision"] is None
    assert visit["event_date"] == "2025-10-09"
    nothing = call("ask", "--json", "giao ban")
    assert (nothing.json["answer"], nothing.json["hits"]) == (None, [])
    assert "does not exist yet" in nothing.err


def test_what_was_ingested_is_found_with_and_without_diacritics(call: Call) -> None:
    """The best hit comes first, with a snippet of its own words."""
    assert "3 new" in call("ingest", str(FIXTURES)).out
    assert "3 already known" in call("ingest", str(FIXTURES)).out
    for question in ("giao ban quy III", "giao ban quý III"):
        hits = call("ask", "--json", question).json["hits"]
        assert hits[0]["title"] == "Khối Dân vận Tràng Vỹ giao ban quý III"
        assert "giao ban quý III" in hits[0]["snippet"]
        shown = {"title", "url", "published", "source", "snippet", "score", "missing"}
        assert set(hits[0]) == shown
    assert "Kha Thị Mến" in call("ask", "kha thi men").out


def test_a_question_is_answered_first_with_its_sentence_and_link(call: Call) -> None:
    """`answer`, `sentence` and `url` stand before the hits; nulls where nothing answers."""
    call("ingest", str(FIXTURES))
    told = call("ask", "--json", "Khối Dân vận Tràng Vỹ kết nạp bao nhiêu đảng viên?").json
    assert list(told)[:3] == ["answer", "sentence", "url"]
    assert told["answer"] == "41"
    assert told["answer"] in told["sentence"]
    assert told["hits"][0]["title"] == "Khối Dân vận Tràng Vỹ giao ban quý III"
    nothing = call("ask", "--json", "Khối Dân vận Tràng Vỹ kết nạp bao nhiêu bác sĩ?").json
    assert [nothing[key] for key in ("answer", "sentence", "url")] == [None, None, None]
    assert nothing["hits"]
    assert "Không tìm thấy" in call("ask", "Khối Dân vận có bao nhiêu bác sĩ?").out


def test_asking_for_what_is_not_there_says_so(call: Call) -> None:
    """No answer and no hits for scripts, a sentence for people."""
    call("ingest", str(FIXTURES))
    nothing = call("ask", "--json", "khủng long")
    assert (nothing.code, nothing.json["answer"], nothing.json["hits"]) == (0, None, [])
    assert "Không tìm thấy" in call("ask", "khủng long").out


def test_the_digest_of_a_week_tells_what_was_published_in_it(call: Call) -> None:
    """By ISO week; a week that is none is refused with an example."""
    call("ingest", str(FIXTURES))
    week = call("digest", "--week", "2025-W41", "--json").json
    titles = [entry["title"] for section in week["sections"] for entry in section["entries"]]
    assert titles == ["Khối Dân vận Tràng Vỹ giao ban quý III"]
    assert "Tràng Vỹ" in call("digest", "--week", "2025-W42").out
    wrong = call("digest", "--week", "2025-41")
    assert wrong.code == 2
    assert "2023-W39" in wrong.err


def test_chat_reads_piped_lines_and_speaks_about_the_real_articles(call: Call) -> None:
    """One message a line, buttons by number, exit code 0 at the end of input."""
    call("ingest", str(FIXTURES))
    talk = call("chat", given="giao ban\n1\n/dangky t2 7h\n")
    assert talk.code == 0
    assert "kết nạp 41 đảng viên" in talk.out
    assert "07:00" in talk.out


def test_without_articles_chat_speaks_about_samples_and_keeps_nothing(call: Call) -> None:
    """Fiction never reaches the operator's data; it is said to be fiction."""
    talk = call("run", given="/moinhat\n")
    assert "bài mẫu" in talk.err
    assert "Trang 1/" in talk.out
    assert call("ask", "--json", "hội nghị").json["hits"] == []


def test_a_folder_with_unreadable_files_keeps_the_rest_and_names_them(
    call: Call, tmp_path: Path
) -> None:
    """Exit code 1, each failure with its file's name, everything else is in."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    for file in FIXTURES.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(50 * 1024 * 1024)
    report = call("ingest", str(folder))
    assert report.code == 1
    assert "3 new" in report.out
    assert "3 failed" in report.out
    for name in ("empty.txt", "picture.txt", "huge.txt"):
        assert name in report.err


def test_a_text_in_windows_1258_is_read(call: Call, tmp_path: Path) -> None:
    """The old Vietnamese code page comes out as proper letters."""
    file = tmp_path / "cu.txt"
    text = (FIXTURES / "chuyen-doi-so.txt").read_text(encoding="utf-8")
    file.write_bytes(as_windows_1258(text))
    assert "1 new" in call("ingest", str(file)).out
    assert "Kha Thị Mến" in call("ask", "Kha Thị Mến").out


def as_windows_1258(text: str) -> bytes:
    """The text in the code page, whose tones are combining marks behind the letter."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for char in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", char)
        base = "".join(mark for mark in marks if mark not in tones)
        tone = "".join(mark for mark in marks if mark in tones)
        out.append(unicodedata.normalize("NFC", base) + tone)
    return "".join(out).encode("cp1258")
