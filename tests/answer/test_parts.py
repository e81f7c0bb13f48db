"""A question that asks two things is taken apart, and one that asks one thing is not."""

from __future__ import annotations

import pytest

from assistant.answer.parts import question_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Wie voert de regeling uit, en hoe lang duurt die?",
            ["Wie voert de regeling uit?", "hoe lang duurt die?"],
        ),
        (
            "Hoe lang duurt het programma en is er een verwijzing voor nodig?",
            ["Hoe lang duurt het programma?", "is er een verwijzing voor nodig?"],
        ),
        (
            "Wie maakt de agenda en met wie maakt die het kader?",
            ["Wie maakt de agenda?", "met wie maakt die het kader?"],
        ),
        (
            "Is duurzaamheid een vast criterium? Wat kan ik noteren?",
            ["Is duurzaamheid een vast criterium?", "Wat kan ik noteren?"],
        ),
        (
            "Who decides on a drug and when does it start?",
            ["Who decides on a drug?", "when does it start?"],
        ),
    ],
)
def test_two_questions_are_told_apart(text, parts):
    assert question_parts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Wat is het verschil tussen een duiding en een advies?",
        "Wat is de stand van de wetenschap en praktijk?",
        "Welke partijen zijn er en waarom?",
        "En wanneer?",
        "Wij zijn een kliniek. Moet onze ingreep bewezen zijn?",
        "",
    ],
)
def test_one_question_stays_whole(text):
    assert question_parts(text) == [text]
