"""Finds passages: dense and lexical retrieval, fused, with what was understood as a preference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer.models import Ranked
from assistant.answer.rerank import Reranker
from assistant.answer.understand import Understanding
from assistant.corpus import WhyNot
from assistant.index.embedding import Vectors
from assistant.index.reader import OpenIndex
from assistant.publish.passage import Passage

# Weights of the fused score, fitted on the open questions (nDCG@10 0.74 against 0.70 with reciprocal rank fusion; with
# the known questions 0.81, and 0.85 with a model trained on them).
# A convex combination of scores keeps how far apart passages are, which ranks throw away; see Bruch, Gai &
# Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval".
_STATEMENT_WEIGHT = 0.4
_LEXICAL_WEIGHT = 0.16
_ASKED_WEIGHT = 1.3
_ASKED_TWICE_WEIGHT = 1.0
_ASKED_FROM = 0.84
"""Similarity from which a question is like a known one; questions on one subject come near it as it is."""

_NEAREST_ASKED = 8
_VOTERS = 20
_VOTE_SHARPNESS = 60.0
"""Known questions that vote on whether a question is answered, and how fast a vote fades with likeness (softmax).

5 to 20 voters did equally well on the open questions."""

_STRANGE = 0.2
"""Part of the nearest unanswered questions, weighted as above, from which on a question is on another subject too.

