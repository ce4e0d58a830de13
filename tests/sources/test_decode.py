"""Bytes to Vietnamese text."""

from __future__ import annotations

import codecs
import gzip
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.sources.decode import MAX_BYTES, decode_text
from bot.sources.tcvn3 import decode_tcvn3
from bot.sources.viscii import decode_viscii
from bot.sources.vni import TABLE as VNI_TABLE

TEXT = (
    "Đảng ủy xã Bình Lâm tổ chức hội nghị giao ban quý III. Đồng chí Nguyễn Thị Hoa, "
    "Phó Bí thư, phát biểu: “Năm nay, thu ngân sách vượt 12% dự toán; đường sá sạch đẹp hơn.”"
)
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ingest" / "feeds"
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def cp1258(text: str) -> bytes:
    """As Windows writes it: base letters precomposed, tones as combining marks."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = "".join(mark for mark in parts if mark in TONES)
            base = unicodedata.normalize("NFC", "".join(m for m in parts if m not in TONES))
            out.append((base + tone).encode("cp1258"))
    return b"".join(out)


def tcvn3(text: str) -> bytes:
    """As the `.VnTime` fonts have it (toned capitals as small letters)."""
    table = {decode_tcvn3(bytes([code])): code for code in range(0x80, 0x100)}
    out = bytearray()
    for char in text.replace("“", '"').replace("”", '"'):
        code = table.get(char, table.get(char.lower()))
        out += char.encode("ascii") if code is None else bytes([code])
    return bytes(out)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        unicodedata.normalize("NFD", TEXT).encode(),
        cp1258(TEXT),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16 le", "utf-16 be", "utf-32", "utf-8 nfd", "windows-1258"],
)
@pytest.mark.parametrize("label", [None, "utf-8", "iso-8859-1", "windows-1252", "nonsense", "zip"])
def test_vietnamese_survives_any_label(data: bytes, label: str | None) -> None:
    """Composed Vietnamese comes out, however the bytes are labelled."""
    assert decode_text(data, label) == TEXT


def test_tcvn3_is_recognised() -> None:
    """Text of the old fonts comes out in Unicode, under no label or a Western one."""
    wanted = TEXT.replace("“", '"').replace("”", '"')
    for label in (None, "iso-8859-1", "x-user-defined"):
        assert decode_text(tcvn3(wanted), label) == wanted


def test_western_text_stays_western() -> None:
    """French in windows-1252 is not mistaken for Vietnamese."""
    text = "Hôtel où les élèves reçoivent l’œuvre complète, naïveté gagnée à Noël."
    assert decode_text(text.encode("cp1252"), "iso-8859-1") == text


def test_a_document_may_name_its_own_charset() -> None:
    """XML declarations and meta tags count where the header is silent."""
    japanese = "東京新聞"
    xml = f'<?xml version="1.0" encoding="euc-jp"?><a>{japanese}</a>'
    assert japanese in decode_text(xml.encode("euc-jp"))
    page = f'<html><meta http-equiv="Content-Type" content="text/html; charset=gb18030">{japanese}'
    assert japanese in decode_text(page.encode("gb18030"))
    assert japanese in decode_text(japanese.encode("iso-2022-jp"), "iso-2022-jp")


def test_one_bad_byte_spoils_one_letter() -> None:
    """A damaged byte in UTF-8 costs its letter, not the others."""
    data = TEXT.encode() + b"\xff" + TEXT.encode()
    assert decode_text(data) == f"{TEXT}\ufffd{TEXT}"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 \n", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a", "image"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"{\\rtf1", "RTF"),
        (b"\0\0\0\x20ftypisom", "film"),
        (b"some\0binary\xff", "binary"),
    ],
)
def test_what_is_not_text_is_named(data: bytes, what: str) -> None:
    """A person learns what the file is."""
    with pytest.raises(SourceUnreadable, match=what):
        decode_text(data)


def test_size_is_capped() -> None:
    """More than 15 MB are refused."""
    with pytest.raises(SourceUnreadable, match="larger than 15 MB"):
        decode_text(b"a" * (MAX_BYTES + 1))


SENTENCES = (
    "Lũ về Bình Lâm. Thứ Ba, nước dâng.",
    "Sáng nay, Ủy ban nhân dân huyện họp về công tác thủy lợi và đường giao thông nông thôn.",
    "Khởi công cầu Ba Đước",
    "ĐẢNG BỘ HUYỆN TÂN HÒA ĐẠI HỘI",
    "Người dân kiến nghị sớm sửa chữa; nguyên Chủ tịch khuyến khích trồng chuối, thuở trước.",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_short_texts_are_told_apart(text: str) -> None:
    """A sentence is enough to know windows-1258 from TCVN3 (which has no toned capitals)."""
    assert decode_text(cp1258(text)) == text
    assert decode_text(tcvn3(text)).casefold() == text.casefold()


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "cp1258", "utf-7", "é"]))
def test_bytes_never_break_it(data: bytes, label: str | None) -> None:
    """Any bytes give NFC text or `SourceUnreadable`."""
    try:
        text = decode_text(data, label)
    except SourceUnreadable:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufeff" not in text


VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵmnt"


@given(st.lists(st.text(st.sampled_from(VIETNAMESE), min_size=1, max_size=7), max_size=60))
def test_utf8_is_always_itself(words: list[str]) -> None:
    """Valid UTF-8 is never taken for anything else."""
    text = " ".join(words)
    assert decode_text(text.encode(), "windows-1252") == text


@pytest.mark.skipif(not SHARED.exists(), reason="the development data is not here")
def test_published_encoding_fixtures() -> None:
    """Every fixture of a feed parser's encoding suite decodes to text with its markup in it."""
    files = sorted((SHARED / "feedparser_encoding").iterdir())
    assert files
    for file in files:
        text = decode_text(gzip.decompress(file.read_bytes()))
        assert re.search(r"<(rss|feed|\?xml)", text), file.name


