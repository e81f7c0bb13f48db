"""The open index: everything a question needs, in memory or a call away."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.corpus import Corpus, WhyNot, load_corpus, load_unanswered
from assistant.errors import IndexMissing, PakketwijzerError
from assistant.index.embedding import Vectors
from assistant.index.lexical import LexicalIndex
from assistant.index.sync import question_digest, statement_text, text_digest
from assistant.index.vectors import VectorStore
from assistant.index.versions import Manifest, Versions
from assistant.publish.passage import Passage, read_passages
from assistant.settings import Settings


@dataclass
class OpenIndex:
    """One version of the index, opened for reading.

    Attributes:
        passages: All passages; other attributes count them by position.
        passage_vectors: Unit vectors of all passages, shape (passages, dimension).
        statement_vectors: Unit vectors of all statements, passage by passage, shape (statements, dimension).
        statement_start: First row of each passage in `statement_vectors`; one longer than `passages`.
        asked_vectors: Unit vectors of the questions that passages are known to answer, shape (questions, dimension).
        asked_passages: For each of those questions the position of its passage.
        unanswered: Questions that the site is known not to answer, with why.
        unanswered_vectors: Unit vectors of those, shape (questions, dimension).
    """

    manifest: Manifest
    corpus: Corpus
    passages: list[Passage]
    lexical: LexicalIndex
    store: VectorStore
    passage_vectors: Vectors
    statement_vectors: Vectors
    statement_start: npt.NDArray[np.int64]
    asked_vectors: Vectors
    asked_passages: npt.NDArray[np.int64]
    unanswered: list[tuple[WhyNot, str]]
    unanswered_vectors: Vectors

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each passage by id."""
        return {passage.id: number for number, passage in enumerate(self.passages)}

    @cached_property
    def centroid(self) -> Vectors:
        """Mean of the passages' vectors: where the site as a whole lies, shape (dimension,)."""
        mean: Vectors = self.passage_vectors.mean(axis=0)
        return mean

    @cached_property
    def out_of_scope_vectors(self) -> Vectors:
        """Those of `unanswered_vectors` that are about another subject, shape (questions, dimension)."""
        return self.unanswered_vectors[[why == "out_of_scope" for why, _ in self.unanswered]]

    @cached_property
    def asked(self) -> list[str]:
        """The questions that passages are known to answer, in the order of `asked_vectors`."""
        return [question for passage in self.passages for question in passage.asked]

    @cached_property
    def by_link(self) -> dict[str, list[int]]:
        """Positions of the passages under each heading, by ``url#anchor``."""
        links: dict[str, list[int]] = {}
        for number, passage in enumerate(self.passages):
            links.setdefault(passage.link, []).append(number)
        return links

    def statements_of(self, position: int) -> Vectors:
        """Vectors of the statements of one passage, shape (statements, dimension)."""
        return self.statement_vectors[self.statement_start[position] : self.statement_start[position + 1]]

    @classmethod
    def open(cls, folder: Path, settings: Settings) -> OpenIndex:
        """Open the version in `folder`.

        Raises:
            IndexMissing: It is damaged.
        """
        manifest = Versions(folder.parent).manifest(folder)
        try:
            passages = list(read_passages(folder / "passages.jsonl"))
            digests = (folder / "digests.txt").read_text(encoding="ascii").split()
            vectors = np.load(folder / "vectors.npy")
            row = {digest: number for number, digest in enumerate(digests)}
            rows = [
                row[text_digest(statement_text(p, number))] for p in passages for number in range(len(p.statements))
            ]
            statement_vectors = vectors[rows]
            passage_vectors = vectors[[row[text_digest(p.embedding_text)] for p in passages]]
            questions = [(question_digest(q), number) for number, p in enumerate(passages) for q in p.asked]
            asked_vectors = vectors[[row[digest] for digest, _ in questions]]
            unanswered = load_unanswered(folder / "corpus")
            unanswered_vectors = vectors[[row[question_digest(question)] for _, question in unanswered]]
            lexical = LexicalIndex.load(folder / "lexical", passages)
            corpus = load_corpus(folder / "corpus")
        except (OSError, ValueError, KeyError, IndexError, EOFError, PakketwijzerError) as error:
            raise IndexMissing(
                f"The index in {folder} is damaged ({error}). Run `pakketwijzer index --rebuild`."
            ) from None
        store = VectorStore(folder / "chroma", manifest.collection, settings.chroma_url, None)
        if len(passages) != manifest.passages or store.count() != manifest.passages:
            raise IndexMissing(
                f"The index in {folder} is incomplete: {manifest.passages} passages expected, {store.count()} "
                "found. Run `pakketwijzer index --rebuild`."
            )
        start = np.concatenate([[0], np.cumsum([len(p.statements) for p in passages])]).astype(np.int64)
        asked_passages = np.array([number for _, number in questions], dtype=np.int64)
        return cls(
            manifest,
            corpus,
            passages,
            lexical,
            store,
            passage_vectors,
            statement_vectors,
            start,
            asked_vectors,
            asked_passages,
            unanswered,
            unanswered_vectors,
        )


class LiveIndex:
    """The current version, reopened when a newer one has become current.

    Raises:
        IndexMissing: From `get`, where there is no usable version at all.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._versions = Versions(settings.index)
        self._lock = threading.Lock()
        self._open: OpenIndex | None = None
        self._stamp: int | None = None

    def get(self) -> OpenIndex:
        """The open index; a damaged newer version is passed over as long as an older one is open."""
        try:
            stamp = self._versions.pointer.stat().st_mtime_ns
        except FileNotFoundError:
            stamp = None
        if self._open is not None and stamp == self._stamp:
            return self._open
        with self._lock:
            if self._open is None or stamp != self._stamp:
                try:
                    self._open = OpenIndex.open(self._versions.current(), self._settings)
                except IndexMissing:
                    if self._open is None:
                        raise
                self._stamp = stamp
            return self._open
