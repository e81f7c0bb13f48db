"""Recognises sectors, criteria, parties and terms of the corpus in running text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assistant.answer.models import Scope
from assistant.corpus import Corpus
from assistant.index.analysis import words

_FUZZY_LENGTH = 6
_SHORTEST_TYPO = 5
_SHORTEST_WORD = 3
_PAIR = re.compile(r"(?=\b(\w+) (\w+)\b)")
_SHORT_RATIO = 90
_FUZZY_RATIO = 86
"""Two wrong letters in a word of 14, one in a word of 8; below that other words are hit (`effectief`, `affectief`)."""


@dataclass(frozen=True)
class Mention:
    """A record that a text names: its kind (`sectors`, `criteria`, `parties`, `terms`) and id."""

    kind: str
    id: str
    label: str


class Vocabulary:
    """All labels of the corpus, for look-up in questions."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._labels: dict[tuple[str, ...], list[Mention]] = {}
        for sector in corpus.sectors.values():
            self._add("sectors", sector.id, [sector.name, sector.id, *sector.synonyms])
        for criterion in corpus.criteria.values():
            self._add("criteria", criterion.id, [criterion.name, *criterion.synonyms])
        for party in corpus.parties.values():
            self._add("parties", party.id, [party.name, party.id, *party.synonyms])
        for term in corpus.terms.values():
            self._add("terms", term.id, term.labels)
        self._longest = max((len(key) for key in self._labels), default=1)
        self._single = sorted({key[0] for key in self._labels if len(key) == 1 and len(key[0]) >= _FUZZY_LENGTH})

    def _add(self, kind: str, record: str, labels: Iterable[str]) -> None:
        for label in labels:
            key = tuple(words(label))
            if key and not (len(key) == 1 and len(key[0]) < 2):
                mention = Mention(kind, record, label)
                if mention not in self._labels.setdefault(key, []):
                    self._labels[key].append(mention)

    def mentions(self, text: str) -> list[Mention]:
        """What `text` names, longest labels first where they overlap; near misses of long words count too."""
        tokens = words(self.joined(text))
        found: list[Mention] = []
        position = 0
        while position < len(tokens):
            for length in range(min(self._longest, len(tokens) - position), 0, -1):
                hits = self._labels.get(tuple(tokens[position : position + length]))
                if hits:
                    found.extend(hits)
                    # A part may name something of its own: "kosteneffectiviteit in de ggz".
                    position += length
                    break
            else:
                found.extend(self._near(tokens[position]))
                position += 1
        return list(dict.fromkeys(found))

    def scope(self, text: str) -> Scope:
        """What `text` is about."""
        found = self.mentions(text)
        return Scope(
            **{
                kind: list(dict.fromkeys(m.id for m in found if m.kind == kind))
                for kind in ("sectors", "criteria", "parties", "terms")
            }
        )

    def correct(self, token: str) -> str | None:
        """The label that `token` is most likely a misspelling of."""
        return closest(token, self._single)

    def joined(self, text: str) -> str:
        """`text` with names whose parts are written apart written as one word: "kosten effectiviteit"."""
        for first, second in {match.groups() for match in _PAIR.finditer(text)}:
            name, apart = tuple(words(first + second)), tuple(words(f"{first} {second}"))
            long = len(first) + len(second) >= _FUZZY_LENGTH
            if long and len(name) == 1 and name in self._labels and apart not in self._labels:
                text = re.sub(rf"\b{first} {second}\b", first + second, text)
        return text

    def _near(self, token: str) -> list[Mention]:
        corrected = self.correct(token)
        return self._labels[(corrected,)] if corrected else []


def closest(token: str, known: Collection[str]) -> str | None:
    """The word of `known` that `token` is most likely a misspelling of; None for short words and far ones."""
    if len(token) < _SHORTEST_TYPO:
        return None
    if len(token) < _FUZZY_LENGTH:
        # One letter dropped or doubled ("paket"), two that changed places ("slius"): short words have many neighbours.
        alike = [w for w in known if w[0] == token[0] and w[-1] == token[-1]]
        swapped = [w for w in alike if sorted(w) == sorted(token) and OSA.distance(w, token) == 1]
        if swapped:
            return swapped[0]
        near = [w for w in alike if abs(len(w) - len(token)) == 1]
        match = process.extractOne(token, near, scorer=fuzz.ratio, score_cutoff=_SHORT_RATIO)
    else:
        match = process.extractOne(token, known, scorer=fuzz.ratio, score_cutoff=_FUZZY_RATIO)
    if match is None or match[0] == token:
        return None
    # A part of a compound is no misspelling of it: "behandeling" does not name "dagbehandeling".
    return None if token in match[0] and len(match[0]) - len(token) >= _SHORTEST_WORD else str(match[0])
