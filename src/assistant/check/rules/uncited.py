"""Every statement carries a citation, or the intro of its list or table does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.inline import Sentence
from assistant.check.page import Block, Page, Section
from assistant.check.site import Site
from assistant.check.text import shorten, words

RULE = "citaat-ontbreekt"

_EXEMPT_FOLDER = "over/"
_EXEMPT_PAGES = {"index.md"}

_READ_ON = re.compile(r"(?:zie|lees|kijk|bekijk|meer)\b", re.I)
_POINTS = re.compile(r"\b(?:lees|leest u|lezen|zie|vindt u|kijk|bekijk|staat|staan|aan bod|uitgelegd|is er)\b", re.I)
_ON_PAGE = re.compile(r"(?:op|in|bij) (?:de pagina )?", re.I)
_READER = re.compile(r"\b(?:leest|vindt|ziet) u\b")
_MAX_SIGNPOST = 20
"""A longer sentence with a link at its end says more than where to read on."""

_ABOUT_PAGE = re.compile(r"\b(?:op|in) deze (?:pagina|site)\b", re.I)
"""The page speaks of itself."""


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Statements without a source."""
    exempt = page.uri.startswith(_EXEMPT_FOLDER) or page.uri in _EXEMPT_PAGES
    if exempt or (page.meta and not page.meta.assistant):
        return
    for section in page.sections:
        if not section.example:
            yield from _section(page, section)


def _section(page: Page, section: Section) -> Iterator[Finding]:
    for block in section.blocks:
        if block.kind == "paragraph":
            for sentence in block.sentences:
                if not _covered(sentence, block):
                    yield _finding(page, sentence.line, sentence.text)
        elif not (block.cites or block.task or _covered_by_intro(block) or is_signpost_item(block)):
            yield _finding(page, block.line, block.text)


def _covered(sentence: Sentence, block: Block) -> bool:
    """The sentence is cited, states nothing, or introduces cited members."""
    if sentence.cites or is_signpost(sentence) or sentence.text.endswith("?"):
        return True
    return (
        sentence is block.sentences[-1]
        and sentence.text.endswith(":")
        and any(member.cites or is_signpost_item(member) for member in block.members)
    )


def _covered_by_intro(block: Block) -> bool:
    """The sentence before the list or table is cited; or neither it nor any member is, and it is reported."""
    intro = block.intro
    if intro is None:
        return False
    last = intro.sentences[-1]
    if last.cites or (intro.kind == "item" and _covered_by_intro(intro)):
        return True
    return last.text.endswith(":") and not any(member.cites for member in intro.members)


def is_signpost(sentence: Sentence) -> bool:
    """The sentence only says where to read on."""
    text = sentence.text
    if _ABOUT_PAGE.search(text):
        return True
    if not sentence.links:
        return False
    if _READ_ON.match(text) or (sentence.ends_with_link and _POINTS.search(text)):
        return len(words(text)) <= _MAX_SIGNPOST
    # "Op [weging](weging.md) leest u hoe …"
    start = _ON_PAGE.match(text)
    return bool(start and text.startswith(sentence.links[0].text, start.end()) and _READER.search(text))


def is_signpost_item(block: Block) -> bool:
    """The item is a link to a page with at most a few words about that page."""
    return block.kind == "item" and block.sentences[0].starts_with_link


def _finding(page: Page, line: int, text: str) -> Finding:
    return Finding(
        page.path,
        line,
        RULE,
        "error",
        f"Bij deze uitspraak staat geen bron: “{shorten(text)}”",
        "Zet vóór de punt een bron, zoals [@id, plaats]; eigen uitwerking krijgt [@eigen].",
    )
