"""Undoes the ways in which words are hidden from a pattern: look-alikes, digits for letters, spaced letters."""

from __future__ import annotations

import re
import unicodedata

_LOOKALIKES = str.maketrans("авеёкмнорстухіј’‘`´", "abeekmhopctyxij''''")
"""Cyrillic letters that look Latin, and the signs typed for an apostrophe."""

_LEET = str.maketrans("01345789@$€!|", "oieastbgaseil")
_LEET_WORD = re.compile(r"[\w@$€!|]*[a-z][\w@$€!|]*")
_LEET_SIGN = re.compile(r"[0134578@$€|]|!(?=\w)")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-_*]{1,3}){4,}[^\W\d_](?![^\W_])")


def visible(text: str) -> str:
    """`text` in composed form without characters that a reader does not see; line breaks stay."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    return "".join(c for c in composed if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn"))


def plain(text: str) -> str:
    """`text` in lower case, with look-alikes as Latin letters and without accents."""
    lowered = unicodedata.normalize("NFKD", visible(text).casefold())
    return "".join(c for c in lowered if not unicodedata.combining(c)).translate(_LOOKALIKES)


def unleet(text: str) -> str:
    """`text` with digits and signs inside words read as the letters they stand for: ``1gn0re`` as ``ignore``."""
    return _LEET_WORD.sub(_letters, text)


def spaced_letters(text: str) -> list[str]:
    """Runs of letters set apart (``n e g e e r``, ``n.e.g.e.e.r``), each as one word without its separators."""
    return [re.sub(r"[^\w]|_", "", run) for run in _SPACED.findall(text)]


def _letters(match: re.Match[str]) -> str:
    word = match[0].rstrip("!")
    tail = match[0][len(word) :]
    if not _LEET_SIGN.search(word) or word.isalpha():
        return match[0]
    return word.translate(_LEET) + tail
