"""Documents cited by their number: `Chỉ thị số 05-CT/TW`, `các Nghị quyết 18, 19`."""

from __future__ import annotations

import re

from bot.facts.document_grammar import CAPITAL, NUMBER, tables
from bot.facts.document_mention import Cited, with_tail
from storage.text import fold

_BARE_NUMBER = frozenset(
    {"nghi-quyet", "chi-thi", "ket-luan", "quyet-dinh", "quy-dinh", "nghi-dinh", "thong-tu"}
    | {"cong-dien", "cong-van", "huong-dan", "de-an", "thong-tu-lien-tich", "phap-lenh", "quy-che"}
)
"""Kinds cited as `Nghị quyết 35`; the 5 of `Kế hoạch 5 năm` is no number of a document."""

_CITES = re.compile(
    r"(?<!\w)(?:ban hành|ký|theo|tại|trong|thực hiện|căn cứ|triển khai|quán triệt|thi hành|áp dụng"
    r"|sửa đổi|bổ sung|thay thế|với|(?:điều|khoản)\s+\d{1,3}(?:\s+của)?)\s+$",
    re.IGNORECASE,
)
_CITED_BEHIND = re.compile(
    r"\s?(?:[,.;:)]|$)|\s(?:của|về|ngày|quy định|qui định|ban hành|kh(?:óa|oá)|năm\s\d{4}"
    r"|có hiệu lực|do|cho phép)(?!\w)"
)
"""Around `vừa ban hành quyết định 6207, …`: cited by a bare number though written small."""
_OF_A_BODY = re.compile(rf"\s(?:của|do)\s[{CAPITAL}]")
_LETTERS = frozenset({"cong-van", "van-ban"})
_OF_A_LETTER = re.compile(
    r"(?!(?:19|20)\d\d\s)\d{3,5}\s+(?:ngày|gửi|của|do|về|yêu cầu|đề nghị)(?!\w)"
)
"""`có văn bản 2590 gửi Sở X`: the number of a letter in small letters, without `số`."""
_COUNTED = re.compile(
    r"\s*(?:năm|tháng|ngày|tuần|quý|giờ|lần|vụ|điểm|người|nội dung|nhiệm vụ|giải pháp|chỉ tiêu"
    r"|trường hợp|đợt|bước|khâu|nhóm|mục|chương|điều|khoản|bài|trang|tỷ|triệu|nghìn|đồng|đơn vị"
    r"|cán bộ|dự án|hộ|xã|huyện|tỉnh|đồng chí|thành viên|đề án|mô hình|loại|cấp|hình thức|\+|x\s)"
)
"""What follows a number that counts instead of naming."""

_NUMBERED = re.compile(
    r"(?:\s+(?:chuyên đề|hỏa tốc|hoả tốc|khẩn|mật|liên tịch|thanh tra|kiểm tra|giám sát|thành lập"
    r"|phê duyệt|bổ nhiệm|kỷ luật|xử phạt(?:\s+vi phạm hành chính)?))?"
    r"\s*\(?\s*(?P<so>(?:[Ss]ố|SỐ)\s*:?\s*)?(?=\d)"
)
_DIGITS = 2
_CITES_ROOM = 24
_ALSO = re.compile(r"\s*(?:,|;|\s và|\s+và)\s+(?:số\s*)?(?=\d)")


def numbered(
    text: str, kind: re.Match[str], type_: str, slug: str, limit: int, *, capital: bool
) -> list[Cited]:
    before = _NUMBERED.match(text, kind.end(), limit)
    number = NUMBER.match(text, before.end(), limit) if before else None
    if before is None or number is None:
        return []
    head = text[max(0, kind.start() - 6) : kind.start()].rstrip().lower()
    plural = head.endswith(("các", "những"))
    if not before["so"] and not number["rest"]:
        named = slug in _BARE_NUMBER and (capital or plural)
        named = named or (slug in _BARE_NUMBER and _is_cited(text, kind, number, limit))
        letter = slug in _LETTERS and _OF_A_LETTER.match(text, number.start(), limit)
        if not (named or letter) or _COUNTED.match(text, number.end(), limit):
            return []
    found = [with_tail(_one(kind.start(), number, type_), text, limit)]
    while len(found) < 20:  # `các Nghị quyết số 18-NQ/TW, 19-NQ/TW`
        last = found[-1]
        also = _ALSO.match(text, last.end if last.subject is None else number.end(), limit)
        number_next = NUMBER.match(text, also.end(), limit) if also else None
        if number_next is None:
            break
        code = any(mark.isalpha() for mark in number_next["rest"])
        if not code and _COUNTED.match(text, number_next.end(), limit):
            break
        if not code and not (plural and not number_next["rest"]):
            break
        number = number_next
        found.append(with_tail(_one(number.start(), number, type_), text, limit))
    return _share(found) if plural else found


def _is_cited(text: str, kind: re.Match[str], number: re.Match[str], limit: int) -> bool:
    """Of a kind written small: whether the words on both sides take the number for its own."""
    if not number["digits"][-1].isdigit() or len(number["digits"]) < _DIGITS:
        return False
    if _OF_A_BODY.match(text, number.end(), limit):
        return True
    return bool(
        _CITED_BEHIND.match(text, number.end(), limit)
        and _CITES.search(text, max(0, kind.start() - _CITES_ROOM), kind.start())
    )


def _share(found: list[Cited]) -> list[Cited]:
    """`các Nghị quyết 18, 19 của Bộ Chính trị`: the issuer behind the last is everybody's."""
    last = found[-1]
    return [
        it._replace(issuer=last.issuer, level=last.level, term=it.term or last.term)
        if it.issuer is None and it.level in {None, last.level}
        else it
        for it in found
    ]


def _one(start: int, number: re.Match[str], type_: str) -> Cited:
    level, issuer = _mark_of(number["rest"])
    stop = number[0].endswith(".")  # of the sentence: letters may hold stops (T.Ư)
    return Cited(
        start,
        number.end() - stop,
        type_,
        number=" ".join(number[0].removesuffix(".").split()),
        digits=number["digits"].lstrip("0") or "0",
        level=level,
        issuer=issuer or None,
        year=int(number["year"]) if number["year"] else None,
    )


def _mark_of(rest: str) -> tuple[str | None, str]:
    """Level and issuer that the letters of a number tell."""
    parts = [part for part in re.split(r"[\s/–-]+", rest.replace(".", "")) if part]
    for part in reversed(parts):
        mark = {"TƯ": "TW", "Ttg": "TTg"}.get(part, part)
        if mark in tables().marks:
            return tables().marks[mark]
        bare = mark.rstrip("0123456789")
        if bare in tables().marks and bare != mark:  # QH13, UBTVQH10
            return tables().marks[bare]
    letters = [part for part in parts if not part.isdigit()]
    return (fold(letters[-1]), "") if len(letters) > 1 else (None, "")
