"""Takes personal data out of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.answer.guard.addresses import find_addresses, find_postcodes
from assistant.answer.guard.dates import find_birth_dates
from assistant.answer.guard.numbers import (
    find_citizen_numbers,
    find_customer_numbers,
    find_emails,
    find_ibans,
    find_phone_numbers,
)
from assistant.answer.guard.persons import find_names
from assistant.answer.guard.span import Kind, Span, add_free
from assistant.answer.guard.spelling import visible
from assistant.corpus import Corpus

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLACEHOLDER = re.compile(r"\[(?:BSN|IBAN|telefoonnummer|e-mailadres|klantnummer|geboortedatum|adres|postcode|naam)\]")
_LABELLED = re.compile(
    r"(?:\b(?:mijn|my)\s+)?\b(?:bsn|burgerservicenummer|iban|rekeningnummer|telefoonnummer|tel|e-?mail(?:adres)?"
    r"|(?:klant|cli[eë]nt|pati[eë]nt|polis)nummer|geboortedatum|postcode)\b\.?(?:\s+is\b)?\s*:?\s*"
    + _PLACEHOLDER.pattern,
    re.I,
)
"""A placeholder with what announces it: "Mijn BSN is [BSN]"."""

_SENDS = re.compile(
    r"\b(?:e-?mail|mail|stuur|bel|app|antwoord|reageer|vraagt|nummer|bsn|iban|send|reply|call)\b|nummer\b", re.I
)
_LEAST_ASKED = 4
"""Words of a question that can stand by itself."""

LABELS: Mapping[Kind, str] = {
    "BSN": "een burgerservicenummer",
    "IBAN": "een rekeningnummer",
    "telefoonnummer": "een telefoonnummer",
    "e-mailadres": "een e-mailadres",
    "klantnummer": "een klant-, patiënt- of polisnummer",
    "geboortedatum": "een geboortedatum",
    "adres": "een adres",
    "postcode": "een postcode",
    "naam": "een naam van een persoon",
}
"""Each kind as it is called in a sentence for the user."""

_HANDED_OVER = re.compile(r"^(?:\w+ ){1,6}\[(?:BSN|IBAN|telefoonnummer|e-mailadres|klantnummer|adres|postcode)\]\W*$")


@dataclass(frozen=True)
class Redaction:
    """A text without personal data.

    Attributes:
        text: The text with a placeholder such as ``[naam]`` for each find.
        found: Kinds that were found, each once, in the order of the text.
    """

    text: str
    found: list[Kind] = field(default_factory=list)

    @property
    def notice(self) -> str:
        """Dutch sentence for the user; empty where nothing was found."""
        if not self.found:
            return ""
        labels = [LABELS[kind] for kind in self.found]
        listed = f"{', '.join(labels[:-1])} en {labels[-1]}" if len(labels) > 1 else labels[0]
        return f"Uit uw tekst zijn persoonsgegevens weggelaten: {listed}."

    @property
    def case(self) -> str:
        """The text without the sentences that only hand over a number, as in "Mijn rekening is [IBAN]."."""
        sentences = re.split(r"(?<=[.!?]) +", self.text)
        kept = [s for s in sentences if not _HANDED_OVER.search(s)]
        return " ".join(kept) or self.text

    @property
    def query(self) -> str:
        """The text without the placeholders and what announces them, for retrieval: they are no words to look for.

        What goes before a colon and only hands over data is left out: "Mail naar [e-mailadres] of dit klopt: ...".
        """
        sentences = re.split(r"(?<=[.!?])\s+", self.case)
        rest = " ".join(_without_handing_over(sentence) for sentence in sentences)
        rest = _PLACEHOLDER.sub("", _LABELLED.sub("", rest))
        rest = re.sub(r" +([,.?!]|$)", r"\1", re.sub(r" {2,}", " ", rest)).strip()
        return rest.lstrip(",.;: ") if self.found else rest


class Guard:
    """Recognises personal data; knows the words of the corpus, which are no names.

    Args:
        corpus: Its names, titles and definitions.
        texts: Further texts of the site whose words are no names, such as those of the passages.
    """

    def __init__(self, corpus: Corpus, texts: Iterable[str] = ()) -> None:
        self._known = frozenset(word.lower() for text in (*_strings(corpus), *texts) for word in _WORD.findall(text))

    def redact(self, text: str) -> Redaction:
        """`text` with placeholders for personal data; otherwise as it was, but for invisible characters."""
        shown = visible(text)
        spans = self.find(shown)
        parts: list[str] = []
        position = 0
        for span in spans:
            parts += [shown[position : span.start], f"[{span.kind}]"]
            position = span.end
        parts.append(shown[position:])
        return Redaction("".join(parts), list(dict.fromkeys(span.kind for span in spans)))

    def find(self, text: str) -> list[Span]:
        """Where `text` holds personal data, in order and without overlap."""
        spans: list[Span] = []
        if any(character.isdigit() for character in text):
            # The surest first: an account number is no phone number, a phone number is no citizen number.
            add_free(spans, find_ibans(text))
            add_free(spans, find_customer_numbers(text))
            add_free(spans, find_phone_numbers(text))
            add_free(spans, find_citizen_numbers(text))
            add_free(spans, find_addresses(text, self._known))
            add_free(spans, find_postcodes(text))
        add_free(spans, find_emails(text))
        add_free(spans, find_names(text, self._known))
        add_free(spans, find_birth_dates(text, [span for span in spans if span.kind == "naam"]))
        return sorted(spans)


def _without_handing_over(sentence: str) -> str:
    before, *question = re.split(r":\s+", sentence, maxsplit=1)
    if not question or len(question[0].split()) < _LEAST_ASKED:
        return sentence
    return question[0] if _PLACEHOLDER.search(before) and _SENDS.search(before) else sentence


def _strings(corpus: Corpus) -> Iterator[str]:
    """All texts of the corpus."""
    for records in (
        corpus.sources,
        corpus.criteria,
        corpus.sectors,
        corpus.parties,
        corpus.milestones,
        corpus.terms,
    ):
        for record in records.values():
            yield from _values(record.model_dump())


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
