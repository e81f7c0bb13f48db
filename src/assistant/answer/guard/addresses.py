"""Addresses: postcodes, and streets with a house number."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from assistant.answer.guard.span import Span

_UPPER = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_NUMBER = r"\d{1,4}(?:\s?[-/]?\s?(?:[a-zA-Z]|bis|hs|huis|I{1,3}|\d{1,3})(?![\w]))?(?![\w%]|[.,]\d)"
_STRONG = r"(?:straat|str\.|laan|gracht|plein|singel|kade|dreef|plantsoen|boulevard|steeg)"
_WEAK = r"(?:weg|hof|pad|dijk|park|markt|baan|kamp|veld|brink|poort|brug|wal|haven|ring|erf|oord|burg|zijde)"
_STREET = re.compile(
    rf"(?P<lead>(?:\b{_UPPER}\s+(?:(?:van|de|den|der|het|ten|ter|"
    rf"'t)\s+)*)*)\b(?P<street>[\w'’-]{{2,}}(?:{_STRONG}|(?P<weak>{_WEAK})))"
    rf"(?:,?\s+(?:nr\.?|nummer|huisnummer))?\s+{_NUMBER}"
)
_LIVING = re.compile(
    r"\b(?i:woon|woont|wonen|woonde|woonachtig|woonplaats|adres(?:\s+is)?|live|lives|living)(?:\s*:)?"
    r"(?i:\s+(?:op|aan|in|te|at))?(?:\s+(?:de|het))?"
    rf"\s+(?P<address>(?:{_UPPER}\s+(?:(?:van|de|den|der|het|ten|ter|'t)\s+)*){{1,4}}{_NUMBER})"
)
_LEADERS = frozenset("is op aan in te adres ik mijn de het een en of woont wat welke geldt krijgt".split())

_POSTCODE = re.compile(
    r"(?<![\w.,-])(?P<digits>[1-9]\d{3})(?P<space>\s?)(?P<letters>(?!SA|SD|SS)[A-Z]{2}|[a-z]{2})\b(?![.,]?\d)"
    r"(?P<house>\s*(?:,|-|\b(?:huis)?nummer|\bnr\.?|\bhuisnr\.?)?\s*\d{1,4}\s?[a-zA-Z]?(?![\w%]|[.,]\d))?"
)
_POSTCODE_BEFORE = re.compile(
    r"(?:\b(?:postcode|pc|postal code|woon\w*|adres|uit|te)\s*(?:is|in|op|:)?\s*|"
    r"\d[a-zA-Z]?,?\s+)$",
    re.I,
)
_POSTCODE_CALLED = re.compile(r"\b(?:postcode|pc|adres|woon\w*)\b[^.?!]{0,30}$", re.I)
_PLACE = re.compile(r"\s+[A-ZÀ-Þ][a-zà-ÿ'’-]{2,}")
_UNITS = frozenset("mg ml kg km cm mm gr ug iu kb mb gb er st nd rd th mw kw uu is in en of de op te".split())


def find_addresses(text: str, known: Container[str]) -> Iterator[Span]:
    """Streets with a house number.

    Args:
        known: Words of the site in small letters: `zorgpad 3` is no street.
    """
    for match in _LIVING.finditer(text):
        yield Span(match.start("address"), match.end(), "adres")
    for match in _STREET.finditer(text):
        street = match["street"]
        if street.lower() in known or (match["weak"] and not street[0].isupper()):
            continue
        start = match.start()
        for word in re.finditer(r"\S+\s+", match["lead"]):
            if word[0].strip().lower() not in _LEADERS:
                break
            start = match.start() + word.end()
        yield Span(start, match.end(), "adres")


def find_postcodes(text: str) -> Iterator[Span]:
    """Postcodes, with the house number where one follows.

    Four digits and two letters may also be a year or a quantity (`2023 EU`, `1200 MW`, `1000mg`): without a
    house number something else must speak for a postcode.
    """
    for match in _POSTCODE.finditer(text):
        capital = match["letters"].isupper()
        if match["letters"].lower() in _UNITS and not (capital and match["house"]):
            continue
        called = bool(_POSTCODE_CALLED.search(text, 0, match.start()))
        if not capital and match["space"] and not called:
            continue
        before = bool(_POSTCODE_BEFORE.search(text, max(0, match.start() - 25), match.start()))
        year = 1900 <= int(match["digits"]) <= 2099
        placed = capital and bool(_PLACE.match(text, match.end()))
        joined = capital and not match["space"] and not year
        if match["house"] and (capital or not match["space"] or before):
            yield Span(match.start(), match.end(), "adres")
        elif before or called or joined or (placed and not year):
            yield Span(match.start(), match.end("letters"), "postcode")
