"""Pages of a kind that readers compare have the same headings in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page, Section
from assistant.check.site import Site
from assistant.publish.headings import FIXED_HEADINGS

MISSING = "kop-ontbreekt"
ORDER = "kop-volgorde"


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Headings of the template that are missing or out of order; further headings are free."""
    expected = FIXED_HEADINGS.get(page.meta.kind, ()) if page.meta else ()
    found = [section for section in page.sections if section.level == 2]
    last: Section | None = None
    for heading in expected:
        match = next((section for section in found if heading.pattern.fullmatch(section.title)), None)
        if match is None:
            message = f"De kop “{heading.text}” ontbreekt."
            remedy = "Voeg de kop toe; staat er niets vast, zeg dat dan in één zin met bron."
            yield Finding(page.path, 1, MISSING, "error", message, remedy)
            continue
        if last and match.line < last.line:
            message = f"De kop “{match.title}” hoort na “{last.title}” te staan."
            yield Finding(page.path, match.line, ORDER, "error", message, "Zet de koppen in de vaste volgorde.")
        else:
            last = match
