from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest

from assistant.publish.passage import Passage
from assistant.tune.examples import batches, look_alikes


def passage(anchor: str, asked: list[str]) -> Passage:
    return Passage(
        url="pagina/", anchor=anchor, title="Pagina", heading_path=["Pagina", anchor], text="Tekst.", statements=[],
        status="vastgesteld", updated="2026-01-04", asked=asked,
    )  # fmt: skip


@pytest.fixture
def passages() -> list[Passage]:
    return [
        passage("een", ["a1", "a2", "a3", "a4", "a5"]), passage("twee", ["b1", "b2", "b3"]), passage("drie", ["c1"]),
        passage("vier", ["d1", "d2"]),
    ]  # fmt: skip


@pytest.fixture
def near(passages) -> dict[str, list[str]]:
    return {question: [f"niet {question}"] for passage in passages for question in passage.asked}


def drawn(passages, near, size=2, count=12, seed=1):
    return list(islice(batches(passages, near, size, random.Random(seed)), count))


def test_an_example_holds_two_questions_of_one_passage_with_its_text_and_a_look_alike(passages, near):
    for batch in drawn(passages, near):
        for example in batch:
            assert example.question != example.same
            assert example.question[0] == example.same[0]
            assert example.look_alike == f"niet {example.question}"
            assert example.text.startswith("Pagina – ")


def test_no_batch_has_a_passage_twice_and_every_batch_is_full(passages, near):
    for batch in drawn(passages, near, size=3):
        assert len(batch) == len({example.text for example in batch}) == 3


def test_in_time_every_question_takes_part_but_one_that_stands_alone(passages, near):
    used = {text for batch in drawn(passages, near, count=60) for e in batch for text in (e.question, e.same)}
    assert used == set(near) - {"c1"}


def test_the_same_seed_draws_the_same_batches(passages, near):
    assert drawn(passages, near) == drawn(passages, near) != drawn(passages, near, seed=2)


def test_too_few_passages_are_refused(passages, near):
    with pytest.raises(ValueError, match="3 passages with two known questions are too few for batches of 4"):
        drawn(passages, near, size=4)


def test_the_nearest_unanswered_questions_are_found_in_order():
    vectors = np.array([[1, 0], [0, 1]], dtype=np.float32)
    unanswered = np.array([[0.6, 0.8], [0.8, 0.6], [-1, 0]], dtype=np.float32)

    found = look_alikes(["x", "y"], vectors, ["een", "twee", "drie"], unanswered)

    assert found == {"x": ["twee", "een", "drie"], "y": ["een", "twee", "drie"]}
