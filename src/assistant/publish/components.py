"""Parts of pages that are made from corpus data; pages call them as ``{{ name(…) }}``."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from assistant.corpus import Citation, Corpus, Milestone
from assistant.corpus.assessment import FILE, Assessment, load_assessment
from assistant.corpus.models import News, Statement
from assistant.errors import ContentError
from assistant.publish.changes import Day
from assistant.publish.dates import in_dutch
from assistant.publish.open_data import DATASETS, FOLDER
from assistant.publish.parts import PARTS, mark
from assistant.publish.relations import relations_svg
from assistant.publish.sentences import split_sentences
from assistant.publish.timeline import timeline_svg

_TEMPLATES = Path(__file__).with_name("templates")

TIMELINE_START = "2022"
"""The year of the letter that opened the programme: what came before has a picture with a scale of its own."""

EARLIER_ID = f"mijlpalen-vóór-{TIMELINE_START}"
"""Id of the heading above the milestones before that year."""

_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")

_UNDATED = "9999"
"""Sorts a milestone without a start behind those that have one."""

FEW_PAGES = 4
"""So many pages that rest on a source are named at once; more are folded away."""

LAST_CHANGES = 4
"""News items on the start page; without news as many pages that changed last."""

_NO_NEWS = {"index.md", "over/wijzigingen.md", "over/hoe-goed.md"}
"""Pages that change with others or by machine."""

GROUP_NAMES = {
    "kaders": "Kaders voor de pakketcriteria",
    "arbeidsinzet-duurzaamheid": "Arbeidsinzet en duurzaamheid",
    "wet": "Verankering in de wet",
    "agendering": "Agenderen en duiden",
    "kennis": "Kennis en onderzoek",
    "werkgroep": "Werkgroep Beter pakketbeheer",
    "iza-adviezen": "Uitvoering van de IZA-adviezen",
    "brieven": "Brieven aan de Tweede Kamer",
}


@dataclass(frozen=True)
class TimelineYear:
    """The milestones that start in one year, or in the years before the programme.

    Attributes:
        name: The year or years, or what stands in their place for milestones without a start.
        past: The time is over; the table starts folded.
    """

    name: str
    milestones: list[Milestone]
    past: bool

    @property
    def done(self) -> int:
        """How many of them the sources call delivered."""
        return sum(m.state == "opgeleverd" for m in self.milestones)


@dataclass(frozen=True)
class TimelinePart:
    """Milestones in one picture and a table for each year, under the page's own heading or one of their own."""

    milestones: list[Milestone]
    heading: str = ""
    opening: str = ""

    @property
    def years(self) -> list[TimelineYear]:
        """The milestones by the year they start in; those without a start come last, those of long ago are few."""
        now = str(date.today().year)
        years = [
            TimelineYear("Zonder jaar" if year == _UNDATED else year, list(same), past=year < now)
            for year, same in groupby(self.milestones, key=lambda m: (m.start or _UNDATED)[:4])
        ]
        if self.heading and len(years) > 1:
            return [TimelineYear(f"{years[0].name}–{years[-1].name}", self.milestones, past=True)]
        return years

    @property
    def svg(self) -> str:
        """The picture, for wide and for narrow screens; a milestone without a start is in the table only."""
        return Markup(timeline_svg(self.milestones) + timeline_svg(self.milestones, narrow=True))  # noqa: S704 - escaped there


