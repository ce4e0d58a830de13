"""What every backend promises of look-up terms, beginnings, counts and spellings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.base import Store
from storage.memory_store import MemoryStore
from storage.models import SearchQuery
from storage.open import open_store
from storage.spelling import slips
from tests.storage.records import NOW, article

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
APIA = ZoneInfo("Pacific/Apia")
"""Thirteen hours ahead of UTC, fourteen in some summers."""


def find(store: Store, *words: str, **fields: object) -> set[str]:
    """The last digits of what is found."""
    query = SearchQuery(words=words, limit=100, **fields)  # type: ignore[arg-type] # by name
    result = store.search(query)
    assert result.total == len(result.hits)
    return {hit.article_id[-1] for hit in result.hits}


class TestTerms:
    @pytest.fixture
    def library(self, store: Store) -> Store:
        store.put_articles(
            [
                article(1, terms=("who:lo-thi-man", "in:song-mo"), terms_version=1),
                article(2, terms=("who:lo-thi-man", "in:lang-xa", "topic:" + "x" * 300)),
                article(3, terms=("in:lang-xa", "doc:Chỉ thị 5")),
                article(4),
            ]
        )
        return store

    @pytest.mark.parametrize(
        ("terms", "expected"),
        [
            ((), "1234"),
            ((("who:lo-thi-man",),), "12"),
            ((("who:lo-thi-man",), ("in:lang-xa",)), "2"),
            ((("in:song-mo", "in:lang-xa"),), "123"),
            ((("in:song-mo", "in:lang-xa"), ("who:lo-thi-man",)), "12"),
            ((("doc:Chỉ thị 5",),), "3"),
            ((("topic:" + "x" * 300,),), "2"),
            ((("topic:" + "x" * 301,),), ""),
            ((("in:song",),), ""),
            ((("IN:song-mo",),), ""),
            (((),), ""),
            ((("who:lo-thi-man",), ()), ""),
        ],
    )
    def test_of_every_group_one_term_is_there(
        self, library: Store, terms: tuple[tuple[str, ...], ...], expected: str
    ) -> None:
        """Groups are joined by "and", their terms by "or"; terms are compared whole."""
        assert find(library, terms=terms) == set(expected)
        assert find(library, "tin", terms=terms) == set(expected)

    def test_excluded_terms_are_absent(self, library: Store) -> None:
        """One excluded term is enough; alone, excluding leaves all the others."""
        assert find(library, excluded_terms=("in:song-mo",)) == set("234")
        assert find(library, "tin", excluded_terms=("in:song-mo", "doc:Chỉ thị 5")) == set("24")
        assert find(library, terms=(("in:lang-xa",),), excluded_terms=("doc:Chỉ thị 5",)) == {"2"}

    def test_terms_survive_and_are_replaced(
        self, library: Store, open_again: Callable[[], Store]
    ) -> None:
        """New terms of an article replace the old ones, also after a restart."""
        library.put_articles([article(1, terms=("in:lang-xa",), terms_version=2)])
        for store in (library, open_again()):
            assert find(store, terms=(("in:song-mo",),)) == set()
            assert find(store, terms=(("in:lang-xa",),)) == set("123")
            kept = store.get_article("bai0000001")
            assert kept is not None
            assert (kept.terms, kept.terms_version) == (("in:lang-xa",), 2)


class TestBeginnings:
    @pytest.fixture
    def library(self, store: Store) -> Store:
        store.put_articles(
            [
                article(1, title="Nghị quyết mới", paragraphs=("Sông Mơ",)),
                article(2, title="Nghề nuôi ong", paragraphs=("Sông Mới",)),
                article(3, title="Ngày hội", paragraphs=("bên núi mờ", "Đường sắt")),
                article(4, title="N 35 tuổi", paragraphs=("Hội nghị",)),
            ]
        )
        return store

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("n",), "1234"),
            (("ng",), "1234"),
            (("ngh",), "124"),
            (("nghi",), "14"),
            (("nghị",), "14"),
            (("nghị quy",), "1"),
            (("quyet", "ngh"), "1"),
            (("ngh", "quyet"), ""),
            (("song", "m"), "12"),
            (("Sông", "Mơ"), "12"),
            (("moi", "song"), "12"),
            (("mo", "nui"), "3"),
            (("đ",), "3"),
            (("3",), "4"),
            (("quyết", "!"), "1"),
            (("!",), ""),
            (("zzz",), ""),
        ],
    )
    def test_the_last_syllable_begins_a_word(
        self, library: Store, words: tuple[str, ...], expected: str
    ) -> None:
        """Only the last one, folded like all others; the others are whole."""
        assert find(library, *words, prefix=True) == set(expected)

    def test_any_word_counts_the_beginning_as_one(self, library: Store) -> None:
        """Relaxed, the beginning alone is enough."""
        assert find(library, "vắng", "qu", prefix=True, any_word=True) == {"1"}
        assert find(library, "hội", "qu", prefix=True, any_word=True) == set("134")

    def test_what_follows_the_word_before_comes_first(self, library: Store) -> None:
        """A completion beside its neighbour beats one that stands elsewhere."""
        library.put_articles([article(5, title="Khác", paragraphs=("Mọi dòng sông",))])
        hits = library.search(SearchQuery(words=("song", "mo"), prefix=True)).hits
        assert {hit.article_id[-1] for hit in hits[:2]} == set("12")
        assert hits[-1].article_id[-1] == "5"


class TestBegunTerms:
    def test_a_term_may_be_a_beginning(self, store: Store) -> None:
        """Names that begin so, signs of a pattern taken as they stand; other filters hold."""
        terms = (("who:tran-thi-mau",), ("who:tran-thi-a.b", "org:x"), ("who:le-thi-thu",), ())
        store.put_articles([article(n, terms=each) for n, each in enumerate(terms, start=1)])

        def begun(start: str, **more: object) -> set[str]:
            query = msgspec.convert({"begun_term": start, **more}, SearchQuery)
            return {hit.article_id[-1] for hit in store.search(query).hits}

        assert begun("who:tran-thi") == {"1", "2"}
        assert begun("who:tran-thi-a.") == {"2"}
        assert begun("who:tran-thi-a.b") == {"2"}
        assert begun("who:.*") == set()
        assert begun("who:tran", terms=[["org:x"]]) == {"2"}
        assert begun("who:tran", words=["số", "1"]) == {"1"}
        assert begun("") == {"1", "2", "3"}


class TestCounts:
    def test_hits_are_counted_by_month_and_source(self, store: Store) -> None:
        """Months follow the zone's calendar, newest first; sources by number, then by id."""
        late = datetime(2023, 8, 31, 18, 0, tzinfo=UTC)  # one in the morning of the 1st in Hà Nội
        store.put_articles(
            [
                article(1, published=late, source="b"),
                article(2, published=late - timedelta(hours=2), source="b"),
                article(3, published=late + timedelta(days=40), source="a"),
                article(4, published=None, first_seen=late, source="c"),
                article(5, title="Khác", paragraphs=("khác",), source="c"),
            ]
        )
        query = SearchQuery(words=("tin",), limit=1, offset=3)
        counts = store.count_hits(query, zone=HANOI)
        assert counts.total == 4
        assert counts.by_month == (("2023-10", 1), ("2023-09", 2), ("2023-08", 1))
        assert counts.by_source == (("b", 2), ("a", 1), ("c", 1))
        utc = store.count_hits(query, zone=ZoneInfo("UTC"))
        assert utc.by_month == (("2023-10", 1), ("2023-08", 3))

    def test_what_is_not_found_is_not_counted(self, store: Store) -> None:
        """No hits: no months and no sources; filters count."""
        assert store.count_hits(SearchQuery(), zone=HANOI).by_month == ()
        store.put_articles([article(1), article(2, terms=("in:song-mo",))])
        nothing = store.count_hits(SearchQuery(words=("vắng",)), zone=HANOI)
        assert (nothing.total, nothing.by_month, nothing.by_source) == (0, (), ())
        some = store.count_hits(SearchQuery(terms=(("in:song-mo",),)), zone=HANOI)
        assert (some.total, some.by_source) == (1, (("song-mo", 1),))

    def test_reposts_and_long_source_names_count(self, store: Store) -> None:
        """Every article that fits counts, whatever its source is called."""
        long = "nguồn-" * 50
        store.put_articles(
            [article(1, source=long), article(2, source="#x", original="bai0000001")]
        )
        query = SearchQuery(words=("tin",), fold_reposts=True)
        assert store.count_hits(query, zone=HANOI).by_source == (("#x", 1), (long, 1))

    def test_a_replaced_article_counts_once(self, store: Store) -> None:
        """What stood there before is counted nowhere."""
        store.put_articles([article(1), article(2)])
        store.put_articles([article(1, source="dai", published=NOW - timedelta(days=365))])
        counts = store.count_hits(SearchQuery(), zone=HANOI)
        assert counts.by_month == (("2023-09", 1), ("2022-09", 1))
        assert counts.by_source == (("dai", 1), ("song-mo", 1))


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # bounds of a strategy have no zone


