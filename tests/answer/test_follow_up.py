"""A follow-up is told from a new question, and what it leaves out is filled in."""

from __future__ import annotations

import pytest

from assistant.answer.follow_up import is_filled_in, is_follow_up, resolved, standalone


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Wat is een duiding?", "Wie heeft daar begin vorig jaar over geschreven?", True),
        ("Wat is een duiding?", "Wat is er in die tijd voor bedacht?", True),
        ("Wat is een duiding?", "En van hen?", True),
        ("Wat is een duiding?", "Wanneer?", True),
        ("Wat is een duiding?", "Wat is het verschil tussen kosteneffectiviteit en effectiviteit in de ggz?", False),
        (
            "Wat is een duiding?",
            "Hoe beoordeelt het ministerie van VWS de kosteneffectiviteit van zorg in de msz?",
            False,
        ),
        ("Wat is passend bewijs in de ggz?", "Wat is een duiding?", False),
        ("Wat is passend bewijs in de ggz?", "Wat is het verschil met kosteneffectiviteit?", True),
        ("Wat is passend bewijs in de ggz?", "Wie beslist over een duiding?", False),
        ("Wat is passend bewijs in de ggz?", "Wat is kosteneffectiviteit?", False),
        ("Wat is passend bewijs in de ggz?", "En kosteneffectiviteit?", True),
        ("Wat is passend bewijs in de ggz?", "Geldt het ook voor kinderen?", True),
        ("Wat is passend bewijs in de ggz?", "Hoe lang duurt het?", True),
        ("Wat is passend bewijs in de ggz?", "Wat is dat voor duiding?", True),
        ("What is a duiding?", "Why?", True),
        ("What is a duiding?", "How long does the advice count for these medicines?", True),
        ("What is a duiding?", "For which years has the minister planned to look at it?", True),
        ("What is a duiding?", "Is it true that the minister can decide on care in the msz by himself?", False),
    ],
)
def test_what_points_back_is_a_follow_up_and_a_complete_question_is_none(before, text, expected, vocabulary):
    assert is_follow_up(text, vocabulary.scope(text), vocabulary.scope(before)) is expected


def test_a_follow_up_of_a_follow_up_keeps_the_first_subject(vocabulary):
    asked = standalone(["Wat is code rood?", "Wie schreef daarover?"], vocabulary)
    assert asked == "Wat is code rood? Wie schreef daarover?"
    assert resolved("Wanneer?", asked, vocabulary) == "Wat is code rood? Wie schreef daarover? Wanneer?"


def test_a_new_question_in_the_history_leaves_the_earlier_ones_behind(vocabulary):
    last = "Wat is een duiding en wie maakt een pakketadvies in de msz?"
    assert standalone(["Wat is kosteneffectiviteit?", last], vocabulary) == last


def test_what_is_carried_over_is_said_in_the_words_that_were_used(vocabulary):
    text = resolved("Voor welk jaar raamt men dat meestal?", "Wat is de werkzaamheid?", vocabulary)
    assert text == "Voor welk jaar raamt men dat meestal? (werkzaamheid)"


def test_without_history_there_is_nothing_to_go_on_from(vocabulary):
    assert standalone([], vocabulary) == ""


def test_a_pointer_is_filled_in_where_the_question_before_asks_of_one_subject_only(vocabulary):
    assert resolved("En wie zitten daarin?", "Wat is een duiding?", vocabulary) == "En wie zitten in duiding?"
    assert resolved("Hoe ga je ermee om?", "Wat is een duiding?", vocabulary) == "Hoe ga je met duiding om?"
    assert is_filled_in("En wie zitten daarin?", "En wie zitten in duiding?")
    assert not is_filled_in("En de minister?", "Wat doet de minister?")
    more = "Hoe bereid je je voor op een duiding?"
    assert resolved("En wie zitten daarin?", more, vocabulary) == f"{more} En wie zitten daarin?"
