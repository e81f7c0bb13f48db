"""Sectors, criteria, parties and terms are recognised in running text."""

from __future__ import annotations

import pytest

from assistant.answer.models import Scope
from assistant.answer.vocabulary import closest


@pytest.mark.parametrize(
    ("text", "kind", "record"),
    [
        ("Wat is kosteneffectiviteit?", "criteria", "kosteneffectiviteit"),
        ("is de WERKZAAMHEID bewezen", "criteria", "effectiviteit"),
        ("zorg in de GGZ.", "sectors", "ggz"),
        ("psychïatrie", "sectors", "ggz"),
        ("de medisch specialistische zorg", "sectors", "msz"),
        ("doet VWS dat?", "parties", "vws"),
        ("het ministerie van VWS", "parties", "vws"),
        ("wat is swp", "terms", "swp"),
        ("alle duidingen", "terms", "duiding"),
    ],
)
def test_names_synonyms_and_abbreviations_are_recognised_in_any_case(text, kind, record, vocabulary):
    assert getattr(vocabulary.scope(text), kind) == [record]


@pytest.mark.parametrize(
    ("typed", "record"), [("kosteneffectivitet", "kosteneffectiviteit"), ("effectiviteid", "effectiviteit")]
)
def test_a_slip_in_a_long_word_is_forgiven(typed, record, vocabulary):
    assert vocabulary.scope(f"wat is {typed}").criteria == [record]


def test_a_letter_left_out_of_a_short_word_is_forgiven(vocabulary):
    assert vocabulary.scope("wat zit er in het paket").terms == ["basispakket"]


@pytest.mark.parametrize("text", ["effectief", "kosten", "appeltaart", "duizend", "de zorg", ""])
def test_other_words_name_nothing(text, vocabulary):
    assert vocabulary.scope(text) == Scope()


def test_a_compound_does_not_name_what_it_ends_in(vocabulary):
    assert vocabulary.scope("kosteneffectiviteit").criteria == ["kosteneffectiviteit"]


def test_the_longest_label_is_read_where_labels_overlap(vocabulary):
    labels = [mention.label for mention in vocabulary.mentions("de stand van de wetenschap en praktijk in het pakket")]
    assert labels == ["stand van de wetenschap en praktijk", "pakket"]
    assert [mention.label for mention in vocabulary.mentions("het ministerie van VWS")] == ["ministerie van VWS"]


def test_what_is_named_twice_counts_once_and_in_order(vocabulary):
    scope = vocabulary.scope("msz of ggz, en de psychiatrie, in een duiding van VWS")
    assert scope == Scope(sectors=["msz", "ggz"], parties=["vws"], terms=["duiding"])


def test_a_word_spelled_right_is_not_corrected(vocabulary):
    assert vocabulary.correct("effectiviteit") is None
    assert vocabulary.correct("efectiviteit") == "effectiviteit"


@pytest.mark.parametrize(
    ("token", "expected"),
    [("zorh", None), ("paket", "pakket"), ("slius", "sluis"), ("pakke", None), ("zzzzz", None)],
)
def test_short_words_are_corrected_only_where_one_letter_inside_is_missing_or_two_changed_places(token, expected):
    assert closest(token, ["zorg", "pakket", "sluis"]) == expected


def test_a_part_of_a_compound_is_no_misspelling_of_it():
    assert closest("behandeling", ["dagbehandeling"]) is None
    assert closest("dagbehandelin", ["dagbehandeling"]) == "dagbehandeling"


@pytest.mark.parametrize(
    ("typed", "record"), [("wat is kosten effectiviteit", "kosteneffectiviteit"), ("basis pakket", None)]
)
def test_a_name_whose_parts_are_written_apart_is_read_as_one(typed, record, vocabulary):
    assert vocabulary.scope(typed).criteria == ([record] if record else [])
    assert vocabulary.joined("Wat is Kosten effectiviteit nu?") == "Wat is Kosteneffectiviteit nu?"


def test_words_that_name_nothing_together_stay_apart(vocabulary):
    for text in ("de kosten van effectiviteit in de zorg", "_ _ a b", "meerkosten effectiviteit"):
        assert vocabulary.joined(text) == text