def viscii(text: str) -> bytes:
    """As RFC 1456 has it."""
    table = {decode_viscii(bytes([code])): code for code in range(256)}
    return bytes(table.get(char, ord("?")) for char in text.replace("“", '"').replace("”", '"'))


def vni(text: str) -> bytes:
    """As the VNI fonts have it: a letter, then its mark."""
    table = {read: written for written, read in VNI_TABLE.items() if written not in "íìæóòîÍÌÆÓÒÎ"}
    table |= {read: written for written, read in VNI_TABLE.items() if len(written) == 1}
    plain = text.replace("“", '"').replace("”", '"')
    return "".join(table.get(char, char) for char in plain).encode("cp1252", "replace")


_CODECS: dict[str, Callable[[str], bytes]] = {
    "cp1258": cp1258,
    "tcvn3": tcvn3,
    "viscii": viscii,
    "vni": vni,
    "utf-8": lambda text: text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
}
_LABELS = (
    None,
    "utf-8",
    "iso-8859-1",
    "us-ascii",
    "windows-1252",
    "windows-1258",
    "tcvn",
    "x-viscii",
)
_WORDS = """
xã huyện tỉnh đảng ủy bí thư hội nghị nhân dân đường nước trường học người nông
thôn mới cầu phát triển kinh tế sản xuất chương trình thực hiện kế hoạch đoàn
kết quốc phòng tuyến giữ vững khuyến khích thủy lợi hòa giải quý trồng lúa giống
được mùa bão lũ cứu hộ của và những các với trong năm nay tổ chức lễ khởi công
rừng đồi suối quyết định số ban hành chỉ thị
"""


@given(
    st.lists(st.sampled_from(_WORDS.split()), min_size=8, max_size=60),
    st.sampled_from(sorted(_CODECS)),
    st.sampled_from(_LABELS),
)
def test_vietnamese_comes_back_from_any_encoding_under_any_label(
    words: list[str], codec: str, label: str | None
) -> None:
    """A sentence in any Vietnamese encoding is read, whatever its bytes are called."""
    text = "Hội nghị, " + " ".join(words) + "."
    assert decode_text(_CODECS[codec](text), label) == text


WESTERN = (
    "Ha perso però così la città; è più bello là.",
    "Müller fährt über die Brücke: schöne Grüße aus Köln.",
    "São João não é só coração, é também ação e canção.",
    "L’été où Noël à la française, dès août; théâtre « né » à côté.",
    "Él está más allí, señor; qué día, mañana también.",
    "På två øl får du ikke båten, sa Åse.",
    "Hyvää päivää, äiti; tämä on hyvä pöytä.",
    "Halló þið öll, það er gott að sjá ykkur.",
    "A naïve café — “quote” it’s 20°C, £5 © 2020.",
    "Beyoncé",
    "über",
)


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("label", [None, "utf-8", "us-ascii", "iso-8859-1", "windows-1252"])
def test_other_languages_are_not_spoilt(text: str, label: str | None) -> None:
    """Western text is never taken for Vietnamese, under whatever Western label."""
    assert decode_text(text.encode("cp1252"), label) == text


@given(
    st.text(max_size=200), st.sampled_from([None, "iso-8859-1", "windows-1258", "koi8-r", "gb2312"])
)
def test_utf8_is_never_changed(text: str, label: str | None) -> None:
    """Any UTF-8 text is itself in NFC, whatever a header calls it."""
    assume("\0" not in text and not text.startswith(("%PDF", "PK\x03", "{\\rtf", "GIF8", "RIFF")))
    assume(not text.startswith(("II*", "MM", "Rar!", "ID3", "OggS", "MZ", "\x7fELF", "\x1f")))
    assume(not text.isascii() and text[4:8] != "ftyp")
    assert decode_text(text.encode(), label) == unicodedata.normalize(
        "NFC", text.replace("\ufeff", "")
    )


def test_a_wrong_wide_label_spoils_nothing() -> None:
    """Plain bytes that call themselves UTF-16 are not read as Chinese."""
    assert decode_text(b"<?xml version='1.0' encoding='utf-16'?><a>tin</a>").endswith("<a>tin</a>")
    assert decode_text(b"tin tuc", "utf-32") == "tin tuc"
    assert decode_text("tin tức".encode("utf-16-le"), "utf-16") == "tin tức"
    assert decode_text(b"\0\0", "utf-16") == "\0"


def test_marks_without_end_take_no_time() -> None:
    """Of a run of combining marks the first 30 are kept: ordering them takes the square of it."""
    text = decode_text(("a" + "\u0301\u0323" * 300_000).encode())
    assert len(text) < 200
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("unit", [b"\xea\xec", b"\xec\xf2", b"\xff", b"a\xec", b"\xe1 "])
@pytest.mark.timeout(60)  # a hang, not a slow machine
def test_old_encodings_without_end_take_no_time(unit: bytes) -> None:
    """Megabytes of one word or of accents alone are read in time that grows with them."""
    text = decode_text(b"tin " + unit * (4_000_000 // len(unit)))
    assert text.startswith("tin ")
