"""Pieces of a Word document that python-docx has no call for, as WordprocessingML (ECMA-376 1)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Literal

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part as Package
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.shared import Mm

from bot.press_review.review import Picture

Look = Literal["", "bold", "italic", "link"]

_LINK_COLOUR = "0B57A4"
PICTURE_WIDTH = Mm(125)


def element(name: str, /, **attributes: str) -> BaseOxmlElement:
    """`w:name` with attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def paragraph(style: str, *runs: BaseOxmlElement) -> BaseOxmlElement:
    """A paragraph in the style with this id."""
    made = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=style))
    made.append(properties)
    for run in runs:
        made.append(run)
    return made


def run(text: str, look: Look = "") -> BaseOxmlElement:
    """Words in one format; `text` has no control characters."""
    made = _run(look)
    words = element("t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    made.append(words)
    return made


def picture(package: StoryPart, shown: Picture) -> BaseOxmlElement:
    """A picture in the text, with its words for those who do not see it."""
    inline = package.new_pic_inline(io.BytesIO(shown.png), width=PICTURE_WIDTH)
    inline.docPr.set("descr", shown.words)
    drawing = element("drawing")
    drawing.append(inline)
    return _with(_run(""), drawing)


def tab() -> BaseOxmlElement:
    """A tabulator."""
    made = _run("")
    made.append(element("tab"))
    return made


def link_out(package: Package, address: str, *runs: BaseOxmlElement) -> BaseOxmlElement:
    """A link to a web address."""
    made = element("hyperlink", history="1")
    made.set(qn("r:id"), package.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for each in runs:
        made.append(each)
    return made


def link_in(bookmark: str, runs: Iterable[BaseOxmlElement]) -> BaseOxmlElement:
    """A link to a bookmark of the same document."""
    made = element("hyperlink", anchor=bookmark, history="1")
    for each in runs:
        made.append(each)
    return made


def bookmarked(
    number: int, name: str, inside: BaseOxmlElement
) -> tuple[BaseOxmlElement, BaseOxmlElement, BaseOxmlElement]:
    """The run inside a bookmark; `number` is its own in the document."""
    start = element("bookmarkStart", id=str(number), name=name)
    return start, inside, element("bookmarkEnd", id=str(number))


def field(code: str, shown: str) -> tuple[BaseOxmlElement, ...]:
    """A field that says `shown` until the program works it out (ECMA-376 1, 17.16)."""
    return (*field_begin(code), run(shown), field_end())


def field_begin(code: str) -> tuple[BaseOxmlElement, ...]:
    """What stands before the shown result of a field."""
    instruction = element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    return tuple(
        _with(_run(""), inner)
        for inner in (
            element("fldChar", fldCharType="begin"),
            instruction,
            element("fldChar", fldCharType="separate"),
        )
    )


def field_end() -> BaseOxmlElement:
    """What stands behind it."""
    return _with(_run(""), element("fldChar", fldCharType="end"))


def _run(look: Look) -> BaseOxmlElement:
    made = element("r")
    if look:
        properties = element("rPr")
        if look == "bold":
            properties.append(element("b"))
        elif look == "italic":
            properties.append(element("i"))
        else:
            properties.append(element("color", val=_LINK_COLOUR))
            properties.append(element("u", val="single"))
        made.append(properties)
    return made


def _with(outer: BaseOxmlElement, inner: BaseOxmlElement) -> BaseOxmlElement:
    outer.append(inner)
    return outer
