"""Asks every test question and keeps what came out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from pydantic import BaseModel

from assistant.answer.models import Answer, Evidence
from assistant.answer.pipeline import Assistant
from assistant.answer.verify import unsupported_citations
from assistant.evaluate.baselines import unique
from assistant.evaluate.questions import TestQuestion


class Outcome(BaseModel):
    """A question with its answer and what was right about it.

    Attributes:
        retrieved: Headings found, best first.
        complete: All facts are stated.
        milliseconds: Time of the whole answer.
    """

    question: TestQuestion
    answer: Answer
    evidence: Evidence | None = None
    retrieved: list[str] = []
    complete: bool = False
    unsupported: int = 0
    milliseconds: float = 0.0

    @property
    def as_expected(self) -> bool:
        """Status as expected; a question back counts where an answer or a question back was expected."""
        if self.question.expect == "refuse":
            return self.answer.status == "refuse"
        return self.answer.status != "refuse"

    @property
    def correct(self) -> bool:
        """Answered as expected with all facts, or refused as expected."""
        if self.question.expect == "answer":
            return self.answer.status == "answer" and self.complete
        return self.answer.status == self.question.expect


def run_questions(
    assistant: Assistant,
    questions: Sequence[TestQuestion],
    progress: Callable[[int, int], None] | None = None,
) -> list[Outcome]:
    """The outcome of each of `questions`, in order."""
    outcomes = []
    for number, question in enumerate(questions, 1):
        start = time.perf_counter()
        answer = assistant.ask(question.as_question())
        elapsed = 1000 * (time.perf_counter() - start)
        _, retrieval, evidence = assistant.retrieve(question.as_question())
        index = assistant.index
        outcomes.append(
            Outcome(
                question=question,
                answer=answer,
                evidence=evidence,
                retrieved=unique(index.passages[r.position].link for r in retrieval.ranked),
                complete=question.facts_found(answer.text) == len(question.facts),
                unsupported=len(unsupported_citations(answer, index)),
                milliseconds=round(elapsed, 2),
            )
        )
        if progress:
            progress(number, len(questions))
    return outcomes
