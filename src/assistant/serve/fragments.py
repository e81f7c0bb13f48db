"""Links that open a page of the site at the exact words that are quoted."""

from __future__ import annotations

from urllib.parse import quote as percent_encode

from assistant.answer.rows import cells

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
    quoted = quote.rstrip(_FINAL)
    row = cells(quoted)
    if row:
        start, end = row[0].value.split(), row[-1].value.split()
    else:
        start = end = quoted.split()
    if not start:
        return url
    if not row and len(start) <= _WHOLE_WORDS:
        text = _encoded(start)
    else:
        text = f"{_encoded(start[:_EDGE_WORDS])},{_encoded(end[-_EDGE_WORDS:])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"


def _encoded(words: list[str]) -> str:
    # A hyphen separates the parts of a text fragment, and percent-encoding leaves it as it is.
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
