"""The statements of the best passages are scored for the question."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answer.statements import only_leads_on
from assistant.index.sync import statement_text

EXAMPLE = "Zonlichttherapie hielp"


def texts(candidates) -> list[str]:
    return [candidate.statement.text for candidate in candidates]


def test_the_best_statement_comes_first(workshop):
    candidates = workshop.candidates(workshop.asked("Wat is een duiding?"))
    assert texts(candidates)[0] == "Een duiding is een uitspraak over zorg in het open systeem."
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)


def test_where_a_date_is_asked_the_statement_with_a_date_wins(workshop):
    candidates = workshop.candidates(workshop.asked("Wanneer komt het wetsvoorstel?"))
    assert texts(candidates)[0] == "Het wetsvoorstel zou in maart 2025 naar de Kamer gaan."
    assert candidates[0].fits


def test_an_invented_example_is_quoted_only_where_an_example_is_asked_for(workshop):
    plain = texts(workshop.candidates(workshop.asked("Hielp zonlichttherapie mensen met een winterdepressie?")))
    wanted = texts(workshop.candidates(workshop.asked("Geef een voorbeeld van zonlichttherapie")))
    assert not any(text.startswith(EXAMPLE) for text in plain)
    assert wanted[0].startswith(EXAMPLE)


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ("Welke pakketcriteria zijn er?", "Lees meer op de pagina over het kader."),
        ("Hoe hoog zijn de referentiewaarden?", "Hoe u de ziektelast meet, leest u bij noodzakelijkheid."),
    ],
)
def test_a_sentence_that_only_points_elsewhere_is_no_answer(question, pointer, workshop):
    assert any(pointer in passage.text for passage in workshop.index.passages)
    assert pointer not in texts(workshop.candidates(workshop.asked(question)))


def test_a_candidate_knows_its_place(workshop):
    index = workshop.index
    candidates = workshop.candidates(workshop.asked("Welke pakketcriteria zijn er?"))
    assert len(candidates) > 5
    for candidate in candidates:
        assert candidate.passage.statements[candidate.number] is candidate.statement
        vector = workshop.library.embeddings.encode_query(statement_text(candidate.passage, candidate.number))
        assert np.allclose(index.statement_vectors[candidate.row], vector, atol=1e-6)


def test_words_of_the_heading_count_as_said(workshop):
    candidates = workshop.candidates(workshop.asked("pakketcriteria"))
    item = next(c for c in candidates if c.statement.text.startswith("noodzakelijkheid"))
    assert item.coverage == pytest.approx(1.0)


def test_coverage_is_a_share(workshop):
    candidates = workshop.candidates(workshop.asked("Wat zegt kosteneffectiviteit over xylofonen?"))
    assert {0.0 <= c.coverage < 1.0 for c in candidates} == {True}


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Meer uitleg staat bij open en gesloten systeem.", True),
        ("Een stroomschema van beide routes staat in het overzicht van het kader.", True),
        ("Lees verder bij de criteria.", True),
        ("Het begrip ziektelast staat uitgelegd bij noodzakelijkheid.", True),
        ("De actualisatie van het kader staat op de planning voor 2024 en 2025.", False),
        ("De norm staat in artikel 2.1, tweede lid, van het Besluit zorgverzekering.", False),
        ("Preventie, gezondheid en kwaliteit van leven staan bij die omslag voorop.", False),
        ("De onderwerpen van de extra duidingen staan niet in de planning.", False),
        ("Het Zorginstituut wil vaker onderwerpen agenderen; de werkwijze staat bij agendering.", False),
    ],
)
def test_a_statement_that_only_says_where_to_read_on_is_told_from_one_with_a_fact(text, leads):
    assert only_leads_on(text) is leads
