"""Internal links lead to a page and a heading that exist."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import DOCS, Site

PAGE = "verwijzing-kapot"
ANCHOR = "anker-onbekend"


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Links of a page, images included."""
    for link in page.links:
        yield from _target(site, page.path, link.line, page.uri, link.href)


def check_data(site: Site) -> Iterator[Finding]:
    """Pages that records point to."""
    for path, line, address in site.data.links:
        yield from check_address(site, path, line, address)


def check_address(site: Site, path: Path, line: int, address: str) -> Iterator[Finding]:
    """An address that a data file gives, relative to ``docs``."""
    yield from _target(site, path, line, "index.md", address)


def _target(site: Site, path: Path, line: int, uri: str, href: str) -> Iterator[Finding]:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return
    if parts.path.startswith("/"):
        message = f"De verwijzing `{href}` begint met een schuine streep."
        yield Finding(path, line, PAGE, "error", message, "Verwijs vanaf dit bestand, zoals ../kader/weging.md.")
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(parts.path))) if parts.path else uri
    if target not in site.pages:
        # pictures and downloads are files beside the pages
        if not parts.path or target.endswith(".md") or not (site.root / DOCS / target).is_file():
            message = f"De verwijzing `{href}` leidt nergens heen."
            yield Finding(path, line, PAGE, "error", message, "Verbeter de naam van het bestand.")
    elif parts.fragment and unquote(parts.fragment) not in site.anchors[target]:
        message = f"Op docs/{target} bestaat geen kop met de id `{parts.fragment}`."
        yield Finding(path, line, ANCHOR, "error", message, "Neem de id over van de kop waarnaar u verwijst.")
