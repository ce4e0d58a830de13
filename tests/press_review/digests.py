"""A week of fictional articles, and hostile ones, as digests and reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.digest.calendar import week_bounds
from bot.digest.compose import compose
from bot.digest.composed import ComposedDigest
from bot.digest.select import select_published
from bot.messages.catalog import Catalog
from bot.messages.format import HOME_ZONE
from bot.press_review.formats import UNITS
from storage.models import Article, Precision

CATALOG = Catalog.load()
WEEK = "2031-W15"
MONDAY = datetime(2031, 4, 7, 1, 0, tzinfo=UTC)
NAMES = {
    "bao-song-lam": "Báo Sông Lam",
    "tinh-uy": "Tỉnh ủy Phước Sơn",
    "dai": "Đài <Phước Sơn> & Co",
}


def unlike(number: int, syllables: int = 8) -> str:
    """Words that no other number's text has: articles of such words are stories of their own."""
    return " ".join(f"tiếng{number * syllables + at}" for at in range(syllables)).capitalize()


def article(number: int, **changes: Any) -> Article:
    """A text of its own, published in the week; `number` tells it apart."""
    at = MONDAY + timedelta(hours=5 * (number % 30))
    values: dict[str, Any] = {
        "id": f"bbbbbb{number:04d}",
        "source": tuple(NAMES)[number % 3],
        "title": unlike(number),
        "fingerprint": f"text-{number}",
        "first_seen": at,
        "updated_at": at,
        "published": at,
        "published_precision": Precision.MINUTE,
        "url": f"https://songlam.example/tin/{number}?a=1&b=2",
        "lead": f"{unlike(number + 20_000)}.",
        "paragraphs": (f"{unlike(number + 40_000)}. {unlike(number + 60_000)}.",),
    }
    return Article(**{**values, **changes})


ASKED = (
    "Đồng chí Lê Văn Thử, Bí thư Đảng ủy xã, yêu cầu các chi bộ hoàn thành rà soát hồ sơ"
    " trước ngày 20/5/2031 theo Chỉ thị số 07-CT/TW."
)
MEETING = article(
    900,
    source="tinh-uy",
    title="Đảng ủy xã Phước Sơn sơ kết công tác quý I năm 2031",
    lead="Sáng 8/4, Đảng ủy xã Phước Sơn tổ chức hội nghị sơ kết công tác quý I năm 2031.",
    paragraphs=(
        "Trong quý I, Đảng bộ xã kết nạp 12 đảng viên, thu ngân sách đạt 4,5 tỷ đồng.",
        ASKED,
    ),
)
MEETING_ELSEWHERE = article(
    901,
    source="bao-song-lam",
    title="Phước Sơn sơ kết công tác quý I năm 2031",
    lead="Đảng ủy xã Phước Sơn vừa tổ chức hội nghị sơ kết công tác quý I năm 2031.",
    paragraphs=(
        "Hội nghị đánh giá quý I Đảng bộ xã kết nạp 12 đảng viên, bằng 30% kế hoạch.",
        "Hội nghị cũng trao giấy khen cho 5 chi bộ thu ngân sách tốt.",
    ),
)
UNDATED = article(
    902,
    title="Thông báo lịch tiếp dân của xã Mẫu",
    published=None,
    published_precision=None,
    url=None,
    lead=None,
    paragraphs=(),
)

EVERY = (MEETING, MEETING_ELSEWHERE, UNDATED, *(article(n) for n in range(12)))


def digest(
    articles: Sequence[Article] = EVERY, language: str = "vi", units: int = UNITS
) -> ComposedDigest:
    """The digest of `WEEK`."""
    start, end = week_bounds(WEEK, HOME_ZONE)
    return compose(
        select_published(articles, start, end),
        language=language,
        zone=HOME_ZONE,
        week=WEEK,
        since=start,
        until=end,
        catalog=CATALOG,
        source_names=NAMES,
        units=units,
    )


def words_of(articles: Sequence[Article]) -> list[str]:
    """Each text of each article, as it stands."""
    return [text for it in articles for text in (it.title, it.lead or "", *it.paragraphs) if text]
