from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from starlette.testclient import TestClient

from assistant.errors import IndexMissing
from assistant.feedback import FeedbackStore
from assistant.serve.feedback import Limiter
from assistant.settings import Settings

REMARK = {"kind": "page", "page": "kader/effectiviteit/", "text": "De datum klopt niet."}


def stored(settings: Settings) -> list[dict[str, Any]]:
    store = FeedbackStore(settings.database, 365)
    found = [message.model_dump() for message in store.all()]
    store.close()
    return found


def test_a_remark_is_stored_with_its_page_and_version(client: TestClient, settings: Settings) -> None:
    response = client.post("/api/feedback", json=REMARK)
    assert (response.status_code, response.json()) == (201, {"notices": []})
    (found,) = stored(settings)
    assert (found["page"], found["text"], found["version"]) == (REMARK["page"], REMARK["text"], "20261122-fake")
    assert settings.database == f"sqlite:///{settings.var / 'feedback.db'}"


def test_personal_data_are_left_out_and_the_reader_is_told(client: TestClient, settings: Settings) -> None:
    body = {"kind": "question", "question": "Mijn BSN is 123456782. Wat nu?", "page": ""}
    response = client.post("/api/feedback", json=body)
    assert response.json() == {"notices": ["Uit uw tekst zijn persoonsgegevens weggelaten: een burgerservicenummer."]}
    assert stored(settings)[0]["question"] == "Mijn BSN is [BSN]. Wat nu?"


def test_nothing_about_the_sender_is_stored(client: TestClient, settings: Settings) -> None:
    client.post("/api/feedback", json=REMARK, headers={"User-Agent": "opvallende-browser", "Cookie": "a=b"})
    with sqlite3.connect(settings.var / "feedback.db") as connection:
        text = "\n".join(connection.iterdump())
    assert "opvallende-browser" not in text
    assert "testclient" not in text


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({**REMARK, "text": ""}, "Er staat geen opmerking. Schrijf kort wat er niet klopt."),
        ({**REMARK, "text": "x" * 2001}, "Het veld `text` is te lang; hooguit 2000 tekens."),
        ({**REMARK, "kind": "klacht"}, "Het veld `kind` heeft een onbekende waarde."),
        ({**REMARK, "page": "https://elders.example/"}, "Het veld `page` is ongeldig."),
        ({**REMARK, "name": "Piet"}, "Het veld `name` is niet bekend."),
        ({"text": "x"}, "Het veld `kind` ontbreekt."),
        ({"kind": "thumb", "verdict": "up"}, "Een oordeel heeft een duim (`verdict`) en de vraag (`question`) nodig."),
    ],
)
def test_what_is_wrong_is_said_in_dutch(
    client: TestClient, settings: Settings, body: dict[str, str], detail: str
) -> None:
    response = client.post("/api/feedback", json=body)
    assert response.status_code == 422
    assert response.json() == {"detail": detail}
    assert stored(settings) == []


def test_one_sender_cannot_flood_the_editors(client: TestClient, settings: Settings) -> None:
    answers = [client.post("/api/feedback", json=REMARK) for _ in range(settings.feedback_per_hour + 1)]
    assert [answer.status_code for answer in answers] == [201] * settings.feedback_per_hour + [429]
    refused = answers[-1]
    assert refused.json()["detail"].startswith("U hebt kort na elkaar veel berichten gestuurd.")
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert len(stored(settings)) == settings.feedback_per_hour


def test_senders_are_counted_apart_and_together() -> None:
    limiter = Limiter(2, everyone=3)
    assert [limiter.wait("a"), limiter.wait("a")] == [0, 0]
    assert limiter.wait("a") > 0
    assert limiter.wait("b") == 0
    assert limiter.wait("c") > 0


def test_a_message_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/api/feedback", json={**REMARK, "text": "x" * 70_000})
    assert response.status_code == 413


def test_without_an_index_nothing_is_stored_unguarded(
    client: TestClient, settings: Settings, assistant: FakeAssistant
) -> None:
    assistant.failure = IndexMissing("gone")
    assert client.post("/api/feedback", json=REMARK).status_code == 503
    assert stored(settings) == []


def test_a_broken_database_is_one_dutch_sentence(client: TestClient, settings: Settings) -> None:
    (settings.var / "feedback.db").write_text("geen database " * 100, encoding="utf-8")
    response = client.post("/api/feedback", json=REMARK)
    assert response.status_code == 500
    assert response.json()["detail"].startswith("Er ging iets mis.")
