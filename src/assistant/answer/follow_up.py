"""Follow-up questions: whether a question goes on from the one before, and what it leaves out."""

from __future__ import annotations

import re

from assistant.answer.models import Scope
from assistant.answer.vocabulary import Vocabulary
from assistant.index.analysis import STOPWORDS, words

_FOLLOW_UP = re.compile(
    r"^(en|maar|ook|of|dus|oke|ok|nou)\b|\b(daarvan|daarvoor|daarbij|daarover|daarin|daarmee|daarop|hiervoor|hierbij"
    r"|hiervan|hierover|dat|die|dit|deze|ze|zij|hij|hun|haar|hen|hem|dezelfde|hetzelfde|zo'n|laatste|eerste|tweede)\b"
    r"|\b(?:daar|hier|er)\b(?: \w+){0,4} (?:over|van|voor|bij|mee|aan|op|in|tegen|naar|toe|door|uit)\b"
    r"|\bhet(?=\W*$| (?:ook|dan|al|nog|in|voor|bij|wel|niet|en|of|om|te|toch|nu|eigenlijk|altijd|met|door|naar|op"
    r"|aan|over|uit|van|hier|daar|zo|echt|precies|zelf|soms|is|was|geldt)\b)"
    r"|\b(?:verschil|vergeleken) met\b|\bdifference with\b"
    r"|\b(?:its|they|them|their|theirs|those|these|such|he|she|his|her|this)\b|\b(?:that|it)(?=\W*$)"
    r"|\b(?:do|does|did|is|are|was|were|has|can|could|must|should|will|would|may|about|for|of|to|with|in|on|by)"
    r" (?:it|that)\b"
    r"(?! (?:true|possible|mandatory|allowed|required|necessary|correct|clear)\b)"
    r"|^(waarom|hoezo|wanneer|wie|hoe|hoeveel|waar|why|when|who|how|where)( dan| precies| exactly| then)?\W*$",
    re.I,
)
"""Words that point back; `het` only where it is no article."""

_COMPLETE = re.compile(
    r"^(wat (is|zijn|betekent|betekenen|doet|doen)|wie (is|zijn|beslist|bepaalt|besluit)|welke \w+ (zijn|bestaan) er"
    r"|what (is|are|does)|who (is|are|decides))\b",
    re.I,
)
POINTER = re.compile(r"\b(?:daar|er|hier)(aan|bij|in|mee|onder|op|over|tegen|uit|van|voor)\b", re.I)
"""One word that points to what was named before; its group is the preposition."""

_PREPOSITION = {"mee": "met"}
"""What a pointer such as `daarmee` begins a phrase with; what it ends in where not given."""

_SHORT = 6
_LONG = 12
_OPENS = re.compile(r"^(en|maar|and|ook)\b", re.I)


def is_follow_up(text: str, own: Scope, before: Scope) -> bool:
    """Whether `text`, which names `own`, goes on from a conversation about `before`."""
    tokens = words(text)
    if _OPENS.match(text) and len(tokens) <= _LONG:
        return True
    if _FOLLOW_UP.search(text.lower()) and len(tokens) <= _LONG:
        # "Hoe beoordeelt die minister zorg in de msz?" holds `die` and stands on its own.
        return len(own.criteria + own.sectors + own.parties) + (len(own.terms) > 1) <= 1
    if _COMPLETE.match(text) and (own.criteria or own.terms or own.parties):
        # "Wat is een duiding?" asks the same whatever was asked before.
        return False
    missing = not (own.criteria or own.terms or own.parties) or not (own.sectors or before.sectors == [])
    return len(tokens) <= _SHORT and missing


def history_scope(history: list[str], vocabulary: Vocabulary) -> Scope:
    """What the conversation was about last, field by field."""
    scope = Scope()
    for turn in history:
        found = vocabulary.scope(turn)
        scope = Scope(
            sectors=found.sectors or scope.sectors,
            criteria=found.criteria or scope.criteria,
            parties=found.parties or scope.parties,
            terms=found.terms or scope.terms,
        )
    return scope


def carry_over(own: Scope, before: Scope) -> Scope:
    """What a follow-up that names `own` is about: also what the conversation was about and it does not replace."""
    return Scope(
        sectors=own.sectors or before.sectors,
        criteria=own.criteria or before.criteria,
        parties=own.parties or ([] if own.criteria or own.sectors else before.parties),
        terms=own.terms or ([] if own.criteria or own.sectors or own.parties else before.terms),
    )


def standalone(history: list[str], vocabulary: Vocabulary) -> str:
    """The last question of `history` as one that can be read by itself; empty where there is none."""
    text = ""
    for turn in history:
        scope = vocabulary.scope(text)
        goes_on = bool(text) and is_follow_up(turn, vocabulary.scope(turn), scope)
        text = resolved(turn, text, vocabulary) if goes_on else turn
    return text


def is_filled_in(text: str, read: str) -> bool:
    """Whether `read`, the follow-up `text` as it was resolved, has its subject in the place where `text` points."""
    return bool(POINTER.search(text)) and not POINTER.search(read)


def resolved(text: str, before: str, vocabulary: Vocabulary) -> str:
    """The follow-up with what it leaves out.

    Its subject is put into the question before it, or the subject of that one in place of a pointer; else what that one
    named and this one does not is added; else both stand together.

    Args:
        before: The question before, one that can be read by itself.
    """
    filled_in = _substituted(text, before, vocabulary) or _pointed(text, before, vocabulary)
    if filled_in:
        return filled_in
    own, asked = vocabulary.scope(text), vocabulary.scope(before)
    carried = carry_over(own, asked)
    added = [
        mention.label
        for mention in vocabulary.mentions(before)
        if mention.id in getattr(carried, mention.kind) and mention.id not in getattr(own, mention.kind)
    ]
    substance = [w for w in words(text) if w not in STOPWORDS]
    named = own.sectors + own.criteria + own.parties + own.terms
    if len(substance) <= 2 or not added or (named and len(substance) <= 3):
        return f"{before} {text}"
    return f"{text} ({', '.join(dict.fromkeys(added))})"


def _substituted(text: str, before: str, vocabulary: Vocabulary) -> str | None:
    """The question before with its subject replaced: "En de minister?" after "Wat doet het Zorginstituut?".

    None where the follow-up says more than a subject, or names nothing of the same kind as the question before.
    """
    rest = [w for w in words(text) if w not in STOPWORDS]
    new = vocabulary.mentions(text)
    if not new or len(rest) > max(len(words(m.label)) for m in new) + 1:
        return None
    for kind in ("sectors", "parties", "criteria", "terms"):
        old = [m for m in vocabulary.mentions(before) if m.kind == kind]
        own = [m for m in new if m.kind == kind]
        if old and own and old[0].id != own[0].id:
            replaced, count = re.subn(re.escape(old[-1].label), own[0].label, before, count=1, flags=re.I)
            if count:
                return replaced
    return None


def _pointed(text: str, before: str, vocabulary: Vocabulary) -> str | None:
    """The follow-up with the subject named: "En wie zitten daarin?" after "Wat doet de WAR?".

    None where nothing points, or where the question before says more than its one subject, as that would be lost.
    """
    subjects = {mention.id: mention.label for mention in vocabulary.mentions(before)}
    if len(subjects) != 1 or vocabulary.mentions(text) or not POINTER.search(text):
        return None
    (label,) = subjects.values()
    if [w for w in words(_COMPLETE.sub("", before)) if w not in STOPWORDS and w not in words(label)]:
        return None
    return POINTER.sub(lambda m: f"{_PREPOSITION.get(m[1].lower(), m[1].lower())} {label}", text, count=1)
