"""Abbreviations are explained, in the corpus or on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site
from assistant.check.vocabulary import ABBREVIATION

RULE = "afkorting-onverklaard"

_EVERYDAY = {"EU", "VS", "HTML", "PDF", "YAML", "URL", "AA", "II", "III", "IV", "VI", "VII", "VIII"}
"""Known to every reader, or no abbreviation at all: Roman numbers and the level of accessibility ``AA``."""


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Abbreviations that readers cannot look up, each once."""
    text = "\n".join(sentence.text for sentence in page.sentences)
    seen = set(site.vocabulary.abbreviations | _EVERYDAY)
    for sentence in page.sentences:
        for word in ABBREVIATION.findall(sentence.text):
            if word in seen:
                continue
            seen.add(word)
            if not _explained(word, text):
                message = f"De afkorting {word} wordt nergens uitgelegd."
                remedy = "Schrijf de naam één keer voluit met de afkorting erachter, of voeg een begrip toe."
                yield Finding(page.path, sentence.line, RULE, "advice", message, remedy)


def _explained(word: str, text: str) -> bool:
    """The page writes ``volle naam (ABC)``, ``ABC (volle naam)`` or speaks of the abbreviation itself."""
    forms = (
        rf"\w \({word}[,;)]",
        rf"\b{word} \([^)]*\s",
        rf"\b{word} (?:staat voor|betekent)\b",
        rf"\bafkorting(?:en)? (?:\w+ en )?{word}\b",
    )
    return any(re.search(form, text) for form in forms)
