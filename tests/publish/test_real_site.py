"""The real site: what it exports stands where the link leads, and it needs no other host."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from lxml import html
from mkdocs.config import load_config

from assistant.publish.build import build_site
from assistant.publish.front_matter import split_front_matter
from assistant.settings import Settings

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class SectionTexts(HTMLParser):
    """The text under each heading id of a page's article, read without the code under test.

    Cells of a table row are joined by `` | ``, each behind the name of its column; notes, marks of notes and
    links of headings are left out.
    Lists in list items are taken out of the item that they stand in.

    Attributes:
        sections: Pieces of text by id of the heading above them.
        ids: All ids on the page.

    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sections: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self._here: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._items: list[list[str]] = []
        self._columns: list[str] = []
        self._cells: list[int] = []
        self._article = False
        self.feed(page)

    @property
    def _hidden(self) -> bool:
        return any(hidden for _, hidden, _ in self._open)

    def handle_starttag(self, tag, attrs):
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "article":
            self._article = True
        if not self._article or tag in VOID:
            if self._article and tag == "br":
                self._here.append(" ")
            return
        if re.fullmatch("h[1-6]", tag) and "id" in values:
            self._here = self.sections.setdefault(values["id"], [])
        kinds = set(values.get("class", "").split())
        hidden = bool(kinds & {"cite", "headerlink", "notes", "notes-heading"}) or tag in (
            "script",
            "style",
            "svg",
        )
        if tag == "table":
            self._columns = []
        elif tag == "tr":
            self._cells = []
        elif tag in ("td", "th"):
            self._cells.append(len(self._here))
        nested = tag in ("ul", "ol") and any(name == "li" for name, _, _ in self._open)
        if nested:
            self._items.append(self._here)
            self._here = []
        self._open.append((tag, hidden, nested))

    def handle_endtag(self, tag):
        if tag == "article":
            self._article = False
        if not self._article or tag in VOID:
            return
        while self._open:
            name, _, nested = self._open.pop()
            if nested:
                inner, self._here = self._here, self._items.pop()
                self._here[:0] = ["\n", *inner, "\n"]
            if name == tag:
                break
        if tag in ("td", "th"):
            start = self._cells[-1]
            cell = plain("".join(self._here[start:]))
            del self._here[start:]
            if tag == "th":
                self._columns.append(cell)
            elif cell:
                border = " | " if start > self._cells[0] else ""
                self._here.append(f"{border}{self._columns[len(self._cells) - 1]}: {cell}")
        elif tag == "tr":
            self._here.append("\n")

    def handle_data(self, data):
        if self._article and not self._hidden:
            self._here.append(data)

    def text(self, anchor: str) -> str:
        return plain("".join(self.sections[anchor]))


def plain(text: str) -> str:
    """`text` with single spaces, and without those that a mark of a note leaves before a full stop."""
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))


@pytest.fixture(scope="module")
def pages(built_site):
    return {url: SectionTexts(built_site.text(url)) for url in {p.url for p in built_site.passages}}


@pytest.fixture(scope="module")
def nav_pages(real_settings) -> dict[str, dict]:
    """Front matter of every page in the navigation, by its path."""
    found: list[str] = []

    def walk(entry) -> None:
        if isinstance(entry, str):
            found.append(entry)
        elif isinstance(entry, dict):
            for value in entry.values():
                walk(value)
        else:
            for value in entry:
                walk(value)

    walk(load_config(str(real_settings.root / "mkdocs.yml"))["nav"])
    return {
        path: yaml.safe_load(split_front_matter((real_settings.docs / path).read_text(encoding="utf-8"))[0])
        for path in found
    }


def url_of(path: str) -> str:
    return path.removesuffix("index.md") if path.endswith("index.md") else f"{path.removesuffix('.md')}/"


def test_every_passage_links_to_an_id_on_its_page(built_site, pages):
    broken = [p.link for p in built_site.passages if p.anchor not in pages[p.url].ids]

    assert broken == []


def test_no_page_holds_an_id_twice(pages):
    assert {
        url: twice for url, page in pages.items() if (twice := [i for i, n in Counter(page.ids).items() if n > 1])
    } == {}


