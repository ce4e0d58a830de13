"""Queries as people ask them, over a small library."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.bare import without_marks
from bot.search.fields import Field
from storage.base import Store
from storage.models import SearchQuery
from tests.search.asking import HANOI, TODAY, ask, found, library, reader

STORE = library()


@pytest.fixture
def store() -> Store:
    """The library; nothing writes to it."""
    return STORE


QUERIES = [
    ("lúa", {"week", "today", "old"}),
    ("giá lúa tuần trước", {"week", "old"}),
    ("lúa tuần trước", {"week"}),
    ("lúa hôm nay", {"today"}),
    ("lúa trong 7 ngày qua", {"week", "today"}),
    ("tin tức hôm nay", {"today"}),
    ("tin tức về giá lúa tuần trước", {"week"}),
    ("tin Quảng Bình tuần trước", {"flood"}),
    ("có gì mới ở Quảng Trị tuần trước", {"flood", "road"}),
    ("tuần trước có chuyện gì ở Quảng Trị vậy?", {"flood", "road"}),
    ("tin Quảng Trị", {"flood", "road"}),
    ("thời sự Quảng Bình", {"flood"}),
    ("tin tức về giá lúa", {"week", "today", "old"}),
    ("có gì mới tuần trước", {"week", "flood", "road"}),
    ("giao ban tháng 8/2023", {"july"}),
    ("giao ban quý III năm 2023", {"third", "july"}),
    ("giao ban quý III", {"third"}),
    ("kết nạp đảng viên 6 tháng đầu năm 2023", {"half"}),
    ("kết nạp đảng viên 6 tháng đầu năm", {"half", "hall"}),
    ("chỉ thị 05-CT/TW", {"july", "ct"}),
    ("05-CT/TW", {"july", "ct"}),
    ("văn bản:05-CT/TW", {"july", "ct"}),
    ("vb:05", {"july", "ct"}),
    ("văn bản:chỉ thị 05 nguồn:phước sơn", {"ct"}),
    ("người:Trần Thị Mẫu", {"third"}),
    ("người:đồng chí Trần Thị Mẫu giao ban", {"third"}),
    ("đơn vị:Huyện ủy Phước Sơn", {"third"}),
    ("sự kiện:giao ban", {"third", "july"}),
    ("kỳ:quý III/2023", {"third"}),
    ("kỳ:9 tháng 2023 giao ban", set()),
    ("tỉnh:Quảng Trị", {"flood", "road"}),
    ("tỉnh:Quảng Bình", {"flood", "road"}),
    ("tỉnh:Quảng Trị -tỉnh:Quảng Bình", {"road"}),
    ("tỉnh:HCM", {"south"}),
    ("tỉnh:Bình Dương", {"south"}),
    ("tỉnh:Bà Rịa - Vũng Tàu", set()),
    ("tỉnh:Quảng Trị tuần trước mở đường", {"road"}),
    ("lúa từ:tuần trước", {"week", "today"}),
    ("lúa đến:31/10/2023", {"old"}),
    ("lúa từ:11/2023 đến:11/2023 từ:25/11/2023", {"today"}),
]


@pytest.mark.parametrize(("text", "keys"), QUERIES)
def test_what_is_found(store: Store, text: str, keys: set[str]) -> None:
    """Each query finds what it asks for and nothing else, typed with or without diacritics."""
    answer = ask(store, text)
    assert set(found(store, text)) == keys or (not keys and answer.step != "as_asked")
    assert {hit.article_id for hit in ask(store, without_marks(text)).result.hits} == {
        hit.article_id for hit in answer.result.hits
    }


_PIECES = st.lists(
    st.sampled_from(
        [
            *(text for text, _ in QUERIES),
            "lúa",
            "đảng viên",
            '"giao ban"',
            "-lũ",
            "tỉnh:",
            "người:Lê Lạ",
            "hôm qua",
            "tháng 9/2023",
            "nghị quyết 12",
            "sắp:mới",
        ]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(_PIECES)
def test_both_ways_of_typing_find_the_same(pieces: list[str]) -> None:
    """Any mixture of words, times, fields and documents, with and without diacritics."""
    text = " ".join(pieces)[:190]
    one, other = ask(STORE, text), ask(STORE, without_marks(text))
    assert {it.article_id for it in one.result.hits} == {it.article_id for it in other.result.hits}
    assert one.result.total == other.result.total
    assert one.step == other.step


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120) | _PIECES.map(" ".join))
def test_understanding_never_loses_the_words(text: str) -> None:
    """What the very words find is found as well, unless a time asks for what was published then."""
    asked = reader(STORE).read(text)
    if asked.words is None or (asked.time and asked.time.reach != "reported"):
        return
    plain = {it.article_id for it in STORE.search(_many(asked.words)).hits}
    understood = {it.article_id for it in STORE.search(_many(asked.query)).hits}
    assert plain <= understood


def _many(query: SearchQuery) -> SearchQuery:
    return msgspec.structs.replace(query, limit=50)


def test_a_title_with_a_time_is_found(store: Store) -> None:
    """A title typed out whole is found whenever it was published, and told apart from the rest."""
    assert "old" in found(store, "Giá lúa tuần trước")
    assert ask(store, "Giá lúa tuần trước").step == "as_asked"


def test_a_time_without_articles_gives_way_to_the_words(store: Store) -> None:
    """Nothing of that time: the very words are searched, and the answer says so."""
    answer = ask(store, "giá lúa tuần trước -vụ -đê")
    assert answer.step == "words"
    assert [hit.title for hit in answer.result.hits] == ["Giá lúa tuần trước"]
    assert reader(store).read("giá lúa tuần trước").literal == 'giá lúa "tuần trước"'
    assert found(store, 'giá lúa "tuần trước"') == ["old"]


def test_several_times_are_words(store: Store) -> None:
    """What names two times is a title: no time is taken out of it."""
    asked = reader(store).read("sơ kết 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2023")
    assert asked.time is None
    assert asked.words is None


def test_without_a_day_times_are_words(store: Store) -> None:
    """Whoever reads without knowing the day searches the words."""
    asked = reader(store, today=None).read("lúa tuần trước")
    assert asked.query == SearchQuery(words=("lúa", "tuần", "trước"))


def test_what_was_understood_is_told(store: Store) -> None:
    """Times with their days, fields with their values, and values that mean nothing."""
    asked = reader(store).read("lúa tuần trước tỉnh:HCM chủ đề:trồng hoa")
    assert asked.time is not None
    assert (asked.time.words, asked.time.reach) == ("tuần trước", "published")
    assert (asked.time.first.isoformat(), asked.time.last.isoformat()) == (
        "2023-11-20",
        "2023-11-26",
    )
    told = [(it.name, it.value, it.known) for it in asked.fields]
    assert told == [
        (Field.PROVINCE, "TP Hồ Chí Minh", True),
        (Field.TOPIC, "trồng hoa", False),
    ]
    assert {"chủ", "đề", "trồng", "hoa"} <= set(asked.query.words)


def test_a_colon_in_a_title_is_no_field(store: Store) -> None:
    """With a blank behind the colon a name that nobody knows is words."""
    asked = reader(store).read("con người: yếu tố quyết định")
    assert asked.query.words == ("con", "người", "yếu", "tố", "quyết", "định")
    assert asked.fields == ()


@pytest.mark.parametrize(
    ("typed", "term", "phrase"),
    [
        ("người: Lò Văn Chưa Thấy", "who:lo-van-chua-thay", "Lò Văn Chưa Thấy"),
        ("đơn vị: Chi cục Chưa Có", "org:chi-cuc-chua-co", "Chi cục Chưa Có"),
        ("từ: 1/9/2023 người: Lò Văn Thử", "who:lo-van-thu", "Lò Văn Thử"),
    ],
)
def test_a_query_that_begins_with_a_name_field_means_it(
    store: Store, typed: str, term: str, phrase: str
) -> None:
    """A blank or none, known or not: who follows somebody new must hear of their first article."""
    asked = reader(store).read(typed)
    assert asked.query.words == ()
    assert asked.query.terms == ((term,),)
    assert [it.phrases for it in asked.query.alternatives] == [(phrase,)]


def test_an_unknown_source_behind_a_blank_is_words(store: Store) -> None:
    """`Theo nguồn tin: …` is how titles speak; without the blank it is a source that is not."""
    assert reader(store).read("theo nguồn tin: lũ lớn").query.source is None
    assert reader(store).read("lũ nguồn: song lam").query.source == "bao-song-lam"
    assert reader(store).read("lũ nguồn:lạ").query.source == "lạ"


def test_order(store: Store) -> None:
    """`sắp:mới` makes recency the order, `sắp:liên quan` undoes it."""
    assert found(store, "lúa sắp:mới") == ["today", "week", "old"]
    assert reader(store).read("lúa sap xep: moi nhat").query.order == "newest"
    assert reader(store).read("lúa sắp:mới sắp:liên quan").query.order == "relevance"


def test_a_slip_in_one_syllable_is_forgiven(store: Store) -> None:
    """Nothing has "thuong lia": the syllable that articles have instead is searched, and named."""
    answer = ask(store, "thương láy mua")
    assert answer.step == "spelling"
    assert answer.respelled is not None
    assert (answer.respelled.wrong, answer.respelled.right) == ("láy", "lái")
    assert answer.respelled.asked.text == "thương lái mua"
    assert [hit.title for hit in answer.result.hits] == ["Giá lúa vụ mùa tăng"]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("người:Trần Thị Mẩuu", "Mẩuu", "mẫu"),
        ("nguoi:tran thi mauu", "mauu", "mẫu"),
        ("đơn vị:Huyện ủy Phướcc Sơn", "Phướcc", "phước"),
        ("giao ban người:Trần Thịt Mẫu", "Thịt", "thị"),
    ],
)
def test_a_slip_in_a_field_is_forgiven(store: Store, text: str, wrong: str, right: str) -> None:
    """A name is respelled like a word where nobody has it as typed, and it is said."""
    answer = ask(store, text)
    assert answer.step == "spelling"
    assert answer.respelled is not None
    assert (answer.respelled.wrong, answer.respelled.right) == (wrong, right)
    assert [hit.article_id for hit in answer.result.hits] == ["thirdaaaaa"]


def test_what_lacks_a_word_stands_among_what_has_all(store: Store) -> None:
    """Few have all: the others that nearly fit are counted apart and tell what they lack."""
    answer = ask(store, "huyện ủy phước sơn giao ban công tác đảng năm mới")
    assert answer.step == "any_word"
    assert answer.result.near == answer.result.total > 0
    assert all(hit.missing for hit in answer.result.hits)


def test_what_is_found_is_never_respelled(store: Store) -> None:
    """A word that articles have is left as it is, and two slips are not forgiven."""
    assert ask(store, "lúa").respelled is None
    twice = ask(store, "thuonng laii")
    assert twice.respelled is None
    assert twice.result.total == 0


def test_a_known_word_is_changed_only_beside_its_neighbour(store: Store) -> None:
    """ "giao bán" is no slip of the fold, "giáp ban" is: both words exist in the library."""
    assert ask(store, "giao bán").step == "as_asked"
    store_words = ask(store, "mở đuờng phơi")
    assert store_words.step == "any_word"


def test_what_nobody_wrote_about_is_no_slip(store: Store) -> None:
    """No article has "lun": "lun lớn" is "lũ lớn", but "đảng viên lun" is nothing near."""
    assert found(store, "lun lớn") == ["flood"]
    assert ask(store, "đảng viên lun").respelled is None


def test_some_words_come_last(store: Store) -> None:
    """Where nothing helps, some of the words are searched."""
    answer = ask(store, "lúa đường")
    assert answer.step == "any_word"
    assert answer.relaxed
    assert set(found(store, "lúa đường")) >= {"week", "road"}


def test_days_are_local(store: Store) -> None:
    """`hôm nay` is the day of the one who asks, from midnight to midnight."""
    query = reader(store).read("lúa hôm nay").query
    assert query.published_from is not None
    assert query.published_from.astimezone(HANOI).isoformat() == f"{TODAY}T00:00:00+07:00"
