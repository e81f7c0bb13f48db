"""Fits the decision to answer or refuse on the open questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.answer.decide import LANGUAGE_EVIDENCE, Calibration
from assistant.answer.models import Evidence
from assistant.answer.pipeline import Assistant
from assistant.evaluate.questions import TestQuestion

_REFUSALS = ("out_of_scope", "not_published")
_BY_RULE = ("personal", "injection", "personal_data", "english")
_FALSE_REFUSALS = 0.05
_REFUSAL_RECALL = 0.95
"""Most answerable questions that may be refused, and least unanswerable ones that must be; the aims of the project."""

_WITHIN_NOISE = 0.02
"""Refusal recall that is not worth more false refusals: two of a hundred unanswerable questions."""

_STRENGTH = 0.3
"""Inverse of the regularisation; 0.03 to 1 did equally well in cross-validation."""

_FOLDS = 10


@dataclass(frozen=True)
class Example:
    """Evidence with whether the site holds the answer."""

    evidence: Evidence
    answerable: bool


def gather_examples(assistant: Assistant, questions: Sequence[TestQuestion]) -> list[Example]:
    """Evidence for `questions`.

    Personal cases and instructions are decided by rule and questions in English by neutral values, so they take
    no part.
    """
    return [
        Example(assistant.retrieve(question.as_question())[2], question.expect != "refuse")
        for question in questions
        if question.category not in _BY_RULE and question.reason in (None, *_REFUSALS)
    ]


def calibrate(examples: Sequence[Example], name: str) -> tuple[Calibration, list[dict[str, float]]]:
    """A calibration fitted on `examples`, and its curve: threshold, refusal recall, false refusals.

    With at most 5 % of the answerable questions refused there is a most that can be refused of what is unanswerable;
    the threshold is the lowest that reaches the aim, or comes near that most where the aim is out of reach. Both parts
    are measured on chances that a model fitted on the other nine tenths gives: on its own examples a model is surer
    than on new ones.
    """
    fields = list(Evidence.model_fields)
    features = np.array([[getattr(e.evidence, field) for field in fields] for e in examples])
    answerable = np.array([e.answerable for e in examples])
    scale = features.std(axis=0) + 1e-9
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=5000)
    folds = StratifiedKFold(min(_FOLDS, int((~answerable).sum()), int(answerable.sum())), shuffle=True, random_state=0)
    chances = cross_val_predict(model, features / scale, answerable, cv=folds, method="predict_proba")[:, 1]
    model.fit(features / scale, answerable)
    curve = [
        {
            "threshold": float(threshold),
            "refusal_recall": round(float(np.mean(chances[~answerable] < threshold)), 4),
            "false_refusals": round(float(np.mean(chances[answerable] < threshold)), 4),
        }
        for threshold in np.round(np.arange(0.02, 0.99, 0.01), 2)
    ]
    allowed = [point for point in curve if point["false_refusals"] <= _FALSE_REFUSALS]
    most = max(point["refusal_recall"] for point in allowed)
    least = _REFUSAL_RECALL if most >= _REFUSAL_RECALL else most - _WITHIN_NOISE
    best = next(point for point in allowed if point["refusal_recall"] >= least)
    calibration = Calibration(
        intercept=round(float(model.intercept_[0]), 4),
        weights={f: round(float(w), 4) for f, w in zip(fields, model.coef_[0] / scale, strict=True)},
        threshold=best["threshold"],
        neutral={f: round(float(features[answerable, fields.index(f)].mean()), 4) for f in LANGUAGE_EVIDENCE},
        fitted_on=name,
        questions=len(examples),
    )
    return calibration, curve
