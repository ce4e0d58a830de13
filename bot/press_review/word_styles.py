"""How a press review looks in Word: page, fonts and the styles that its outline is made of.

Size, margins and the font are those of Vietnamese official documents (Nghị định 30/2020/NĐ-CP,
Phụ lục I: A4; 20-25 mm above and below, 30-35 mm left, 15-20 mm right; Times New Roman 13-14 pt).
Every office program has that font or one of the same widths.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from bot.press_review.word_parts import element

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
TEXT_WIDTH = 9_071
"""Of a line, in twentieths of a point: 210 - 30 - 20 mm."""

_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_LEADER = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
_CENTRED = '<w:jc w:val="center"/>'
_BAR = '<w:left w:val="single" w:sz="12" w:space="8" w:color="C8372D"/>'
_HANGING = '<w:ind w:left="425" w:hanging="425"/>'
_HEADING = "<w:keepNext/><w:keepLines/>"

# id, name, paragraph properties, run properties; both in the order that the schema wants
_STYLES = (
    ("Normal", "Normal", '<w:spacing w:before="0" w:after="80" w:line="276" w:lineRule="auto"/>',
     '<w:sz w:val="26"/><w:szCs w:val="26"/>'),
    ("Title", "Title", '<w:spacing w:before="0" w:after="80"/>' + _CENTRED,
     '<w:b/><w:caps/><w:sz w:val="34"/><w:szCs w:val="34"/>'),
    ("Subtitle", "Subtitle", '<w:spacing w:before="0" w:after="40"/><w:jc w:val="center"/>',
     '<w:sz w:val="26"/><w:szCs w:val="26"/>'),
    ("Heading1", "heading 1", _HEADING + '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="2"'
     ' w:color="C8372D"/></w:pBdr><w:spacing w:before="360" w:after="120"/>'
     '<w:outlineLvl w:val="0"/>',
     '<w:b/><w:sz w:val="30"/><w:szCs w:val="30"/>'),
    ("Heading2", "heading 2", _HEADING + '<w:spacing w:before="240" w:after="40"/>'
     '<w:outlineLvl w:val="1"/>',
     '<w:b/><w:sz w:val="27"/><w:szCs w:val="27"/>'),
    ("Heading3", "heading 3", _HEADING + '<w:spacing w:before="160" w:after="40"/>'
     '<w:outlineLvl w:val="2"/>',
     '<w:b/><w:sz w:val="26"/><w:szCs w:val="26"/>'),
    ("Quote", "Quote", f'<w:keepLines/><w:pBdr>{_BAR}</w:pBdr><w:ind w:left="284"/>', ""),
    ("Origin", "Origin", '<w:keepNext/><w:spacing w:after="60"/>',
     '<w:i/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("OriginOnly", "Origin Only", '<w:spacing w:after="60"/>',
     '<w:i/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("Picture", "Picture", f'<w:spacing w:before="160" w:after="80"/>{_CENTRED}', ""),
    ("Cited", "Cited", '<w:keepLines/><w:spacing w:after="60"/>' + _HANGING,
     '<w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("Note", "Note", '<w:spacing w:before="240"/>', '<w:i/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("ContentsHeading", "Contents Heading", _HEADING + '<w:spacing w:before="240" w:after="80"/>',
     '<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
    ("TOC1", "toc 1", _LEADER + '<w:spacing w:before="80" w:after="20"/>'
     '<w:ind w:right="567"/>', "<w:b/>"),
    ("TOC2", "toc 2", _LEADER + '<w:spacing w:after="20"/><w:ind w:left="284" w:right="567"/>',
     '<w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("Footer", "footer", '<w:spacing w:after="0"/><w:jc w:val="center"/>',
     '<w:sz w:val="22"/><w:szCs w:val="22"/>'),
)  # fmt: skip

_AFTER_UPDATE = ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat")
"""What may only follow `w:updateFields` in the settings (ECMA-376 1, 17.15.1.78)."""


def set_up(document: Document) -> None:
    """A4, margins, language, styles; fields are worked out when the document is opened."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    _defaults(document)
    for identifier, name, paragraph, characters in _STYLES:
        _style(document, identifier, name, paragraph, characters)
    settings = document.settings.element
    update = element("updateFields", val="true")
    followers = [child for child in settings if child.tag in map(qn, _AFTER_UPDATE)]
    followers[0].addprevious(update)


def _defaults(document: Document) -> None:
    """What the template says of fonts and language."""
    (defaults,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault")
    for child in list(defaults):
        defaults.remove(child)
    language = f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
    defaults.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_FONTS}{language}</w:rPr>"))
    (theme,) = document.settings.element.xpath("w:themeFontLang")
    theme.set(qn("w:val"), LANGUAGE)


def _style(document: Document, identifier: str, name: str, paragraph: str, characters: str) -> None:
    """Change a style of the template, or add it."""
    found = document.styles.element.xpath(f'w:style[@w:styleId="{identifier}"]')
    if found:
        style = found[0]
    else:
        known = name.islower()  # as Word names its own: `toc 1`
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=known).element
        style.set(qn("w:styleId"), identifier)
        if style.find(qn("w:basedOn")) is None:
            style.find(qn("w:name")).addnext(element("basedOn", val="Normal"))
    for child in list(style):
        if child.tag in (qn("w:pPr"), qn("w:rPr")):
            style.remove(child)
    style.append(parse_xml(f"<w:pPr {nsdecls('w')}>{paragraph}</w:pPr>"))
    style.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_FONTS}{characters}</w:rPr>"))
