"""Undoes what hides words from a pattern: look-alikes, digits for letters, letters set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_LOOKALIKES = str.maketrans("авеёкмнорстухіј’‘`´", "abeekmhopctyxij''''")
"""Cyrillic letters that look Latin, and the signs typed for an apostrophe."""

_LEET: dict[int, str | int] = {**str.maketrans("0345789@$€!|", "oeastbgaseil")}
_LEET_WORD = re.compile(r"(?<![\w@$€!|])[\w@$€!|]*[a-z][\w@$€!|]*")
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


def unleet(text: str, one: str = "i") -> str:
    """`text` with digits and signs inside words read as the letters they stand for: ``1gn0re`` as ``ignore``.

    Args:
        one: What the digit 1 stands for: ``i`` or ``l``.
    """
    table = _LEET | {ord("1"): one}
    return _LEET_WORD.sub(lambda match: _letters(match, table), text)


def spaced_letters(text: str) -> list[str]:
    """Runs of letters set apart (``n e g e e r``, ``n.e.g.e.e.r``), each as one word."""
    return [re.sub(r"[^\w]|_", "", run) for run in _SPACED.findall(text)]


def _letters(match: re.Match[str], table: Mapping[int, str | int]) -> str:
    word = match[0].rstrip("!")
    tail = match[0][len(word) :]
    if not _LEET_SIGN.search(word) or word.isalpha():
        return match[0]
    return word.translate(table) + tail
