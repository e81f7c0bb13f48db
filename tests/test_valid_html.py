"""Every page is valid HTML, in the judgement of the validator of W3C."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.serve.app import create_app

Faults = Callable[[Sequence[Path]], list[str]]

# The validator is a program in Java: seconds to start, and not there after a setup without a browser.
pytestmark = pytest.mark.browser


def test_the_validator_sees_faults_with_file_and_line(html_faults: Faults, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html>\n<html lang="nl">\n<title>T</title>\n<p id="a"><p id="a"><ul><p></ul>', encoding="utf-8"
    )
    found = html_faults([page])
    assert any(f"{page}:4: Duplicate ID “a”" in fault for fault in found)
    assert any("not allowed as child of element “ul”" in fault for fault in found)


def test_every_page_of_the_site_is_valid(html_faults: Faults, built_site: Any) -> None:
    assert len(list(built_site.folder.rglob("*.html"))) > 60
    faults = html_faults([built_site.folder])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("query", ["", "?sector=ggz&criterium=effectiviteit&pagina=kader/effectiviteit/&vraag=Wat%3F"])
def test_the_page_of_the_assistant_is_valid(
    html_faults: Faults, built_site: Any, library_assistant: Any, tmp_path: Path, query: str
) -> None:
    with TestClient(create_app(built_site.settings, library_assistant)) as client:
        page = tmp_path / "assistent.html"
        page.write_bytes(client.get(f"/assistent/{query}").content)
    faults = html_faults([page])
    assert not faults, "\n".join(faults)
