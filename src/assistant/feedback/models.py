"""Feedback as it comes in and as it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import InvalidFeedback

FeedbackKind = Literal["thumb", "question", "page"]
Verdict = Literal["up", "down"]
Reason = Literal["incorrect", "off_topic", "incomplete", "unclear", "outdated", "other"]

TEXT_LIMIT = 2000
"""Longest remark, in characters."""

QUESTION_LIMIT = 1000
ANSWER_LIMIT = 6000


class Submission(BaseModel):
    """What a reader sends to the editors.

    Attributes:
        kind: ``thumb`` judges an answer, ``question`` passes on a question without an answer, ``page`` is a remark
            about a page.
        verdict: Thumb up or down.
        reason: What is wrong with the answer.
        text: Remark in the reader's own words.
        question: The question that was asked.
        answer: The answer that is judged, as the reader saw it.
        page: Page of the site, relative to its root.
        version: Version of the index that the answer came from.

    """

    model_config = ConfigDict(extra="forbid")

    kind: FeedbackKind
    verdict: Verdict | None = None
    reason: Reason | None = None
    text: str = Field("", max_length=TEXT_LIMIT)
    question: str = Field("", max_length=QUESTION_LIMIT)
    answer: str = Field("", max_length=ANSWER_LIMIT)
    # A path and nothing else: a query or a fragment could carry what the reader typed.
    page: str = Field("", max_length=300, pattern=r"^(?:\w[\w.-]*/)*(?:\w[\w.-]*)?$")
    version: str = Field("", max_length=80, pattern=r"^[\w.:-]*$")


class Feedback(BaseModel):
    """One stored message; its texts hold no personal data that the guard knows.

    Attributes:
        created: Moment it came in, in UTC.
        version: Version of the index at that moment, or the one that the judged answer came from.
        program: Version of Pakketwijzer.

    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    created: datetime
    kind: FeedbackKind
    verdict: Verdict | None
    reason: Reason | None
    text: str
    question: str
    answer: str
    page: str
    version: str
    program: str


def check_submission(submission: Submission, redact: Callable[[str], str]) -> Submission:
    """`submission` as it may be stored: without blank edges and without personal data.

    Args:
        submission: As it came in.
        redact: Takes personal data out of a text.

    Raises:
        InvalidFeedback: What the kind of message needs is not there.

    """
    texts = {name: redact(getattr(submission, name).strip()) for name in ("text", "question", "answer")}
    checked = submission.model_copy(update=texts)
    if checked.kind == "thumb" and (checked.verdict is None or not checked.question):
        raise InvalidFeedback("Een oordeel heeft een duim (`verdict`) en de vraag (`question`) nodig.")
    if checked.kind == "question" and not checked.question:
        raise InvalidFeedback("Er staat geen vraag. Typ de vraag die u wilt doorgeven.")
    if checked.kind == "page" and not checked.text:
        raise InvalidFeedback("Er staat geen opmerking. Schrijf kort wat er niet klopt.")
    return checked
