"""Scores the statements of the best passages for a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from assistant.answer.answer_type import AnswerType, answer_type
from assistant.answer.models import Kind
from assistant.answer.retrieve import Retrieval
from assistant.answer.understand import Understanding
from assistant.index.embedding import Vectors
from assistant.index.reader import OpenIndex
from assistant.publish.passage import Passage, Statement

# Weights of a statement's score, fitted on the open questions.
_SIMILARITY_WEIGHT = 4.0
_OWN_WEIGHT = 0.30
_BOTH_WEIGHT = 0.4
_PASSAGE_WEIGHT = 6.0
_LEAD_BONUS = 0.05
_FORM_BONUS = {
    "date": 0.30,
    "year": 0.30,
    "span": 0.30,
    "money": 0.30,
    "count": 0.30,
    "number": 0.20,
    "party": 0.10,
}
_WRONG_FORM = 0.10
PASSAGES = 8
"""Best passages whose statements are considered."""

_ASKS_EXAMPLE = re.compile(r"voorbeeld|\bcasus|\bexample", re.I)
_LINK_ON = re.compile(
    r"^(lees|zie|bekijk|meer (lezen|weten|over)|verder lezen)\b"
    r"|\b(leest|vindt|ziet) u\b|\bstaat? op de (pagina|handleiding)\b"
    r"|^[^;.\d]{0,80}\b(sta(at|an)( verder)?( uitge\w+)?|worden uitge\w+) (bij|op) (?!.*\bvoorop\b)"
    r"[^\W\d]+( [^\W\d]+){0,6}\.$"
    r"|^[^;.\d]{0,80}\bsta(at|an) in (de handleiding|het overzicht van|begrippen\b)[^\d;,]*\.$",
    re.I,
)
_DANGLING = re.compile(
    r"^(dit|dat|deze|die|ze|zij|hij|daarom|daardoor|daarbij|daarnaast|hierdoor|hierbij|ook|toch|zo|dus|het gaat)\b",
    re.I,
)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A statement with its score.

    Attributes:
        order: Rank of its passage.
        number: Position of the statement in its passage.
        row: Row of its vector among all statements.
        similarity: Cosine similarity to the question.
        coverage: Part of the question's weight whose words it or a heading above it holds.
        form: Name of the form that is asked for, such as `date`; `any` where none is.
        fits: Whether it has that form.
    """

    passage: Passage
    statement: Statement
    order: int
    number: int
    row: int
    score: float
    similarity: float
    coverage: float
    form: str
    fits: bool


def score_statements(index: OpenIndex, asked: Understanding, retrieval: Retrieval) -> list[Candidate]:
    """All statements of the best passages, best first."""
    form = answer_type(asked.query, asked.kind, index.lexical.analyzer.stem, index.corpus)
    weights = token_weights(index, asked)
    total = sum(weights.values()) or 1.0
    candidates: list[Candidate] = []
    best = retrieval.ranked[0].score if retrieval.ranked else 1.0
    for order, ranked in enumerate(retrieval.ranked[:PASSAGES]):
        passage = index.passages[ranked.position]
        if passage.example and not _ASKS_EXAMPLE.search(asked.question):
            continue
        vectors = index.statements_of(ranked.position)
        similarities = vectors @ retrieval.vector
        heading = set(index.lexical.analyzer.tokens(" ".join(passage.heading_path)))
        for number, statement in enumerate(passage.statements):
            if only_leads_on(statement.text):
                continue
            held = set(index.lexical.analyzer.tokens(statement.text))
            own_share = sum(w for t, w in weights.items() if t in held) / total
            both = sum(w for t, w in weights.items() if t in held or t in heading) / total
            similarity = float(similarities[number])
            fits = form.fits(statement.text)
            score = (
                _SIMILARITY_WEIGHT * similarity
                + _OWN_WEIGHT * own_share
                + _BOTH_WEIGHT * both
                + _PASSAGE_WEIGHT * (ranked.score - best)
                + (_LEAD_BONUS if number == 0 else 0.0)
                + _kind_bonus(asked.kind, form, fits, statement, passage)
            )
            if _DANGLING.match(statement.text) and number:
                score -= 0.08
            candidates.append(
                Candidate(
                    passage=passage,
                    statement=statement,
                    order=order,
                    number=number,
                    row=int(index.statement_start[ranked.position]) + number,
                    score=score,
                    similarity=similarity,
                    coverage=both,
                    form=form.name,
                    fits=fits,
                )
            )
    return sorted(candidates, key=lambda c: -c.score)


def only_leads_on(text: str) -> bool:
    """Whether a statement only says where to read on: no answer, since every quote carries a link of its own."""
    return _LINK_ON.search(text) is not None


def token_weights(index: OpenIndex, asked: Understanding) -> dict[str, float]:
    """Weight of the question's key tokens by rarity; unknown words weigh as much as the rarest."""
    return {token: index.lexical.idf(token) for token in asked.key_tokens}


def redundant(vectors: Vectors, row: int, chosen: list[int], limit: float) -> bool:
    """Whether a statement says what a chosen one says already."""
    return bool(chosen) and float(np.max(vectors[chosen] @ vectors[row])) > limit


def _kind_bonus(kind: Kind, form: AnswerType, fits: bool, statement: Statement, passage: Passage) -> float:
    bonus = -0.10 if statement.kind == "row" else 0.0
    if form.name != "any":
        return bonus + (_FORM_BONUS[form.name] if fits else -_WRONG_FORM)
    if kind == "definition":
        bonus += 0.10 if passage.url.startswith("begrippen/") else 0.0
        bonus += 0.05 if re.search(r"\b(is|zijn|betekent|houdt in)\b", statement.text[:90]) else 0.0
    elif kind == "list" and statement.kind == "item":
        bonus += 0.08
    return bonus