def test_every_statement_stands_under_the_heading_that_it_is_quoted_from(built_site, pages):
    stray = [
        (p.link, statement.text)
        for p in built_site.passages
        for statement in p.statements
        if plain(statement.text) not in pages[p.url].text(p.anchor)
    ]

    assert stray == []


def test_the_text_of_a_passage_is_its_statements(built_site):
    for passage in built_site.passages:
        assert plain(passage.text) == plain(" ".join(s.text for s in passage.statements))


def test_every_word_on_a_content_page_is_exported(built_site, pages, nav_pages):
    """Nothing an editor writes is silently kept from the assistant; what is left out is listed here."""
    for path, meta in nav_pages.items():
        if not path.startswith(("kader/", "handleidingen/", "samenwerken/", "pakketbeheer/")):
            continue
        root = built_site.article(url_of(path))
        for part in root.xpath(
            ".//*[contains(@class, 'no-passage') or contains(@class, 'cite') or contains(@class, 'notes')"
            " or contains(@class, 'headerlink') or contains(@class, 'page-state')"
            " or contains(@class, 'ask-button') or contains(@class, 'admonition-title')"
            " or self::th or self::h1 or self::h2 or self::h3 or self::h4]"
        ):
            part.drop_tree()
        shown = Counter(re.findall(r"\w+", root.text_content()))
        exported = Counter(
            word
            for p in built_site.passages_of(url_of(path))
            for s in p.statements
            for word in re.findall(r"\w+", s.text)
        )
        assert shown - exported == Counter(), path
        assert meta["title"]


def test_every_page_in_the_navigation_has_passages_unless_it_opts_out(built_site, nav_pages):
    exported = {p.url for p in built_site.passages}

    expected = {url_of(path) for path, meta in nav_pages.items() if meta.get("assistant", True)}

    assert exported == expected


def test_every_page_on_disk_is_in_the_navigation(real_settings, nav_pages):
    assert {str(file.relative_to(real_settings.docs)) for file in real_settings.docs.rglob("*.md")} == set(nav_pages)


def test_ids_of_passages_are_unique(built_site):
    assert [i for i, count in Counter(p.id for p in built_site.passages).items() if count > 1] == []


def test_every_passage_has_the_id_that_its_content_gives(built_site):
    assert [p.link for p in built_site.passages if p.with_id().id != p.id] == []


def test_what_passages_cite_and_are_about_is_in_the_corpus(built_site):
    corpus = built_site.corpus
    for passage in built_site.passages:
        assert set(passage.sources) <= set(corpus.sources), passage.link
        assert set(passage.sectors) <= set(corpus.sectors), passage.link
        assert set(passage.criteria) <= set(corpus.criteria), passage.link
        assert set(passage.parties) <= set(corpus.parties), passage.link
        assert passage.sources == list(dict.fromkeys(c.source for s in passage.statements for c in s.cites))


def test_every_citation_on_a_page_is_exported_with_a_statement(built_site, pages):
    for url in pages:
        shown = Counter(
            mark.get("data-source")
            for mark in built_site.article(url).xpath(
                ".//*[contains(@class, 'cite')]//*[@data-source][not(ancestor::*[contains(@class, 'no-passage')])]"
            )
        )
        exported = Counter(c.source for p in built_site.passages_of(url) for s in p.statements for c in s.cites)
        assert exported == shown, url


def test_every_note_leads_to_its_source_and_back(built_site):
    sources = set(SectionTexts(built_site.text("bronnen/")).ids)
    for file in built_site.folder.rglob("index.html"):
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        ids = set(root.xpath("//@id"))
        for href in root.xpath("//a[@class='note-ref' or @class='note-back']/@href"):
            assert href.removeprefix("#") in ids, (file, href)
        for href in root.xpath("//ol[@class='notes']/li/a[1]/@href"):
            assert href.partition("#")[2] in sources, (file, href)


def test_every_linked_term_leads_to_its_definition(built_site):
    entries = set(SectionTexts(built_site.text("begrippen/")).ids)
    for file in built_site.folder.rglob("index.html"):
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        for href in root.xpath("//a[@class='term']/@href"):
            path, _, anchor = href.partition("#")
            assert (file.parent / path).resolve() == (built_site.folder / "begrippen").resolve(), (file, href)
            assert anchor in entries, (file, href)


