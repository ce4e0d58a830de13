"""Kept digests for tests: made as the running bot makes them, and frozen."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.digest_run import DigestRun
from storage.models import Edition, Preferences, SourceState, Subscriber
from tests.commands.world import CATALOG, NOW, World, article
from tests.digest.factory import unlike

SOURCE_NAMES = {"bao-song-lam": "Báo Sông Lam", "tinh-uy": "Tỉnh ủy Phước Sơn"}

TITLES = (
    "Bí thư Tỉnh ủy Phước Sơn dự đại hội đảng bộ xã Mẫu",
    "Nông dân huyện Thử Nghiệm được mùa lúa hè thu",
    "Bệnh viện Giả Định khánh thành khoa cấp cứu",
    "Học sinh trường Đồng Xanh đoạt giải toán quốc gia",
    "Công an huyện Mẫu bắt nhóm trộm xe máy",
    "Doanh nghiệp Sông Lam xuất khẩu lô gạo đầu tiên",
)


def week_of_news(world: World, count: int = 6) -> None:
    """Articles of different events, first seen within the week."""
    world.store.put_articles(
        [
            article(
                number + 10,
                title=TITLES[number] if number < len(TITLES) else unlike(number),
                source="tinh-uy" if number % 2 else "bao-song-lam",
                lead=f"{unlike(number + 100)}, {number + 20} người dự.",
                paragraphs=(),
                first_seen=NOW - timedelta(hours=number + 2),
                published=NOW - timedelta(hours=number + 3),
            )
            for number in range(count)
        ]
    )


def sent_digest(
    world: World, place: Subscriber | None = None, wishes: Preferences | None = None
) -> tuple[str, Edition]:
    """Freeze the digest of `place` (a private chat that is active); its period and text."""
    place = place or Subscriber(
        id="7",
        chat_id=7,
        status="active",
        language="vi",
        created_at=NOW,
        covered_until=NOW - timedelta(days=7),
        preferences=wishes or Preferences(),
    )
    world.store.update_subscriber(place.id, lambda _: place)
    run = DigestRun(world.store, CATALOG, SOURCE_NAMES, "vi", NOW)
    digest, edition, rows = run.digest_for(place, ())
    assert world.store.freeze_digests([(digest, edition, rows)]) == [True]
    return digest.id.partition("/")[0], edition


def polled(source: str, **changes: object) -> SourceState:
    """What polling knows of a source that was asked an hour ago and had nothing."""
    values: dict[str, object] = {
        "source": source,
        "url": f"https://{source}.example/rss",
        "first_success_at": NOW - timedelta(days=30),
        "last_attempt_at": NOW - timedelta(hours=1),
        "last_success_at": NOW - timedelta(hours=1),
    }
    return SourceState(**{**values, **changes})  # type: ignore[arg-type]  # fields by name
