"""What every backend promises: `storage/base.py`, method by method."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from storage.base import Store
from storage.memory_store import AUDIT_KEPT
from storage.models import (
    Article,
    AuditEntry,
    Correction,
    Delivery,
    DeliveryStatus,
    Identity,
    Precision,
    Revision,
    SearchQuery,
    Source,
    SourceState,
    Subscriber,
)
from storage.weeks import LATEST_WEEKS
from tests.storage.records import DAY, NOW, WEEK, article, frozen, identity, subscriber

replace = msgspec.structs.replace


def ids(articles: Iterable[Article | None]) -> list[str | None]:
    return [None if each is None else each.id for each in articles]


def keep(store: Store, *subscribers: Subscriber) -> None:
    known = {each.id: each for each in subscribers}
    store.update_subscribers(list(known), lambda key, _: known[key])


def rich_article() -> Article:
    """An article with every field set."""
    return article(
        1,
        entry_signature="sig",
        published_precision=Precision.MINUTE,
        event_date=NOW.date(),
        authors=("Lò Thị Mận",),
        lead="Sapo có “ngoặc kép” và\nxuống dòng.",
        captions=("Ảnh: Sông Mơ.",),
        section="Xây dựng Đảng",
        views=1353,
        province="Sông Mơ",
        language="vi",
        modified=NOW + DAY,
        image="https://songmo.example/anh.jpg",
        outlet="Báo Sông Mơ",
        incomplete="paywall",
        credit="Theo Báo Lang Xa",
        original="bai0000002",
        missing_since=NOW,
        vanished_at=NOW,
        seeded=True,
        updated_at=NOW + DAY,
        revisions=(Revision(replaced_at=NOW + DAY, fingerprint="old", title="Tin cũ"),),
    )


TEXT = [
    f"Câu thứ {number} kể rằng đoàn {number * 7} đã đi qua bến {number * 13} vào ngày {number}"
    f" để gặp {number * 3} hộ dân và trao {number * 11} phần quà."
    for number in range(1, 10)
]


class TestArticles:
    def test_an_article_comes_back_as_it_was_put(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """Every field survives the store and a restart."""
        store.put_articles([rich_article()])
        assert store.get_article("bai0000001") == rich_article()
        assert open_again().get_article("bai0000001") == rich_article()

    def test_an_unknown_article_is_none(self, store: Store) -> None:
        """Absence is None."""
        assert store.get_article("nothing") is None

    def test_putting_nothing_is_nothing(self, store: Store) -> None:
        """An empty batch is no error."""
        store.put_articles([])
        assert store.count_articles() == 0

    def test_the_same_id_replaces(self, store: Store) -> None:
        """Putting an id again replaces the article and finds it by its new keys and text alone."""
        store.put_articles([article(1), article(2)])
        changed = article(1, title="Hồ nước mới", canonical_url="https://songmo.example/moi")
        store.put_articles([changed])
        assert store.get_article("bai0000001") == changed
        assert store.count_articles() == 2
        assert store.search(SearchQuery(words=("hồ",))).total == 1
        assert store.search(SearchQuery(phrases=("tin số 1",))).total == 0
        old = Identity(source="x", fingerprint="x", canonical_url=article(1).canonical_url)
        assert store.match_articles([old]) == [None]

    def test_the_last_of_a_batch_wins(self, store: Store) -> None:
        """Two articles of one id in a batch leave the later one."""
        store.put_articles([article(1, title="một"), article(1, title="hai")])
        found = store.get_article("bai0000001")
        assert found is not None
        assert found.title == "hai"
        assert store.count_articles() == 1
        assert store.search(SearchQuery(words=("một",))).total == 0

    def test_a_correction_is_changed_by_correcting_alone(self, store: Store) -> None:
        """Whoever puts an article read it before, perhaps: corrections stay, terms are stale."""
        store.put_articles([article(1, terms_version=3)])
        said = Correction(kind="people", key="lo thi man", by="user:1", at=NOW, removed=True)

        def correct(stored: Article) -> Article:
            return replace(stored, corrections=(said,), terms=("who:x",), terms_version=3)

        corrected = store.correct_article(article(1).id, correct)
        assert corrected is not None
        assert store.get_article(article(1).id) == corrected
        assert store.search(SearchQuery(terms=(("who:x",),))).hits[0].corrections == (said,)
        store.put_articles([article(1, title="Tít mới", terms_version=3)])
        stored = store.get_article(article(1).id)
        assert stored is not None
        assert (stored.title, stored.corrections) == ("Tít mới", (said,))
        assert stored.terms_version == 0
        store.put_articles([replace(stored, terms_version=3)])
        assert store.get_article(article(1).id) == replace(stored, terms_version=3)

    def test_correcting_what_is_not_there_is_none(self, store: Store) -> None:
        """And a change that fails leaves all as it was."""
        assert store.correct_article("nobody", lambda stored: stored) is None
        store.put_articles([article(1)])

        def fail(stored: Article) -> Article:
            raise LookupError(stored.id)

        with pytest.raises(LookupError):
            store.correct_article(article(1).id, fail)
        assert store.get_article(article(1).id) == article(1)
        store.put_articles([article(2)])
        assert store.count_articles() == 2

    def test_a_batch_may_span_weeks(self, store: Store) -> None:
        """Articles of several weeks are put together and come back in order of first sight."""
        batch = [article(n, first_seen=NOW + n * WEEK) for n in (3, 1, 2)]
        store.put_articles(batch)
        assert ids(store.iter_articles()) == ids([batch[1], batch[2], batch[0]])

    def test_matching_goes_by_url_then_guid_then_fingerprint(self, store: Store) -> None:
        """The canonical URL decides before the guid, the guid before the fingerprint."""
        one, two, three = article(1), article(2), article(3)
        store.put_articles([one, two, three])
        asked = [
            identity(one),
            identity(one, guid=two.guid, fingerprint=three.fingerprint),
            identity(two, canonical_url="https://songmo.example/other"),
            identity(two, canonical_url=None, guid=None),
            identity(two, canonical_url=None, guid="other", fingerprint=three.fingerprint),
            Identity(source="song-mo", fingerprint="other"),
        ]
        found = store.match_articles(asked)
        assert ids(found) == [one.id, one.id, two.id, two.id, three.id, None]

    def test_a_guid_means_something_within_its_source_alone(self, store: Store) -> None:
        """Another source's guid is another entry."""
        store.put_articles([article(1, source="a", guid="1"), article(2, source="b", guid="1")])
        asked = [Identity(source=name, fingerprint="x", guid="1") for name in ("a", "b", "c")]
        assert ids(store.match_articles(asked)) == ["bai0000001", "bai0000002", None]

    def test_a_known_entry_is_found_by_its_earliest_article(self, store: Store) -> None:
        """Where several articles have one fingerprint the one that was seen first counts."""
        later = article(1, fingerprint="same", first_seen=NOW + WEEK)
        store.put_articles([later, article(2, fingerprint="same")])
        assert ids(store.match_articles([Identity(source="x", fingerprint="same")])) == [
            "bai0000002"
        ]

    def test_latest_orders_by_publication_then_first_sight_then_id(self, store: Store) -> None:
        """Undated articles count by first sight and equal instants by id."""
        dated = article(1, published=NOW + DAY)
        undated = article(2, published=None, first_seen=NOW + 2 * DAY)
        tied = [article(n, published=NOW) for n in (5, 3, 4)]
        store.put_articles([*tied, dated, undated])
        order = ["bai0000002", "bai0000001", "bai0000003", "bai0000004", "bai0000005"]
        assert ids(store.latest_articles(limit=10)) == order
        assert ids(store.latest_articles(limit=2, offset=1)) == order[1:3]
        assert ids(store.latest_articles(limit=1, offset=3)) == order[3:4]
        assert store.latest_articles(limit=3, offset=9) == []

    def test_latest_of_one_source(self, store: Store) -> None:
        """The source filter holds before the limit does."""
        store.put_articles([article(n, source="a" if n % 5 else "b") for n in range(1, 20)])
        assert ids(store.latest_articles(limit=2, source="b")) == ["bai0000015", "bai0000010"]
        assert store.count_articles("b") == 3
        assert store.count_articles("c") == 0
        assert store.count_articles() == 19

    def test_first_seen_excludes_since_and_includes_until(self, store: Store) -> None:
        """(since, until] joins windows without a gap or an overlap, across weeks."""
        batch = [article(n, first_seen=NOW + n * 4 * DAY) for n in range(5)]
        store.put_articles(batch)
        since, until = batch[1].first_seen, batch[3].first_seen
        assert ids(store.articles_first_seen(since, until)) == ids(batch[2:4])
        assert store.articles_first_seen(until, since) == []

    def test_published_includes_start_and_excludes_end(self, store: Store) -> None:
        """[start, end) by publication, undated ones by first sight, to the microsecond."""
        tick = timedelta(microseconds=1)
        inside = [
            article(1, published=NOW),
            article(2, published=None, first_seen=NOW + DAY),
            article(3, published=NOW + 2 * DAY - tick),
        ]
        outside = [article(4, published=NOW - tick), article(5, published=NOW + 2 * DAY)]
        store.put_articles([*outside, *inside])
        assert ids(store.articles_published(NOW, NOW + 2 * DAY)) == ids(inside)

    def test_similar_texts_are_found_whichever_is_the_shorter(self, store: Store) -> None:
        """A copy without its lead, cut, or in other paragraphs is found from either side."""
        whole = article(1, lead=TEXT[0], paragraphs=tuple(TEXT[1:]))
        cut = article(2, lead=None, paragraphs=tuple(TEXT[1:7]))
        joined = article(3, lead=None, paragraphs=(" ".join(TEXT[2:]).upper(),))
        other = article(4, lead=None, paragraphs=tuple(text[::-1] for text in TEXT))
        store.put_articles([whole, cut, other])
        assert ids(store.similar_articles(whole, within=DAY)) == [cut.id]
        assert ids(store.similar_articles(cut, within=DAY)) == [whole.id]
        assert ids(store.similar_articles(joined, within=DAY)) == [whole.id, cut.id]
        assert store.similar_articles(other, within=DAY) == []

    def test_similar_texts_are_of_one_time_and_language(self, store: Store) -> None:
        """What lies further apart, or is in another language, is left out; the limit is in."""
        fields: dict[str, Any] = {"paragraphs": tuple(TEXT)}
        mine = article(1, published=NOW, **fields)
        near = article(2, published=NOW - DAY, **fields)
        far = article(3, published=NOW - DAY - timedelta(microseconds=1), **fields)
        undated = article(4, published=None, first_seen=NOW + DAY, **fields)
        english = article(5, published=NOW, language="en", **fields)
        store.put_articles([mine, near, far, undated, english])
        assert ids(store.similar_articles(mine, within=DAY)) == [near.id, undated.id]

    def test_short_texts_are_similar_to_nothing(self, store: Store) -> None:
        """Below forty syllables shingles say nothing."""
        short = tuple(" ".join(" ".join(TEXT).split()[:39]).split(". "))
        store.put_articles([article(1, lead=None, paragraphs=short)])
        assert store.similar_articles(article(2, lead=None, paragraphs=short), within=DAY) == []

    def test_an_edited_text_is_similar_as_it_stands(self, store: Store) -> None:
        """Shingles follow the text that replaced another."""
        store.put_articles([article(1, paragraphs=tuple(TEXT))])
        store.put_articles([article(1, paragraphs=("Tin đã được rút lại.",))])
        assert store.similar_articles(article(2, paragraphs=tuple(TEXT)), within=DAY) == []

    def test_reposts_are_found_by_their_original(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """Whoever repeats one of these ids is found, until it does not any more."""
        first, second = article(2, original="bai0000001"), article(3, original="bai0000009")
        store.put_articles([article(1), second, first, article(4)])
        assert ids(store.reposts_of(["bai0000001"])) == [first.id]
        assert ids(open_again().reposts_of(["bai0000009", "bai0000001"])) == [first.id, second.id]
        again = open_again()
        again.put_articles([replace(first, original=None)])
        assert again.reposts_of(["bai0000001", "none"]) == []
        assert again.reposts_of([]) == []

    def test_ids_and_urls_of_any_length_are_found(self, store: Store) -> None:
        """A URL beyond every index's term length identifies like a short one."""
        url = "https://songmo.example/" + "a" * 70_000
        store.put_articles([article(1, canonical_url=url), article(2, canonical_url=url + "b")])
        asked = [Identity(source="x", fingerprint="x", canonical_url=url + "b")]
        assert ids(store.match_articles(asked)) == ["bai0000002"]


class TestSearch:
    @pytest.fixture
    def library(self, store: Store) -> Store:
        """Five articles that differ where the questions ask."""
        store.put_articles(
            [
                article(
                    1,
                    title="Giao ban quý III ở Sông Mơ",
                    paragraphs=("Nghị quyết số 35-NQ/TW.",),
                    province="Sông Mơ",
                    published=NOW - 2 * DAY,
                ),
                article(
                    2, title="Bão số 4", lead="Bão đổ bộ Hòa An.", source="dai", published=None
                ),
                article(3, title="Báo Sông Mơ tròn 30 năm", captions=("Ảnh: Đoàn Thị Hạo",)),
                article(4, title="Tập huấn", paragraphs=("Bà Đoàn Thị Hảo", "phát biểu về báo.")),
                article(5, title="Văn nghệ", paragraphs=("Hội thao", "đoàn đi chợ, thì hảo hạng")),
            ]
        )
        return store

    def find(self, store: Store, *words: str, **fields: object) -> list[str]:
        query = msgspec.convert({"words": words, **fields}, SearchQuery)
        result = store.search(query)
        assert result.total == len(result.hits)
        return [hit.article_id[-1] for hit in result.hits]

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("giao", "ban"), "1"),
            (("GIAO", "quy"), "1"),
            (("doan", "thi", "hao"), "345"),
            (("hoà", "an"), "2"),
            (("hòa",), "2"),
            (("35-NQ/TW",), "1"),
            (("giao", "bão"), ""),
            (("sông", "nghị"), "1"),
            (("chẳngcó",), ""),
            (("!?",), ""),
            (("!?", "giao"), "1"),
        ],
    )
    def test_every_word_must_occur_folded(
        self, library: Store, words: tuple[str, ...], expected: str
    ) -> None:
        """Words match in any field, with and without diacritics, wherever the tone mark stands."""
        assert set(self.find(library, *words)) == set(expected)

    def test_accented_words_prefer_accented_hits(self, library: Store) -> None:
        """`bão` puts the storm first and `báo` the newspaper, and both find both."""
        assert self.find(library, "bão")[0] == "2"
        assert self.find(library, "báo")[0] == "3"
        assert set(self.find(library, "bão")) == set(self.find(library, "bao")) == set("234")

    def test_neighbours_and_spelling_decide_the_order(self, library: Store) -> None:
        """The name as it was typed comes before its scattered and misspelt syllables."""
        assert self.find(library, "Đoàn", "Thị", "Hảo")[0] == "4"

    @pytest.mark.parametrize(
        ("phrase", "expected"),
        [
            ("doan thi hao", "34"),
            ("Đoàn Thị Hảo", "34"),
            ("hội thao đoàn", ""),
            ("sông", "13"),
            ("35 NQ TW", "1"),
            ("…", ""),
        ],
    )
    def test_phrases_are_consecutive_syllables(
        self, library: Store, phrase: str, expected: str
    ) -> None:
        """A phrase stands inside one passage, folded."""
        assert set(self.find(library, phrases=[phrase])) == set(expected)

    @pytest.mark.parametrize(
        ("excluded", "expected"),
        [("bao", "15"), ("bão", "1345"), ("Đoàn Thị", "125"), ("?", "12345"), ("vắng", "12345")],
    )
    def test_excluded_text_is_absent(self, library: Store, excluded: str, expected: str) -> None:
        """Without diacritics every spelling is excluded, with them the one that was typed."""
        assert set(self.find(library, excluded=[excluded])) == set(expected)

    def test_filters(self, library: Store) -> None:
        """Source, province and publication narrow every question."""
        assert self.find(library, "bao", source="dai") == ["2"]
        assert self.find(library, province="Sông Mơ") == ["1"]
        assert self.find(library, province="song mo") == []
        window = {"published_from": NOW - 2 * DAY, "published_to": NOW - DAY}
        assert self.find(library, **window) == ["1"]
        assert self.find(library, published_from=NOW) == ["2"]
        assert set(self.find(library, published_to=NOW)) == set("1345")

    def test_any_word_relaxes(self, library: Store) -> None:
        """With `any_word` one of the words is enough and more are better."""
        found = self.find(library, "giao", "ban", "bão", any_word=True)
        assert found[0] == "1"
        assert set(found) == set("1234")
        assert self.find(library, "vắng", "mặt", any_word=True) == []

    def test_an_empty_question_finds_everything_newest_first(self, library: Store) -> None:
        """No words and no phrases: all, by instant."""
        assert self.find(library) == list("25431")
        assert self.find(library, "sông", order="newest") == list("31")

    def test_pages_join(self, store: Store) -> None:
        """Pages of a question hold every hit once, and each tells the whole number."""
        store.put_articles([article(n, title="Cùng một tin", published=NOW) for n in range(25)])
        for order in ("relevance", "newest"):
            seen: list[str] = []
            for offset in range(0, 30, 7):
                page = store.search(
                    msgspec.convert(
                        {"words": ["tin"], "limit": 7, "offset": offset, "order": order},
                        SearchQuery,
                    )
                )
                assert page.total == 25
                seen += [hit.article_id for hit in page.hits]
            assert seen == [f"bai{n:07d}" for n in range(25)]

    def test_recency_breaks_ties(self, store: Store) -> None:
        """Of two articles that fit equally the newer one comes first."""
        store.put_articles([article(n, title="Một tin", paragraphs=()) for n in (1, 3, 2)])
        assert self.find(store, "tin") == list("321")

    def test_a_hit_shows_the_article(self, store: Store) -> None:
        """A hit carries what a result line shows."""
        store.put_articles([rich_article()])
        (hit,) = store.search(SearchQuery(words=("tin",))).hits
        shown = rich_article()
        for field in ("title", "source", "url", "published", "published_precision", "lead"):
            assert getattr(hit, field) == getattr(shown, field)
        assert (hit.article_id, hit.paragraphs) == (shown.id, shown.paragraphs)
        assert hit.first_seen == shown.first_seen

    def test_the_title_weighs_more_than_the_body(self, store: Store) -> None:
        """A word in the title counts more than in the lead, there more than in the body."""
        store.put_articles(
            [
                article(3, title="Tin", lead="Mở đầu", paragraphs=("có đập nước",)),
                article(1, title="Tin đập nước", lead="Mở đầu", paragraphs=("có",)),
                article(2, title="Tin", lead="Mở đầu đập nước", paragraphs=("có",)),
            ]
        )
        assert self.find(store, "đập", "nước") == list("123")

    @pytest.mark.parametrize("order", ["relevance", "newest"])
    def test_reposts_are_folded_where_their_original_fits(self, order: Any, store: Store) -> None:
        """Each story takes one place: the original's, else that of the best of its reposts."""
        store.put_articles(
            [
                article(1, title="Lũ về"),
                article(2, title="Lũ về làng", original="bai0000001"),
                article(3, title="Lũ về làng bản", original="bai0000001"),
                article(4, title="Mưa to"),
                article(5, title="Lũ về làng bên", original="bai0000004"),
                article(6, title="Lũ về thôn làng", original="bai0000004"),
                article(7, title="Lũ về làng xa", original="bai0000099"),
            ]
        )

        def found(*words: str, **more: Any) -> tuple[list[str], int]:
            query = SearchQuery(words=words, order=order, fold_reposts=True, **more)
            result = store.search(query)
            return [hit.article_id[-1] for hit in result.hits], result.total

        shown, total = found("lũ")
        assert (sorted(shown)[:1], total, len(shown)) == (["1"], 3, 3)
        assert len({"5", "6"} & {*shown}) == 1
        assert "7" in shown
        shown, total = found("làng")
        assert (total, len({"2", "3"} & {*shown}), len({"5", "6"} & {*shown})) == (3, 1, 1)
        one_by_one = [found("lũ", limit=1, offset=at)[0] for at in range(4)]
        assert [shown for page in one_by_one for shown in page] == found("lũ")[0]
        assert found(limit=10)[1] == 3
        everything = SearchQuery(words=("lũ",), order=order)
        assert store.search(everything).total == 6

    def test_a_folded_hit_tells_its_reposts(self, store: Store) -> None:
        """How many repeat it counts, whether they hold the words or not."""
        store.put_articles(
            [
                article(1, title="Lũ về"),
                article(2, title="Mưa", original="bai0000001"),
                article(3, title="Lũ về", original="bai0000001", vanished_at=NOW),
            ]
        )
        (hit,) = store.search(SearchQuery(words=("lũ",), fold_reposts=True)).hits
        assert (hit.article_id, hit.reposts, hit.original) == ("bai0000001", 2, None)
        (alone,) = store.search(SearchQuery(words=("mưa",), fold_reposts=True)).hits
        assert (alone.article_id, alone.reposts, alone.original) == ("bai0000002", 0, "bai0000001")
        hits = store.search(SearchQuery(words=("lũ",))).hits
        assert {hit.article_id: hit.vanished_at for hit in hits} == {
            "bai0000001": None,
            "bai0000003": NOW,
        }

    def test_operators_of_a_query_language_are_plain_text(self, library: Store) -> None:
        """Nothing in a word is parsed."""
        for word in ('title:"', "a AND (", "*", "~", "[1 TO", "\\", "phó bí thư: ông", "\x00"):
            library.search(SearchQuery(words=(word,), phrases=(word,), excluded=(word,)))


