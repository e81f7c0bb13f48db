"""Dutch text analysis for the lexical index: words, stems, and the parts of compounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_LINKERS = ("", "s", "en", "e", "n")
_SHORTEST_PART = 4
_SHORTEST_COMPOUND = 9

DUTCH_STOPWORDS = frozenset(
    """aan al alle als andere bij ben bent bijna dan dat de deze die dit doen door dus een eens en er ga geen
    had hebben heb hebt heeft het hier hij hoe hun iets ik in is ja je jij jullie kan kom komt kunnen kun maar me
    mee men met mij mijn moet moeten mag mogen na naar niet niets nog nu of om omdat ons ook op over
    precies te tegen toch toe tot u uit uw van veel voor waar waarom wanneer want waren was wat we wel welk welke werd
    wie wij wil willen word worden wordt ze zeg zelf zich zij zijn zo zoals zou zouden zullen gaat
    eigenlijk graag even heel nou eens wel ie hep isda trouwens eindelijk snap niks weten weet vertel vertellen leg
    uit aub svp dank bedoelen bedoeld betekent betekenen uitleggen""".split()
)
ENGLISH_STOPWORDS = frozenset(
    """a about after all also an and any are as at be because before between but by can could did do does each
    for from had has have how i if in into is it its just may me might must my no not of on only or our own please
    shall she should so some still such tell than that the their them then there these they this those to under was we
    were what when where whether which while who whose why will with within without would yet you your""".split()
)
STOPWORDS = DUTCH_STOPWORDS | ENGLISH_STOPWORDS


def words(text: str) -> list[str]:
    """Lower-case words of `text` without accents, in order."""
    folded = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))


_LOOSE = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")
"""Words that are no part of another: an evidence-to-decision framework has an English name in Dutch as well."""


def is_english(text: str) -> bool:
    """Whether `text` is English rather than Dutch, by the function words that only one of them has."""
    found = _LOOSE.findall(text.lower())
    english = sum(word in ENGLISH_STOPWORDS and word not in DUTCH_STOPWORDS for word in found)
    return english > sum(word in DUTCH_STOPWORDS and word not in ENGLISH_STOPWORDS for word in found)


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"isch(e?)$", r"ies\1"),
        (r"ouw", "au"),
        (r"ou", "au"),
        (r"uy", "ui"),
        (r"ei|y", "ij"),
        (r"ch", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"qu", "kw"),
        (r"v", "f"),
        (r"z", "s"),
        (r"dt?$", "t"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings that sound alike in Dutch, in the order in which they are replaced."""


def sound(word: str) -> str:
    """How the lower-case `word` sounds, roughly: the same for `praktyk` and `praktijk`, `altijt` and `altijd`."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


class DutchAnalyzer:
    """Turns text into the tokens that are matched.

    Args:
        vocabulary: Words of the indexed texts; a compound is split where both parts are among them.
        split_compounds: Whether parts of compounds are tokens beside the whole word.
    """

    def __init__(self, vocabulary: Iterable[str], split_compounds: bool = True) -> None:
        self._stemmer = Stemmer.Stemmer("dutch")
        self._split = split_compounds
        self.vocabulary = frozenset(word for word in vocabulary if len(word) >= _SHORTEST_PART and not word.isdigit())
        self.stem = lru_cache(maxsize=50_000)(self._stem)
        self.parts = lru_cache(maxsize=50_000)(self._parts)

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        """The first word, by the alphabet, of those of the vocabulary that sound alike."""
        return {sound(word): word for word in sorted(self.vocabulary | STOPWORDS, reverse=True)}

    def alike(self, word: str) -> str | None:
        """A known word that sounds as `word` does; None for very short words, which sound like many."""
        return self._by_sound.get(sound(word)) if len(word) >= _SHORTEST_PART else None

    def tokens(self, text: str, keep_stopwords: bool = False) -> list[str]:
        """Stems of the words of `text`, and of the parts of its compounds."""
        result: list[str] = []
        for word in words(text):
            if word in STOPWORDS and not keep_stopwords:
                continue
            result.append(self.stem(word))
            if self._split:
                result.extend(self.stem(part) for part in self.parts(word))
        return result

    def _stem(self, word: str) -> str:
        stemmed: str = self._stemmer.stemWord(word)
        return stemmed

    def _parts(self, word: str) -> tuple[str, ...]:
        """The two parts of a compound, with the longest first part that leaves a known second one."""
        if len(word) < _SHORTEST_COMPOUND:
            return ()
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            head, tail = word[:cut], word[cut:]
            if tail not in self.vocabulary:
                continue
            for linker in _LINKERS:
                first = head.removesuffix(linker) if linker else head
                if head.endswith(linker) and len(first) >= _SHORTEST_PART and first in self.vocabulary:
                    return (first, tail)
        return ()
