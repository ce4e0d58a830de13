"""Tests of what many articles say of one thing."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.coming import coming_dates
from bot.dossiers.comparison import comparisons
from bot.dossiers.document import document_dossiers, may_be_one
from bot.dossiers.figures import figures_told
from bot.dossiers.organisation import bodies_like, organisation_dossier
from bot.dossiers.period import period_reports
from bot.dossiers.person import names_like, person_dossier
from bot.dossiers.reading import Evidence, read
from bot.facts.look_up import slug as slug_of
from storage.models import Article
from tests.dossiers.articles import ARTICLES, FIRST_QUARTER, OTHER_DOCUMENT, SECOND_QUARTER, told

NEWEST_FIRST = (SECOND_QUARTER, OTHER_DOCUMENT, FIRST_QUARTER)


def stands(said: Evidence) -> bool:
    """Whether the words are the article's own."""
    article = said.article
    return any(
        said.sentence in text for text in (article.title, article.lead or "", *article.paragraphs)
    )


def test_documents_of_one_number_are_told_apart_by_their_issuer() -> None:
    """`Chỉ thị 07` of the Party and of the province are two; each tells who cites it."""
    everything = document_dossiers(["chi-thi/7"], read(ARTICLES))
    assert {it.name for it in everything} == {
        "Chỉ thị số 07-CT/TW",
        "Chỉ thị số 07/CT-UBND",
        "Chỉ thị 07",
    }
    cited = {it.said.article.id for dossier in everything for it in dossier.citations}
    assert cited == {it.id for it in ARTICLES}


def test_a_full_number_leaves_the_others_out() -> None:
    """Who asks for the Party's directive is not told of the province's."""
    found = document_dossiers(["chi-thi/7/tw"], read(NEWEST_FIRST))
    articles = {it.said.article.id for dossier in found for it in dossier.citations}
    assert articles == {FIRST_QUARTER.id, SECOND_QUARTER.id}
    assert found[0].subject == "nêu gương"
    assert found[0].citations[0].host == "Đảng ủy Khối Sông Lam"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("chi-thi/5", "chi-thi/5/tw", True),
        ("chi-thi/5/tw", "chi-thi/5/ubnd", False),
        ("nghi-quyet/35/kxii", "nghi-quyet/35/tw", True),
        ("nghi-quyet/35/kxii", "nghi-quyet/35/kxiii", False),
        ("nghi-quyet/5", "chi-thi/5", False),
        ("nghi-dinh/43/2014", "nghi-dinh/43/cp/2014", True),
        ("nghi-dinh/43/2014", "nghi-dinh/43/cp/2015", False),
    ],
)
def test_keys_meet_where_nothing_stated_differs(one: str, other: str, same: bool) -> None:
    """What one key leaves out does not part it from the other."""
    assert may_be_one(one, other) is same
    assert may_be_one(other, one) is same


def test_posts_are_told_with_the_days_that_give_them() -> None:
    """A person's newest post comes first; each has the days of the articles that give it."""
    dossier = person_dossier("trinh-thi-nhan", read(NEWEST_FIRST))
    assert dossier is not None
    assert dossier.name == "Trịnh Thị Nhàn"
    assert [(it.post, it.first) for it in dossier.posts] == [
        ("Bí thư Đảng ủy Khối Sông Lam", date(2031, 7, 8)),
        ("Phó Bí thư Đảng ủy Khối Sông Lam", date(2031, 4, 8)),
    ]
    assert [it.event_day for it in dossier.appearances] == [date(2031, 7, 7), date(2031, 4, 7)]
    assert all("chair" in it.roles for it in dossier.appearances)


def test_the_day_of_first_sight_is_no_evidence() -> None:
    """What only an undated article gives has no day, and comes behind what has one."""
    undated = msgspec.structs.replace(
        SECOND_QUARTER, published=None, published_precision=None, fingerprint="undated"
    )
    dossier = person_dossier("trinh-thi-nhan", read((undated, FIRST_QUARTER)))
    assert dossier is not None
    assert [(it.post, it.dated) for it in dossier.posts] == [
        ("Phó Bí thư Đảng ủy Khối Sông Lam", True),
        ("Bí thư Đảng ủy Khối Sông Lam", False),
    ]
    lead = (undated.lead or "").replace("Sáng 7/7, ", "")
    untold = msgspec.structs.replace(undated, lead=lead, fingerprint="untold")
    body = organisation_dossier("dang-uy-khoi-song-lam", read((untold,)))
    assert body is not None
    assert [it.dated for it in body.events] == [False]


def test_a_part_of_a_name_finds_the_names() -> None:
    """A given name alone is a question of which person."""
    readings = read(ARTICLES)
    assert person_dossier("nhan", readings) is None
    assert names_like("nhan", readings) == ["Trịnh Thị Nhàn"]
    assert names_like("han", readings) == []


