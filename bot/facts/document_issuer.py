"""Which body issued a document, and on which level it stands."""

from __future__ import annotations

import re

from bot.facts.document_grammar import tables
from bot.facts.name_extent import name_end
from bot.facts.organisation_heads import organisation_heads
from storage.text import fold

_ISSUER = re.compile(r",?\s+(?:do\s+)?của\s+(?=\S)")
_WORD = re.compile(r"\s*([^\W\d_]+(?:[.-][^\W\d_]+)*\.?|&)(?=[\s,.;:)(“\"”]|$)")
_INSIDE_NAMES = frozenset(
    """
    tỉnh thành phố huyện quận xã phường thị trấn các cơ quan doanh nghiệp khối đảng bộ ủy uỷ nước
    thường vụ chấp hành trung ương chính trị bí thư nhân dân đại biểu sở ban quốc hội phủ tướng
    tổ chức kiểm tra tuyên giáo dân vận chỉ đạo đoàn mặt trận liên hiệp phụ nữ nông dân lao động
    cựu chiến binh trực lực lượng công an quân sự ngành tài nguyên môi trường công thương nghệ khoa
    học phát triển nông thôn giao thông vận tải văn hóa thể thao du lịch thông tin truyền thông tư
    pháp tôn ngoại nội đào tạo y tế xây dựng thanh tra kế hoạch đầu tập tổng liên toàn quyền
    """.split()  # noqa: SIM905 - a hundred quoted words in a list are read by nobody
)
"""Small words that a body's name goes on with: `Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh`."""
_MAX_ISSUER = 16


def level_of(issuer: str) -> str | None:
    """The level of a body as the table of issuers knows it."""
    folded = fold(issuer)
    fits = [name for name in tables().levels if f"{folded} ".startswith(f"{name} ")]
    return tables().levels[max(fits, key=len)] if fits else None


def issuer_at(text: str, at: int, limit: int) -> tuple[str, int] | None:
    """A body's name behind "của": capitals and the small words that such names go on with."""
    of = _ISSUER.match(text, at, limit)
    if of is None:
        return None
    body = organisation_heads().pattern.match(text, of.end(), limit)
    if body is not None:
        end = name_end(text, body.end(), limit, words=_MAX_ISSUER)
        if end > body.end() or " " in body[0] or body[0].isupper():
            return text[of.end() : end], end
    end = kept = of.end()
    for count in range(_MAX_ISSUER):
        word = _WORD.match(text, end, limit)
        if word is None:
            break
        token = word[1].rstrip(".")
        capital = token[0].isupper()
        if not capital and token not in _INSIDE_NAMES and not (count and token in {"và", "&"}):
            break
        if not count and not capital and token not in {"tỉnh", "thành", "huyện", "quận"}:
            break
        end = word.start(1) + len(token)
        if token not in {"và", "&", "các"}:
            kept = end
        if text[end : end + 1] == "." and not token.isupper():
            break
    name = text[of.end() : kept].strip()
    return (name, kept) if name and any(char.isupper() for char in name) else None
