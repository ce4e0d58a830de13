"""Bytes to text: Vietnamese in whatever encoding it comes, and nothing that is not text.

Order: byte order mark; UTF-8 when the bytes are valid UTF-8 but for a few damaged ones (other
encodings almost never are, so this beats a wrong label, and one bad byte must not spoil the
others); the stated charset (HTTP, then the document's own), unless it is one of the Western or
Vietnamese labels that old Vietnamese sites put on anything; then windows-1258, TCVN3, VISCII, VNI
or windows-1252, whichever gives words.
"""

from __future__ import annotations

import codecs
import re

from bot.errors import SourceUnreadable
from bot.sources.composed import nfc_in_steps
from bot.sources.legacy import decode_legacy, vietnamese_label

MAX_BYTES = 15 * 2**20
_STEP = 1 << 17
"""Bytes that are decoded without a turn for other threads."""

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
            return _clean(decode_in_steps(data[len(mark) :], encoding, "replace"))
    for start, kind in _SIGNATURES:
        if data.startswith(start):
            raise SourceUnreadable(f"{kind}, not text")
    if data[4:8] == b"ftyp":
        raise SourceUnreadable("a film, not text")
    wide = _wide_encoding(data, charset)
    if wide is not None:
        return _clean(decode_in_steps(data, wide, "replace"))
    if b"\0" in data:
        raise SourceUnreadable("a binary file, not text")
    return _clean(_decode_bytes(data, charset))


def _clean(text: str) -> str:
    # U+FEFF inside a text is an obsolete no-break space, left by pasted files
    return nfc_in_steps(text.replace("\ufeff", ""))


def decode_in_steps(data: bytes, encoding: str, errors: str = "strict") -> str:
    """`data.decode(encoding, errors)`, with turns for other threads in between.

    Raises:
        UnicodeError: `errors` is "strict" and the bytes are something else.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    starts = range(0, len(data), _STEP)
    pieces = [decoder.decode(data[start : start + _STEP]) for start in starts]
    return "".join((*pieces, decoder.decode(b"", final=True)))


def _wide_encoding(data: bytes, charset: str | None) -> str | None:
    """UTF-16 or UTF-32 without a mark."""
    for start, encoding in _UNMARKED:
        if data.startswith(start):
            return encoding
    stated = _codec(charset)
    if stated is not None and stated.startswith(("utf-16", "utf-32")) and b"\0" in data:
        # without a mark the label means little-endian, as browsers have it (WHATWG Encoding, 4.2)
        return stated if stated.endswith(("le", "be")) else f"{stated}-le"
    return None


def _decode_bytes(data: bytes, charset: str | None) -> str:
    labels = (charset, _declared(data))
    if not data.isascii():
        utf8 = _mostly_utf8(data)
        if utf8 is not None:
            return utf8
    for name in map(_codec, labels):
        if name is None or name in _WESTERN or name.startswith(("utf-16", "utf-32")):
            continue  # UTF-16 and UTF-32 have zero bytes, which were looked for before
        try:
            return decode_in_steps(data, name)
        except UnicodeError:
            continue
    if data.isascii():
        return data.decode("ascii")
    return decode_legacy(data, next(filter(None, map(vietnamese_label, labels)), None))


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
    try:
        return decode_in_steps(data, "utf-8")
    except UnicodeDecodeError:
        pass
    text = decode_in_steps(data, "utf-8", "replace")
    damaged = text.count("\ufffd")
    # what a letter beyond ASCII takes more than one byte for; U+FFFD itself takes three
    letters = len(text.encode("utf-8")) - len(text) - 2 * damaged
    return text if letters > 4 * damaged else None