def test_a_body_has_its_events_and_figures_newest_first() -> None:
    """What is told of another body is not told of it."""
    dossier = organisation_dossier("dang-uy-khoi-song-lam", read(NEWEST_FIRST))
    assert dossier is not None
    assert dossier.name == "Đảng ủy Khối Sông Lam"
    assert [(it.type, it.day) for it in dossier.events] == [
        ("giao ban", date(2031, 7, 7)),
        ("giao ban", date(2031, 4, 7)),
    ]
    assert [(it.figure.value, it.period) for it in dossier.figures] == [
        (55, "quý II/2031"),
        (40, "quý I/2031"),
    ]
    assert bodies_like("Khối Sông Lam", read(ARTICLES))[0][0].name == dossier.name


def test_a_period_has_its_sentences_and_figures() -> None:
    """Only what is reported of that period is told, not of the next."""
    days = (date(2031, 1, 1), date(2031, 3, 31))
    (report,) = period_reports(days, read(NEWEST_FIRST))
    assert [it.figure.value for it in report.figures] == [40]
    assert any("40 đảng viên" in it.sentence for it in report.said)
    assert all(stands(it) for it in report.said)


def test_coming_dates_stop_on_their_day() -> None:
    """A deadline is told up to its own day, not after it."""
    readings = read(NEWEST_FIRST)
    (coming,) = coming_dates(readings, today=date(2031, 5, 20))
    assert (coming.last, coming.kind) == (date(2031, 5, 20), "deadline")
    assert coming_dates(readings, today=date(2031, 5, 21)) == []


def test_one_figure_is_compared_across_periods() -> None:
    """Equal things in equal units stand side by side, the oldest first."""
    (found, *_) = comparisons("ket nap dang vien", read(NEWEST_FIRST))
    assert [it.figure.value for it in found.points] == [40, 55]
    assert found.comparable
    assert comparisons("xe buýt", read(NEWEST_FIRST)) == []
    assert comparisons("?", read(NEWEST_FIRST)) == []


@given(st.permutations(ARTICLES))
def test_every_quotation_is_the_articles_own(articles: list[Article]) -> None:
    """In whatever order articles are read, no sentence is made up or torn."""
    readings = read(articles)
    said = [it.said for reading in readings for it in figures_told(reading)]
    said += [it.said for it in coming_dates(readings, today=date(2031, 1, 1))]
    for person in ("trinh-thi-nhan", "luong-van-ben"):
        dossier = person_dossier(person, readings)
        assert dossier is not None
        said += [it.said for it in dossier.appearances]
    assert said
    assert all(stands(it) for it in said)


@given(st.text(max_size=40))
def test_any_name_has_a_slug(name: str) -> None:
    """Whatever is typed as a name is a term of ASCII words, or empty."""
    slug = slug_of(name)
    assert slug == slug.strip("-")
    assert " " not in slug


def test_a_period_said_in_passing_has_only_its_own_figures() -> None:
    """Where neither title nor first paragraph names the period, other figures are not of it."""
    day = FIRST_QUARTER.first_seen
    passing = told(
        31,
        day,
        "Tháp Sông Lam cao 125 m",
        "Tháp gồm 25 tầng, cao 125 m.",
        "Công trình sẽ khởi công trong quý III/2031.",
    )
    periods = {it.written: it.period for it in figures_told(read([passing])[0])}
    assert "25 tầng" in periods
    assert set(periods.values()) == {None}
    of_it = told(
        32,
        day,
        "Quý I/2031 huyện Sông Lam thu ngân sách tăng",
        "Huyện làm được nhiều việc.",
        "Toàn huyện trồng 25 ha rừng.",
    )
    assert "quý I/2031" in {it.period for it in figures_told(read([of_it])[0])}


def test_a_name_that_many_provinces_have_is_told_to_be_shared() -> None:
    """Articles of several provinces may be about several bodies: none is part of another."""
    day = FIRST_QUARTER.first_seen

    def at(number: int, place: str) -> Article:
        words = f"Tại tỉnh {place}, Sở Y tế tổ chức hội nghị. Sở Y tế yêu cầu các trạm trực đêm."
        return told(number, day, f"Hội nghị số {number}", words)

    shared = organisation_dossier("so-y-te", read([at(33, "Nghệ An"), at(34, "Lâm Đồng")]))
    assert shared is not None
    assert shared.shared
    assert shared.parent is None
    one = organisation_dossier("so-y-te", read([at(33, "Nghệ An"), at(35, "Nghệ An")]))
    assert one is not None
    assert not one.shared
    national = organisation_dossier("dang-uy-khoi-song-lam", read(ARTICLES))
    assert national is not None
    assert not national.shared
