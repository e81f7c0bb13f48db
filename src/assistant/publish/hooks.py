"""MkDocs hooks: what MkDocs calls while it builds the site."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from assistant.errors import ContentError
from assistant.publish.citations import CitationExtension
from assistant.publish.dates import in_dutch
from assistant.publish.publisher import MenuSection, Publisher, assistant_url, link_from

log = logging.getLogger("mkdocs.plugins.pakketwijzer")

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


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep the parts of the menu."""
    _current().menu = [_menu_section(item) for item in nav.items if isinstance(item, Section | Page)]
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in components; tell the search in which part of the site the page stands, and in which state."""
    publisher = _current()
    uri = page.file.src_uri
    section = publisher.section(uri)
    page.meta["tags"] = [*([section] if section else []), publisher.meta[uri].status]
    try:
        return publisher.markdown(markdown, page)
    except ContentError as error:
        raise PluginError(str(error)) from None


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Link terms and take the passages."""
    return _current().content(html, page)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Gather what the pages show of each other, now that all are rendered."""
    try:
        _current().gather()
    except ContentError as error:
        raise PluginError(str(error)) from None
    return env


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the theme what it shows beside the text, and the text the parts that need all pages.

    Runs after the search has read the text: what stands on another page is not found twice.
    """
    publisher = _current()
    uri = page.file.src_uri
    assistant = assistant_url(config.extra.get("assistant", ""), page.url)
    page.content = publisher.filled(page.content or "", page, assistant)
    context["meta"] = publisher.meta[uri]
    context["corpus"] = publisher.corpus
    context["section"] = publisher.section(uri)
    context["card"] = publisher.card(uri)
    context["related"] = publisher.related(page)
    context["link"] = link_from(page)
    context["in_dutch"] = in_dutch
    context["assistant_url"] = assistant
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Mend what the theme writes outside the parts that can be replaced."""
    return valid_switches(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Mend the page of an unknown address too."""
    return valid_switches(output_content) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Export the passages, the open data and the pictures."""
    publisher = _current()
    _mark_pages_only(Path(config.site_dir) / "search" / "search_index.json")
    site_url = config.site_url or ""
    try:
        count = publisher.export(Path(config.site_dir), config.site_name, config.site_description or "", site_url)
    except ContentError as error:
        raise PluginError(str(error)) from None
    log.info("%d passages of %d pages exported", count, len(publisher.passages))


def _mark_pages_only(index: Path) -> None:
    """Take section and state from the headings in the search index: a result shows those of its page."""
    found = orjson.loads(index.read_bytes())
    for entry in found["docs"]:
        if "#" in entry["location"]:
            entry.pop("tags", None)
    index.write_bytes(orjson.dumps(found))


def valid_switches(html: str) -> str:
    """The page without `autocomplete` at the hidden switches of menu and search: HTML knows it at text fields only."""
    return _SWITCH.sub(r"\1", html)


def _menu_section(item: Section | Page) -> MenuSection:
    if isinstance(item, Page):
        return item.title or "", [item.file.src_uri]
    pages: list[str] = []
    for child in item.children:
        if isinstance(child, Section | Page):
            pages.extend(_menu_section(child)[1])
    return item.title, pages