class TestSources:
    def test_sources_are_kept_by_id(self, store: Store, open_again: Callable[[], Store]) -> None:
        """Sources are listed by id, replaced by id, and removed once."""
        one = Source(id="b", name="Báo Sông Mơ", kind="feed", url="https://songmo.example/rss")
        store.put_source(one)
        store.put_source(Source(id="a", name="Thư mục", kind="folder", path="in"))
        store.put_sources([replace(one, name="Tên mới")])
        store.put_sources([])
        again = open_again()
        assert [each.name for each in again.list_sources()] == ["Thư mục", "Tên mới"]
        assert again.delete_source("b")
        assert not again.delete_source("b")
        assert [each.id for each in again.list_sources()] == ["a"]

    def test_states_are_kept_by_source(self, store: Store, open_again: Callable[[], Store]) -> None:
        """Polling states survive a restart, and None is before the first."""
        assert store.get_source_state("a") is None
        state = SourceState(source="a", etag='"x"', error_streak=2, seen_files={"a.txt": "1-2"})
        store.put_source_states([SourceState(source="b"), state])
        cleared = replace(state, etag=None, seen_files={})
        store.put_source_states([cleared])
        store.put_source_states([])
        again = open_again()
        assert again.get_source_state("a") == cleared
        assert [each.source for each in again.list_source_states()] == ["a", "b"]


