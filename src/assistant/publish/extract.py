"""From the rendered HTML of a page to its passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from assistant.corpus import Citation
from assistant.publish.front_matter import FrontMatter
from assistant.publish.passage import CELL_BORDER, Passage, Statement
from assistant.publish.sentences import split_sentences

MAX_CHARS = 1400
"""Longest passage text; about 350 tokens of multilingual-e5-small, which reads 512 with headings and prefix."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SKIPPED = ("pre", "svg", "script", "style", "nav", "form", "button", "template")
_SKIPPED_CLASSES = {"notes", "mermaid", "no-passage", "headerlink"}
_FACETS = ("sectors", "criteria", "parties")
_MARK = "\ue000"
"""Stands for a citation while text is cut into sentences; never on a page, and no white space to Python."""
_MARK_AFTER_STOP = re.compile(rf"([.!?][\"”’)]*)((?:\s*{_MARK})+)")


@dataclass
class _Section:
    anchor: str
    path: list[str]
    facets: dict[str, Any]
    example: bool
    statements: list[Statement] = field(default_factory=list)


def extract_passages(content: str, url: str, meta: FrontMatter) -> list[Passage]:
    """The passages of one page.

    Args:
        content: HTML of the page's content, with an ``h1`` and ids on all headings.
        url: Address of the page, relative to the root of the site.
        meta: Front matter of the page.
    """
    root = html.fragment_fromstring(content, create_parent="div")
    passages: list[Passage] = []
    for section in _sections(root, meta):
        for part, statements in enumerate(_parts(section.statements), 1):
            sources = dict.fromkeys(cite.source for statement in statements for cite in statement.cites)
            passages.append(
                Passage(
                    url=url,
                    anchor=section.anchor,
                    title=meta.title,
                    heading_path=section.path,
                    text=_text(statements),
                    statements=statements,
                    sources=list(sources),
                    status=meta.status,
                    kind=meta.kind,
                    updated=meta.updated.isoformat(),
                    example=section.example,
                    part=part,
                    **section.facets,
                ).with_id()
            )
    return passages


def _sections(root: HtmlElement, meta: FrontMatter) -> Iterator[_Section]:
    facets = {name: list(getattr(meta, name)) for name in _FACETS}
    stack: list[tuple[int, str, dict[str, list[str]], bool]] = []
    section = _Section("", [meta.title], facets, False)
    block = -1
    last: HtmlElement | None = None
    for element in _blocks(root):
        level = _HEADINGS.get(element.tag)
        if level is None:
            block += not _continues(element, last)
            section.statements.extend(_statements(element, block))
            last = element
            continue
        if section.statements:
            yield section
        while stack and stack[-1][0] >= level:
            stack.pop()
        above = stack[-1] if stack else (0, "", facets, False)
        own = {name: _listed(element.get(f"data-{name}")) or above[2][name] for name in _FACETS}
        example = above[3] or "voorbeeld" in _classes(element)
        heading = _tidy(_inline_text(element)[0].replace(_MARK, ""))
        stack.append((level, heading, own, example))
        section = _Section(element.get("id", ""), [entry[1] for entry in stack], own, example)
        block, last = -1, None
    if section.statements:
        yield section


