"""The questions that are asked; the same ones in every run."""

from __future__ import annotations

import random

from assistant.answer.models import Question
from assistant.evaluate.questions import load_questions
from assistant.settings import Settings

_SEED = 20261122


def sample_questions(settings: Settings, count: int) -> list[Question]:
    """`count` of the open questions in random order, or all of them where there are fewer."""
    questions = [q.as_question() for q in load_questions(settings.corpus / "questions") if q.split == "open"]
    return random.Random(_SEED).sample(questions, min(count, len(questions)))
