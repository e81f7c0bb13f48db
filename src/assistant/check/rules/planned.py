"""What a source planned is not worded as done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site
from assistant.check.text import any_of, shorten

RULE = "plan-als-feit"

_PARTICIPLE = any_of(
    "opgeleverd gepubliceerd ingevoerd vastgesteld verschenen gestart afgerond gereed klaar uitgebracht "
    "gewijzigd ingegaan"
)
_DONE = re.compile(rf"\b(?:is|zijn|werd|werden)\b(?:\W+\w+){{0,12}}?\W+{_PARTICIPLE}", re.I)
_HEDGED = re.compile(
    any_of("zou zouden zal zullen plan planning streven") + r"|\b(?:gepland|verwacht|beoogd|voornemen)", re.I
)
_YEAR = re.compile(r"\b20\d\d\b")


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Sentences on pages about plans that call something of a later year done."""
    plans = any("planning" in f"{cite.source} {cite.place}".lower() for _, cite in page.citations)
    if page.meta is None or not plans:
        return
    for sentence in page.sentences:
        future = [year for year in _YEAR.findall(sentence.text) if int(year) > page.meta.updated.year]
        if future and _DONE.search(sentence.text) and not _HEDGED.search(sentence.text):
            message = f"Iets uit {future[0]} staat er als gedaan: “{shorten(sentence.text)}”"
            remedy = "Schrijf een plan als plan, met de datum van de bron: “volgens de planning zou …”."
            yield Finding(page.path, sentence.line, RULE, "advice", message, remedy)
