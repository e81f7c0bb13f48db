"""Decides from calibrated evidence: answer, ask back, or refuse, and which refusal."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson
from pydantic import BaseModel, ConfigDict

from assistant.answer.models import Evidence
from assistant.answer.retrieve import Retrieval
from assistant.answer.statements import PASSAGES, Candidate, token_weights
from assistant.answer.understand import Understanding
from assistant.index.embedding import Vectors
from assistant.index.reader import OpenIndex

CALIBRATION = Path(__file__).with_name("calibration.json")
_TOP = 10
_NEAREST = 3
_STATEMENTS = 12
_ON_SUBJECT = 0.3
_STRAY_LEAD = 0.02
_STRAY_DOMAIN = 0.75
_STRAY_EDGE = 0.82
"""A follow-up strays where a question on another subject is this much nearer to it than any known one, where it is this
far from the site as a whole, or where it is nearer to another subject at all and not near the site; between the
follow-ups among the open questions and thirteen stray ones."""

_KNOWN = 0.945
_KNOWN_LEAD = 0.04
_KNOWN_CHANCE = 0.94
"""Between the questions in the first person that the site answers ("Kost de GLI mij eigen risico?") and the personal
cases, both among the open questions."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LANGUAGE_EVIDENCE = (
    "domain",
    "lexical",
    "coverage",
    "typed_coverage",
    "missing",
    "rarest_missing",
    "numbers_missing",
    "untyped",
    "agreement",
    "asked_words",
    "asked_match",
    "typed_words",
)
"""Fields of `Evidence` that a question in another language changes by its language alone."""


class Kernel(BaseModel):
    """What likeness to questions with a known outcome says: the support vectors of a machine with a Gaussian kernel.

    Cortes & Vapnik (1995), "Support-Vector Networks", equation 4.

    Attributes:
        fields: Fields of `Evidence`, in the order of the columns.
        mean: Mean of each column over the questions fitted on; `scale` is its standard deviation.
        gamma: How fast likeness fades with the squared distance between scaled evidence.
        vectors: Scaled evidence of those questions that draw the border, shape (vectors, fields).
        weights: What each of them weighs; above 0 where the site answers it.
    """

    model_config = ConfigDict(frozen=True)

    fields: list[str]
    mean: list[float]
    scale: list[float]
    gamma: float
    vectors: list[list[float]]
    weights: list[float]

    @cached_property
    def _arrays(self) -> tuple[npt.NDArray[np.float64], ...]:
        return np.array(self.mean), np.array(self.scale), np.array(self.vectors), np.array(self.weights)

    def value(self, values: Mapping[str, float]) -> float:
        """The weighted likeness of `values`, by field, to all vectors."""
        mean, scale, vectors, weights = self._arrays
        scaled = (np.array([values[name] for name in self.fields]) - mean) / scale
        return float(weights @ np.exp(-self.gamma * ((vectors - scaled) ** 2).sum(axis=1)))


class Calibration(BaseModel):
    """A model of the chance that a question can be answered, fitted on the open test questions.

    Attributes:
        intercept: Log odds before any evidence.
        kernel: What the log odds gain with the evidence.
        threshold: Least chance at which an answer is given.
        neutral: Means of `LANGUAGE_EVIDENCE` over answerable questions; they stand in for questions in another
            language, whose words cannot match.
    """

    intercept: float
    kernel: Kernel
    threshold: float
    neutral: dict[str, float] = {}
    fitted_on: str = ""
    questions: int = 0

    def chance(self, evidence: Evidence, language: str = "nl") -> float:
        """Chance between 0 and 1 that the site answers the question."""
        values = evidence.model_dump() | ({} if language == "nl" else self.neutral)
        logit = self.intercept + self.kernel.value(values)
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


@lru_cache
def load_calibration(path: Path = CALIBRATION) -> Calibration:
    """The calibration in `path`."""
    return Calibration.model_validate(orjson.loads(path.read_bytes()))


