"""Tests of telling two people of one name apart; the people are fictional."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.dossiers.person import PersonDossier, person_dossier
from bot.dossiers.reading import read
from storage.models import Article
from tests.dossiers.articles import told

NAME = "Trịnh Văn Mẫu"


def article(number: int, month: int, words: str) -> Article:
    """An article of a month of one year (past 12: of the next)."""
    year, month = 2031 + (month - 1) // 12, (month - 1) % 12 + 1
    when = datetime(year, month, 5, 2, 0, tzinfo=UTC)
    # facts are remembered by the fingerprint, and the tests use numbers again
    return replace(told(number, when, f"Tin số {number}", words), fingerprint=f"{when}{words}")


def dossier(*articles: Article) -> PersonDossier:
    """Of `NAME`, the newest article first."""
    newest = sorted(articles, key=lambda it: str(it.published), reverse=True)
    found = person_dossier("trinh-van-mau", read(newest))
    assert found is not None
    return found


NGHE_AN = f"Ông {NAME}, Chủ tịch UBND xã Sông Mẫu, tỉnh Nghệ An, cho biết lúa đã chín."
LAM_DONG = f"Ông {NAME}, Giám đốc Sở Y tế tỉnh Lâm Đồng, phát biểu tại hội nghị."


def test_posts_in_two_provinces_at_one_time_are_two_peoples() -> None:
    """Seen here, there and here again: each has their own posts and articles."""
    found = dossier(article(1, 2, LAM_DONG), article(2, 4, NGHE_AN), article(3, 6, LAM_DONG))
    assert [(it.provinces, set(it.articles)) for it in found.people] == [
        (("Lâm Đồng",), {"dossier001", "dossier003"}),
        (("Nghệ An",), {"dossier002"}),
    ]
    first, second = found.people
    assert [it.post for it in first.posts] == ["Giám đốc Sở Y tế tỉnh Lâm Đồng"]
    assert [it.articles for it in first.posts] == [2]
    assert all("Sông Mẫu" in it.post for it in second.posts)


def test_one_post_after_another_may_be_a_career() -> None:
    """A post in another province that follows when the first is seen no more is nobody else's."""
    bi_thu = "Đồng chí {}, Bí thư Tỉnh ủy {}, chủ trì hội nghị."
    one = article(1, 2, bi_thu.format(NAME, "Nghệ An"))
    two = article(2, 9, bi_thu.format(NAME, "Lâm Đồng"))
    assert dossier(one, two).people == ()


def test_an_article_that_gives_both_posts_joins_them() -> None:
    """A reported transfer is one person's, also where later articles still give the old post."""
    moved = (
        f"Đồng chí {NAME}, Phó Bí thư Tỉnh ủy Nghệ An, được chỉ định làm Bí thư Tỉnh ủy Lâm Đồng."
    )
    old = f"Đồng chí {NAME}, Phó Bí thư Tỉnh ủy Nghệ An, dự hội nghị."
    new = f"Đồng chí {NAME}, Bí thư Tỉnh ủy Lâm Đồng, dự hội nghị."
    several = (article(1, 2, old), article(2, 3, new), article(3, 4, old))
    assert len(dossier(*several).people) == 2
    assert dossier(*several, article(4, 5, moved)).people == ()


def test_a_post_of_the_whole_country_joins_provinces() -> None:
    """There is one member of the Central Committee of a name."""
    at = "Đồng chí {}, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy {}, dự hội nghị."
    several = [
        article(number, number, at.format(NAME, where))
        for number, where in enumerate(("Nghệ An", "Lâm Đồng", "Nghệ An"), start=1)
    ]
    assert dossier(*several).people == ()


def test_nobody_leads_communes_of_two_provinces_within_two_years() -> None:
    """Local posts part people also where they are seen one after the other; years later not."""
    at = "Ông {}, Chủ tịch UBND xã Sông Mẫu, tỉnh {}, cho biết lúa đã chín."
    one = article(1, 2, at.format(NAME, "Nghệ An"))
    assert len(dossier(one, article(2, 9, at.format(NAME, "Lâm Đồng"))).people) == 2
    assert dossier(one, article(2, 40, at.format(NAME, "Lâm Đồng"))).people == ()


def test_what_does_not_tell_whose_it_is_stays_open() -> None:
    """Without a post only the province of one of them tells; with neither nothing does."""
    apart = (article(1, 2, LAM_DONG), article(2, 4, NGHE_AN), article(3, 6, LAM_DONG))
    near = article(4, 5, f"Tại tỉnh Nghệ An, ông {NAME} cho biết lúa đã chín.")
    open_one = article(5, 5, f"Ông {NAME} cho biết lúa đã chín.")
    found = dossier(*apart, near, open_one)
    of_nghe_an = next(it for it in found.people if it.provinces == ("Nghệ An",))
    assert of_nghe_an.articles == {"dossier002", "dossier004"}
    assert all("dossier005" not in it.articles for it in found.people)
    assert len(found.appearances) == 5


def test_former_provinces_are_the_one_they_were_merged_into() -> None:
    """Before and after the merger of 2025 a province is one."""
    old = f"Ông {NAME}, Giám đốc Sở Y tế tỉnh Đắk Nông, phát biểu tại hội nghị."
    assert (
        dossier(article(1, 2, LAM_DONG), article(2, 4, old), article(3, 6, LAM_DONG)).people == ()
    )


