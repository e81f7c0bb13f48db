from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer.guard import Guard
from assistant.feedback import FeedbackStore


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/var/feedback.db"


@pytest.fixture
def store(url: str) -> Iterator[FeedbackStore]:
    store = FeedbackStore(url, keep_days=365)
    yield store
    store.close()


@pytest.fixture
def guard(library) -> Guard:
    return Guard(library.index.corpus)
