"""The table of topics and how it is read."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import ArticleText
from bot.facts.topics import OTHER, evidence, topic_keys, topic_of, topics
from bot.messages.catalog import Catalog
from storage.models import Article
from storage.text import fold
from tests.digest.factory import article
from tests.facts.growth import is_linear

LABELS = Path(__file__).parents[1] / "data" / "topics" / "labels.jsonl"


def _about(
    title: str,
    *,
    lead: str | None = None,
    section: str | None = None,
    paragraphs: tuple[str, ...] = (),
) -> str:
    return topic_of(article(1, title=title, lead=lead, section=section, paragraphs=paragraphs))


@pytest.mark.parametrize(
    ("topic", "title", "lead"),
    [
        ("party", "Đảng ủy xã Giả Định kết nạp 12 đảng viên mới", None),
        ("party", "Ông Trần Văn Mẫu làm Bí thư Huyện ủy Thử Nghiệm", None),
        ("party", "Bí thư Đảng ủy xã Giả Định gặp cán bộ", "Hội nghị nghe góp ý."),
        ("government", "HĐND huyện Thử Nghiệm khai mạc kỳ họp thứ 9", None),
        ("government", "Bà Lê Thị Thử, Phó bí thư, được bầu làm Chủ tịch UBND huyện", None),
        ("economy", "Giải ngân vốn đầu tư công đạt 70%", None),
        ("economy", "Bí thư Huyện ủy Thử Nghiệm đối thoại với doanh nghiệp", None),
        ("society", "Khai mạc lễ hội đình làng Mẫu", None),
        ("society", "Đội bóng Giả Định vào chung kết", None),
        ("education", "Học sinh trường THPT Mẫu nhận học bổng", None),
        ("health", "Bệnh viện đa khoa Mẫu khám cho người nghèo", None),
        ("health", "Huyện ủy Thử Nghiệm thăm bệnh viện nhân ngày thầy thuốc", None),
        ("security", "Bộ đội biên phòng bắt giữ hai đối tượng", None),
        ("land", "Nông dân Giả Định được mùa lúa", None),
        ("land", "UBND huyện Thử Nghiệm họp bàn phòng chống dịch tả lợn", None),
        ("unions", "Hội phụ nữ xã Mẫu ra quân ngày thứ bảy", None),
        ("unions", "Bà Thử giữ chức Chủ tịch Ủy ban MTTQ Việt Nam tỉnh", None),
        (OTHER, "Chuyện lạ ở Giả Định", "Một chiều mưa."),
        (OTHER, "Điểm tin 6h: thuế mới và bóng đá", None),
        ("health", "Tin vắn trong ngày", "Trạm y tế xã Mẫu tiêm chủng cho trẻ."),
        (OTHER, "", None),
    ],
)
def test_words_decide_the_topic(topic: str, title: str, lead: str | None) -> None:
    """The subject decides, whoever speaks; nothing known is "other"."""
    assert _about(title, lead=lead) == topic


def test_the_publishers_own_section_outweighs_a_word() -> None:
    """A section that the table knows decides against a single title word."""
    assert _about("Doanh nghiệp Mẫu ra mắt sản phẩm", section="Y tế - Sức khỏe") == "health"


@pytest.mark.parametrize(
    ("section", "topic"),
    [
        ("Xây dựng Đảng - Chính quyền", "party"),
        ("Xay dung Dang", "party"),
        ("QUOC PHONG - AN NINH", "security"),
        ("nong nghiep nong thon", "land"),
        ("Mặt trận - Đoàn thể", "unions"),
        ("The gioi", OTHER),
        ("Chuyên mục thử", OTHER),
    ],
)
def test_section_names_are_found_whole_and_without_diacritics(section: str, topic: str) -> None:
    """`xây dựng` is nothing inside `xây dựng Đảng`; an unknown section says nothing."""
    assert _about("Chuyện ở Giả Định", section=section) == topic


def test_a_wide_section_yields_to_the_words() -> None:
    """News of a school under "Chính trị" is of the school; without words the section decides."""
    assert _about("Học sinh trường THPT Mẫu nhận học bổng", section="Chính trị") == "education"
    assert _about("Chuyện ở Giả Định", section="Chính trị") == "government"


def test_diacritics_case_and_tone_placement_do_not_matter() -> None:
    """The same title without diacritics, in capitals or in combining marks has the same topic."""
    title = "Trung tâm y tế tiêm vắc xin phòng dịch bệnh, hòa nhịp"
    assert _about(title) == "health"
    for other in (title.upper(), unicodedata.normalize("NFD", title), title.replace("òa", "oà")):
        assert _about(other) == "health"
    assert _about("Trung tam y te tiem vac xin phong dich benh") == "health"


def test_written_diacritics_tell_words_apart() -> None:
    """`lụa` is not `lúa`, and a bare syllable is no word at all."""
    assert _about("Chuyện lúa ở Giả Định") == "land"
    assert _about("Chuyện lụa ở Giả Định") == OTHER
    assert _about("Chuyen lua o thon Mau") == OTHER


def test_a_keyword_is_whole_syllables() -> None:
    """`lúa` is not found inside `lúanh`, nor `an ninh` across a word that stands between."""
    assert _about("Chuyện lúanh của ông Mẫu, an và ninh") == OTHER


def test_a_longer_phrase_hides_the_shorter_ones() -> None:
    """Security of energy is no matter of the police, a football club of the police neither."""
    assert not [it for it in evidence(article(1, title="Bảo đảm an ninh năng lượng")) if it.points]
    assert _about("Đội Công an Hà Nội thắng trận chung kết") == "society"


def test_other_countries_are_other_unless_the_news_is_of_here() -> None:
    """A foreign flood is `other`; the same words with a province of ours keep their topic."""
    assert _about("Lũ lớn ở Campuchia") == OTHER
    assert _about("Lũ lớn ở Campuchia đổ về An Giang") == "land"


def test_the_body_decides_only_what_title_and_lead_leave_open() -> None:
    """Words of the body count little, words far down not at all."""
    body = ("Bệnh viện có bác sĩ, bệnh nhân, khám bệnh.",)
    assert _about("Chuyện ở Giả Định", lead="Một chiều.", paragraphs=body) == "health"
    assert _about("Giải ngân vốn đầu tư công đạt 70%", lead="x", paragraphs=body) == "economy"
    far = ("x " * 2_000, *body)
    assert _about("Chuyện ở Giả Định", lead="Một chiều.", paragraphs=far) == OTHER


def test_a_tie_goes_to_the_earlier_row() -> None:
    """One strong word of each: the order of the table decides, not the order of the words."""
    for title in ("Bệnh viện và doanh nghiệp", "Doanh nghiệp và bệnh viện"):
        points = {it.topic: it.points for it in evidence(article(1, title=title))}
        assert points == {"economy": 4.5, "health": 4.5}
        assert _about(title) == "economy"


def test_every_point_has_its_reason() -> None:
    """Evidence names phrase, place and points, each phrase once, at its best place."""
    item = article(1, title="Hội nông dân họp", lead="Hội nông dân và hội viên.", section="Lạ")
    reasons = {(it.topic, it.phrase, it.place): it.points for it in evidence(item)}
    assert reasons[("unions", "hội nông dân", "title")] == 4.5
    assert not [key for key in reasons if key[1] == "hội nông dân" and key[2] == "lead"]
    assert topic_of(item) == "unions"


def test_every_topic_has_a_name_in_every_language() -> None:
    """Keys are unique, `other` is last, and each has its entry in every message file."""
    keys = topic_keys()
    assert len(set(keys)) == len(keys)
    assert keys[-1] == OTHER
    assert {topic.key for topic in topics()} == set(keys)
    catalog = Catalog.load()
    for language in catalog.languages:
        assert {f"digest.topic.{key}" for key in keys} == {
            key for key in catalog.keys(language) if key.startswith("digest.topic.")
        }


def test_no_keyword_is_empty_or_written_twice() -> None:
    """Each row of the table has words to look for, each once in one list."""
    for topic in topics():
        phrases = [phrase.casefold() for phrase, _ in topic.keywords]
        assert all(fold(phrase).strip() for phrase in (*phrases, *topic.sections))
        assert len(set(phrases)) == len(phrases), topic.key


def test_no_section_name_belongs_to_two_topics_wholly() -> None:
    """Two topics share a section only where it is wide for both."""
    seen: dict[str, str] = {}
    for topic in topics():
        for name in topic.sections:
            assert seen.setdefault(fold(name), topic.key) == topic.key or fold(name) == (
                "kinh te xa hoi"
            )


def test_every_label_is_a_topic() -> None:
    """The labelled items name topics of the table, each item once."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    assert len(rows) >= 300
    assert {row["topic"] for row in rows} <= set(topic_keys())
    assert len({(row["source"], row["id"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("token", ["an ", "đảng ", "xây dựng ", "Ủy ban Mặt trận Tổ quốc ", "a"])
def test_hostile_text_takes_linear_time(token: str) -> None:
    """One token repeated, in every field, costs no more than its length."""

    def read(text: ArticleText) -> str:
        whole = text.text
        return topic_of(
            article(1, title=whole, lead=whole, section=whole, paragraphs=(whole, whole))
        )

    assert is_linear(read, token)


@given(
    st.builds(
        article,
        st.just(1),
        title=st.text(max_size=80),
        lead=st.none() | st.text(max_size=80),
        section=st.none() | st.text(max_size=20),
        paragraphs=st.lists(st.text(max_size=40), max_size=3).map(tuple),
    )
)
def test_any_text_has_a_topic(item: Article) -> None:
    """Whatever the words are, the answer is a key of the table, and always the same."""
    assert topic_of(item) in topic_keys()
    assert topic_of(item) == topic_of(item)