@given(st.lists(st.sampled_from([NGHE_AN, LAM_DONG, f"Ông {NAME} dự."]), min_size=1, max_size=5))
def test_no_article_is_of_two_people(texts: list[str]) -> None:
    """Whatever the order: the groups are apart, there is never a single one, none is empty."""
    found = dossier(*(article(at, at, text) for at, text in enumerate(texts, start=1)))
    groups = [it.articles for it in found.people]
    assert len(groups) != 1
    assert all(groups)
    assert sum(map(len, groups)) == len(frozenset().union(*groups))


def test_two_communes_of_one_province_at_one_time_are_two_peoples() -> None:
    """Seen here, there and here again; who merely has a post in that province may be either."""
    at = "Ông {}, Chủ tịch UBND xã {}, tỉnh Nghệ An, cho biết lúa đã chín."
    one = article(1, 2, at.format(NAME, "Sông Mẫu"))
    two = article(2, 4, at.format(NAME, "Đồi Thử"))
    three = article(3, 6, at.format(NAME, "Sông Mẫu"))
    other = article(4, 5, f"Đồng chí {NAME}, Phó Giám đốc Sở Y tế tỉnh Nghệ An, dự hội nghị.")
    found = dossier(one, two, three, other)
    assert [(it.provinces, it.seats, set(it.articles)) for it in found.people] == [
        (("Nghệ An",), ("xã Sông Mẫu",), {"dossier001", "dossier003"}),
        (("Nghệ An",), ("xã Đồi Thử",), {"dossier002"}),
    ]
    assert not found.in_doubt


def test_one_commune_after_another_is_told_to_be_unclear() -> None:
    """It may be a career or somebody else: nobody is told apart, and that is said."""
    at = "Ông {}, Chủ tịch UBND xã {}, tỉnh Nghệ An, cho biết lúa đã chín."
    found = dossier(
        article(1, 2, at.format(NAME, "Sông Mẫu")), article(2, 4, at.format(NAME, "Đồi Thử"))
    )
    assert found.people == ()
    assert found.in_doubt


def test_an_article_that_gives_both_communes_joins_them() -> None:
    """Who was moved from one to the other is one person, whatever older articles come later."""
    at = "Ông {}, Chủ tịch UBND xã {}, tỉnh Nghệ An, cho biết lúa đã chín."
    moved = (
        f"Ông {NAME}, Chủ tịch UBND xã Sông Mẫu, được điều động làm Bí thư Đảng ủy xã Đồi Thử, "
        "tỉnh Nghệ An."
    )
    found = dossier(
        article(1, 2, at.format(NAME, "Sông Mẫu")),
        article(2, 4, at.format(NAME, "Đồi Thử")),
        article(3, 6, at.format(NAME, "Sông Mẫu")),
        article(4, 3, moved),
    )
    assert found.people == ()


def test_where_a_national_leader_is_seen_parts_nobody() -> None:
    """The place of an event is no province of theirs; the post alone names one."""
    at = "Chiều 5/4, tại tỉnh {}, ông {}, Chủ tịch Quốc hội, thăm nông dân."
    found = dossier(
        article(1, 2, at.format("Nghệ An", NAME)),
        article(2, 4, at.format("Lâm Đồng", NAME)),
        article(3, 6, at.format("Nghệ An", NAME)),
    )
    assert (found.people, found.in_doubt) == ((), False)


def test_posts_that_nothing_joins_are_told_to_be_unclear() -> None:
    """A headmaster and a company's director may be two people; one post spelled twice is not."""
    school = article(1, 2, f"Thầy {NAME}, Hiệu trưởng Trường THPT Sông Mẫu, cho biết.")
    firm = article(2, 9, f"Ông {NAME}, Tổng giám đốc Công ty Gạch Thử, cho biết.")
    assert dossier(school, firm).in_doubt
    whole = article(1, 2, f"Ông {NAME}, Giám đốc Sở Tài nguyên và Môi trường, phát biểu.")
    short = article(2, 9, f"Ông {NAME}, Giám đốc Sở TN-MT, phát biểu.")
    assert not dossier(whole, short).in_doubt
    secretary = article(1, 2, f"Đồng chí {NAME}, Bí thư Tỉnh ủy Nghệ An, chủ trì.")
    minister = article(2, 9, f"Đồng chí {NAME}, Bộ trưởng Bộ Nội vụ, chủ trì.")
    assert not dossier(secretary, minister).in_doubt


def test_a_post_said_shorter_is_the_fuller_one() -> None:
    """`Bí thư` of the same months is `Bí thư Tỉnh ủy Nghệ An`, told once with all of its days."""
    whole = f"Đồng chí {NAME}, Bí thư Tỉnh ủy Nghệ An, chủ trì hội nghị."
    short = f"Đồng chí {NAME}, Bí thư Tỉnh ủy, thăm nông dân."
    found = dossier(article(1, 2, whole), article(2, 3, short), article(3, 4, whole))
    (post,) = found.posts
    assert (post.post, post.articles) == ("Bí thư Tỉnh ủy Nghệ An", 3)
    assert (post.first.month, post.last.month) == (2, 4)
    assert "Nghệ An" in post.said.sentence


def test_a_shorter_post_of_another_time_or_of_two_stays_apart() -> None:
    """Years later, or where two fuller posts begin so, it may be another."""
    whole = f"Đồng chí {NAME}, Bí thư Tỉnh ủy Nghệ An, chủ trì hội nghị."
    short = f"Đồng chí {NAME}, Bí thư Tỉnh ủy, thăm nông dân."
    other = f"Đồng chí {NAME}, Bí thư Tỉnh ủy Lâm Đồng, chủ trì hội nghị."
    assert len(dossier(article(1, 2, whole), article(2, 20, short)).posts) == 2
    several = dossier(article(1, 2, whole), article(2, 3, short), article(3, 4, other))
    assert len(several.posts) == 3
