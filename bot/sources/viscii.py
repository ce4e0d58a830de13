"""VISCII (RFC 1456): single-byte Vietnamese of the Unix and Internet world of the nineties."""

from __future__ import annotations

_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
"""Six capitals that found no place above 0x7F stand where six control characters were."""
_UPPER_HALF = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
"""0x80 to 0xFF, sixteen in a line, as RFC 1456 prints them."""
_TRANSLATION = _CONTROLS | dict(enumerate(_UPPER_HALF, start=0x80))


def decode_viscii(data: bytes) -> str:
    """The text; every byte has a meaning."""
    return data.decode("latin-1").translate(_TRANSLATION)
