"""Examples to learn from: a question, another that asks the same, the text that answers both, and a look-alike."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

import numpy as np

from assistant.index.embedding import Vectors
from assistant.publish.passage import Passage

_NEAR = 12
"""Of that many nearest unanswered questions one is the look-alike: the nearest of all would mostly be the same one."""

_ROWS = 2048


@dataclass(frozen=True)
class Example:
    """Two questions that `text` answers, and one like the first that the site does not answer."""

    question: str
    same: str
    text: str
    look_alike: str


def batches(
    passages: Sequence[Passage], near: Mapping[str, Sequence[str]], size: int, rng: random.Random
) -> Iterator[list[Example]]:
    """Batches of `size` examples without end, all questions drawn anew each round.

    No two examples of a batch are of one passage, since every example is set against all others.

    Args:
        near: For each question unanswered ones that look like it; a question without any is left out.

    Raises:
        ValueError: Fewer than `size` passages answer two questions.
    """
    able = [passage for passage in passages if sum(question in near for question in passage.asked) > 1]
    if len(able) < size:
        raise ValueError(f"{len(able)} passages with two known questions are too few for batches of {size}")
    return (batch for _ in count() for batch in _round(able, near, size, rng))


def look_alikes(
    questions: Sequence[str], vectors: Vectors, unanswered: Sequence[str], unanswered_vectors: Vectors
) -> dict[str, list[str]]:
    """For each question the unanswered questions nearest to it, nearest first.

    Args:
        vectors: Of `questions`, shape (questions, dimension); so for `unanswered_vectors`.
    """
    most = min(_NEAR, len(unanswered))
    found: dict[str, list[str]] = {}
    for start in range(0, len(questions), _ROWS):
        likeness = vectors[start : start + _ROWS] @ unanswered_vectors.T
        nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :most]
        for question, row in zip(questions[start : start + _ROWS], nearest, strict=True):
            found[question] = [unanswered[int(i)] for i in row]
    return found


def _round(
    passages: Sequence[Passage], near: Mapping[str, Sequence[str]], size: int, rng: random.Random
) -> Iterator[list[Example]]:
    """Every question in one pair at most; what does not fit in a full batch waits for the next round."""
    pairs: list[tuple[Passage, str, str]] = []
    for passage in passages:
        questions = [question for question in passage.asked if question in near]
        rng.shuffle(questions)
        pairs += [(passage, one, same) for one, same in list(pairwise(questions))[::2]]
    rng.shuffle(pairs)
    batch: dict[str, Example] = {}
    for passage, one, same in pairs:
        batch.setdefault(passage.link, Example(one, same, passage.embedding_text, rng.choice(near[one])))
        if len(batch) == size:
            yield list(batch.values())
            batch = {}