@settings(max_examples=40, deadline=None)
@given(moments=st.lists(MOMENTS, min_size=1, max_size=12), zone=st.sampled_from([HANOI, APIA]))
def test_months_are_those_of_the_calendar(
    tmp_path_factory: pytest.TempPathFactory, moments: list[datetime], zone: ZoneInfo
) -> None:
    """Whenever articles appear, both backends count the same months."""
    made = [article(n, published=when) for n, when in enumerate(moments)]
    memory, tinydb = MemoryStore(), open_store(str(tmp_path_factory.mktemp("data")))
    try:
        memory.put_articles(made)
        tinydb.put_articles(made)
        expected = memory.count_hits(SearchQuery(), zone=zone)
        assert tinydb.count_hits(SearchQuery(), zone=zone) == expected
        assert sum(count for _, count in expected.by_month) == len(made)
    finally:
        tinydb.close()


class TestSpellings:
    @pytest.fixture
    def library(self, store: Store) -> Store:
        texts = ["Nghị quyết", "nghĩ", "nghi, nghề", "Nhgi", "ngi ghi nghia", "nghiêm"]
        store.put_articles(
            [article(n, title=text, paragraphs=()) for n, text in enumerate(texts, start=1)]
        )
        return store

    def test_syllables_one_slip_away_are_found(self, library: Store) -> None:
        """One letter more, less, other or two swapped; those of most articles first."""
        assert library.spellings("nghj") == ["nghi", "nghe"]
        assert library.spellings("nhgi") == ["nghi", "ngi"]
        assert library.spellings("nghi") == ["ghi", "nghe", "nghia", "ngi", "nhgi"]
        assert library.spellings("nghi", limit=2) == ["ghi", "nghe"]

    def test_the_question_is_folded(self, library: Store) -> None:
        """Case and diacritics of the slip mean nothing."""
        assert library.spellings("NGHJ") == library.spellings("ngĥj") == ["nghi", "nghe"]

    @pytest.mark.parametrize("syllable", ["", "!", "35", "n5", "hai chữ", "xxxxxxx"])
    def test_what_is_no_word_has_no_spellings(self, library: Store, syllable: str) -> None:
        """Numbers above all: another number is another thing."""
        library.put_articles([article(9, title="Số 36 hai chư")])
        assert library.spellings(syllable) == []

    def test_replaced_texts_are_forgotten(self, library: Store) -> None:
        """A syllable that no article has any more is suggested to nobody."""
        library.put_articles(
            [
                article(1, title="Khác", paragraphs=()),
                article(2, title="Khác", paragraphs=()),
                article(3, title="nghề", paragraphs=()),
            ]
        )
        assert library.spellings("nghj") == ["nghe"]


