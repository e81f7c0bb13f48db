from __future__ import annotations

import json
import re
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from starlette.testclient import TestClient

from assistant.errors import IndexMissing
from assistant.serve.page import gradio_parts


def start(client: TestClient, query: str = "") -> dict[str, Any]:
    html = client.get(f"/assistent/{query}").text
    found = re.search(r'<script id="start"[^>]*>(.*?)</script>', html)
    assert found
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


def test_the_address_without_slash_keeps_its_query(client: TestClient) -> None:
    response = client.get("/assistent?sector=ggz&vraag=Wat%3F")
    assert response.status_code == 307
    assert response.headers["location"] == "/assistent/?sector=ggz&vraag=Wat%3F"


def test_the_page_is_dutch_and_knows_no_other_host(client: TestClient) -> None:
    html = client.get("/assistent/").text
    assert '<html lang="nl">' in html
    assert "<title>Assistent – Pakketwijzer</title>" in html
    assert "Geen officiële publicatie." in html
    assert "beslisondersteuning" in html
    without_config = re.sub(r"window\.gradio_\w+ = .*", "", html)
    assert not re.search(r'(?:src|href|content)="(?:https?:)?//', without_config)
    assert 'Gradio"' not in without_config


def test_inline_scripts_carry_the_nonce_of_the_policy(client: TestClient) -> None:
    response = client.get("/assistent/")
    found = re.search(r"'nonce-([\w-]+)'", response.headers["content-security-policy"])
    assert found
    assert all(f'nonce="{found[1]}"' in tag for tag in re.findall(r"<script[^>]*>", response.text))
    assert found[1] not in client.get("/assistent/").text


def test_the_page_starts_with_what_the_address_says(client: TestClient) -> None:
    query = "?sector=ggz&criterium=effectiviteit&partij=vws&pagina=kader/effectiviteit/&vraag=Wat+is+dit%3F"
    assert start(client, query) == {
        "sectors": [
            {"id": "ggz", "name": "geestelijke gezondheidszorg"},
            {"id": "hulpmiddelen", "name": "hulpmiddelen & meer"},
        ],
        "criteria": [{"id": "effectiviteit", "name": "effectiviteit"}],
        "sector": "ggz",
        "criterion": "effectiviteit",
        "party": "vws",
        "page": "kader/effectiviteit/",
        "pageTitle": "Effectiviteit",
        "question": "Wat is dit?",
    }


def test_the_page_says_where_the_reader_comes_from_before_any_script_runs(client: TestClient) -> None:
    line = re.compile(r'<p class="from-page" id="from-page"( hidden)?><span>(.*?)</span>')
    shown = line.search(client.get("/assistent/?pagina=kader/effectiviteit/").text)
    assert shown
    assert shown.groups() == (None, "U komt van de pagina ‘Effectiviteit’.")
    for query in ("", "?pagina=nee/"):
        hidden = line.search(client.get(f"/assistent/{query}").text)
        assert hidden
        assert hidden.groups() == (" hidden", "")


def test_the_filters_are_those_of_the_index_of_this_moment(client: TestClient, assistant: FakeAssistant) -> None:
    del assistant.index.corpus.sectors["ggz"]
    assert [sector["id"] for sector in start(client)["sectors"]] == ["hulpmiddelen"]


def test_unknown_values_in_the_address_are_passed_over(client: TestClient) -> None:
    found = start(client, "?sector=nee&criterium=nee&partij=nee&pagina=nee")
    assert found["sector"] is None
    assert found["criterion"] is None
    assert found["party"] is None
    assert found["pageTitle"] is None


def test_the_address_cannot_end_the_script_it_is_put_in(client: TestClient) -> None:
    html = client.get("/assistent/?vraag=</script><script>alert(1)</script>").text
    assert "<script>alert(1)" not in html
    assert start(client, "?vraag=</script>")["question"] == "</script>"


def test_the_page_is_there_without_an_index(client: TestClient, assistant: FakeAssistant) -> None:
    assistant.failure = IndexMissing("gone")
    assert client.get("/assistent/?pagina=kader/effectiviteit/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/info",
        "gradio_api/openapi.json",
        "gradio_api/file=/etc/passwd",
        "gradio_api/proxy=https://example.org",
        "gradio_api/runs",
        "gradio_api/heartbeat/abc",
        "config",
        "login",
        "monitoring",
        "manifest.json",
        "robots.txt",
    ],
)
def test_what_the_page_does_not_use_of_gradio_is_not_reachable(client: TestClient, path: str) -> None:
    assert client.get(f"/assistent/{path}").status_code == 404


@pytest.mark.parametrize("path", ["gradio_api/upload", "gradio_api/call/ask", "gradio_api/run/predict", "login"])
def test_nothing_but_questions_can_be_posted(client: TestClient, path: str) -> None:
    assert client.post(f"/assistent/{path}", json={}).status_code == 404


def test_own_files_are_named_after_their_content_and_kept(client: TestClient) -> None:
    html = client.get("/assistent/").text
    addresses = re.findall(r'"(/assistent-bestanden/[^"]+)"', html)
    assert [address.rpartition("/")[2] for address in addresses] == ["conversation.css", "chat.css", "chat.js"]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


def test_pages_find_the_panel_at_an_address_that_stays(client: TestClient) -> None:
    entry = client.get("/assistent-bestanden/paneel.js")
    assert entry.headers["content-type"].startswith("text/javascript")
    assert entry.headers["cache-control"] == "no-cache"
    found = re.fullmatch(r'export \* from "\./(\w+/panel\.js)";\n', entry.text)
    assert found
    panel = client.get(f"/assistent-bestanden/{found[1]}")
    assert "export const openPanel" in panel.text
    for imported in re.findall(r'from "\./([\w.]+)"', panel.text):
        assert client.get(f"/assistent-bestanden/{found[1].partition('/')[0]}/{imported}").status_code == 200


@pytest.mark.parametrize("name", ["chat.py", "../chat.py", "%2e%2e/chat.py", ""])
def test_nothing_else_is_served_beside_them(client: TestClient, name: str) -> None:
    assert client.get(f"/assistent-bestanden/{name}").status_code == 404


def test_another_document_of_gradio_is_noticed() -> None:
    with pytest.raises(RuntimeError, match="has no config"):
        gradio_parts("<html></html>")
