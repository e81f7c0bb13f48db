"""An answer as the page and the panel show it: the same object with its HTML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer.models import Answer
from assistant.serve.render import render_answer

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

_WALK = "toets-uw-zorgvorm/"
"""Page of the site that leads a reader through the criteria for one form of care."""

_ON_APPLYING = ("/handleidingen/", "/kader/")

_FOR_EDITORS = {"not_published", "out_of_scope"}
"""Refusals about which the editors can do something; what is about one person is not for them, and the site
never names people."""

_ON_A_CARE_FORM = {"yes_no", "how", "open"}
"""Kinds of questions that the criteria bear on; a date, a number or a name is not found by going through them."""

_PROVIDER = re.compile(
    r"\b(?:wij|we|ons|onze|nieuwe?|innovat\w+|ontwikkel\w*|aanbied\w*|bied\w*|lever(?:en|t)?|maken|praktijk|instelling|"
    r"pati[eë]nten|cli[eë]nten|deelnemers|fabrikant|leverancier|psycholoog|zorgverlener|behandelmethode|interventie)\b",
    re.IGNORECASE,
)
"""Words of somebody who offers or makes care, in a question that was taken for one about somebody's own care."""


class ShownAnswer(Answer):
    """An answer with what a page needs besides.

    Attributes:
        html: The answer as HTML, its ids starting with the id of the turn.
        asked: The question without the personal data that the guard recognises; this one may be passed on.
        question: The question with a word in brackets for each of those, such as ``[naam]``; this one may be shown and
            kept.

    """

    html: str
    asked: str
    question: str


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
    asked = redaction.query or redaction.text
    html = render_answer(answer, turn, names, next_step(answer, asked, site), may_pass_on(answer))
    return ShownAnswer(**answer.model_dump(), html=html, asked=asked, question=redaction.text)


def may_pass_on(answer: Answer) -> bool:
    """Whether the editors can do something about a refusal."""
    return answer.status == "refuse" and answer.reason in _FOR_EDITORS


def next_step(answer: Answer, asked: str, site: Path) -> str:
    """Address where a reader goes on with a form of care; empty where that does not help.

    It helps after an answer on applying the criteria, and where the site cannot say whether some care is in the package
    to somebody who may be offering it.

    Args:
        answer: What the assistant says.
        asked: The question.
        site: Folder of the built site; the page is only linked where it is there.

    """
    if not _leads_to_walk(answer, asked) or not (site / _WALK / "index.html").is_file():
        return ""
    sectors = answer.scope.sectors
    return f"/{_WALK}" + (f"?sector={sectors[0]}" if len(sectors) == 1 else "")


def _leads_to_walk(answer: Answer, asked: str) -> bool:
    if answer.status == "answer":
        return any(citation.url.startswith(_ON_APPLYING) for citation in answer.citations)
    if answer.reason == "personal_case":
        return bool(_PROVIDER.search(asked))
    return answer.reason == "not_published" and bool(answer.scope.sectors) and answer.kind in _ON_A_CARE_FORM
