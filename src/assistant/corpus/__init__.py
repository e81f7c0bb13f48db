"""Typed, validated reading of the data in ``corpus/*.yml``."""

from assistant.corpus.asked import Asked, WhyNot, load_asked, load_unanswered
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
    "Asked",
    "Citation",
    "Corpus",
    "Criterion",
    "Milestone",
    "Party",
    "Sector",
    "Source",
    "Term",
    "WhyNot",
    "load_asked",
    "load_corpus",
    "load_unanswered",
]
