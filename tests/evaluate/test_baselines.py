"""Simpler ways to search give headings, best first, each once."""

from __future__ import annotations

import json

import pytest

from assistant.evaluate.baselines import dense_only, lexical_only, site_search, tutorial, unique

LINK = "samenwerken/vws/#wie-beslist-over-het-gesloten-systeem"
QUESTION = "Wie beslist over het gesloten systeem?"


@pytest.fixture(params=["lexical", "dense", "tutorial"])
def search(request, library):
    return {
        "lexical": lambda: lexical_only(library.index),
        "dense": lambda: dense_only(library.index, library.embeddings),
        "tutorial": lambda: tutorial(library.index, library.embeddings),
    }[request.param]()


def test_the_heading_that_answers_is_found_first(search):
    assert search(QUESTION)[0] == LINK


def test_what_is_found_are_headings_of_the_site_each_once(search, library):
    found = search("Wat is kosteneffectiviteit in de ggz?")
    assert found
    assert len(set(found)) == len(found)
    assert set(found) <= set(library.index.by_link)


def test_words_alone_find_nothing_for_unknown_words(library):
    assert lexical_only(library.index)("xylofoon qwertyuiop") == []


def test_the_tutorial_takes_four_pieces(library):
    assert len(tutorial(library.index, library.embeddings)("Wat is zorg?")) <= 4


def test_a_piece_counts_for_the_heading_of_which_it_holds_most(library):
    """All passages of this page fit in one piece, so that only its longest heading can be found."""
    long = "handleidingen/hulpmiddelen/#passend-bewijs-bij-hulpmiddelen"
    assert long in tutorial(library.index, library.embeddings)("passend bewijs bij hulpmiddelen dagelijks gebruik")


@pytest.fixture
def box(tmp_path):
    documents = [
        {"location": "kader/#effectiviteit", "title": "Effectiviteit", "text": "Of zorg werkt."},
        {"location": "kader/#kosten", "title": "Kosten", "text": "Wat de zorg kost en wat effectiviteit daarin doet."},
        {"location": "planning/", "title": "Planning", "text": "Mijlpalen per jaar."},
    ]
    path = tmp_path / "search_index.json"
    path.write_text(json.dumps({"docs": documents}), encoding="utf-8")
    return site_search(path)


def test_the_search_box_prefers_titles(box):
    assert box("effectiviteit") == ["kader/#effectiviteit", "kader/#kosten"]


def test_the_search_box_takes_any_punctuation(box):
    assert box('wat: is "effectiviteit" -- +niet ~x^2*?')[0] == "kader/#effectiviteit"
    assert box("???") == []


def test_links_are_kept_once_in_order():
    assert unique(["b", "a", "b"]) == ["b", "a"]
