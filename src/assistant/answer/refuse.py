"""The texts of refusals and of the question back; each says what the reader can do next."""

from __future__ import annotations

import re

from assistant.answer.compose import heading_on_page
from assistant.answer.models import Answer, Evidence
from assistant.answer.retrieve import Retrieval
from assistant.answer.understand import Understanding
from assistant.index.reader import OpenIndex

_NEAREST = 3
_IN_SCOPE_DENSE = 0.835
_FIRST_PERSON = re.compile(r"\b(?:ik|mijn|m'n|me|mij|i|my)\b", re.I)

PERSONAL = (
    "Over uw eigen situatie of die van een ander doet deze assistent geen uitspraak. Vraag uw "
    "zorgverzekeraar of de zorg wordt vergoed. Bespreek met uw arts of behandelaar welke zorg bij u past. Wel kan "
    "ik uitleggen hoe in het algemeen wordt bepaald welke zorg in het basispakket zit."
)
OUT_OF_SCOPE = (
    "Deze vraag valt buiten het onderwerp van deze site. De assistent beantwoordt alleen vragen over de toets op het "
    "basispakket: de pakketcriteria, de handleidingen per zorgvorm, de rollen van partijen en de planning."
)
NEARBY = "Wel staat er iets over:"
IN_GENERAL = "In het algemeen staat hierover op deze site:"
NOT_PUBLISHED = "Het antwoord op deze vraag staat niet op deze site."
INSTRUCTION = (
    "Dit is een opdracht aan de assistent en geen vraag over het basispakket. De assistent citeert alleen "
    "teksten van deze site. Stel gerust een vraag over de pakketcriteria of de handleidingen."
)
PERSON = (
    "Deze site noemt geen namen van personen. Kijk voor namen van bestuurders, voorzitters of Kamerleden "
    "op de website van de organisatie zelf."
)
PERSONAL_SUGGESTIONS = [
    "Wie beslist welke zorg in het basispakket komt?",
    "Wat is het verschil tussen het open en het gesloten systeem?",
]
SCOPE_SUGGESTIONS = [
    "Welke pakketcriteria zijn er?",
    "Wat doet het Zorginstituut in het pakketbeheer?",
    "Wat is de stand van de wetenschap en praktijk?",
]


def refuse_personal(index: OpenIndex, retrieval: Retrieval | None) -> Answer:
    """No verdict on a personal case; where `retrieval` answers it in general, links to that."""
    nearby = _nearby(index, retrieval, IN_GENERAL) if retrieval else ""
    return Answer(status="refuse", reason="personal_case", text=f"{PERSONAL}{nearby}", suggestions=PERSONAL_SUGGESTIONS)


def refuse_person() -> Answer:
    """Names of people are not on the site, by its content rules."""
    return Answer(status="refuse", reason="person", text=PERSON, suggestions=SCOPE_SUGGESTIONS)


def refuse_instruction() -> Answer:
    """An instruction is not followed."""
    return Answer(status="refuse", reason="instruction", text=INSTRUCTION, suggestions=SCOPE_SUGGESTIONS)


def refuse_out_of_scope() -> Answer:
    """Another subject altogether."""
    return Answer(status="refuse", reason="out_of_scope", text=OUT_OF_SCOPE, suggestions=SCOPE_SUGGESTIONS)


def refuse_unanswerable(index: OpenIndex, asked: Understanding, retrieval: Retrieval, evidence: Evidence) -> Answer:
    """The refusal that fits: that of like questions where any are known, else by how near the subject is."""
    if retrieval.unanswered:
        why = retrieval.unanswered[1]
    else:
        near = evidence.scope > 0 or evidence.dense >= _IN_SCOPE_DENSE
        why = "not_published" if near else "out_of_scope"
    if why == "personal_case" and _FIRST_PERSON.search(asked.question):
        return refuse_personal(index, None)
    return refuse_out_of_scope() if why == "out_of_scope" else refuse_not_published(index, asked, retrieval)


def refuse_not_published(index: OpenIndex, asked: Understanding, retrieval: Retrieval) -> Answer:
    """In scope, but not on the site: say what is there."""
    return Answer(
        status="refuse",
        reason="not_published",
        text=f"{NOT_PUBLISHED}{_nearby(index, retrieval, NEARBY)}",
        scope=asked.scope,
    )


def _nearby(index: OpenIndex, retrieval: Retrieval, intro: str) -> str:
    """`intro` with links to the headings that come nearest; empty where there are none."""
    lines: list[str] = []
    for ranked in retrieval.ranked:
        passage = index.passages[ranked.position]
        heading = heading_on_page(passage)
        # The heading goes first: the nearest ones often stand on one page.
        page = f" – {passage.title}" if heading else ""
        line = f"- [{heading or passage.title}](/{passage.link}){page}"
        if line not in lines and not passage.example:
            lines.append(line)
        if len(lines) == _NEAREST:
            break
    return f"\n\n{intro}\n\n" + "\n".join(lines) if lines else ""


def ask_back(text: str, options: list[str]) -> Answer:
    """One short question with options to click."""
    return Answer(status="clarify", reason="ambiguous", text=text, suggestions=options)
