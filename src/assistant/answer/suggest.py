"""Questions to go on with: only ones that the site answers."""

from __future__ import annotations

from assistant.answer.models import AnswerCitation
from assistant.answer.retrieve import Retrieval
from assistant.answer.understand import Understanding
from assistant.index.analysis import words
from assistant.index.reader import OpenIndex

_MOST = 3


def follow_up_questions(
    index: OpenIndex, asked: Understanding, retrieval: Retrieval, citations: list[AnswerCitation]
) -> list[str]:
    """Headings of nearby question passages that the answer did not use."""
    used = {citation.passage for citation in citations}
    own = set(words(asked.question))
    questions: list[str] = []
    for ranked in retrieval.ranked:
        passage = index.passages[ranked.position]
        if passage.id in used or not passage.heading.endswith("?"):
            continue
        theirs = set(words(passage.heading))
        if len(own & theirs) < 0.8 * len(theirs) and passage.heading not in questions:
            questions.append(passage.heading)
        if len(questions) == _MOST:
            break
    return questions
