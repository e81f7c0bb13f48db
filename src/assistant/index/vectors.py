"""The vector store: a Chroma collection behind LangChain's interface, embedded or on a server."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from assistant.errors import IndexMissing
from assistant.index.embedding import Vectors
from assistant.publish.passage import Passage

_log = logging.getLogger(__name__)

# Chroma's defaults find little more than half of the true neighbours among clustered vectors; with these the
# search is all but exact for collections of this size (the tests compare it with a matrix product).
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}}


class VectorStore:
    """One collection of passages.

    Args:
        folder: Where an embedded Chroma keeps its files.
        collection: Name of the collection.
        url: Address of a Chroma server; empty for embedded.
        embeddings: Model for text queries through LangChain's interface.

    Raises:
        IndexMissing: The server cannot be reached, or the files are damaged.
    """

    def __init__(self, folder: Path, collection: str, url: str, embeddings: Embeddings | None) -> None:
        try:
            self._client = _client(folder, url)
            self.langchain = Chroma(
                client=self._client,
                collection_name=collection,
                embedding_function=embeddings,
                collection_configuration=_HNSW,
            )
        except Exception as error:
            # Chroma raises whatever its engine raises; the reader needs one way out.
            raise IndexMissing(
                f"The vector store {url or folder} cannot be opened ({error}). "
                "Run `pakketwijzer index --rebuild`, or check PAKKETWIJZER_CHROMA_URL."
            ) from None
        self._collection = self.langchain._collection

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Store `passages` with their `vectors`, shape (len(passages), dimension)."""
        step = self._client.get_max_batch_size()
        for start in range(0, len(passages), step):
            batch = passages[start : start + step]
            self._collection.add(
                ids=[p.id for p in batch],
                embeddings=vectors[start : start + step],
                documents=[p.text for p in batch],
                metadatas=[{"url": p.url, "anchor": p.anchor, "title": p.title} for p in batch],
            )

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """Ids and cosine similarities of the nearest passages, best first."""
        result: dict[str, Any] = self._collection.query(
            query_embeddings=vector[None, :], n_results=count, include=["distances"]
        )
        return [(i, 1.0 - d) for i, d in zip(result["ids"][0], result["distances"][0], strict=True)]

    def count(self) -> int:
        """Number of stored passages."""
        return int(self._collection.count())

    def close(self) -> None:
        """Release the files."""
        self._client.close()


def drop_collections(url: str, names: Iterable[str]) -> None:
    """Delete collections from a Chroma server; what is not there, or cannot be deleted now, is passed over.

    Args:
        url: Address of the server.
        names: Collections of index versions that are no longer on disk.
    """
    wanted = set(names)
    if not wanted:
        return
    try:
        client = _client(Path(), url)
        for collection in client.list_collections():
            if collection.name in wanted:
                client.delete_collection(collection.name)
    except Exception as error:
        # The new version serves already; what is left takes room on the server, and no more.
        _log.warning("Old collections stay on the Chroma server %s: %s", url, error)


def _client(folder: Path, url: str) -> Any:
    quiet = ChromaSettings(anonymized_telemetry=False)
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    parts = urlsplit(url)
    return chromadb.HttpClient(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 8000,
        ssl=parts.scheme == "https",
        settings=quiet,
    )
