"""BM25 over stems and parts of compounds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.index.lexical import LexicalIndex


@pytest.fixture
def passages(passage):
    return [
        passage("pakket", "Het basispakket wordt beheerd door het instituut."),
        passage("kosten", "De kosten van een pakket per jaar tellen mee."),
        passage("verzekeraar", "Een verzekeraar koopt zorg in."),
        passage("zorg", "Goede zorg werkt.", heading="Zorgverzekeraar"),
        passage("basis", "De basis is gelegd."),
    ]


@pytest.fixture
def index(passages):
    return LexicalIndex.build(passages)


def best(index: LexicalIndex, question: str) -> list[int]:
    scores = index.scores(index.analyzer.tokens(question))
    return [int(position) for position in np.argsort(-scores, kind="stable") if scores[position] > 0]


def test_every_passage_has_a_score_and_zero_without_a_shared_word(index, passages):
    scores = index.scores(index.analyzer.tokens("jaar"))

    assert scores.shape == (len(passages),)
    assert np.flatnonzero(scores).tolist() == [1]


def test_forms_of_a_word_find_each_other(index):
    assert best(index, "werken") == best(index, "gewerkt, werkt") == [3]
    assert best(index, "jaren, instituten") == best(index, "jaar, instituut") == [0, 1]


def test_a_part_in_the_question_finds_the_compound_in_the_text(index):
    assert 3 in best(index, "verzekeraars")
    assert 0 in best(index, "basis")


def test_a_compound_in_the_question_finds_its_parts_in_the_text(index):
    assert {1, 4} <= set(best(index, "basispakket"))
    assert best(index, "basispakket")[0] == 0, "the whole word counts most"


def test_a_heading_counts_for_more_than_the_text(passage):
    index = LexicalIndex.build(
        [
            passage("een", "Over duurzaamheid en wat tekst."),
            passage("twee", "Over iets en wat tekst.", heading="Duurzaamheid"),
        ]
    )

    assert best(index, "duurzaamheid") == [1, 0]


def test_unknown_words_score_nothing(index, passages):
    assert index.scores(index.analyzer.tokens("kwantumcomputer")).tolist() == [0.0] * len(passages)
    assert index.scores([]).tolist() == [0.0] * len(passages)


def test_accents_do_not_matter(passage):
    index = LexicalIndex.build([passage("a", "De patiënt telt mee."), passage("b", "Iets anders.")])

    assert best(index, "patient") == best(index, "PATIËNTEN") == [0]


def test_knows_tells_whether_any_passage_holds_the_token(index):
    (known,) = index.analyzer.tokens("kosten")

    assert index.knows(known)
    assert not index.knows("kwantumcomputer")


def test_idf_is_the_one_of_bm25(index, passages):
    for word in ("jaar", "zorg"):
        (token,) = index.analyzer.tokens(word)
        held = sum(token in index.analyzer.tokens(f"{' '.join(p.heading_path)} {p.text}") for p in passages)
        assert held > 0
        assert index.idf(token) == pytest.approx(math.log(1 + (len(passages) - held + 0.5) / (held + 0.5)))
    assert index.idf("onbekend") == pytest.approx(math.log(1 + (len(passages) + 0.5) / 0.5))
    assert index.idf("onbekend") > index.idf("zorg")


def test_scores_are_the_formula_of_bm25(index, passages):
    """Against the formula of Robertson & Zaragoza (2009) written out, with k1 = 1.2 and b = 0.75."""
    documents = [index.analyzer.tokens(" ".join(p.heading_path)) * 2 + index.analyzer.tokens(p.text) for p in passages]
    mean = sum(map(len, documents)) / len(documents)
    query = index.analyzer.tokens("kosten van zorg in een pakket")
    expected = [
        sum(
            index.idf(token)
            * document.count(token)
            / (document.count(token) + 1.2 * (1 - 0.75 + 0.75 * len(document) / mean))
            for token in query
        )
        for document in documents
    ]

    scores = index.scores(query)

    ratio = scores[np.array(expected) > 0] / np.array(expected)[np.array(expected) > 0]
    assert (scores > 0).tolist() == [value > 0 for value in expected]
    assert ratio == pytest.approx([ratio[0]] * len(ratio), rel=1e-4), "equal up to a constant factor"


def test_an_index_survives_the_disk(index, passages, tmp_path):
    index.save(tmp_path / "lexical")

    loaded = LexicalIndex.load(tmp_path / "lexical", passages)

    for question in ("basispakket", "kosten van zorg", "verzekeraars in 2023", "onbekendwoord"):
        tokens = index.analyzer.tokens(question)
        assert loaded.analyzer.tokens(question) == tokens
        assert loaded.scores(tokens).tolist() == index.scores(tokens).tolist()
        assert [loaded.knows(t) for t in tokens] == [index.knows(t) for t in tokens]
        assert [loaded.idf(t) for t in tokens] == [index.idf(t) for t in tokens]


def test_one_passage_is_enough_for_an_index(passage):
    index = LexicalIndex.build([passage("alleen", "Dit is de enige tekst.")])

    assert best(index, "enige") == [0]


def test_a_real_question_finds_the_page_it_is_about(built_site):
    index = LexicalIndex.build(built_site.passages)

    found = [built_site.passages[position].url for position in best(index, "kosteneffectiviteit referentiewaarde")[:10]]

    assert "kader/kosteneffectiviteit/" in found
