"""Answers a file of questions: one JSON object a line in, one a line out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assistant.answer.models import Answer, Question
from assistant.errors import ContentError, InvalidQuestion, PakketwijzerError


class Answers(Protocol):
    """What can answer a question."""

    def ask(self, question: Question) -> Answer:
        """The answer to `question`."""
        ...


class BatchQuestion(BaseModel):
    """A line of the file: `question`, or `turns` of which the last is asked."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    question: str | None = None
    turns: list[str] | None = None
    sector: str | None = None
    criterion: str | None = None
    party: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> BatchQuestion:
        if (self.question is None) == (not self.turns):
            raise ValueError("a line needs either `question` or a non-empty `turns`")
        return self

    def as_question(self) -> Question:
        """The question to ask, with the turns before it as history."""
        turns = self.turns or [self.question or ""]
        return Question(
            question=turns[-1],
            history=turns[:-1],
            sector=self.sector,
            criterion=self.criterion,
            party=self.party,
        )


def read_batch(path: Path) -> list[BatchQuestion]:
    """The questions in `path`.

    Raises:
        ContentError: A line is no question; names file and line.
        PakketwijzerError: The file cannot be read.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise PakketwijzerError(f"{path} cannot be read: {error.strerror}.") from None
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(BatchQuestion.model_validate(orjson.loads(line)))
        except (ValidationError, orjson.JSONDecodeError) as error:
            message = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise ContentError(
                path, number, f"this line is no question: {message}.", 'Example: {"id": "1", "question": "…"}'
            ) from None
    return questions


def answer_batch(assistant: Answers, questions: list[BatchQuestion]) -> Iterator[dict[str, Any]]:
    """``{"id", "answer"}`` for each question; one that cannot be asked gets ``{"id", "error"}`` in its place."""
    for question in questions:
        try:
            answer = assistant.ask(question.as_question())
        except InvalidQuestion as error:
            yield {"id": question.id, "error": str(error)}
        else:
            yield {"id": question.id, "answer": answer.model_dump(mode="json")}
