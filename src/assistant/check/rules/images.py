"""Pictures have words for who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site

RULE = "beeld-zonder-tekst"

_TAG = re.compile(r"<img\b[^>]*>", re.I)
_ALTERNATIVE = re.compile(r"\balt\s*=\s*([\"']).*?\1", re.I)


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Images without alternative text, in Markdown and in HTML; ``alt=""`` in HTML marks decoration."""
    bare = [link.line for link in page.links if link.image and not link.text.strip()]
    for number, html in page.html:
        bare.extend(number for tag in _TAG.findall(html) if not _ALTERNATIVE.search(tag))
    for number in bare:
        message = "Dit beeld heeft geen tekst voor wie het niet ziet."
        yield Finding(page.path, number, RULE, "error", message, "Schrijf tussen de haken wat het beeld zegt.")
