"""Bylines: `Thu Thủy`, `Tin, ảnh: X – Y`, `Hà Thu (tổng hợp)`, `BBT`, `(TTXVN)`.

A byline is recognised by its form alone, so callers ask only about lines that stand where one
can: beside the date in the header, or after the last paragraph.
"""

from __future__ import annotations

import re

from bot.ingest.phrases import any_of, phrase_set
from storage.text import fold

_MOST = 120
"""Characters of the longest line that is looked at."""

_ROLE = any_of(
    "tin | bài | ảnh | hình ảnh | hình | clip | video | đồ họa | đồ hoạ | bài viết | nội dung",
    "tác giả | người viết | thực hiện | tổng hợp | biên tập | biên dịch | biên soạn | lược dịch",
    "người đưa tin | người đăng | đăng bởi | trình bày | thiết kế | by | author | photo",
)
_LABEL = re.compile(rf"{_ROLE}(?:(?: ?[,&+/–-] ?| và | ){_ROLE}){{0,5}} ?: ?", re.IGNORECASE)
_FROM = re.compile(r"(?:theo|nguồn|nguồn tin|by)(?:\s?[:：]\s?|\s)", re.IGNORECASE)
_NOTE = re.compile(
    r"\s?[(\[]\s?(?:[^()\[\]]{1,60})\s?[)\]]\s?$",
)
_SPLIT = re.compile(r"\s?[–—,;&/+|]\s?|\s-\s|\svà\s|(?<=[^\W\d_]{2})-(?=[^\W\d_]{2,}\s)")
_COLLECTIVE = phrase_set(
    "bbt | ban bien tap | pv | p.v | phong vien | ctv | cong tac vien | btv | bien tap vien",
    "nhom pv | nhom phong vien | nhom tac gia | ttxvn | vnp | bnews | vietnam+ | tong hop | t/h",
)
"""Folded."""
_NOBODY = phrase_set("admin | administrator | quan tri | quan tri vien | super user | webmaster")
_DESK = any_of(
    "ban | phòng | văn phòng | vp | trung tâm | tt | đài | báo | tạp chí | sở | hội | đoàn | khối",
    "chi bộ | đảng bộ | đảng ủy | đảng uỷ | huyện ủy | thành ủy | thị ủy | tỉnh ủy | quận ủy",
    "ubnd | hđnd | ủy ban | tổ | cổng ttđt | cổng thông tin | thành đoàn | tỉnh đoàn | huyện đoàn",
    "công đoàn | trường | chi cục | cục | bộ | công an | trang | cổng | công ty | tổng công ty",
    "ngân hàng | bệnh viện | kho bạc | học viện | bảo tàng | thư viện | liên đoàn | mttq",
    "mặt trận | quân sự | đồn | trung đoàn | hợp tác xã | nhà máy | trạm | viện | quỹ | bảo hiểm",
)
_ORGANISATION = re.compile(rf"{_DESK} ", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-ZĐ]{3,}\b")
"""`VPĐU`, `TTXVN`: an office, unless the whole byline is in capitals."""
_DESK_WORDS = phrase_set(
    "ủy | uỷ | giáo | vận | chức | tra | tin | tử | thông | đảng | huyện | tỉnh | thị | xã | quận",
    "phố | thành | phường | phòng | hóa | hoá | và | tâm | truyền | thanh | hình | niên | nữ | dân",
    "nông | binh | đoàn | hội | khối | cơ | quan | các | doanh | nghiệp | bộ | chi | trường | học",
    "đài | báo | tạp | chí | tập | biên | viện | trấn | thể | thao | du | lịch | tư | pháp | nội",
    "vụ | sự | y | tế | chính | quyền | sở | ban | cổng | điện | trang | công | an | quân | đội",
    "mặt | trận | lao | động | liên | hiệp | hợp | tác | vệ | sinh | nhánh | cục | thuế | kho",
    "bạc | toàn | văn | tuyên | trị | ngân | hàng | ty | an | bệnh | hiểm | lực | phẩm | đồn",
)
"""Syllables that offices write in lower case; a verb among them makes the line a sentence."""
_AGENCY = re.compile(r"[\w-]{2,30}(?:\.[\w-]{2,20}){1,3}$|(?:Báo|Tạp chí|Đài|TTXVN|VOV|VTV)\b")


_AGENCIES = any_of(
    "TTXVN | Thông tấn xã Việt Nam | VNA | Vietnam+ | VietnamPlus | Bnews | Reuters | AFP | AP",
    "Tân Hoa Xã | Xinhua | TASS | Sputnik | Yonhap | Kyodo | Chinhphu.vn | baochinhphu.vn",
    "dangcongsan.vn | nhandan.vn",
)
_CREDITED = re.compile(rf"{_AGENCIES}(?:\s?[/,–-]\s?[\w+. ]{{2,30}})?", re.IGNORECASE)


