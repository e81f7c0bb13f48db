"""The menu reaches every page and only pages that exist."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.site import CONFIG, Site

UNREACHED = "niet-in-menu"
MISSING = "menu-zonder-pagina"


def check(site: Site) -> Iterator[Finding]:
    """Pages outside the menu and menu entries without a page."""
    if site.menu is None:
        return
    for uri, page in site.pages.items():
        if uri not in site.menu:
            message = "Deze pagina staat niet in het menu."
            yield Finding(page.path, 1, UNREACHED, "error", message, "Zet de pagina in mkdocs.yml onder nav.")
    for entry in sorted(site.menu):
        if entry.endswith(".md") and entry not in site.pages:
            message = f"Het menu noemt {entry}, maar die pagina bestaat niet."
            yield Finding(CONFIG, 0, MISSING, "error", message, "Verbeter mkdocs.yml onder nav.")
