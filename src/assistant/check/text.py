"""Small measurements on Dutch prose that several rules share."""

from __future__ import annotations

import re

MAX_WORDS = 35
"""Longest sentence that editors may write; the handbook asks for 10 to 22 words."""

_WORD = re.compile(r"\w+(?:[-'’.,/]\w+)*")


def any_of(listed: str) -> str:
    """A pattern for any of the words in `listed`, which are separated by white space."""
    return rf"\b(?:{'|'.join(map(re.escape, listed.split()))})\b"


def words(text: str) -> list[str]:
    """The words of `text`; ``EQ-5D``, ``PROM's`` and ``2,5`` count as one."""
    return _WORD.findall(text)


def shorten(text: str, most: int = 70) -> str:
    """`text` for use in a message."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
