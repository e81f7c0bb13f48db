"""Fits the decision to answer or refuse on the open questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answer.decide import WORD_EVIDENCE, Calibration
from assistant.answer.models import Evidence
from assistant.evaluate.run import Outcome

_REFUSALS = ("out_of_scope", "not_published")
_REFUSAL_RECALL = 0.95
"""Least part of the unanswerable questions to refuse; the aim that the project sets itself."""


def calibrate(outcomes: Sequence[Outcome], name: str) -> tuple[Calibration, list[dict[str, float]]]:
    """A calibration fitted on `outcomes`, and its curve: threshold, refusal recall, false refusals.

    Personal cases and instructions are decided by rule, so they take no part. The threshold is the one with the
    highest sum of refusal recall and answered questions (Youden's J).
    """
    used = [
        o
        for o in outcomes
        if o.evidence is not None
        and o.question.category not in ("english", "personal_data", "injection")
        and (o.question.expect != "refuse" or o.question.reason in _REFUSALS)
    ]
    fields = list(Evidence.model_fields)
    features = np.array([[getattr(o.evidence, field) for field in fields] for o in used])
    answerable = np.array([o.question.expect != "refuse" for o in used])
    model = LogisticRegression(C=100.0, class_weight="balanced", max_iter=5000).fit(features, answerable)
    chances = model.predict_proba(features)[:, 1]
    curve = []
    for threshold in np.round(np.arange(0.02, 0.99, 0.02), 2):
        curve.append(
            {
                "threshold": float(threshold),
                "refusal_recall": round(float(np.mean(chances[~answerable] < threshold)), 4),
                "false_refusals": round(float(np.mean(chances[answerable] < threshold)), 4),
            }
        )
    best = max(curve, key=lambda point: point["refusal_recall"] - point["false_refusals"])
    calibration = Calibration(
        intercept=round(float(model.intercept_[0]), 4),
        weights={f: round(float(w), 4) for f, w in zip(fields, model.coef_[0], strict=True)},
        threshold=best["threshold"],
        neutral={
            f: round(float(features[answerable, fields.index(f)].mean()), 4) for f in WORD_EVIDENCE
        },
        fitted_on=name,
        questions=len(used),
    )
    return calibration, curve