@pytest.fixture(scope="module")
def html_files(built_site) -> list[Path]:
    files = sorted(built_site.folder.rglob("*.html"))
    assert len(files) > 50
    return files


def test_no_page_loads_anything_from_another_host(html_files):
    foreign = [
        (file.name, address)
        for file in html_files
        for address in html.document_fromstring(file.read_text(encoding="utf-8")).xpath(
            "//script/@src | //link/@href | //img/@src | //iframe/@src | //source/@src"
            " | //*/@srcset | //use/@href | //object/@data | //video/@src | //audio/@src"
        )
        if urlsplit(address).netloc
    ]

    assert foreign == []


def test_no_style_sheet_or_inline_style_loads_anything_from_another_host(built_site, html_files):
    sheets = [*built_site.folder.rglob("*.css"), *html_files]
    assert len(sheets) > len(html_files)

    for file in sheets:
        text = file.read_text(encoding="utf-8")
        assert "@import" not in text, file
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), file


def test_every_local_file_that_a_page_loads_is_there(built_site, html_files):
    missing = set()
    for file in html_files:
        if file.name == "404.html":
            continue
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        for address in root.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"):
            if not (file.parent / urlsplit(address).path).resolve().is_file():
                missing.add((str(file.relative_to(built_site.folder)), address))

    assert missing == set()


def test_diagrams_are_drawn_and_carry_no_style_or_script_of_their_own(built_site):
    drawn = 0
    for file in built_site.folder.rglob("index.html"):
        for figure in html.document_fromstring(file.read_text(encoding="utf-8")).xpath(
            "//div[contains(@class, 'mermaid-figure')]"
        ):
            drawn += 1
            (svg,) = figure.xpath("./*")
            assert svg.tag == "svg"
            assert not figure.xpath(".//style | .//script | .//image | .//foreignobject")
            assert not figure.xpath(".//@*[contains(., '://')][name() != 'xmlns']")
            assert "".join(svg.itertext()).strip()
    assert drawn > 0


def test_the_planning_holds_every_milestone_in_its_tables_and_every_dated_one_in_its_pictures(built_site):
    root = built_site.article("planning/")
    milestones = built_site.corpus.milestones
    dated = [m.id for m in milestones.values() if m.start]

    for width in ("wide", "narrow"):
        bars = root.xpath(f".//*[contains(@class, 'timeline {width}')]/*[contains(@class, 'tl-bar')]")
        assert len(bars) == len(dated) > 0
    assert sorted(href.removeprefix("#mijlpaal-") for href in root.xpath(".//table//a/@href")) == sorted(milestones)
    told = {i.removeprefix("mijlpaal-") for i in root.xpath(".//h3/@id") if i.startswith("mijlpaal-")}
    assert told == set(milestones)


def test_every_page_says_that_it_is_not_official(html_files):
    for file in html_files:
        assert 'class="unofficial"' in file.read_text(encoding="utf-8"), file


def test_a_strict_build_for_a_site_without_assistant_gives_the_same_passages_and_no_button(
    built_site, real_settings, tmp_path, monkeypatch
):
    monkeypatch.setenv("PAKKETWIJZER_ASSISTANT_URL", "")
    again = Settings(root=real_settings.root, site_dir=tmp_path / "site", _env_file=None)
    assert load_config(str(again.root / "mkdocs.yml"))["strict"] is True, "a warning fails the build"

    build_site(again)

    assert again.passages.read_bytes() == built_site.settings.passages.read_bytes()
    for page in again.site.rglob("*.html"):
        assert "ask-button" not in page.read_text(encoding="utf-8"), page
        assert "remark-button" not in page.read_text(encoding="utf-8"), page
    assert 'class="ask-button"' in built_site.text("kader/effectiviteit/")


def test_each_page_says_whom_a_remark_goes_to_and_about_what(built_site):
    (tools,) = built_site.article("kader/effectiviteit/").xpath(".//div[contains(@class, 'page-tools')]")
    assert dict(tools.attrib) == {
        "class": "page-tools no-passage",
        "data-assistant": "../../assistent/",
        "data-page": "kader/effectiviteit/",
        "data-title": "Effectiviteit",
    }
    (button,) = tools.xpath("./button")
    assert "hidden" in button.attrib, "without JavaScript it would do nothing"
