"""The words of the corpus in the forms that rules ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from assistant.corpus import Corpus

ABBREVIATION = re.compile(r"(?<![\w.-])[A-Z]{2,6}(?![\w-]|\.\w)")


class Vocabulary:
    """Names and abbreviations in `corpus`."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @cached_property
    def labels(self) -> list[str]:
        """Every way to write a term, longest first."""
        labels = {label for term in self.corpus.terms.values() for label in term.labels}
        return sorted(labels, key=lambda label: (-len(label), label))

    @cached_property
    def abbreviations(self) -> set[str]:
        """All-caps words that the corpus explains or uses in a name."""
        return {word for text in self._names() for word in ABBREVIATION.findall(text)}

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """Matches every label, whatever its case."""
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, self.labels))})(?![\w-])", re.IGNORECASE)

    @cached_property
    def spellings(self) -> dict[str, set[str]]:
        """The labels as the glossary writes them, by their lower-case form."""
        spellings: dict[str, set[str]] = {}
        for label in self.labels:
            spellings.setdefault(label.lower(), set()).add(label)
        return spellings

    def _names(self) -> Iterator[str]:
        yield from self.labels
        for source in self.corpus.sources.values():
            yield from (source.title, source.publisher)
        corpus = self.corpus
        for named in (corpus.criteria, corpus.sectors, corpus.parties):
            yield from (label for record in named.values() for label in (record.name, *record.synonyms))
