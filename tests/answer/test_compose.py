"""An extractive answer is made of quoted statements, each with its citation."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from assistant.answer import compose
from assistant.answer.compose import OMISSION, compose_extractive, heading_on_page, make_citation
from assistant.answer.models import Answer
from assistant.answer.verify import dangling_references

QUESTIONS = [
    "Welke pakketcriteria zijn er?",
    "Wat is een duiding?",
    "Wat is het verschil tussen een duiding en een pakketadvies?",
    "Wanneer gaat het wetsvoorstel naar de Kamer?",
    "Hoeveel euro is de referentiewaarde?",
    "Wat is kosteneffectiviteit?",
    "Wie beslist over het gesloten systeem?",
    "Wat is passend bewijs voor een behandeling?",
]


def shown(markdown: str) -> str:
    """What a reader sees of `markdown`, on one line."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    return " ".join("".join(child.content if child.type == "text" else " " for child in inline).split())


def quotes(composed) -> list[str]:
    return [citation.quote for citation in composed.citations]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_text_is_the_quotes_with_their_numbers_and_nothing_else(question, workshop):
    composed = workshop.composed(question)
    assert [citation.n for citation in composed.citations] == list(range(1, len(composed.citations) + 1))
    written = re.sub(r"\n+(- )?", " ", composed.text)
    rest = written
    for citation in composed.citations:
        head, mark, rest = rest.partition(f" [{citation.n}]")
        assert mark
        assert shown(head) == citation.quote
    assert rest.strip() == ""


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_quote_stands_verbatim_in_the_passage_that_its_link_leads_to(question, workshop):
    for citation in workshop.composed(question).citations:
        passage = workshop.library.passage(citation.url.removeprefix("/"))
        assert citation.passage == passage.id
        assert citation.quote in [statement.text for statement in passage.statements]


def test_a_list_that_is_asked_for_comes_whole_and_in_order_with_what_introduces_it(workshop):
    composed = workshop.composed("Welke pakketcriteria zijn er?")
    passage = workshop.library.passage("vragen/criteria/#welke-pakketcriteria-zijn-er")
    assert quotes(composed)[:5] == [statement.text for statement in passage.statements[:5]]
    assert len(re.findall(r"^- ", composed.text, re.M)) == 4


def test_a_list_may_be_longer_than_other_answers(workshop):
    composed = workshop.composed("Welke pakketcriteria zijn er?", max_words=20)
    assert sum("dus of" in quote for quote in quotes(composed)) == 4


@pytest.mark.parametrize("question", [q for q in QUESTIONS if not q.startswith("Welke")])
@pytest.mark.parametrize("most", [20, 40])
def test_another_answer_keeps_to_its_length_unless_one_statement_is_longer(question, most, workshop):
    found = quotes(workshop.composed(question, max_words=most))
    assert len(found) == 1 or sum(len(quote.split()) for quote in found) <= most


@pytest.mark.parametrize("question", [q for q in QUESTIONS if "verschil" not in q])
def test_the_passage_of_the_best_statement_comes_first_and_two_others_at_most(question, workshop):
    best = workshop.candidates(workshop.asked(question))[0]
    composed = workshop.composed(question, max_words=400)
    passages = list(dict.fromkeys(citation.passage for citation in composed.citations))
    assert passages[0] == best.passage.id
    assert len(passages) <= 3


def test_what_is_beside_the_best_statement_in_its_passage_is_quoted_too(workshop):
    found = workshop.composed("Wat is kosteneffectiviteit?").citations
    first = [citation.quote for citation in found if citation.passage == found[0].passage]
    passage = workshop.index.passages[workshop.index.position[found[0].passage]]
    assert first == [statement.text for statement in passage.statements]


def test_one_passage_leaves_room_for_another(workshop, monkeypatch):
    question = "Wat is passend bewijs voor een behandeling?"
    assert len({citation.passage for citation in workshop.composed(question, max_words=60).citations}) > 1
    monkeypatch.setattr(compose, "_PART_OF_PASSAGE", 0.0)
    cut = workshop.composed(question, max_words=60).citations
    assert len(cut) == 1


def test_of_a_list_that_nobody_asked_for_one_item_comes_with_its_introduction(workshop):
    asked = workshop.asked("Wat is kosteneffectiviteit?")
    every = workshop.candidates(workshop.asked("Welke pakketcriteria zijn er?"))
    listed = [c for c in every if c.passage.link == "vragen/criteria/#welke-pakketcriteria-zijn-er"]
    items = [c for c in listed if c.statement.kind == "item"]
    introduction = next(c for c in listed if c.statement.text.endswith(":"))
    other = next(c for c in workshop.candidates(asked) if c.passage.id != items[0].passage.id)
    last = max(items, key=lambda c: c.number)
    composed = compose_extractive(workshop.index, asked, [other, last, introduction], 120)
    assert quotes(composed) == [other.statement.text, introduction.statement.text, last.statement.text]
    # The reader must not take that item for the whole list.
    assert composed.text.endswith(f"{last.statement.text} [3]\n- {OMISSION}")


