"""Tests of the press review as .docx, HTML and Markdown, read again by other programs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from bot.charts.stacked import Row, StackedChart
from bot.digest.composed import Frequency
from bot.digest.quoted import Quoted
from bot.messages.render import clean, safe_url
from bot.press_review.formats import FORMATS, UNITS, review_file, written
from bot.press_review.from_digest import press_review
from bot.press_review.markdown import escaped
from bot.press_review.page import page
from bot.press_review.review import (
    Cited,
    Item,
    Part,
    Quotation,
    Review,
    SourceCited,
    numbered,
)
from bot.press_review.word import MOST_LISTED, word
from tests.messages.strategies import hrefs, words
from tests.press_review.digests import (
    CATALOG,
    EVERY,
    MEETING,
    MEETING_ELSEWHERE,
    article,
    digest,
    words_of,
)

MONDAY = datetime(2031, 4, 14, tzinfo=UTC)
REVIEW = press_review(digest(), CATALOG)

HOSTILE = article(
    950,
    title='<script>alert("1")</script> & </style> [x](javascript:alert(1)) `a` $b$ | # *c* _d_',
    lead="1. Dòng <img src=http://evil.example/x> đầu & “cuối” \\ *đậm* – 100 %. Xong <b>chưa</b>?",
    paragraphs=('<a href="javascript:alert(2)">Bấm</a> vào đây ]]> &amp; xem \ue000 tiếp.',),
    url="https://songlam.example/a_(b)?x=<y>&z='\"",
)


def opened(review: Review) -> Document:
    """The Word document, as python-docx reads it."""
    return docx.Document(io.BytesIO(word(review)))


def texts(document: Document, style: str) -> list[str]:
    """The paragraphs of a style."""
    return [it.text for it in document.paragraphs if it.style and it.style.style_id == style]


def said(review: Review) -> Iterator[str]:
    """All quotations, without the dots of a cut."""
    for item in review.items:
        for quotation in item.quotations:
            yield quotation.text.removesuffix("…")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("articles", [EVERY, (*EVERY, HOSTILE), (HOSTILE,)])
def test_every_sentence_and_title_is_an_articles_own(
    articles: tuple[object, ...], language: str
) -> None:
    """Each quotation stands in an article as it is, and each story has an article's title."""
    known = [clean(text) for text in words_of(articles)]  # type: ignore[arg-type]  # articles
    review = press_review(digest(articles, language), CATALOG)  # type: ignore[arg-type]  # the same
    quoted = list(said(review))
    assert quoted
    for text in quoted:
        assert any(text in it for it in known), text
    for item in review.items:
        if item.number is not None:
            assert item.title in known


def test_a_story_has_results_tasks_and_the_sources_of_its_sentences() -> None:
    """Both are labelled; a sentence of another outlet than the first has its name and link."""
    composed = digest()
    first, *others = composed.top
    assert first.entry.title == MEETING.title
    elsewhere = Quoted(
        MEETING_ELSEWHERE.lead or "", MEETING_ELSEWHERE.id, "Báo Sông Lam", MEETING_ELSEWHERE.url
    )
    first = replace(first, sentences=(*first.sentences, elsewhere))
    review = press_review(replace(composed, top=(first, *others)), CATALOG)
    story = next(it for it in review.items if it.title == MEETING.title)
    labels = [it.label for it in story.quotations]
    assert labels[-2:] == ["Kết quả", "Thời gian tới"]
    assert story.origin.startswith("Tỉnh ủy Phước Sơn, Báo Sông Lam · ")
    foreign = [it for it in story.quotations if it.origin]
    assert {(it.origin, it.link) for it in foreign} == {("Báo Sông Lam", MEETING_ELSEWHERE.url)}