def gather_evidence(
    index: OpenIndex, asked: Understanding, retrieval: Retrieval, candidates: list[Candidate]
) -> Evidence:
    """What speaks for and against an answer."""
    weights = token_weights(index, asked)
    total = sum(weights.values())
    top = retrieval.ranked[:PASSAGES]
    quotable = {c.passage.id for c in candidates}
    held = [
        set(index.lexical.analyzer.tokens(f"{' '.join(p.heading_path)} {p.text}"))
        for p in (index.passages[ranked.position] for ranked in top[:_NEAREST])
        if p.id in quotable
    ]
    rarest = max(weights, key=lambda token: weights[token], default=None)
    numbers = _NUMBER.findall(asked.question)
    given = [
        *(f"{c.passage.heading} {c.statement.text}" for c in candidates[:_STATEMENTS] if c.coverage >= _ON_SUBJECT),
        *(f"{p.heading} {p.text}" for p in (index.passages[r.position] for r in top[:_NEAREST])),
        *(question for question, _ in retrieval.asked[:_NEAREST]),
    ]
    possible = 2.2 * sum(index.lexical.idf(t) for t in asked.tokens) or 1.0
    similar = max((c.similarity for c in candidates), default=0.0)
    typed = bool(candidates) and candidates[0].form != "any"
    fitting = [c for c in candidates if c.fits]
    asked_most = max((likeness for _, likeness in retrieval.asked), default=0.0)
    unanswered = retrieval.unanswered[0] if retrieval.unanswered else asked_most
    matches = [_match(index, asked, weights, question) for question, _ in retrieval.asked]
    shared = set(retrieval.dense_only[:_TOP]) & set(retrieval.lexical_only[:_TOP])
    scope = asked.own_scope
    return Evidence(
        dense=max((r.dense for r in top), default=0.0),
        statement=similar,
        domain=float(index.centroid @ retrieval.vector),
        lexical=max((r.lexical for r in top), default=0.0) / possible,
        coverage=max((_share(weights, tokens, total) for tokens in held), default=0.0),
        typed_coverage=max((c.coverage for c in candidates if c.fits), default=0.0),
        untyped=float(not any(c.fits for c in candidates if c.order < _NEAREST)),
        missing=_share(weights, {t for t in weights if not index.lexical.knows(t)}, total) if total else 1.0,
        rarest_missing=float(rarest is not None and not any(rarest in tokens for tokens in held)),
        numbers_missing=min((_part_missing(numbers, text) for text in given), default=1.0) if numbers else 0.0,
        agreement=len(shared) / _TOP,
        scope=float(bool(scope.sectors or scope.criteria or scope.parties or scope.terms)),
        asked=asked_most,
        asked_words=max((own for own, _ in matches), default=0.0),
        asked_match=max((match for _, match in matches), default=0.0),
        asked_agreement=float(bool(top) and top[0].position in retrieval.asked_passages),
        gap=top[0].score - retrieval.ranked[:_TOP][-1].score if top else 0.0,
        typed=float(typed),
        typed_lag=similar - max((c.similarity for c in fitting), default=0.0) if typed else 0.0,
        typed_words=max((c.coverage for c in fitting), default=0.0) if typed else 0.0,
        unanswered=unanswered,
        unanswered_lead=unanswered - asked_most,
        vote=retrieval.vote,
        length=math.log1p(len(weights)),
    )


def is_answerable(asked: Understanding, retrieval: Retrieval, evidence: Evidence) -> bool:
    """Whether the site answers the question, by the calibration; what a record defines it always answers.

    A follow-up of words that stand nowhere on the site ("En de ACM?") it never answers: the question before would.
    """
    if asked.follow_up and asked.key_tokens and evidence.missing >= 1.0 and asked.language == "nl":
        return False
    if asked.kind == "definition" and retrieval.ranked and retrieval.ranked[0].position in retrieval.records:
        return True
    calibration = load_calibration()
    return calibration.chance(evidence, asked.language) >= calibration.threshold


def is_known(evidence: Evidence) -> bool:
    """Whether the question is much like one that the site answers, like none that it does not, and surely answered."""
    near = evidence.asked >= _KNOWN and evidence.unanswered_lead <= -_KNOWN_LEAD
    return near and load_calibration().chance(evidence) >= _KNOWN_CHANCE


def strays(index: OpenIndex, vector: Vectors) -> bool:
    """Whether a follow-up, read by itself, is about something else altogether.

    The question before it lends its subject to whatever comes after; one on the weather would be answered with that.

    Args:
        vector: Of the follow-up alone, shape (dimension,).
    """
    domain = index.centroid @ vector
    if domain < _STRAY_DOMAIN:
        return True
    if not len(index.out_of_scope_vectors) or not len(index.asked_vectors):
        return False
    lead = (index.out_of_scope_vectors @ vector).max() - (index.asked_vectors @ vector).max()
    return bool(lead >= _STRAY_LEAD or (lead >= 0 and domain < _STRAY_EDGE))


def _match(index: OpenIndex, asked: Understanding, weights: dict[str, float], question: str) -> tuple[float, float]:
    """Part of the asked question's weight that the known `question` holds, and its F1 with the part the other way."""
    tokens = set(index.lexical.analyzer.tokens(question))
    known = {token: index.lexical.idf(token) for token in tokens}
    held = _share(weights, tokens, sum(weights.values()))
    holding = _share(known, set(asked.tokens), sum(known.values()))
    return held, 2 * held * holding / (held + holding) if held + holding else 0.0


def _part_missing(numbers: Sequence[str], text: str) -> float:
    held = set(_NUMBER.findall(text))
    return sum(number not in held for number in numbers) / len(numbers)


def _share(weights: dict[str, float], tokens: set[str], total: float) -> float:
    return sum(w for t, w in weights.items() if t in tokens) / total if total else 0.0
