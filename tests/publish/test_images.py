"""Icons and cards."""

from __future__ import annotations

import pytest
from PIL import Image

from assistant.publish.images import _SIZE, _TITLE_SIZES, _fitted, write_card, write_icons


def test_the_icons_have_the_sizes_that_browsers_ask_for(tmp_path):
    write_icons(tmp_path)

    with Image.open(tmp_path / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(tmp_path / "assets" / "apple-touch-icon.png") as icon:
        assert icon.size == (180, 180)
        assert icon.convert("RGBA").getpixel((0, 0)) == (11, 85, 99, 255), "a corner that is see-through turns black"
    assert (tmp_path / "assets" / "favicon.svg").read_text().startswith("<svg ")


def test_a_card_shows_its_title_and_is_small(tmp_path):
    for name, title in (("a", "Effectiviteit"), ("b", "Kosteneffectiviteit"), ("c", "")):
        write_card(tmp_path / f"{name}.png", "Pakketwijzer", "Kader", title, "concept")

    pictures = {name: Image.open(tmp_path / f"{name}.png").convert("RGB") for name in "abc"}
    assert {picture.size for picture in pictures.values()} == {(1200, 630)}
    assert len({picture.tobytes() for picture in pictures.values()}) == 3
    white = {name: sum(n for n, c in p.getcolors(2**24) if min(c) > 240) for name, p in pictures.items()}
    assert white["b"] > white["a"] > white["c"] > 0
    assert (tmp_path / "b.png").stat().st_size < 40_000


@pytest.mark.parametrize(
    "title",
    ["Ggz", "Handleiding geestelijke gezondheidszorg (ggz)", "Modules voor een complex behandellandschap en meer " * 2],
)
def test_a_title_fits_the_card_in_three_lines(title):
    lines, font = _fitted(title)

    assert len(lines) <= 3
    assert max(font.getlength(line) for line in lines) <= _SIZE[0]
    assert " ".join(lines) == " ".join(title.split())
    assert (font.size == _TITLE_SIZES[0]) == (title == "Ggz" or "ggz" in title)


def test_every_page_has_a_card_and_says_where_once_the_site_has_an_address(project, monkeypatch):
    monkeypatch.setenv("PAKKETWIJZER_SITE_URL", "https://example.org/pakket/")
    project.page("map/blad.md", "Tekst.", title="Blad & zo")

    site = project.build()

    head = {
        meta.get("property") or meta.get("name"): meta.get("content")
        for meta in site.article("map/blad/").getroottree().iterfind(".//meta")
    }
    assert head["og:title"] == "Blad & zo"
    assert head["og:description"] == "Een pagina die een test heeft gemaakt."
    assert head["og:url"] == "https://example.org/pakket/map/blad/"
    assert head["og:image"] == "https://example.org/pakket/assets/kaarten/map-blad.png"
    assert (site.folder / "assets/kaarten/map-blad.png").is_file()
    canonical = site.article("map/blad/").getroottree().xpath("//link[@rel='canonical']/@href")
    assert canonical == ["https://example.org/pakket/map/blad/"]


def test_a_site_without_an_address_promises_no_picture(project):
    text = project.build().text("kader/effectiviteit/")

    assert 'property="og:title"' in text
    assert "og:image" not in text
    assert "og:url" not in text
