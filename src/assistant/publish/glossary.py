"""Links glossary terms where they occur in a page."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from html import escape

from lxml import html
from lxml.html import HtmlElement

from assistant.corpus import Corpus, Term

TERMS_PAGE = "begrippen/"
_CLOSED = {
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "code",
    "pre",
    "script",
    "style",
    "svg",
    "button",
    "abbr",
    "th",
    "label",
    "legend",
}
_CLOSED_CLASSES = {"notes", "mermaid", "no-terms", "cite"}
_SHORTEST = 3
"""Shorter labels are abbreviations at most, and those are matched in capitals only."""


class GlossaryLinker:
    """Turns the first mention of a term in each section into a link that carries its definition."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @cached_property
    def _terms(self) -> dict[str, Term]:
        terms: dict[str, Term] = {}
        for term in self.corpus.terms.values():
            for label in term.labels:
                if len(label) >= _SHORTEST or label.isupper():
                    terms.setdefault(_key(label), term)
        return terms

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        labels = sorted((label for term in self.corpus.terms.values() for label in term.labels), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])({'|'.join(_either_case(label) for label in labels)})(?![\w-])")

    def link(self, content: str, page_url: str) -> str:
        """`content` with its terms linked; `page_url` is relative to the root of the site."""
        if not self.corpus.terms:
            return content
        root = html.fragment_fromstring(content, create_parent="div")
        base = posixpath.relpath(TERMS_PAGE, page_url or ".") + "/"
        self._link_below(root, base, set())
        # serialise without the helper element around the content
        return escape(root.text or "", quote=False) + "".join(
            html.tostring(child, encoding="unicode") for child in root
        )

    def _link_below(self, element: HtmlElement, base: str, seen: set[str]) -> None:
        """Link terms inside `element`, in reading order; `seen` starts anew under every ``h2``."""
        if not isinstance(element.tag, str) or element.tag in _CLOSED or _classes(element) & _CLOSED_CLASSES:
            return
        children = list(element)
        if element.text:
            element.text, links = self._split(element.text, base, seen)
            element[:0] = links
        for child in children:
            if child.tag == "h2":
                seen.clear()
            self._link_below(child, base, seen)
            if child.tail:
                child.tail, links = self._split(child.tail, base, seen)
                position = element.index(child) + 1
                element[position:position] = links

    def _split(self, text: str, base: str, seen: set[str]) -> tuple[str, list[HtmlElement]]:
        links: list[HtmlElement] = []
        head, last = "", 0
        for match in self._pattern.finditer(text):
            term = self._terms.get(_key(match.group()))
            if term is None or term.id in seen:
                continue
            seen.add(term.id)
            before = text[last : match.start()]
            if links:
                links[-1].tail = before
            else:
                head = before
            link = html.Element("a", {"class": "term", "href": f"{base}#begrip-{term.id}"})
            link.set("data-definition", term.definition)
            link.text = match.group()
            links.append(link)
            last = match.end()
        if not links:
            return text, []
        links[-1].tail = text[last:]
        return head, links


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _key(label: str) -> str:
    return label if label.isupper() else label.lower()


def _either_case(label: str) -> str:
    """Pattern for a label; the first letter may be a capital at the start of a sentence."""
    if label[:1].islower():
        return f"[{label[0]}{re.escape(label[0].upper())}]{re.escape(label[1:])}"
    return re.escape(label)
