"""The parts of a dossier in the order in which every format shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from assistant.assess.models import CriterionPart, Dossier, Group, Line, SourceNote, Tally
from assistant.publish.dates import in_dutch

OWN = "eigen uitwerking"
DEVELOPING = "in ontwikkeling"
REMARK = "opmerking van deze toets"
SUMMARY = "In het kort"
ROUTE = "Welke route geldt"
TALLY = "Hoe ver u bent per criterium"
TALLY_NOTE = (
    "Geteld zijn de gegevens op de lijst van deze toets. Het aantal zegt niets over de uitkomst van een beoordeling."
)
TALLY_COLUMNS = ("Criterium", "U hebt", "Vult u eerst aan")
TALLY_DONE = "Alle gegevens van deze lijst zijn er."
STEPS = "De eerste stappen"
PLACES = "Vindplaatsen op de site"
FOOTER = "Dossier van Pakketwijzer: geen oordeel over vergoeding"
SOURCES = "Bronnen achter die vindplaatsen"
GIVEN = "Uw antwoorden"
SKIPPED = "overgeslagen"
HOW_TO_READ = (
    "De regels staan woordelijk op de site Pakketwijzer. Alleen de vette woorden en een opmerking van deze toets staan "
    "daar niet. Een getal tussen haken, zoals [1], is de vindplaats op de site. Een getal met een B, zoals [B3.2], is "
    "de bron daarachter: hier de tweede plaats in bron 3. Beide lijsten staan achteraan. Bij eigen uitwerking steunt "
    "de tekst niet alleen op een bron, maar ook op de redactie; staat dat bij de eerste zin van een lijst, dan geldt "
    "het voor de hele lijst."
)


@dataclass(frozen=True)
class Part:
    """A chapter of the dossier."""

    title: str
    intro: str = ""
    lines: list[Line] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


@dataclass(frozen=True)
class PagePlaces:
    """The places that stand on one page of the site.

    Attributes:
        url: Of the page, relative to the root of the site.
        places: Number, heading and address of each, in the order of the numbers.
    """

    title: str
    url: str
    places: list[tuple[int, str, str]]


def outline(dossier: Dossier) -> list[Part]:
    """The chapters between the answers and the lists of references."""
    return [
        Part(ROUTE, lines=dossier.about, groups=dossier.route),
        *(_criterion(part, dossier.skipped_evidence) for part in dossier.criteria),
        Part("Wie u erbij betrekt", groups=dossier.involved),
        Part("Wat u hierna doet", groups=dossier.next),
    ]


def _criterion(part: CriterionPart, skipped: bool) -> Part:
    groups = [
        Group(title="Wat er wordt gevraagd", lines=part.asked),
        Group(title="Wat u hebt", lines=part.have),
        Group(title="Wat u nog nagaat" if skipped else "Wat nog ontbreekt", lines=part.missing),
        Group(title="Welk bewijs past", lines=part.suitable),
        Group(title="Waar u op let", lines=part.attention),
    ]
    return Part(criterion_title(part), part.question, groups=[group for group in groups if group.lines])


def made(dossier: Dossier) -> str:
    """When the dossier was made, and of which texts."""
    return f"Gemaakt op {long_date(dossier.date)}, met versie {dossier.version} van de teksten."


def criterion_title(part: CriterionPart | Tally) -> str:
    """Name of the criterion, and whether it is in development."""
    name = part.name[:1].upper() + part.name[1:]
    return f"{name} ({DEVELOPING})" if part.status == DEVELOPING else name


def count(tally: Tally) -> str:
    """How much of the list the user has, in words."""
    return "niet ingevuld" if tally.have is None else f"{tally.have} van {tally.total}"


def pages(dossier: Dossier) -> list[PagePlaces]:
    """The places by page, in the order in which the dossier first refers to a page."""
    found: dict[str, PagePlaces] = {}
    for place in dossier.places:
        url = place.url.partition("#")[0]
        page = found.setdefault(url, PagePlaces(place.page, url, []))
        page.places.append((place.n, place.heading or "begin van de pagina", place.url))
    return list(found.values())


def marks(line: Line, lead: Line | None = None) -> list[str]:
    """What a line says about itself behind its references.

    That a criterion is in development stands in the title of its chapter.

    Args:
        lead: The line that introduces the list in which `line` stands; what that one says is not said again.
    """
    own = line.own and not (lead and lead.own)
    return [text for flag, text in ((own, OWN), (line.remark, REMARK)) if flag]


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
