"""The parts of a dossier in the order in which every format shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from assistant.assess.models import CriterionPart, Dossier, Group, Line, SourceNote
from assistant.publish.dates import in_dutch

OWN = "eigen uitwerking"
DEVELOPING = "in ontwikkeling"
REMARK = "opmerking van deze toets"
PLACES = "Vindplaatsen op de site"
SOURCES = "Bronnen achter die vindplaatsen"
GIVEN = "Uw antwoorden"
SKIPPED = "overgeslagen"
HOW_TO_READ = (
    "De regels staan woordelijk op de site Pakketwijzer. Alleen een opmerking van deze toets staat daar niet. Een "
    "getal tussen haken, zoals [1], is de vindplaats op de site. Een getal met een B, zoals [B3.2], is de bron "
    "daarachter: hier de tweede plaats in bron 3. Beide lijsten staan achteraan. Bij eigen uitwerking steunt de "
    "tekst niet alleen op een bron, maar ook op de redactie."
)


@dataclass(frozen=True)
class Part:
    """A chapter of the dossier."""

    title: str
    intro: str = ""
    lines: list[Line] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def outline(dossier: Dossier) -> list[Part]:
    """The chapters between the answers and the lists of references."""
    return [
        Part("Welke route geldt", lines=dossier.about, groups=dossier.route),
        *(_criterion(part, dossier.skipped_evidence) for part in dossier.criteria),
        Part("Wie u erbij betrekt", groups=dossier.involved),
        Part("Wat u hierna doet", groups=dossier.next),
    ]


def _criterion(part: CriterionPart, skipped: bool) -> Part:
    name = part.name[:1].upper() + part.name[1:]
    groups = [
        Group(title="Wat er wordt gevraagd", lines=part.asked),
        Group(title="Wat u hebt", lines=part.have),
        Group(title="Wat u nog nagaat" if skipped else "Wat nog ontbreekt", lines=part.missing),
        Group(title="Welk bewijs past", lines=part.suitable),
        Group(title="Waar u op let", lines=part.attention),
    ]
    title = f"{name} ({DEVELOPING})" if part.status == DEVELOPING else name
    return Part(title, part.question, groups=[group for group in groups if group.lines])


def marks(line: Line) -> list[str]:
    """What a line says about itself behind its references."""
    flags = ((line.own, OWN), (line.remark, REMARK), (line.developing, DEVELOPING))
    return [text for flag, text in flags if flag]


def places_of(note: SourceNote) -> list[tuple[str, str]]:
    """The places in a source, each with the number that lines refer to."""
    return [(f"{note.n}.{number}", place or "gehele bron") for number, place in enumerate(note.places, 1)]


def long_date(day: str) -> str:
    """The date `day` (``2026-11-22``) in words: 22 november 2026."""
    return in_dutch(date.fromisoformat(day))


def address(base: str, url: str) -> str:
    """The full address of `url`, which is relative to the root of the site at `base`; relative where that is empty.

    Letters with accents become percent codes: not every reader of PDF or Word copes with them in an address.
    """
    plain = quote(url, safe="/#")
    return f"{base.rstrip('/')}/{plain}" if base else plain
