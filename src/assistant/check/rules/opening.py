"""Each heading opens with one sentence that can stand alone: that is what the assistant quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page, Section
from assistant.check.site import Site
from assistant.check.text import MAX_WORDS, any_of, shorten, words

TOO_LONG = "eerste-zin-te-lang"
NOT_ALONE = "eerste-zin-niet-los"
MISSING = "eerste-zin-ontbreekt"

_LEANING = re.compile(
    any_of(
        "Dit Dat Deze Die Ze Zij Hij Hun Zo Zulke Hetzelfde Er Hier Hierbij Hiermee Hiervoor Hierna "
        "Hierin Daar Daarom Daarbij Daarmee Daarna Daarnaast Daarvoor Daardoor Ook Toch Echter Verder "
        "Bovendien Dus Want Maar En Nee Ja"
    )
)
_IT_WITH_VERB = re.compile(
    "Het "
    + any_of(
        "is was zijn wordt werd gaat ging kan kon moet moest mag mocht zou zal heeft had blijft "
        "betekent betreft geldt komt lijkt staat duurt hangt helpt vraagt bestaat hoort loopt draait "
        "maakt geeft ligt bevat toont"
    )
)
_NATURAL = re.compile(r"Er (?:is|zijn|was|waren|bestaat|bestaan)\b|Zo (?:veel|weinig|lang|snel|goed)\b")
"""Openings that name their subject after all, such as ``Er zijn vier pakketcriteria``."""


def check(page: Page, site: Site) -> Iterator[Finding]:
    """First sentences that are missing, too long or lean on what stands before."""
    if page.uri.startswith("over/"):
        return
    for section in page.sections:
        yield from _section(page, section)


def _section(page: Page, section: Section) -> Iterator[Finding]:
    if not section.blocks:
        return
    first = section.blocks[0]
    if first.kind != "paragraph":
        message = f"Onder “{section.title or page.title}” staat geen zin vóór de lijst of tabel."
        remedy = "Begin met één zin die het antwoord geeft en het onderwerp noemt."
        yield Finding(page.path, first.line, MISSING, "advice", message, remedy)
        return
    sentence = first.sentences[0]
    count = len(words(sentence.text))
    if count > MAX_WORDS:
        message = f"De eerste zin onder “{section.title or page.title}” telt {count} woorden."
        remedy = f"Splits de zin: de eerste zin moet in hoogstens {MAX_WORDS} woorden het antwoord geven."
        yield Finding(page.path, sentence.line, TOO_LONG, "error", message, remedy)
    leaning = _LEANING.match(sentence.text) or _IT_WITH_VERB.match(sentence.text)
    if leaning and not _NATURAL.match(sentence.text):
        message = f"De eerste zin is los niet te begrijpen: “{shorten(sentence.text)}”"
        remedy = f"Noem het onderwerp voluit in plaats van “{leaning.group()}”."
        yield Finding(page.path, sentence.line, NOT_ALONE, "advice", message, remedy)
