"""Questions to go on with are ones that the site answers."""

from __future__ import annotations

import pytest

from assistant.answer.suggest import follow_up_questions

QUESTIONS = [
    "Welke pakketcriteria zijn er?",
    "Wat is een duiding?",
    "Wie beslist over het gesloten systeem?",
    "besluit na advies aan de minister",
    "noodzakelijkheid en uitvoerbaarheid",
]


@pytest.fixture
def suggested(workshop):
    def suggested(question: str) -> list[str]:
        asked = workshop.asked(question)
        citations = workshop.composed(question).citations
        return follow_up_questions(workshop.index, asked, workshop.retrieved(asked), citations)

    return suggested


@pytest.mark.parametrize("question", QUESTIONS)
def test_suggestions_are_a_few_different_headings_that_ask_something(question, suggested, workshop):
    headings = {passage.heading for passage in workshop.index.passages}
    found = suggested(question)
    assert 1 <= len(found) <= 3
    assert len(set(found)) == len(found)
    assert all(text in headings and text.endswith("?") for text in found)


@pytest.mark.parametrize("question", QUESTIONS)
def test_neither_the_question_itself_nor_what_was_quoted_is_suggested(question, suggested, workshop):
    quoted = {
        workshop.index.passages[workshop.index.position[citation.passage]].heading
        for citation in workshop.composed(question).citations
    }
    assert not set(suggested(question)) & {question, *quoted}


def test_the_question_in_other_words_is_not_suggested(suggested):
    assert "Welke pakketcriteria zijn er?" not in suggested("welke zijn er, pakketcriteria, in de ggz?")
