"""A stretch of text that holds one kind of personal data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal[
    "BSN",
    "IBAN",
    "telefoonnummer",
    "e-mailadres",
    "klantnummer",
    "geboortedatum",
    "adres",
    "postcode",
    "naam",
]


class Span(NamedTuple):
    """From `start` up to `end` the text holds data of this kind."""

    start: int
    end: int
    kind: Kind


def add_free(spans: list[Span], found: Iterable[Span]) -> None:
    """Add to `spans` what overlaps none of them: the recogniser that came first is the surer one."""
    for new in found:
        if not any(new.start < old.end and old.start < new.end for old in spans):
            spans.append(new)
