"""The table of topics and how it is read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.topics import OTHER, topic_keys, topic_of, topics
from bot.messages.catalog import Catalog
from storage.models import Article
from tests.digest.factory import article


def _about(title: str, *, lead: str | None = None, section: str | None = None) -> str:
    return topic_of(article(1, title=title, lead=lead, section=section))


@pytest.mark.parametrize(
    ("topic", "title", "lead"),
    [
        ("party", "Đảng ủy xã Giả Định kết nạp 12 đảng viên mới", None),
        ("government", "HĐND huyện Thử Nghiệm khai mạc kỳ họp thứ 9", None),
        ("economy", "Giải ngân vốn đầu tư công đạt 70%", None),
        ("society", "Khai mạc lễ hội đình làng Mẫu", None),
        ("education", "Học sinh trường THPT Mẫu nhận học bổng", None),
        ("health", "Bệnh viện đa khoa Mẫu khám cho người nghèo", None),
        ("security", "Bộ đội biên phòng bắt giữ hai đối tượng", None),
        ("land", "Nông dân Giả Định được mùa lúa", None),
        ("unions", "Hội phụ nữ xã Mẫu ra quân ngày thứ bảy", None),
        (OTHER, "Chuyện lạ ở Giả Định", "Một chiều mưa."),
        ("health", "Tin vắn trong ngày", "Trạm y tế xã Mẫu tiêm chủng cho trẻ."),
        (OTHER, "", None),
    ],
)
def test_words_decide_the_topic(topic: str, title: str, lead: str | None) -> None:
    """Title words weigh most, lead words less; nothing known is "other"."""
    assert _about(title, lead=lead) == topic


def test_the_publishers_own_section_outweighs_a_word() -> None:
    """A section that the table knows decides against a single title word."""
    assert _about("Doanh nghiệp Mẫu ra mắt sản phẩm", section="Y tế - Sức khỏe") == "health"


def test_diacritics_case_and_tone_placement_do_not_matter() -> None:
    """The same title without diacritics, in capitals or in combining marks has the same topic."""
    title = "Trung tâm y tế tiêm vắc xin phòng dịch bệnh, hòa nhịp"
    assert _about(title) == "health"
    for other in (title.upper(), unicodedata.normalize("NFD", title), title.replace("òa", "oà")):
        assert _about(other) == "health"
    assert _about("Trung tam y te tiem vac xin phong dich benh") == "health"


def test_a_keyword_is_whole_syllables() -> None:
    """`lúa` is not found inside `lúanh`, nor `an ninh` across a word that stands between."""
    assert _about("Chuyện lúanh của ông Mẫu, an và ninh") == OTHER


def test_every_topic_has_a_name_in_every_language() -> None:
    """Keys are unique, `other` is last, and each has its entry in every message file."""
    keys = topic_keys()
    assert len(set(keys)) == len(keys)
    assert keys[-1] == OTHER
    catalog = Catalog.load()
    for language in catalog.languages:
        assert {f"digest.topic.{key}" for key in keys} == {
            key for key in catalog.keys(language) if key.startswith("digest.topic.")
        }


def test_no_keyword_is_empty_or_written_twice() -> None:
    """Folding leaves each row of the table words to look for, each once."""
    for topic in topics():
        phrases = [phrase for phrase, _ in topic.keywords]
        assert all(phrase.strip() for phrase in (*phrases, *topic.sections))
        assert len(set(phrases)) == len(phrases), topic.key


@given(
    st.builds(
        article,
        st.just(1),
        title=st.text(max_size=80),
        lead=st.none() | st.text(max_size=80),
        section=st.none() | st.text(max_size=20),
    )
)
def test_any_text_has_a_topic(item: Article) -> None:
    """Whatever the words are, the answer is a key of the table, and always the same."""
    assert topic_of(item) in topic_keys()
    assert topic_of(item) == topic_of(item)
