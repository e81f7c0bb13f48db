"""Passages and an index of them, without a model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.index.sync import sync_index
from assistant.publish.passage import Passage, Statement, write_passages
from assistant.settings import Settings

TINY_CORPUS = Path(__file__).parents[1] / "tiny" / "corpus"


def make_passage(name: str, *sentences: str, heading: str = "") -> Passage:
    sentences = sentences or (f"Dit is de tekst over {name}.",)
    return Passage(
        url=f"{name}/",
        anchor=name,
        title=name.capitalize(),
        heading_path=[name.capitalize(), heading or f"Kop {name}"],
        text=" ".join(sentences),
        statements=[Statement(text=sentence) for sentence in sentences],
        status="vastgesteld",
        updated="2026-01-04",
    ).with_id()


class Workbench:
    """A folder with exported passages and an index of them.

    Attributes:
        model: The embeddings of the last sync; None where it did not ask for a model.

    """

    def __init__(self, root: Path, embeddings) -> None:
        shutil.copytree(TINY_CORPUS, root / "corpus")
        self._make_model = embeddings
        self.settings = Settings(root=root, embedding_model="hashed", embedding_dtype="float32", _env_file=None)
        self.model = None

    def export(self, *passages: Passage) -> None:
        self.settings.site.mkdir(exist_ok=True)
        write_passages(passages, self.settings.passages)

    def use_model(self, name: str, dtype: str = "float32") -> None:
        self.settings = self.settings.model_copy(update={"embedding_model": name, "embedding_dtype": dtype})

    def sync(self, **options):
        self.model = None

        def load():
            assert self.model is None, "the model is loaded once"
            self.model = self._make_model(self.settings.embedding_model)
            return self.model

        return sync_index(self.settings, load, **options)

    @property
    def versions(self) -> list[str]:
        return sorted(folder.name for folder in self.settings.index.iterdir() if folder.is_dir())

    @property
    def current(self) -> Path:
        return self.settings.index / (self.settings.index / "CURRENT").read_text()


@pytest.fixture
def passage():
    """Makes a passage with a name and sentences."""
    return make_passage


@pytest.fixture
def bench(tmp_path, hashed_embeddings) -> Workbench:
    return Workbench(tmp_path, hashed_embeddings)


@pytest.fixture
def indexed(bench, passage) -> Workbench:
    """A workbench with an index of three passages."""
    bench.export(passage("pakket"), passage("zorg", "Zorg moet werken.", "Dat vraagt de wet."), passage("kosten"))
    bench.sync()
    return bench
