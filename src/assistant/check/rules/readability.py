"""Reading ease of each section, by the formula of Flesch as W.H. Douma fitted it to Dutch.

Reading ease = 206.84 - 77 * syllables per word - 0.93 * words per sentence; 0 to 30 means very hard, 60 to
70 normal. Formula and table: https://dbnl.org/tekst/_taa014197701_01/_taa014197701_01_0089.php. It knows word
length only, so long terms of the trade would drown the rest: terms of the glossary, which the site explains
on the spot, count as one word of average length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pyphen

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site
from assistant.check.text import words

RULE = "moeilijk-leesbaar"
LOWEST = 30.0
"""Douma calls what lies below very hard: readable with a university education."""

FEWEST_WORDS = 40
"""Shorter sections are too short to measure."""

_TERM = "woorden"

_hyphenator = pyphen.Pyphen(lang="nl_NL", left=1, right=1)


def reading_ease(sentences: list[str]) -> float:
    """Reading ease of Dutch `sentences`; higher is easier."""
    tokens = [word for sentence in sentences for word in words(sentence)]
    if not tokens:
        return 100.0
    syllables = sum(map(_syllables, tokens))
    return 206.84 - 77 * syllables / len(tokens) - 0.93 * len(tokens) / len(sentences)


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Sections that are much harder to read than the rest."""
    terms = site.vocabulary.label_pattern if site.vocabulary.labels else re.compile(r"(?!)")
    for section in page.sections:
        sentences = [
            terms.sub(_TERM, sentence.text)
            for block in section.blocks
            if block.kind == "paragraph"
            for sentence in block.sentences
        ]
        if sum(len(words(sentence)) for sentence in sentences) < FEWEST_WORDS:
            continue
        score = reading_ease(sentences)
        if score < LOWEST:
            title = section.title or page.title
            message = f"“{title}” leest zeer moeilijk (leesgemak {score:.0f}; streef naar 45 of meer)."
            remedy = "Maak zinnen korter en kies kortere, gewone woorden."
            yield Finding(page.path, section.line, RULE, "advice", message, remedy)


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return sum(len(_hyphenator.positions(part)) + 1 for part in re.split(r"[-/]", word.lower()))