class TestSubscribers:
    def test_a_change_is_one_step(self, store: Store, open_again: Callable[[], Store]) -> None:
        """`update_subscriber` creates, replaces and deletes, and tells what is stored."""
        new = subscriber(5)
        assert store.update_subscriber("5", lambda current: current or new) == new
        paused = store.update_subscriber(
            "5", lambda current: current and replace(current, status="paused", next_due_at=None)
        )
        assert paused == replace(new, status="paused", next_due_at=None)
        assert open_again().get_subscriber("5") == paused
        again = open_again()
        assert again.update_subscriber("5", lambda _: None) is None
        assert again.update_subscriber("5", lambda _: None) is None
        assert again.get_subscriber("5") is None
        assert open_again().list_subscribers() == []

    def test_a_failing_change_changes_nothing(self, store: Store) -> None:
        """An exception of the change comes out and leaves the record."""
        store.update_subscriber("5", lambda _: subscriber(5))

        def fail(_: Subscriber | None) -> Subscriber | None:
            raise LookupError

        with pytest.raises(LookupError):
            store.update_subscriber("5", fail)
        with pytest.raises(ValueError, match="gave a record of '6'"):
            store.update_subscriber("5", lambda _: subscriber(6))
        assert store.list_subscribers() == [subscriber(5)]

    def test_many_changes_are_one_step(self, store: Store) -> None:
        """`update_subscribers` changes all or none."""
        store.update_subscribers(["1", "2", "3"], lambda key, _: subscriber(int(key)))
        changed = store.update_subscribers(
            ["3", "1", "1"],
            lambda key, current: None if key == "1" or not current else replace(current, hour=9),
        )
        assert changed == [subscriber(3, hour=9), None, None]

        def fail_at_two(key: str, current: Subscriber | None) -> Subscriber | None:
            if key == "2":
                raise LookupError
            return current and replace(current, hour=1)

        with pytest.raises(LookupError):
            store.update_subscribers(["3", "2"], fail_at_two)
        assert store.list_subscribers() == [subscriber(2), subscriber(3, hour=9)]

    def test_changes_of_threads_do_not_get_lost(self, store: Store) -> None:
        """Concurrent read-modify-writes all count."""
        store.update_subscriber("5", lambda _: subscriber(5, minute=0))

        def add() -> None:
            for _ in range(10):
                store.update_subscriber(
                    "5", lambda current: current and replace(current, minute=current.minute + 1)
                )

        threads = [threading.Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = store.get_subscriber("5")
        assert found is not None
        assert found.minute == 40

    def test_due_ones_come_longest_overdue_first(self, store: Store) -> None:
        """Only active ones whose time has come, ties by id, up to the limit."""
        keep(
            store,
            subscriber(3),
            subscriber(2),
            subscriber(1, next_due_at=NOW - DAY),
            subscriber(4, next_due_at=NOW + DAY),
            subscriber(5, status="paused"),
            subscriber(6, next_due_at=None),
        )
        assert [each.id for each in store.due_subscribers(NOW, limit=9)] == ["1", "2", "3"]
        assert [each.id for each in store.due_subscribers(NOW, limit=1)] == ["1"]


class TestChats:
    def test_migrating_a_chat_rewrites_its_id(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """Subscribers, their digests and unsent rows follow the chat; what was sent stays."""
        group, topic = subscriber(-5, chat_type="group"), subscriber(-5, 7)
        keep(store, group, topic)
        store.freeze_digests([frozen(group, week="2023-W38")])
        sent = store.claim_deliveries(NOW, limit=1)
        store.settle_deliveries([replace(sent[0], status=DeliveryStatus.SENT)])
        store.migrate_chat(-5, -1005)
        store.migrate_chat(-5, -1005)
        again = open_again()
        moved = replace(group, id="-1005", chat_id=-1005, chat_type="supergroup")
        assert again.list_subscribers() == [moved, replace(topic, id="-1005:7", chat_id=-1005)]
        assert [row.chat_id for row in again.list_deliveries()] == [-5, -1005]
        assert [each.id for each in again.list_digests("-1005", limit=5)] == ["2023-W38/-5"]
        assert again.list_digests("-5", limit=5) == []
        assert again.freeze_digests([frozen(moved, week="2023-W38")]) == [False]
        (claimed,) = again.claim_deliveries(NOW, limit=5)
        assert (claimed.chat_id, claimed.subscriber) == (-1005, "-1005")

    def test_a_known_new_id_keeps_its_own_record(self, store: Store) -> None:
        """Where both ids are subscribed the new one's record wins."""
        store.update_subscriber("-5", lambda _: subscriber(-5, hour=5))
        store.update_subscriber("-6", lambda _: subscriber(-6, hour=6))
        store.migrate_chat(-5, -6)
        assert store.list_subscribers() == [subscriber(-6, hour=6)]

    @pytest.mark.parametrize("status", ["active", "paused", "blocked"])
    @pytest.mark.parametrize("language", [None, "en"])
    def test_a_subscription_is_not_lost_to_mere_settings(
        self, status: str, language: str | None, open_again: Callable[[], Store]
    ) -> None:
        """A new id known for its settings only takes the subscription over, in its own language."""
        store = open_again()
        moving = subscriber(-5, hour=5, status=status, language="vi", chat_type="group")
        known = subscriber(-6, hour=6, status="none", next_due_at=None, language=language)
        keep(store, moving, known)
        store.migrate_chat(-5, -6)
        store.migrate_chat(-5, -6)
        expected = replace(
            moving, id="-6", chat_id=-6, chat_type="supergroup", language=language or "vi"
        )
        assert open_again().list_subscribers() == [expected]

    def test_settings_do_not_replace_settings(self, store: Store) -> None:
        """Of two that are known for their settings only the new id's stand."""
        nothing: dict[str, Any] = {"status": "none", "next_due_at": None}
        keep(store, subscriber(-5, hour=5, **nothing), subscriber(-6, hour=6, **nothing))
        store.migrate_chat(-5, -6)
        assert store.list_subscribers() == [subscriber(-6, hour=6, **nothing)]

    def test_migrating_to_itself_is_nothing(self, store: Store) -> None:
        """An id that does not change loses nothing."""
        store.update_subscriber("-5", lambda _: subscriber(-5))
        store.migrate_chat(-5, -5)
        assert store.list_subscribers() == [subscriber(-5)]

    def test_forgetting_a_chat_leaves_no_trace(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """All subscribers, digests and rows of the chat go, and only those; the number is told."""
        everyone = [subscriber(5), subscriber(5, 7), subscriber(55)]
        keep(store, *everyone)
        for each in everyone:
            store.freeze_digests([frozen(each), frozen(each, week="2023-W40")])
        (claimed,) = store.claim_deliveries(NOW, limit=5, busy_chats=[55])
        assert store.forget_chat(5) == 2 + 4 + 8
        assert store.forget_chat(5) == 0
        store.settle_deliveries([replace(claimed, status=DeliveryStatus.SENT)])
        again = open_again()
        assert [each.id for each in again.list_subscribers()] == ["55"]
        assert again.list_digests("5", limit=9) == []
        assert {row.chat_id for row in again.list_deliveries()} == {55}
        assert [row.chat_id for row in again.claim_deliveries(NOW, limit=9)] == [55]


class TestDigests:
    def test_a_digest_is_frozen_once(self, store: Store, open_again: Callable[[], Store]) -> None:
        """The second of one id changes nothing, in the same call, later, and after a restart."""
        digest, edition, rows = frozen(subscriber(5))
        other = (replace(digest, edition="x"), replace(edition, id="x"), rows[:1])
        assert store.freeze_digests([(digest, edition, rows), other]) == [True, False]
        assert store.freeze_digests([other, frozen(subscriber(6))]) == [False, True]
        again = open_again()
        assert again.freeze_digests([other]) == [False]
        assert again.get_digest(digest.id) == digest
        assert again.get_edition("2023-W39", edition.id) == edition
        assert again.get_edition("2023-W39", "x") is None
        assert [row.id for row in again.list_deliveries(chat_id=5)] == [row.id for row in rows]

    def test_absent_digests_and_editions_are_none(self, store: Store) -> None:
        """Absence is None whatever the key looks like."""
        for key in ("2023-W39/5", "x", "", "../../x"):
            assert store.get_digest(key) is None
            assert store.get_edition(key, "e") is None

    def test_digests_are_listed_newest_week_first(self, store: Store) -> None:
        """The latest weeks of this subscriber alone."""
        for week in ("2023-W39", "2024-W01", "2023-W52"):
            store.freeze_digests([frozen(subscriber(5), week=week), frozen(subscriber(55))])
        found = [each.week for each in store.list_digests("5", limit=2)]
        assert found == ["2024-W01", "2023-W52"]

    def test_the_latest_digests_of_many_at_once(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """Each asked subscriber's newest ones, an empty list for who has none."""
        for week in ("2023-W39", "2024-W01", "2023-W52"):
            store.freeze_digests([frozen(subscriber(5), week=week)])
        store.freeze_digests([frozen(subscriber(55)), frozen(subscriber(6))])
        found = open_again().latest_digests(["5", "55", "7"], limit=2)
        weeks = {key: [each.week for each in digests] for key, digests in found.items()}
        assert weeks == {"5": ["2024-W01", "2023-W52"], "55": ["2023-W39"], "7": []}
        assert found["5"] == open_again().list_digests("5", limit=2)
        assert store.latest_digests([], limit=2) == {}

    def test_the_latest_digests_are_of_the_newest_weeks(self, store: Store) -> None:
        """Older weeks than `LATEST_WEEKS` in which anybody has one are not looked through."""
        weeks = [f"2023-W{number}" for number in range(10, 10 + LATEST_WEEKS + 1)]
        for week in weeks:
            store.freeze_digests([frozen(subscriber(5), week=week)])
        store.freeze_digests([frozen(subscriber(n), week=weeks[n]) for n in (0, 1)])
        found = store.latest_digests(["0", "1", "5"], limit=99)
        assert [each.week for each in found["5"]] == weeks[:0:-1]
        assert (found["0"], [each.week for each in found["1"]]) == ([], [weeks[1]])

    def test_a_digest_of_no_week_is_refused(self, store: Store) -> None:
        """A malformed week is a mistake of the caller and names no file."""
        digest, edition, rows = frozen(subscriber(5))
        for bad in (replace(digest, week="../x", id="../x/5"), replace(digest, id="2023-W40/5")):
            with pytest.raises(ValueError, match="not a digest"):
                store.freeze_digests([(bad, edition, rows)])


class TestHistory:
    def settle_all(self, store: Store, status: DeliveryStatus) -> None:
        rows = store.list_deliveries()
        store.settle_deliveries([replace(row, status=status) for row in rows])

    @pytest.mark.parametrize("status", ["sent", "failed"])
    def test_settled_weeks_are_pruned(self, status: str, open_again: Callable[[], Store]) -> None:
        """Digests, editions and rows before the week go for good, those of it and later stay."""
        store = open_again()
        weeks = ("2022-W52", "2023-W10", "2023-W11")
        kept = [
            frozen(subscriber(5), week=week, at=NOW - age * WEEK)
            for week, age in zip(weeks, (40, 29, 28), strict=True)
        ]
        for each in kept:
            store.freeze_digests([each])
        self.settle_all(store, DeliveryStatus(status))
        assert store.prune_history("2022-W52") == 0
        assert store.prune_history("2023-W11") == 2
        assert store.prune_history("2023-W11") == 0
        for after in (store, open_again()):
            assert [each.week for each in after.list_digests("5", limit=9)] == ["2023-W11"]
            assert after.get_digest("2023-W10/5") is None
            assert after.get_edition("2023-W10", kept[1][1].id) is None
            assert after.get_edition("2023-W11", kept[2][1].id) == kept[2][1]
            assert {row.digest for row in after.list_deliveries()} == {"2023-W11/5"}
            assert after.count_deliveries()[DeliveryStatus(status)] == 2

    @pytest.mark.parametrize("status", ["pending", "sending", "unknown", "held"])
    def test_weeks_with_something_to_send_stay(self, status: str, store: Store) -> None:
        """One row that may still leave keeps its whole week."""
        week = "2023-W10"
        made = NOW - 29 * WEEK
        store.freeze_digests([frozen(subscriber(n), week=week, at=made) for n in (5, 6)])
        self.settle_all(store, DeliveryStatus.SENT)
        (row,) = [row for row in store.list_deliveries() if row.id == "2023-W10/5#1"]
        store.settle_deliveries([replace(row, status=DeliveryStatus(status))])
        assert store.prune_history("2023-W39") == 0
        assert len(store.list_deliveries()) == 4
        assert store.get_digest("2023-W10/6") is not None

    def test_a_week_made_late_stays(self, store: Store) -> None:
        """After half a year off a digest has the key of an old week: it guards until it is old."""
        late = frozen(subscriber(5), week="2023-W01", at=NOW)
        store.freeze_digests([late])
        self.settle_all(store, DeliveryStatus.SENT)
        assert store.prune_history("2023-W39") == 0
        assert store.freeze_digests([late]) == [False]
        assert store.prune_history("2023-W40") == 1
        assert store.freeze_digests([late]) == [True]

    @pytest.mark.parametrize("week", ["", "9999", "2023-39", "../x"])
    def test_pruning_before_no_week_is_refused(self, week: str, store: Store) -> None:
        """A mistake of the caller deletes nothing."""
        with pytest.raises(ValueError, match="not an ISO week"):
            store.prune_history(week)


class TestOutbox:
    def claim(self, store: Store, **options: object) -> list[str]:
        arguments: dict[str, object] = {"limit": 99, **options}
        return [row.id for row in store.claim_deliveries(NOW, **arguments)]  # type: ignore[arg-type] # options vary by test

    def settle(self, store: Store, row_id: str, **changes: object) -> None:
        (row,) = [row for row in store.list_deliveries() if row.id == row_id]
        store.settle_deliveries([replace(row, **changes)])

    def test_a_claimed_row_is_durably_sending(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """What was claimed is `sending` after a restart and is not claimed twice."""
        store.freeze_digests([frozen(subscriber(5))])
        later = NOW + DAY
        (row,) = store.claim_deliveries(later, limit=9)
        assert (row.status, row.updated_at, row.resent) == (DeliveryStatus.SENDING, later, False)
        again = open_again()
        assert again.list_deliveries(statuses=[DeliveryStatus.SENDING]) == [row]
        assert self.claim(again) == []

    def test_parts_leave_one_after_another(self, store: Store) -> None:
        """A later part waits for the earlier one to be sent, failed or held, not for unknown."""
        store.freeze_digests([frozen(subscriber(5), parts=4)])
        for part, end in enumerate(("sent", "failed", "held")):
            name = f"2023-W39/5#{part}"
            assert self.claim(store) == [name]
            assert self.claim(store) == []
            self.settle(store, name, status=DeliveryStatus(end))
        self.settle(store, "2023-W39/5#3", status=DeliveryStatus.UNKNOWN, resent=True)
        assert self.claim(store) == []

    def test_unknown_rows_are_resent_once(self, store: Store) -> None:
        """An unknown row is claimed again and marked; one that was resent is not."""
        store.freeze_digests([frozen(subscriber(5), parts=1)])
        self.claim(store)
        self.settle(store, "2023-W39/5#0", status=DeliveryStatus.UNKNOWN)
        (row,) = store.claim_deliveries(NOW, limit=9)
        assert row.resent
        self.settle(store, row.id, status=DeliveryStatus.UNKNOWN)
        assert self.claim(store) == []

    def test_one_row_per_chat_and_none_of_busy_chats(self, store: Store) -> None:
        """Topics of one chat take turns; busy chats wait."""
        everyone = [subscriber(5), subscriber(5, 7), subscriber(6), subscriber(8)]
        store.freeze_digests([frozen(each) for each in everyone])
        assert self.claim(store, busy_chats=[8]) == ["2023-W39/5#0", "2023-W39/6#0"]
        assert self.claim(store, busy_chats=[5]) == ["2023-W39/8#0"]
        assert self.claim(store) == ["2023-W39/5:7#0"]

    def test_rows_wait_for_their_time(self, store: Store) -> None:
        """`not_before` holds a row and its digest back until then."""
        store.freeze_digests([frozen(subscriber(5))])
        self.settle(store, "2023-W39/5#0", not_before=NOW + DAY)
        assert self.claim(store) == []
        assert len(store.claim_deliveries(NOW + DAY, limit=9)) == 1

    def test_the_longest_waiting_row_goes_first(self, store: Store) -> None:
        """In order of `updated_at`, then id, up to the limit."""
        store.freeze_digests(
            [frozen(subscriber(n), at=NOW - (DAY if n == 9 else 0 * DAY)) for n in (7, 9, 8)]
        )
        assert self.claim(store, limit=2) == ["2023-W39/9#0", "2023-W39/7#0"]
        assert self.claim(store, limit=0) == []

    def test_weeks_wait_in_line_together(self, store: Store) -> None:
        """Rows of several weeks and of more rows than one file takes are all claimed."""
        store.freeze_digests([frozen(subscriber(n), parts=1) for n in range(1, 1_500)])
        store.freeze_digests(
            [frozen(subscriber(n), parts=1, week="2023-W40") for n in range(1_500, 1_600)]
        )
        store.freeze_digests([frozen(subscriber(n), parts=1) for n in range(1_600, 3_000)])
        rows = store.claim_deliveries(NOW, limit=5_000)
        assert len(rows) == 2_999
        store.settle_deliveries([replace(row, status=DeliveryStatus.SENT) for row in rows])
        assert store.count_deliveries()[DeliveryStatus.SENT] == 2_999
        assert store.count_deliveries("2023-W40")[DeliveryStatus.SENT] == 100
        assert len(store.list_deliveries(week="2023-W39")) == 2_899

    def test_recovery_makes_sending_unknown_or_held(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """After a crash what was on its way is unknown; a second time it is held."""
        store.freeze_digests([frozen(subscriber(n), parts=1) for n in (5, 6, 7)])
        assert len(store.claim_deliveries(NOW, limit=2)) == 2
        again = open_again()
        assert again.recover_deliveries(NOW + DAY) == (2, 0)
        assert again.recover_deliveries(NOW + DAY) == (0, 0)
        resent = again.claim_deliveries(NOW + DAY, limit=9, busy_chats=[7])
        assert [row.resent for row in resent] == [True, True]
        again.settle_deliveries([replace(resent[0], status=DeliveryStatus.SENT)])
        last = open_again()
        assert last.recover_deliveries(NOW + 2 * DAY) == (0, 1)
        (held,) = last.list_deliveries(statuses=[DeliveryStatus.HELD])
        assert (held.id, held.updated_at) == ("2023-W39/6#0", NOW + 2 * DAY)

    def test_counting_names_every_status(self, store: Store) -> None:
        """Statuses without rows count 0."""
        assert store.count_deliveries() == dict.fromkeys(DeliveryStatus, 0)

    def test_unknown_rows_are_not_settled(self, store: Store) -> None:
        """A row that the store does not have is ignored."""
        _, _, rows = frozen(subscriber(5))
        store.settle_deliveries([replace(rows[0], status=DeliveryStatus.SENT)])
        assert store.list_deliveries() == []

    def test_rows_are_listed_by_every_filter(self, store: Store) -> None:
        """Week, chat and status narrow the list, which is in order of id."""
        store.freeze_digests([frozen(subscriber(6)), frozen(subscriber(5))])
        store.freeze_digests([frozen(subscriber(5), week="2023-W40")])
        self.settle(store, "2023-W39/5#0", status=DeliveryStatus.HELD)

        def names(rows: list[Delivery]) -> list[str]:
            return [row.id for row in rows]

        assert names(store.list_deliveries(week="2023-W39", chat_id=5)) == [
            "2023-W39/5#0",
            "2023-W39/5#1",
        ]
        assert names(store.list_deliveries(statuses=[DeliveryStatus.HELD])) == ["2023-W39/5#0"]
        assert len(store.list_deliveries(statuses=[])) == 0
        assert len(store.list_deliveries()) == 6

    def test_a_held_row_can_be_sent_again(self, store: Store) -> None:
        """A curator's decision brings a settled row back into the line."""
        store.freeze_digests([frozen(subscriber(5), parts=1)])
        self.settle(store, "2023-W39/5#0", status=DeliveryStatus.HELD)
        assert self.claim(store) == []
        self.settle(store, "2023-W39/5#0", status=DeliveryStatus.PENDING)
        assert self.claim(store) == ["2023-W39/5#0"]


class TestValues:
    def test_values_are_kept_until_none(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """A value survives a restart, is replaced, and None deletes it."""
        assert store.get_value("a") is None
        store.put_value("a", "một")
        store.put_value("b", "")
        store.put_value("a", "hai")
        assert open_again().get_value("a") == "hai"
        again = open_again()
        assert again.get_value("b") == ""
        again.put_value("a", None)
        again.put_value("a", None)
        assert again.get_value("a") is None

    def test_the_oldest_values_are_pruned(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """Of those with the prefix the last ones to come stay, others are not touched."""
        for number in (3, 1, 2, 0):
            store.put_value(f"query:{number}", str(number))
            store.put_value(f"other:{number}", str(number))
        store = open_again()
        store.put_value("query:3", "again")
        assert store.prune_values("query:", keep=4) == 0
        assert store.prune_values("query:", keep=2) == 2
        assert store.prune_values("query:", keep=2) == 0
        again = open_again()
        found = [again.get_value(f"query:{number}") for number in range(4)]
        assert found == ["0", None, "2", None]
        assert all(again.get_value(f"other:{number}") for number in range(4))
        again.put_value("query:9", "9")
        assert again.prune_values("query:", keep=1) == 2
        assert again.get_value("query:9") == "9"
        assert again.prune_values("query:", keep=0) == 1

    def test_the_audit_log_is_newest_first(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """Entries come back newest first, also those of one instant."""
        for number in range(5):
            store.append_audit(AuditEntry(at=NOW, actor="bot", action=str(number)))
        assert [each.action for each in open_again().list_audit(limit=3)] == ["4", "3", "2"]

    def test_the_audit_log_is_bounded(self, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
        """Only the latest entries are kept."""
        monkeypatch.setattr("storage.memory_store.AUDIT_KEPT", 10)
        monkeypatch.setattr("storage.tinydb_state.AUDIT_KEPT", 10)
        monkeypatch.setattr("storage.tinydb_state.AUDIT_SLACK", 3)
        for number in range(25):
            store.append_audit(AuditEntry(at=NOW, actor="bot", action=str(number)))
        kept = [each.action for each in store.list_audit(limit=AUDIT_KEPT)]
        assert kept == [str(number) for number in range(24, 14, -1)]


def test_a_store_without_trouble_has_no_problems(store: Store) -> None:
    """Nothing is reported where nothing went wrong, and closing twice is allowed."""
    assert store.problems() == []
    store.close()
    store.close()
