"""The dossier as a tagged PDF that complies with PDF/UA-1."""

from __future__ import annotations

from pathlib import Path

import orjson
import typst

from assistant.assess.models import Dossier, Line
from assistant.assess.render.outline import (
    FOOTER,
    GIVEN,
    HOW_TO_READ,
    PLACES,
    ROUTE,
    SKIPPED,
    SOURCES,
    STEPS,
    SUMMARY,
    TALLY,
    TALLY_COLUMNS,
    TALLY_DONE,
    TALLY_NOTE,
    Part,
    address,
    count,
    criterion_title,
    made,
    marks,
    outline,
    pages,
    places_of,
)

_TEMPLATE = Path(__file__).with_name("templates") / "dossier.typ"


def to_pdf(dossier: Dossier, base: str) -> bytes:
    """The dossier as PDF.

    The template gets the texts as data and not as source, so that nothing a user types can be read as markup.

    Args:
        base: Address of the site; empty: the addresses in the lists are no links.
    """
    summary = dossier.summary
    data = {
        "title": dossier.title,
        "footer": FOOTER,
        "disclaimer": dossier.disclaimer,
        "made": made(dossier),
        "how_to_read": HOW_TO_READ,
        "notices": dossier.notices,
        "summary": {
            "title": SUMMARY,
            "route_title": ROUTE,
            "route": [_line(line) for line in summary.route],
            "tally_title": TALLY,
            "tally_note": TALLY_NOTE,
            "columns": TALLY_COLUMNS,
            "criteria": [
                {
                    "id": one.id,
                    "title": criterion_title(one),
                    "count": count(one),
                    "first": [{"text": line.label, "place": line.place} for line in one.first],
                }
                for one in summary.criteria
            ],
            "done": TALLY_DONE,
            "steps_title": STEPS,
            "steps": [_line(line) for line in summary.steps],
        },
        "given_title": GIVEN,
        "given": [[given.label, given.value or SKIPPED] for given in dossier.given],
        "parts": [_part(part) for part in outline(dossier)],
        "criteria": {criterion_title(part): part.id for part in dossier.criteria},
        "places_title": PLACES,
        "places": {str(place.n): address(base, place.url) for place in dossier.places},
        "pages": [
            {
                "title": page.title,
                "address": address(base, page.url),
                "places": [{"n": n, "heading": heading} for n, heading, _ in page.places],
            }
            for page in pages(dossier)
        ],
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
    document = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        sys_inputs={"dossier": orjson.dumps(data).decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    assert isinstance(document, bytes)
    return document


def _part(part: Part) -> dict[str, object]:
    return {
        "title": part.title,
        "intro": part.intro,
        "lines": [_line(line) for line in part.lines],
        "groups": [{"title": g.title, "lines": [_line(line) for line in g.lines]} for g in part.groups],
    }


def _line(line: Line, lead: Line | None = None) -> dict[str, object]:
    return {
        "label": line.label,
        "text": line.text,
        "place": line.place,
        "sources": line.sources,
        "marks": ", ".join(marks(line, lead)),
        "items": [_line(item, line) for item in line.items],
    }
