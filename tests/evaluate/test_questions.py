"""The test questions are read strictly."""

from __future__ import annotations

import json

import pytest

from assistant.answer.models import Question
from assistant.errors import ContentError, PakketwijzerError
from assistant.evaluate.questions import load_questions

LINE = {"id": "q-1", "category": "single_fact", "turns": ["Wat?"], "expect": "answer"}


@pytest.fixture
def load(tmp_path):
    def load(open_lines: list, test_lines: list | None = None):
        for name, lines in (("open", open_lines), ("test", test_lines or [])):
            texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(texts), encoding="utf-8")
        return load_questions(tmp_path)

    return load


def test_both_files_are_read_and_each_question_knows_its_split(load):
    found = load([LINE, ""], [{**LINE, "id": "q-3"}])
    assert [(question.id, question.split) for question in found] == [("q-1", "open"), ("q-3", "test")]


def test_the_last_turn_is_asked_with_the_ones_before_it_as_history(load):
    (question,) = load([{**LINE, "turns": ["Wat?", "En dan?"], "sector": "ggz", "criterion": "effectiviteit"}])
    assert question.as_question() == Question(
        question="En dan?", history=["Wat?"], sector="ggz", criterion="effectiviteit"
    )


@pytest.mark.parametrize(
    "line",
    [
        "geen json",
        {"id": "q-2"},
        {**LINE, "id": "q-2", "expect": "perhaps"},
        {**LINE, "id": "q-2", "colour": "red"},
        {**LINE, "id": "q-2", "facts": [["("]]},
        {**LINE, "id": "q-2", "turns": "Wat?"},
        LINE,
    ],
    ids=["no json", "incomplete", "unknown outcome", "unknown field", "broken pattern", "no list", "same id"],
)
def test_a_bad_line_is_named_with_its_file_and_number(line, load):
    with pytest.raises(ContentError, match=r"open\.jsonl:3"):
        load([LINE, "", line])


def test_an_id_may_not_stand_in_both_files(load):
    with pytest.raises(ContentError, match=r"test\.jsonl:1: the id `q-1` stands twice"):
        load([LINE], [LINE])


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PakketwijzerError, match=r"open\.jsonl"):
        load_questions(tmp_path)


def test_a_fact_is_found_in_any_of_its_wordings_and_any_case(make_question):
    question = make_question(facts=[["drie jaar", r"\b36 maanden"], ["wlz"], ["nooit"]])
    assert question.facts_found("De proef duurt 36 maanden, ook in de Wlz.") == 2
    assert question.facts_found("") == 0


def test_the_real_questions_can_be_read_and_their_splits_share_none(real_settings):
    found = load_questions(real_settings.corpus / "questions")
    turns = {split: {tuple(q.turns) for q in found if q.split == split} for split in ("open", "test")}
    assert len(turns["open"]) > len(turns["test"]) > 50
    assert not turns["open"] & turns["test"]
