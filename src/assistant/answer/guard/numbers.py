"""Personal data of a fixed form, which is checked where a check exists: numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type
from stdnum import iban
from stdnum.nl import bsn

from assistant.answer.guard.span import Span

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)

_IBAN_START = re.compile(r"\b[a-z]{2}\d{2}(?=[ .-]?[a-z0-9]{4})", re.I)
_IBAN_REST = re.compile(r"[ .-]?[a-z0-9]{1,4}", re.I)
_IBAN_DUTCH = re.compile(r"\bNL\d{2}[ .-]?[A-Z]{4}(?:[ .-]?\d){10}\b", re.I)
_IBAN_SHORTEST, _IBAN_LONGEST = 15, 34
"""ISO 13616: Norway has the shortest in use; 34 is the limit of the standard."""

_BSN_CONTEXT = re.compile(
    r"\b(?:bsn|burger\s?service\s?n(?:ummer|r)?|sofi)(?:[- ]?(?:nummer|"
    r"nr\.?))?\b[^\d\n]{0,15}?(?P<number>\d(?:[ .-]?\d){7,8})(?!\d)",
    re.I,
)
_BSN = re.compile(
    r"(?<![\w.,/-])(?:\d{8,9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .])\d{2}\2\d{3}|"
    r"\d{2}([ .])\d{3}\3\d{3})(?![\w/-]|[.,]\d)"
)
_OTHER_NUMBER = re.compile(
    r"(?:€|\beuro|\beur|\b(?:kvk|agb|zi|big|uzi|isbn|issn|pmid|doi|nct|ean|kamerstuk\w*|stcrt|"
    r"staatscourant|zaak|document|kenmerk)\b"
    r"[\w .:-]{0,14}?)\s?$",
    re.I,
)
_COUNTED = re.compile(
    r"\s*(?:%|€|(?:euro|eur|mln|miljoen|miljard|pati[eë]nten|mensen|personen|verzekerden|inwoners)\b)", re.I
)

_PHONE_LIKELY = re.compile(r"(?:\+|\b0)\d(?:[\s\-().]*\d){6,}")
_PHONE_DUTCH = re.compile(r"(?<![\w.,-])0\d(?:[\s.-]?\d){8}(?![\d-])")
_PHONE_SERVICE = (PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)

_NUMBERED = r"[- ]?(?:nummer|nr\b\.?|no\b\.?|id\b|code)"
_CUSTOMER = re.compile(
    r"\b(?:(?:pati[eë]nte?n?|cli[eë]nte?n?|klante?n?|polis|relatie|verzekerden?|verzekerings?|"
    rf"lidmaatschaps?|zorgpas|lid){_NUMBERED}"
    rf"|(?:inschrijf|registratie){_NUMBERED}(?: (?:van |voor )?(?:de )?(?:pati[eë]nte?|cli[eë]nte?))?|"
    r"polis|mrn|epd"
    rf"|(?:mijn|m'n|mn) (?:dossier|zaak|declaratie|kenmerk)(?:{_NUMBERED})?"
    r"|(?:patient|policy|member(?:ship)?|customer|insurance) (?:number|no\b\.?|id\b))"
    r"\s*(?:is|was|van mij is|=|:|"
    r"#)?\s*#?(?P<number>(?:[a-z]{1,4}[-.]?)?\d(?:[-./ ]?[a-z]?\d){3,}(?:-?[a-z]\b)?)(?!\s*(?:€|%|euro))",
    re.I,
)
_CALLED_NUMBER = re.compile(r"nummer|number|code|(?:nr|no|id)\b|\b(?:mrn|epd)\b", re.I)
_YEAR_LONG = 4


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also with ``(at)``."""
    for match in _EMAIL.finditer(text):
        yield Span(match.start(), match.end(), "e-mailadres")


def find_ibans(text: str) -> Iterator[Span]:
    """Account numbers that pass the check of ISO 13616, and Dutch ones with a slip in them."""
    for start in _IBAN_START.finditer(text):
        best, end = 0, start.end()
        while piece := _IBAN_REST.match(text, end):
            end = piece.end()
            compact = re.sub(r"[ .-]", "", text[start.start() : end])
            if len(compact) > _IBAN_LONGEST:
                break
            whole = len(compact) >= _IBAN_SHORTEST and not text[end : end + 1].isalnum()
            if whole and iban.is_valid(compact):
                best = end
        if best:
            yield Span(start.start(), best, "IBAN")
    for match in _IBAN_DUTCH.finditer(text):
        yield Span(match.start(), match.end(), "IBAN")


def find_citizen_numbers(text: str) -> Iterator[Span]:
    """Citizen service numbers: any number that is called so, and others that pass the eleven test.

    The eleven test lets one in eleven arbitrary numbers pass, so that amounts, counts, dates and numbers of
    documents are told apart by their form and by the words around them.
    """
    for match in _BSN_CONTEXT.finditer(text):
        yield Span(match.start("number"), match.end("number"), "BSN")
    for match in _BSN.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if (
            bsn.is_valid(digits)
            and not _is_date(digits)
            and not _OTHER_NUMBER.search(text, max(0, match.start() - 40), match.start())
            and not _COUNTED.match(text, match.end())
        ):
            yield Span(match.start(), match.end(), "BSN")


def find_phone_numbers(text: str) -> Iterator[Span]:
    """Phone numbers of persons and offices; free and paid service numbers (0800, 0900) are public."""
    if not _PHONE_LIKELY.search(text):
        return
    for match in PhoneNumberMatcher(text, "NL", leniency=Leniency.VALID):
        if number_type(match.number) not in _PHONE_SERVICE:
            yield Span(match.start, match.end, "telefoonnummer")
    # Ten digits from a nought are meant as a number here, also where they are in no number plan.
    for dutch in _PHONE_DUTCH.finditer(text):
        yield Span(dutch.start(), dutch.end(), "telefoonnummer")


def find_customer_numbers(text: str) -> Iterator[Span]:
    """Numbers that are called the number of a patient, client, customer or policy."""
    for match in _CUSTOMER.finditer(text):
        digits = sum(character.isdigit() for character in match["number"])
        if digits <= _YEAR_LONG and not _CALLED_NUMBER.search(text[match.start() : match.start("number")]):
            # "polis 2026" is the policy of a year.
            continue
        yield Span(match.start("number"), match.end("number"), "klantnummer")


def _is_date(digits: str) -> bool:
    """Whether eight digits read as ``yyyymmdd`` or ``ddmmyyyy``."""
    if len(digits) != 8:
        return False
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        if 1900 <= int(year) <= 2099 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return True
    return False
