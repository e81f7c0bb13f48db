"""``llms.txt``."""

from __future__ import annotations

import re


def test_it_names_every_page_in_the_menu_with_its_description(built_site):
    text = (built_site.folder / "llms.txt").read_text(encoding="utf-8")

    assert text.startswith("# Pakketwijzer\n\n> ")
    assert "..\n" not in text
    links = re.findall(r"^- \[(.+?)\]\(/(.*?)\): (.+)$", text, re.M)
    pages = {str(f.parent.relative_to(built_site.folder)) for f in built_site.folder.rglob("index.html")}
    assert {url.rstrip("/") or "." for _, url, _ in links if not url.endswith(("json", "jsonl"))} == pages
    for _, url, about in links:
        assert (built_site.folder / url).exists()
        assert len(about) > 20
    assert re.findall(r"^## (.+)$", text, re.M)[:3] == ["Start", "Pakketbeheer", "Kader"]


def test_links_are_absolute_once_the_site_has_an_address(project, monkeypatch):
    monkeypatch.setenv("PAKKETWIJZER_SITE_URL", "https://example.org/pakket/")

    text = (project.build().folder / "llms.txt").read_text(encoding="utf-8")

    assert "](https://example.org/pakket/kader/effectiviteit/): " in text
    assert "](/" not in text
