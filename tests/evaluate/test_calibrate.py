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


def test_what_tells_the_outcomes_apart_moves_the_chance(fitted):
    calibration, _ = fitted
    middle = Evidence.model_validate(dict.fromkeys(Evidence.model_fields, 0.5))
    for name in Evidence.model_fields:
        low, high = (calibration.chance(middle.model_copy(update={name: value})) for value in (0.35, 0.75))
        assert (high - low > 0.5) is (name == "coverage")
    assert (calibration.fitted_on, calibration.questions) == ("proef", 300)


def test_evidence_may_mean_the_reverse_beside_other_evidence():
    """What is missing matters only where the question is far from the known ones; no sum of weights can say so."""
    random = np.random.default_rng(3)
    made = []
    for _ in range(300):
        values = {name: float(random.random()) for name in Evidence.model_fields}
        far, missing = random.random() < 0.5, random.random() < 0.5
        values |= {"asked": 0.2 if far else 0.9, "missing": 0.9 if missing else 0.1}
        made.append(Example(Evidence(**values), far is not missing))
    calibration, _ = calibrate(made, "proef")
    decided = [(calibration.chance(e.evidence) >= calibration.threshold) == e.answerable for e in made]
    assert np.mean(decided) > 0.85


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


@pytest.mark.parametrize("aim", [0.5, 0.95])
def test_the_threshold_leaves_both_aims_most_to_spare(aim, monkeypatch):
    monkeypatch.setattr(module, "_REFUSAL_RECALL", aim)
    calibration, curve = calibrate(examples(), "proef")
    spare = {
        point["threshold"]: min((point["refusal_recall"] - aim) / (1 - aim), 1 - point["false_refusals"] / 0.05)
        for point in curve
    }
    equal = [threshold for threshold, left in spare.items() if left == pytest.approx(max(spare.values()))]
    assert calibration.threshold == equal[len(equal) // 2]


def test_the_threshold_is_chosen_on_questions_of_strangers():
    """The others, here all easy, would make it seem that nothing is refused wrongly."""
    strangers = [Example(e.evidence, e.answerable, blind=True) for e in examples(seed=4)]
    easy = [
        Example(e.evidence.model_copy(update={"coverage": float(e.answerable)}), e.answerable) for e in examples(seed=5)
    ]
    _, curve = calibrate([*strangers, *easy], "proef")
    _, alone = calibrate([Example(e.evidence, e.answerable) for e in [*strangers, *easy]], "proef")
    middle = len(curve) // 2
    assert curve[middle]["refusal_recall"] < alone[middle]["refusal_recall"]


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
