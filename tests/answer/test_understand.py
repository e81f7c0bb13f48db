"""What is asked, about what, and whether it goes on from an earlier question."""

from __future__ import annotations

import pytest

from assistant.answer.models import Scope
from assistant.answer.understand import question_kind

KINDS = [
    ("Wanneer gaat het wetsvoorstel naar de Kamer?", "date"),
    ("In welk jaar begon dit?", "date"),
    ("Sinds wanneer bestaat de sluis?", "date"),
    ("Per welke datum geldt dit?", "date"),
    ("When does it start?", "date"),
    ("Hoeveel euro kost dat?", "number"),
    ("Wat kost een beoordeling gemiddeld?", "number"),
    ("Hoe lang duurt de proef?", "number"),
    ("How many criteria are there?", "number"),
    ("Welke criteria zijn er?", "list"),
    ("Noem de pakketcriteria", "list"),
    ("Wat zijn de stappen?", "list"),
    ("Geef een overzicht van de modules", "list"),
    ("Wie beslist daarover?", "who"),
    ("Door wie wordt dat bepaald?", "who"),
    ("Wat is een QALY?", "definition"),
    ("Wat houdt dat in?", "definition"),
    ("Waar staat SWP voor?", "definition"),
    ("Hoe wordt gewogen?", "how"),
    ("Mag een verzekeraar dat weigeren?", "yes_no"),
    ("Geldt dat ook in de Wlz?", "yes_no"),
    ("Wat is het verschil tussen A en B?", "comparison"),
    ("Vergelijk A met B", "comparison"),
    ("A versus B", "comparison"),
    ("referentiewaarde ziektelast", "open"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_answer_is_read_from_the_wording(text, kind):
    assert question_kind(text) == kind
    assert question_kind(text.upper()) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wanneer verscheen de brief?", "date"),
        ("Wanneer verschijnt het rapport?", "date"),
        ("Wie beslist welke zorg in het basispakket komt?", "who"),
        ("Op welke manier wordt getoetst?", "how"),
        ("Welke verschillende criteria zijn er?", "list"),
    ],
)
def test_a_word_that_looks_like_another_kind_does_not_mislead(text, kind):
    assert question_kind(text) == kind


def test_a_question_is_understood_by_its_own_words(workshop):
    asked = workshop.asked("Wat is kosteneffectiviteit in de ggz?")
    assert asked.scope == asked.own_scope
    assert (asked.scope.sectors, asked.scope.criteria) == (["ggz"], ["kosteneffectiviteit"])
    assert asked.query == "Wat is kosteneffectiviteit in de ggz?"
    assert not asked.follow_up


def test_key_tokens_are_the_words_that_carry_meaning(workshop):
    stem = workshop.index.lexical.analyzer.stem
    asked = workshop.asked("Wat is dan de kosteneffectiviteit van een behandeling?")
    assert asked.key_tokens == (stem("kosteneffectiviteit"), stem("behandeling"))


def test_an_abbreviation_is_also_looked_for_in_full(workshop):
    assert workshop.index.lexical.analyzer.stem("wetenschap") in workshop.asked("Wat is SWP?").tokens


def test_a_misspelled_word_is_looked_for_as_it_is_meant(workshop):
    stem = workshop.index.lexical.analyzer.stem
    asked = workshop.asked("Wat zegt de fisiotherapie?")
    assert stem("fysiotherapie") in asked.tokens
    assert asked.key_tokens == (stem("zegt"), stem("fysiotherapie"))


def test_what_is_shortened_on_a_phone_is_looked_for_word_by_word(workshop):
    stem = workshop.index.lexical.analyzer.stem
    asked = workshop.asked("zorg ipv praktijk")
    assert asked.key_tokens == (stem("zorg"), stem("plaats"), stem("praktijk"))


def test_without_history_nothing_is_a_follow_up(workshop):
    asked = workshop.asked("En in de ggz?")
    assert not asked.follow_up
    assert asked.scope == Scope(sectors=["ggz"])


@pytest.mark.parametrize(
    ("turns", "scope"),
    [
        (("Wat is kosteneffectiviteit?", "En in de ggz?"), (["ggz"], ["kosteneffectiviteit"])),
        (("Wat is effectiviteit in de ggz?", "En bij kosteneffectiviteit?"), (["ggz"], ["kosteneffectiviteit"])),
        (("Wat is effectiviteit in de ggz?", "En in de msz?"), (["msz"], ["effectiviteit"])),
        (("Wat is effectiviteit?", "Wie beslist?", "En in de msz?"), (["msz"], ["effectiviteit"])),
        (("Welk bewijs past in de ggz?", "Waarom?"), (["ggz"], [])),
    ],
)
def test_a_follow_up_carries_over_what_it_leaves_out(turns, scope, workshop):
    asked = workshop.asked(*turns)
    assert asked.follow_up
    assert (asked.scope.sectors, asked.scope.criteria) == scope


def test_what_is_carried_over_is_also_searched_for(workshop):
    asked = workshop.asked("Wat is kosteneffectiviteit?", "En in de ggz?")
    assert "kosteneffectiviteit" in asked.query.lower()
    assert "ggz" in asked.query


def test_a_follow_up_that_names_only_another_subject_repeats_the_question_before(workshop):
    asked = workshop.asked("Wat doet het Zorginstituut?", "En de minister?")
    assert asked.query.startswith("Wat doet")
    assert "minister" in asked.query
    assert "Zorginstituut" not in asked.query


def test_a_question_that_stands_on_its_own_leaves_the_earlier_subject_behind(workshop):
    text = "Hoe wordt de effectiviteit van een behandeling in de msz getoetst door het ministerie van VWS?"
    asked = workshop.asked("Wat is kosteneffectiviteit in de ggz?", text)
    assert not asked.follow_up
    assert asked.query == text
    assert (asked.scope.sectors, asked.scope.criteria) == (["msz"], ["effectiviteit"])


def test_a_filter_is_searched_for_but_is_no_claim_about_the_question(workshop):
    asked = workshop.asked("Welk bewijs past?", sector="ggz")
    assert asked.filters == Scope(sectors=["ggz"])
    assert asked.scope == Scope()
    assert "geestelijke gezondheidszorg" in asked.query


def test_a_question_that_names_its_own_subject_is_searched_without_the_filter(workshop):
    asked = workshop.asked("Welk bewijs past in de msz?", sector="ggz")
    assert asked.query == "Welk bewijs past in de msz?"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the role of the minister?", "en"),
        ("Which criteria are there for care?", "en"),
        ("Wat is de rol van de minister?", "nl"),
        ("What is de rol van de minister in het pakket?", "nl"),
        ("QALY", "nl"),
    ],
)
def test_english_is_told_from_dutch(text, language, workshop):
    assert workshop.asked(text).language == language


def test_the_page_the_reader_came_from_is_kept(workshop):
    assert workshop.asked("Wat is dit?", page="kader/").page == "kader/"
