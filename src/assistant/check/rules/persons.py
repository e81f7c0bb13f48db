"""No e-mail addresses, phone numbers or names of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site

MAIL = "persoon-mailadres"
PHONE = "persoon-telefoon"
NAME = "persoon-naam"

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.I)
_PHONE = re.compile(r"(?<![\w/.,-])(?:\+31|0031|0)(?:[ ().-]{0,3}\d){9}(?![\d,])")
_NAME = re.compile(
    r"\b(?:(?i:de heer|mevrouw|mevr\.|dhr\.|dr\.|drs\.|prof\.|mr\.|ir\.|ing\.) (?:(?:dr|drs|mr|ir)\. )?"
    r"(?:[A-Z]\. ?)*(?:(?:van|de|den|der|ter|ten|’t|'t) )*|(?i:minister|staatssecretaris) )[A-Z][a-zé]+"
)
"""A title or an office right before a name; ``minister van Financiën`` is an office alone."""


def check(page: Page, site: Site) -> Iterator[Finding]:
    """People on a page, its front matter included."""
    for number, line in enumerate(page.lines, 1):
        yield from _line(page.path, number, line)


def check_data(site: Site) -> Iterator[Finding]:
    """People in the prose of data files."""
    for text in site.data.texts:
        yield from _line(text.path, text.line, text.text)


def names_person(text: str) -> bool:
    """Whether `text` names somebody right after a title or an office."""
    return bool(_NAME.search(text))


def _line(path: Path, number: int, text: str) -> Iterator[Finding]:
    for pattern, rule, what in ((_MAIL, MAIL, "een e-mailadres"), (_PHONE, PHONE, "een telefoonnummer")):
        if match := pattern.search(text):
            message = f"Hier staat {what}: {match.group().strip()}"
            yield Finding(path, number, rule, "error", message, "Verwijs naar de website van de organisatie.")
    for match in _NAME.finditer(text):
        message = f"Hier lijkt de naam van een persoon te staan: {match.group()}"
        yield Finding(path, number, NAME, "advice", message, "Noem de functie of de organisatie.")
