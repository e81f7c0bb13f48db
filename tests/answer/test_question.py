"""A question is cleaned and checked before anything else sees it."""

from __future__ import annotations

import pytest

from assistant.answer.models import Question
from assistant.answer.question import check_question, clean_text
from assistant.errors import InvalidQuestion


@pytest.fixture
def check(library):
    def check(text: str = "Wat is een duiding?", most: int = 200, **fields) -> Question:
        return check_question(Question(question=text, **fields), library.index.corpus, most)

    return check


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Wat \t is\n\n dit? ", "Wat is dit?"),
        ("Wat\u200b is\u2060 dit?", "Wat is dit?"),
        ("Wat is dit?\U000e0049\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065", "Wat is dit?"),
        ("cafe\u0301", "café"),
        ("Wat\u00a0is dit?", "Wat is dit?"),
        ("Kost het € 10 – of ‘meer’?", "Kost het € 10 – of ‘meer’?"),
    ],
)
def test_invisible_characters_and_spare_spaces_are_dropped_and_text_is_kept(raw, clean, check):
    assert clean_text(raw) == clean
    assert check(raw).question == clean


def test_a_question_of_exactly_the_longest_length_is_asked_and_a_longer_one_is_not(check):
    assert check("x" * 50, most=50).question == "x" * 50
    with pytest.raises(InvalidQuestion, match=r"51 tekens; het maximum is 50"):
        check("x" * 51, most=50)


def test_hidden_characters_count_for_the_length(check):
    with pytest.raises(InvalidQuestion, match="maximum"):
        check("Wat?" + "\U000e0041" * 60, most=50)


@pytest.mark.parametrize("text", ["", "   ", "???", "\u200b\u200b", "…!", "\n"])
def test_a_question_without_a_word_is_not_asked(text, check):
    with pytest.raises(InvalidQuestion, match="Er staat geen vraag"):
        check(text)


@pytest.mark.parametrize("text", ["Wat is dit?\x00", "\x01\x02\x03\x04abc", "PK\x03\x04\x14\x00\x06\x08"])
def test_bytes_that_are_no_text_are_not_asked(text, check):
    with pytest.raises(InvalidQuestion, match="geen tekst"):
        check(text)


@pytest.mark.parametrize(
    ("name", "label", "known"),
    [
        ("sector", "zorgvorm", "ggz, msz, hulpmiddelen"),
        ("criterion", "criterium", "effectiviteit, kosteneffectiviteit"),
        ("party", "partij", "vws, instituut"),
    ],
)
def test_an_unknown_filter_is_refused_with_the_ones_that_exist(name, label, known, check):
    with pytest.raises(InvalidQuestion, match=f"De {label} `bestaat-niet` is niet bekend. Kies uit: {known}."):
        check(**{name: "bestaat-niet\u200b"})


def test_known_and_empty_filters_pass(check):
    checked = check(sector="ggz", criterion="effectiviteit", party="", page="kader/")
    assert (checked.sector, checked.criterion, checked.party, checked.page) == ("ggz", "effectiviteit", "", "kader/")


def test_the_history_keeps_its_last_turns_cleaned_and_cut(check):
    turns = [f"vraag {number}" for number in range(10)] + ["  ", "\u200b", "Wat  is\u200b " + "x" * 100]
    history = check(history=turns, most=50).history
    assert history[-1] == ("Wat is " + "x" * 100)[:50]
    assert history[:-1] == [f"vraag {number}" for number in range(5, 10)]
