"""Whether to answer hangs on calibrated evidence."""

from __future__ import annotations

import math

import pytest

from assistant.answer import decide
from assistant.answer.decide import Calibration, Kernel, is_known, load_calibration
from assistant.answer.models import Evidence

NONE = Evidence.model_validate(dict.fromkeys(Evidence.model_fields, 0.0))


def toward(**weights: float) -> Kernel:
    """A kernel with for each field a question that has all of it and nothing else."""
    fields = list(weights)
    vectors = [[float(field == own) for field in fields] for own in fields]
    count = len(fields)
    return Kernel(
        fields=fields, mean=[0.0] * count, scale=[1.0] * count, gamma=1.0, vectors=vectors, weights=[*weights.values()]
    )


def test_more_of_what_speaks_for_an_answer_makes_it_likelier():
    calibration = Calibration(intercept=-1.0, kernel=toward(coverage=4.0, missing=-3.0), threshold=0.5)
    chances = [calibration.chance(NONE.model_copy(update={"coverage": c})) for c in (0.0, 0.3, 1.0)]
    assert chances == sorted(set(chances))
    assert calibration.chance(NONE.model_copy(update={"missing": 1.0})) < chances[0]


def test_a_kernel_gives_most_to_what_is_most_like_its_questions():
    kernel = Kernel(
        fields=["coverage", "vote"], mean=[0.5, 0.5], scale=[0.5, 0.25], gamma=1.0, vectors=[[1, 2]], weights=[3.0]
    )
    calibration = Calibration(intercept=-1.0, kernel=kernel, threshold=0.5)
    same = NONE.model_copy(update={"coverage": 1.0, "vote": 1.0})
    assert kernel.value(same.model_dump()) == pytest.approx(3.0)
    assert kernel.value(NONE.model_dump()) == pytest.approx(3.0 * math.exp(-(4 + 16)))
    assert calibration.chance(same) == pytest.approx(1 / (1 + math.exp(-2)))


@pytest.mark.parametrize("weight", [-1e9, 1e9])
def test_a_chance_stays_between_0_and_1_whatever_the_weights(weight):
    calibration = Calibration(intercept=0.0, kernel=toward(dense=weight), threshold=0.5)
    assert 0.0 <= calibration.chance(NONE.model_copy(update={"dense": 1.0})) <= 1.0


def test_words_do_not_count_against_a_question_in_another_language():
    calibration = Calibration(
        intercept=0.0, kernel=toward(coverage=5.0, dense=1.0), threshold=0.5, neutral={"coverage": 0.9}
    )
    evidence = NONE.model_copy(update={"dense": 0.8})
    assert calibration.chance(evidence, "en") > calibration.chance(evidence, "nl")
    assert calibration.chance(evidence, "en") == calibration.chance(evidence.model_copy(update={"coverage": 0.9}))


def test_the_calibration_in_use_knows_just_the_evidence_that_is_gathered():
    calibration = load_calibration()
    assert set(calibration.kernel.fields) == set(Evidence.model_fields)
    assert set(calibration.neutral) < set(Evidence.model_fields)
    assert {"coverage", "missing"} <= set(calibration.neutral)
    assert 0.0 < calibration.threshold < 1.0
    assert calibration.questions > 100


@pytest.mark.parametrize(
    "question",
    ["Wat is een duiding?", "xylofoon", "de het een", "Hoeveel euro kost 12 keer 80.000?", "Wie beslist wanneer?"],
)
def test_every_share_is_between_0_and_1(question, workshop):
    values = workshop.evidence(question).model_dump(exclude={"length", "unanswered_lead"})
    assert {name: v for name, v in values.items() if not -1e-6 <= v <= 1 + 1e-6} == {}


def test_a_question_that_the_site_answers_has_all_its_words_in_one_passage(workshop):
    evidence = workshop.evidence("Wie beslist over het gesloten systeem?")
    assert (evidence.coverage, evidence.missing, evidence.rarest_missing, evidence.untyped) == (1.0, 0.0, 0.0, 0.0)


def test_words_that_stand_nowhere_are_missing(workshop):
    evidence = workshop.evidence("xylofoon qwertyuiop")
    assert (evidence.coverage, evidence.missing, evidence.rarest_missing) == (0.0, 1.0, 1.0)
    assert evidence.lexical == 0.0


def test_a_subject_of_the_corpus_is_noticed(workshop):
    assert workshop.evidence("Hoe duur is de ggz?").scope == 1.0
    assert workshop.evidence("Hoe duur is een fiets?").scope == 0.0


def test_a_subject_from_an_earlier_turn_is_not_taken_for_one_of_the_question(workshop):
    assert workshop.evidence("Wat is de ggz?", "Hoe bak ik een appeltaart?").scope == 0.0


def test_a_passage_on_the_subject_without_the_form_that_is_asked_for_is_noticed(workshop):
    asks_date = workshop.evidence("Wanneer is een duiding begonnen?")
    assert asks_date.typed_coverage < workshop.evidence("Wat is een duiding?").typed_coverage
    assert workshop.evidence("Wanneer gaat het wetsvoorstel naar de Kamer?").untyped == 0.0


@pytest.mark.parametrize(
    ("question", "missing"),
    [("Is de referentiewaarde 80.000 euro?", 0.0), ("Is de referentiewaarde 70.000 euro?", 1.0)],
)
def test_a_number_that_no_statement_on_the_subject_holds_is_missing(question, missing, workshop):
    assert workshop.evidence(question).numbers_missing == missing


def test_an_example_that_may_not_be_quoted_is_no_evidence(workshop):
    evidence = workshop.evidence("Hielp zonlichttherapie veertig mensen met een winterdepressie?")
    assert evidence.coverage < 0.5
    assert evidence.rarest_missing == 1.0


@pytest.mark.parametrize(
    ("asked", "lead", "threshold", "known"),
    [
        (0.99, -0.1, 0.9, True),
        (0.99, -0.01, 0.9, False),
        (0.9, -0.1, 0.9, False),
        (0.99, 0.05, 0.9, False),
        (0.99, -0.1, 0.999, False),
    ],
)
def test_a_known_question_is_near_one_with_an_answer_and_far_from_those_without_and_surely_answered(
    asked, lead, threshold, known, monkeypatch
):
    evidence = NONE.model_copy(update={"asked": asked, "unanswered_lead": lead})
    sure = Calibration(intercept=5.0, kernel=toward(dense=0.0), threshold=0.5)
    monkeypatch.setattr(decide, "load_calibration", lambda: sure)
    monkeypatch.setattr(decide, "_KNOWN_CHANCE", threshold)
    assert is_known(evidence) is known
