"""Answers as HTML. Templates escape everything; only `markup` makes HTML of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.answer.models import Answer, AnswerCitation
from assistant.answer.rows import cells
from assistant.publish.dates import in_dutch
from assistant.serve.fragments import is_web_address, quote_link
from assistant.serve.markup import answer_html

FOLDER = Path(__file__).parent

_REFUSALS = {
    "personal_case": "Over uw eigen situatie",
    "out_of_scope": "Buiten het onderwerp van deze site",
    "not_published": "Niet gevonden op deze site",
    "person": "Geen namen van personen",
    "instruction": "Dit is geen vraag",
}
_COMPOSERS = {
    "extractive": "Dit antwoord bestaat uit letterlijke zinnen van deze site.",
    "generative": "Een taalmodel schreef dit antwoord uit passages van deze site. Controleer de bronnen.",
}


_SETTLED = "vastgesteld"


@dataclass
class CitedHeading:
    """The citations of an answer that stand under one heading of the site.

    Attributes:
        name: The heading; empty for the text under the title of the page.

    """

    name: str
    citations: list[AnswerCitation] = field(default_factory=list)

    @property
    def runs(self) -> list[list[AnswerCitation]]:
        """The citations, those in a row that rest on the same places in the same sources together."""
        return [list(run) for _, run in groupby(self.citations, key=lambda citation: citation.references)]


@dataclass
class CitedPage:
    """The citations of an answer that stand on one page of the site, by heading.

    Attributes:
        status: State of the subject, as the page gives it.
        updated: Day on which the page was last checked, in words; may be empty.

    """

    title: str
    status: str
    updated: str
    headings: dict[str, CitedHeading] = field(default_factory=dict)

    @property
    def numbers(self) -> str:
        """The numbers of the citations; three or more in a row as a range, such as ``[2]–[5]``."""
        shown: list[str] = []
        numbers = sorted(c.n for heading in self.headings.values() for c in heading.citations)
        runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
        for run in ([n for _, n in pairs] for _, pairs in runs):
            shown += [f"[{run[0]}]–[{run[-1]}]"] if len(run) > 2 else [f"[{n}]" for n in run]
        return "".join(shown)


def template_environment() -> Environment:
    """Templates of this room; values are escaped and a missing one is an error."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quote_link"] = lambda citation: quote_link(citation.url, citation.quote)
    environment.filters["cells"] = cells
    environment.tests["web_address"] = lambda url: bool(url) and is_web_address(url)
    return environment


_ENVIRONMENT = template_environment()


def render_part(text: str, answer: Answer, turn: str) -> str:
    """The answer as far as it has come, while it is still growing.

    Args:
        text: The first part of its text.
        answer: The whole answer.
        turn: Id of the turn on the page.

    """
    return _ENVIRONMENT.get_template("part.html").render(
        answer=answer, text=_text(text, answer, turn), heading=_REFUSALS.get(answer.reason, "")
    )


def render_answer(
    answer: Answer, turn: str, names: Mapping[str, str], next_step: str = "", pass_on: bool = False
) -> str:
    """The whole answer with its sources, suggestions and buttons.

    Args:
        answer: What the assistant says.
        turn: Id of the turn on the page.
        names: Names of sectors and criteria by id, to say how the question was read.
        next_step: Address of the page where a reader goes on; may be empty.
        pass_on: The editors can do something about this refusal.

    """
    scope = [names[key] for key in (*answer.scope.sectors, *answer.scope.criteria) if key in names]
    return _ENVIRONMENT.get_template("answer.html").render(
        answer=answer,
        text=_text(answer.text, answer, turn),
        heading=_REFUSALS.get(answer.reason, ""),
        cited=cited_pages(answer.citations),
        unsettled=unsettled(answer.citations),
        composer=_COMPOSERS.get(answer.composer, ""),
        scope=scope,
        turn=turn,
        next_step=next_step,
        can_pass_on=pass_on,
    )


def cited_pages(citations: list[AnswerCitation]) -> list[CitedPage]:
    """The citations by the page and the heading they stand under, in the order in which they are first cited."""
    pages: dict[str, CitedPage] = {}
    for citation in citations:
        new = CitedPage(citation.page, citation.status, dutch_date(citation.updated))
        page = pages.setdefault(citation.url.partition("#")[0], new)
        page.headings.setdefault(citation.url, CitedHeading(citation.heading)).citations.append(citation)
    return list(pages.values())


def unsettled(citations: list[AnswerCitation]) -> str:
    """What a reader must know of an answer about what can still change, as a Dutch sentence; else nothing."""
    states = {citation.status for citation in citations if citation.status}
    changing = sorted(states - {_SETTLED})
    if not changing:
        return ""
    subject = "Een deel van dit antwoord" if _SETTLED in states else "Dit antwoord"
    return f"{subject} rust op tekst die nog {' of '.join(changing)} is: de inhoud kan veranderen."


def dutch_date(iso: str) -> str:
    """``2026-11-21`` as ``21 november 2026``; what is no date, as it stands."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return in_dutch(day)


def _text(text: str, answer: Answer, turn: str) -> Markup:
    titles = {citation.n: citation.title for citation in answer.citations}
    # answer_html escapes all text and makes only the elements listed there.
    return Markup(answer_html(text, titles, turn))  # noqa: S704