def test_every_article_is_told_or_counted() -> None:
    """Numbers run through without a gap; what does not fit is counted in words."""
    numbers = [it.number for it in REVIEW.items if it.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {cited.number for it in REVIEW.sources for cited in it.articles} == set(numbers)
    short = press_review(digest(units=400), CATALOG)
    told = len([it for it in short.items if it.number is not None])
    assert told < len(numbers)
    assert re.search(r"Còn \d+ bài trong kỳ", " ".join(short.notes))


def test_the_word_document_has_an_outline_and_a_list_of_contents() -> None:
    """Headings are in Word's own styles; the contents repeat them, and are worked out anew."""
    document = opened(REVIEW)
    assert texts(document, "Title") == [REVIEW.title]
    headings = texts(document, "Heading1")
    assert len(headings) == len(REVIEW.parts) + 1
    stories = [numbered(it) for it in REVIEW.items if it.number is not None]
    assert texts(document, "Heading2") == stories
    assert texts(document, "TOC1") == headings
    assert texts(document, "TOC2") == stories
    xml = document.element.xml
    assert 'TOC \\o "1-2" \\h' in xml
    targets = set(re.findall(r'w:hyperlink w:anchor="([^"]+)"', xml))
    assert targets <= set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    assert "w:updateFields" in document.settings.element.xml
    assert xml.count('fldCharType="begin"') == xml.count('fldCharType="end"') == 1


def test_the_word_document_is_an_a4_page_in_vietnamese_with_numbers() -> None:
    """Paper, language, the program's name, and the number of the page below."""
    document = opened(REVIEW)
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 'w:lang w:val="vi-VN"' in document.styles.element.xml
    assert (document.core_properties.author, document.core_properties.language) == (
        "Điểm Tin",
        "vi-VN",
    )
    assert "PAGE" in section.footer._element.xml  # no public name for it
    used = {it.style.style_id: it.style for it in document.paragraphs if it.style}
    assert {style.font.name for style in used.values()} == {"Times New Roman"}


def test_the_word_document_quotes_and_links() -> None:
    """Quotations are whole paragraphs; every address of the review is a link."""
    document = opened(REVIEW)
    paragraphs = texts(document, "Quote")
    for item in REVIEW.items:
        for quotation in item.quotations:
            assert quotation.text in paragraphs
    links = {it.target_ref for it in document.part.rels.values() if it.is_external}
    assert links == {it.link for it in REVIEW.items if it.link} | {MEETING_ELSEWHERE.url}


def test_a_long_review_lists_its_chapters_alone() -> None:
    """Beyond sixty stories the contents name chapters only, and the field agrees."""
    many = press_review(digest([article(n) for n in range(MOST_LISTED + 10)]), CATALOG)
    document = opened(many)
    assert texts(document, "TOC2") == []
    assert 'TOC \\o "1-1" \\h' in document.element.xml


def external(tree: lxml_html.HtmlElement) -> list[str]:
    """What a browser would fetch to show the page."""
    fetched = tree.xpath("//@src | //@srcset | //link/@href | //@data | //@poster | //@background")
    styles = " ".join([*tree.xpath("//style/text()"), *tree.xpath("//@style")])
    return [*map(str, fetched), *re.findall(r"url\(|@import", styles)]


def test_the_page_needs_nothing_and_escapes_everything() -> None:
    """No script, picture or style from elsewhere; hostile words are words."""
    review = press_review(digest((*EVERY, HOSTILE)), CATALOG)
    tree = lxml_html.document_fromstring(page(review).encode())
    assert external(tree) == []
    assert tree.xpath("//script | //img | //iframe | //form | //@onclick") == []
    assert {link[:4] for link in tree.xpath("//a/@href") if link[0] != "#"} == {"http"}
    anchors = {link[1:] for link in tree.xpath("//a/@href") if link[0] == "#"}
    assert anchors <= set(tree.xpath("//@id"))
    shown = tree.xpath("//article")
    assert len(shown) == len(review.items)
    for element, item in zip(shown, review.items, strict=True):
        assert element.find("h3").text_content() == numbered(item)
        told = [it.text_content() for it in element.xpath("blockquote/p")]
        assert told == [it.text for it in item.quotations]
    style = str(tree.xpath("string(//style)"))
    assert "size: A4" in style
    assert tree.get("lang") == "vi"


def shown_lines(text: str) -> list[str]:
    """What a Markdown reader shows, line by line."""
    tree = lxml_html.document_fromstring(f"<div>{MarkdownIt('commonmark').render(text)}</div>")
    return [it.text_content() for it in tree.xpath("//h1|//h2|//h3|//p|//li")]


def test_markdown_is_read_as_it_was_written() -> None:
    """CommonMark shows titles and quotations letter by letter, and no markup of theirs."""
    review = press_review(digest((*EVERY, HOSTILE)), CATALOG)
    text = written(review, "md").decode()
    lines = shown_lines(text)
    for item in review.items:
        assert numbered(item) in lines
        assert all(it.text in lines for it in item.quotations)
    rendered = MarkdownIt("commonmark").render(text)
    assert not re.search(r"<(script|img|code|em)", rendered)
    assert set(re.findall(r'href="(\w+):', rendered)) == {"https"}


lines = words.map(clean).map(lambda it: " ".join(it.split()))
some = lines.filter(bool)
addresses = hrefs.map(safe_url).map(lambda it: it if it and it.startswith("http") else None)
quotations = st.builds(Quotation, some, st.none() | some, st.none() | some, addresses)
items = st.builds(
    Item, st.none() | st.integers(1, 9), some, some, addresses, st.lists(quotations).map(tuple)
)
reviews = st.builds(
    Review,
    st.just("vi"),
    st.just("2031-W15"),
    st.just(MONDAY),
    some,
    st.lists(some, min_size=1, max_size=3).map(tuple),
    some,
    st.lists(st.builds(Part, some, lines, st.lists(items, max_size=3).map(tuple)), max_size=3).map(
        tuple
    ),
    some,
    st.lists(
        st.builds(
            SourceCited,
            some,
            st.lists(st.builds(Cited, st.integers(1, 9), some, addresses), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    st.lists(some, max_size=2).map(tuple),
)


@settings(max_examples=15, deadline=None)
@given(reviews)
def test_any_words_make_files_that_others_can_read(review: Review) -> None:
    """Whatever a text holds: every quotation is read again, nothing is fetched or run."""
    told = [quotation.text for item in review.items for quotation in item.quotations]
    quoted = texts(opened(review), "Quote")
    assert all(text in quoted for text in told)
    tree = lxml_html.document_fromstring(page(review).encode())
    assert external(tree) == []
    assert [it.text_content() for it in tree.xpath("//blockquote/p")] == told
    assert not tree.xpath("//script")


@settings(max_examples=100, deadline=None)
@given(some)
def test_any_line_in_markdown_is_the_line_itself(text: str) -> None:
    """One paragraph with these words, no list, heading, table, code or link."""
    rendered = MarkdownIt("commonmark").render(escaped(text))
    tree = lxml_html.document_fromstring(f"<div>{rendered}</div>")
    assert tree.xpath("string(//p)").strip() == text.strip()
    assert {it.tag for it in tree.iter()} <= {"html", "body", "div", "p"}


def test_an_empty_week_says_so() -> None:
    """Every format is a document with that line and no list."""
    review = press_review(digest(()), CATALOG)
    assert review.parts == ()
    assert "Tuần này không có tin mới." in review.facts
    assert all("Mục lục".encode() not in written(review, form) for form in ("html", "md"))
    assert texts(opened(review), "Subtitle") == list(review.facts)


def test_five_hundred_stories_are_a_small_file() -> None:
    """A file of a full week is far below what mail and Telegram take, in every format."""
    composed = digest([article(n) for n in range(500)], units=UNITS)
    assert len(composed.entries) == 500
    for form in FORMATS:
        file = review_file(composed, form, CATALOG)
        assert file.name == f"diem-tin-2031-W15.{form}"
        assert 10_000 < len(file.content) < 1_000_000
        assert file.caption
    unzipped = zipfile.ZipFile(io.BytesIO(review_file(composed, "docx", CATALOG).content))
    assert sum(it.file_size for it in unzipped.infolist()) < 5_000_000


def test_a_digest_of_thousands_is_cut_and_says_so() -> None:
    """Beyond the room the rest is counted."""
    composed = digest([article(n) for n in range(500)], units=20_000)
    review = press_review(composed, CATALOG)
    assert 0 < len(composed.entries) < 500
    assert f"{composed.untold}" in review.notes[0]


def test_the_chart_stands_in_the_file_with_its_words() -> None:
    """In Word and HTML a picture that says what it shows; in Markdown the words alone."""
    chart = StackedChart(title="Số bài <1>", kinds=("a",), rows=(Row("T2 7/4", (3,)),), source="x")
    files = {
        form: review_file(digest(), form, CATALOG, chart=chart).content.decode("utf-8", "replace")
        for form in ("html", "md")
    }
    (image,) = lxml_html.fromstring(files["html"]).findall(".//img")
    assert image.get("src", "").startswith("data:image/png;base64,iVBOR")
    assert image.get("alt") == "Số bài <1>. T2 7/4: 3. x."
    assert "T2 7/4: 3" in files["md"]
    document = docx.Document(
        io.BytesIO(review_file(digest(), "docx", CATALOG, chart=chart).content)
    )
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Số bài <1>. T2 7/4: 3. x."
    assert shape.width < document.sections[0].page_width


def test_a_chart_that_cannot_be_drawn_leaves_the_file_without() -> None:
    """The numbers are missed less than the file."""
    broken = StackedChart(title="x", kinds=("a", "b"), rows=(Row("x", (1,)),))
    page = review_file(digest(), "html", CATALOG, chart=broken).content.decode()
    assert "<img" not in page
    assert "<h1>" in page


@pytest.mark.parametrize(
    ("frequency", "title"),
    [
        ("daily", "Điểm tin ngày 13/4/2031"),
        ("weekly", "Điểm tin tuần 15"),
        ("monthly", "Điểm tin tháng"),
        ("quarterly", "Điểm tin quý"),
    ],
)
def test_a_review_is_called_after_what_it_covers(frequency: Frequency, title: str) -> None:
    """A month or quarter that is none of the calendar has its days below."""
    review = press_review(
        replace(digest(), frequency=frequency), CATALOG, filters=["Chủ đề: Giáo dục"]
    )
    assert review.title == title
    assert any("7/4–13/4/2031" in fact for fact in review.facts)
    assert "Chủ đề: Giáo dục" in review.facts


def test_a_quarter_of_the_calendar_has_its_number() -> None:
    """`Quý II/2031`, and the file is named after it."""
    composed = replace(
        digest(), frequency="quarterly", first_day=date(2031, 4, 1), last_day=date(2031, 6, 30)
    )
    review = press_review(composed, CATALOG)
    assert (review.title, review.name) == ("Điểm tin quý II/2031", "2031-Q2")
