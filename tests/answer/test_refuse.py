"""A refusal says why, and what the reader can do next."""

from __future__ import annotations

import re

import pytest

from assistant.answer import refuse


def test_what_is_not_published_comes_with_what_is(workshop):
    asked = workshop.asked("Wie is de directeur van de ggz?")
    answer = refuse.refuse_not_published(workshop.index, asked, workshop.retrieved(asked))
    assert (answer.status, answer.reason) == ("refuse", "not_published")
    assert answer.text.startswith("Het antwoord op deze vraag staat niet op deze site.")
    links = re.findall(r"^- \[(.+)\]\(/(.+)\) – (.+)$", answer.text, re.M)
    assert 1 <= len(links) <= 3
    assert len(set(links)) == len(links)
    for heading, link, page in links:
        passage = workshop.library.passage(link)
        assert (heading, page) == (passage.heading, passage.title)
    assert answer.scope.sectors == ["ggz"]


def test_an_invented_example_is_not_offered_as_what_the_site_says(workshop):
    asked = workshop.asked("Hielp zonlichttherapie mensen met een winterdepressie?")
    retrieval = workshop.retrieved(asked)
    example = "handleidingen/ggz/#een-verzonnen-voorbeeld"
    assert example in workshop.links(retrieval)[:3]
    assert example not in refuse.refuse_not_published(workshop.index, asked, retrieval).text


@pytest.mark.parametrize(
    ("answer", "reason", "words"),
    [
        (refuse.refuse_instruction(), "instruction", ["opdracht"]),
        (refuse.refuse_out_of_scope(), "out_of_scope", ["buiten het onderwerp"]),
    ],
)
def test_other_refusals_say_why_and_offer_a_question(answer, reason, words, workshop):
    assert (answer.status, answer.reason) == ("refuse", reason)
    assert [word for word in words if word not in answer.text] == []
    assert answer.citations == []
    assert len(answer.suggestions) >= 2
    assert all(suggestion.endswith("?") for suggestion in answer.suggestions)


def test_a_personal_case_gets_no_verdict_but_what_holds_in_general(workshop):
    asked = workshop.asked("Wat is kosteneffectiviteit in de ggz?")
    answer = refuse.refuse_personal(workshop.index, workshop.retrieved(asked))
    assert (answer.status, answer.reason, answer.citations) == ("refuse", "personal_case", [])
    assert answer.text.startswith(refuse.PERSONAL)
    links = re.findall(r"^- \[.+\]\(/(.+)\) – ", answer.text.partition(refuse.IN_GENERAL)[2], re.M)
    assert "handleidingen/ggz/#kosteneffectiviteit-in-de-ggz" in links


def test_a_personal_case_on_what_the_site_is_silent_about_gets_no_links(workshop):
    answer = refuse.refuse_personal(workshop.index, None)
    assert answer.text == refuse.PERSONAL
    assert [word for word in ("zorgverzekeraar", "arts") if word not in answer.text] == []
    assert len(answer.suggestions) >= 2
