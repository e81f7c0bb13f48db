"""A conversation as a Word document: real headings, lists and links, in Dutch, for screen readers too."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from markdown_it.token import Token

from assistant.answer.models import AnswerCitation
from assistant.answer.rows import in_line
from assistant.assess.render.word_parts import add_footer, without_rule
from assistant.serve.markup import parse_answer
from assistant.serve.transcript import DISCLOSURE, TITLE, Transcript, remarks

_BRAND = RGBColor(0x0B, 0x55, 0x63)
_LINK = RGBColor(0x0A, 0x5C, 0x8A)
_FONT = "Calibri"
_DEEPEST = 3
"""Lists in lists for which Word's own template has a style."""


def to_docx(transcript: Transcript) -> bytes:
    """The conversation as the bytes of a Word document."""
    document = Document()
    _prepare(document)
    document.add_heading(TITLE, 0)
    document.add_paragraph(transcript.saved)
    document.add_paragraph(DISCLOSURE)
    for turn in transcript.turns:
        document.add_heading(turn.question, 1)
        _Writer(document, transcript.site).write(parse_answer(turn.answer.text))
        for notice in turn.answer.notices:
            document.add_paragraph(notice)
        if turn.answer.citations:
            document.add_heading("Bronnen bij dit antwoord", 2)
        for citation in turn.answer.citations:
            _add_source(document, transcript, citation)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Writes the tokens of an answer as paragraphs."""

    def __init__(self, document: Any, site: str) -> None:
        self.document = document
        self.site = site
        self.lists: list[str] = []
        self.numbering: list[int | None] = []

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                ordered = token.type == "ordered_list_open"
                self.lists.append("List Number" if ordered else "List Bullet")
                self.numbering.append(self._new_numbering() if ordered else None)
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.lists.pop()
                self.numbering.pop()
            elif token.type == "inline":
                self._inline(self._paragraph(), token.children or [])

    def _paragraph(self) -> Any:
        if not self.lists:
            return self.document.add_paragraph()
        depth = min(len(self.lists), _DEEPEST)
        paragraph = self.document.add_paragraph(style=self.lists[-1] + (f" {depth}" if depth > 1 else ""))
        number = self.numbering[-1]
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number
            properties.get_or_add_ilvl().val = 0
        return paragraph

    def _new_numbering(self) -> int:
        """A numbering that starts at 1; else Word goes on counting where the list before it ended."""
        style = self.document.styles["List Number"]
        numbering = self.document.part.numbering_part.element
        used = numbering.num_having_numId(style.element.pPr.numPr.numId.val)
        added = numbering.add_num(used.abstractNumId.val)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(added.numId)

    def _inline(self, paragraph: Any, tokens: Sequence[Token]) -> None:
        bold = italic = False
        link = ""
        for token in tokens:
            if token.type in ("strong_open", "strong_close"):
                bold = token.type == "strong_open"
            elif token.type in ("em_open", "em_close"):
                italic = token.type == "em_open"
            elif token.type == "link_open":
                link = self.site.rstrip("/") + str(token.attrGet("href"))
            elif token.type == "link_close":
                link = ""
            elif token.type == "cell_end":
                paragraph.add_run().add_break()
            else:
                text = _text_of(token)
                if link:
                    _add_link(paragraph, link, text)
                elif text:
                    run = paragraph.add_run(text)
                    run.bold, run.italic = bold or None, italic or None


def _text_of(token: Token) -> str:
    if token.type == "references":
        return token.content + "".join(f"[{n}]" for n in token.meta["numbers"])
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _add_source(document: Any, transcript: Transcript, citation: AnswerCitation) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(2)
    paragraph.add_run(f"[{citation.n}] ").bold = True
    address = transcript.address(citation)
    if address:
        _add_link(paragraph, address, citation.title)
    else:
        paragraph.add_run(citation.title)
    document.add_paragraph(in_line(citation.quote), style="Quote").paragraph_format.space_after = Pt(4)
    for detail in [*([f"Adres: {address}"] if address else []), *remarks(citation)]:
        added = document.add_paragraph(detail)
        added.runs[0].font.size = Pt(9.5)
        added.paragraph_format.space_after = Pt(2)


def _add_link(paragraph: Any, address: str, text: str) -> None:
    """A link; python-docx reads these but has no call to add one."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb = _LINK
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _prepare(document: Any) -> None:
    """Language, type and colours; the template that comes with python-docx is English and blue."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    properties = document.core_properties
    properties.title, properties.author, properties.language = TITLE, "Pakketwijzer", "nl-NL"
    properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.color.rgb = _BRAND
        style.font.name = _FONT
        fonts = style.element.rPr.rFonts
        # Else the fonts of the template's theme would go before the name.
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
    document.styles["Title"].font.size = Pt(22)
    without_rule(document.styles["Title"])
    add_footer(document, TITLE)
