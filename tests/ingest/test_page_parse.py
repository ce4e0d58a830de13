"""HTML text → a tree: what is mended on the way, what is refused, and the roles of class names."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.facts.article_text import ArticleText
from bot.ingest.page_parse import LARGEST, parse_html
from bot.ingest.page_rules import Role, RolesOfNames, roles_of_names
from tests.facts.growth import is_linear

PAGE = "<html lang='vi'><head><title>Tin</title></head><body><p>{}</p></body></html>"


def paragraph(html: str) -> str:
    """The text of the first paragraph."""
    return str(next(parse_html(html).iter("p")).text_content())


def test_characters_that_no_tree_may_hold_are_left_out() -> None:
    """Control characters and what Unicode calls no characters vanish; the letters around stay."""
    assert paragraph(PAGE.format("nước\0 \x0btưới\x1f\ufffe\uffff \ufffd")) == "nước tưới \ufffd"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://x.example/a.dtd">',
        "<!doctype html>",
        '<?xml version="1.0" encoding="windows-1252"?>\n<!DOCTYPE html>',
        "\n\n  ",
    ],
)
def test_whatever_stands_above_the_root_the_page_is_read(head: str) -> None:
    """Doctypes of all ages and declarations of other encodings change nothing in the text."""
    assert paragraph(head + PAGE.format("Xã Thử bàn nước tưới")) == "Xã Thử bàn nước tưới"


def test_a_root_that_closes_itself_does_not_end_the_page() -> None:
    """`<html …/>` is read as its beginning."""
    tree = parse_html(
        "<!doctype html>\n<html lang='vi'/>\n<body><p>Tin</p><p>Hai</p></body></html>"
    )
    assert tree.get("lang") == "vi"
    assert [each.text for each in tree.iter("p")] == ["Tin", "Hai"]


def test_comments_and_instructions_are_no_part_of_the_tree() -> None:
    """Every node of the tree is an element, so that nothing has to ask."""
    tree = parse_html("<html><body><!-- x --><?php echo 1 ?><p>Tin<!-- y --> hai</p></body></html>")
    assert all(isinstance(element.tag, str) for element in tree.iter())
    assert paragraph("<html><body><p>Tin<!-- y --> hai</p></body></html>") == "Tin hai"


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n\t ",
        "a" * (LARGEST + 1),
        "<p>" * 60_001,
        "<html><body><p " + " ".join(f"a{n}='b'" for n in range(20_000)) + ">tin</p>",
        "<html><body><p " + "a " * 5_000 + ">tin</p>",
        "chỉ là chữ",
    ],
    ids=["nothing", "blanks", "size", "elements", "attributes", "bare attributes", "no markup"],
)
def test_what_is_no_page_or_takes_too_long_is_refused(html: str) -> None:
    """It is refused in words before or instead of a tree."""
    with pytest.raises(SourceUnreadable):
        parse_html(html)


def test_one_long_attribute_is_no_attack() -> None:
    """A picture in an attribute, and a long script, are taken as they are."""
    picture = f"<img src='data:image/png;base64,{'Qk0BAAAAAAAAAAAAAAAA' * 20_000}'>"
    script = f"<script>{'if (a < b) {{ c = 1; }} ' * 300}</script>"
    assert paragraph(PAGE.format("Tin").replace("<p>", f"{picture}{script}<p>")) == "Tin"


@given(st.text(alphabet="<>!/ \n\0\ufeffahtmlbodydoctype='\"-?ạ\ud800", max_size=200))
def test_any_text_is_a_tree_or_an_error_in_words(text: str) -> None:
    """Nothing but `SourceUnreadable` comes out of a text that is no page."""
    with contextlib.suppress(SourceUnreadable):
        assert parse_html(text).tag


@pytest.mark.parametrize(
    "name",
    ["tin-lien-quan", "tin_lien_quan", "tinLienQuan", "box tin-lien-quan left", "box\ttinlienquan"],
)
def test_a_name_means_the_same_however_it_is_spelled(name: str) -> None:
    """Hyphens, underscores and capitals part the same words."""
    assert roles_of_names("")[name] == {Role.ASIDE}


@pytest.mark.parametrize("name", ["tin-lien", "quan", "sourceful", "", "--", "x-9", "ảnh"])
def test_a_part_of_a_word_gives_no_role(name: str) -> None:
    """Only whole words of the tables count."""
    assert roles_of_names("")[name] == frozenset()


def test_a_site_has_its_own_words_beside_the_general_ones() -> None:
    """A site's row counts on it and its subdomains, and nowhere else."""
    for site in ("vnexpress.net", "video.vnexpress.net"):
        assert roles_of_names(site)["description"] == {Role.LEAD}
        assert roles_of_names(site)["sapo"] == {Role.LEAD}
    for site in ("", "other.example", "notvnexpress.net"):
        assert roles_of_names(site)["description"] == frozenset()


def test_names_without_end_fill_no_memory() -> None:
    """A table that pages fill with names of their own begins anew, and long names are cut."""
    table = RolesOfNames(())
    for number in range(20_000):
        assert table[f"post-{number}"] == frozenset()
    assert len(table) <= 8_192
    assert table["sapo " + "a" * 100_000] == {Role.LEAD}
    assert max(map(len, table)) <= 300


@pytest.mark.parametrize("unit", ["a-", "tin-lien-", "source", "aB", " ", "<"])
def test_a_long_name_is_read_in_linear_time(unit: str) -> None:
    """Repetition of whatever the patterns look for costs no more than its length."""
    assert is_linear(lambda text: RolesOfNames(())[text.text], unit)


@pytest.mark.parametrize("unit", ["<a ", "<html ", "<!doctype ", "<a b='", "a=", '"', "\0"])
def test_a_page_of_one_token_is_refused_or_read_in_linear_time(unit: str) -> None:
    """So is what stands above the root and within tags."""

    def read(text: ArticleText) -> None:
        with contextlib.suppress(SourceUnreadable):
            parse_html(f"{unit}{text.text}")

    assert is_linear(read, unit)
