from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.serve.site import site_links


def test_pages_of_the_site_are_served(client: TestClient) -> None:
    assert "Site" in client.get("/").text
    assert "Effectiviteit" in client.get("/kader/effectiviteit/").text
    assert client.get("/kader/effectiviteit").headers["location"].endswith("/kader/effectiviteit/")


def test_an_unknown_page_gets_the_404_of_the_site(client: TestClient) -> None:
    response = client.get("/bestaat/niet/")
    assert response.status_code == 404
    assert "Niet gevonden" in response.text


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/conftest.py", "/..%2f..%2fetc/passwd"])
def test_nothing_outside_the_site_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/bestaat/niet/", "/assistent/", "/api/scope", "/healthz", "/api/nee"])
def test_every_response_has_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "http" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_only_the_inline_scripts_of_the_page_itself_are_allowed(client: TestClient) -> None:
    digest = base64.b64encode(hashlib.sha256(b"var a = 1;").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in client.get("/").headers["content-security-policy"]
    assert f"'sha256-{digest}'" in client.get("/nee/").headers["content-security-policy"]
    assert "sha256" not in client.get("/kader/effectiviteit/").headers["content-security-policy"]


def test_pages_are_checked_for_changes_and_hashed_files_are_kept(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == page.headers["content-security-policy"]
    assert client.get("/assets/pakketwijzer.css").headers["cache-control"] == "no-cache"
    assert "immutable" in client.get("/assets/main.0123abcd.min.js").headers["cache-control"]


def test_pages_are_compressed(client: TestClient) -> None:
    response = client.get("/kader/effectiviteit/", headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"


def test_no_other_origin_may_read_answers(client: TestClient) -> None:
    headers = {"origin": "https://elders.example", "host": "pakketwijzer.example"}
    for path in ("/api/scope", "/assistent/theme.css"):
        assert "access-control-allow-origin" not in client.get(path, headers=headers).headers


def test_the_page_of_the_assistant_has_the_menu_and_the_links_of_the_site(client: TestClient) -> None:
    page = client.get("/assistent/").text
    assert '<li><a href="/kader/">Kader</a></li>' in page
    assert '<a href="/assistent/" aria-current="page">Assistent</a>' in page
    assert '<li><a href="/over/privacy/">Privacy</a></li>' in page


def test_before_the_site_is_built_there_is_no_menu(tmp_path: Path) -> None:
    assert site_links(tmp_path, "md-tabs") == []
