"""Pages of a kind that readers compare have the same headings in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page, Section
from assistant.check.site import Site

MISSING = "kop-ontbreekt"
ORDER = "kop-volgorde"

_TEMPLATES: dict[str, tuple[str, ...]] = {
    "criterium": (
        "Kernvraag",
        "Wettelijke basis",
        "Wat wordt getoetst",
        "Welke gegevens u nodig hebt",
        "Hoe er wordt gewogen",
        "Samenhang met andere criteria",
        "Veelgemaakte fouten",
        "Wie doet wat",
        "Stand van de ontwikkeling",
    ),
    "handleiding": (
        "Voor wie is deze handleiding",
        "Hoe … in de wet zit(ten)",
        "Effectiviteit in|bij …",
        "Noodzakelijkheid in|bij …",
        "Kosteneffectiviteit in|bij …",
        "Uitvoerbaarheid in|bij …",
        "Arbeidsinzet en duurzaamheid in|bij …",
        "Wie doet wat in|bij …",
        "Checklist voor …",
        "Uitgewerkt voorbeeld (verzonnen)",
    ),
    "partij": (
        "Rol van … in het pakketbeheer",
        "Taken en verantwoordelijkheden van …",
        "Wat … doe(t|n) per stap van het pakketbeheer",
        "Afspraken en acties voor …",
        "Knelpunten en aandachtspunten bij …",
    ),
}


def _pattern(heading: str) -> re.Pattern[str]:
    """A heading of the template as a pattern: ``…`` is any words, ``a|b`` a choice."""
    pattern = re.escape(heading).replace(re.escape("zit(ten)"), "zit(?:ten)?")
    pattern = pattern.replace(re.escape("doe(t|n)"), "(?:doet|doen)").replace(re.escape("in|bij"), "(?:in|bij)")
    return re.compile(pattern.replace("…", ".+"))


_PATTERNS = {kind: [(heading, _pattern(heading)) for heading in headings] for kind, headings in _TEMPLATES.items()}


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Headings of the template that are missing or out of order; further headings are free."""
    expected = _PATTERNS.get(page.meta.kind, []) if page.meta else []
    found = [section for section in page.sections if section.level == 2]
    last: Section | None = None
    for heading, pattern in expected:
        match = next((section for section in found if pattern.fullmatch(section.title)), None)
        if match is None:
            message = f"De kop “{heading}” ontbreekt."
            remedy = "Voeg de kop toe; staat er niets vast, zeg dat dan in één zin met bron."
            yield Finding(page.path, 1, MISSING, "error", message, remedy)
            continue
        if last and match.line < last.line:
            message = f"De kop “{match.title}” hoort na “{last.title}” te staan."
            yield Finding(page.path, match.line, ORDER, "error", message, "Zet de koppen in de vaste volgorde.")
        else:
            last = match
