"""Misspelt words, read as they are meant."""

from __future__ import annotations

import pytest

from assistant.answer.spelling import corrected, spelled
from assistant.index.analysis import DutchAnalyzer


@pytest.fixture
def analyzer():
    return DutchAnalyzer(["behandelingen", "praktijk", "beslissingen", "chronische", "zorg", "vergoeding", "2023"])


@pytest.fixture
def read(vocabulary, analyzer):
    return lambda text: spelled(text, vocabulary, analyzer)


def test_a_question_full_of_errors_is_read_as_it_is_meant(read):
    assert read("wnr telt de praktyk mee bij beslisingen over vergoedding?") == (
        "wanneer telt de praktijk mee bij beslissingen over vergoeding?"
    )


def test_what_is_spelled_right_stays_as_it_stands(read):
    text = "Wie beslist over de vergoeding, en wanneer (in 2023)?"
    assert read(text) == text


def test_words_far_from_any_known_one_stay_as_they_are(read):
    assert read("Wat kost een xylofoonconcert?") == "Wat kost een xylofoonconcert?"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("behandelngen", "behandelingen"),
        ("praktyk", "praktijk"),
        ("chroniese", "chronische"),
        ("sorg", "zorg"),
        ("altijt", None),
        ("vlgs", "volgens"),
        ("kosteneffectivitijt", "kosteneffectiviteit"),
        ("zorg", None),
        ("2024", None),
    ],
)
def test_one_word(word, meant, vocabulary, analyzer):
    assert corrected(word, vocabulary, analyzer) == meant


def test_a_word_with_an_accent_is_not_misspelt(vocabulary):
    analyzer = DutchAnalyzer(["patienten", "belgie"])
    text = "Wat betekent dit voor patiënten in België?"
    assert spelled(text, vocabulary, analyzer) == text
    assert spelled("patïenten", vocabulary, analyzer) == "patïenten"
