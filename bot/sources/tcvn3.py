"""TCVN3 (also called ABC): the single-byte Vietnamese of the `.VnTime` fonts.

The table is that of TCVN 5712:1993, VN3, as in `iconv`'s TCVN5712-1. Upper-case letters with tone
marks have no code of their own: the fonts whose names end in H show the small ones as capitals.
"""

from __future__ import annotations

_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TABLE = {
    start + offset: letter for start, row in _LETTERS.items() for offset, letter in enumerate(row)
}


def decode_tcvn3(data: bytes) -> str:
    """The text; bytes outside the table become U+FFFD."""
    return data.decode("latin-1").translate(_TRANSLATION)


_TRANSLATION = {code: _TABLE.get(code, "\ufffd") for code in range(0x80, 0x100)} | {0xA0: "\u00a0"}
