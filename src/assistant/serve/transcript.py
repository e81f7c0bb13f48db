"""A conversation to take along: every question with its answer, its numbered sources and the version quoted from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, Field

from assistant import __version__
from assistant.answer.models import Answer, AnswerCitation
from assistant.answer.rows import in_line, on_lines
from assistant.serve.fragments import is_site_path
from assistant.serve.render import dutch_date

TITLE = "Gesprek met de assistent van Pakketwijzer"
DISCLOSURE = (
    "De assistent is een AI-systeem dat alleen uit deze site citeert en geen besluiten neemt. Controleer de bronnen "
    "voordat u een antwoord gebruikt. Persoonsgegevens die de assistent in een vraag herkende, zijn weggelaten."
)

_SITE_LINK = re.compile(r"(?<=\]\()(?=/(?![/\\]))")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


class Turn(BaseModel):
    """A question and what the assistant said."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=2000)
    answer: Answer


@dataclass(frozen=True)
class Transcript:
    """A conversation as it is written to a file.

    Attributes:
        site: Address of the site, with a slash at its end.
        day: Day on which it was saved.

    """

    turns: list[Turn]
    site: str
    day: date

    @property
    def saved(self) -> str:
        """When it was saved and which versions it quotes from, as Dutch sentences."""
        versions = sorted({turn.answer.version for turn in self.turns if turn.answer.version})
        name = "versie" if len(versions) == 1 else "versies"
        index = f" De antwoorden komen uit {name} {', '.join(versions)} van de zoekindex." if versions else ""
        return f"Bewaard op {dutch_date(self.day.isoformat())}, Pakketwijzer {__version__}, {self.site}.{index}"

    def address(self, citation: AnswerCitation) -> str:
        """Full address of what is cited; empty where it is no page of the site."""
        return urljoin(self.site, citation.url) if is_site_path(citation.url) else ""

    def absolute(self, text: str) -> str:
        """Markdown `text` with full addresses."""
        return _SITE_LINK.sub(self.site.rstrip("/"), on_lines(text))


def make_transcript(turns: Iterable[Turn], redact: Callable[[str], str], site: str, day: date) -> Transcript:
    """The conversation without the personal data that the guard recognises in its questions.

    Args:
        turns: Questions and answers, oldest first.
        redact: Takes personal data out of a text.
        site: Address of the site.
        day: Day on which it is saved.

    """
    clean = [turn.model_copy(update={"question": " ".join(redact(turn.question).split())}) for turn in turns]
    return Transcript(clean, site.rstrip("/") + "/", day)


def origin(citation: AnswerCitation) -> str:
    """The corpus sources of a citation with their places; may be empty."""
    return "; ".join(f"{r.title}, {r.place}" if r.place else r.title for r in citation.references)


def state(citation: AnswerCitation) -> str:
    """When the page was last checked and what state its subject is in; may be empty."""
    checked = f"pagina gecontroleerd op {dutch_date(citation.updated)}" if citation.updated else ""
    return ", ".join(part for part in (checked, citation.status) if part)


def to_markdown(transcript: Transcript) -> str:
    """The conversation as Markdown."""
    parts = [f"# {TITLE}", transcript.saved, DISCLOSURE]
    for turn in transcript.turns:
        parts += [f"## {_plain(turn.question)}", transcript.absolute(turn.answer.text)]
        parts += [_plain(notice) for notice in turn.answer.notices]
        if turn.answer.citations:
            parts += ["### Bronnen bij dit antwoord", *(_source(transcript, c) for c in turn.answer.citations)]
    return "\n\n".join(parts) + "\n"


def _source(transcript: Transcript, citation: AnswerCitation) -> str:
    address = transcript.address(citation)
    title = f"[{_plain(citation.title)}]({address})" if address else _plain(citation.title)
    details = [f"\\[{citation.n}\\] {title}", f"> {_plain(in_line(citation.quote))}"]
    if address:
        details.append(f"Adres: <{address}>")
    return "\n\n".join([*details, *map(_plain, remarks(citation))])


def remarks(citation: AnswerCitation) -> list[str]:
    """What the page rests on and in which state it is, a sentence each; without what is not known."""
    known = {"Gebaseerd op": origin(citation) if citation.references else "", "Stand": state(citation)}
    return [f"{label}: {text}." for label, text in known.items() if text]


def _plain(text: str) -> str:
    """`text` on one line, with nothing in it that Markdown would read as markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
