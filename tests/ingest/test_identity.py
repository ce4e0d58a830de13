"""What articles are recognised by."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.identity import article_id, article_url, canonical_url, fingerprint


@pytest.mark.parametrize(
    "url",
    [
        "https://baonguyetha.example/tin/lu-lut-17.html",
        "http://baonguyetha.example/tin/lu-lut-17.html",
        "HTTPS://WWW.BaoNguyetHa.example:443/tin/lu-lut-17.html#binh-luan",
        "http://baonguyetha.example:80/tin/lu-lut-17.html?utm_source=rss&fbclid=x",
        "https://m.baonguyetha.example/tin/lu-lut-17.html?zarsrc=30&amp=1",
        "https://amp.baonguyetha.example/tin/lu-lut-17.html/amp",
        "https://baonguyetha.example/tin/lu-lut-17.html/",
        "https://baonguyetha.example/tin/lu-lut-17.amp.html",
        "https://baonguyetha.example./tin/lu-lut-17.html;jsessionid=AB12",
        "https://baonguyetha.example/tin/l%75-lut-17.html",
        " https://baonguyetha.example/tin/lu-lut-17.html ",
    ],
)
def test_one_article_has_one_canonical_url(url: str) -> None:
    """Scheme, mirrors, tracking, fragment, session and slash make no other article."""
    assert canonical_url(url) == "https://baonguyetha.example/tin/lu-lut-17.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/tin?id=1", "https://a.example/tin?id=2"),
        ("https://a.example/Tin", "https://a.example/tin"),
        ("https://a.example:8080/tin", "https://a.example/tin"),
        ("https://tin.a.example/x", "https://a.example/x"),
        ("https://a.example/x%2Fy", "https://a.example/x%3Fy"),
    ],
)
def test_other_articles_stay_apart(one: str, other: str) -> None:
    """What may name another article is kept."""
    assert canonical_url(one) != canonical_url(other)


def test_parameters_are_sorted() -> None:
    """The order of parameters says nothing."""
    assert canonical_url("http://a.example/?b=2&a=1") == canonical_url("http://a.example?a=1&b=2")


@pytest.mark.parametrize(
    "url", ["", "tin.html", "mailto:a@b.vn", "http://", "http://[x", "ftp://a"]
)
def test_what_is_no_web_address_has_none(url: str) -> None:
    """Only http(s) addresses have a canonical form."""
    assert canonical_url(url) is None


@given(st.text(max_size=60), st.text(st.characters(codec="utf-8"), max_size=40))
def test_canonical_urls_are_their_own(path: str, query: str) -> None:
    """Canonicalising twice changes nothing more."""
    once = canonical_url(f"http://www.a.example/{path}?{query}")
    assert once is None or canonical_url(once) == once


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("https://m.a.example/tin/1.html", "https://a.example/tin/1.html"),
        ("https://a.example/tin/mot-1.html", "https://a.example/tin/mot-1.html"),
        ("https://a.example/", "https://a.example/tin/1.html"),
        ("https://a.example/tin", "https://a.example/tin/1.html"),
        ("https://b.example/khac.html", "https://a.example/tin/1.html"),
        ("nonsense", "https://a.example/tin/1.html"),
        (None, "https://a.example/tin/1.html"),
    ],
)
def test_a_page_may_name_its_address(stated: str | None, expected: str) -> None:
    """A page's canonical link counts, unless it names a front page, a section or another site."""
    assert article_url("http://a.example/tin/1.html?utm_medium=x", stated) == expected


def test_a_file_may_name_its_address() -> None:
    """Without a link the stated address is taken; without both there is none."""
    assert article_url(None, "https://a.example/tin/1.html") == "https://a.example/tin/1.html"
    assert article_url(None, None) is None


def test_fingerprints_follow_the_words() -> None:
    """Case, diacritics, breaks and whitespace do not count; words do."""
    one = fingerprint("Lũ về", "Sáng nay, nước dâng.", ("Dân đã di dời.",), None)
    assert one == fingerprint("LU VE", None, ("sang nay nuoc dang", "Dân đã  di dời"), "https://x")
    assert one != fingerprint("Lũ về", "Sáng nay, nước rút.", ("Dân đã di dời.",), None)


def test_titles_without_text_are_told_apart_by_address() -> None:
    """Two notices of one title whose pages could not be read are two articles."""
    one, other = (fingerprint("Thông báo", None, (), f"https://a.example/{n}") for n in (1, 2))
    assert one != other
    assert fingerprint("…", None, (), None) != fingerprint("?", None, (), None)


@given(st.text())
def test_ids_have_their_form(identity: str) -> None:
    """Ten characters of lower-case base32, always the same for one identity."""
    name = article_id(identity, lambda _: False)
    assert re.fullmatch(r"[a-z2-7]{10}", name)
    assert name == article_id(identity, lambda _: False)


def test_taken_ids_are_avoided() -> None:
    """A clash with another article gives another id."""
    first = article_id("x", lambda _: False)
    second = article_id("x", lambda name: name == first)
    third = article_id("x", lambda name: name in (first, second))
    assert len({first, second, third}) == 3
