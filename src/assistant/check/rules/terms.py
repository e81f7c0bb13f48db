"""Terms are spelled as in the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.site import Site

RULE = "begrip-schrijfwijze"


def check(page: Page, site: Site) -> Iterator[Finding]:
    """Spellings that differ from the glossary in their capitals only."""
    vocabulary = site.vocabulary
    if not vocabulary.labels:
        return
    seen: set[str] = set()
    for sentence in page.sentences:
        for match in vocabulary.label_pattern.finditer(sentence.text):
            written = match.group()
            known = vocabulary.spellings[written.lower()]
            if written in seen or any(_same(written, label) for label in known):
                continue
            seen.add(written)
            label = min(known)
            message = f"“{written}” staat in de begrippenlijst als “{label}”."
            remedy = f"Schrijf “{label}” of zet deze schrijfwijze bij het begrip."
            yield Finding(page.path, sentence.line, RULE, "advice", message, remedy)


def _same(written: str, label: str) -> bool:
    """Whether `written` is a right way to write `label`.

    A capital at the start is free, since a sentence may open with the term. Words that are also part of a
    name may have capitals (``programma Passende Zorg``), and the words of a name may be meant as ordinary
    words. Short labels in capitals are ordinary words when written small (``ZIN``, ``zin``).
    """
    if label.isupper() and written[1:].islower() and len(label) <= 3:
        return True
    if written[1:] == label[1:]:
        return True
    several = " " in written
    return several and (written[1:].islower() or all(word[0].isupper() for word in re.findall(r"\w{4,}", written)))
