"""Bytes to text: Vietnamese in whatever encoding it comes, and nothing that is not text.

Order: byte order mark; UTF-8 when the bytes are valid UTF-8 (other encodings almost never are,
so this beats a wrong label); the stated charset (HTTP, then the document's own), unless it is one
of the Western labels that old Vietnamese sites put on anything; UTF-8 with a few damaged bytes;
then windows-1258 or TCVN3, whichever gives Vietnamese words.
"""

from __future__ import annotations

import codecs
import re

from bot.errors import SourceUnreadable
from bot.sources.legacy import decode_legacy
from storage.text import nfc

MAX_BYTES = 15 * 2**20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it starts with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""XML and HTML without a mark, by their first character (XML 1.0, appendix F)."""

_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP file (or a Word, Excel or OpenDocument one)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or film"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})"
    rb"|<meta[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})",
    re.IGNORECASE,
)
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15", "cp1258", "utf-8"})
"""Labels that say nothing about bytes that are not UTF-8: found on windows-1258 and TCVN3 too."""
_NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "utf-7", "idna", "punycode"})
"""Codecs of Python that no document is written in, or that hide markup."""


def decode_text(data: bytes, charset: str | None = None) -> str:
    """The text in NFC, without byte order mark.

    `charset` is what the HTTP header said, None when it said nothing.

    Raises:
        SourceUnreadable: more than 15 MB, or not text; the message says what it is.
    """
    if len(data) > MAX_BYTES:
        raise SourceUnreadable(f"larger than {MAX_BYTES / 2**20:g} MB")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(encoding, "replace"))
    for start, kind in _SIGNATURES:
        if data.startswith(start):
            raise SourceUnreadable(f"{kind}, not text")
    if data[4:8] == b"ftyp":
        raise SourceUnreadable("a film, not text")
    wide = _wide_encoding(data, charset)
    if wide is not None:
        return _clean(data.decode(wide, "replace"))
    if b"\0" in data:
        raise SourceUnreadable("a binary file, not text")
    return _clean(_decode_bytes(data, charset))


def _clean(text: str) -> str:
    # U+FEFF inside a text is an obsolete no-break space, left by pasted files
    return nfc(text.replace("\ufeff", ""))


def _wide_encoding(data: bytes, charset: str | None) -> str | None:
    """UTF-16 or UTF-32 without a mark."""
    for start, encoding in _UNMARKED:
        if data.startswith(start):
            return encoding
    stated = _codec(charset)
    if stated is not None and stated.startswith(("utf-16", "utf-32")) and b"\0" in data:
        return stated
    return None


def _decode_bytes(data: bytes, charset: str | None) -> str:
    stated = [name for name in (_codec(charset), _codec(_declared(data))) if name is not None]
    if not data.isascii():
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in stated:
        if name not in _WESTERN:
            try:
                return data.decode(name)
            except UnicodeError:
                continue
    if data.isascii():
        return data.decode("ascii")
    return _mostly_utf8(data) or decode_legacy(data)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return None if match is None else (match[1] or match[2]).decode("ascii")


def _codec(name: str | None) -> str | None:
    """Python's name of a charset, None for unknown ones and for codecs that are no charsets."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip("\"' "))
        b"a".decode(found.name)
    except UnicodeError:
        pass  # a charset, for which one byte is too few
    except (LookupError, ValueError):  # unknown, or a codec such as `zip` that is no charset
        return None
    return None if found.name in _NO_CHARSETS else found.name


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 in which few bytes are damaged: one bad byte must not spoil the other letters."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    letters = sum(1 for char in text if ord(char) > 127) - damaged
    return text if letters > 4 * damaged else None
