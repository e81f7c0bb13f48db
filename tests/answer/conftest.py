"""The steps of an answer over the library, and the real model with an index of a part of the real site."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assistant.answer.compose import Composed, compose_extractive
from assistant.answer.decide import gather_evidence
from assistant.answer.models import Answer, Evidence, Question
from assistant.answer.pipeline import Assistant
from assistant.answer.retrieve import Retrieval, Retriever
from assistant.answer.statements import Candidate, score_statements
from assistant.answer.understand import Understanding, understand
from assistant.answer.vocabulary import Vocabulary
from assistant.index.embedding import SentenceTransformerEmbeddings
from assistant.index.reader import OpenIndex
from assistant.index.sync import sync_index
from assistant.publish.passage import write_passages
from assistant.settings import Settings

PARTS = ("kader/kosteneffectiviteit/", "handleidingen/ggz/", "vragen/", "planning/", "begrippen/")


@dataclass(frozen=True)
class RealAssistant:
    """The assistant as users have it, with part of the real site."""

    assistant: Assistant
    site: Any

    def ask(self, *turns: str, **filters: str) -> Answer:
        """The answer to the last of `turns`; the ones before it are the history."""
        return self.assistant.ask(Question(question=turns[-1], history=list(turns[:-1]), **filters))


@pytest.fixture(scope="session")
def real(built_site: Any, real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> RealAssistant:
    """An index of the passages of `PARTS`, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "real-index"
    settings = Settings(root=root, site_dir=Path("site"), cache_dir=real_settings.cache_dir, _env_file=None)
    embeddings = SentenceTransformerEmbeddings(settings)
    with FileLock(root.with_suffix(".lock")):
        if not (root / "done").exists():
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(real_settings.corpus, root / "corpus")
            settings.site.mkdir()
            write_passages((p for p in built_site.passages if p.url.startswith(PARTS)), settings.passages)
            sync_index(settings, lambda: embeddings)
            (root / "done").touch()
    return RealAssistant(Assistant(settings, embeddings), built_site)


@pytest.fixture(scope="session")
def vocabulary(library: Any) -> Vocabulary:
    """The labels of the library's corpus."""
    return Vocabulary(library.index.corpus)


@dataclass(frozen=True)
class Workshop:
    """The steps of an answer, one by one, over the library."""

    library: Any

    @property
    def index(self) -> OpenIndex:
        return self.library.index

    def asked(self, *turns: str, page: str | None = None, **filters: str) -> Understanding:
        """The last of `turns`, understood; the ones before it are the history."""
        question = Question(question=turns[-1], history=list(turns[:-1]), page=page, **filters)
        return understand(question, Vocabulary(self.index.corpus), self.index.lexical.analyzer)

    def retrieved(self, asked: Understanding) -> Retrieval:
        vector = self.library.embeddings.encode_query(asked.query)
        return Retriever(self.index, 40, 40).retrieve(asked, vector)

    def candidates(self, asked: Understanding) -> list[Candidate]:
        return score_statements(self.index, asked, self.retrieved(asked))

    def evidence(self, *turns: str) -> Evidence:
        asked = self.asked(*turns)
        return gather_evidence(self.index, asked, self.retrieved(asked), self.candidates(asked))

    def composed(self, *turns: str, max_words: int = 120, **filters: str) -> Composed:
        asked = self.asked(*turns, **filters)
        return compose_extractive(self.index, asked, self.candidates(asked), max_words)

    def links(self, retrieval: Retrieval) -> list[str]:
        return [self.index.passages[ranked.position].link for ranked in retrieval.ranked]


@pytest.fixture
def workshop(library: Any) -> Workshop:
    return Workshop(library)
