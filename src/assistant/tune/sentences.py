"""Sentences with a passage that says them or does not, to train the checker of written sentences on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import ContentError
from assistant.publish.passage import Passage

_QUOTED = 6
_DISPLACED = 12
"""One quote of the passage itself, and one true sentence under a passage of another page, for so many true sentences.

Without quotes the model takes what stands word for word in a passage for twisted: most twists are near the text."""

_LOTS = 16
_SET_ASIDE = 7
"""One passage in so many is not trained on."""


class Lesson(BaseModel):
    """What is known of one passage; a line of `support_training.jsonl`.

    Attributes:
        passage: Where it stood when the lesson was written, ``url#anchor``.
        text: Its digest then: a lesson on a text that has changed is left out.
        says: Sentences that it says in other words.
        twists: Sentences that it does not say, each with what is wrong with it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    passage: str
    text: str
    says: list[str]
    twists: list[tuple[str, str]]


@dataclass(frozen=True)
class Statement:
    """A sentence, the text that it is held against, and whether that says it."""

    sentence: str
    text: str
    said: bool


def read_lessons(path: Path) -> list[Lesson]:
    """The lessons in `path`.

    Raises:
        ContentError: A line is no lesson; names file and line.
    """
    lessons = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            lessons.append(Lesson.model_validate(orjson.loads(line)))
        except (ValidationError, orjson.JSONDecodeError) as error:
            raise ContentError(path, number, f"this line is no lesson: {error}.") from None
    return lessons


def statements(lessons: Iterable[Lesson], passages: Iterable[Passage], rng: random.Random) -> list[Statement]:
    """All that the lessons on present `passages` teach, with some quotes and some sentences under another passage."""
    by_text = {digest(passage): passage for passage in passages}
    known = [lesson for lesson in lessons if lesson.text in by_text]
    made = [
        Statement(sentence, by_text[lesson.text].embedding_text, said)
        for lesson in known
        for said, sentences in ((True, lesson.says), (False, [sentence for _, sentence in lesson.twists]))
        for sentence in sentences
    ]
    true = [(lesson, sentence) for lesson in known for sentence in lesson.says]
    for lesson, sentence in rng.sample(true, len(true) // _DISPLACED):
        other = by_text[rng.choice(known).text]
        if other.url != by_text[lesson.text].url:
            made.append(Statement(sentence, other.embedding_text, False))
    for lesson, _ in rng.sample(true, len(true) // _QUOTED):
        passage = by_text[lesson.text]
        if passage.statements:
            made.append(Statement(rng.choice(passage.statements).text, passage.embedding_text, True))
    return made


def is_set_aside(lesson: Lesson) -> bool:
    """Whether `lesson` is kept to measure with, always the same ones: by the digest of the text they are on."""
    return int(lesson.text[:6], 16) % _SET_ASIDE == 0


def digest(passage: Passage) -> str:
    """Short hash of what a checker reads of `passage`."""
    return hashlib.sha256(passage.embedding_text.encode()).hexdigest()[:12]


def batches(made: Sequence[Statement], size: int, rng: random.Random) -> Iterator[list[Statement]]:
    """Batches of `size` without end; texts of like length share one, so that little is padded."""
    while True:
        order = rng.sample(made, len(made))
        lots: list[list[Statement]] = []
        for start in range(0, len(order), size * _LOTS):
            lot = sorted(order[start : start + size * _LOTS], key=lambda s: len(s.text))
            lots += [lot[i : i + size] for i in range(0, len(lot), size)]
        rng.shuffle(lots)
        yield from lots
