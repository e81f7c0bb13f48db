"""Decides from calibrated evidence: answer, ask back, or refuse, and which refusal."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path

import orjson
from pydantic import BaseModel

from assistant.answer.models import Evidence
from assistant.answer.retrieve import Retrieval
from assistant.answer.statements import PASSAGES, Candidate, has_type, token_weights
from assistant.answer.understand import Understanding
from assistant.index.reader import OpenIndex

CALIBRATION = Path(__file__).with_name("calibration.json")
_TOP = 10
_NEAREST = 3
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORD_EVIDENCE = ("lexical", "coverage", "typed_coverage", "missing", "rarest_missing", "numbers_missing", "agreement")
"""Fields of `Evidence` that rest on words in common."""


class Calibration(BaseModel):
    """A logistic model of the chance that a question can be answered, fitted on the open test questions.

    Attributes:
        weights: Weight of each field of `Evidence`.
        threshold: Least chance at which an answer is given.
        neutral: Mean of the evidence from words over answerable questions; it stands in for questions in another
            language, whose words cannot match.
    """

    intercept: float
    weights: dict[str, float]
    threshold: float
    neutral: dict[str, float] = {}
    fitted_on: str = ""
    questions: int = 0

    def chance(self, evidence: Evidence, language: str = "nl") -> float:
        """Chance between 0 and 1 that the site answers the question."""
        values = evidence.model_dump() | ({} if language == "nl" else self.neutral)
        logit = self.intercept + sum(weight * values[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


@lru_cache
def load_calibration(path: Path = CALIBRATION) -> Calibration:
    """The calibration in `path`."""
    return Calibration.model_validate(orjson.loads(path.read_bytes()))


def gather_evidence(
    index: OpenIndex, asked: Understanding, retrieval: Retrieval, candidates: list[Candidate]
) -> Evidence:
    """What speaks for and against an answer."""
    weights = token_weights(index, asked)
    total = sum(weights.values())
    top = retrieval.ranked[:PASSAGES]
    held = [
        set(index.lexical.analyzer.tokens(f"{' '.join(p.heading_path)} {p.text}"))
        for p in (index.passages[ranked.position] for ranked in top[:_NEAREST])
    ]
    rarest = max(weights, key=lambda token: weights[token], default=None)
    numbers = _NUMBER.findall(asked.question)
    texts = " ".join(index.passages[ranked.position].text for ranked in top[:_NEAREST])
    possible = 2.2 * sum(index.lexical.idf(t) for t in asked.tokens) or 1.0
    shared = set(retrieval.dense_only[:_TOP]) & set(retrieval.lexical_only[:_TOP])
    scope = asked.own_scope
    return Evidence(
        dense=max((r.dense for r in top), default=0.0),
        statement=max((c.similarity for c in candidates), default=0.0),
        lexical=max((r.lexical for r in top), default=0.0) / possible,
        coverage=max((_share(weights, tokens, total) for tokens in held), default=0.0),
        typed_coverage=max(
            (c.coverage for c in candidates if has_type(asked.kind, c.statement.text)), default=0.0
        ),
        missing=_share(weights, {t for t in weights if not index.lexical.knows(t)}, total) if total else 1.0,
        rarest_missing=float(rarest is not None and not any(rarest in tokens for tokens in held)),
        numbers_missing=sum(n not in texts for n in numbers) / len(numbers) if numbers else 0.0,
        agreement=len(shared) / _TOP,
        scope=float(bool(scope.sectors or scope.criteria or scope.parties or scope.terms)),
    )


def _share(weights: dict[str, float], tokens: set[str], total: float) -> float:
    return sum(w for t, w in weights.items() if t in tokens) / total if total else 0.0


_MINE = r"(?:mijn|m'n|onze|me|mij|mezelf|m’n)"
_RELATIVE = r"(?:moeder|vader|man|vrouw|zoon|dochter|kind|partner|oma|opa|broer|zus|moeders|vriend|vriendin|baby)"
_ASKED_MYSELF = (
    rf"\b(?:wordt|worden|is|zijn|zit|valt|vergoedt|vergoeden|betaalt|dekt)\b.*\b{_MINE}\b(?! (?:organisatie|vereniging|"
    r"praktijk|sector|beroepsgroep|instelling|afdeling|ziekenhuis|bedrijf|achterban|leden|zorgvorm|vakgebied))",
    r"\b(?:krijg|heb|mag|kan|moet|ontvang) ik\b.*\b(?:vergoed|vergoeding|terug|betalen|betaald|recht|krijgen|declareren)\b",
    r"\b(?:krijg|krijgt|heeft|mag|moet|kan) (?:mijn|m'n|onze) \w+\b",
    rf"\bmijn (?:\w+ )?{_RELATIVE}\b",
    r"\bik (?:heb|lijd aan|ben|krijg|slik|gebruik|wil|zou)\b.*\b(?:diagnose|kanker|depressi\w+|diabetes|pijn|klachten|medicijn\w*|"
    r"operatie|behandeling|therapie|geopereerd|ziek|verwijzing|hernia|obesitas|overgewicht|zwanger|adhd|autisme)\b(?!.*"
    r"\b(?:beoordel|toets|indien|aanvra|pati[eë]nten|cli[eë]nten)\w*)",
    r"\bmijn (?:verzekeraar|zorgverzekeraar|zorgverzekering|polis|verzekering|arts|dokter|huisarts|specialist|"
    r"fysio\w*|tandarts|psycholoog|behandeling|operatie|medicijn\w*|pil|pillen|eigen risico|declaratie|rekening|bril|"
    r"klachten|ziekte|diagnose|situatie|geval|knie|rug|heup|hulpmiddel|scootmobiel|gehoorapparaat)\b",
    r"\b(?:my|i have|am i|do i get|can i get)\b.*\b(?:insurance|insurer|covered|reimburse\w*|treatment|doctor)\b",
)
_PERSONAL = re.compile("|".join(f"(?:{pattern})" for pattern in _ASKED_MYSELF), re.I)
_GENERAL = re.compile(
    r"\bwaar kan ik terecht\b|\bwaar moet ik (?:zijn|heen)\b|\bbij wie (?:kan|moet) ik\b|\bwaarom zit mijn behandeling niet\b", re.I
)


def is_personal_case(question: str) -> bool:
    """Whether a verdict on somebody's own care or costs is asked."""
    return bool(_PERSONAL.search(question)) and not _GENERAL.search(question)


_INSTRUCTION = re.compile(
    r"\b(?:negeer|vergeet|ignore|disregard|forget|override)\b.{0,40}\b(?:instructies?|regels|opdracht\w*|instructions?|rules|prompt|"
    r"bronnen|bovenstaande|previous|above)\b"
    r"|\b(?:system ?prompt|systeemprompt|jailbreak|developer mode|DAN)\b"
    r"|\b(?:doe alsof|gedraag je als|speel de rol|you are now|act as|pretend|je bent nu|u bent nu)\b"
    r"|\b(?:zeg|antwoord|schrijf|herhaal|print|say|reply|repeat|output)\b.{0,30}\b(?:alleen|uitsluitend|exact|letterlijk|only|exactly|the word"
    r"|het woord)\b",
    re.I,
)


def is_instruction(question: str) -> bool:
    """Whether the text tries to instruct the assistant in place of asking."""
    return bool(_INSTRUCTION.search(question))