def _blocks(element: HtmlElement) -> Iterator[HtmlElement]:
    """Headings, paragraphs, lists and tables in reading order."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED or _classes(child) & _SKIPPED_CLASSES:
            continue
        if child.tag in _HEADINGS and "notes-heading" in _classes(child):
            continue
        if child.tag in _HEADINGS or child.tag in ("p", "ul", "ol", "table", "dl", "summary"):
            if not (child.tag in ("p", "summary") and "admonition-title" in _classes(child)):
                yield child
        else:
            yield from _blocks(child)


def _continues(element: HtmlElement, last: HtmlElement | None) -> bool:
    """Whether `element` goes on with the table `last`: cut in parts for the eye, it is one table to the assistant."""
    if last is None or element.tag != "table" or last.tag != "table":
        return False
    columns = _columns(element)
    return bool(columns) and columns == _columns(last)


def _columns(table: HtmlElement) -> list[str]:
    """Names of the columns, from the first row that holds nothing else."""
    head = next((row for row in table.iter("tr") if row.find("td") is None), None)
    return [] if head is None else _names(head)


def _statements(element: HtmlElement, block: int) -> Iterator[Statement]:
    if element.tag == "table":
        yield from _rows(element, block)
    elif element.tag in ("ul", "ol", "dl"):
        for item in element.iter("li", "dd"):
            yield from _cut(item, "item", block)
    else:
        yield from _cut(element, "sentence", block)


def _cut(element: HtmlElement, kind: str, block: int) -> Iterator[Statement]:
    """The sentences of `element` with their citations; a list item stays one statement."""
    text, cites = _inline_text(element)
    # A citation behind the full stop belongs to the sentence that ends there.
    text = _MARK_AFTER_STOP.sub(r"\2\1", text)
    queue = list(cites)
    for sentence in [text] if kind == "item" else split_sentences(text):
        marks = sentence.count(_MARK)
        own = [cite for group in queue[:marks] for cite in group]
        del queue[:marks]
        clean = _tidy(sentence.replace(_MARK, ""))
        if any(character.isalnum() for character in clean):
            yield Statement(text=clean, kind=kind, block=block, cites=own)  # type: ignore[arg-type]


def _rows(table: HtmlElement, block: int) -> Iterator[Statement]:
    """The rows, each cell behind the name of its column: a row is quoted without the head of its table."""
    columns: list[str] = []
    for row in table.iter("tr"):
        if row.find("td") is None:
            columns = _names(row)
            continue
        cells: list[str] = []
        cites: list[Citation] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            text, groups = _inline_text(cell)
            cites.extend(cite for group in groups for cite in group)
            cells.append(_tidy(text.replace(_MARK, "")))
        if any(cells):
            named = zip_longest(columns[: len(cells)], cells, fillvalue="")
            shown = (f"{column}: {cell}" if column else cell for column, cell in named if cell)
            yield Statement(text=CELL_BORDER.join(shown), kind="row", block=block, cites=cites)


def _names(row: HtmlElement) -> list[str]:
    return [_tidy(_inline_text(cell)[0].replace(_MARK, "")) for cell in row.iterchildren("th")]


def _inline_text(element: HtmlElement) -> tuple[str, list[list[Citation]]]:
    """Visible text of `element` without nested lists; each citation group leaves one mark."""
    cites: list[list[Citation]] = []
    parts: list[str] = []

    def walk(node: HtmlElement) -> None:
        parts.append(node.text or "")
        for child in node:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or _classes(child) & _SKIPPED_CLASSES:
                pass
            elif "cite" in _classes(child):
                parts.append(_MARK)
                cites.append(
                    [
                        Citation(source=mark.get("data-source"), place=mark.get("data-place", ""))
                        for mark in child.iter()
                        if isinstance(mark.tag, str) and mark.get("data-source")
                    ]
                )
            elif child.tag == "br":
                parts.append(" ")
            elif child.tag not in ("ul", "ol", "table"):
                walk(child)
            parts.append(child.tail or "")

    walk(element)
    return _squeeze("".join(parts)), cites


def _parts(statements: list[Statement]) -> Iterator[list[Statement]]:
    """Cut where a part would grow too long, preferably between blocks, never inside a statement."""
    part: list[Statement] = []
    length = 0
    for number, statement in enumerate(statements):
        size = len(statement.text) + 1
        rest_of_block = sum(len(s.text) + 1 for s in statements[number:] if s.block == statement.block)
        starts_block = not part or part[-1].block != statement.block
        too_long = length + (min(rest_of_block, MAX_CHARS) if starts_block else size) > MAX_CHARS
        if part and too_long:
            yield part
            part, length = [], 0
        part.append(statement)
        length += size
    if part:
        yield part


def _text(statements: list[Statement]) -> str:
    """The statements as text: those of a paragraph on one line, items and rows on lines of their own."""
    lines: list[str] = []
    last: Statement | None = None
    for statement in statements:
        if last and statement.kind == last.kind == "sentence" and statement.block == last.block:
            lines[-1] += f" {statement.text}"
        else:
            lines.append(statement.text)
        last = statement
    return "\n".join(lines)


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _listed(value: str | None) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()] if value else []


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", _squeeze(text))
