"""A cross-encoder changes the order of the first passages, and never stands in the way of an answer."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.answer.models import Ranked
from assistant.answer.rerank import Reranker
from assistant.errors import ModelMissing
from assistant.index.model_source import local_folder
from assistant.publish.passage import Passage

WORDS = "zorg sluis wet werkt duur minister wat is een de".split()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with random weights and a vocabulary of a few words, saved as any other is."""
    import torch  # noqa: PLC0415
    from sentence_transformers import CrossEncoder  # noqa: PLC0415
    from tokenizers import Tokenizer, models, pre_tokenizers, processors  # noqa: PLC0415
    from transformers import (  # noqa: PLC0415
        BertConfig,
        BertForSequenceClassification,
        PreTrainedTokenizerFast,
    )

    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder = tmp_path_factory.mktemp("model")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(names),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
        initializer_range=1.0,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    assert CrossEncoder(str(folder), device="cpu").predict([("zorg", "wet")]).shape == (1,)
    return folder


@pytest.fixture
def passages() -> list[Passage]:
    return [
        Passage(
            url=f"p{i}/",
            anchor="a",
            title=word,
            heading_path=[word],
            text=f"{word} {word}",
            statements=[],
            status="concept",
            updated="2026-11-21",
        )
        for i, word in enumerate(WORDS)
    ]


@pytest.fixture
def ranked() -> list[Ranked]:
    return [Ranked(position=i, score=1.0 - i / 10) for i in range(len(WORDS))]


def positions(ranked: list[Ranked]) -> list[int]:
    return [r.position for r in ranked]


def test_the_first_passages_come_in_the_order_of_the_model(model, passages, ranked):
    from sentence_transformers import CrossEncoder  # noqa: PLC0415

    found = Reranker(str(model), 6).order("wat is de sluis", ranked, passages)

    own = CrossEncoder(str(model), device="cpu").predict(
        [("wat is de sluis", f"{p.title}\n{p.text}") for p in passages[:6]]
    )
    assert positions(found[:6]) == sorted(range(6), key=lambda i: -own[i])
    assert positions(found[:6]) != list(range(6))
    assert positions(found[6:]) == list(range(6, len(WORDS)))


def test_scores_keep_their_scale_and_fall(model, passages, ranked):
    found = Reranker(str(model), 6).order("wat is de sluis", ranked, passages)
    assert [r.score for r in found] == [r.score for r in ranked]


def test_a_folder_without_a_model_changes_nothing_and_is_told_once(tmp_path, passages, ranked, caplog):
    reranker = Reranker(str(tmp_path), 6)
    with caplog.at_level(logging.WARNING):
        assert reranker.order("wat is de sluis", ranked, passages) == ranked
        assert reranker.order("wat is de sluis", ranked, passages) == ranked
    (record,) = caplog.records
    assert "PAKKETWIJZER_RERANK_MODEL" in record.message


def test_a_folder_that_is_not_there_is_named(tmp_path, passages, ranked, caplog):
    with caplog.at_level(logging.WARNING):
        assert Reranker(str(tmp_path / "weg"), 6).order("wat", ranked, passages) == ranked
    assert "is not there" in caplog.text


@pytest.mark.parametrize("scores", [[float("nan")] * 3, [[0.1, 0.9]] * 3, [0.5]])
def test_scores_that_make_no_sense_are_passed_over(scores, passages, ranked, caplog, monkeypatch):
    class Odd:
        def predict(self, _pairs, **_options):
            return scores

    monkeypatch.setattr("assistant.answer.rerank._load", lambda _name: Odd())
    assert Reranker("x", 3).order("wat", ranked, passages) == ranked
    assert len(caplog.records) == 1


def test_one_passage_needs_no_model(passages, ranked, monkeypatch):
    monkeypatch.setattr("assistant.answer.rerank._load", lambda _name: pytest.fail("loaded for nothing"))
    assert Reranker("x", 5).order("wat", ranked[:1], passages) == ranked[:1]


def test_it_is_off_unless_a_model_is_set(real_settings):
    assert Reranker.from_settings(real_settings) is None
    wanted = real_settings.model_copy(update={"rerank_model": "een/model", "rerank_count": 7})
    made = Reranker.from_settings(wanted)
    assert made is not None
    assert (made.name, made.count) == ("een/model", 7)


@pytest.mark.parametrize("name", ["./weg", "/weg/model", "~/weg-is-weg", "a/b/c", "models/weg", "weg/"])
def test_a_path_without_a_folder_is_named_at_once(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    with pytest.raises(ModelMissing, match=r"is not there\. Correct SETTING"):
        local_folder(name, "SETTING")


@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-large", "bge-m3"])
def test_what_is_no_path_may_be_a_name_on_a_hub(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert local_folder(name, "SETTING") is None


def test_a_folder_is_taken_as_it_is(tmp_path):
    assert local_folder(str(tmp_path), "SETTING") == tmp_path
