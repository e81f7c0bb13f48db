"""Figures over outcomes, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from pydantic import BaseModel

T = TypeVar("T")

_SAMPLES = 1000
_SEED = 20261121
RETRIEVAL = {"success@5": Success @ 5, "recall@5": R @ 5, "recall@20": R @ 20, "mrr": RR, "ndcg@10": nDCG @ 10}


class Figure(BaseModel):
    """A mean with its 95 % bootstrap interval over `n` questions."""

    value: float
    low: float
    high: float
    n: int


def mean_figure(values: Sequence[float]) -> Figure | None:
    """Mean of `values` with a 95 % percentile bootstrap interval (Efron & Tibshirani 1993, ch. 13)."""
    if not values:
        return None
    data = np.asarray(values, dtype=float)
    draws = np.random.default_rng(_SEED).choice(data, size=(_SAMPLES, len(data)))
    low, high = np.percentile(draws.mean(axis=1), [2.5, 97.5])
    return Figure(value=round(float(data.mean()), 4), low=round(float(low), 4), high=round(float(high), 4), n=len(data))


def retrieval_figures(gold: Mapping[str, Sequence[str]], runs: Mapping[str, Sequence[str]]) -> dict[str, Figure | None]:
    """Success@5, recall@5, recall@20, MRR and nDCG@10 per question, averaged.

    Where a question has more than five gold headings recall@5 cannot reach 1; success@5 asks for one of them.

    Args:
        gold: Relevant headings by question.
        runs: Retrieved headings by question, best first, each once.
    """
    qrels = [ir_measures.Qrel(q, heading, 1) for q, headings in gold.items() for heading in headings]
    scored = [
        ir_measures.ScoredDoc(q, heading, float(len(headings) - rank))
        for q, headings in runs.items()
        for rank, heading in enumerate(headings)
    ]
    per_question: dict[str, dict[str, float]] = {name: dict.fromkeys(gold, 0.0) for name in RETRIEVAL}
    names = {measure: name for name, measure in RETRIEVAL.items()}
    for metric in ir_measures.iter_calc(list(RETRIEVAL.values()), qrels, scored):
        per_question[names[metric.measure]][metric.query_id] = metric.value
    return {name: mean_figure(list(values.values())) for name, values in per_question.items()}


def share(items: Sequence[T], test: Callable[[T], bool]) -> Figure | None:
    """Part of `items` that passes `test`."""
    return mean_figure([float(test(item)) for item in items])


def percentile(values: Sequence[float], q: float) -> float:
    """The `q`-th percentile of `values`, rounded to 0.1."""
    return round(float(np.percentile(values, q)), 1) if values else 0.0
