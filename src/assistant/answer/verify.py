"""Checks an answer before it is shown: every quote stands verbatim in the passage it cites."""

from __future__ import annotations

import re

from assistant.answer.models import Answer
from assistant.index.reader import OpenIndex

_REFERENCE = re.compile(r"(?<!\\)\[(\d+)\]")


def unsupported_citations(answer: Answer, index: OpenIndex) -> list[int]:
    """Numbers of the citations whose quote is not in the cited passage of the open index."""
    bad = []
    for citation in answer.citations:
        position = index.position.get(citation.passage)
        if position is None:
            bad.append(citation.n)
            continue
        statements = {statement.text for statement in index.passages[position].statements}
        if citation.quote not in statements:
            bad.append(citation.n)
    return bad


def dangling_references(answer: Answer) -> list[int]:
    """Numbers in the text without a citation, and citations that the text does not use."""
    used = {int(n) for n in _REFERENCE.findall(answer.text)}
    return sorted(used ^ {citation.n for citation in answer.citations})
