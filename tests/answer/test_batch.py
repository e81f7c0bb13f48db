"""A file of questions is read strictly and answered line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer.batch import answer_batch, read_batch
from assistant.answer.models import Question
from assistant.errors import ContentError, PakketwijzerError


@pytest.fixture
def read(tmp_path):
    def read(*lines: object):
        path = tmp_path / "vragen.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return read_batch(path)

    return read


def test_a_line_is_a_question_or_a_conversation_of_which_the_last_turn_is_asked(read):
    single, turns = read(
        {"id": "a", "question": "Wat?", "sector": "ggz", "criterion": "effectiviteit", "party": "vws"},
        {"id": 2, "turns": ["Wat is een duiding?", "En dan?", "En daarna?"]},
    )
    assert single.as_question() == Question(
        question="Wat?", sector="ggz", criterion="effectiviteit", party="vws", history=[]
    )
    assert turns.as_question() == Question(question="En daarna?", history=["Wat is een duiding?", "En dan?"])
    assert (single.id, turns.id) == ("a", 2)


def test_empty_lines_and_further_fields_are_passed_over(read):
    assert [q.id for q in read("", {"id": "a", "question": "Wat?", "gold": ["x"]}, "   ", "")] == ["a"]


def test_a_line_separator_inside_a_question_does_not_end_its_line(read):
    (question,) = read({"id": "a", "question": "Wat is\u2028een duiding?\x85"})
    assert question.question == "Wat is\u2028een duiding?\x85"


@pytest.mark.parametrize(
    "line",
    [
        "geen json",
        "{",
        "[1, 2]",
        '"tekst"',
        "null",
        {"question": "Wat?"},
        {"id": "a"},
        {"id": "a", "question": "Wat?", "turns": ["Wat?"]},
        {"id": "a", "turns": []},
        {"id": "a", "turns": "Wat?"},
        {"id": "a", "question": 3},
        {"id": ["a"], "question": "Wat?"},
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(line, read):
    with pytest.raises(ContentError) as error:
        read({"id": "1", "question": "Wat?"}, "", line)
    assert Path(error.value.path).name == "vragen.jsonl"
    assert error.value.line == 3
    assert "vragen.jsonl:3: this line is no question" in str(error.value)
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_utf8_are_a_bad_line(tmp_path):
    path = tmp_path / "vragen.jsonl"
    path.write_bytes(b'{"id": "1", "question": "caf\xe9"}\n')
    with pytest.raises(ContentError, match=r"vragen\.jsonl:1"):
        read_batch(path)


@pytest.mark.parametrize("name", ["er-is-niets.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(name, tmp_path):
    with pytest.raises(PakketwijzerError, match="cannot be read"):
        read_batch(tmp_path / name)


def test_every_question_gets_its_line_in_order_also_one_that_cannot_be_asked(read, library_assistant):
    questions = read(
        {"id": "goed", "question": "Wat is een duiding?"},
        {"id": "leeg", "question": "  "},
        {"id": "filter", "question": "Wat is een duiding?", "sector": "tandarts"},
        {"id": "vervolg", "turns": ["Wat is kosteneffectiviteit?", "En in de ggz?"]},
    )
    good, empty, filtered, follow_up = answer_batch(library_assistant, questions)
    assert (set(good), good["id"], good["answer"]["status"]) == ({"id", "answer"}, "goed", "answer")
    assert (set(empty), empty["id"]) == ({"id", "error"}, "leeg")
    assert "geen vraag" in empty["error"]
    assert "tandarts" in filtered["error"]
    assert follow_up["answer"]["scope"]["sectors"] == ["ggz"]


def test_answers_come_one_by_one(read, library_assistant):
    lines = answer_batch(library_assistant, read(*({"id": n, "question": "Wat is een duiding?"} for n in range(3))))
    assert next(lines)["id"] == 0
    assert [line["id"] for line in lines] == [1, 2]
