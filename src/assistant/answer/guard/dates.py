"""Dates of birth: full dates in words or digits that the text ties to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer.guard.names import RELATIVES
from assistant.answer.guard.span import Span

_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|mar(?:ch)?|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?|"
    r"aug(?:ustus|ust)?|"
    r"sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"(?<![\d.,-])(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:(?:19|20)\d{{2}}|\d{{2}})|(?:19|"
    rf"20)\d{{2}}-\d{{1,2}}-\d{{1,2}}"
    rf"|\d{{1,2}}(?:e|st|nd|rd|th)?[ -]{_MONTH}[ -]'?(?:(?:19|20)\d{{2}}|\d{{2}})|{_MONTH} \d{{1,2}}(?:st|"
    rf"nd|rd|th)?,? (?:19|20)\d{{2}})"
    r"(?![\d-]|[.,]\d)",
    re.I,
)
_BORN = (
    r"(?:geboren|geboortedatum|geboortedag|geb\.?(?:\s?dat(?:um)?\.?)?|verjaardag|jarig|born|"
    r"date of birth|dob|birthday)"
)
_BOUND = re.compile(r"\b(?:na|voor|vóór|vanaf|sinds|tussen|tot|after|before|since|from|until)\s*(?:de|het)?\s*$", re.I)
"""A date after these words bounds a group (`kinderen geboren na 1 januari 2020`) and is nobody's own."""

_BEFORE = re.compile(
    rf"(?:\b{_BORN}(?!\w)[^.!?\n\d]{{0,25}}|\b(?:ik ben|hij is|zij is|ze is|"
    rf"{RELATIVES} is)(?: er een)? van (?:de )?"
    rf"|\b{RELATIVES}\s?[,(]\s?)$",
    re.I,
)
_AFTER = re.compile(rf"[^.!?\n\d]{{0,15}}\b{_BORN}\b(?!\s+(?:na|voor|vóór|vanaf|sinds))", re.I)
_GAP = re.compile(r"\s?[,(]?\s?(?:van\s)?")


def find_birth_dates(text: str, names: list[Span]) -> Iterator[Span]:
    """Dates that are called a date of birth or stand right behind one of `names`."""
    for match in _DATE.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()]
        if _BOUND.search(before):
            continue
        behind_name = any(name.end <= match.start() and _GAP.fullmatch(text, name.end, match.start()) for name in names)
        if behind_name or _BEFORE.search(before) or _AFTER.match(text, match.end()):
            yield Span(match.start(), match.end(), "geboortedatum")
