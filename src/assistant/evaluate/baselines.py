"""Simpler ways to find an answer, measured in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import orjson
from langchain_text_splitters import RecursiveCharacterTextSplitter
from lunr import lunr

from assistant.index.analysis import words
from assistant.index.embedding import SentenceTransformerEmbeddings, Vectors
from assistant.index.reader import OpenIndex

Search = Callable[[str], list[str]]
"""From a question to the headings found, as ``url#anchor``, best first."""

_CHUNK, _OVERLAP = 1000, 200  # the sizes of LangChain's own retrieval tutorial
_TUTORIAL_TOP = 4
_TOP = 50


def lexical_only(index: OpenIndex) -> Search:
    """BM25 over stems, without vectors or understanding."""

    def search(question: str) -> list[str]:
        scores = index.lexical.scores(index.lexical.analyzer.tokens(question))
        return unique(index.passages[i].link for i in np.argsort(-scores)[:_TOP] if scores[i] > 0)

    return search


@lru_cache(maxsize=4096)
def _vector(embeddings: SentenceTransformerEmbeddings, question: str) -> Vectors:
    """What two of the searches need alike."""
    return embeddings.encode_query(question)


def dense_only(index: OpenIndex, embeddings: SentenceTransformerEmbeddings) -> Search:
    """Nearest passages by vector alone."""

    def search(question: str) -> list[str]:
        found = index.store.nearest(_vector(embeddings, question), _TOP)
        return unique(index.passages[index.position[i]].link for i, _ in found)

    return search


def tutorial(index: OpenIndex, embeddings: SentenceTransformerEmbeddings) -> Search:
    """The usual tutorial pipeline: pages cut into pieces of 1,000 characters, the four nearest by vector.

    A piece counts as the heading of which it holds most text, since it has no anchor of its own.
    """
    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP, add_start_index=True)
    pieces: list[str] = []
    links: list[str] = []
    pages: dict[str, list[int]] = {}
    for number, passage in enumerate(index.passages):
        pages.setdefault(passage.url, []).append(number)
    for numbers in pages.values():
        text, spans = "", []
        for number in numbers:
            passage = index.passages[number]
            start = len(text)
            text += f"{passage.heading}\n{passage.text}\n\n"
            spans.append((start, len(text), passage.link))
        for document in splitter.create_documents([text]):
            start = document.metadata["start_index"]
            end = start + len(document.page_content)
            pieces.append(document.page_content)
            links.append(max(spans, key=lambda s: min(end, s[1]) - max(start, s[0]))[2])
    vectors = embeddings.encode_documents(pieces)

    def search(question: str) -> list[str]:
        order = np.argsort(-(vectors @ _vector(embeddings, question)))[:_TUTORIAL_TOP]
        return unique(links[i] for i in order)

    return search


def site_search(search_index: Path) -> Search:
    """The site's own search box: lunr over the sections of the built search index, in Dutch."""
    documents = orjson.loads(search_index.read_bytes())["docs"]
    engine = lunr(
        ref="location",
        fields=[{"field_name": "title", "boost": 10}, "text"],
        documents=documents,
        languages="nl",
    )

    def search(question: str) -> list[str]:
        # Words alone: lunr reads ":" and "-" as operators.
        found = engine.search(" ".join(words(question)))
        return unique(result["ref"] for result in found[:_TOP])

    return search


def unique(links: Iterable[str]) -> list[str]:
    """`links` without repetition, in order."""
    return list(dict.fromkeys(links))
