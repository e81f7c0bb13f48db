"""The dossier as a tagged PDF that complies with PDF/UA-1."""

from __future__ import annotations

from pathlib import Path

import orjson
import typst

from assistant.assess.models import Dossier, Line
from assistant.assess.render.outline import (
    GIVEN,
    HOW_TO_READ,
    PLACES,
    SKIPPED,
    SOURCES,
    Part,
    address,
    long_date,
    marks,
    outline,
    places_of,
)

_TEMPLATE = Path(__file__).with_name("templates") / "dossier.typ"


def to_pdf(dossier: Dossier, base: str) -> bytes:
    """The dossier as PDF.

    The template gets the texts as data and not as source, so that nothing a user types can be read as markup.

    Args:
        base: Address of the site; empty: the addresses in the lists are no links.
    """
    data = {
        "title": dossier.title,
        "disclaimer": dossier.disclaimer,
        "made": f"Gemaakt op {long_date(dossier.date)}, met versie {dossier.version} van de teksten.",
        "how_to_read": HOW_TO_READ,
        "notices": dossier.notices,
        "given_title": GIVEN,
        "given": [[given.label, given.value or SKIPPED] for given in dossier.given],
        "parts": [_part(part) for part in outline(dossier)],
        "places_title": PLACES,
        "places": [{"n": p.n, "title": p.title, "address": address(base, p.url)} for p in dossier.places],
        "sources_title": SOURCES,
        "sources": [
            {
                "n": note.n,
                "title": note.title,
                "rest": f" ({note.publisher}, {note.date}).",
                "places": places_of(note),
                "address": note.document or address(base, note.url),
            }
            for note in dossier.sources
        ],
    }
    made = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        sys_inputs={"dossier": orjson.dumps(data).decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made


def _part(part: Part) -> dict[str, object]:
    return {
        "title": part.title,
        "intro": part.intro,
        "lines": [_line(line) for line in part.lines],
        "groups": [{"title": g.title, "lines": [_line(line) for line in g.lines]} for g in part.groups],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "label": line.label,
        "text": line.text,
        "place": line.place,
        "sources": line.sources,
        "marks": ", ".join(marks(line)),
        "items": [_line(item) for item in line.items],
    }
