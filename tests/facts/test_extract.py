"""The facts of a whole article, together and each with the sentence that says it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import MOST_READ, article_text
from bot.facts.corrections import LISTED
from bot.facts.extract import extract, extract_afresh
from storage.models import Article, Precision

NOW = dt.datetime(2023, 9, 26, 10, tzinfo=dt.UTC)
ARTICLE = Article(
    id="aaaaaaaaaa",
    source="bao",
    title="Huyện ủy Phước Sơn giao ban quý III",
    fingerprint="f",
    first_seen=NOW,
    updated_at=NOW,
    published=NOW,
    published_precision=Precision.MINUTE,
    lead="Chiều ngày 26/9, Huyện ủy Phước Sơn tổ chức hội nghị giao ban công tác quý III.",
    paragraphs=(
        "Đồng chí Trần Thị Mẫu, Phó Bí thư Huyện ủy chủ trì hội nghị.",
        "Trong quý III, toàn huyện kết nạp 12 đảng viên, thực hiện Chỉ thị số 71-CT/TW.",
        (
            "Thời gian tới, Huyện ủy đề nghị các chi bộ tăng cường kiểm tra, giám sát; "
            "đẩy mạnh tuyên truyền về chuyển đổi số."
        ),
    ),
)


def test_an_article_tells_all_kinds_of_facts() -> None:
    """Event, person, document, period, figure and request of one report."""
    facts = extract(ARTICLE)
    assert facts.event is not None
    assert facts.event.date == dt.date(2023, 9, 26)
    assert [it.name for it in facts.people] == ["Trần Thị Mẫu"]
    assert facts.people[0].posts == ("Phó Bí thư Huyện ủy",)
    assert [(it.key, it.number) for it in facts.documents] == [("chi-thi/71/tw", "71-CT/TW")]
    assert "quý III/2023" in [it.label for it in facts.times]
    assert [(it.value, it.unit) for it in facts.figures] == [(12, "đảng viên")]
    assert len(facts.requests) == 1
    text = article_text(ARTICLE).text
    tasks = [text[start:end] for start, end in facts.requests[0].tasks]
    assert [task.split()[0] for task in tasks] == ["tăng", "đẩy"]
    assert all(task in ARTICLE.paragraphs[2] for task in tasks)


@given(st.lists(st.text(max_size=80), max_size=4), st.sampled_from(ARTICLE.paragraphs))
def test_every_fact_lies_in_its_sentence(lines: list[str], whole: str) -> None:
    """Whatever the text, nothing raises, and each fact begins in the sentence that it names."""
    paragraphs = (*lines, whole)
    article = msgspec.structs.replace(
        ARTICLE, paragraphs=paragraphs, fingerprint="\n".join(paragraphs)
    )
    facts = extract(article)
    size = len(article_text(article).text)
    found = (*facts.documents, *facts.people, *facts.organisations, *facts.figures)
    for fact in (*found, *facts.times, *facts.places, *facts.requests):
        assert 0 <= fact.start < fact.end <= size
        assert fact.sentence[0] <= fact.start < fact.sentence[1]


def test_the_command_prints_a_record(tmp_path: Path) -> None:
    """`diemtin facts --json` gives every kind, each fact with its sentence."""
    import json
    import subprocess
    import sys

    file = tmp_path / "bai.txt"
    lines = (ARTICLE.title, "26/09/2023 | 17:40", ARTICLE.lead or "", *ARTICLE.paragraphs)
    file.write_text("\n\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "--data-dir", str(tmp_path), "facts", str(file)]
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    record = json.loads(done.stdout)
    record = record[0] if isinstance(record, list) else record
    kinds = {"documents", "people", "organisations", "places", "periods", "figures", "requests"}
    assert kinds <= set(record)
    assert record["people"][0]["sentence"] in ARTICLE.paragraphs


def test_who_is_named_in_a_caption_alone_is_in_the_record() -> None:
    """People and bodies of captions are facts with the caption as their sentence; no figure is."""
    caption = "Đồng chí Lê Văn Mẫn, Giám đốc Sở Y tế tỉnh Sông Mơ trao 15 phần quà."
    pictured = msgspec.structs.replace(ARTICLE, captions=("Ảnh minh họa", caption))
    facts, without = extract_afresh(pictured), extract_afresh(ARTICLE)
    text = article_text(pictured)
    (found,) = [it for it in facts.people if it.name == "Lê Văn Mẫn"]
    assert found.posts == ("Giám đốc Sở Y tế tỉnh Sông Mơ",)
    assert text.text[slice(*found.sentence)] == caption
    assert "Sở Y tế tỉnh Sông Mơ" in {it.name for it in facts.organisations}
    for kind in ("documents", "figures", "times", "requests", "event", "places"):
        assert getattr(facts, kind) == getattr(without, kind)


def test_a_mention_in_a_caption_moves_no_fact_of_the_text() -> None:
    """Who chairs is told by the running text, whoever stands on the picture."""
    caption = "Đồng chí Trần Thị Mẫu phát biểu tại hội nghị."
    facts = extract_afresh(msgspec.structs.replace(ARTICLE, captions=(caption,)))
    before = extract_afresh(ARTICLE)
    assert facts.event == before.event
    (person,) = [it for it in facts.people if it.name == "Trần Thị Mẫu"]
    assert {"chair", "speaker"} <= set(person.roles)
    assert (
        article_text(ARTICLE).sentences
        == article_text(msgspec.structs.replace(ARTICLE, captions=(caption,))).sentences
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"paragraphs": (ARTICLE.paragraphs[0].replace("Mẫu", "Mậu"), *ARTICLE.paragraphs[1:])},
        {"paragraphs": ("– Ảnh: P.V.", *ARTICLE.paragraphs)},
        {"captions": ("Đồng chí Lò Văn Thử, Bí thư Huyện ủy, phát biểu.",)},
        {"published": NOW + dt.timedelta(days=400)},
        {"province": "Quảng Nam"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_remembered_facts_are_those_of_the_article_as_it_is_now(changes: dict[str, object]) -> None:
    """A tone, a mark, a caption, a day or a province that is set right leaves no fact behind.

    None of them changes the fingerprint, and a span of the text before would show other words.
    """
    before = extract(ARTICLE)
    now = msgspec.structs.replace(ARTICLE, **changes)
    assert now.fingerprint == ARTICLE.fingerprint
    assert extract(now) == extract_afresh(now)
    assert extract(now) != before
    assert extract(ARTICLE) == before


@pytest.mark.parametrize("lines", [1, 7, 200])
def test_an_endless_article_is_read_to_the_end_of_a_sentence(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line or in many: offsets are those of its beginning, and no sentence is cut."""
    most = 6_000
    monkeypatch.setattr("bot.facts.article_text.MOST_READ", most)
    said = "Đồng chí Trần Thị Mẫu, Phó Bí thư Huyện ủy chủ trì hội nghị. "
    paragraphs = (said * (3 * most // len(said) // lines + 1),) * lines
    article = msgspec.structs.replace(
        ARTICLE, paragraphs=paragraphs, captions=("Đồng chí Lò Văn Thử, Bí thư.",)
    )
    text = article_text(article)
    whole = "\n".join([article.title, article.lead or "", *paragraphs])
    assert most * 0.9 < len(text.text) <= most
    assert whole.startswith(text.text)
    assert {text.text[a:b] for a, b in text.sentences[2:]} == {said.strip()}
    assert [it.name for it in extract_afresh(article).people] == ["Trần Thị Mẫu"]


@pytest.mark.parametrize("title", ["x" * 1_000_000, " " + "x" * 1_000_000, "xã " * 300_000])
def test_a_title_without_end_is_cut(title: str) -> None:
    """Even a title of a megabyte leaves a text with a title."""
    text = article_text(msgspec.structs.replace(ARTICLE, title=title))
    assert MOST_READ - 3 <= len(text.text) <= MOST_READ
    assert text.lines == ((0, len(text.text)),)


@pytest.mark.parametrize(
    "flood",
    [
        "\u202e\u2066",
        "\u200b",
        "\x00",
        "\u0301" * 400,
        "\ufeff\u00ad",
        "\ud7ff\U0010ffff",
        "\x1c\x85",
    ],
    ids=["bidi", "zero width", "nul", "combining", "marks", "edges", "separators"],
)
def test_hostile_characters_break_nothing(flood: str) -> None:
    """Between words or letters: whatever is still read lies in its sentence, as it stands there."""
    for paragraph in ARTICLE.paragraphs:
        for hostile in (paragraph.replace(" ", f"{flood} "), flood.join(paragraph)):
            article = msgspec.structs.replace(ARTICLE, paragraphs=(hostile,))
            text = article_text(article).text
            facts = extract_afresh(article)
            for kind in LISTED:
                for fact in getattr(facts, kind):
                    assert 0 <= fact.start <= fact.end <= len(text)
                    assert fact.sentence[0] <= fact.start or fact.sentence == (0, 0)
            assert all(it.name in text for it in facts.people)
