"""Citations in Markdown: ``[@source-id, place; @other-id, place]`` becomes numbered notes and a source list."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from assistant.corpus import Citation, Corpus
from assistant.corpus.models import OWN_WORK
from assistant.errors import ContentError

CITATION = re.compile(r"\[(@[^\[\]]+)\]")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.S)
SOURCES_PAGE = "bronnen.md"

MANY_NOTES = 60
"""Longer lists of notes are folded: they would take more room than the text."""


def parse_citations(text: str) -> list[Citation]:
    """The citations between the brackets of one marker, such as ``@a, par. 1; @b``."""
    parts = re.split(r";\s*(?=@)", " ".join(text.split()))
    return [Citation.model_validate(part.strip().removeprefix("@")) for part in parts]


def find_citations(markdown: str) -> Iterator[tuple[int, Citation]]:
    """Line (from 1) and citation of every marker in `markdown`; code blocks are passed over."""
    text = _without_code(markdown)
    for match in CITATION.finditer(text):
        for citation in parse_citations(match.group(1)):
            yield text.count("\n", 0, match.start()) + 1, citation


def _without_code(markdown: str) -> str:
    """`markdown` without its code, with the same number of lines."""
    lines: list[str] = []
    fence = ""
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence):
                fence = ""
            lines.append("")
        else:
            fence = mark.group(1) if mark else ""
            lines.append("" if mark else line)
    return _INLINE_CODE.sub(lambda code: "\n" * code.group().count("\n"), "\n".join(lines))


def check_citations(path: Path, markdown: str, offset: int, corpus: Corpus) -> None:
    """Refuse a source id that is not in the register.

    Args:
        offset: Lines of the file before `markdown` starts.

    Raises:
        ContentError: Names file, line and id.
    """
    for line, citation in find_citations(markdown):
        if citation.source not in corpus.sources:
            raise ContentError(
                path,
                line + offset,
                f"the source `{citation.source}` is not in corpus/sources.yml.",
                "Add it there or correct the id.",
            )


class CitationExtension(Extension):
    """Markdown extension; set `page` to the source path of the page before each conversion."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__()
        self.corpus = corpus
        self.page = ""
        self.notes: dict[Citation, int] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - name set by Markdown
        """Register the two processors."""
        md.inlinePatterns.register(_CitationProcessor(r"\s?" + CITATION.pattern, self), "citation", 175)
        md.treeprocessors.register(_NotesProcessor(md, self), "citation_notes", 15)
        md.registerExtension(self)

    def reset(self) -> None:
        """Start numbering anew for the next page."""
        self.notes = {}

    def sources_link(self, source: str) -> str:
        """Link from the current page to `source` on the page of all sources."""
        return f"{posixpath.relpath(SOURCES_PAGE, posixpath.dirname(self.page) or '.')}#bron-{source}"


class _CitationProcessor(InlineProcessor):
    def __init__(self, pattern: str, extension: CitationExtension) -> None:
        super().__init__(pattern)
        self.extension = extension

    def handleMatch(  # type: ignore[override] # noqa: N802 - name set by Markdown
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        # In a result of the search a number without its note is noise.
        group = ElementTree.Element("span", {"class": "cite", "data-search-exclude": "true"})
        for citation in parse_citations(m.group(1)):
            if citation.source == OWN_WORK:
                mark = ElementTree.SubElement(group, "span", {"class": "own-work", "data-source": OWN_WORK})
                mark.text = "eigen uitwerking"
                continue
            notes = self.extension.notes
            first = citation not in notes
            number = notes.setdefault(citation, len(notes) + 1)
            sup = ElementTree.SubElement(group, "sup")
            attributes = {
                "href": f"#noot-{number}",
                "class": "note-ref",
                "data-source": citation.source,
                "data-place": citation.place,
                "aria-label": f"Noot {number}: {self.extension.corpus.sources[citation.source].title}",
            }
            if first:
                attributes["id"] = f"noot-{number}-tekst"
            link = ElementTree.SubElement(sup, "a", attributes)
            link.text = str(number)
        return group, m.start(0), m.end(0)


class _NotesProcessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> Any:
        notes = self.extension.notes
        if not notes:
            return
        attributes = {"id": "bronnen", "class": "notes-heading", "data-search-exclude": "true"}
        heading = ElementTree.SubElement(root, "h2", attributes)
        heading.text = "Bronnen bij deze pagina"
        parent = root
        if len(notes) > MANY_NOTES:
            parent = ElementTree.SubElement(root, "details", {"class": "fold"})
            hidden = {"class": "no-passage no-terms", "data-search-exclude": "true"}
            ElementTree.SubElement(parent, "summary", hidden).text = f"Toon de {len(notes)} noten"
        listing = ElementTree.SubElement(parent, "ol", {"class": "notes"})
        for citation, number in notes.items():
            source = self.extension.corpus.sources[citation.source]
            item = ElementTree.SubElement(listing, "li", {"id": f"noot-{number}"})
            link = ElementTree.SubElement(item, "a", {"href": self.extension.sources_link(source.id)})
            link.text = source.title
            place = f", {citation.place}" if citation.place else ""
            link.tail = f" ({source.publisher}, {source.date}){place}. "
            back = ElementTree.SubElement(
                item,
                "a",
                {
                    "href": f"#noot-{number}-tekst",
                    "class": "note-back",
                    "aria-label": f"Terug naar noot {number}",
                },
            )
            back.text = "↩"
