"""Nothing in a text that the assistant must not quote: it would be kept out of the index, so say it here first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.answer.guard import scan_text
from assistant.check.finding import Finding, Severity
from assistant.check.page import Page
from assistant.check.rules.persons import NAME, names_person
from assistant.check.site import Site
from assistant.check.text import shorten

HIDDEN = "verborgen-teken"
ORDER = "opdracht-aan-assistent"
PERSONAL = "persoonsgegeven"

_ELSEWHERE = frozenset(["e-mailadres", "telefoonnummer"])
"""Another rule finds these."""


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Blocks, headings and what stands in the front matter for readers."""
    if page.meta:
        for text in (page.meta.title, page.meta.description):
            yield from _findings(page.path, 1, text, site)
    for section in page.sections:
        yield from _findings(page.path, section.line, section.title, site)
        for block in section.blocks:
            yield from _findings(page.path, block.line, block.text, site)


def check_data(site: Site) -> Iterator[Finding]:
    """The prose of data files."""
    for text in site.data.texts:
        yield from _findings(text.path, text.line, text.text, site)


def _findings(path: Path, line: int, text: str, site: Site) -> Iterator[Finding]:
    for fault in scan_text(site.guard, text):
        severity: Severity = "error"
        if fault.kind == "verborgen teken":
            rule, message = HIDDEN, f"Hier staat een teken dat niemand ziet: {fault.text} in “{fault.context}”"
            remedy = "Verwijder het teken: typ de woorden eromheen opnieuw."
        elif fault.kind == "opdracht":
            rule, message = ORDER, f"Dit leest als een opdracht aan de assistent: “{shorten(fault.text)}”"
            remedy = "Schrijf een uitspraak over het onderwerp, geen opdracht."
        elif fault.kind == "naam":
            if names_person(text):
                continue
            rule, message = NAME, f"Hier lijkt de naam van een persoon te staan: {fault.text}"
            remedy, severity = "Noem de functie of de organisatie.", "advice"
        elif fault.kind in _ELSEWHERE:
            continue
        else:
            rule, message = PERSONAL, f"Hier lijkt een persoonsgegeven te staan ({fault.kind}): {fault.text}"
            remedy = "Laat het gegeven weg of verwijs naar de organisatie."
        yield Finding(path, line, rule, severity, message, remedy)
