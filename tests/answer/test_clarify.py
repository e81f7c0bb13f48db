"""A question that means different things for different forms of care is asked back."""

from __future__ import annotations

import pytest

from assistant.answer.clarify import clarification, own_care, unnamed

OPEN = "Wat is passend bewijs voor een behandeling in mijn sector?"


@pytest.fixture
def back(workshop):
    def back(*turns: str, **filters: str):
        asked = workshop.asked(*turns, **filters)
        return clarification(asked, workshop.index.corpus, workshop.retrieved(asked), workshop.index)

    return back


def test_an_open_question_is_asked_back_with_one_option_for_each_form_of_care(back):
    answer = back(OPEN)
    assert (answer.status, answer.reason) == ("clarify", "ambiguous")
    assert "zorgvorm" in answer.text
    assert set(answer.suggestions) == {
        "Wat is passend bewijs voor een behandeling in mijn sector – geestelijke gezondheidszorg?",
        "Wat is passend bewijs voor een behandeling in mijn sector – medisch-specialistische zorg?",
        "Wat is passend bewijs voor een behandeling in mijn sector – hulpmiddelen?",
    }


def test_an_option_is_not_asked_back_again_and_means_its_sector(back, workshop):
    for option in back(OPEN).suggestions:
        assert back(option) is None
        (sector,) = workshop.asked(option).scope.sectors
        assert workshop.index.corpus.sectors[sector].name in option


@pytest.mark.parametrize(
    ("turns", "filters"),
    [
        (("Wat is passend bewijs voor een behandeling in de ggz in mijn sector?",), {}),
        ((OPEN,), {"sector": "ggz"}),
        (("Hoe zit de ggz in de wet?", "En welk bewijs past bij een behandeling in mijn sector?"), {}),
        (("Wat is passend bewijs?",), {}),
        (("Wanneer gaat het wetsvoorstel over mijn sector naar de Kamer?",), {}),
    ],
    ids=["named", "filtered", "said before", "no sector meant", "same for all"],
)
def test_a_clear_question_is_not_asked_back(turns, filters, back):
    assert back(*turns, **filters) is None


@pytest.mark.parametrize(
    "text",
    [
        "Aan welk bewijs moet onze behandeling voldoen?",
        "is ons zorgprogramma verzekerd",
        "Welk bewijs heeft mijn zorgvorm nodig?",
    ],
)
def test_care_of_ones_own_that_is_not_named_is_asked_back_with_every_sector(text, workshop):
    back = own_care(workshop.asked(text), workshop.index.corpus)
    assert back is not None and back.status == "clarify"
    assert len(back.suggestions) == len(workshop.index.corpus.sectors)
    assert all(option.startswith(text.rstrip("?")) for option in back.suggestions)


@pytest.mark.parametrize(
    "text",
    [
        "Aan welk bewijs moet onze behandeling in de ggz voldoen?",
        "Welk bewijs past bij onze behandeling van cliënten met een app naast gesprekken en medicijnen thuis?",
        "Wie betaalt onze contributie?",
    ],
)
def test_care_that_is_named_or_described_is_not_asked_back(text, workshop):
    assert own_care(workshop.asked(text), workshop.index.corpus) is None


def test_a_sector_that_was_set_is_not_asked_for(workshop):
    assert own_care(workshop.asked("Valt onze zorg eronder?", sector="ggz"), workshop.index.corpus) is None


@pytest.mark.parametrize("text", ["En wie zitten daarin?", "Wat kost dat?", "Who pays for it?", "Wie betaalt ze dan?"])
def test_a_question_that_only_points_back_is_asked_back_where_nothing_was_said_before(text, workshop):
    back = unnamed(workshop.asked(text))
    assert back is not None
    assert back.status == "clarify"
    assert back.suggestions


@pytest.mark.parametrize(
    ("turns", "filters"),
    [
        (("Wat doet het Zorginstituut?", "En wie zitten daarin?"), {}),
        (("Wat kost dat?",), {"sector": "ggz"}),
        (("Wat doet het Zorginstituut daarmee?",), {}),
        (("Hoe gaat een verzekeraar om met zorg die niemand daarin heeft onderzocht?",), {}),
        (("Hoe wordt zorg beoordeeld?",), {}),
    ],
    ids=["said before", "set", "named", "described", "nothing points"],
)
def test_a_question_with_a_subject_is_not_asked_back_for_one(turns, filters, workshop):
    assert unnamed(workshop.asked(*turns, **filters)) is None