def distance(one: str, other: str) -> int:
    """Damerau's distance of neighbours swapped at most once, by the textbook's table."""
    table = [list(range(len(other) + 1))]
    for row, left in enumerate(one, start=1):
        table.append([row])
        for column, right in enumerate(other, start=1):
            best = min(
                table[row - 1][column] + 1,
                table[row][column - 1] + 1,
                table[row - 1][column - 1] + (left != right),
            )
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right:
                best = min(best, table[row - 2][column - 2] + 1)
            table[row].append(best)
    return table[-1][-1]


@given(st.text("abcz", min_size=1, max_size=5), st.text("abcz", min_size=1, max_size=6))
def test_slips_are_all_that_is_at_distance_one(one: str, other: str) -> None:
    """A word is among the slips of another exactly where Damerau's distance is one."""
    assert (other in slips(one)) == (distance(one, other) == 1)


def test_data_without_look_up_terms_is_read(tmp_path: Path) -> None:
    """Articles stored before there were terms have none, and are found."""
    path = tmp_path / "data"
    store = open_store(str(path))
    store.put_articles([article(1, terms=("in:song-mo",), terms_version=3)])
    store.close()
    week = path / "articles" / "2023-W39.json"
    text = week.read_text(encoding="utf-8")
    old = text.replace(',"terms":["in:song-mo"],"terms_version":3', "")
    assert old != text
    week.write_text(old, encoding="utf-8")
    again = open_store(str(path))
    try:
        kept = again.get_article("bai0000001")
        assert kept is not None
        assert (kept.terms, kept.terms_version) == ((), 0)
        assert find(again, "tin") == {"1"}
        assert find(again, terms=(("in:song-mo",),)) == set()
    finally:
        again.close()
