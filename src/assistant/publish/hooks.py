"""MkDocs hooks: the only place where publishing meets MkDocs."""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from assistant.corpus import Corpus, load_corpus
from assistant.corpus.yaml_lines import read_utf8
from assistant.errors import ContentError
from assistant.publish.citations import CitationExtension, check_citations, find_citations
from assistant.publish.components import Components
from assistant.publish.extract import extract_passages
from assistant.publish.front_matter import FrontMatter, read_front_matter, split_front_matter
from assistant.publish.glossary import GlossaryLinker
from assistant.publish.passage import Passage, write_passages

log = logging.getLogger("mkdocs.plugins.pakketwijzer")

_GENERATED = {"begrippen.md", "bronnen.md"}
"""Pages on which terms are not linked: they define terms or name titles of documents."""


class Publisher:
    """The state of one build."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.corpus: Corpus = load_corpus(root / "corpus")
        self.citations = CitationExtension(self.corpus)
        self.components = Components(self.corpus)
        self.glossary = GlossaryLinker(self.corpus)
        self.meta: dict[str, FrontMatter] = {}
        self.passages: dict[str, list[Passage]] = {}

    def place(self, src_uri: str) -> Path:
        """A page's file as an editor names it."""
        return Path("docs") / src_uri

    def read_pages(self, files: Files) -> None:
        """Check front matter and citations of all pages before any is rendered."""
        used: dict[str, dict[str, str]] = {}
        for file in files.documentation_pages():
            place = self.place(file.src_uri)
            text = read_utf8(Path(str(file.abs_src_path)), place)
            meta = read_front_matter(place, text, self.corpus)
            self.meta[file.src_uri] = meta
            _, offset = split_front_matter(text)
            markdown = "\n".join(text.splitlines()[offset:])
            check_citations(place, markdown, offset, self.corpus)
            for _, citation in find_citations(markdown):
                used.setdefault(citation.source, {})[file.src_uri] = meta.title
        self.components.pages_by_source = {
            source: [(title, uri) for uri, title in pages.items()] for source, pages in used.items()
        }

    def markdown(self, markdown: str, page: Page) -> str:
        """The page's Markdown with components filled in and its title as first heading."""
        place = self.place(page.file.src_uri)
        # What MkDocs has taken off: the front matter and the blank lines behind it.
        offset = read_utf8(Path(str(page.file.abs_src_path)), place).count("\n") - markdown.count("\n")
        self.citations.page = page.file.src_uri
        body = self.components.render(markdown, place, offset)
        return f"# {self.meta[page.file.src_uri].title}\n\n{body}"

    def content(self, content: str, page: Page) -> str:
        """The page's HTML with terms linked; its passages are kept for the export."""
        meta = self.meta[page.file.src_uri]
        if meta.assistant:
            self.passages[page.file.src_uri] = extract_passages(content, page.url, meta)
        return content if page.file.src_uri in _GENERATED else self.glossary.link(content, page.url)


_SWITCH = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')

_publisher: Publisher | None = None


def _current() -> Publisher:
    if _publisher is None:
        raise PluginError("publishing has not started; this hook needs `mkdocs build` or `mkdocs serve`")
    return _publisher


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the corpus and add the citation syntax."""
    global _publisher  # noqa: PLW0603 - MkDocs hooks are functions of a module; this is their only state
    try:
        _publisher = Publisher(Path(config.config_file_path).parent)
    except ContentError as error:
        raise PluginError(str(error)) from None
    config.markdown_extensions = [
        *(e for e in config.markdown_extensions if not isinstance(e, CitationExtension)),
        _publisher.citations,  # Python-Markdown takes instances too
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check all pages."""
    try:
        _current().read_pages(files)
    except ContentError as error:
        raise PluginError(str(error)) from None
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in components."""
    try:
        return _current().markdown(markdown, page)
    except ContentError as error:
        raise PluginError(str(error)) from None


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Link terms and take the passages."""
    return _current().content(html, page)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the theme what it shows beside the text."""
    publisher = _current()
    meta = publisher.meta[page.file.src_uri]
    context["meta"] = meta
    context["corpus"] = publisher.corpus
    context["related"] = related_pages(page.file.src_uri, publisher.meta)
    context["assistant_url"] = assistant_url(config.extra.get("assistant", ""), page.url)
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Mend what the theme writes outside the parts that can be replaced."""
    return valid_switches(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Mend the page of an unknown address too."""
    return valid_switches(output_content) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Export the passages."""
    publisher = _current()
    passages = (p for uri in sorted(publisher.passages) for p in publisher.passages[uri])
    count = write_passages(passages, Path(config.site_dir) / "passages.jsonl")
    log.info("%d passages of %d pages exported", count, len(publisher.passages))


def assistant_url(configured: str, page_url: str) -> str:
    """Address of the assistant seen from a page; empty where the site has none."""
    if not configured or "://" in configured:
        return configured
    return posixpath.relpath(configured.strip("/"), page_url or ".") + "/"


def valid_switches(html: str) -> str:
    """The page without `autocomplete` at the hidden switches of menu and search: HTML knows it at text fields only."""
    return _SWITCH.sub(r"\1", html)


def related_pages(src_uri: str, meta: dict[str, FrontMatter], most: int = 4) -> list[tuple[str, str]]:
    """Titles and paths of the pages that share most sectors, criteria and parties with `src_uri`."""
    own = meta[src_uri]
    scores: list[tuple[float, str]] = []
    for uri, other in meta.items():
        if uri == src_uri:
            continue
        score = 0.0
        for key in ("sectors", "criteria", "parties"):
            mine, theirs = set(getattr(own, key)), set(getattr(other, key))
            if mine and theirs:
                score += len(mine & theirs) / len(mine | theirs)
        if score:
            scores.append((-score, uri))
    return [(meta[uri].title, uri) for _, uri in sorted(scores)[:most]]
