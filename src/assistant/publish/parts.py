"""Parts of pages that are made when all pages are known: lists with filters, comparison, roles.

A page calls them like other components; the call leaves a mark in the text, which is filled in when the page is put
together. So they are no passages, and the search of the site does not find the same text twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.corpus import Corpus, Criterion, Party, Sector
from assistant.publish.front_matter import FrontMatter
from assistant.publish.headings import FIXED_HEADINGS, FixedHeading
from assistant.publish.moved import address
from assistant.publish.open_data import AnsweredQuestion
from assistant.publish.passage import Passage

LAWS = {"zvw": "Zvw", "wlz": "Wlz", "wmo": "Wmo", "jeugdwet": "Jeugdwet"}
PARTS = ("vragenlijst", "handleidingenlijst", "vergelijking", "rollen")
_MARK = re.compile(r'<div data-part="(\w+)"></div>')

Contents = Mapping[str, Sequence[tuple[str, str]]]
"""Headings of level 2 of a page, each with its id, by path of the page relative to ``docs``."""


@dataclass(frozen=True)
class SectionLink:
    """A part of a manual in the list of manuals."""

    label: str
    url: str
    criteria: list[str]
    parties: list[str]


@dataclass(frozen=True)
class Manual:
    """A manual in the list of manuals."""

    sector: Sector
    meta: FrontMatter
    sections: list[SectionLink]


@dataclass(frozen=True)
class Subject:
    """What can be put beside another of its kind.

    Attributes:
        url: Address of its page, relative to the root of the site.
        summary: What it is, in one sentence.
        anchors: Ids of the headings on its page, by key of the fixed heading.
    """

    id: str
    name: str
    url: str
    summary: str
    anchors: dict[str, str]


@dataclass(frozen=True)
class Kind:
    """What can be compared.

    Attributes:
        id: Also what it is called in the plural.
        one: What one of them is called.
        parts: The fixed headings with the subjects whose page has them.
    """

    id: str
    one: str
    subjects: list[Subject]
    parts: list[tuple[FixedHeading, list[Subject]]]


def part_environment() -> Environment:
    """The environment of the HTML templates of this room."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("parts")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["upper_first"] = upper_first
    return environment


def upper_first(text: str) -> str:
    """`text` with a capital."""
    return text[0].upper() + text[1:]


def mark(name: str) -> Callable[[], str]:
    """The component that leaves the mark of the part `name`."""
    return lambda: f'<div data-part="{name}"></div>'