class Components:
    """Renders the calls in a page's Markdown.

    Attributes:
        pages_by_source: Titles and paths of the pages that cite each source.
        titles: Title of every page, by path relative to ``docs``.
        changes: What the history of the repository tells, last day first.
        checked: The pages by the day they were last checked, last day first.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # noqa: S701 - the result is Markdown, where only what starts a tag must be escaped
            finalize=_without_tags,
        )
        self.environment.filters["cite"] = cite_marker
        self.environment.filters["cited"] = cited
        self.environment.globals.update(corpus=corpus, group_names=GROUP_NAMES)
        calls: dict[str, Callable[..., str]] = {
            "begrippenlijst": self.glossary,
            "bronnenlijst": self.sources,
            "tijdlijn": self.timeline,
            "mijlpalen": self.milestones,
            "criteriumkaarten": self.criterion_cards,
            "criteriumverbanden": self.criterion_relations,
            "sectorkaarten": self.sector_cards,
            "partijkaarten": self.party_cards,
            "toetswandeling": self.walk,
            "toetsstappen": self.walk_steps,
            "toetschecklists": self.walk_checklists,
            "wijzigingen": self.change_log,
            "laatste_wijzigingen": self.last_changes,
            "open_data": self.open_data,
            "algoritmeregister": self.algorithm_register,
        } | {name: mark(name) for name in PARTS}
        self.environment.filters["in_dutch"] = in_dutch
        self.environment.globals.update({name: _made(call) for name, call in calls.items()})
        self.pages_by_source: dict[str, list[tuple[str, str]]] = {}
        self.titles: Mapping[str, str] = {}
        self.changes: list[Day] = []
        self.checked: list[Day] = []

    def render(self, markdown: str, path: Path, offset: int) -> str:
        """`markdown` with all calls replaced.

        Args:
            path: File of the page, for errors.
            offset: Lines of the file before `markdown` starts.

        Raises:
            ContentError: A call is wrong.
        """
        if "{{" not in markdown and "{%" not in markdown:
            return markdown
        try:
            return self.environment.from_string(markdown).render()
        except (TemplateError, TypeError) as error:
            line = _line_of_call(error)
            raise ContentError(
                path,
                line + offset if line else None,
                f"a call between {{{{ }}}} is wrong: {getattr(error, 'message', None) or error}.",
                "The handbook for editors lists the calls.",
            ) from None

    def _template(self, name: str, **values: object) -> str:
        return self.environment.get_template(f"{name}.md").render(**values)

    def glossary(self) -> str:
        """All terms, by first letter."""
        terms = sorted(self.corpus.terms.values(), key=lambda term: term.name.lower())
        letters: dict[str, list[object]] = {}
        for term in terms:
            letters.setdefault(term.name[0].upper(), []).append(term)
        return self._template("begrippenlijst", letters=letters, titles=self.titles)

    def sources(self) -> str:
        """The register, grouped by kind, with the pages that rest on each source."""
        groups: dict[str, list[object]] = {}
        for source in self.corpus.sources.values():
            groups.setdefault(source.kind, []).append(source)
        return self._template("bronnenlijst", groups=groups, pages=self.pages_by_source, few=FEW_PAGES)

    def timeline(self) -> str:
        """All milestones as two pictures with a table a year behind each: of the programme, and of the time before."""
        milestones = sorted(self.corpus.milestones.values(), key=lambda m: (m.start or _UNDATED, m.title))
        earlier = [m for m in milestones if (m.start or _UNDATED) < TIMELINE_START]
        later = [m for m in milestones if m not in earlier]
        parts = [
            TimelinePart(later),
            TimelinePart(
                earlier,
                f"Mijlpalen vóór {TIMELINE_START}",
                f"De mijlpalen van vóór {TIMELINE_START} gingen aan het programma vooraf",
            ),
        ]
        shown = [part for part in parts if part.milestones]
        jumps = [(f"jaar-{year.name}", year.name) for year in TimelinePart(later).years if year.name.isdigit()]
        if earlier:
            jumps.append((EARLIER_ID, f"vóór {TIMELINE_START}"))
        return self._template("tijdlijn", parts=shown, start=TIMELINE_START, jumps=jumps, earlier_id=EARLIER_ID)

    def milestones(self) -> str:
        """Every milestone under its own heading, by group."""
        groups: dict[str, list[object]] = {}
        for milestone in sorted(
            self.corpus.milestones.values(), key=lambda m: (list(GROUP_NAMES).index(m.group), m.start or "9")
        ):
            groups.setdefault(milestone.group, []).append(milestone)
        return self._template("mijlpalen", groups=groups)

    def criterion_cards(self) -> str:
        """The criteria with their key question."""
        return self._template("criteriumkaarten", records=self.corpus.criteria.values())

    def criterion_relations(self) -> str:
        """How the criteria bear on each other, as a picture and a list with the same numbers."""
        criteria = list(self.corpus.criteria.values())
        relations = [relation for criterion in criteria for relation in criterion.relations]
        picture = Markup(relations_svg(criteria))  # noqa: S704 - escaped there
        return self._template("criteriumverbanden", svg=picture, relations=relations)

    def sector_cards(self) -> str:
        """The sectors with a link to their manual."""
        return self._template("sectorkaarten", records=self.corpus.sectors.values())

    def party_cards(self) -> str:
        """The main parties with their role."""
        return self._template("partijkaarten", records=[p for p in self.corpus.parties.values() if p.main])

    def walk(self) -> str:
        """The form of the walk; its script shows it and makes the dossier."""
        # Markdown takes a block of HTML to end at an empty line.
        lines = self._template("toetswandeling", walk=self._assessment).splitlines()
        return "\n".join(line for line in lines if line.strip())

    def walk_steps(self) -> str:
        """The steps of the walk as a list."""
        return self._template("toetsstappen", walk=self._assessment)

    def walk_checklists(self) -> str:
        """The checklist of each manual."""
        return self._template("toetschecklists", walk=self._assessment)

    @property
    def _assessment(self) -> Assessment:
        assessment = load_assessment(self.corpus)
        if assessment is None:
            raise TypeError(f"corpus/{FILE} is missing")
        return assessment

    def change_log(self) -> str:
        """The pages that changed, by day; without a history the pages by the day they were checked."""
        days, known = (self.changes, True) if self.changes else (self.checked, False)
        days = [
            Day(day.day, self._by_title(day.added), self._by_title(day.changed), sorted(day.removed)) for day in days
        ]
        return self._template("wijzigingen", days=days, known=known, titles=self.titles, news=self._news())

    def last_changes(self) -> str:
        """What is new, in words; where nobody wrote any, the pages that changed last."""
        news = self._news(LAST_CHANGES)
        if news:
            return self._template("laatste_wijzigingen", news=news, titles=self.titles, up="")
        days = self.changes or self.checked
        found = [(uri, day.day) for day in days for uri in day.pages if uri not in _NO_NEWS]
        newest: dict[str, date] = {}
        for uri, day in found:
            newest.setdefault(uri, day)
        last = list(newest.items())[:LAST_CHANGES]
        return self._template("laatste_wijzigingen", news=[], pages=last, titles=self.titles)

    def _news(self, most: int | None = None) -> list[tuple[date, list[News]]]:
        """The last `most` news items, or all, by day.

        Raises:
            ContentError: An item names a page that is not there.
        """
        for item in self.corpus.news.values():
            if item.page not in self.titles:
                raise ContentError(Path("corpus/news.yml"), None, f"In `{item.id}`: there is no page `{item.page}`.")
        items = sorted(self.corpus.news.values(), key=lambda item: item.day, reverse=True)[:most]
        return [(day, list(same)) for day, same in groupby(items, key=lambda item: item.day)]

    def _by_title(self, pages: list[str]) -> list[str]:
        return sorted(pages, key=lambda page: self.titles[page].lower())

    def open_data(self) -> str:
        """The files of open data with their schemas."""
        return self._template("open_data", datasets=DATASETS, folder=FOLDER, titles=self.titles)

    def algorithm_register(self) -> str:
        """The draft entries for the register of algorithms."""
        return self._template("algoritmeregister", records=self.corpus.algorithms.values())


def _without_tags(value: object) -> object:
    """`value` with what a browser would take for a tag made visible; a word in angle brackets would vanish."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _TAG_START.sub("&lt;", value)
    return value


def _made(call: Callable[..., str]) -> Callable[..., Markup]:
    """`call` with its result marked as made here, its data escaped already."""
    return lambda *args, **kwargs: Markup(call(*args, **kwargs))  # noqa: S704


def _line_of_call(error: Exception) -> int | None:
    """Line of the page's Markdown on which a call fails; Jinja itself tells it for faults of syntax only."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in frames if frame.filename == "<template>"), None)


def cited(statement: Statement) -> str:
    """The text of `statement` with its citations in every sentence, before the full stop as on the pages."""
    marker = cite_marker(statement.cite)
    return " ".join(f"{sentence.rstrip('.')} {marker}." for sentence in split_sentences(statement.text))


def cite_marker(citations: list[Citation]) -> str:
    """Citations of a record as a Markdown marker."""
    marks = (f"@{c.source}, {c.place}" if c.place else f"@{c.source}" for c in citations)
    return f"[{'; '.join(marks)}]" if citations else ""
