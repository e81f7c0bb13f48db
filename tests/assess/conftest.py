"""The real walk on the real site, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.assess import Answers, Assessor, Dossier
from assistant.assess.models import Line
from assistant.corpus import load_corpus
from assistant.corpus.assessment import FILE

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def every_line() -> Callable[[Dossier], Iterator[Line]]:
    """Gives all lines of a dossier, those within lists too."""

    def walk(lines: list[Line]) -> Iterator[Line]:
        for line in lines:
            yield line
            yield from walk(line.items)

    def lines_of(dossier: Dossier) -> Iterator[Line]:
        summary = dossier.summary
        yield from walk([*summary.route, *(line for one in summary.criteria for line in one.first), *summary.steps])
        yield from walk(dossier.about)
        for group in dossier.route:
            yield from walk(group.lines)
        for part in dossier.criteria:
            for lines in (part.asked, part.have, part.missing, part.suitable, part.attention):
                yield from walk(lines)
        for group in (*dossier.involved, *dossier.next):
            yield from walk(group.lines)

    return lines_of


@pytest.fixture(scope="session")
def assessor(built_site: Any) -> Assessor:
    return Assessor(built_site.corpus, built_site.passages)


@pytest.fixture(scope="session")
def dossier(assessor: Assessor) -> Callable[..., Dossier]:
    """Makes the dossier of some answers, on a fixed day."""
    return lambda **answers: assessor.dossier(Answers(**answers), TODAY)


@pytest.fixture
def walk_file(tmp_path: Path) -> Path:
    """The file of the walk among the real records, free to change."""
    shutil.copytree(REPOSITORY / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("questions", "*.jsonl"))
    assert load_corpus(tmp_path / "corpus").sectors
    return tmp_path / "corpus" / FILE
