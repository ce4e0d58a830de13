"""The facts of a whole article, together and each with the sentence that says it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import article_text
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
