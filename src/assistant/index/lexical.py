"""The lexical index: BM25 over stems; headings count double, and the questions a passage answers take part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt

from assistant.index.analysis import DutchAnalyzer, words
from assistant.publish.passage import Passage

_HEADING_WEIGHT = 2
_K1, _B = 1.2, 0.75  # the usual values of Robertson & Zaragoza (2009), section 3.2


class LexicalIndex:
    """BM25 over all passages, in the order in which they were given."""

    def __init__(self, bm25: Any, analyzer: DutchAnalyzer) -> None:
        self._bm25 = bm25
        self.analyzer = analyzer
        self._known = set(bm25.vocab_dict)

    @classmethod
    def build(cls, passages: Sequence[Passage], split_compounds: bool = True) -> LexicalIndex:
        """Index `passages`."""
        analyzer = DutchAnalyzer(_vocabulary(passages), split_compounds)
        # With the questions it answers a passage is also found by words of readers that it does not hold itself; see
        # Nogueira & Lin (2019), "From doc2query to docTTTTTquery".
        tokens = [
            analyzer.tokens(" ".join(p.heading_path)) * _HEADING_WEIGHT
            + analyzer.tokens(p.text)
            + analyzer.tokens(" ".join(p.asked))
            for p in passages
        ]
        bm25 = bm25s.BM25(k1=_K1, b=_B)
        bm25.index(tokens, show_progress=False)
        return cls(bm25, analyzer)

    def scores(self, tokens: Sequence[str]) -> npt.NDArray[np.float32]:
        """BM25 score of every passage for the query `tokens`; zeros where none is known."""
        known = [token for token in tokens if token in self._known]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def knows(self, token: str) -> bool:
        """Whether any passage holds `token`."""
        return token in self._known

    def idf(self, token: str) -> float:
        """Rarity of `token`: ln(1 + (N - df + 0.5) / (df + 0.5)), as in BM25 (Robertson & Zaragoza 2009)."""
        total = self._bm25.scores["num_docs"]
        column = self._bm25.vocab_dict.get(token)
        if column is None:
            return float(np.log(1 + (total + 0.5) / 0.5))
        pointers = self._bm25.scores["indptr"]
        frequency = int(pointers[column + 1] - pointers[column])
        return float(np.log(1 + (total - frequency + 0.5) / (frequency + 0.5)))

    def save(self, folder: Path) -> None:
        """Write to `folder`."""
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, passages: Sequence[Passage]) -> LexicalIndex:
        """Read from `folder`; `passages` are the ones it was built from."""
        bm25 = bm25s.BM25.load(str(folder), show_progress=False)
        return cls(bm25, DutchAnalyzer(_vocabulary(passages)))


def _vocabulary(passages: Sequence[Passage]) -> set[str]:
    """All words of the site and of the questions it is known to answer."""
    return {word for p in passages for word in words(" ".join([*p.heading_path, p.text, *p.asked]))}
