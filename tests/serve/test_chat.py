from __future__ import annotations

from pathlib import Path

import pytest
from fake_assistant import ANSWER, FakeAssistant
from pydantic import ValidationError

from assistant.errors import IndexMissing
from assistant.serve.chat import ChatQuestion, answer_events

SITE = Path("no-site")


def asked(**fields: object) -> ChatQuestion:
    return ChatQuestion.model_validate({"turn": "turn-1", "question": "Wat is effectiviteit?", **fields})


def test_the_answer_grows_and_ends_whole(monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant) -> None:
    monkeypatch.setattr("assistant.serve.chat._PAUSE_SECONDS", 0)
    events = list(answer_events(assistant, asked(), SITE))
    assert len(events) > 3
    assert [event["done"] for event in events] == [False] * (len(events) - 1) + [True]
    lengths = [len(event["html"]) for event in events]
    assert lengths == sorted(lengths)
    assert "sources" not in events[0]["html"]
    assert "sources" in events[-1]["html"]
    assert events[-1]["answer"] == ANSWER.model_dump()


def test_what_may_be_passed_on_holds_no_personal_data(assistant: FakeAssistant) -> None:
    (event,) = answer_events(assistant, asked(question=" Mail mij op a@b.nl: wat is weging? ", calm=True), SITE)
    assert "a@b.nl" not in event["asked"]
    assert event["asked"].endswith("wat is weging?")


def test_readers_who_want_calm_get_the_answer_in_one_piece(assistant: FakeAssistant) -> None:
    assert len(list(answer_events(assistant, asked(calm=True), SITE))) == 1


def test_the_conversation_and_filters_reach_the_assistant(assistant: FakeAssistant) -> None:
    list(answer_events(assistant, asked(calm=True, history=["Eerder?"], sector="ggz", page="kader/"), SITE))
    question = assistant.asked[0]
    assert (question.history, question.sector, question.page) == (["Eerder?"], "ggz", "kader/")


def test_a_wrong_question_is_explained(assistant: FakeAssistant) -> None:
    (event,) = answer_events(assistant, asked(question=" "), SITE)
    assert event == {
        "turn": "turn-1",
        "error": "Er staat geen vraag. Typ een vraag in gewone woorden.",
        "done": True,
    }


@pytest.mark.parametrize("failure", [IndexMissing("/secret"), RuntimeError("/secret")])
def test_a_failure_is_a_calm_sentence(
    assistant: FakeAssistant, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.failure = failure
    (event,) = answer_events(assistant, asked(), SITE)
    assert event["error"].startswith("De assistent is nu niet beschikbaar.")
    assert "/secret" in caplog.text


@pytest.mark.parametrize("turn", ["", 'x" onclick="alert(1)', "turn-x"])
def test_the_id_of_a_turn_can_hold_nothing_else(turn: str) -> None:
    with pytest.raises(ValidationError):
        asked(turn=turn)
