"""An answer as the page and the panel show it: the same object with its HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer.models import Answer
from assistant.serve.render import render_answer

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

_WALK = "toets-uw-zorgvorm/"
"""Page of the site that leads a reader through the criteria for one form of care."""

_ON_APPLYING = ("/handleidingen/", "/kader/")


class ShownAnswer(Answer):
    """An answer with what a page needs besides.

    Attributes:
        html: The answer as HTML, its ids starting with the id of the turn.
        asked: The question without the personal data that the guard recognises; this one may be passed on.

    """

    html: str
    asked: str


def show_answer(assistant: Assistant, site: Path, question: str, answer: Answer, turn: str) -> ShownAnswer:
    """`answer` to `question` for the turn with id `turn`.

    Args:
        assistant: Knows the names of what a question is about, and what personal data look like.
        site: Folder of the built site.
        question: As the reader typed it.
        answer: What the assistant says.
        turn: Id of the turn on the page.

    Raises:
        IndexMissing: There is no usable index.

    """
    corpus = assistant.index.corpus
    names = {key: sector.name for key, sector in corpus.sectors.items()}
    names |= {key: criterion.name for key, criterion in corpus.criteria.items()}
    redaction = assistant.guard.redact(question.strip())
    html = render_answer(answer, turn, names, next_step(answer, site))
    return ShownAnswer(**answer.model_dump(), html=html, asked=redaction.query or redaction.text)


def next_step(answer: Answer, site: Path) -> str:
    """Address where a reader goes on after an answer on applying the criteria; empty where there is none.

    Args:
        answer: What the assistant says.
        site: Folder of the built site; the page is only linked where it is there.

    """
    applies = answer.status == "answer" and any(c.url.startswith(_ON_APPLYING) for c in answer.citations)
    if not applies or not (site / _WALK / "index.html").is_file():
        return ""
    sectors = answer.scope.sectors
    return f"/{_WALK}" + (f"?sector={sectors[0]}" if len(sectors) == 1 else "")
