"""The assistant: each step in turn, each timed, each able to end the row early."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.answer.answer_type import asks_person
from assistant.answer.clarify import clarification, own_care, unnamed
from assistant.answer.compose import Composed, compose_extractive
from assistant.answer.decide import gather_evidence, is_answerable, is_known, strays
from assistant.answer.follow_up import is_filled_in
from assistant.answer.generate import Generated, GenerativeComposer
from assistant.answer.guard import Guard, is_instruction, is_personal_case, strip_instructions
from assistant.answer.models import Answer, Evidence, Question
from assistant.answer.parts import question_parts
from assistant.answer.question import check_question
from assistant.answer.refuse import (
    PERSON,
    refuse_instruction,
    refuse_not_published,
    refuse_out_of_scope,
    refuse_person,
    refuse_personal,
    refuse_unanswerable,
)
from assistant.answer.rerank import Reranker
from assistant.answer.retrieve import Retrieval, Retriever
from assistant.answer.statements import Candidate, score_statements
from assistant.answer.suggest import follow_up_questions
from assistant.answer.understand import Understanding, understand
from assistant.answer.verify import dangling_references, unsupported_citations
from assistant.answer.vocabulary import Vocabulary
from assistant.index.analysis import words
from assistant.index.embedding import SentenceTransformerEmbeddings, Vectors
from assistant.index.reader import LiveIndex, OpenIndex
from assistant.settings import Settings

_WRITTEN_FROM = 6
"""Best passages that a chat model is given."""


class Assistant:
    """Answers questions from the current index.

    Args:
        settings: Where the index is and how answers are made.
        embeddings: The model that the index was made with; loaded where not given.

    Raises:
        IndexMissing: At the first question, where there is no usable index.
        ModelMissing: The model cannot be loaded.
    """

    def __init__(self, settings: Settings, embeddings: SentenceTransformerEmbeddings | None = None) -> None:
        self.settings = settings
        self.live = LiveIndex(settings)
        self.embeddings = embeddings or SentenceTransformerEmbeddings(settings)
        self.generative = GenerativeComposer(settings)
        self.reranker = Reranker.from_settings(settings)
        self._aids: _Aids | None = None

    @property
    def index(self) -> OpenIndex:
        """The open index of this moment."""
        return self.live.get()

    @property
    def guard(self) -> Guard:
        """What takes personal data out of a text, with the words of the index of this moment.

        Raises:
            IndexMissing: There is no usable index.
        """
        return self._aids_for(self.live.get()).guard

    def ask(self, question: Question) -> Answer:
        """The answer to `question`.

        Raises:
            InvalidQuestion: The question cannot be asked as it stands; the message is for the user.
            IndexMissing: There is no usable index.
        """
        clock = _Clock()
        index = self.live.get()
        with clock.step("guard"):
            checked = check_question(question, index.corpus, self.settings.question_max_chars)
            guarded = self._guarded(index, checked)
        answer = guarded.refusal or self._answer(index, guarded, clock)
        return answer.model_copy(
            update={
                "notices": [*guarded.notices, *answer.notices],
                "timings": clock.milliseconds(),
                "version": index.manifest.version,
            }
        )

    def retrieve(self, question: Question) -> tuple[Understanding, Retrieval, Evidence]:
        """The steps before the decision; evaluation and calibration look at these."""
        index = self.live.get()
        checked = check_question(question, index.corpus, self.settings.question_max_chars)
        asked = self._understood(index, self._guarded(index, checked).question)
        found = self._found(index, asked, self._vector(asked))
        return asked, found.retrieval, found.evidence

    def _vector(self, asked: Understanding, own: Vectors | None = None) -> Vectors:
        """The vector to search with, shape (dimension,).

        A follow-up is searched for as it was resolved and by its own words alike: in the resolved text the question
        before it has the upper hand, unless only a pointer was filled in.

        Args:
            own: The vector of a follow-up's own words, where it is known already.
        """
        resolved = self.embeddings.encode_query(asked.query)
        if not asked.follow_up or is_filled_in(asked.question, asked.query):
            return resolved
        both = resolved + (self.embeddings.encode_query(asked.question) if own is None else own)
        unit: Vectors = both / np.linalg.norm(both)
        return unit

    def _found(self, index: OpenIndex, asked: Understanding, vector: Vectors) -> _Found:
        """What the index holds on the understood question with its `vector`."""
        retriever = Retriever(index, self.settings.retrieve_dense, self.settings.retrieve_lexical, self.reranker)
        retrieval = retriever.retrieve(asked, vector)
        candidates = score_statements(index, asked, retrieval)
        evidence = gather_evidence(index, asked, retrieval, candidates)
        return _Found(asked, retrieval, candidates, evidence)

    def _guarded(self, index: OpenIndex, question: Question) -> _Guarded:
        """`question` without personal data and instructions, or a refusal where nothing is left to answer."""
        aids = self._aids_for(index)
        redaction = aids.guard.redact(question.question)
        text = redaction.query or redaction.text
        notices = [redaction.notice] if redaction.notice else []
        history = [aids.guard.redact(turn).query for turn in question.history]
        # An attack must not live on in the history.
        history = [turn for turn in history if turn and not is_instruction(turn)]
        refusal = None
        if is_instruction(text):
            text = strip_instructions(text)
            if not text:
                refusal = refuse_instruction()
        if refusal is None and asks_person(text):
            rest = [part for part in question_parts(text) if not asks_person(part)]
            if rest:
                text, notices = rest[0], [*notices, PERSON]
            else:
                refusal = refuse_person()
        personal = is_personal_case(redaction.case) and not aids.is_heading(text)
        clean = question.model_copy(update={"question": text, "history": history})
        return _Guarded(clean, notices, refusal, personal)

    def _aids_for(self, index: OpenIndex) -> _Aids:
        """Vocabulary and guard of the corpus that `index` was made with."""
        if self._aids is None or self._aids.version != index.manifest.version:
            self._aids = _Aids(index)
        return self._aids

    def _understood(self, index: OpenIndex, question: Question) -> Understanding:
        return understand(question, self._aids_for(index).vocabulary, index.lexical.analyzer)

    def _answer(self, index: OpenIndex, guarded: _Guarded, clock: _Clock) -> Answer:
        with clock.step("understand"):
            asked = self._understood(index, guarded.question)
        answer = self._answer_understood(index, asked, clock, guarded.personal)
        return answer.model_copy(update={"scope": asked.scope, "kind": asked.kind})

    def _answer_understood(self, index: OpenIndex, asked: Understanding, clock: _Clock, personal: bool) -> Answer:
        unclear = own_care(asked, index.corpus) or unnamed(asked)
        if unclear is not None and not personal:
            return unclear
        with clock.step("embed"):
            own = self.embeddings.encode_query(asked.question) if asked.follow_up else None
            vector = self._vector(asked, own)
            stray = own is not None and strays(index, own)
        if stray and not personal:
            return refuse_out_of_scope()
        with clock.step("retrieve"):
            found = self._found(index, asked, vector)
            parts = self._parts(index, asked)
        with clock.step("decide"):
            answerable = found.answerable or bool(parts and all(part.answerable for part in parts))
        if personal and not is_known(found.evidence):
            return refuse_personal(index, found.retrieval if answerable else None)
        if not answerable or not found.candidates:
            return refuse_unanswerable(index, asked, found.retrieval, found.evidence)
        back = clarification(asked, index.corpus, found.retrieval, index)
        if back is not None:
            return back
        with clock.step("compose"):
            composed, composer, notices = self._composed(index, found, [part for part in parts if part.answerable])
            answer = Answer(
                status="answer",
                reason="answered",
                text=composed.text,
                citations=composed.citations,
                suggestions=follow_up_questions(index, asked, found.retrieval, composed.citations),
                composer=composer,
                notices=notices,
            )
        with clock.step("verify"):
            if unsupported_citations(answer, index) or dangling_references(answer):
                # Cannot happen with an intact index; if it does, no answer is better than a wrong one.
                return refuse_not_published(index, asked, found.retrieval)
        return answer

    def _parts(self, index: OpenIndex, asked: Understanding) -> list[_Found]:
        """What is found for each of two questions in one; empty where one thing is asked."""
        texts = [] if asked.follow_up else question_parts(asked.question)
        if len(texts) <= 1:
            return []
        filters = {
            "sector": next(iter(asked.filters.sectors), None),
            "criterion": next(iter(asked.filters.criteria), None),
            "party": next(iter(asked.filters.parties), None),
        }
        found: list[_Found] = []
        for number, text in enumerate(texts):
            part = self._understood(index, Question(question=text, history=texts[:number], **filters))
            found.append(self._found(index, part, self._vector(part)))
        return found

    def _composed(
        self, index: OpenIndex, found: _Found, parts: list[_Found]
    ) -> tuple[Composed, Literal["extractive", "generative"], list[str]]:
        """Text with citations, what made it, and what the reader must be told about that.

        Args:
            parts: What was found for each of two questions in one, where that answers it.
        """
        notices: list[str] = []
        if self.generative.available:
            # Of two questions in one, each brings its best passages.
            sources = parts or [found]
            ranked = [r.position for one in sources for r in one.retrieval.ranked[: _WRITTEN_FROM // len(sources)]]
            passages = [index.passages[position] for position in dict.fromkeys(ranked)]
            made = self.generative.compose(found.asked, [p for p in passages if not p.example], index)
            if isinstance(made, Generated):
                return made, "generative", list(made.notices)
            notices = [made.notice]
        aspects = [(part.asked, part.candidates) for part in parts]
        quoted = compose_extractive(index, found.asked, found.candidates, self.settings.answer_max_words, aspects)
        return quoted, "extractive", notices


@dataclass(frozen=True)
class _Guarded:
    """A question that may go on, with what its sender must be told, or the refusal it gets.

    Attributes:
        personal: Whether a verdict is asked about somebody's own care.
    """

    question: Question
    notices: list[str]
    refusal: Answer | None
    personal: bool


@dataclass(frozen=True)
class _Found:
    """What the index holds on a question."""

    asked: Understanding
    retrieval: Retrieval
    candidates: list[Candidate]
    evidence: Evidence

    @property
    def answerable(self) -> bool:
        """Whether the site answers it."""
        return is_answerable(self.asked, self.retrieval, self.evidence)


class _Aids:
    """What is made from the corpus of one index version."""

    def __init__(self, index: OpenIndex) -> None:
        self.version = index.manifest.version
        self.vocabulary = Vocabulary(index.corpus)
        self.guard = Guard(index.corpus)
        self._headings = {_folded(p.heading) for p in index.passages if p.heading.endswith("?")}

    def is_heading(self, question: str) -> bool:
        """Whether the site itself asks this question, and so answers it in general terms."""
        return _folded(question) in self._headings


def _folded(text: str) -> str:
    return " ".join(words(text))


class _Clock:
    """Milliseconds per step."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._steps[name] = round(1000 * (time.perf_counter() - start), 2)

    def milliseconds(self) -> dict[str, float]:
        return {**self._steps, "total": round(1000 * (time.perf_counter() - self._start), 2)}
