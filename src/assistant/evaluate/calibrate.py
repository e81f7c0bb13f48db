"""Fits the decision to answer or refuse on the open questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answer.decide import WORD_EVIDENCE, Calibration
from assistant.answer.models import Evidence
from assistant.answer.pipeline import Assistant
from assistant.evaluate.questions import TestQuestion

_MADE_WEIGHT = 0.5

_REFUSALS = ("out_of_scope", "not_published")
_BY_RULE = ("personal", "injection", "personal_data", "english")
_FALSE_REFUSALS = 0.05
"""Most answerable questions that may be refused; the aim that the project sets itself."""


@dataclass(frozen=True)
class Example:
    """Evidence with whether the site holds the answer.

    Attributes:
        made: The question has an answer, but the passages that hold it were passed over: a near miss, of which
            there are few among real questions.
    """

    evidence: Evidence
    answerable: bool
    made: bool = False


def gather_examples(assistant: Assistant, questions: Sequence[TestQuestion]) -> list[Example]:
    """Evidence for `questions` as they are, and for the answerable ones also without their gold passages.

    Personal cases and instructions are decided by rule and questions in English by neutral values, so they take
    no part.
    """
    examples = []
    for question in questions:
        if question.category in _BY_RULE or question.reason not in (None, *_REFUSALS):
            continue
        answerable = question.expect != "refuse"
        examples.append(Example(assistant.retrieve(question.as_question())[2], answerable))
        if answerable and question.gold:
            without = assistant.retrieve(question.as_question(), question.gold)[2]
            examples.append(Example(without, False, made=True))
    return examples


def calibrate(examples: Sequence[Example], name: str) -> tuple[Calibration, list[dict[str, float]]]:
    """A calibration fitted on `examples`, and its curve: threshold, refusal recall, false refusals.

    All examples fit the weights; the curve and the threshold rest on real questions alone. The threshold is the one
    that refuses most of what is unanswerable with at most 5 % of the answerable questions refused.
    """
    fields = list(Evidence.model_fields)
    features = np.array([[getattr(e.evidence, field) for field in fields] for e in examples])
    answerable = np.array([e.answerable for e in examples])
    made = np.array([e.made for e in examples])
    scale = features.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000).fit(
        features / scale, answerable, sample_weight=np.where(made, _MADE_WEIGHT, 1.0)
    )
    chances = model.predict_proba(features / scale)[:, 1]
    real = chances[~made]
    real_answerable = answerable[~made]
    curve = [
        {
            "threshold": float(threshold),
            "refusal_recall": round(float(np.mean(real[~real_answerable] < threshold)), 4),
            "false_refusals": round(float(np.mean(real[real_answerable] < threshold)), 4),
        }
        for threshold in np.round(np.arange(0.02, 0.99, 0.02), 2)
    ]
    allowed = [point for point in curve if point["false_refusals"] <= _FALSE_REFUSALS]
    best = max(allowed, key=lambda point: point["refusal_recall"])
    calibration = Calibration(
        intercept=round(float(model.intercept_[0]), 4),
        weights={f: round(float(w), 4) for f, w in zip(fields, model.coef_[0] / scale, strict=True)},
        threshold=best["threshold"],
        neutral={f: round(float(features[answerable, fields.index(f)].mean()), 4) for f in WORD_EVIDENCE},
        fitted_on=name,
        questions=int((~made).sum()),
    )
    return calibration, curve
