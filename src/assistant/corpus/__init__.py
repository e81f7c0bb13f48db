"""Typed, validated reading of the data in ``corpus/*.yml``."""

from assistant.corpus.models import (
    AlgorithmRegistration,
    Citation,
    Criterion,
    Milestone,
    Party,
    Sector,
    Source,
    Term,
)
from assistant.corpus.reader import Corpus, load_corpus

__all__ = [
    "AlgorithmRegistration",
    "Citation",
    "Corpus",
    "Criterion",
    "Milestone",
    "Party",
    "Sector",
    "Source",
    "Term",
    "load_corpus",
]
