"""From one inline token to sentences, each with its line, citations and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from assistant.corpus import Citation
from assistant.publish.citations import CITATION, parse_citations
from assistant.publish.sentences import split_sentences

_MARK = "\ue000"
"""Stands for a citation while text is cut into sentences: a private character, so never part of a page."""

_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_TRAILING = f" .,;:!?)»”\"'{_MARK}"


@dataclass(frozen=True)
class Link:
    """A link or an image: where it stands in the file and where it points."""

    href: str
    line: int
    text: str = ""
    image: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence as the reader sees it, without citation marks.

    Attributes:
        links: The links in it.
        starts_with_link: Nothing stands before its first link.
        ends_with_link: At most punctuation and citations stand after its last link.
    """

    text: str
    line: int
    cites: tuple[Citation, ...] = ()
    links: tuple[Link, ...] = ()
    starts_with_link: bool = False
    ends_with_link: bool = False


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    link: Link


class Inline:
    """The visible text of an inline token.

    Args:
        token: A token of type ``inline``.
        first_line: Line of the file on which it starts.
    """

    def __init__(self, token: Token, first_line: int) -> None:
        self.links: list[Link] = []
        self.html: list[tuple[int, str]] = []
        self.cites: list[tuple[int, tuple[Citation, ...]]] = []
        self._text = ""
        self._lines: list[int] = []
        self._spans: list[_Span] = []
        self._read(token.children or [], first_line)
        self._mark_citations()

    def _read(self, children: list[Token], line: int) -> None:
        opened: list[tuple[int, str, int]] = []
        for child in children:
            if child.type in ("softbreak", "hardbreak"):
                self._add(" ", line)
                line += 1
            elif child.type == "link_open":
                opened.append((len(self._text), str(child.attrGet("href") or ""), line))
            elif child.type == "link_close":
                start, href, at = opened.pop()
                link = Link(href, at, self._text[start:])
                self.links.append(link)
                self._spans.append(_Span(start, len(self._text), link))
            elif child.type == "image":
                self.links.append(Link(str(child.attrGet("src") or ""), line, child.content, image=True))
            elif child.type == "html_inline":
                self.html.append((line, child.content))
            elif child.type in ("text", "code_inline"):
                self._add(child.content, line)

    def _add(self, text: str, line: int) -> None:
        """Append `text` with its white space squeezed."""
        for character in re.sub(r"\s", " ", text):
            if character == " " and self._text[-1:] in ("", " "):
                continue
            self._text += character
            self._lines.append(line)

    def _mark_citations(self) -> None:
        """Replace each citation by one mark and move the spans of links along."""
        for match in reversed(list(CITATION.finditer(self._text))):
            start, end = match.span()
            self.cites.insert(0, (self._lines[start], tuple(parse_citations(match.group(1)))))
            self._text = self._text[:start] + _MARK + self._text[end:]
            self._lines[start + 1 : end] = []
            shift = end - start - 1
            self._spans = [_Span(s.start - shift, s.end - shift, s.link) if s.start >= end else s for s in self._spans]
        attributes = _ATTRIBUTES.search(self._text)
        if attributes:
            self._text = self._text[: attributes.start()]

    @property
    def plain(self) -> str:
        """The text without citations and attribute list."""
        return _tidy(self._text)

    def sentences(self) -> Iterator[Sentence]:
        """The sentences with what belongs to each."""
        position, cited = 0, 0
        for raw in split_sentences(self._text):
            start = max(self._text.find(raw, position), position)
            position = min(start + len(raw), len(self._text))
            marks = raw.count(_MARK)
            cites = [cite for _, group in self.cites[cited : cited + marks] for cite in group]
            cited += marks
            clean = _tidy(raw)
            if not any(character.isalnum() for character in clean):
                continue
            spans = [s for s in self._spans if start <= s.start < position]
            before = self._text[start : spans[0].start] if spans else ""
            after = self._text[max(s.end for s in spans) : position] if spans else ""
            yield Sentence(
                text=clean,
                line=self._lines[min(start, len(self._lines) - 1)],
                cites=tuple(cites),
                links=tuple(s.link for s in spans),
                starts_with_link=bool(spans) and not before.strip(),
                ends_with_link=bool(spans) and not after.strip(_TRAILING),
            )


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text.replace(_MARK, "")).strip()
    return re.sub(r"\s+([.,;:!?])", r"\1", text)
