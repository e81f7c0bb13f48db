"""The open index, damage to it, and its renewal while a server runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import orjson
import pytest

from assistant.errors import IndexMissing
from assistant.index.reader import LiveIndex, OpenIndex
from assistant.index.sync import statement_text
from assistant.index.versions import FORMAT


def test_every_row_of_vectors_belongs_to_its_passage_and_statement(indexed):
    index = LiveIndex(indexed.settings).get()

    for position, passage in enumerate(index.passages):
        rows = index.statements_of(position)
        assert rows.shape == (len(passage.statements), indexed.model.dimension)
        for number, row in enumerate(rows):
            assert row == pytest.approx(indexed.model.encode_query(statement_text(passage, number)))
        assert index.passage_vectors[position] == pytest.approx(indexed.model.encode_query(passage.embedding_text))
    assert index.statement_start.tolist() == [0, 1, 3, 4]


def test_passages_are_found_by_id_and_by_link(indexed):
    index = LiveIndex(indexed.settings).get()

    assert [index.position[p.id] for p in index.passages] == [0, 1, 2]
    assert index.by_link == {p.link: [number] for number, p in enumerate(index.passages)}


def test_the_index_is_whole_without_site_and_corpus_of_the_project(indexed):
    shutil.rmtree(indexed.settings.site)
    shutil.rmtree(indexed.settings.corpus)

    index = LiveIndex(indexed.settings).get()

    assert len(index.passages) == 3
    assert "basispakket" in index.corpus.terms
    assert index.store.nearest(index.passage_vectors[1], 1)[0][0] == index.passages[1].id
    assert np.argmax(index.lexical.scores(index.lexical.analyzer.tokens("wet"))) == 1


def test_the_manifest_says_what_the_index_was_made_with(indexed):
    manifest = LiveIndex(indexed.settings).get().manifest

    assert (manifest.format, manifest.version, manifest.model) == (
        FORMAT,
        indexed.current.name,
        "hashed/float32",
    )
    assert (manifest.passages, manifest.statements) == (3, 4)


def test_the_index_stays_open_as_long_as_nothing_changes(indexed):
    live = LiveIndex(indexed.settings)

    assert live.get() is live.get()


def test_a_new_version_is_picked_up_without_restart(indexed, passage):
    live = LiveIndex(indexed.settings)
    old = live.get()
    indexed.export(passage("nieuw"))
    indexed.sync()

    new = live.get()

    assert new is not old
    assert [p.title for p in new.passages] == ["Nieuw"]
    assert len(old.passages) == 3, "what a running answer holds is not changed"
    assert old.store.nearest(old.passage_vectors[0], 1)[0][0] == old.passages[0].id, "nor its files"


def test_a_damaged_new_version_is_passed_over_until_a_good_one_comes(indexed, passage):
    live = LiveIndex(indexed.settings)
    old = live.get()
    indexed.export(passage("nieuw"))
    indexed.sync()
    (indexed.current / "vectors.npy").write_bytes(b"")

    assert live.get() is old
    assert live.get() is old
    with pytest.raises(IndexMissing):
        LiveIndex(indexed.settings).get()

    indexed.sync()
    assert [p.title for p in live.get().passages] == ["Nieuw"]


def test_an_index_that_vanishes_is_served_on_from_memory(indexed):
    live = LiveIndex(indexed.settings)
    old = live.get()
    (indexed.settings.index / "CURRENT").unlink()

    assert live.get() is old


def test_an_index_that_is_made_after_the_server_started_is_found(bench, passage):
    live = LiveIndex(bench.settings)
    with pytest.raises(IndexMissing, match="Run `pakketwijzer index` first"):
        live.get()

    bench.export(passage("a"))
    bench.sync()

    assert len(live.get().passages) == 1


def cut(file: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])


def fewer_rows(file: Path) -> None:
    np.save(file, np.load(file)[:2])


def other_format(file: Path) -> None:
    file.write_bytes(orjson.dumps({**orjson.loads(file.read_bytes()), "format": FORMAT + 1}))


DAMAGE = {
    "manifest missing": lambda folder: (folder / "manifest.json").unlink(),
    "manifest empty": lambda folder: cut(folder / "manifest.json", 0),
    "manifest cut": lambda folder: cut(folder / "manifest.json", 0.5),
    "manifest of another format": lambda folder: other_format(folder / "manifest.json"),
    "passages missing": lambda folder: (folder / "passages.jsonl").unlink(),
    "passages empty": lambda folder: cut(folder / "passages.jsonl", 0),
    "passages cut": lambda folder: cut(folder / "passages.jsonl", 0.5),
    "digests missing": lambda folder: (folder / "digests.txt").unlink(),
    "digests cut": lambda folder: cut(folder / "digests.txt", 0.5),
    "vectors missing": lambda folder: (folder / "vectors.npy").unlink(),
    "vectors empty": lambda folder: cut(folder / "vectors.npy", 0),
    "vectors cut": lambda folder: cut(folder / "vectors.npy", 0.7),
    "vectors with fewer rows": lambda folder: fewer_rows(folder / "vectors.npy"),
    "lexical index missing": lambda folder: shutil.rmtree(folder / "lexical"),
    "lexical index empty": lambda folder: cut(next((folder / "lexical").glob("data*.npy")), 0),
    "lexical words cut": lambda folder: cut(next((folder / "lexical").glob("vocab*.json")), 0.5),
    "vector store missing": lambda folder: shutil.rmtree(folder / "chroma"),
    "vector store overwritten": lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 999),
    "corpus missing": lambda folder: shutil.rmtree(folder / "corpus"),
    "corpus cut": lambda folder: cut(folder / "corpus" / "terms.yml", 0.5),
    "version missing": shutil.rmtree,
    "pointer empty": lambda folder: (folder.parent / "CURRENT").write_text(""),
    "pointer missing": lambda folder: (folder.parent / "CURRENT").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_says_what_to_do_and_that_helps(indexed, damage):
    folder = indexed.current
    DAMAGE[damage](folder)

    with pytest.raises(IndexMissing, match=r"Run `pakketwijzer index( --rebuild)?`") as caught:
        LiveIndex(indexed.settings).get()
    assert str(indexed.settings.index) in str(caught.value), "it says where"

    indexed.sync(rebuild="--rebuild" in str(caught.value))
    index = LiveIndex(indexed.settings).get()
    assert len(index.passages) == index.store.count() == 3


@pytest.mark.parametrize("damage", [name for name in DAMAGE if name.split()[0] in ("passages", "digests", "vectors")])
def test_a_plain_sync_mends_damaged_passages_and_vectors_too(indexed, damage):
    DAMAGE[damage](indexed.current)

    assert indexed.sync().embedded > 0
    assert len(LiveIndex(indexed.settings).get().passages) == 3


def test_opening_a_folder_that_is_no_version_says_what_to_do(bench, tmp_path):
    with pytest.raises(IndexMissing, match="pakketwijzer index"):
        OpenIndex.open(tmp_path, bench.settings)
