"""The assistant: each step in turn, each timed, each able to end the row early."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.answer.clarify import clarification
from assistant.answer.compose import compose_extractive
from assistant.answer.decide import (
    gather_evidence,
    is_instruction,
    is_personal_case,
    load_calibration,
)
from assistant.answer.models import Answer, Evidence, Question
from assistant.answer.question import check_question
from assistant.answer.refuse import (
    refuse_instruction,
    refuse_not_published,
    refuse_out_of_scope,
    refuse_personal,
)
from assistant.answer.retrieve import Retrieval, Retriever
from assistant.answer.statements import score_statements
from assistant.answer.suggest import follow_up_questions
from assistant.answer.understand import Understanding, understand
from assistant.answer.verify import dangling_references, unsupported_citations
from assistant.answer.vocabulary import Vocabulary
from assistant.index.embedding import SentenceTransformerEmbeddings
from assistant.index.reader import LiveIndex, OpenIndex
from assistant.settings import Settings

_IN_SCOPE_DENSE = 0.835


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
        self._vocabulary: tuple[str, Vocabulary] | None = None

    @property
    def index(self) -> OpenIndex:
        """The open index of this moment."""
        return self.live.get()

    def vocabulary(self, index: OpenIndex) -> Vocabulary:
        """The vocabulary that belongs to `index`."""
        if self._vocabulary is None or self._vocabulary[0] != index.manifest.version:
            self._vocabulary = (index.manifest.version, Vocabulary(index.corpus))
        return self._vocabulary[1]

    def ask(self, question: Question) -> Answer:
        """The answer to `question`.

        Raises:
            InvalidQuestion: The question cannot be asked as it stands; the message is for the user.
            IndexMissing: There is no usable index.
        """
        clock = _Clock()
        index = self.live.get()
        with clock.step("understand"):
            checked = check_question(question, index.corpus, self.settings.question_max_chars)
            asked = understand(checked, self.vocabulary(index), index.lexical.analyzer)
        answer = self._answer(index, asked, clock)
        return answer.model_copy(
            update={
                "scope": asked.scope,
                "kind": asked.kind,
                "timings": clock.milliseconds(),
                "version": index.manifest.version,
            }
        )

    def retrieve(self, question: Question) -> tuple[Understanding, Retrieval, Evidence]:
        """The steps before the decision; evaluation and calibration look at these."""
        index = self.live.get()
        checked = check_question(question, index.corpus, self.settings.question_max_chars)
        asked = understand(checked, self.vocabulary(index), index.lexical.analyzer)
        retrieval = self._retriever(index).retrieve(asked, self.embeddings.encode_query(asked.query))
        candidates = score_statements(index, asked, retrieval)
        return asked, retrieval, gather_evidence(index, asked, retrieval, candidates)

    def _retriever(self, index: OpenIndex) -> Retriever:
        return Retriever(index, self.settings.retrieve_dense, self.settings.retrieve_lexical)

    def _answer(self, index: OpenIndex, asked: Understanding, clock: _Clock) -> Answer:
        if is_instruction(asked.question):
            return refuse_instruction()
        if is_personal_case(asked.question):
            return refuse_personal()
        with clock.step("embed"):
            vector = self.embeddings.encode_query(asked.query)
        with clock.step("retrieve"):
            retrieval = self._retriever(index).retrieve(asked, vector)
            candidates = score_statements(index, asked, retrieval)
        with clock.step("decide"):
            evidence = gather_evidence(index, asked, retrieval, candidates)
            calibration = load_calibration()
            answerable = calibration.chance(evidence, asked.language) >= calibration.threshold
        if not answerable or not candidates:
            near = evidence.scope > 0 or evidence.dense >= _IN_SCOPE_DENSE
            return refuse_not_published(index, asked, retrieval) if near else refuse_out_of_scope()
        back = clarification(asked, index.corpus, retrieval, index)
        if back is not None:
            return back
        with clock.step("compose"):
            composed = compose_extractive(index, asked, candidates, self.settings.answer_max_words)
            answer = Answer(
                status="answer",
                reason="answered",
                text=composed.text,
                citations=composed.citations,
                suggestions=follow_up_questions(index, asked, retrieval, composed.citations),
                composer="extractive",
            )
        with clock.step("verify"):
            if unsupported_citations(answer, index) or dangling_references(answer):
                # Cannot happen with an intact index; if it does, no answer is better than a wrong one.
                return refuse_not_published(index, asked, retrieval)
        return answer


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
