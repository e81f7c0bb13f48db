"""Bringing an index in line with the exported passages."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import chromadb
import numpy as np
import orjson
import pytest
from chromadb.config import Settings as Quiet

from assistant.errors import IndexMissing, PakketwijzerError
from assistant.index.reader import LiveIndex, OpenIndex
from assistant.index.sync import statement_text
from assistant.index.vectors import drop_collections
from assistant.index.versions import Versions
from assistant.publish.passage import Statement

SHARED_CONFTEST = Path(__file__).parents[1] / "conftest.py"


def counts(report) -> tuple[int, int, int, int]:
    return report.added, report.removed, report.kept, report.embedded


def open_index(bench) -> OpenIndex:
    return OpenIndex.open(bench.current, bench.settings)


def test_the_first_sync_embeds_every_passage_and_statement(bench, passage):
    bench.export(passage("a"), passage("b", "Een.", "Twee."))

    report = bench.sync()

    assert counts(report) == (2, 0, 0, 5)
    assert report.version == bench.current.name


def test_a_new_passage_is_embedded_and_the_others_are_kept(indexed, passage):
    new = passage("nieuw", "Dit is nieuw.", "Dit ook.")
    indexed.export(*open_index(indexed).passages, new)

    report = indexed.sync()

    assert counts(report) == (1, 0, 3, 3)
    assert set(indexed.model.embedded) == {
        new.embedding_text,
        "Nieuw – Kop nieuw: Dit is nieuw.",
        "Nieuw – Kop nieuw: Dit ook.",
    }


def test_of_a_changed_passage_only_the_new_sentences_are_embedded(indexed, passage):
    first, _, third = open_index(indexed).passages
    changed = passage("zorg", "Zorg moet werken.", "Dat vraagt het kader.")
    indexed.export(first, changed, third)

    report = indexed.sync()

    assert counts(report) == (1, 1, 2, 2)
    assert set(indexed.model.embedded) == {changed.embedding_text, statement_text(changed, 1)}


def test_a_removed_passage_goes_without_loading_the_model(indexed):
    first, second, _ = open_index(indexed).passages
    indexed.export(second, first)

    report = indexed.sync()

    assert counts(report) == (0, 1, 2, 0)
    assert indexed.model is None
    assert [p.id for p in open_index(indexed).passages] == [second.id, first.id]


def test_a_passage_that_is_only_tagged_anew_is_not_embedded_again(indexed):
    first, *others = open_index(indexed).passages
    indexed.export(first.model_copy(update={"sectors": ["ggz"]}).with_id(), *others)

    assert counts(indexed.sync()) == (1, 1, 2, 0)
    assert open_index(indexed).passages[0].sectors == ["ggz"]


def test_a_sync_without_changes_does_nothing_and_never_loads_the_model(indexed):
    versions, stamp = indexed.versions, (indexed.settings.index / "CURRENT").stat().st_mtime_ns

    report = indexed.sync()

    assert counts(report) == (0, 0, 3, 0)
    assert indexed.model is None
    assert report.version == indexed.current.name
    assert indexed.versions == versions
    assert (indexed.settings.index / "CURRENT").stat().st_mtime_ns == stamp


def test_a_changed_corpus_gives_a_new_version_without_embedding(indexed):
    before = indexed.current
    terms = indexed.settings.corpus / "terms.yml"
    terms.write_text(terms.read_text().replace("synonyms: [pakket]", "synonyms: [pakket, zorgpakket]"))

    report = indexed.sync()

    assert counts(report) == (0, 0, 3, 0)
    assert indexed.model is None
    assert indexed.current != before
    assert open_index(indexed).corpus.terms["basispakket"].synonyms == ["pakket", "zorgpakket"]


@pytest.mark.parametrize(("name", "dtype"), [("another", "float32"), ("hashed", "bfloat16")])
def test_another_model_or_precision_embeds_everything_again(indexed, name, dtype):
    indexed.use_model(name, dtype)

    report = indexed.sync()

    assert counts(report) == (0, 0, 3, 7)
    index = open_index(indexed)
    assert index.manifest.model == f"{name}/{dtype}"
    assert index.statements_of(0)[0] == pytest.approx(indexed.model.encode_query(statement_text(index.passages[0], 0)))


def test_a_rebuild_embeds_everything_again(indexed):
    assert indexed.sync(rebuild=True).embedded == 7
    assert len(indexed.model.embedded) == 7


def test_an_index_of_an_older_format_is_made_anew(indexed):
    manifest = indexed.current / "manifest.json"
    manifest.write_bytes(orjson.dumps({**orjson.loads(manifest.read_bytes()), "format": 1}))

    assert indexed.sync().embedded == 7
    assert len(open_index(indexed).passages) == 3


def test_new_questions_are_embedded_and_nothing_else(indexed):
    first, *others = open_index(indexed).passages
    questions = ["Wat houdt dit in?", "Geldt dit ook voor ons?"]
    indexed.export(first.model_copy(update={"asked": questions}), *others)

    report = indexed.sync()

    assert counts(report) == (0, 0, 3, 2)
    assert indexed.model.embedded == questions
    index = open_index(indexed)
    assert index.asked == questions
    assert index.asked_passages.tolist() == [0, 0]
    assert index.asked_vectors[1] == pytest.approx(indexed.model.encode_query(questions[1]))
    assert index.passages[0].id == first.id, "questions are no part of the content"

    indexed.export(first.model_copy(update={"asked": questions[:1]}), *others)
    assert counts(indexed.sync()) == (0, 0, 3, 0)
    assert open_index(indexed).asked == questions[:1]


def test_the_same_passage_twice_is_one_passage(bench, passage):
    bench.export(passage("a"), passage("a"), passage("b"))

    assert counts(bench.sync()) == (2, 0, 0, 4)
    assert open_index(bench).store.count() == 2


def test_a_text_that_stands_in_two_passages_is_embedded_once(bench, passage):
    twice = passage("a", "Zin.").model_copy(update={"statements": [Statement(text="Zin."), Statement(text="Zin.")]})
    bench.export(twice.with_id())

    assert bench.sync().embedded == 2
    index = open_index(bench)
    assert index.statements_of(0).shape[0] == 2
    assert np.array_equal(*index.statements_of(0))


def test_after_many_small_steps_the_index_equals_one_made_at_once(bench, passage):
    everything = [passage(f"p{number}", f"Zin over {number}.", f"En nog iets met {number}.") for number in range(12)]
    for last in (4, 8, 12):
        bench.export(*everything[last - 4 : last], *everything[: last - 4])
        bench.sync()
    bench.export(*everything[3:], everything[0])
    bench.sync()
    stepwise = open_index(bench)

    bench.sync(rebuild=True)
    atonce = open_index(bench)

    assert stepwise.passages == atonce.passages
    assert np.array_equal(stepwise.statement_vectors, atonce.statement_vectors)
    assert np.array_equal(stepwise.passage_vectors, atonce.passage_vectors)
    tokens = stepwise.lexical.analyzer.tokens("nog iets over 5")
    assert np.array_equal(stepwise.lexical.scores(tokens), atonce.lexical.scores(tokens))
    query = bench.model.encode_query("Zin over 5")
    assert dict(stepwise.store.nearest(query, 10)) == pytest.approx(dict(atonce.store.nearest(query, 10)))
    assert stepwise.store.count() == 10


def test_progress_is_told_up_to_the_last_text(bench, passage):
    bench.export(passage("a"), passage("b", "Een.", "Twee."))
    told: list[tuple[int, int]] = []

    bench.sync(progress=lambda done, total: told.append((done, total)))

    assert told == [(number, 5) for number in range(1, 6)]


def test_without_exported_passages_the_error_says_to_build(bench):
    with pytest.raises(IndexMissing, match="Run `pakketwijzer build` first"):
        bench.sync()


def test_an_empty_export_is_refused_and_the_old_index_stays(indexed):
    before = indexed.current
    indexed.export()

    with pytest.raises(IndexMissing, match="holds no passages"):
        indexed.sync()

    assert indexed.current == before
    assert len(open_index(indexed).passages) == 3


def test_only_the_current_version_and_the_one_before_are_kept(indexed, passage):
    seen = [indexed.current.name]
    for number in range(3):
        indexed.export(passage(f"p{number}"))
        indexed.sync()
        seen.append(indexed.current.name)

    assert indexed.versions == seen[-2:]


def test_an_embedding_that_fails_leaves_the_old_index_and_nothing_else(indexed, passage):
    before = indexed.current
    indexed.export(passage("nieuw"))

    def broken(name):
        raise RuntimeError("out of memory")

    indexed._make_model = broken
    with pytest.raises(RuntimeError):
        indexed.sync()

    assert indexed.current == before
    assert indexed.versions == [before.name]


def test_a_second_writer_gets_an_error_that_says_to_wait(indexed, passage):
    indexed.export(passage("nieuw"))
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from assistant.index.versions import Versions\n"
            "with Versions(Path(sys.argv[1])).writing():\n    print('held', flush=True); sys.stdin.read()",
            str(indexed.settings.index),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(PakketwijzerError, match=r"Another process is writing the index.*try again"):
            indexed.sync()
        assert len(LiveIndex(indexed.settings).get().passages) == 3, "reading needs no lock"
    finally:
        holder.communicate()

    assert indexed.sync().added == 1, "the lock goes with its holder"


STOPS = {
    "embedding": """
        class Model(shared.HashedEmbeddings):
            def encode_documents(self, texts, progress=None):
                super().encode_documents(texts[: len(texts) // 2], progress)
                stop()
        """,
    "writing": """
        from assistant.index.lexical import LexicalIndex
        LexicalIndex.save = lambda self, folder: stop()
        Model = shared.HashedEmbeddings
        """,
    "publishing": """
        import os
        replace = os.replace
        os.replace = lambda old, new: stop() if str(new).endswith("CURRENT") else replace(old, new)
        Model = shared.HashedEmbeddings
        """,
}


@pytest.mark.parametrize("stage", STOPS)
def test_a_sync_that_is_killed_leaves_the_old_index_serving_and_the_next_one_finishes(
    indexed, passage, tmp_path, stage
):
    old, before = indexed.current, open_index(indexed).passages
    new = [*before, *(passage(f"nieuw{number}") for number in range(4))]
    indexed.export(*new)
    script = "\n".join(
        [
            "import importlib.util, sys, time",
            "from pathlib import Path",
            f"spec = importlib.util.spec_from_file_location('shared', {str(SHARED_CONFTEST)!r})",
            "shared = importlib.util.module_from_spec(spec); sys.modules['shared'] = shared",
            "spec.loader.exec_module(shared)",
            "from assistant.index.sync import sync_index",
            "from assistant.settings import Settings",
            "def stop():",
            "    print('stopped', flush=True); time.sleep(600)",
            textwrap.dedent(STOPS[stage]),
            f"settings = Settings(root=Path({str(indexed.settings.root)!r}), embedding_model='hashed', "
            "embedding_dtype='float32', _env_file=None)",
            "sync_index(settings, lambda: Model('hashed'))",
        ]
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "stopped\n"
        writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL

    assert indexed.current == old
    assert LiveIndex(indexed.settings).get().passages == before

    report = indexed.sync()

    assert counts(report) == (4, 0, 3, 8)
    assert LiveIndex(indexed.settings).get().passages == new
    assert old.is_dir(), "a running server reads from it until its next question"
    assert len(indexed.versions) == 2
    names = [file.name for file in indexed.settings.index.iterdir()]
    assert not [name for name in names if name.endswith((".partial", ".new"))]


def test_versions_are_made_under_a_name_that_is_never_current(tmp_path):
    versions = Versions(tmp_path)
    with versions.writing():
        folder = versions.new()

        assert folder.name.endswith(".partial")
        with pytest.raises(IndexMissing):
            versions.current()


def test_a_passage_that_the_screen_bars_stays_out_and_the_others_go_in(bench, passage):
    bad, good = passage("slecht"), passage("goed")
    bench.export(bad, good)

    report = bench.sync(screen=lambda passages: {bad.id})

    assert (report.added, report.left_out) == (1, 1)
    assert [p.id for p in open_index(bench).passages] == [good.id]


def test_the_screen_sees_only_what_is_not_in_the_index_yet(bench, passage):
    shown = []

    def screen(passages):
        shown.append([p.id for p in passages])
        return {bad.id}

    bad, good, new = passage("slecht"), passage("goed"), passage("nieuw")
    bench.export(bad, good)
    first = bench.sync(screen=screen)
    again = bench.sync(screen=screen)
    bench.export(bad, good, new)
    bench.sync(screen=screen)

    assert shown == [[bad.id, good.id], [bad.id], [bad.id, new.id]]
    assert (again.version, again.left_out) == (first.version, 1)
    assert {p.id for p in open_index(bench).passages} == {good.id, new.id}


def test_a_rebuild_shows_the_screen_everything(indexed):
    shown = []
    indexed.sync(rebuild=True, screen=lambda passages: shown.extend(passages) or set())
    assert len(shown) == 3


def test_where_nothing_passes_the_screen_the_old_version_stays(indexed):
    before = indexed.current
    with pytest.raises(IndexMissing, match="kept out"):
        indexed.sync(rebuild=True, screen=lambda passages: {p.id for p in passages})
    assert indexed.current == before


def test_a_chroma_server_keeps_the_collections_of_the_versions_on_disk_only(bench, passage, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    options = ["run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            client = _connected(port, server)
            client.create_collection("van-een-ander")
            bench.settings = bench.settings.model_copy(update={"chroma_url": f"http://127.0.0.1:{port}"})
            for number in range(4):
                bench.export(passage("a"), passage(f"b{number}"))
                bench.sync()
            names = {collection.name for collection in client.list_collections()}
            assert names == {"van-een-ander", *bench.versions}
            assert len(bench.versions) == 2
            assert len(open_index(bench).passages) == 2
        finally:
            server.terminate()


def test_a_server_that_does_not_answer_costs_a_warning_only(caplog):
    drop_collections("http://127.0.0.1:9", ["v1"])
    assert "Old collections stay" in caplog.text


def _connected(port: int, server: subprocess.Popen):
    for _ in range(120):
        assert server.poll() is None
        try:
            return chromadb.HttpClient(host="127.0.0.1", port=port, settings=Quiet(anonymized_telemetry=False))
        except Exception:
            time.sleep(0.25)
    pytest.fail("the Chroma server does not start")
