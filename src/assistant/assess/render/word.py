"""The dossier as a Word document, with real headings, lists and links."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from assistant.assess.models import Dossier, Line
from assistant.assess.render.outline import (
    FOOTER,
    GIVEN,
    HOW_TO_READ,
    PLACES,
    ROUTE,
    SKIPPED,
    SOURCES,
    STEPS,
    SUMMARY,
    TALLY,
    TALLY_COLUMNS,
    TALLY_DONE,
    TALLY_NOTE,
    address,
    count,
    criterion_title,
    made,
    marks,
    outline,
    pages,
    places_of,
)
from assistant.assess.render.word_parts import FAINT, add_footer, without_rule

_BRAND = RGBColor(0x0B, 0x55, 0x63)
_INK = RGBColor(0x12, 0x33, 0x3A)
_LINK = "0A5C8A"
_SOFT = "E8F1F2"
_LINE = "B9D0D4"
_LANGUAGE = "nl-NL"
_LISTS = ("List Bullet", "List Bullet 2")
"""Styles of the levels of a list; a deeper one is styled as the last."""


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
        self._places: dict[int, str] = {}
        self._styles()
        add_footer(self.document, FOOTER)

    def write(self, dossier: Dossier) -> None:
        document = self.document
        document.core_properties.title = dossier.title
        document.core_properties.author = "Pakketwijzer"
        document.core_properties.language = _LANGUAGE
        document.core_properties.comments = dossier.disclaimer
        document.add_heading(dossier.title, level=0)
        document.add_paragraph(dossier.disclaimer, style="Disclaimer")
        for notice in dossier.notices:
            document.add_paragraph(notice, style="Disclaimer")
        self._places = {place.n: address(self.base, place.url) for place in dossier.places}
        self._summary(dossier)
        self._given(dossier)
        document.add_paragraph(HOW_TO_READ)
        criteria = {criterion_title(part): part.id for part in dossier.criteria}
        for part in outline(dossier):
            heading = document.add_heading(part.title, level=1)
            if part.title in criteria:
                self._bookmark(heading, f"criterium-{criteria[part.title]}")
            if part.intro:
                document.add_paragraph().add_run(part.intro).italic = True
            self._lines(part.lines)
            for group in part.groups:
                document.add_heading(group.title, level=2)
                self._lines(group.lines)
        document.add_heading(PLACES, level=1)
        for page in pages(dossier):
            paragraph = self._entry(page.title, address(self.base, page.url))
            for n, heading_text, url in page.places:
                self._bookmark(paragraph, f"plaats-{n}")
                paragraph.add_run(f"[{n}]\u00a0")
                self._outside(paragraph, heading_text, address(self.base, url))
                paragraph.add_run("; " if n != page.places[-1][0] else "")
        document.add_heading(SOURCES, level=1)
        for note in dossier.sources:
            about = f"{note.title} ({note.publisher}, {note.date})."
            paragraph = self._entry(f"B{note.n}", note.document or address(self.base, note.url), about)
            for number, where in places_of(note):
                self._bookmark(paragraph, f"bron-{number}")
                last = number == f"{note.n}.{len(note.places)}"
                paragraph.add_run(f"[B{number}]\u00a0{where}" + ("" if last else "; "))

    def _summary(self, dossier: Dossier) -> None:
        """The summary, on a page of its own with the title."""
        document, summary = self.document, dossier.summary
        document.add_heading(SUMMARY, level=1)
        document.add_heading(ROUTE, level=2)
        self._lines(summary.route)
        document.add_heading(TALLY, level=2)
        table = self._table(TALLY_COLUMNS)
        for one in summary.criteria:
            cells = table.add_row().cells
            self._reference(cells[0].paragraphs[0], f"criterium-{one.id}", criterion_title(one))
            cells[1].text = count(one)
            paragraph = cells[2].paragraphs[0]
            paragraph.add_run("" if one.first else TALLY_DONE)
            for line in one.first:
                if line is not one.first[0]:
                    paragraph.add_run().add_break()
                paragraph.add_run(f"{line.label}\u00a0")
                self._place(paragraph, line.place)
        _fit(table, (Cm(3.6), Cm(1.9), Cm(10.9)))
        document.add_paragraph(TALLY_NOTE, style="Note")
        document.add_heading(STEPS, level=2)
        self._lines(summary.steps, styles=("List Number",))
        document.add_paragraph(made(dossier), style="Note")

    def _given(self, dossier: Dossier) -> None:
        heading = self.document.add_heading(GIVEN, level=1)
        heading.paragraph_format.page_break_before = True
        table = self._table(("Vraag", "Antwoord"))
        for given in dossier.given:
            cells = table.add_row().cells
            cells[0].text = given.label
            cells[1].text = given.value or SKIPPED
        _fit(table, (Cm(6.4), Cm(10)))
        self.document.add_paragraph()

    def _table(self, titles: Sequence[str]) -> Any:
        table = self.document.add_table(rows=1, cols=len(titles))
        table.autofit = False
        _rule(table)
        header = table.rows[0]
        # Word repeats this row on every page, and reads it aloud as the header of the columns.
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        header._tr.get_or_add_trPr().append(mark)
        for cell, text in zip(header.cells, titles, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
            _shade(cell._tc.get_or_add_tcPr())
        return table

    def _lines(self, lines: list[Line], lead: Line | None = None, styles: Sequence[str] = _LISTS) -> None:
        for line in lines:
            paragraph = self.document.add_paragraph(style=styles[0])
            if line.label:
                paragraph.add_run(f"{line.label}. ").bold = True
            if line.text:
                # The reference stays on the line of the last word.
                paragraph.add_run(f"{line.text}\u00a0")
            self._place(paragraph, line.place)
            for number in line.sources:
                paragraph.add_run(" ")
                self._reference(paragraph, f"bron-{number}", f"[B{number}]", underlined=False)
            flags = marks(line, lead)
            if flags:
                mark = paragraph.add_run(f" ({', '.join(flags)})")
                mark.italic = True
                mark.font.size = Pt(9)
                mark.font.color.rgb = FAINT
            self._lines(line.items, line, styles[1:] or styles)

    def _entry(self, title: str, target: str, about: str = "") -> Any:
        """A paragraph of a list of references, as far as the address."""
        paragraph = self.document.add_paragraph(style="Reference")
        paragraph.add_run(f"{title} ").bold = True
        paragraph.add_run(f"{about} " if about else "")
        self._outside(paragraph, target, target)
        paragraph.add_run().add_break()
        return paragraph

    def _bookmark(self, paragraph: Any, name: str) -> None:
        self._bookmarks += 1
        for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
            bookmark = OxmlElement(kind)
            bookmark.set(qn("w:id"), str(self._bookmarks))
            if kind == "w:bookmarkStart":
                bookmark.set(qn("w:name"), name)
            paragraph._p.append(bookmark)

    def _place(self, paragraph: Any, number: int) -> None:
        """A reference that leads to the site where its address is known, else to the list at the end."""
        if self._places[number].startswith("http"):
            self._outside(paragraph, f"[{number}]", self._places[number], underlined=False)
        else:
            self._reference(paragraph, f"plaats-{number}", f"[{number}]", underlined=False)

    def _outside(self, paragraph: Any, text: str, target: str, *, underlined: bool = True) -> None:
        """`text` with a link to `target`, where that is a full address."""
        if target.startswith("http"):
            relation = self.document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            _hyperlink(paragraph, text, "r:id", relation, underlined=underlined)
        else:
            paragraph.add_run(text)

    def _reference(self, paragraph: Any, name: str, text: str, *, underlined: bool = True) -> None:
        _hyperlink(paragraph, text, "w:anchor", name, underlined=underlined)

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name = "Calibri"
        normal.font.size = Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        normal.paragraph_format.line_spacing = 1.0
        _set_language(normal)
        for name, size, color in (("Title", 18, _BRAND), ("Heading 1", 14, _BRAND), ("Heading 2", 11.5, _INK)):
            style = styles[name]
            style.font.name = "Calibri"
            style.font.size = Pt(size)
            style.font.bold = True
            style.font.color.rgb = color
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_after = Pt(3)
            # The theme font of the template would go before the name.
            without_rule(style)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{attribute}"), None)
        styles["Heading 1"].paragraph_format.space_before = Pt(14)
        styles["Heading 2"].paragraph_format.space_before = Pt(8)
        for name in (*_LISTS, "List Number"):
            styles[name].paragraph_format.space_after = Pt(2)
        disclaimer = styles.add_style("Disclaimer", WD_STYLE_TYPE.PARAGRAPH)
        disclaimer.base_style = normal
        disclaimer.font.bold = True
        _frame(disclaimer.element.get_or_add_pPr())
        _shade(disclaimer.element.get_or_add_pPr())
        reference = styles.add_style("Reference", WD_STYLE_TYPE.PARAGRAPH)
        reference.base_style = normal
        reference.font.size = Pt(9.5)
        reference.paragraph_format.space_after = Pt(3)
        note = styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
        note.base_style = normal
        note.font.size = Pt(9.5)
        note.font.color.rgb = FAINT
        note.paragraph_format.space_before = Pt(4)
        for section in self.document.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.3)
            section.top_margin = section.bottom_margin = Cm(1.9)


def _hyperlink(paragraph: Any, text: str, attribute: str, target: str, *, underlined: bool) -> None:
    """Adds a link; a reference is told by its brackets, and a line under each of them would make the text restless."""
    link = OxmlElement("w:hyperlink")
    link.set(qn(attribute), target)
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    for name, value in [("w:color", _LINK), *([("w:u", "single")] if underlined else [])]:
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


def _rule(table: Any) -> None:
    """Thin lines under the rows, as in the PDF."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    table._tbl.tblPr.append(borders)


def _fit(table: Any, widths: Sequence[Length]) -> None:
    """Widths of columns and of every cell, as some programs heed the one and some the other; little room around."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _frame(properties: Any) -> None:
    """Room around a shaded paragraph: a frame in the colour of the shade."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "5"), ("color", _SOFT)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties.append(borders)


def _shade(properties: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SOFT)):
        shading.set(qn(f"w:{name}"), value)
    properties.append(shading)
