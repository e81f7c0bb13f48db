from __future__ import annotations

import pytest
from fake_assistant import ANSWER, FakeAssistant
from starlette.testclient import TestClient

from assistant.errors import IndexMissing, ModelMissing
from assistant.serve.headers import BODY_LIMIT


def test_an_answer_comes_back_whole(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "Wat is effectiviteit?"})
    assert response.status_code == 200
    assert response.json() == ANSWER.model_dump()


def test_for_a_page_the_answer_comes_with_its_html(client: TestClient) -> None:
    question = "Mijn BSN is 123456782, wat is effectiviteit?"
    shown = client.post("/api/ask", json={"question": question, "turn": "turn-7"}).json()
    assert 'id="turn-7-cite-1"' in shown.pop("html")
    assert shown.pop("asked") == "wat is effectiviteit?"
    assert shown.pop("notices") == ["Uit uw tekst zijn persoonsgegevens weggelaten: een burgerservicenummer."]
    assert shown.pop("question") == "Mijn BSN is [BSN], wat is effectiviteit?"
    assert shown == ANSWER.model_dump(exclude={"notices"})


def test_history_and_filters_reach_the_assistant(client: TestClient, assistant: FakeAssistant) -> None:
    body = {
        "question": "En daarna?",
        "history": ["Wat is effectiviteit?"],
        "sector": "ggz",
        "criterion": "effectiviteit",
        "party": "vws",
        "page": "kader/effectiviteit/",
    }
    assert client.post("/api/ask", json=body).status_code == 200
    assert assistant.asked[0].model_dump() == body


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"question": "  "}, "Er staat geen vraag"),
        ({"question": "x" * 1001}, "1001 tekens"),
        ({"question": "Wat?", "sector": "nee"}, "De zorgvorm `nee` is niet bekend"),
        ({"question": "Wat?", "colour": "red"}, "Het veld `colour` is niet bekend."),
        ({"history": []}, "Het veld `question` ontbreekt."),
        ({"question": 3}, "Het veld `question` moet tekst zijn."),
        ({"question": "Wat?", "turn": '1" onclick="x'}, "Het veld `turn` is ongeldig."),
        ({"question": "Wat?", "history": "x"}, "Het veld `history` moet een lijst zijn."),
        (["Wat?"], "Stuur een JSON-object"),
    ],
)
def test_a_wrong_question_is_explained_in_dutch(client: TestClient, body: object, detail: str) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert detail in response.json()["detail"]


def test_broken_json_is_explained(client: TestClient) -> None:
    response = client.post("/api/ask", content=b"{", headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.json() == {"detail": "De inhoud is geen geldige JSON."}


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_refused(client: TestClient, announced: bool) -> None:
    body = b" " * (BODY_LIMIT + 1)
    response = client.post("/api/ask", content=body if announced else iter([body[:40000], body[40000:]]))
    assert response.status_code == 413
    assert "64 kB" in response.json()["detail"]


def test_a_body_in_pieces_is_read(client: TestClient) -> None:
    pieces = iter([b'{"question": ', b'"Wat is effectiviteit?"}'])
    response = client.post("/api/ask", content=pieces, headers={"content-type": "application/json"})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("failure", "status", "detail"),
    [
        (IndexMissing("/secret/path"), 503, "pakketwijzer index"),
        (ModelMissing("/secret/path"), 503, "PAKKETWIJZER_EMBEDDING_MODEL"),
        (RuntimeError("/secret/path"), 500, "Er ging iets mis"),
    ],
)
def test_a_failure_is_one_dutch_sentence(
    client: TestClient, assistant: FakeAssistant, failure: Exception, status: int, detail: str
) -> None:
    assistant.failure = failure
    response = client.post("/api/ask", json={"question": "Wat?"})
    assert response.status_code == status
    assert detail in response.json()["detail"]
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_scope_lists_what_a_question_can_be_limited_to(client: TestClient) -> None:
    assert client.get("/api/scope").json() == {
        "sectors": [
            {"id": "ggz", "name": "geestelijke gezondheidszorg"},
            {"id": "hulpmiddelen", "name": "hulpmiddelen & meer"},
        ],
        "criteria": [{"id": "effectiviteit", "name": "effectiviteit"}],
        "parties": [{"id": "vws", "name": "ministerie van VWS"}],
    }


def test_health_says_what_is_serving(client: TestClient) -> None:
    health = client.get("/healthz")
    assert health.status_code == 200
    assert health.json() | {"version": ""} == {"status": "ok", "version": "", "passages": 3, "model": "fake"}


def test_health_fails_without_an_index(client: TestClient, assistant: FakeAssistant) -> None:
    assistant.failure = IndexMissing("gone")
    health = client.get("/healthz")
    assert health.status_code == 503
    assert health.json()["detail"].startswith("Er is geen bruikbare index.")


def test_an_unknown_api_address_is_not_a_page(client: TestClient) -> None:
    response = client.get("/api/nothing")
    assert response.status_code == 404
    assert "detail" in response.json()


def test_the_api_describes_itself_without_pages_from_elsewhere(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/ask",
        "/api/assess",
        "/api/assess/{format}",
        "/api/conversation",
        "/api/feedback",
        "/api/scope",
        "/healthz",
    }
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
