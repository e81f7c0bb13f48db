"""The vector store, against the exact product of matrices."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.errors import IndexMissing
from assistant.index.vectors import VectorStore

CLUSTERS, PER_CLUSTER, DIMENSION = 40, 50, 384


@pytest.fixture(scope="module")
def vectors():
    """2,000 unit vectors in tight clusters, as the passages of one subject are."""
    random = np.random.default_rng(7)
    centres = random.standard_normal((CLUSTERS, DIMENSION))
    rows = np.repeat(centres, PER_CLUSTER, axis=0) + 0.35 * random.standard_normal((CLUSTERS * PER_CLUSTER, DIMENSION))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def open_store(tmp_path):
    """Opens the collection in one folder; all are closed after the test."""
    stores = []

    def opened(name: str = "passages") -> VectorStore:
        stores.append(VectorStore(tmp_path / "chroma", name, "", None))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


def test_the_nearest_are_those_of_the_exact_product(open_store, passage, vectors):
    passages = [passage(f"p{number}") for number in range(len(vectors))]
    position = {p.id: number for number, p in enumerate(passages)}
    store = open_store()
    store.add(passages, vectors)
    random = np.random.default_rng(8)
    queries = vectors[random.choice(len(vectors), 100, replace=False)] + 0.02 * random.standard_normal((100, DIMENSION))
    queries = (queries / np.linalg.norm(queries, axis=1, keepdims=True)).astype(np.float32)

    hits = 0
    for query in queries:
        exact = vectors @ query
        found = store.nearest(query, 10)
        hits += len({position[i] for i, _ in found} & set(np.argsort(-exact)[:10].tolist()))
        similarities = [similarity for _, similarity in found]
        assert similarities == sorted(similarities, reverse=True)
        assert similarities == pytest.approx([exact[position[i]] for i, _ in found], abs=1e-4)

    assert hits / (10 * len(queries)) >= 0.99


def test_what_is_stored_is_there_after_it_is_opened_again(open_store, passage, vectors):
    passages = [passage(f"p{number}") for number in range(5)]
    store = open_store()
    store.add(passages, vectors[:5])
    store.close()

    again = open_store()

    assert again.count() == 5
    assert again.nearest(vectors[3], 1)[0][0] == passages[3].id


def test_more_than_there_is_may_be_asked_for(open_store, passage, vectors):
    store = open_store()
    store.add([passage("a"), passage("b")], vectors[:2])

    assert len(store.nearest(vectors[0], 50)) == 2


def test_langchain_searches_the_same_collection(tmp_path, passage, hashed_embeddings):
    model = hashed_embeddings()
    passages = [passage("zorg", "Zorg moet werken."), passage("kosten", "De kosten tellen mee.")]
    store = VectorStore(tmp_path / "chroma", "passages", "", model)
    store.add(passages, model.encode_documents([p.text for p in passages]))

    (found,) = store.langchain.similarity_search("De kosten tellen mee.", k=1)

    assert found.page_content == "De kosten tellen mee."
    assert found.metadata == {"url": "kosten/", "anchor": "kosten", "title": "Kosten"}
    store.close()


def test_damaged_files_say_what_to_do(tmp_path, open_store, passage, vectors):
    store = open_store()
    store.add([passage("a")], vectors[:1])
    store.close()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 100)

    with pytest.raises(IndexMissing, match=r"cannot be opened.*pakketwijzer index --rebuild"):
        open_store()


def test_a_server_that_does_not_answer_says_what_to_check(tmp_path):
    with pytest.raises(IndexMissing, match=r"http://127\.0\.0\.1:1 cannot be opened.*PAKKETWIJZER_CHROMA_URL"):
        VectorStore(tmp_path, "passages", "http://127.0.0.1:1", None)
