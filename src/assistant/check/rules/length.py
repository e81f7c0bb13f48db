"""Pages say enough to be worth a page."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site
from assistant.check.text import words

PAGE = "pagina-te-kort"
MANUAL = "handleiding-te-kort"
PAGE_WORDS = 150
MANUAL_WORDS = 1200


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Pages and manuals below their minimum; overviews and generated pages are free."""
    count = sum(len(words(sentence.text)) for sentence in page.sentences)
    if page.meta and page.meta.kind == "handleiding":
        least, rule = MANUAL_WORDS, MANUAL
    elif page.generated or page.uri.endswith("index.md"):
        return
    else:
        least, rule = PAGE_WORDS, PAGE
    if count < least:
        message = f"De pagina telt {count} woorden; het minimum is {least}."
        yield Finding(page.path, 1, rule, "error", message, "Vul de pagina aan of voeg haar bij een andere pagina.")