Of the open questions that were refused 0.81 of those on another subject are told so instead of 0.60, and of the others
none."""

_SCOPE_BONUS = 0.012
_FILTER_BONUS = 0.02
_WRONG_SECTOR = 0.03
_WRONG_PARTY = 0.02
_RECORD_BONUS = 0.05
_PAGE_BONUS = 0.004
_BESIDE_TERM = 1
_EXAMPLE_MALUS = 0.02
_PER_PAGE = 4


@dataclass(frozen=True)
class Retrieval:
    """Passages for a question, best first, and the vector of the question, shape (dimension,).

    Attributes:
        asked: The known questions most like it, best first, with their similarity.
        asked_passages: Positions of the passages that answer those.
        records: Positions of the passages that define what is asked about, where only that is asked.
        unanswered: Similarity to the nearest question that the site does not answer, and why questions like it are not
            answered; None where no such questions are known.
        vote: Part of the nearest known questions, answered and unanswered together, that are answered; between 0 and 1,
            weighted by likeness.
    """

    ranked: list[Ranked]
    vector: Vectors
    asked: list[tuple[str, float]]
    asked_passages: list[int]
    records: list[int]
    unanswered: tuple[float, WhyNot] | None
    vote: float
    lexical: npt.NDArray[np.float32]
    dense_only: list[int]
    lexical_only: list[int]


class Retriever:
    """Hybrid retrieval from one open index.

    Args:
        dense: Passages taken from the vector store.
        lexical: Passages taken from BM25.
        reranker: Orders the best passages anew, where there is one.
    """

    def __init__(self, index: OpenIndex, dense: int, lexical: int, reranker: Reranker | None = None) -> None:
        self.index = index
        self.reranker = reranker
        self.dense_count = min(dense, len(index.passages))
        self.lexical_count = min(lexical, len(index.passages))

    def retrieve(self, asked: Understanding, vector: Vectors) -> Retrieval:
        """Passages for the understood question with its `vector`."""
        index = self.index
        similar = [index.position[i] for i, _ in index.store.nearest(vector, self.dense_count)]
        lexical = index.lexical.scores(asked.tokens)
        matching = [int(i) for i in np.argsort(-lexical, kind="stable")[: self.lexical_count] if lexical[i] > 0]
        best_statement = np.maximum.reduceat(index.statement_vectors @ vector, index.statement_start[:-1])
        stated = [int(i) for i in np.argsort(-best_statement, kind="stable")[: self.dense_count]]
        likeness = index.asked_vectors @ vector
        unlike = index.unanswered_vectors @ vector if index.unanswered else np.zeros(0, dtype=np.float32)
        asked_best, asked_second = _two_best(likeness, index.asked_passages, len(index.passages))
        nearest = [int(i) for i in _highest(likeness, _NEAREST_ASKED)]
        known = [int(index.asked_passages[i]) for i in nearest]
        highest = float(lexical.max()) or 1.0
        records = self._records(asked)
        ranked = []
        for position in dict.fromkeys([*similar, *stated, *matching, *known, *records]):
            dense = float(index.passage_vectors[position] @ vector)
            score = (
                dense
                + _STATEMENT_WEIGHT * float(best_statement[position])
                + _LEXICAL_WEIGHT * float(lexical[position]) / highest
                + _ASKED_WEIGHT * max(0.0, float(asked_best[position]) - _ASKED_FROM)
                + _ASKED_TWICE_WEIGHT * max(0.0, float(asked_second[position]) - _ASKED_FROM)
                + (_RECORD_BONUS if position in records else 0.0)
                + self._preference(index.passages[position], asked)
            )
            ranked.append(Ranked(position=position, score=score, dense=dense, lexical=float(lexical[position])))
        ranked.sort(key=lambda r: (-r.score, r.position))
        if self.reranker:
            ranked = self.reranker.order(asked.query, ranked, index.passages)
        return Retrieval(
            ranked=self._diverse(ranked),
            vector=vector,
            asked=[(index.asked[i], float(likeness[i])) for i in nearest],
            asked_passages=known,
            records=records,
            unanswered=self._nearest_unanswered(unlike),
            vote=_vote(likeness, unlike),
            lexical=lexical,
            dense_only=similar,
            lexical_only=matching,
        )

    def _nearest_unanswered(self, likeness: Vectors) -> tuple[float, WhyNot] | None:
        """Similarity to the nearest question that the site does not answer, and why the site does not answer its like.

        Another subject is seen from the company that a question keeps: one such question among many on the package is
        nearest by chance.
        """
        if not len(likeness):
            return None
        nearest, weights = _voters(likeness)
        reasons = [self.index.unanswered[int(i)][0] for i in nearest]
        strange = weights[[why == "out_of_scope" for why in reasons]].sum()
        why = "out_of_scope" if strange >= _STRANGE else next(why for why in reasons if why != "out_of_scope")
        return float(likeness[nearest[0]]), why

    def _records(self, asked: Understanding) -> list[int]:
        """Passages that hold the corpus record itself: what a term is comes from the glossary, by id."""
        if asked.kind not in ("definition", "comparison", "open"):
            return []
        stems = self.index.lexical.analyzer.tokens
        terms = self.index.corpus.terms
        named = {token for term in asked.own_scope.terms for label in terms[term].labels for token in stems(label)}
        # "Wat is een duiding?" asks for the record; "Wat wil het IZA met de duiding bereiken?" does not.
        if len([token for token in asked.key_tokens if token not in named]) > _BESIDE_TERM:
            return []
        links = [f"begrippen/#begrip-{term}" for term in asked.own_scope.terms]
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
        parties = asked.filters.parties or asked.own_scope.parties
        if parties and passage.kind == "partij" and not set(parties) & set(passage.parties):
            bonus -= _WRONG_PARTY
        if asked.page and passage.url == asked.page:
            bonus += _PAGE_BONUS
        if passage.example:
            bonus -= _EXAMPLE_MALUS
        return bonus

    def _diverse(self, ranked: list[Ranked]) -> list[Ranked]:
        """At most a few passages of one page before the others get their turn."""
        seen: dict[str, int] = {}
        first: list[Ranked] = []
        later: list[Ranked] = []
        for entry in ranked:
            url = self.index.passages[entry.position].url
            seen[url] = seen.get(url, 0) + 1
            (first if seen[url] <= _PER_PAGE else later).append(entry)
        return first + later


def _two_best(likeness: Vectors, passages: npt.NDArray[np.int64], count: int) -> tuple[Vectors, Vectors]:
    """Likeness of the two nearest known questions of each passage, each of shape (count,); 0 where there is none.

    A single question may be near by its wording; two of one passage are so by what they ask.

    Args:
        passages: The passage that answers each known question.
    """
    best, second = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    np.maximum.at(best, passages, likeness)
    below = likeness < best[passages]
    np.maximum.at(second, passages[below], likeness[below])
    tied = np.bincount(passages[~below], minlength=count) > 1
    return best, np.where(tied, best, second)


def _highest(values: Vectors, count: int) -> npt.NDArray[np.intp]:
    """Positions of the `count` highest values, highest first, without putting all the others in order."""
    if count >= len(values):
        return np.argsort(-values, kind="stable")
    found = np.argpartition(-values, count - 1)[:count]
    return found[np.lexsort((found, -values[found]))]


def _vote(answered: Vectors, unanswered: Vectors) -> float:
    """Part of the nearest known questions that is answered, each weighted by its likeness; 0.5 where none are known."""
    both = np.concatenate([answered, unanswered])
    if not len(both):
        return 0.5
    nearest, weights = _voters(both)
    return float(weights[nearest < len(answered)].sum())


def _voters(likeness: Vectors) -> tuple[npt.NDArray[np.intp], Vectors]:
    """The questions that vote, nearest first, and the part of the vote that each has; `likeness` is not empty."""
    nearest = _highest(likeness, _VOTERS)
    weights = np.exp(_VOTE_SHARPNESS * (likeness[nearest] - likeness[nearest[0]]))
    return nearest, weights / weights.sum()


def _overlap(wanted: list[str], held: list[str]) -> float:
    """1 where a passage is about one of `wanted`; less where it is about much else too."""
    shared = set(wanted) & set(held)
    return len(shared) / max(1.0, len(held) ** 0.5) if shared else 0.0