class Parts:
    """Makes the parts of one build.

    Args:
        contents: The headings of every page.
        passages: The passages of every page, by path relative to ``docs``.
    """

    def __init__(
        self,
        corpus: Corpus,
        meta: Mapping[str, FrontMatter],
        contents: Contents,
        passages: Mapping[str, Sequence[Passage]],
        questions: Sequence[AnsweredQuestion],
    ) -> None:
        self.corpus = corpus
        self.meta = meta
        self.contents = contents
        self.passages = passages
        self.questions = questions
        self.environment = part_environment()

    def fill(self, content: str, url: Callable[[str], str], assistant_url: str) -> str:
        """`content` with every mark replaced by its part.

        Args:
            url: Turns an address relative to the root of the site into one seen from the page.
            assistant_url: Address of the assistant seen from the page; may be empty.
        """

        def part(found: re.Match[str]) -> str:
            name = found[1]
            values: dict[str, Any] = getattr(self, name)()
            template = self.environment.get_template(f"{name}.html")
            return template.render(url=url, assistant_url=assistant_url, **values)

        return _MARK.sub(part, content)

    def vragenlijst(self) -> dict[str, Any]:
        """All questions by page, with what to choose them by."""
        pages = {
            self.meta[uri].title: [q for q in self.questions if q.url.split("#")[0] == address(uri)]
            for uri in self.meta
            if self.meta[uri].kind == "vragen"
        }
        filters = [
            (name, label, self._used(register, [getattr(q, register) for q in self.questions]))
            for name, label, register in (
                ("criterium", "Criterium", "criteria"),
                ("zorgvorm", "Zorgvorm", "sectors"),
                ("partij", "Partij", "parties"),
            )
        ]
        return {"pages": pages, "filters": filters, "names": self._names(), "total": len(self.questions)}

    def handleidingenlijst(self) -> dict[str, Any]:
        """All manuals with their parts, and what to choose them by."""
        manuals = [
            Manual(sector, self.meta[sector.page], self._links_of_manual(sector.page))
            for sector in self.corpus.sectors.values()
            if sector.page in self.meta
        ]
        parties = [link.parties for manual in manuals for link in manual.sections]
        laws = {law for manual in manuals for law in manual.sector.law}
        filters = [
            ("wet", "Wet", [(law, name) for law, name in LAWS.items() if law in laws]),
            ("criterium", "Criterium", [(c.id, upper_first(c.name)) for c in self.corpus.criteria.values()]),
            ("partij", "Partij", self._used("parties", parties)),
        ]
        return {"manuals": manuals, "filters": filters, "laws": LAWS, "address": address}

    def vergelijking(self) -> dict[str, Any]:
        """Sectors and criteria with the parts that their pages have in common."""
        sectors = [self._subject(s, s.summary, "handleiding") for s in self.corpus.sectors.values()]
        criteria = [self._subject(c, c.definition, "criterium") for c in self.corpus.criteria.values()]
        return {
            "kinds": [
                Kind("zorgvormen", "zorgvorm", sectors, _parts_of(sectors, "handleiding")),
                Kind("criteria", "criterium", criteria, _parts_of(criteria, "criterium")),
            ]
        }

    def rollen(self) -> dict[str, Any]:
        """The main parties with what to read and what to ask."""
        parties = []
        for party in self.corpus.parties.values():
            if party.main:
                anchors = {fixed.label: anchor for fixed, anchor in self._fixed_parts(party.page, "partij")}
                parties.append({"party": party, "page": address(party.page), "anchors": anchors})
        return {"parties": parties, "quote": quote}

    def _subject(self, record: Sector | Criterion, summary: str, page_kind: str) -> Subject:
        anchors = {fixed.key: anchor for fixed, anchor in self._fixed_parts(record.page, page_kind)}
        return Subject(record.id, upper_first(record.name), address(record.page), summary, anchors)

    def _links_of_manual(self, page: str) -> list[SectionLink]:
        """The parts of a manual that are about a criterion or about parties."""
        found = [(_fixed("handleiding", p.heading), p) for p in self.passages.get(page, ())]
        return [
            SectionLink(fixed.label, p.link, p.criteria, p.parties)
            for fixed, p in found
            if fixed and len(p.heading_path) == 2 and p.part == 1 and (p.criteria or p.parties)
        ]

    def _fixed_parts(self, page: str, kind: str) -> list[tuple[FixedHeading, str]]:
        """The fixed headings of `page` with their ids."""
        found = [(_fixed(kind, heading), anchor) for heading, anchor in self.contents.get(page, ())]
        return [(fixed, anchor) for fixed, anchor in found if fixed]

    def _names(self) -> dict[str, str]:
        records: list[Criterion | Sector | Party] = [
            *self.corpus.criteria.values(),
            *self.corpus.sectors.values(),
            *self.corpus.parties.values(),
        ]
        return {record.id: record.name for record in records}

    def _used(self, register: str, lists: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
        """Ids and names of the records of `register` that occur in `lists`."""
        used = {id for ids in lists for id in ids}
        return [(id, upper_first(r.name)) for id, r in getattr(self.corpus, register).items() if id in used]


def _parts_of(subjects: Sequence[Subject], page_kind: str) -> list[tuple[FixedHeading, list[Subject]]]:
    """The fixed headings with the subjects whose page has them."""
    return [(h, [s for s in subjects if h.key in s.anchors]) for h in FIXED_HEADINGS[page_kind]]


def _fixed(kind: str, heading: str) -> FixedHeading | None:
    text = unescape(heading)
    return next((fixed for fixed in FIXED_HEADINGS[kind] if fixed.pattern.fullmatch(text)), None)
