"""Links that open a page of the site at the exact words that are quoted."""

from __future__ import annotations

from urllib.parse import quote as percent_encode

from assistant.publish.passage import CELL_BORDER

_WHOLE_WORDS = 8
_EDGE_WORDS = 4
_FINAL = " .!?:;,…"


def is_site_path(url: str) -> bool:
    """Whether `url` is a path on this site, and not a way to another host or a script."""
    return url.startswith("/") and not url.startswith(("//", "/\\"))


def is_web_address(url: str) -> bool:
    """Whether `url` is an ordinary address of a page elsewhere."""
    return url.startswith(("https://", "http://"))


def quote_link(url: str, quote: str) -> str:
    """`url` with a text fragment, so that the browser scrolls to `quote` and highlights it.

    A long quote is given by its first and last words: a browser finds those also where the page has a new
    table cell in between. So is a row of a table, without the names of its columns. The full stop is left out: on the
    page a footnote number stands before it.

    Args:
        url: Path on the site, with or without an anchor; anything else gives an empty string.
        quote: Words that stand on that page.

    """
    if not is_site_path(url):
        return ""
    first, border, last = quote.rstrip(_FINAL).partition(CELL_BORDER)
    if border:
        start, end = _cell(first), _cell(last.rpartition(CELL_BORDER)[2])
    else:
        start = end = first.split()
    if not start:
        return url
    if not border and len(start) <= _WHOLE_WORDS:
        text = _encoded(start)
    else:
        text = f"{_encoded(start[:_EDGE_WORDS])},{_encoded(end[-_EDGE_WORDS:])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"


def readable(text: str) -> str:
    """`text` with a dash where a quoted row of a table goes from one cell to the next."""
    return text.replace(CELL_BORDER, " – ")


def _cell(text: str) -> list[str]:
    """The words of a table cell, without the name of its column."""
    name, _, value = text.partition(": ")
    return (value or name).split()


def _encoded(words: list[str]) -> str:
    # A hyphen separates the parts of a text fragment, and percent-encoding leaves it as it is.
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
