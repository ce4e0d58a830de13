# ruff: noqa: E501 - markup reads better in lines of its own length
"""Fictional article pages in the layouts of widespread publishing systems, with their records.

A page is a story (what must be found) in one layout (where it stands), among the furniture and
the decoys that such pages carry: clocks of the visit, dated lists of other articles, share bars,
tags, forms, counters. No page is copied; class names are those of the systems themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from storage.models import Precision

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_PLACES = ("Lam Giang", "Thạch Khê", "Vân Trì", "Đồng Mây", "Nậm Pha", "Trường Vân")
_HOSTS = ("Huyện ủy {}", "Đảng ủy Khối các cơ quan tỉnh {}", "Ban Thường vụ Thị ủy {}")
_DEEDS = ("bàn về", "sơ kết", "triển khai", "giao ban về", "tập huấn")
_TOPICS = ("công tác dân vận", "chuyển đổi số", "phòng chống thiên tai", "sinh hoạt chi bộ")
_SURNAMES = ("Nguyễn", "Trần", "Lý", "Đặng", "Hồ", "Tạ", "Phạm")
_GIVEN = ("Thu Thủy", "Minh Đạo", "Ngọc Uyên", "Khánh Vân", "Bảo Lâm", "An", "Tú Anh", "Hải Hà")
_WORDS = tuple(
    str.split(
        "các chi bộ tiếp tục rà soát nội dung báo cáo và hoàn thành chỉ tiêu đã đề ra trong quý này"
        " đồng thời nâng cao chất lượng sinh hoạt chuyên đề gắn với nhiệm vụ được giao ở cơ sở nhằm"
        " tạo chuyển biến rõ nét về nhận thức của cán bộ đảng viên đối với phong trào thi đua chung"
    )
)
_CAPTIONS = (
    "Quang cảnh buổi làm việc tại {}.",
    "Các đại biểu dự hội nghị. Ảnh: Bảo Lâm",
    "Lãnh đạo {} phát biểu tại hội nghị.",
    "Đoàn công tác thăm mô hình trồng rau sạch ở {}. (Ảnh: CTV)",
)
_OTHERS = (
    "Hội thi dân vận khéo xã Đồng Mây thu hút đông đảo đoàn viên",
    "Khởi công nhà văn hóa thôn Bản Lầu vào đầu tháng tới",
    "Tặng quà gia đình chính sách nhân ngày truyền thống",
    "Nậm Pha phát động tết trồng cây trên các tuyến đường mới",
)


class Story(NamedTuple):
    """What a page must give."""

    title: str
    sapo: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    """The first stands before the second paragraph, the second before the last one."""
    box: str
    """A boxed paragraph inside the text, which is text."""
    quote: str
    authors: tuple[str, ...]
    byline: str
    published: datetime
    modified: datetime
    section: str
    outlet: str
    credit: str | None
    others: tuple[tuple[str, str], ...]
    """Other articles: headline and a date line, all decoys."""
    visit: str
    """The clock of the visit."""


class MadePage(NamedTuple):
    """A page and what must be read from it."""

    layout: str
    html: str
    url: str
    story: Story
    published: datetime | None
    precision: Precision | None
    modified: datetime | None
    section: str | None
    outlet: str | None
    image: str | None
    authors: tuple[str, ...]


class _Layout(NamedTuple):
    build: Callable[[Story, str], str]
    """Story and the page's address to HTML."""
    precision: Precision | None = Precision.MINUTE
    modified: bool = False
    section: bool = True
    outlet: bool = True
    image: bool = True


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A story of four to seven paragraphs."""
    place = draw(st.sampled_from(_PLACES))
    topic = draw(st.sampled_from(_TOPICS))
    host = draw(st.sampled_from(_HOSTS)).format(place)
    people = draw(st.lists(_names(), min_size=2, max_size=2, unique=True))
    byline, count = draw(
        st.sampled_from(
            (
                ("{0}", 1),
                ("{0} - {1}", 2),
                ("{0}, {1}", 2),
                ("Bài và ảnh: {0}", 1),
                ("Tin, ảnh: {0} – {1}", 2),
                ("{0} (tổng hợp)", 1),
            )
        )
    )
    published = draw(
        st.datetimes(
            min_value=datetime.fromisoformat("2012-01-01"),
            max_value=datetime.fromisoformat("2026-03-01"),
        )
    ).replace(microsecond=0, tzinfo=ZONE)
    quarter = draw(st.integers(1, 4))
    other = published - timedelta(days=draw(st.integers(1, 300)), minutes=77)
    return Story(
        title=f"{host} {draw(st.sampled_from(_DEEDS))} {topic} quý {quarter}",
        sapo=_sentence(draw, f"{host} vừa tổ chức hội nghị {topic}", 14),
        paragraphs=tuple(_paragraph(draw, n) for n in range(draw(st.integers(4, 7)))),
        captions=tuple(
            one.format(place)
            for one in draw(st.lists(st.sampled_from(_CAPTIONS), max_size=2, unique=True))
        ),
        box=_sentence(draw, f"Theo kế hoạch, {place} phấn đấu hoàn thành trước hạn", 24),
        quote=_sentence(draw, f"Chúng tôi coi {topic} là việc làm thường xuyên", 16),
        authors=tuple(people[:count]),
        byline=byline.format(*people),
        published=published,
        modified=published + timedelta(minutes=draw(st.integers(5, 3000))),
        section=draw(st.sampled_from(("Xây dựng Đảng", "Thời sự", "Tin trong tỉnh"))),
        outlet=draw(st.sampled_from((f"Báo {place}", f"Cổng thông tin điện tử {place}"))),
        credit=draw(st.sampled_from((None, "Theo TTXVN", "Nguồn: Báo Trường Vân"))),
        others=tuple((one, f"{other:%d/%m/%Y %H:%M}") for one in _OTHERS),
        visit=f"{_DAYS[other.weekday()]}, {other:%d/%m/%Y, %H:%M}",
    )


@st.composite
def _names(draw: st.DrawFn) -> str:
    return f"{draw(st.sampled_from(_SURNAMES))} {draw(st.sampled_from(_GIVEN))}"


def _sentence(draw: st.DrawFn, head: str, words: int) -> str:
    start = draw(st.integers(0, len(_WORDS) - 1))
    ring = (*_WORDS, *_WORDS)
    return f"{head}, {' '.join(ring[start : start + words])}."


def _paragraph(draw: st.DrawFn, number: int) -> str:
    heads = ("Tại hội nghị", "Theo báo cáo", "Bên cạnh đó", "Trong thời gian tới", "Ngoài ra")
    head = heads[number % len(heads)]
    return " ".join(_sentence(draw, f"{head} phần {number} mục {n}", 18) for n in range(1, 4))


def _text(story: Story, *, figure: str, p: str = "<p>{}</p>", box: str = "<p>{}</p>") -> str:
    """Paragraphs with the first caption after the first, box, quote, and the second caption."""
    pieces = [p.format(escape(one, quote=False)) for one in story.paragraphs]
    shown = [figure.format(escape(one, quote=False)) for one in story.captions]
    if len(shown) > 1:
        pieces.insert(len(pieces) - 1, shown[1])
    pieces.insert(2, box.format(escape(story.box, quote=False)))
    pieces.insert(3, f"<blockquote><p>{escape(story.quote, quote=False)}</p></blockquote>")
    if shown:
        pieces.insert(1, shown[0])
    return "\n".join(pieces)


def _byline(story: Story, form: str) -> str:
    credit = form.format(escape(story.credit)) if story.credit else ""
    return form.format(escape(story.byline)) + credit


def _others(story: Story, head: str, item: str) -> str:
    items = "".join(item.format(title=escape(title), date=date) for title, date in story.others)
    return f"<h3>{head}</h3><ul>{items}</ul>"


_RIGHT = '<p style="text-align: right;"><strong>{}</strong></p>'
_MENU = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("Trang chủ", "Giới thiệu", "Liên hệ"))
_SHARE = '<div class="social-share"><a href="#">Facebook</a> <a href="#">Zalo</a></div>'
_TAGS = (
    '<div class="tags"><span>Từ khóa:</span> <a href="/t">dân vận</a> <a href="/t">cơ sở</a></div>'
)
_COMMENT = (
    '<div class="comments"><h3>Ý kiến bạn đọc</h3><form><textarea></textarea>'
    "<button>Gửi bình luận</button></form></div>"
)
_FOOT = (
    "<footer><p>Cơ quan chủ quản: Ủy ban nhân dân tỉnh. Giấy phép số 01/GP-TTĐT.</p>"
    "<p>Địa chỉ: số 1 đường Hoa Ban. Điện thoại: 0000 000 000</p></footer>"
)
_LI = '<li><a href="/khac.html">{title}</a> <span>({date})</span></li>'


def _ld(story: Story, url: str, **more: object) -> str:
    item = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": story.title,
        "description": story.sapo,
        "image": {"@type": "ImageObject", "url": "https://cdn.lamgiang.example/anh/bia.jpg"},
        "datePublished": story.published.isoformat(),
        "dateModified": story.modified.isoformat(),
        "author": {"@type": "Organization", "name": story.outlet},
        "publisher": {"@type": "Organization", "name": story.outlet},
        **more,
    }
    return json.dumps(item, ensure_ascii=False)


def _og(story: Story, url: str, *, title: str | None = None) -> str:
    return (
        f'<meta property="og:title" content="{escape(title or story.title)}">'
        f'<meta property="og:description" content="{escape(story.sapo)}">'
        f'<meta property="og:url" content="{url}">'
        f'<meta property="og:site_name" content="{escape(story.outlet)}">'
        '<meta property="og:image" content="https://cdn.lamgiang.example/anh/bia.jpg">'
    )


def _page(head: str, body: str, tab: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(tab)}</title>'
        f"{head}<script>var a = 1;</script></head><body>{body}</body></html>"
    )


def _json_ld_paper(story: Story, url: str) -> str:
    """A large paper: JSON-LD, sapo heading, figures, inline related box, author at the end."""
    related = _ld(story, "https://lamgiang.example/khac.html").replace(
        story.title, story.others[0][0]
    )
    related = related.replace(story.published.isoformat(), "2011-01-01T00:00:00+07:00")
    crumbs = json.dumps(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Trang chủ"},
                {"@type": "ListItem", "position": 2, "item": {"name": story.section}},
            ],
        },
        ensure_ascii=False,
    )
    scripts = "".join(
        f'<script type="application/ld+json">{one}</script>'
        for one in (related, _ld(story, url), crumbs)
    )
    figure = (
        '<figure class="tplCaption"><img src="/a.jpg" alt="x"><figcaption><p class="Image">{}</p>'
        "</figcaption></figure>"
    )
    text = _text(story, figure=figure, p='<p class="Normal">{}</p>')
    return _page(
        scripts + _og(story, url),
        f"<header><ul>{_MENU}</ul><span class='time-now'>{story.visit}</span></header>"
        f"<section><h1 class='title-detail'>{escape(story.title)}</h1>"
        f"<p class='description'>{escape(story.sapo)}</p>"
        f"<article class='fck_detail'>{text}"
        f"{_byline(story, _RIGHT)}</article>"
        f"{_TAGS}{_SHARE}{_COMMENT}"
        f"<div class='box-related'>{_others(story, 'Tin liên quan', _LI)}</div></section>{_FOOT}",
        f"{story.title} - {story.outlet}",
    )


def _onecms(story: Story, url: str) -> str:
    """An electronic paper of the ePi/OneCMS kind: classes with prefixes, boxed box, zce body."""
    clock = f"{story.published:%d/%m/%Y %H:%M}"
    figure = (
        '<table class="picture" align="center"><tbody><tr><td class="pic"><img src="/a.jpg"></td>'
        '</tr><tr><td class="caption"><p>{}</p></td></tr></tbody></table>'
    )
    box = '<div class="notebox ncenter" contenteditable="false"><p>{}</p></div>'
    return _page(
        _og(story, url)
        + f'<meta property="article:section" content="{story.section}">'
        + f'<meta property="article:published_time" content="{story.published.isoformat()}">'
        + f'<meta property="article:modified_time" content="{story.modified.isoformat()}">',
        f"<div class='site-header'><div class='rank-2'>{story.visit}</div><ul>{_MENU}</ul></div>"
        f"<div class='article'><h1 class='article__header'>{escape(story.title)}</h1>"
        f"<div class='article__meta'><a class='cate' href='/x'>{story.section}</a>"
        f"<time class='time'>{clock}</time></div>{_SHARE}"
        f"<div class='article__sapo'>{escape(story.sapo)}</div>"
        f"<div class='article__body zce-content-body cms-body'>{_text(story, figure=figure, box=box)}"
        f"<div class='article__author'><span class='name'>{escape(story.byline)}</span></div>"
        f"{_credit(story)}</div>"
        f"<div class='article__tag'>{_TAGS}</div>"
        f"<div class='newsletter'><p>Đăng ký nhận bản tin hằng tuần của chúng tôi qua thư điện tử</p>"
        f"</div><div class='article-relate'>{_others(story, 'Tin cùng chuyên mục', _LI)}</div></div>"
        f"{_FOOT}",
        f"{story.title} | {story.outlet}",
    )


def _credit(story: Story) -> str:
    return f"<p class='source'>{escape(story.credit)}</p>" if story.credit else ""


def _portal(story: Story, url: str) -> str:
    """A government portal of the VNPT or Liferay kind: no JSON-LD, date and views below the h1."""
    clock = f"{_DAYS[story.published.weekday()]}, {story.published:%d/%m/%Y, %H:%M}"
    figure = (
        "<p style='text-align:center'><img src='/documents/a.jpg'/></p>"
        "<p style='text-align:center'><em>{}</em></p>"
    )
    p = "<p style='text-align:justify'><span style='font-size:14pt'>{}</span></p>"
    return _page(
        "",
        f"<div id='banner'><div class='date-now'>{story.visit}</div><ul>{_MENU}</ul></div>"
        f"<div class='breadcrumb'><a href='/'>Trang chủ</a> <a href='/x'>{story.section}</a></div>"
        f"<div class='portlet-body'><h1 class='title'>{escape(story.title)}</h1>"
        f"<div class='ngay-dang'>{clock}</div><div>Lượt xem: 1.234</div>"
        f"<div class='tools'><a href='#'>In bài viết</a> <a href='#'>Gửi email</a></div>"
        f"<div class='summary'>{escape(story.sapo)}</div>"
        f"<div class='journal-content-article'>{_text(story, figure=figure, p=p, box=p)}</div>"
        f"{_byline(story, _RIGHT)}"
        f"</div>{_others(story, 'Các tin khác', _LI)}{_FOOT}",
        f"{story.title} - {story.outlet}",
    )


def _dnn(story: Story, url: str) -> str:
    """A DNN portal: everything in panes and spans, the date in a label with a prefix."""
    figure = (
        "<div class='img-news'><img src='/Portals/0/a.jpg' /><div class='caption'>{}</div></div>"
    )
    return _page(
        f"<meta name='description' content='{escape(story.sapo)}'>",
        f"<form id='Form'><div id='dnn_HeaderPane'><span>{story.visit}</span><ul>{_MENU}</ul></div>"
        f"<div id='dnn_ContentPane'><span id='dnn_lblTitle' class='Head'>{escape(story.title)}</span>"
        f"<div id='dnn_ctr_lblDate'>Đăng ngày: {story.published:%d/%m/%Y} | {story.published:%H:%M}</div>"
        f"<div class='lblSummary'>{escape(story.sapo)}</div>"
        f"<div id='dnn_ctr_lblContent' class='Normal'>{_text(story, figure=figure)}"
        f"{_byline(story, '<p align=right><b>{}</b></p>')}</div>"
        f"<div class='othernews'>{_others(story, 'Tin khác', _LI)}</div></div></form>{_FOOT}",
        story.title,
    )


def _sharepoint(story: Story, url: str) -> str:
    """A SharePoint site: site name first in the title, ms-rte fields, day only."""
    figure = (
        "<div class='ExternalClass'><img src='/SiteAssets/a.jpg'/><p class='chuthich'>{}</p></div>"
    )
    p = "<p class='ms-rteElement-P'>&#8203;{}</p>"
    return _page(
        "",
        f"<div id='s4-titlerow'><ul>{_MENU}</ul></div><div id='s4-bodyContainer'>"
        f"<div class='news-detail'><h2 class='news-title'>{escape(story.title)}</h2>"
        f"<p class='news-date'>Ngày đăng: {story.published:%d/%m/%Y}</p>"
        f"<div class='news-sapo ms-rtestate-field'>{escape(story.sapo)}</div>"
        f"<div class='ms-rtestate-field'>{_text(story, figure=figure, p=p, box=p)}"
        f"{_byline(story, _RIGHT)}</div>"
        f"</div><div class='related-news'>{_others(story, 'Tin đã đưa', _LI)}</div></div>{_FOOT}",
        f"Trang thông tin điện tử {story.outlet} - {story.title}",
    )


def _joomla(story: Story, url: str) -> str:
    """Joomla: item-page with microdata, hits, pager of the neighbours."""
    figure = "<p style='text-align: center;'><img src='/images/a.jpg' /><br /><em>{}</em></p>"
    stamp = story.published.isoformat()
    return _page(
        f"<meta name='description' content='{escape(story.sapo)}'><meta name='author' content='Super User'>",
        f"<ul class='nav menu'>{_MENU}</ul><div class='item-page' itemscope "
        f"itemtype='https://schema.org/Article'><div class='page-header'><h2 itemprop='headline'>"
        f"{escape(story.title)}</h2></div><dl class='article-info'>"
        f"<dd class='category-name'>Chuyên mục: <a href='/x'>{story.section}</a></dd>"
        f"<dd class='published'><time datetime='{stamp}' itemprop='datePublished'>"
        f"Được đăng: {story.published:%d %m %Y}</time></dd>"
        f"<dd class='modified'><time datetime='{story.modified.isoformat()}' itemprop='dateModified'>"
        f"Cập nhật: {story.modified:%d %m %Y}</time></dd>"
        f"<dd class='hits'>Lượt xem: 512</dd></dl>"
        f"<div itemprop='articleBody'><p><strong>{escape(story.sapo)}</strong></p>"
        f"{_text(story, figure=figure)}"
        f"{_byline(story, _RIGHT)}</div>"
        f"<ul class='pager pagenav'><li><a rel='prev' href='/2'>Trước</a></li>"
        f"<li><a rel='next' href='/3-bai-sau'>Tiếp theo</a></li></ul></div>"
        f"<div class='moduletable'>{_others(story, 'Bài viết mới nhất', _LI)}</div>{_FOOT}",
        story.title,
    )


def _wordpress(story: Story, url: str) -> str:
    """WordPress with a newspaper theme: @graph of an SEO plug-in, entry-content, author box."""
    graph = json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                json.loads(
                    _ld(story, url, author={"@id": "#/person/1"}, articleSection=[story.section])
                ),
                {"@type": "WebSite", "name": story.outlet},
                {"@type": "Person", "@id": "#/person/1", "name": "admin"},
            ],
        },
        ensure_ascii=False,
    )
    figure = (
        "<figure class='wp-block-image'><img src='/wp-content/a.jpg'><figcaption "
        "class='wp-element-caption'>{}</figcaption></figure>"
    )
    stamp = story.published.isoformat()
    return _page(
        f"<script type='application/ld+json'>{graph}</script>{_og(story, url)}",
        f"<div class='td-header'><ul>{_MENU}</ul></div><article class='post'>"
        f"<header class='td-post-title'><ul class='td-category'><li><a href='/x'>{story.section}</a>"
        f"</li></ul><h1 class='entry-title'>{escape(story.title)}</h1>"
        f"<div class='td-module-meta-info'><div class='td-post-author-name'>bởi <a rel='author' "
        f"href='/author/admin'>admin</a></div><span class='td-post-date'><time class='entry-date' "
        f"datetime='{stamp}'>{story.published:%d/%m/%Y}</time></span></div></header>{_SHARE}"
        f"<div class='td-post-content entry-content'><p><strong>{escape(story.sapo)}</strong></p>"
        f"{_text(story, figure=figure)}"
        f"{_byline(story, '<p class=has-text-align-right><strong>{}</strong></p>')}</div>{_TAGS}"
        f"<div class='td_block_related_posts'>{_others(story, 'Bài viết liên quan', _LI)}</div>"
        f"</article><div id='comments'><p>Để lại một bình luận Hủy trả lời</p></div>{_FOOT}",
        f"{story.title} – {story.outlet}",
    )


def _asp_table(story: Story, url: str) -> str:
    """An ASP.NET site of old: tables in tables, font tags, the date in brackets."""
    figure = (
        "<table align=center width=400><tr><td><img src=a.jpg></td></tr><tr><td align=center>"
        "<i>{}</i></td></tr></table>"
    )
    p = "<p><font face='Times New Roman' size=3>{}</font></p>"
    clock = f"({_DAYS[story.published.weekday()]}, {story.published:%d/%m/%Y | %H:%M})"
    return _page(
        "",
        f"<form method=post action=chitiet.aspx><table width=100%><tr><td>{story.visit}</td></tr>"
        f"<tr><td width=180><table><tr><td>Trang chủ</td></tr><tr><td>Giới thiệu</td></tr></table></td>"
        f"<td valign=top><table><tr><td class=tieude><b>{escape(story.title)}</b></td></tr>"
        f"<tr><td class=ngay>{clock}</td></tr><tr><td class=trichdan><b>{escape(story.sapo)}</b></td>"
        f"</tr><tr><td class=noidung>{_text(story, figure=figure, p=p, box=p)}"
        f"{_byline(story, '<p align=right><b>{}</b></p>')}</td></tr>"
        f"<tr><td><a href=#>[Trở về]</a> <a href=#>[In trang]</a></td></tr>"
        f"<tr><td>{_others(story, 'Các tin đã đưa', _LI)}</td></tr></table></td></tr></table></form>"
        f"<table><tr><td>Bản quyền thuộc {story.outlet}</td></tr></table>",
        f"{story.outlet}",
    )


def _blogger(story: Story, url: str) -> str:
    """Blogger: h3 post-title, post-body with line breaks, abbr published."""
    figure = (
        "<table class='tr-caption-container'><tbody><tr><td><img src='a.jpg'/></td></tr><tr>"
        "<td class='tr-caption'>{}</td></tr></tbody></table>"
    )
    return _page(
        _og(story, url),
        f"<div class='tabs'><ul>{_MENU}</ul></div><div class='post hentry'>"
        f"<h3 class='post-title entry-title'>{escape(story.title)}</h3>"
        f"<div class='post-body entry-content'><b>{escape(story.sapo)}</b><br/><br/>"
        f"{_text(story, figure=figure, p='{}<br/><br/>')}"
        f"{_byline(story, _RIGHT)}</div>"
        f"<div class='post-footer'><span class='post-timestamp'>vào lúc <a href='{url}'><abbr "
        f"class='published' itemprop='datePublished' title='{story.published.isoformat()}'>"
        f"{story.published:%H:%M}</abbr></a></span></div></div>{_COMMENT}"
        f"<div class='sidebar'>{_others(story, 'Bài đăng phổ biến', _LI)}</div>",
        f"{story.outlet}: {story.title}",
    )


def _drupal(story: Story, url: str) -> str:
    """Drupal 7: RDFa spans, submitted line, field items."""
    figure = (
        "<div class='field-name-field-image'><img src='/sites/a.jpg'/><div class='image-caption'>{}"
        "</div></div>"
    )
    stamp = story.published.isoformat()
    return _page(
        f"<meta name='dcterms.title' content='{escape(story.title)}'>",
        f"<ul class='menu'>{_MENU}</ul><div class='breadcrumb'><a href='/'>Trang chủ</a> » "
        f"<a href='/x'>{story.section}</a></div><h1 class='page-title'>{escape(story.title)}</h1>"
        f"<div class='node node-article'><div class='submitted'><span property='dc:date dc:created' "
        f"content='{stamp}' datatype='xsd:dateTime'>Gửi bởi admin vào {story.published:%d/%m/%Y - %H:%M}"
        f"</span></div><div class='field-name-field-summary lead'>{escape(story.sapo)}</div>"
        f"<div class='field field-name-body'><div class='field-items'>"
        f"{_text(story, figure=figure)}{_byline(story, '<p class=rtejustify><strong>{}</strong></p>')}"
        f"</div></div></div><div class='view-related'>{_others(story, 'Tin cùng loại', _LI)}</div>"
        f"{_FOOT}",
        f"{story.title} | {story.outlet}",
    )


def _bare(story: Story, url: str) -> str:
    """A page that states no date at all, with dated decoys around."""
    figure = "<p align='center'><img src='a.jpg'></p><p class='chu-thich'>{}</p>"
    return _page(
        _og(story, url),
        f"<div class='clock'>{story.visit} [GMT+7]</div><ul>{_MENU}</ul>"
        f"<h1>{escape(story.title)}</h1><div class='sapo'>{escape(story.sapo)}</div>"
        f"<div class='content'>{_text(story, figure=figure)}"
        f"{_byline(story, '<p class=tac-gia>{}</p>')}</div>"
        f"<div class='tin-lien-quan'>{_others(story, 'Tin liên quan', _LI)}</div>{_FOOT}",
        f"{story.title} - {story.outlet}",
    )


LAYOUTS = {
    "json-ld paper": _Layout(_json_ld_paper, Precision.SECOND, modified=True),
    "onecms": _Layout(_onecms, Precision.SECOND, modified=True),
    "portal": _Layout(_portal, outlet=False, image=False),
    "dnn": _Layout(_dnn, section=False, outlet=False, image=False),
    "sharepoint": _Layout(_sharepoint, Precision.DAY, section=False, outlet=False, image=False),
    "joomla": _Layout(
        _joomla, Precision.SECOND, modified=True, section=False, outlet=False, image=False
    ),
    "wordpress": _Layout(_wordpress, Precision.SECOND, modified=True),
    "asp table": _Layout(_asp_table, section=False, outlet=False, image=False),
    "blogger": _Layout(_blogger, Precision.SECOND, section=False),
    "drupal": _Layout(_drupal, Precision.SECOND, outlet=False, image=False),
    "bare": _Layout(_bare, None, section=False),
}


def make_page(story: Story, name: str) -> MadePage:
    """The story in the layout of that name, and what the page says of it."""
    layout = LAYOUTS[name]
    url = "https://lamgiang.example/tin-tuc/bai-viet-123.html"
    stated = story.published
    if layout.precision is Precision.DAY:
        stated = stated.replace(hour=0, minute=0, second=0)
    elif layout.precision is Precision.MINUTE:
        stated = stated.replace(second=0)
    return MadePage(
        layout=name,
        html=layout.build(story, url),
        url=url,
        story=story,
        published=stated if layout.precision else None,
        precision=layout.precision,
        modified=story.modified if layout.modified else None,
        section=story.section if layout.section else None,
        outlet=story.outlet if layout.outlet else None,
        image="https://cdn.lamgiang.example/anh/bia.jpg" if layout.image else None,
        authors=story.authors,
    )
