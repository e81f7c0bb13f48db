"""The test questions in ``corpus/questions``: `open` may be fitted to, `test` never."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer.models import Question
from assistant.errors import ContentError, PakketwijzerError

Split = Literal["open", "test"]
SPLITS: tuple[Split, ...] = ("open", "test")


class TestQuestion(BaseModel):
    """A question with what is expected of the answer.

    Attributes:
        gold: Headings whose passages hold the answer, as ``url#anchor``.
        facts: What a complete answer says; each fact is a list of alternatives, regular expressions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    __test__ = False  # not a test class, whatever pytest makes of the name

    id: str
    category: str
    turns: list[str]
    sector: str | None = None
    criterion: str | None = None
    expect: Literal["answer", "clarify", "refuse"]
    reason: str | None = None
    gold: list[str] = []
    facts: list[list[str]] = []
    note: str = ""
    split: Split = "open"

    @property
    def blind(self) -> bool:
        """Whether it is of a series by somebody who had seen no known question and no answer: ``b-`` and later."""
        return self.id[1:2] == "-"

    def as_question(self) -> Question:
        """What is asked: the last turn, with the ones before it as history."""
        return Question(question=self.turns[-1], history=self.turns[:-1], sector=self.sector, criterion=self.criterion)

    def facts_found(self, text: str) -> int:
        """Number of facts that `text` states."""
        return sum(any(re.search(p, text, re.I | re.S) for p in alternatives) for alternatives in self.facts)


def load_questions(folder: Path) -> list[TestQuestion]:
    """All questions of both splits.

    Raises:
        ContentError: A line is wrong, or an id stands twice; names file and line.
        PakketwijzerError: A file cannot be read.
    """
    questions: dict[str, TestQuestion] = {}
    for split in SPLITS:
        path = folder / f"{split}.jsonl"
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise PakketwijzerError(f"{path} cannot be read: {error.strerror}.") from None
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                question = TestQuestion.model_validate({**orjson.loads(line), "split": split})
                for pattern in (p for fact in question.facts for p in fact):
                    re.compile(pattern)
            except (ValidationError, orjson.JSONDecodeError, re.error) as error:
                raise ContentError(path, number, f"this line is no test question: {error}.") from None
            if question.id in questions:
                raise ContentError(path, number, f"the id `{question.id}` stands twice.")
            questions[question.id] = question
    return list(questions.values())
