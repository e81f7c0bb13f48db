from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from assistant.feedback import Feedback
from assistant.feedback.export import to_csv, to_json


def message(**fields: object) -> Feedback:
    empty = {"verdict": None, "reason": None, "text": "", "question": "", "answer": "", "page": "", "version": "1"}
    whole = {"id": 1, "created": datetime(2026, 11, 22, 12, tzinfo=UTC), "kind": "page", "program": "0.1.0"}
    return Feedback.model_validate(empty | whole | fields)


def test_a_table_can_be_read_back() -> None:
    text = 'Regel 1; "aangehaald",\nregel 2 – é'
    (row,) = csv.DictReader(io.StringIO(to_csv([message(text=text)])))
    assert row["text"] == text
    assert row["created"] == "2026-11-22T12:00:00Z"
    assert row["verdict"] == ""


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx"])
def test_no_cell_starts_a_formula(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(to_csv([message(question=text)])))
    assert row["question"] == f"'{text}"


def test_json_holds_every_field() -> None:
    (found,) = json.loads(to_json([message(verdict="up", kind="thumb", question="é?")]))
    assert set(found) == set(Feedback.model_fields)
    assert (found["question"], found["verdict"]) == ("é?", "up")


def test_nothing_is_an_empty_list_and_a_header() -> None:
    assert json.loads(to_json([])) == []
    assert to_csv([]).startswith("id,created,kind,")