def test_below_a_list_that_is_whole_nothing_is_said_to_be_left_out(workshop):
    assert OMISSION not in workshop.composed("Welke pakketcriteria zijn er?").text


def test_characters_with_a_meaning_in_markdown_are_shown_as_they_stand(workshop):
    asked = workshop.asked("Wat is kosteneffectiviteit?")
    special = next(c for c in workshop.candidates(asked) if "*telt*" in c.statement.text)
    composed = compose_extractive(workshop.index, asked, [special], 120)
    assert shown(composed.text) == "De uitkomst p_1 *telt* alleen <mee> als die onder `[2]` staat. [1]"
    answer = Answer(status="answer", reason="answered", text=composed.text, citations=composed.citations)
    assert dangling_references(answer) == []


def test_a_comparison_names_both_things(workshop, monkeypatch):
    # However far apart the statements score.
    monkeypatch.setattr(compose, "_WITHIN", -10.0)
    found = " ".join(quotes(workshop.composed("Wat is het verschil tussen een duiding en een pakketadvies?")))
    assert "Een duiding is" in found
    assert "Een pakketadvies is" in found


def test_a_comparison_names_both_things_where_one_name_ends_in_the_other(workshop):
    question = "Wat is het verschil tussen kosteneffectiviteit en effectiviteit?"
    found = quotes(workshop.composed(question))
    assert any(quote.startswith("Kosteneffectiviteit is") for quote in found)
    assert any(quote.startswith("Effectiviteit is") for quote in found)


def test_what_two_pages_say_alike_is_quoted_once(workshop):
    same = "Effectiviteit is het criterium dat vraagt of zorg werkt."
    assert sum(same in passage.text for passage in workshop.index.passages) == 2
    assert quotes(workshop.composed("Wat is effectiviteit?")).count(same) == 1


def test_statements_of_one_passage_stand_together_in_the_order_of_the_page(workshop):
    for question in QUESTIONS:
        composed = workshop.composed(question)
        order = [citation.passage for citation in composed.citations]
        assert [p for n, p in enumerate(order) if n == 0 or p != order[n - 1]] == list(dict.fromkeys(order))
        for passage_id in order:
            passage = workshop.index.passages[workshop.index.position[passage_id]]
            texts = [statement.text for statement in passage.statements]
            places = [texts.index(c.quote) for c in composed.citations if c.passage == passage_id]
            assert places == sorted(places)


def test_an_example_is_not_put_beside_facts(workshop):
    composed = workshop.composed("Wat is passend bewijs voor een behandeling in de ggz, bijvoorbeeld?")
    examples = {passage.id for passage in workshop.index.passages if passage.example}
    assert composed.citations
    assert not {citation.passage for citation in composed.citations} & examples


@pytest.fixture
def cite(workshop):
    def cite(question: str, start: str):
        candidates = workshop.candidates(workshop.asked(question))
        candidate = next(c for c in candidates if c.statement.text.startswith(start))
        return make_citation(7, candidate, workshop.index.corpus)

    return cite


def test_a_citation_says_where_it_stands_and_what_it_rests_on(cite):
    citation = cite("Wat is effectiviteit?", "Dit heet in de wet")
    assert citation.n == 7
    assert citation.url == "/kader/effectiviteit/#kernvraag"
    assert citation.title == "Effectiviteit – Kernvraag"
    assert (citation.status, citation.updated) == ("vastgesteld", "2026-01-04")
    assert citation.sources == ["wet"]
    assert [r.model_dump() for r in citation.references] == [
        {"id": "wet", "title": "Zorgwet", "place": "art. 2.1", "url": "https://wetten.example.nl/zorgwet"}
    ]


def test_an_item_rests_on_the_source_of_the_sentence_that_introduces_it(cite):
    citation = cite("Welke pakketcriteria zijn er?", "uitvoerbaarheid")
    assert [(r.id, r.place) for r in citation.references] == [("rapport", "par. 1")]


def test_a_statement_without_a_source_has_none(cite):
    citation = cite("Wat is een duiding?", "Een duiding is")
    assert (citation.sources, citation.references) == ([], [])


def test_a_page_and_heading_of_the_same_name_are_written_once(library):
    passage = library.passage("planning/#mijlpaal-wetsvoorstel")
    assert heading_on_page(passage) == "Wetsvoorstel naar de Kamer"
    assert heading_on_page(passage.model_copy(update={"heading_path": ["Planning"]})) == ""


def test_of_a_table_all_rows_are_quoted_where_a_list_is_asked_and_the_fitting_one_where_not(workshop):
    rows = ["lage ziektelast | 20.000 euro", "hoge ziektelast | 80.000 euro"]
    # Too few words for anything but the best statement and the list that it stands in.
    assert quotes(workshop.composed("Welke bedragen in euro horen bij hoge ziektelast?", max_words=4))[-2:] == rows
    assert quotes(workshop.composed("Hoeveel euro hoort bij hoge ziektelast?", max_words=4)) == rows[1:]
