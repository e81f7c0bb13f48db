"""Lists and tables stand apart from the paragraph before them; else the site shows them as running text."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site

RULE = "witregel-ontbreekt"


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Lists and tables right under a paragraph."""
    for line in page.glued:
        message = "Vóór deze lijst of tabel staat geen lege regel, dus de site toont die als lopende tekst."
        yield Finding(page.path, line, RULE, "error", message, "Zet een lege regel vóór de lijst of tabel.")
