"""The sectors, criteria and parties that a heading names for itself: they must exist, as those of a page must."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.corpus import Corpus
from assistant.errors import ContentError

_HEADING = re.compile(r"#{1,6}\s.*\{(?P<attributes>[^{}]*)\}\s*$")
_FACET = re.compile(r"""\bdata-(?P<name>[\w-]+)=(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s}]+))""")


def check_heading_facets(markdown: str, corpus: Corpus, path: Path, offset: int) -> None:
    """Refuse a heading of `markdown` with a facet that is unknown, or that names an unknown id.

    Args:
        path: File of the page, for errors.
        offset: Lines of the file before `markdown` starts.

    Raises:
        ContentError: A facet is wrong; names file and line.
    """
    known = {"sectors": corpus.sectors, "criteria": corpus.criteria, "parties": corpus.parties}
    for number, line in enumerate(markdown.splitlines(), offset + 1):
        heading = _HEADING.match(line)
        if not heading:
            continue
        for facet in _FACET.finditer(heading["attributes"]):
            name = facet["name"]
            if name not in known:
                raise ContentError(
                    path, number, f"`data-{name}` is unknown.", f"Choose from {', '.join(f'data-{k}' for k in known)}."
                )
            for part in (facet["quoted"] or facet["single"] or facet["bare"] or "").split(","):
                if part.strip() not in known[name]:
                    raise ContentError(
                        path,
                        number,
                        f"`data-{name}`: `{part.strip()}` does not exist.",
                        f"Choose from {', '.join(sorted(known[name]))}.",
                    )
