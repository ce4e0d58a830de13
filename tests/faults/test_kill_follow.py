"""The bot is killed between storing an article and telling of it, and while it reads all anew."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from bot.delivery.follow_ledger import KEY, read_ledger
from bot.facts.look_up import current_term, with_terms
from bot.ingest.renewal import articles_left
from storage.base import Store
from storage.models import Article, Correction
from storage.open import open_store
from tests.botapi.control import ControlClient, start_server
from tests.faults.bot_process import PATIENCE, bot_process, drop_file, kill, wait_for

READER = 1001


def _daytime() -> dict[str, str]:
    """Settings by which it is noon now: nobody is told at night. `Etc` signs are those of POSIX."""
    return {"TIMEZONE": f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"}


SAID = (
    "Sáng nay, xã Thử họp bàn việc sửa trạm bơm trên kênh chính, có đông đủ các trưởng thôn dự.",
    "Chiều qua, đoàn kiểm tra đến xem trạm bơm mới của hợp tác xã và ghi nhận tiến độ lắp máy.",
    "Theo báo cáo của huyện Mẫu, ba trạm bơm phải dừng vì mực nước sông xuống thấp hơn năm ngoái.",
)
"""Reports of different things: a text that is like another would be its repost."""


def _text(number: int) -> str:
    today = datetime.now(UTC) - timedelta(hours=1)
    return f"Bản tin thử số {number}\n\n{today:%H:%M, %d/%m/%Y}\n\n{SAID[number]}\n"


def _told(control: ControlClient, number: int) -> int:
    """How often the reader was told of an article."""
    news = [it["text"] for it in control.messages(READER) if "tin mới bạn theo dõi" in it["text"]]
    return sum(f"Bản tin thử số {number}" in text for text in news)


def _has(count: int) -> Callable[[Store], bool]:
    """Whether the store has so many articles."""
    return lambda store: store.count_articles() == count


def _was_told(store: Store) -> bool:
    """Whether somebody was told of something, and it is kept that it went out."""
    ledger = read_ledger(store.get_value(KEY))
    return ledger.number > 0 and not ledger.waiting


def _fewer_left(than: int) -> Callable[[Store], bool]:
    return lambda store: articles_left(store) < than


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_who_follows_is_told_though_the_bot_dies_before(tmp_path: Path) -> None:
    """Killed as soon as the article is stored: its next life tells, once, and not what was told."""
    data = tmp_path / "data"
    (data / "inbox").mkdir(parents=True)
    with start_server("--unlimited") as control:
        control.add_user(READER)
        with bot_process(control, data, _daytime()):
            drop_file(data, "first", _text(0))  # there before anybody followed
            wait_for(data, _has(1))
            control.send(READER, "/theodoi trạm bơm")
            assert "Đang theo dõi" in control.wait_message(READER, timeout=PATIENCE)["text"]
        with bot_process(control, data, _daytime()) as bot:
            drop_file(data, "second", _text(1))
            wait_for(data, _has(2))
            kill(bot)
        assert _told(control, 1) == 0
        with bot_process(control, data, _daytime()) as bot:
            wait_for(data, _was_told)
            kill(bot)
        with bot_process(control, data, _daytime()):
            drop_file(data, "third", SAID[2].replace("trạm bơm", "hồ chứa"))  # nobody follows that
            wait_for(data, _has(3))
            time.sleep(1)
        assert [_told(control, number) for number in (0, 1)] == [0, 1]
        assert control.violations() == []


def _old(number: int) -> Article:
    """An article of older rules, every third one corrected by a curator."""
    seen = datetime(2031, 4, 8, tzinfo=UTC) - timedelta(hours=number)
    removed = Correction(kind="people", key="tran thi mau", by="user:7", at=seen, removed=True)
    return Article(
        id=f"aaaaaaa{number:03d}",
        source="bao",
        title=f"Xã {number} giao ban",
        fingerprint=f"f{number}",
        first_seen=seen,
        updated_at=seen,
        published=seen,
        paragraphs=("Đồng chí Trần Thị Mẫu, Phó Bí thư Huyện ủy, chủ trì hội nghị.",),
        terms=("who:nobody",),
        terms_version=1,
        corrections=(removed,) if number % 3 == 0 else (),
    )


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_reading_all_anew_outlives_being_killed(tmp_path: Path) -> None:
    """At random moments, while files come in: all is done in the end, corrections stand."""
    data, draw = tmp_path / "data", random.Random(5)
    count = 150
    store = open_store(str(data))
    store.put_articles([_old(number) for number in range(count)])
    store.close()
    (data / "inbox").mkdir()
    with start_server("--unlimited") as control:
        for number in range(2):
            with bot_process(control, data, _daytime()) as bot:
                drop_file(data, f"tin-{number}", _text(number))
                time.sleep(draw.uniform(1.5, 3.0))
                kill(bot)
        for _ in range(8):  # each start does a batch at once, the next one a minute later
            with bot_process(control, data, _daytime()):
                store = open_store(str(data), read_only=True)
                left = articles_left(store)
                store.close()
                if left:
                    wait_for(data, _fewer_left(left), pause=0.3)
                else:
                    wait_for(data, _has(count + 2))
                    break
    store = open_store(str(data))
    try:
        assert articles_left(store) == 0
        assert store.problems() == []
        assert store.count_articles() == count + 2
        for number in range(count):
            before = _old(number)
            after = store.get_article(before.id)
            assert after is not None
            assert after == with_terms(before), number
            assert current_term() in after.terms
            assert ("who:tran-thi-mau" in after.terms) is (number % 3 != 0)
            assert msgspec.structs.replace(after, terms=(), terms_version=0) == (
                msgspec.structs.replace(before, terms=(), terms_version=0)
            )
    finally:
        store.close()
