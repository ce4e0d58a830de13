"""`diemtin ask` tells how a question was understood and weakened."""

from __future__ import annotations

from pathlib import Path

from storage.models import Source
from storage.open import open_store
from tests.cli.conftest import Call
from tests.search.asking import LIBRARY


def test_what_was_understood_and_weakened_is_told(call: Call, tmp_path: Path) -> None:
    """A time with its days, a forgiven slip, a time without articles."""
    store = open_store(str(tmp_path / "data"))
    store.put_articles(LIBRARY)
    store.close()
    understood = call("ask", "giao ban quý III năm 2023").out
    assert "Đăng hoặc nói về: 01/07–30/09/2023" in understood
    assert "Huyện Phước Sơn giao ban công tác Đảng" in understood
    assert "Không bài nào có “láy”. Đang tìm “lái”" in call("ask", "thương láy mua").out
    late = call("ask", "giá lúa tuần trước").out
    assert "Giá lúa tuần trước" in late
    assert "TP Hồ Chí Minh" in call("ask", "tỉnh:hcm").out


def test_a_source_that_a_curator_added_is_known_by_its_name(call: Call, tmp_path: Path) -> None:
    """With a slip as well; which one was meant is told."""
    store = open_store(str(tmp_path / "data"))
    store.put_articles(LIBRARY)
    store.put_source(Source(id="bao-song-lam", name="Báo Sông Lam", kind="feed"))
    store.close()
    found = call("ask", "nguồn:song lma giá lúa").out
    assert "Hiểu là: nguồn Báo Sông Lam" in found
    assert "Giá lúa" in found
