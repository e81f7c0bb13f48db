"""Test questions and outcomes without an index."""

from __future__ import annotations

import pytest

from assistant.answer.models import Answer, AnswerCitation
from assistant.evaluate.questions import TestQuestion
from assistant.evaluate.run import Outcome


@pytest.fixture
def make_question():
    def make_question(name: str = "q-1", **fields) -> TestQuestion:
        defaults = {"category": "single_fact", "turns": ["Wat is een duiding?"], "expect": "answer"}
        return TestQuestion(id=name, **{**defaults, **fields})

    return make_question


@pytest.fixture
def make_outcome(make_question):
    def make_outcome(status: str = "answer", url: str = "", *, name: str = "q-1", **fields) -> Outcome:
        own = {
            key: fields.pop(key) for key in ("complete", "retrieved", "milliseconds", "unsupported") if key in fields
        }
        default = {"answer": "answered", "refuse": "not_published", "clarify": "ambiguous"}[status]
        reason = fields.pop("told", default)
        citations = [AnswerCitation(n=1, url=url, page="X", quote="X")] if url else []
        answer = Answer(status=status, reason=reason, text=fields.pop("text", "Tekst."), citations=citations)
        return Outcome(question=make_question(name, **fields), answer=answer, **own)

    return make_outcome
