"""The state of one build: reads what all pages share, and turns each page into HTML and passages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from html import unescape
from itertools import groupby
from pathlib import Path

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from assistant.corpus import Asked, Corpus, load_asked, load_corpus
from assistant.corpus.yaml_lines import read_utf8
from assistant.errors import ContentError
from assistant.publish.changes import Day, read_changes
from assistant.publish.citations import CitationExtension, check_citations, find_citations
from assistant.publish.components import Components
from assistant.publish.dates import in_dutch
from assistant.publish.extract import extract_passages
from assistant.publish.facets import check_heading_facets
from assistant.publish.front_matter import FrontMatter, read_front_matter, split_front_matter
from assistant.publish.glossary import GlossaryLinker
from assistant.publish.images import write_card, write_icons
from assistant.publish.llms import llms_text
from assistant.publish.moved import check_moves, write_moves
from assistant.publish.open_data import AnsweredQuestion, answered_questions, write_open_data
from assistant.publish.parts import Parts, part_environment
from assistant.publish.passage import Passage, write_passages
from assistant.publish.picks import check_picks
from assistant.publish.related import Related, related

_GENERATED = {"begrippen.md", "bronnen.md"}
"""Pages on which terms are not linked: they define terms or name titles of documents."""

_PAGE_LINK = re.compile(r'<a href="((?:\.\./)*(?:[a-z0-9-]+/)+)(?:#[^"]*)?">')

MenuSection = tuple[str, list[str]]
"""Title of a part of the menu with its pages, as paths relative to ``docs``."""


class Publisher:
    """The state of one build.

    Attributes:
        menu: The parts of the menu, in order.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.corpus: Corpus = load_corpus(root / "corpus")
        self.asked: dict[str, Asked] = load_asked(root / "corpus")
        self.citations = CitationExtension(self.corpus)
        self.components = Components(self.corpus)
        self.glossary = GlossaryLinker(self.corpus)
        self.meta: dict[str, FrontMatter] = {}
        self.passages: dict[str, list[Passage]] = {}
        self.menu: list[MenuSection] = []
        self._files = Files([])
        self._all: tuple[list[Passage], list[AnsweredQuestion], Parts] | None = None

    def place(self, src_uri: str) -> Path:
        """A page's file as an editor names it."""
        return Path("docs") / src_uri

    def read_pages(self, files: Files) -> None:
        """Check front matter and citations of all pages before any is rendered."""
        self._files = files
        used: dict[str, dict[str, str]] = {}
        for file in files.documentation_pages():
            place = self.place(file.src_uri)
            text = read_utf8(Path(str(file.abs_src_path)), place)
            meta = read_front_matter(place, text, self.corpus)
            self.meta[file.src_uri] = meta
            _, offset = split_front_matter(text)
            markdown = "\n".join(text.splitlines()[offset:])
            check_citations(place, markdown, offset, self.corpus)
            check_heading_facets(markdown, self.corpus, place, offset)
            for _, citation in find_citations(markdown):
                used.setdefault(citation.source, {})[file.src_uri] = meta.title
        check_moves(self.meta)
        self.components.pages_by_source = {
            source: [(title, uri) for uri, title in pages.items()] for source, pages in used.items()
        }
        self.components.titles = {uri: meta.title for uri, meta in self.meta.items()}
        self.components.changes = read_changes(self.root, self.meta)
        self.components.checked = self._checked()

    def _checked(self) -> list[Day]:
        pages = sorted(self.meta, key=lambda uri: self.meta[uri].updated, reverse=True)
        return [Day(day, changed=list(uris)) for day, uris in groupby(pages, key=lambda uri: self.meta[uri].updated)]

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
        content = with_page_names(content, page.url)
        return content if page.file.src_uri in _GENERATED else self.glossary.link(content, page.url)

    def filled(self, content: str, page: Page, assistant: str) -> str:
        """The page's HTML with the parts that need all other pages.

        Args:
            assistant: Address of the assistant seen from the page; may be empty.
        """
        return self._known()[2].fill(content, link_from(page), assistant)

    def related(self, page: Page) -> list[Related]:
        """What to read next."""
        passages, questions, _ = self._known()
        return related(page.file.src_uri, self.meta, self.corpus, passages, questions)

    def section(self, src_uri: str) -> str:
        """Title of the part of the menu that a page stands in; empty for a page beside them."""
        return next((title for title, pages in self.menu if src_uri in pages and len(pages) > 1), "")

    def card(self, src_uri: str) -> str:
        """Place of the page's card, relative to the root of the site."""
        return f"assets/kaarten/{src_uri.removesuffix('.md').replace('/', '-')}.png"

    def export(self, site: Path, name: str, description: str, site_url: str) -> int:
        """Write everything beside the pages into the built site; return the number of passages.

        Raises:
            ContentError: Data of the corpus name a heading or a sentence that is not there.
        """
        passages, questions, _ = self._known()
        check_picks(self.corpus, passages)
        write_open_data(site, self.corpus, questions)
        write_moves(site, self.meta, part_environment())
        write_icons(site)
        for uri, meta in self.meta.items():
            state = f"{meta.status} · gecontroleerd op {in_dutch(meta.updated)}"
            write_card(site / self.card(uri), name, self.section(uri), meta.title, state)
        (site / "llms.txt").write_text(llms_text(name, description, site_url, self.menu, self.meta), encoding="utf-8")
        return write_passages(passages, site / "passages.jsonl")

    def gather(self) -> None:
        """Take together what all pages hold; to be called once they are rendered.

        Raises:
            ContentError: Questions are given for a heading that is not there.
        """
        self._known()

    def _known(self) -> tuple[list[Passage], list[AnsweredQuestion], Parts]:
        """All passages, questions and parts; asked for only once all pages are rendered."""
        if self._all is None:
            passages = self._asked([p for uri in sorted(self.passages) for p in self.passages[uri]])
            questions = answered_questions(p for uri in self.meta for p in self.passages.get(uri, ()))
            contents = {file.src_uri: _headings(file.page) for file in self._files.documentation_pages() if file.page}
            parts = Parts(self.corpus, self.meta, contents, self.passages, questions)
            self._all = passages, questions, parts
        return self._all

    def _asked(self, passages: list[Passage]) -> list[Passage]:
        """`passages` with the questions they answer; a heading that asks one is the first."""
        links = {p.link for p in passages}
        for link, asked in self.asked.items():
            if link not in links:
                raise ContentError(
                    asked.path,
                    asked.line,
                    f"the page `{asked.page}` has no text under a heading `#{asked.anchor}`.",
                    "Move the questions to the heading that answers them now.",
                )
        given = {link: asked.questions for link, asked in self.asked.items()}
        return [
            p.model_copy(update={"asked": [p.heading] * p.heading.endswith("?") + given.get(p.link, [])})
            for p in passages
        ]


def with_page_names(content: str, page_url: str) -> str:
    """`content` in which each link to another page also names that page, for readers on paper."""

    def name(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(page_url, link[1]))
        return f'{link[0][:-1]} data-page="{target}">' if target != posixpath.normpath(page_url) else link[0]

    return _PAGE_LINK.sub(name, content)


def link_from(page: Page) -> Callable[[str], str]:
    """Turns an address relative to the root of the site into one seen from `page`."""

    def link(address: str) -> str:
        path, mark, rest = address.partition("#")
        return f"{get_relative_url(path or '.', page.url)}{mark}{rest}"

    return link


def assistant_url(configured: str, page_url: str) -> str:
    """Address of the assistant seen from a page; empty where the site has none."""
    if not configured or "://" in configured:
        return configured
    return posixpath.relpath(configured.strip("/"), page_url or ".") + "/"


def _headings(page: Page) -> Sequence[tuple[str, str]]:
    """Headings of level 2 with their ids."""
    return [(unescape(item.title), item.id) for top in page.toc for item in top.children]
