"""Reads misspelt words as the words they are meant to be."""

from __future__ import annotations

import re

from assistant.answer.vocabulary import Vocabulary, closest
from assistant.index.analysis import DUTCH_STOPWORDS, STOPWORDS, DutchAnalyzer, words

_SHORTHAND = {
    "adhv": "aan de hand van",
    "ivm": "in verband met",
    "ipv": "in plaats van",
    "mbt": "met betrekking tot",
    "mbv": "met behulp van",
    "nav": "naar aanleiding van",
    "obv": "op basis van",
    "ookalweer": "ook al weer",
    "tav": "ten aanzien van",
    "tgv": "ten gevolge van",
    "tov": "ten opzichte van",
    "vlgs": "volgens",
    "wnr": "wanneer",
    "zkh": "ziekenhuis",
}
"""How people shorten words on a phone; no misspelling, so no likeness finds them."""


def spelled(text: str, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> str:
    """`text` with known words in place of those that stand nowhere on the site, where one is near enough."""

    def known(match: re.Match[str]) -> str:
        # Known words are kept without accents: `patiënt` is not misspelt.
        return corrected("".join(words(match[0])), vocabulary, analyzer) or match[0]

    return re.sub(r"[^\W_]+", known, text)


def corrected(word: str, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> str | None:
    """What `word`, in lower case and without accents, is most likely meant to be; None where it needs or finds nothing.

    A label goes first, since labels carry the meaning; then a stop word ("betekend"), then any word of the site.
    """
    if is_known(word, analyzer):
        return None
    return (
        _SHORTHAND.get(word)
        or vocabulary.correct(word)
        or closest(word, DUTCH_STOPWORDS)
        or analyzer.alike(word)
        or closest(word, analyzer.vocabulary)
    )


def is_known(word: str, analyzer: DutchAnalyzer) -> bool:
    """Whether `word`, in lower case and without accents, needs no correction."""
    return word in analyzer.vocabulary or word in STOPWORDS or word.isdigit()
