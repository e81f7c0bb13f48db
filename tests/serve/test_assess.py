"""The walk over HTTP: the real texts of the site behind an assistant without a model."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from fake_assistant import SiteAssistant
from pikepdf import Pdf
from starlette.testclient import TestClient

from assistant.assess import Dossier
from assistant.serve.app import create_app, site_origins

ANSWERS = {"care": "Groepstherapie", "sector": "ggz", "evidence": ["eff-vraag"]}


@pytest.fixture(scope="module")
def walk(built_site: Any) -> Iterator[TestClient]:
    app = create_app(built_site.settings, SiteAssistant(built_site))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_a_dossier_comes_back_whole(walk: TestClient) -> None:
    response = walk.post("/api/assess", json=ANSWERS)
    assert response.status_code == 200
    dossier = Dossier.model_validate(response.json())
    assert dossier.title == "Dossier: Groepstherapie"
    assert len(dossier.criteria) == 6


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pdf", "application/pdf"),
        ("md", "text/markdown; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_the_dossier_can_be_downloaded(walk: TestClient, ending: str, media_type: str) -> None:
    response = walk.post(f"/api/assess/{ending}", json=ANSWERS)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="dossier-pakketwijzer.{ending}"'


def test_downloads_are_files_that_open_and_link_to_this_server(walk: TestClient) -> None:
    document = Document(io.BytesIO(walk.post("/api/assess/docx", json=ANSWERS).content))
    assert document.paragraphs[0].text == "Dossier: Groepstherapie"
    outside = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert any(target.startswith("http://testserver/handleidingen/ggz/#") for target in outside)
    with Pdf.open(io.BytesIO(walk.post("/api/assess/pdf", json=ANSWERS).content)) as pdf:
        assert str(pdf.docinfo.Title) == "Dossier: Groepstherapie"


def test_the_walk_says_what_it_asks_and_accepts(walk: TestClient) -> None:
    body = walk.get("/api/assess").json()
    questions = {question["field"]: question for step in body["steps"] for question in step["questions"]}
    assert set(questions) == {"care", "sector", "law", "system", "novelty", "relation", "party", "evidence"}
    assert questions["care"]["max_chars"] == 300
    everything = {field: next(iter(q["options"]), "Zorg") for field, q in questions.items()}
    everything["evidence"] = list(questions["evidence"]["options"])
    assert walk.post("/api/assess", json=everything).status_code == 200


@pytest.mark.parametrize("path", ["/api/assess", "/api/assess/docx", "/api/assess/pdf"])
@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"care": "x" * 301}, "telt 301 tekens; het maximum is 300"),
        ({"sector": "tandzorg"}, "Het veld `sector` kent de waarde `tandzorg` niet. Kies uit: msz, ggz"),
        ({"kleur": "rood"}, "Het veld `kleur` is niet bekend."),
        ({"sector": 3}, "Het veld `sector` moet tekst zijn."),
        ({"evidence": "alles"}, "Het veld `evidence` moet een lijst zijn."),
        ({"evidence": ["x"] * 101}, "Het veld `evidence` is te lang."),
        (["ggz"], "Stuur een JSON-object met antwoorden"),
    ],
)
def test_wrong_answers_are_explained_in_dutch(walk: TestClient, path: str, body: object, detail: str) -> None:
    response = walk.post(path, json=body)
    assert response.status_code == 422
    assert detail in response.json()["detail"]


def test_an_unknown_format_does_not_exist(walk: TestClient) -> None:
    response = walk.post("/api/assess/odt", json=ANSWERS)
    assert response.status_code == 404
    assert "Dit adres bestaat niet" in response.json()["detail"]


def test_an_index_without_a_walk_is_reported_as_such(client: TestClient) -> None:
    response = client.post("/api/assess", json=ANSWERS)
    assert response.status_code == 503
    assert "pakketwijzer index" in response.json()["detail"]


def test_a_new_index_gives_a_new_version(built_site: Any) -> None:
    assistant = SiteAssistant(built_site)
    with TestClient(create_app(built_site.settings, assistant)) as client:
        before = client.post("/api/assess", json=ANSWERS).json()["version"]
        assert client.post("/api/assess", json={}).json()["version"] == before
        changed = built_site.passages[0].model_copy(update={"updated": "2030-01-01"}).with_id()
        old = assistant._index
        assistant._index = SimpleNamespace(
            corpus=old.corpus, manifest=old.manifest, passages=[changed, *old.passages[1:]]
        )
        assert client.post("/api/assess", json=ANSWERS).json()["version"] != before


def test_only_the_site_itself_may_ask_from_elsewhere(built_site: Any, tmp_path: Path) -> None:
    settings = built_site.settings.model_copy(update={"site_url": "https://site.voorbeeld.nl/map/"})
    with TestClient(create_app(settings, SiteAssistant(built_site))) as client:
        for origin, allowed in (("https://site.voorbeeld.nl", True), ("https://elders.nl", False)):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST",
                       "Access-Control-Request-Headers": "content-type"}  # fmt: skip
            preflight = client.options("/api/assess", headers=headers)
            assert (preflight.headers.get("access-control-allow-origin") == origin) is allowed
            answer = client.post("/api/assess", json=ANSWERS, headers={"Origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) is allowed
        text = client.post("/api/assess/md", json=ANSWERS).text
        assert "(https://site.voorbeeld.nl/map/handleidingen/ggz/#" in text
    assert site_origins("") == []
    assert site_origins("https://site.voorbeeld.nl:8443/map") == ["https://site.voorbeeld.nl:8443"]


def test_nothing_of_the_answers_is_written_down(walk: TestClient, built_site: Any, caplog: Any) -> None:
    with caplog.at_level(0):
        walk.post("/api/assess", json={"care": "Een zeldzaam woord: wielewaal"})
    assert "wielewaal" not in caplog.text
    assert "wielewaal" in json.dumps(walk.post("/api/assess", json={"care": "wielewaal"}).json())
