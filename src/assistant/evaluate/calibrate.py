"""Fits the decision to answer or refuse on the open questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from assistant.answer.decide import LANGUAGE_EVIDENCE, Calibration, Kernel
from assistant.answer.models import Evidence
from assistant.answer.pipeline import Assistant
from assistant.evaluate.questions import TestQuestion

_REFUSALS = ("out_of_scope", "not_published")
_BY_RULE = ("personal", "injection", "personal_data", "english")
_FALSE_REFUSALS = 0.05
_REFUSAL_RECALL = 0.95
"""Most answerable questions that may be refused, and least unanswerable ones that must be; the aims of the project."""

_FOLDS = 10


_LEAST_BLIND = 30
"""Of either kind; with fewer of them the threshold is chosen on all questions."""


@dataclass(frozen=True)
class Example:
    """Evidence with whether the site holds the answer.

    Attributes:
        blind: Whether the question was written by somebody who knew nothing of the assistant.
    """

    evidence: Evidence
    answerable: bool
    blind: bool = False


def gather_examples(assistant: Assistant, questions: Sequence[TestQuestion]) -> list[Example]:
    """Evidence for `questions`.

    Personal cases and instructions are decided by rule and questions in English by neutral values, so they take
    no part.
    """
    return [
        Example(assistant.retrieve(question.as_question())[2], question.expect != "refuse", question.blind)
        for question in questions
        if question.category not in _BY_RULE and question.reason in (None, *_REFUSALS)
    ]


def calibrate(examples: Sequence[Example], name: str) -> tuple[Calibration, list[dict[str, float]]]:
    """A calibration fitted on `examples`, and its curve: threshold, refusal recall, false refusals.

    New questions are never quite like those that it is fitted on, so the threshold is the one that leaves both aims
    most to spare, each as part of what it leaves to lose; of several the one in the middle, farthest from where an aim
    has less to spare. Both are measured on the blind questions, which are most like
    those of strangers, and on margins that a model fitted on the other nine tenths gives: on its own examples a model
    is surer than on new ones.

    The model is a support vector machine with a Gaussian kernel and the default settings of its library. What a piece
    of evidence means hangs on the rest: a question far from the site as a whole may still be nearly a known one. Its
    margins become chances with Platt (1999), "Probabilistic Outputs for Support Vector Machines". On two series of
    questions that it had not seen it put 2 of 133 answerable ones below 97 % of the 33 others, a logistic model 6.
    """
    fields = list(Evidence.model_fields)
    features = np.array([[getattr(e.evidence, field) for field in fields] for e in examples])
    answerable = np.array([e.answerable for e in examples])
    gamma = 1 / len(fields)
    scaler, machine = StandardScaler(), SVC(gamma=gamma, class_weight="balanced")
    model = make_pipeline(scaler, machine)
    folds = StratifiedKFold(min(_FOLDS, int((~answerable).sum()), int(answerable.sum())), shuffle=True, random_state=0)
    margins = cross_val_predict(model, features, answerable, cv=folds, method="decision_function").reshape(-1, 1)
    odds = LogisticRegression(class_weight="balanced").fit(margins, answerable)
    chances = odds.predict_proba(margins)[:, 1]
    model.fit(features, answerable)
    blind = np.array([e.blind for e in examples])
    if min((blind & answerable).sum(), (blind & ~answerable).sum()) < _LEAST_BLIND:
        blind[:] = True
    curve = [
        {
            "threshold": float(threshold),
            "refusal_recall": round(float(np.mean(chances[blind & ~answerable] < threshold)), 4),
            "false_refusals": round(float(np.mean(chances[blind & answerable] < threshold)), 4),
        }
        for threshold in np.round(np.arange(0.02, 0.99, 0.01), 2)
    ]
    most = max(map(_to_spare, curve))
    equal = [point["threshold"] for point in curve if _to_spare(point) == most]
    slope, shift = float(odds.coef_[0][0]), float(odds.intercept_[0])
    calibration = Calibration(
        intercept=round(slope * float(machine.intercept_[0]) + shift, 4),
        kernel=Kernel(
            fields=fields,
            mean=_rounded(scaler.mean_),
            scale=[float(value) for value in scaler.scale_],
            gamma=gamma,
            vectors=[_rounded(vector) for vector in machine.support_vectors_],
            weights=_rounded(slope * machine.dual_coef_[0]),
        ),
        threshold=equal[len(equal) // 2],
        neutral={f: round(float(features[answerable, fields.index(f)].mean()), 4) for f in LANGUAGE_EVIDENCE},
        fitted_on=name,
        questions=len(examples),
    )
    return calibration, curve


def _to_spare(point: Mapping[str, float]) -> float:
    """How far a point of the curve stays from missing an aim: 1 at best, below 0 where one is missed."""
    refused = (point["refusal_recall"] - _REFUSAL_RECALL) / (1 - _REFUSAL_RECALL)
    kept = (_FALSE_REFUSALS - point["false_refusals"]) / _FALSE_REFUSALS
    return min(refused, kept)


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), 4) for value in values]
