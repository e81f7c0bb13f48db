"""The decision to answer is fitted on questions with known outcomes."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answer.models import Evidence
from assistant.evaluate import calibrate as module
from assistant.evaluate.calibrate import Example, calibrate, gather_examples


def examples(seed: int = 1) -> list[Example]:
    """Answerable questions have high coverage and unanswerable ones low, with some overlap; the rest is noise."""
    random = np.random.default_rng(seed)
    made = []
    for answerable, mean in ((True, 0.75), (False, 0.35)):
        for _ in range(150):
            values = {name: float(random.random()) for name in Evidence.model_fields}
            values["coverage"] = float(np.clip(random.normal(mean, 0.12), 0, 1))
            made.append(Example(Evidence(**values), answerable))
    return made


@pytest.fixture(scope="module")
def fitted():
    return calibrate(examples(), "proef")


def test_what_tells_the_outcomes_apart_gets_the_weight(fitted):
    calibration, _ = fitted
    assert max(calibration.weights, key=lambda name: abs(calibration.weights[name])) == "coverage"
    assert calibration.weights["coverage"] > 0
    assert set(calibration.weights) == set(Evidence.model_fields)
    assert (calibration.fitted_on, calibration.questions) == ("proef", 300)


def test_at_most_one_in_twenty_answerable_questions_is_refused_and_most_others_are(fitted):
    calibration, _ = fitted
    chances = {
        kind: [calibration.chance(e.evidence) for e in examples() if e.answerable is kind] for kind in (True, False)
    }
    assert np.mean(np.array(chances[True]) < calibration.threshold) <= 0.06
    assert np.mean(np.array(chances[False]) < calibration.threshold) > 0.8


def test_new_questions_of_the_same_kind_are_decided_as_well(fitted):
    calibration, _ = fitted
    decided = [(calibration.chance(e.evidence) >= calibration.threshold) == e.answerable for e in examples(seed=2)]
    assert np.mean(decided) > 0.85


def test_a_higher_threshold_refuses_no_less(fitted):
    calibration, curve = fitted
    for name in ("threshold", "refusal_recall", "false_refusals"):
        column = [point[name] for point in curve]
        assert column == sorted(column)
    assert calibration.threshold in [point["threshold"] for point in curve]


@pytest.mark.parametrize(("aim", "short_of_most"), [(0.5, None), (1.1, 0.02)])
def test_the_lowest_threshold_that_reaches_the_aim_is_taken_or_one_near_the_most(aim, short_of_most, monkeypatch):
    monkeypatch.setattr(module, "_REFUSAL_RECALL", aim)
    calibration, curve = calibrate(examples(), "proef")
    allowed = [point for point in curve if point["false_refusals"] <= 0.05]
    most = max(point["refusal_recall"] for point in allowed)
    least = aim if short_of_most is None else most - short_of_most
    chosen = next(point for point in curve if point["threshold"] == calibration.threshold)
    assert chosen in allowed
    assert chosen["refusal_recall"] >= least
    lower = [point for point in allowed if point["threshold"] < calibration.threshold]
    assert lower
    assert all(point["refusal_recall"] < least for point in lower)


def test_what_stands_in_for_words_is_what_answerable_questions_have(fitted):
    calibration, _ = fitted
    coverage = np.mean([e.evidence.coverage for e in examples() if e.answerable])
    assert calibration.neutral["coverage"] == pytest.approx(coverage, abs=1e-3)


def test_questions_that_are_decided_by_rule_or_in_english_take_no_part(library_assistant, make_question):
    questions = [
        make_question("a"),
        make_question("b", category="out_of_scope", expect="refuse", reason="out_of_scope"),
        make_question("c", category="not_published", expect="refuse", reason="not_published"),
        make_question("d", category="personal", expect="refuse", reason="personal_case"),
        make_question("e", category="injection", expect="answer"),
        make_question("f", category="personal_data", expect="answer"),
        make_question("g", category="english", expect="answer"),
        make_question("h", category="typo", expect="refuse", reason="instruction"),
        make_question("i", category="list", expect="clarify"),
    ]
    found = gather_examples(library_assistant, questions)
    assert [example.answerable for example in found] == [True, False, False, True]
    assert all(0 < example.evidence.dense <= 1 for example in found)
