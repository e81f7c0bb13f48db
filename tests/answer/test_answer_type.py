"""The form an answer must have is read from the question, and checked in a statement."""

from __future__ import annotations

import pytest

from assistant.answer.answer_type import answer_type
from assistant.answer.understand import question_kind

CASES = [
    ("Wanneer start de proef?", "date", ["in maart begint de proef", "dat was 2023"], ["de proef begint later"]),
    ("In welk jaar start de proef?", "year", ["dat was 2023"], ["in maart", "artikel 12345"]),
    ("Hoe lang duurt de proef?", "span", ["drie jaar", "24 maanden", "maximaal 6 weken"], ["in 2023", "lang"]),
    ("Hoeveel weken duurt de proef?", "span", ["acht weken"], ["acht duidingen"]),
    ("Hoeveel euro kost een QALY?", "money", ["20.000 euro", "€ 5", "290 miljoen"], ["vier niveaus"]),
    ("Wat is het bedrag?", "money", ["80.000 euro"], ["het bedrag is niet bekend"]),
    ("Hoeveel duidingen zijn er?", "count", ["vier extra duidingen", "12 duidingen"], ["vier jaar", "een duiding"]),
    ("Hoe vaak wordt getoetst?", "number", ["elke 5 jaar", "de helft", "80%"], ["vaak"]),
    ("Wie beslist over de sluis?", "party", ["De minister beslist.", "het Zorginstituut"], ["Men beslist."]),
    ("Wat is een duiding?", "any", ["Een duiding is een uitspraak."], []),
]


@pytest.mark.parametrize(("question", "name", "fitting", "other"), CASES)
def test_only_statements_with_the_form_that_is_asked_for_fit(question, name, fitting, other, library):
    form = answer_type(question, question_kind(question), library.index.lexical.analyzer.stem, library.index.corpus)
    assert form.name == name
    assert [text for text in fitting if not form.fits(text)] == []
    assert [text for text in other if form.fits(text)] == []


def test_a_count_is_of_what_is_asked_about_in_any_form_of_the_word(library):
    form = answer_type("Hoeveel pijlers zijn er?", "number", library.index.lexical.analyzer.stem, library.index.corpus)
    assert form.fits("Er zijn drie pijlers.")
    assert not form.fits("De drie brieven zeggen over geen van de pijlers iets.")
