"""The dossier as a Word document, with real headings, lists and links."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.assess.models import Dossier, Line
from assistant.assess.render.outline import (
    GIVEN,
    HOW_TO_READ,
    PLACES,
    SKIPPED,
    SOURCES,
    address,
    long_date,
    marks,
    outline,
    places_of,
)

_BRAND = RGBColor(0x0B, 0x55, 0x63)
_INK = RGBColor(0x12, 0x33, 0x3A)
_FAINT = RGBColor(0x44, 0x57, 0x5C)
_LINK = "0A5C8A"
_SOFT = "E8F1F2"
_LANGUAGE = "nl-NL"
_LISTS = ("List Bullet", "List Bullet 2")


def to_docx(dossier: Dossier, base: str) -> bytes:
    """The dossier as .docx.

    Args:
        base: Address of the site; empty: the addresses in the lists are no links.
    """
    writer = _Writer(base)
    writer.write(dossier)
    out = BytesIO()
    writer.document.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, base: str) -> None:
        self.base = base
        self.document = Document()
        self._bookmarks = 0
        self._styles()

    def write(self, dossier: Dossier) -> None:
        document = self.document
        document.core_properties.title = dossier.title
        document.core_properties.author = "Pakketwijzer"
        document.core_properties.language = _LANGUAGE
        document.core_properties.comments = dossier.disclaimer
        document.add_heading(dossier.title, level=0)
        document.add_paragraph(dossier.disclaimer, style="Disclaimer")
        document.add_paragraph(f"Gemaakt op {long_date(dossier.date)}, met versie {dossier.version} van de teksten.")
        document.add_paragraph(HOW_TO_READ)
        for notice in dossier.notices:
            document.add_paragraph(notice, style="Disclaimer")
        self._given(dossier)
        for part in outline(dossier):
            document.add_heading(part.title, level=1)
            if part.intro:
                document.add_paragraph().add_run(part.intro).italic = True
            self._lines(part.lines)
            for group in part.groups:
                document.add_heading(group.title, level=2)
                self._lines(group.lines)
        document.add_heading(PLACES, level=1)
        for place in dossier.places:
            self._entry(f"plaats-{place.n}", f"[{place.n}] {place.title}", address(self.base, place.url))
        document.add_heading(SOURCES, level=1)
        for note in dossier.sources:
            text = f"B{note.n} {note.title} ({note.publisher}, {note.date})."
            self._entry("", text, note.document or address(self.base, note.url))
            for number, where in places_of(note):
                self._entry(f"bron-{number}", f"[B{number}] {where}", "")

    def _given(self, dossier: Dossier) -> None:
        self.document.add_heading(GIVEN, level=1)
        table = self.document.add_table(rows=1, cols=2, style="Table Grid")
        header = table.rows[0]
        # Word repeats this row on every page, and reads it aloud as the header of the columns.
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        header._tr.get_or_add_trPr().append(mark)
        for cell, text in zip(header.cells, ("Vraag", "Antwoord"), strict=True):
            cell.paragraphs[0].add_run(text).bold = True
            _shade(cell._tc.get_or_add_tcPr())
        for given in dossier.given:
            cells = table.add_row().cells
            cells[0].text = given.label
            cells[1].text = given.value or SKIPPED

    def _lines(self, lines: list[Line], level: int = 0) -> None:
        for line in lines:
            paragraph = self.document.add_paragraph(style=_LISTS[level])
            if line.label:
                paragraph.add_run(f"{line.label}. ").bold = True
            if line.text:
                # The reference stays on the line of the last word.
                paragraph.add_run(f"{line.text}\u00a0")
            self._reference(paragraph, f"plaats-{line.place}", f"[{line.place}]")
            for number in line.sources:
                paragraph.add_run(" ")
                self._reference(paragraph, f"bron-{number}", f"[B{number}]")
            if marks(line):
                mark = paragraph.add_run(f" ({', '.join(marks(line))})")
                mark.italic = True
                mark.font.size = Pt(9)
                mark.font.color.rgb = _FAINT
            self._lines(line.items, min(level + 1, len(_LISTS) - 1))

    def _entry(self, name: str, text: str, target: str) -> None:
        """One entry of a list of references, with the bookmark that lines lead to and an address where it has one."""
        paragraph = self.document.add_paragraph(style="Reference" if target else "Reference place")
        self._bookmarks += 1
        for kind in ("w:bookmarkStart", "w:bookmarkEnd") if name else ():
            bookmark = OxmlElement(kind)
            bookmark.set(qn("w:id"), str(self._bookmarks))
            if kind == "w:bookmarkStart":
                bookmark.set(qn("w:name"), name)
            paragraph._p.append(bookmark)
        paragraph.add_run(f"{text} " if target else text)
        if target.startswith("http"):
            relation = self.document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            _hyperlink(paragraph, target, "r:id", relation)
        else:
            paragraph.add_run(target)

    def _reference(self, paragraph: Any, name: str, text: str) -> None:
        _hyperlink(paragraph, text, "w:anchor", name)

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name = "Calibri"
        normal.font.size = Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        _set_language(normal)
        for name, size, color in (("Title", 22, _BRAND), ("Heading 1", 16, _BRAND), ("Heading 2", 12.5, _INK)):
            style = styles[name]
            style.font.name = "Calibri"
            style.font.size = Pt(size)
            style.font.bold = True
            style.font.color.rgb = color
            style.paragraph_format.keep_with_next = True
            # The theme font of the template would go before the name.
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{attribute}"), None)
        styles["Heading 1"].paragraph_format.space_before = Pt(20)
        styles["Heading 2"].paragraph_format.space_before = Pt(12)
        for name in _LISTS:
            styles[name].paragraph_format.space_after = Pt(3)
        disclaimer = styles.add_style("Disclaimer", WD_STYLE_TYPE.PARAGRAPH)
        disclaimer.base_style = normal
        disclaimer.font.bold = True
        _shade(disclaimer.element.get_or_add_pPr())
        reference = styles.add_style("Reference", WD_STYLE_TYPE.PARAGRAPH)
        reference.base_style = normal
        reference.font.size = Pt(9.5)
        reference.paragraph_format.space_after = Pt(3)
        reference.paragraph_format.left_indent = Cm(1)
        reference.paragraph_format.first_line_indent = Cm(-1)
        place = styles.add_style("Reference place", WD_STYLE_TYPE.PARAGRAPH)
        place.base_style = reference
        place.paragraph_format.left_indent = Cm(2.2)
        for section in self.document.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.3)
            section.top_margin = section.bottom_margin = Cm(2.2)


def _hyperlink(paragraph: Any, text: str, attribute: str, target: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn(attribute), target)
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    for name, value in (("w:color", _LINK), ("w:u", "single")):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        properties.append(element)
    run.append(properties)
    content = OxmlElement("w:t")
    content.text = text
    run.append(content)
    link.append(run)
    paragraph._p.append(link)


def _set_language(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), _LANGUAGE)


def _shade(properties: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SOFT)):
        shading.set(qn(f"w:{name}"), value)
    properties.append(shading)
