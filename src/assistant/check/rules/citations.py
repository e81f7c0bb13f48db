"""Citations name a source in the register and the place in it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site
from assistant.corpus.models import OWN_WORK

UNKNOWN = "bron-onbekend"
NO_PLACE = "plaats-ontbreekt"


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Unknown sources and citations without a place."""
    for line, citation in page.citations:
        if not site.data.knows("sources", citation.source):
            message = f"De bron `{citation.source}` staat niet in corpus/sources.yml."
            yield Finding(page.path, line, UNKNOWN, "error", message, "Verbeter de id of voeg de bron toe.")
        elif not citation.place and citation.source != OWN_WORK:
            message = f"De verwijzing naar `{citation.source}` noemt geen plaats."
            remedy = f"Noem de plaats, zoals [@{citation.source}, par. 2]."
            yield Finding(page.path, line, NO_PLACE, "advice", message, remedy)
