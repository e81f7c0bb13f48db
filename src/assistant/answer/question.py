"""Checks a question before anything else sees it."""

from __future__ import annotations

import re
import unicodedata

from assistant.answer.models import Question
from assistant.corpus import Corpus
from assistant.errors import InvalidQuestion

_MOST_CONTROL = 0.05
_HISTORY = 6


def clean_text(text: str) -> str:
    """`text` without invisible and control characters, in composed form, with single spaces.

    Format characters (Unicode category Cf, the tag characters U+E0001 to U+E007F among them) can carry
    instructions that a reader does not see.
    """
    visible = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if c.isspace() or _visible(c))
    return re.sub(r" +", " ", "".join(visible)).strip()


def check_question(question: Question, corpus: Corpus, max_chars: int) -> Question:
    """The question as it will be asked.

    Raises:
        InvalidQuestion: It is empty, too long, no text, or names an unknown sector, criterion or party.
    """
    raw = question.question
    if len(raw) > max_chars:
        raise InvalidQuestion(
            f"Uw vraag telt {len(raw)} tekens; het maximum is {max_chars}. Maak de vraag korter of stel "
            "meer vragen na elkaar."
        )
    control = sum(1 for c in raw if not c.isspace() and unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn"))
    if control > max(2, _MOST_CONTROL * len(raw)) or "\x00" in raw:
        raise InvalidQuestion("De vraag bevat tekens die geen tekst zijn. Typ de vraag opnieuw in gewone woorden.")
    text = clean_text(raw)
    if not any(c.isalnum() for c in text):
        raise InvalidQuestion("Er staat geen vraag. Typ een vraag in gewone woorden.")
    for label, value, known in (
        ("zorgvorm", question.sector, corpus.sectors),
        ("criterium", question.criterion, corpus.criteria),
        ("partij", question.party, corpus.parties),
    ):
        if value and value not in known:
            raise InvalidQuestion(f"De {label} `{clean_text(value)}` is niet bekend. Kies uit: {', '.join(known)}.")
    history = [clean_text(turn)[:max_chars] for turn in question.history if clean_text(turn)][-_HISTORY:]
    return question.model_copy(update={"question": text, "history": history})


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cs", "Cn")
