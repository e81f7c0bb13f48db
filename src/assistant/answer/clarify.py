"""Asks back where a question means different things for different forms of care, or points to what nobody named."""

from __future__ import annotations

import re

from assistant.answer.follow_up import POINTER
from assistant.answer.models import Answer
from assistant.answer.refuse import SCOPE_SUGGESTIONS, ask_back
from assistant.answer.retrieve import Retrieval
from assistant.answer.understand import Understanding
from assistant.corpus import Corpus
from assistant.index.reader import OpenIndex

_OWN_CARE = re.compile(
    r"\b(?:mijn|onze|deze|een|uw|de|welke) (?:zorgvorm|sector|zorgsector|interventie|behandelvorm|handleiding)\b"
    r"|\bmijn (?:sector|vakgebied|praktijk|beroepsgroep)\b"
    r"|\bwelk(?:e)? (?:bewijs|onderzoek|studie\w*|uitkomstmaten?|checklist)\b"
    r"|\bchecklist\b",
    re.I,
)
_OURS = re.compile(
    r"\b(?:onze|ons) (?:zorg|behandeling|therapie|zorgprogramma|zorgaanbod|aanpak)\b"
    r"|\b(?:mijn|onze) (?:zorgvorm|zorgsector|sector)\b",
    re.I,
)
_SHORT = 7
"""Words that carry meaning; a question with more of them says what kind of care is meant in other words."""

_PRONOUN = re.compile(
    r"\b(?:dat|die|dit|ze|zij|hij|it|that|they|them)(?=\W*$| (?:dan|ook|al|nog|niet|wel|precies)\b)", re.I
)
"""Words that point back where no noun follows them."""

_SUBJECT = 1
"""Words besides a pointer that carry meaning; with more of them a question may well name its subject."""

_UNNAMED = "Waar gaat uw vraag over? Noem het onderwerp erbij: een criterium, een zorgvorm, een partij of een begrip."
_TEXT = "Voor welke zorgvorm wilt u dit weten? De antwoorden verschillen per zorgvorm."
_TOP = 6
_SECTORS = 3


def clarification(asked: Understanding, corpus: Corpus, retrieval: Retrieval, index: OpenIndex) -> Answer | None:
    """A question back, or None where the question is clear enough.

    It is asked only where no sector is known, the wording leaves one open, and the best passages come from the manuals
    of several sectors.
    """
    if asked.scope.sectors or asked.filters.sectors or not _OWN_CARE.search(asked.question):
        return None
    manuals = [
        passage.sectors[0]
        for passage in (index.passages[r.position] for r in retrieval.ranked[:_TOP])
        if passage.kind == "handleiding" and passage.sectors
    ]
    if len(set(manuals)) < _SECTORS:
        return None
    return ask_back(_TEXT, _options(asked, corpus, list(dict.fromkeys(manuals))[:5]))


def own_care(asked: Understanding, corpus: Corpus) -> Answer | None:
    """A question back where somebody asks about care of their own and says not at all what care that is.

    What is published on care in general does not answer that, however near it comes.
    """
    named = asked.scope.sectors or asked.filters.sectors
    if named or not _OURS.search(asked.question) or len(asked.key_tokens) > _SHORT:
        return None
    return ask_back(_TEXT, _options(asked, corpus, list(corpus.sectors)))


def unnamed(asked: Understanding) -> Answer | None:
    """A question back where the question points to something ("En wie zitten daarin?") that was not named before it."""
    pointers = set(POINTER.findall(asked.question))
    if not pointers and not _PRONOUN.search(asked.question):
        return None
    named = [*asked.own_scope.model_dump().values(), *asked.filters.model_dump().values()]
    if asked.follow_up or asked.page or any(named) or len(asked.key_tokens) - len(pointers) > _SUBJECT:
        return None
    return ask_back(_UNNAMED, SCOPE_SUGGESTIONS)


def _options(asked: Understanding, corpus: Corpus, sectors: list[str]) -> list[str]:
    stem = asked.question.rstrip("?!. ")
    return [f"{stem} – {corpus.sectors[sector].name}?" for sector in sectors]