def parse_byline(line: str) -> tuple[str, ...] | None:
    """The people (or the desk) that a byline names, each once; None when it is no byline.

    Role words (`Bài, ảnh:`), notes (`(tổng hợp)`) and affiliations beside a person are dropped.
    An empty tuple means a byline that names nobody (`Admin`).
    """
    line = line.strip()
    if not line or len(line) > _MOST:
        return None
    if line[0] in "([" and line[-1] in ")]":
        line = line[1:-1].strip()
    labelled = False
    label = _LABEL.match(line)
    if label:
        line, labelled = line[label.end() :], True
        if _LABEL.match(line) or _FROM.match(line):  # `Tác giả: Bài, ảnh: …`
            return parse_byline(line)
    else:
        source = _FROM.match(line)
        if source:
            return _sources(line[source.end() :], labelled=":" in source[0])
    if line.endswith(".") and not _initials(line):
        line = line[:-1] if labelled or (" " in line and is_name(line[:-1])) else ""
    if not line or (line.endswith((":", ";", "!", "?", "…", ".")) and not _initials(line)):
        return None
    bare = _NOTE.sub("", line) or line
    named = _people(bare, labelled)
    return named if named is not None else _one_office(bare)


def _one_office(line: str) -> tuple[str, ...] | None:
    """`Trung tâm Văn hóa - Thông tin và Thể thao quận`: dividers inside the office's name."""
    whole = " ".join(_SPLIT.sub(" ", line).split())
    return (line,) if whole != line and _is_desk(whole) else None


def _people(line: str, labelled: bool) -> tuple[str, ...] | None:
    if fold(line) in _COLLECTIVE:
        return (line,)
    people: list[str] = []
    desks: list[str] = []
    for piece in _SPLIT.split(line):
        inner = _LABEL.match(piece)
        name = _NOTE.sub("", piece[inner.end() :] if inner else piece).strip()
        folded = fold(name)
        if len(name) < 2 or folded in _NOBODY:
            continue
        if folded in _COLLECTIVE:
            desks.append(name)
        elif is_name(name):
            office = _is_desk(name) or (_ACRONYM.search(name) and not line.isupper())
            (desks if office else people).append(name)
        elif _is_desk(name) or (labelled and _short(name)):
            desks.append(name)
        else:
            return None
    return tuple(dict.fromkeys(people or desks))


def _sources(line: str, *, labelled: bool) -> tuple[str, ...] | None:
    """What follows `Theo` or `Nguồn`: a name, a paper or a site, never a clause.

    After a colon anything short and capitalised is one.
    """
    line = line.strip().rstrip(".")
    if is_name(line) or (len(line.split()) <= 8 and _outlet(line)):
        return (line,)
    if labelled and line[:1].isupper() and _short(line):
        return (line,)
    pieces = [piece.strip() for piece in _SPLIT.split(line) if piece.strip()]
    if pieces and all(is_name(piece) or _outlet(piece) for piece in pieces):
        return tuple(dict.fromkeys(pieces))
    return None


def _outlet(text: str) -> bool:
    return bool(_AGENCY.match(text)) or _is_desk(text)


def _is_desk(text: str) -> bool:
    """The name of an office or a newsroom, capitalised but for words that offices are called by."""
    words = text.split()
    if not 2 <= len(words) <= 9 or not (_ORGANISATION.match(text) or _ACRONYM.match(text)):
        return False
    lower = words if text.isupper() else [word for word in words[1:] if not word[0].isupper()]
    return all(word.casefold() in _DESK_WORDS for word in lower)


def is_office(text: str) -> bool:
    """Whether the name begins as newsrooms, offices and companies do, or is an acronym."""
    return _ORGANISATION.match(text) is not None or _ACRONYM.search(text) is not None


def credit_of(line: str) -> str | None:
    """The line where it says whose text this is (`Theo TTXVN`, `Nguồn: …`, `(TTXVN)`), else None.

    Brackets around it and the full stop after it are left out.
    """
    bare = line.strip().rstrip(".").strip()
    if bare[:1] in "([" and bare[-1:] in ")]":
        bare = bare[1:-1].strip()
    if not bare or len(bare) > _MOST:
        return None
    if _FROM.match(bare) and not bare.casefold().startswith("by"):
        return bare if parse_byline(bare) else None
    return bare if _CREDITED.fullmatch(bare) else None


_NOTED = re.compile(r"\s\(([^()]{3,60})\)\W{0,3}$")


def closing_credit(line: str) -> str | None:
    """The credit in brackets that ends a paragraph: `… đến năm 2030. (Theo TTXVN)`."""
    noted = _NOTED.search(line)
    return credit_of(noted[1]) if noted else None


_DATELINE = re.compile(r"\(?([^()–—-]{3,40}?)\)?\s?[–—-]\s|\(([^()]{3,40})\)\s")


def opening_credit(line: str) -> str | None:
    """The agency that a lead is signed with at its head: `(TTXVN) - …`, `TTXVN – …`."""
    opened = _DATELINE.match(line)
    name = (opened[1] or opened[2]).strip() if opened else ""
    return name if name and _CREDITED.fullmatch(name) else None


def is_name(text: str) -> bool:
    """One to five capitalised syllables or initials, as a person signs."""
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 40:
        return False
    if text.isupper() and len(words) > 4:
        return False
    return all(_capitalised(word) for word in words)


def _capitalised(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "").replace("'", "").replace("’", "")
    return bool(letters) and letters.isalpha() and word[0].isupper() and len(letters) <= 12


def _initials(line: str) -> bool:
    return re.search(r"(?:^|[.\s])[^\W\d_]\.$", line) is not None


def _short(name: str) -> bool:
    return len(name.split()) <= 6 and not any(char.isdigit() for char in name)
