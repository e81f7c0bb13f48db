"""All that rules may need to know of the site: pages, menu, anchors, corpus and vocabulary."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from markdown.extensions.toc import slugify as default_slugify
from markdown.extensions.toc import unique
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load
from pydantic import ValidationError

from assistant.answer.guard import Guard
from assistant.check.data import Data, read_data
from assistant.check.faults import content_finding, validation_findings
from assistant.check.finding import Finding
from assistant.check.page import Page, outline, parse_page
from assistant.check.vocabulary import Vocabulary
from assistant.corpus import Corpus
from assistant.corpus.models import OWN_WORK
from assistant.corpus.yaml_lines import LocatedYaml
from assistant.errors import ContentError
from assistant.publish.components import Components
from assistant.publish.front_matter import FrontMatter, split_front_matter

DOCS = Path("docs")
CONFIG = Path("mkdocs.yml")
RULE = "paginagegevens-ongeldig"

_NOTES = "bronnen"
"""Id of the heading above the notes that publishing adds to a page with citations."""

Slugify = Callable[[str, str], str]


@dataclass
class Site:
    """The project under `root` as read for checking.

    Attributes:
        findings: What went wrong while reading.
        menu: Pages that the navigation reaches, relative to ``docs``; None without a configured menu.
    """

    root: Path
    data: Data
    pages: dict[str, Page]
    menu: set[str] | None
    slugify: Slugify
    findings: list[Finding]

    @property
    def corpus(self) -> Corpus:
        """The valid records."""
        return self.data.corpus

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the corpus."""
        return Vocabulary(self.corpus)

    @cached_property
    def guard(self) -> Guard:
        """Recognises what no page may hold."""
        return Guard(self.corpus)

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The ids that a link can point to, by page."""
        return {uri: set(self._anchors(page)) for uri, page in self.pages.items()}

    def _anchors(self, page: Page) -> Iterator[str]:
        try:
            body = Components(self.corpus).render(page.body, page.path, 0)
        except ContentError:
            body = page.body
        headings, citations = outline(body)
        used = {heading.anchor for heading in headings if heading.anchor}
        if any(citation.source != OWN_WORK for citation in citations):
            used.add(_NOTES)
        yield from list(used)
        # as Python-Markdown does it: explicit ids first, then the others in order, the title among them
        for title in [page.title, *(heading.title for heading in headings if not heading.anchor)]:
            yield unique(self.slugify(html.unescape(title), "-"), used)


def read_site(root: Path) -> Site:
    """Read everything under `root` that the rules look at."""
    data = read_data(root)
    findings: list[Finding] = []
    pages: dict[str, Page] = {}
    for file in sorted((root / DOCS).rglob("*.md")):
        path = file.relative_to(root)
        text = file.read_text(encoding="utf-8-sig")
        meta = _front_matter(path, text, data, findings)
        uri = path.relative_to(DOCS).as_posix()
        pages[uri] = parse_page(path, uri, text, meta)
    config = _config(root, findings)
    return Site(root, data, pages, _menu(config), _slugify(config), findings)


def _front_matter(path: Path, text: str, data: Data, findings: list[Finding]) -> FrontMatter | None:
    source, _ = split_front_matter(text)
    if not source:
        message = "De pagina heeft geen gegevens tussen twee regels met drie streepjes."
        remedy = "Begin met title, description, kind, status en updated."
        findings.append(Finding(path, 1, RULE, "error", message, remedy))
        return None
    try:
        located = LocatedYaml(source, path, first_line=2)
        meta = FrontMatter.model_validate(located.data)
    except ValidationError as error:
        findings.extend(validation_findings(error, located, path, RULE))
        return None
    except ContentError as error:
        findings.append(content_finding(error, path, RULE))
        return None
    for key in ("criteria", "sectors", "parties"):
        for number, value in enumerate(getattr(meta, key)):
            if not data.knows(key, value):
                line = located.line((key, number)) or 1
                message = f"`{key}`: `{value}` bestaat niet."
                remedy = f"Kies uit: {', '.join(sorted(data.ids[key]))}."
                findings.append(Finding(path, line, RULE, "error", message, remedy))
    return meta


def _config(root: Path, findings: list[Finding]) -> dict[str, Any]:
    try:
        with (root / CONFIG).open(encoding="utf-8") as file:
            config: dict[str, Any] = yaml_load(file)
            return config
    except (OSError, ConfigurationError) as error:
        message = f"De instellingen van de site zijn niet te lezen: {error}"
        findings.append(Finding(CONFIG, 0, "menu-onleesbaar", "error", message, "Herstel mkdocs.yml."))
        return {}


def _menu(config: dict[str, Any]) -> set[str] | None:
    def walk(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, list):
            for item in entry:
                yield from walk(item)
        elif isinstance(entry, dict):
            for item in entry.values():
                yield from walk(item)

    return set(walk(config["nav"])) if config.get("nav") else None


def _slugify(config: dict[str, Any]) -> Slugify:
    """How the site makes ids of headings."""
    for extension in config.get("markdown_extensions", []):
        if isinstance(extension, dict) and "toc" in extension:
            return cast(Slugify, (extension["toc"] or {}).get("slugify", default_slugify))
    return cast(Slugify, default_slugify)
