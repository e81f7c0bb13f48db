"""Checks the answers of a user before anything else sees them."""

from __future__ import annotations

import unicodedata

from assistant.answer.question import clean_text
from assistant.assess.models import Answers
from assistant.corpus import Corpus
from assistant.corpus.assessment import Assessment, FieldName
from assistant.errors import InvalidAssessment

_NO_TEXT = ("Cc", "Co", "Cs", "Cn")
_CHOICES: tuple[FieldName, ...] = ("sector", "law", "system", "novelty", "relation", "party")


def check_answers(answers: Answers, assessment: Assessment, corpus: Corpus) -> Answers:
    """The answers as they will be used.

    Raises:
        InvalidAssessment: The care form is too long or no text, or an answer is none of those offered.
    """
    evidence = answers.evidence
    for name in _CHOICES:
        value = getattr(answers, name)
        if value is not None:
            _known(name, value, assessment, corpus)
    for value in evidence or ():
        _known("evidence", value, assessment, corpus)
    return answers.model_copy(
        update={
            "care": _checked_care(answers.care, assessment.questions["care"].max_chars),
            "evidence": None if evidence is None else list(dict.fromkeys(evidence)),
        }
    )


def _checked_care(care: str | None, most: int | None) -> str | None:
    if care is None:
        return None
    if most and len(care) > most:
        raise InvalidAssessment(
            f"care is {len(care)} characters long; the maximum is {most}.",
            f"De omschrijving van de zorgvorm telt {len(care)} tekens; het maximum is {most}. Maak de tekst korter.",
        )
    if any(not c.isspace() and unicodedata.category(c) in _NO_TEXT for c in care):
        raise InvalidAssessment(
            "care holds characters that are no text.",
            "De omschrijving van de zorgvorm bevat tekens die geen tekst zijn. Typ de omschrijving opnieuw.",
        )
    text = clean_text(care)
    return text if any(c.isalnum() for c in text) else None


def _known(name: FieldName, value: str, assessment: Assessment, corpus: Corpus) -> None:
    options = assessment.options(name, corpus)
    if value not in options:
        shown, listed = clean_text(value)[:60], ", ".join(options)
        raise InvalidAssessment(
            f"{name} does not know `{shown}`. Choose from: {listed}.",
            f"Het veld `{name}` kent de waarde `{shown}` niet. Kies uit: {listed}.",
        )
