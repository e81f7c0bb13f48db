"""Looks through the texts of the site for what they must not hold: they are quoted, and shown to a chat model."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.answer.guard.instruction import is_instruction
from assistant.answer.guard.personal_data import Guard
from assistant.answer.guard.span import Kind
from assistant.answer.guard.spelling import visible
from assistant.publish.passage import Passage

FaultKind = Kind | Literal["verborgen teken", "opdracht"]

_AROUND = 40
_SOFT_HYPHEN = "\u00ad"
_HIDDEN = frozenset(["Cf", "Co", "Cs", "Cn"])


@dataclass(frozen=True)
class Fault:
    """What a text must not hold.

    Attributes:
        text: What was found; of a hidden character its code, as in ``U+200B``.
        context: The text around it, as a reader sees it.
    """

    kind: FaultKind
    text: str
    context: str


@dataclass(frozen=True)
class Finding:
    """A fault in a published passage.

    Attributes:
        passage: Id of the passage.
        url: Address of the heading, relative to the root of the site.
    """

    passage: str
    url: str
    fault: Fault


def scan_text(guard: Guard, text: str) -> list[Fault]:
    """Hidden characters, orders to the assistant, and personal data in `text`."""
    shown = visible(text)
    faults = [
        Fault("verborgen teken", f"U+{ord(character):04X}", _around(shown, len(visible(text[:place])), 0))
        for place, character in _hidden(text)
    ]
    for line in shown.splitlines():
        if is_instruction(line):
            faults.append(Fault("opdracht", line.strip(), line.strip()))
    for span in guard.find(shown):
        found = shown[span.start : span.end]
        faults.append(Fault(span.kind, found, _around(shown, span.start, len(found))))
    return faults


def scan_passages(guard: Guard, passages: Iterable[Passage]) -> list[Finding]:
    """The faults of all `passages`, in order."""
    return [
        Finding(passage.id, passage.link, fault) for passage in passages for fault in scan_text(guard, passage.text)
    ]


def _hidden(text: str) -> Iterable[tuple[int, str]]:
    """Each kind of character that a reader does not see, once; a soft hyphen only tells where a word may break."""
    if text.isascii():
        return []
    first: dict[str, int] = {}
    for place, character in enumerate(text):
        if character != _SOFT_HYPHEN and unicodedata.category(character) in _HIDDEN:
            first.setdefault(character, place)
    return [(place, character) for character, place in first.items()]


def _around(text: str, start: int, length: int) -> str:
    return " ".join(text[max(0, start - _AROUND) : start + length + _AROUND].split())
