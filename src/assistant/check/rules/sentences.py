"""Sentences are short enough to read and to quote."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site
from assistant.check.text import MAX_WORDS, shorten, words
from assistant.publish.sentences import split_sentences

RULE = "zin-te-lang"
_REMEDY = f"Splits de zin; gebruik 10 tot 22 woorden en nooit meer dan {MAX_WORDS}."


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Long sentences in paragraphs and list items; the first of a section is another rule's."""
    for section in page.sections:
        for block in section.blocks:
            if block.kind == "row":
                continue
            for sentence in block.sentences:
                opens = block is section.blocks[0] and sentence is block.sentences[0]
                if not (opens and block.kind == "paragraph"):
                    yield from _findings(page, sentence.line, sentence.text)


def check_data(site: Site) -> Iterator[Finding]:
    """Long sentences in data files."""
    for text in site.data.texts:
        for sentence in split_sentences(text.text):
            count = len(words(sentence))
            if count > MAX_WORDS:
                message = f"In `{text.record}`: een zin van {count} woorden: “{shorten(sentence)}”"
                yield Finding(text.path, text.line, RULE, "advice", message, _REMEDY)


def _findings(page: Page, line: int, text: str) -> Iterator[Finding]:
    count = len(words(text))
    if count > MAX_WORDS:
        message = f"Een zin van {count} woorden: “{shorten(text)}”"
        yield Finding(page.path, line, RULE, "advice", message, _REMEDY)
