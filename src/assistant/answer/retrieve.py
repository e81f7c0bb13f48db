"""Finds passages: dense and lexical retrieval, fused, with what was understood as a preference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer.models import Ranked
from assistant.answer.understand import Understanding
from assistant.index.embedding import Vectors
from assistant.index.reader import OpenIndex
from assistant.publish.passage import Passage

_RRF_K = 20
"""Rank constant of reciprocal rank fusion. Cormack et al. (2009) use 60 for runs of 1,000; the lists here hold 40."""

_SCOPE_BONUS = 0.012
_FILTER_BONUS = 0.02
_WRONG_SECTOR = 0.03
_RECORD_BONUS = 0.05
_PAGE_BONUS = 0.004
_EXAMPLE_MALUS = 0.02
_PER_PAGE = 4


@dataclass(frozen=True)
class Retrieval:
    """Passages for a question, best first, and the vector of the question, shape (dimension,)."""

    ranked: list[Ranked]
    vector: Vectors
    lexical: npt.NDArray[np.float32]
    dense_only: list[int]
    lexical_only: list[int]


class Retriever:
    """Hybrid retrieval from one open index.

    Args:
        dense: Passages taken from the vector store.
        lexical: Passages taken from BM25.
    """

    def __init__(self, index: OpenIndex, dense: int, lexical: int) -> None:
        self.index = index
        self.dense_count = min(dense, len(index.passages))
        self.lexical_count = min(lexical, len(index.passages))

    def retrieve(self, asked: Understanding, vector: Vectors) -> Retrieval:
        """Passages for the understood question with its `vector`."""
        similar = {
            self.index.position[i]: s for i, s in self.index.store.nearest(vector, self.dense_count)
        }
        scores = self.index.lexical.scores(asked.tokens)
        best = np.argsort(-scores, kind="stable")[: self.lexical_count]
        matching = [int(i) for i in best if scores[i] > 0]
        fused: dict[int, float] = {}
        for ranking in (list(similar), matching):
            for rank, position in enumerate(ranking):
                fused[position] = fused.get(position, 0.0) + 1.0 / (_RRF_K + rank + 1)
        for position in self._records(asked):
            fused[position] = fused.get(position, 0.0) + _RECORD_BONUS
        ranked = [
            Ranked(
                position=position,
                score=score + self._preference(self.index.passages[position], asked),
                dense=float(similar.get(position, 0.0)),
                lexical=float(scores[position]),
            )
            for position, score in fused.items()
        ]
        ranked.sort(key=lambda r: (-r.score, r.position))
        return Retrieval(self._diverse(ranked), vector, scores, list(similar), matching)

    def _records(self, asked: Understanding) -> list[int]:
        """Passages that hold the corpus record itself: what a term is comes from the glossary, by id."""
        if asked.kind not in ("definition", "comparison", "open"):
            return []
        short = len(asked.key_tokens) <= 3 * max(1, len(asked.own_scope.terms))
        links = [f"begrippen/#begrip-{term}" for term in asked.own_scope.terms] if short else []
        return [position for link in links for position in self.index.by_link.get(link, [])]

    def _preference(self, passage: Passage, asked: Understanding) -> float:
        """Bonus for what the question or the user's filters name; never a bar."""
        bonus = 0.0
        for wanted, weight in ((asked.scope, _SCOPE_BONUS), (asked.filters, _FILTER_BONUS)):
            bonus += weight * _overlap(wanted.sectors, passage.sectors)
            bonus += weight * _overlap(wanted.criteria, passage.criteria)
            bonus += weight * _overlap(wanted.parties, passage.parties)
        sectors = asked.filters.sectors or asked.scope.sectors
        if sectors and passage.kind == "handleiding" and not set(sectors) & set(passage.sectors):
            bonus -= _WRONG_SECTOR
        if asked.page and passage.url == asked.page:
            bonus += _PAGE_BONUS
        if passage.example:
            bonus -= _EXAMPLE_MALUS
        return bonus

    def _diverse(self, ranked: list[Ranked]) -> list[Ranked]:
        """At most a few passages of one page before the others get their turn."""
        seen: dict[str, int] = {}
        first, later = [], []
        for entry in ranked:
            url = self.index.passages[entry.position].url
            seen[url] = seen.get(url, 0) + 1
            (first if seen[url] <= _PER_PAGE else later).append(entry)
        return first + later


def _overlap(wanted: list[str], held: list[str]) -> float:
    """1 where a passage is about one of `wanted`; less where it is about much else too."""
    shared = set(wanted) & set(held)
    return len(shared) / max(1.0, len(held) ** 0.5) if shared else 0.0


