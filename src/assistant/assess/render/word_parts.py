"""What the Word documents of this program have in common and python-docx has no call for."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FAINT = RGBColor(0x44, 0x57, 0x5C)


def add_footer(document: Any, text: str) -> None:
    """`text` and the number of the page at the foot of every page.

    Args:
        document: Of python-docx; its margins are as they will be.
        text: What the page is part of.

    """
    for section in document.sections:
        paragraph = section.footer.paragraphs[0]
        stops = paragraph.paragraph_format.tab_stops
        # The style that comes with python-docx has stops for paper of another size.
        for stop in paragraph.style.paragraph_format.tab_stops:
            stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(section.page_width - section.left_margin - section.right_margin, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{text}\t")
        _add_field(paragraph, "PAGE")
        paragraph.add_run(" / ")
        _add_field(paragraph, "NUMPAGES")
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(8.5), FAINT


def without_rule(style: Any) -> None:
    """Takes the line away that `style` has under its paragraphs; that of the title is blue."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _add_field(paragraph: Any, name: str) -> None:
    """A number that Word works out itself."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else "")
        if kind == "text":
            continue
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = name
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
