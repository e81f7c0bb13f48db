"""Reads what a chat model wrote: sentences with citation keys, as lines of text or as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.publish.sentences import split_sentences

REFUSAL = "GEEN_ANTWOORD"
"""What the model writes, and nothing else, where the passages do not hold the answer."""

SCHEMA: dict[str, Any] = {
    "title": "WrittenAnswer",
    "description": "Het antwoord, zin voor zin, met de sleutels van de passages.",
    "type": "object",
    "properties": {
        "refused": {"type": "boolean", "description": "Het antwoord staat niet in de passages."},
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "Eén zin, zonder sleutel."},
                    "keys": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "keys"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["refused", "sentences"],
    "additionalProperties": False,
}

_KEYS = re.compile(r"[\[(【]\s*([A-Za-z0-9]{2,12}(?:\s*[,;/]\s*[A-Za-z0-9]{2,12})*)\s*[\])】]")
_MARK = re.compile(r"^\s*(?:[-*•>]+\s+|\d{1,2}[.)]\s+|#+\s+)")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
_LONGEST = 400
_ONLY_END = re.compile(r"[\s.,;:!?]*")


@dataclass(frozen=True)
class Written:
    """A sentence as the model wrote it, with the keys it gave; `refused` stands for the whole answer."""

    text: str
    keys: tuple[str, ...]
    refused: bool = False


class LineReader:
    """Reads the plain form, line by line as it comes in.

    It bears with what small models make of the form: list marks, keys before the full stop or in round
    brackets, several sentences on a line, thoughts in tags.
    """

    def __init__(self) -> None:
        self._text = ""
        self._read = 0

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that are complete now that `piece` has come in."""
        self._text += piece
        yield from self._lines(final=False)

    def close(self) -> Iterator[Written]:
        """What is left at the end."""
        yield from self._lines(final=True)

    def _lines(self, final: bool) -> Iterator[Written]:
        # Thoughts are blanked out, not cut, so that what was read keeps its place.
        text = _THOUGHT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self._text)
        end = len(text) if final else text.rfind("\n") + 1
        if end <= self._read:
            return
        ready, self._read = text[self._read : end], end
        for line in ready.splitlines():
            yield from read_line(line)


def read_line(line: str) -> Iterator[Written]:
    """The sentences of one line; a sentence belongs to the keys that follow it."""
    if REFUSAL.lower() in line.lower().replace(" ", "_").replace("\\_", "_"):
        yield Written("", (), refused=True)
        return
    rest = _MARK.sub("", line).strip().strip("`*").strip()
    start = 0
    pending: tuple[str, list[str]] | None = None
    for match in _KEYS.finditer(rest):
        if match[0][0] == "(" and not any(c.isdigit() for c in match[1]):
            continue  # An ordinary word in brackets, such as an abbreviation.
        before = rest[start : match.start()]
        keys = [key.lower() for key in re.split(r"[\s,;/]+", match[1]) if key]
        if _ONLY_END.fullmatch(before) and pending:
            pending[1].extend(keys)
        else:
            if pending:
                yield from _sentences(*pending)
            pending = (before.lstrip(" .,;:"), keys)
        start = match.end()
    if pending:
        yield from _sentences(*pending)
    tail = rest[start:].lstrip(" .,;:")
    if tail:
        yield from _sentences(tail, [])


def read_data(data: Mapping[str, Any], final: bool) -> list[Written]:
    """The sentences of the structured form; all but the last are complete while it still comes in."""
    if data.get("refused") is True and (final or not data.get("sentences")):
        return [Written("", (), refused=True)] if not data.get("sentences") else []
    entries = data.get("sentences")
    if not isinstance(entries, list):
        return []
    result = []
    for entry in entries if final else entries[:-1]:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("text"), str) or len(entry["text"]) > _LONGEST:
            continue
        keys = entry.get("keys")
        named = [str(key).strip("[] ").lower() for key in keys] if isinstance(keys, list) else []
        result.append(Written(" ".join(_KEYS.sub("", entry["text"]).split()), tuple(named)))
    return result


def _sentences(text: str, keys: list[str]) -> Iterator[Written]:
    """Each sentence of `text` with the keys that end it."""
    for sentence in split_sentences(" ".join(text.replace("**", "").split())):
        if len(sentence) <= _LONGEST and any(c.isalpha() for c in sentence):
            yield Written(sentence if sentence[-1] in ".!?" else f"{sentence}.", tuple(dict.fromkeys(keys)))
