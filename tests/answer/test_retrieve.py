"""Passages are found by meaning and by words, with what was understood as a preference and never as a bar."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import retrieve
from assistant.answer.models import Scope
from assistant.answer.retrieve import Retriever

MANUALS = {
    "ggz": "handleidingen/ggz/#passend-bewijs-in-de-ggz",
    "msz": "handleidingen/msz/#passend-bewijs-in-de-msz",
    "hulpmiddelen": "handleidingen/hulpmiddelen/#passend-bewijs-bij-hulpmiddelen",
}


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Wie beslist over het gesloten systeem?", "samenwerken/vws/#wie-beslist-over-het-gesloten-systeem"),
        ("Welke pakketcriteria zijn er?", "vragen/criteria/#welke-pakketcriteria-zijn-er"),
        ("Wat is SWP?", "begrippen/#begrip-swp"),
        ("wetsvoorstel Kamer", "planning/#mijlpaal-wetsvoorstel"),
    ],
)
def test_the_passage_that_answers_comes_first(text, link, workshop):
    assert workshop.links(workshop.retrieved(workshop.asked(text)))[0] == link


@pytest.mark.parametrize("sector", MANUALS)
@pytest.mark.parametrize("way", ["filter", "words", "history"])
def test_the_manual_of_the_sector_that_is_meant_comes_before_the_others(sector, way, workshop):
    text = "Wat is passend bewijs voor een behandeling?"
    asked = {
        "filter": workshop.asked(text, sector=sector),
        "words": workshop.asked(f"Wat is passend bewijs voor een behandeling in {sector}?"),
        "history": workshop.asked(f"Wat geldt voor {sector}?", "En passend bewijs voor een behandeling?"),
    }[way]
    links = workshop.links(workshop.retrieved(asked))
    assert min(MANUALS, key=lambda name: links.index(MANUALS[name])) == sector


@pytest.mark.parametrize("field", ["filters", "scope"])
def test_what_is_meant_raises_its_own_manual_and_lowers_those_of_others(field, workshop):
    plain = workshop.asked("Wat is passend bewijs?")
    meant = replace(plain, **{field: Scope(sectors=["ggz"])})
    before, after = (
        {link: r.score for link, r in zip(workshop.links(found), found.ranked, strict=True)}
        for found in map(workshop.retrieved, (plain, meant))
    )
    assert after[MANUALS["ggz"]] > before[MANUALS["ggz"]]
    assert after[MANUALS["msz"]] < before[MANUALS["msz"]]
    assert after["begrippen/#begrip-swp"] == pytest.approx(before["begrippen/#begrip-swp"])


def test_a_question_like_a_known_one_finds_the_passage_that_answers_that(workshop):
    link = "vragen/criteria/#waarvoor-dient-een-pakketcriterium"
    text = "Waar is zo'n maatstaf goed voor?"
    before = workshop.links(workshop.retrieved(workshop.asked(text)))
    position = workshop.index.by_link[link][0]
    known = replace(
        workshop.index,
        asked_vectors=workshop.library.embeddings.encode_queries([text]),
        asked_passages=np.array([position]),
        passages=[
            p.model_copy(update={"asked": [text]}) if n == position else p
            for n, p in enumerate(workshop.index.passages)
        ],
    )
    asked = workshop.asked(text)
    found = Retriever(known, 40, 40).retrieve(asked, workshop.library.embeddings.encode_query(asked.query))

    assert before[0] != link
    assert workshop.links(found)[0] == link
    assert found.asked_passages == [position]
    ((question, likeness),) = found.asked
    assert question == text
    assert likeness == pytest.approx(1.0, abs=1e-5)


def test_the_nearest_known_questions_vote_on_whether_a_question_is_answered(workshop):
    text = "Wie betaalt de koffie?"
    encode = workshop.library.embeddings.encode_queries

    def vote(answered: list[str], unanswered: list[str]) -> float:
        index = replace(
            workshop.index,
            asked_vectors=encode(answered) if answered else workshop.index.asked_vectors[:0],
            asked_passages=np.zeros(len(answered), dtype=np.int64),
            passages=[
                p.model_copy(update={"asked": answered if n == 0 else []})
                for n, p in enumerate(workshop.index.passages)
            ],
            unanswered=[("not_published", question) for question in unanswered],
            unanswered_vectors=encode(unanswered) if unanswered else workshop.index.unanswered_vectors[:0],
        )
        return Retriever(index, 40, 40).retrieve(workshop.asked(text), encode([text])[0]).vote

    far = "Welke pakketcriteria zijn er in de ggz?"
    assert vote([], []) == 0.5
    assert vote([text], []) == 1.0
    assert vote([], [text]) == 0.0
    assert vote([text], [far]) > 0.9
    assert vote([far], [text]) < 0.1
    assert vote([text], [text]) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("strange", "why"), [(0, "not_published"), (1, "not_published"), (9, "out_of_scope"), (10, "out_of_scope")]
)
def test_a_question_among_many_on_another_subject_is_on_another_subject(strange, why, workshop):
    # Ten unanswered questions that are all as near, the first of them on the package unless all are not.
    vector = workshop.library.embeddings.encode_query("Wie betaalt de koffie?")
    reasons = ["not_published"] * (10 - strange) + ["out_of_scope"] * strange
    index = replace(
        workshop.index,
        unanswered=[(reason, f"Vraag {n}?") for n, reason in enumerate(reasons)],
        unanswered_vectors=np.tile(vector, (10, 1)),
    )
    found = Retriever(index, 40, 40).retrieve(workshop.asked("Wie betaalt de koffie?"), vector).unanswered
    assert found == (pytest.approx(1.0, abs=1e-4), why)


def test_two_known_questions_of_one_passage_lift_it_above_one_of_another():
    likeness = np.array([0.95, 0.90, 0.94, 0.80, 0.70, 0.80], dtype=np.float32)
    passages = np.array([0, 1, 1, 2, 2, 2])
    best, second = retrieve._two_best(likeness, passages, 4)
    assert best.tolist() == pytest.approx([0.95, 0.94, 0.80, 0.0])
    assert second.tolist() == pytest.approx([0.0, 0.90, 0.80, 0.0])


@pytest.mark.parametrize("count", [1, 5, 20, 60])
def test_the_highest_are_those_of_putting_all_in_order(count):
    values = np.random.default_rng(3).permutation(40).astype(np.float32)
    assert retrieve._highest(values, count).tolist() == np.argsort(-values)[:count].tolist()


def test_of_equally_high_the_first_goes_first():
    assert retrieve._highest(np.array([0.5, 0.9, 0.5, 0.9, 0.9], dtype=np.float32), 5).tolist() == [1, 3, 4, 0, 2]


def test_the_page_of_another_party_is_lowered_where_one_is_named(workshop):
    position = workshop.index.by_link["samenwerken/vws/#wie-beslist-over-het-gesloten-systeem"][0]
    passage = workshop.index.passages[position].model_copy(update={"kind": "partij", "parties": ["vws"]})
    retriever = Retriever(workshop.index, 4, 4)
    plain = workshop.asked("Wie beslist?")
    preferences = {
        party: retriever._preference(passage, replace(plain, own_scope=Scope(parties=[party] if party else [])))
        for party in ("", "vws", "zorgverzekeraars")
    }
    assert preferences["zorgverzekeraars"] < preferences[""] == preferences["vws"]


def test_a_reranker_has_the_last_word_on_the_order(workshop):
    class Backwards:
        def order(self, question, ranked, passages):
            return ranked[::-1]

    asked = workshop.asked("Welke pakketcriteria zijn er?")
    vector = workshop.library.embeddings.encode_query(asked.query)
    plain = Retriever(workshop.index, 4, 4).retrieve(asked, vector)
    turned = Retriever(workshop.index, 4, 4, Backwards()).retrieve(asked, vector)
    assert turned.ranked[0].position != plain.ranked[0].position
    assert {r.position for r in turned.ranked} == {r.position for r in plain.ranked}


def test_a_filter_bars_nothing(workshop):
    plain = workshop.retrieved(workshop.asked("Wat is passend bewijs?"))
    filtered = workshop.retrieved(workshop.asked("Wat is passend bewijs?", sector="ggz", criterion="effectiviteit"))
    assert set(workshop.links(filtered)) == set(workshop.links(plain))


def test_the_page_the_reader_came_from_is_preferred(workshop):
    page = "handleidingen/msz/"

    def score(asked) -> float:
        ranked = workshop.retrieved(asked).ranked
        return next(r.score for r in ranked if workshop.index.passages[r.position].url == page)

    assert score(workshop.asked("Wat is bewijs?", page=page)) > score(workshop.asked("Wat is bewijs?"))


def test_every_passage_stands_in_the_ranking_once(workshop):
    ranked = workshop.retrieved(workshop.asked("Wat is een duiding over kosteneffectiviteit?")).ranked
    assert len({r.position for r in ranked}) == len(ranked)


def test_no_page_fills_the_top_before_other_pages_had_their_turn(workshop, monkeypatch):
    monkeypatch.setattr(retrieve, "_PER_PAGE", 1)
    ranked = workshop.retrieved(workshop.asked("Welke pakketcriteria zijn er?")).ranked
    urls = [workshop.index.passages[r.position].url for r in ranked]
    pages = len(set(urls))
    assert len(set(urls[:pages])) == pages < len(urls)


def test_words_that_stand_nowhere_leave_the_search_by_meaning(workshop):
    retrieval = workshop.retrieved(workshop.asked("xylofoon qwertyuiop"))
    assert not np.any(retrieval.lexical)
    assert retrieval.lexical_only == []
    assert retrieval.ranked


def test_each_retriever_gives_no_more_than_its_number(workshop):
    asked = workshop.asked("Wat is een duiding over kosteneffectiviteit in de zorg?")
    vector = workshop.library.embeddings.encode_query(asked.query)
    retrieval = Retriever(workshop.index, 3, 2).retrieve(asked, vector)
    assert len(retrieval.dense_only) == 3
    assert len(retrieval.lexical_only) == 2


def test_the_same_question_is_ranked_the_same_way_twice(workshop):
    asked = workshop.asked("Wat is passend bewijs?")
    assert workshop.retrieved(asked).ranked == workshop.retrieved(asked).ranked
