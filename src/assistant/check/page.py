"""A page as the rules see it: sections, blocks and sentences, each with its line in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from assistant.check.inline import Inline, Link, Sentence
from assistant.corpus import Citation
from assistant.publish.front_matter import FrontMatter, split_front_matter

_HEADING_ATTRIBUTES = re.compile(r"\s+\{:?\s*([^{}]*?)\s*\}\s*$")
_TASK = re.compile(r"^\[[ xX]\]\s")
_CALL = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")

_HOLDERS = {"heading_open", "admonition_title_open", "th_open", "td_open", "paragraph_open"}
"""Tokens that stand right before an inline token."""

_parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(admon_plugin)


@dataclass(eq=False)
class Block:
    """A paragraph, a list item or a table row.

    Attributes:
        intro: The paragraph or item right before the list or table that this block belongs to.
        members: Of an intro: the items or rows it introduces.
        task: It is an item of a checklist.
    """

    kind: Literal["paragraph", "item", "row"]
    line: int
    sentences: list[Sentence] = field(default_factory=list)
    intro: Block | None = None
    members: list[Block] = field(default_factory=list)
    task: bool = False

    @property
    def cites(self) -> list[Citation]:
        """All citations in the block."""
        return [cite for sentence in self.sentences for cite in sentence.cites]

    @property
    def text(self) -> str:
        """The block as one text."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(eq=False)
class Section:
    """What stands under one heading; the lead of a page is a section with level 1.

    Attributes:
        anchor: Explicit id of the heading, or empty.
        example: It or a heading above it is marked as an invented example.
    """

    level: int
    title: str
    line: int
    anchor: str = ""
    example: bool = False
    blocks: list[Block] = field(default_factory=list)

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences, those of items and rows included."""
        return (sentence for block in self.blocks for sentence in block.sentences)


@dataclass(eq=False)
class Page:
    """One Markdown file.

    Attributes:
        path: Relative to the root of the project.
        uri: Relative to ``docs``, as links and the menu name it.
        meta: The front matter, or None where it is invalid.
        html: Pieces of HTML, with the line on which each starts.
        glued: Lines of lists and tables that stand right under a paragraph, without a blank line.
        generated: The page calls components, so its text is not all in this file.
    """

    path: Path
    uri: str
    lines: list[str]
    body: str
    meta: FrontMatter | None
    sections: list[Section]
    links: list[Link]
    citations: list[tuple[int, Citation]]
    html: list[tuple[int, str]]
    glued: list[int]
    generated: bool

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences of the page."""
        return (sentence for section in self.sections for sentence in section.sentences)

    @property
    def title(self) -> str:
        """Title in the front matter, or the file's name."""
        return self.meta.title if self.meta else self.uri


def parse_page(path: Path, uri: str, text: str, meta: FrontMatter | None) -> Page:
    """Read the page `text`."""
    _, offset = split_front_matter(text)
    body = "\n".join(text.splitlines()[offset:])
    reader = _Reader(offset)
    reader.read(_parser.parse(_CALL.sub("", body)))
    return Page(
        path=path,
        uri=uri,
        lines=text.splitlines(),
        body=body,
        meta=meta,
        sections=[section for section in reader.sections if section.blocks or section.level > 1],
        links=reader.links,
        citations=reader.citations,
        html=reader.html,
        glued=reader.glued,
        generated="{{" in body,
    )


def outline(markdown: str) -> tuple[list[Section], list[Citation]]:
    """The headings and the citations of `markdown` in order."""
    reader = _Reader(0)
    reader.read(_parser.parse(markdown))
    headings = [section for section in reader.sections if section.level > 1]
    return headings, [citation for _, citation in reader.citations]


class _Reader:
    """Walks the tokens of a page once."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.sections = [Section(1, "", offset + 1)]
        self.links: list[Link] = []
        self.citations: list[tuple[int, Citation]] = []
        self.html: list[tuple[int, str]] = []
        self.glued: list[int] = []
        self._paragraph_end = -1
        self._examples: list[int] = []
        self._items: list[Block | None] = []
        self._intros: list[Block | None] = []
        self._last: list[Block | None] = [None]
        self._row: list[Inline] = []

    def read(self, tokens: list[Token]) -> None:
        inside = ""
        for number, token in enumerate(tokens):
            if token.type in _HOLDERS:
                inside = token.type
            elif token.type == "inline":
                self._inline(token, inside, tokens[number - 1])
            else:
                self._structure(token)

    def _structure(self, token: Token) -> None:
        """Keep track of lists and tables, and of what introduces them."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open" | "table_open":
                self._intros.append(self._last[-1])
                if token.map and token.map[0] == self._paragraph_end and not self._items:
                    self.glued.append(self._line(token))
            case "bullet_list_close" | "ordered_list_close" | "table_close":
                self._intros.pop()
                self._last[-1] = None
            case "list_item_open":
                self._items.append(None)
                self._last.append(None)
            case "list_item_close":
                self._items.pop()
                self._last.pop()
            case "html_block":
                self.html.append((self._line(token), token.content))
                self._last[-1] = None
            case "admonition_open" | "admonition_close" | "fence" | "hr":
                self._last[-1] = None
            case "tr_open":
                self._row = []
            case "tr_close":
                self._close_row(token)

    def _inline(self, token: Token, inside: str, opening: Token) -> None:
        line = self._line(token)
        inline = Inline(token, line)
        self.html.extend(inline.html)
        self.links.extend(inline.links)
        self.citations.extend((at, cite) for at, group in inline.cites for cite in group)
        if inside == "heading_open":
            self._heading(token, inline, int(opening.tag[1]), line)
        elif inside == "td_open":
            self._row.append(inline)
        elif inside == "paragraph_open":
            self._paragraph_end = token.map[1] if token.map else -1
            self._paragraph(inline, line)

    def _line(self, token: Token) -> int:
        """Line of the file on which `token` starts."""
        return (token.map[0] if token.map else 0) + self.offset + 1

    def _heading(self, token: Token, inline: Inline, level: int, line: int) -> None:
        match = _HEADING_ATTRIBUTES.search(token.content)
        attributes = dict(get_attrs_and_remainder(match.group(1))[0]) if match else {}
        self._examples = [above for above in self._examples if above < level]
        if "voorbeeld" in [*attributes.get(".", "").split(), *attributes.get("class", "").split()]:
            self._examples.append(level)
        self.sections.append(Section(level, inline.plain, line, attributes.get("id", ""), bool(self._examples)))
        self._last = [None]

    def _paragraph(self, inline: Inline, line: int) -> None:
        sentences = list(inline.sentences())
        if not sentences:
            return
        if self._items and self._items[-1]:
            # a further paragraph of the same item
            self._items[-1].sentences.extend(sentences)
            return
        block = Block("item" if self._items else "paragraph", line, sentences)
        if self._items:
            block.task = bool(_TASK.match(sentences[0].text))
            self._items[-1] = block
            self._join(block)
        self.sections[-1].blocks.append(block)
        self._last[-1] = block

    def _close_row(self, token: Token) -> None:
        sentences = [sentence for cell in self._row for sentence in cell.sentences()]
        if sentences:
            block = Block("row", sentences[0].line, sentences)
            self._join(block)
            self.sections[-1].blocks.append(block)
        self._row = []

    def _join(self, block: Block) -> None:
        block.intro = self._intros[-1]
        if block.intro:
            block.intro.members.append(block)
