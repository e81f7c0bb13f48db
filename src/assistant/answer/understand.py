"""What is asked: the kind of answer, what it is about, and whether it goes on from an earlier question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer.follow_up import carry_over, history_scope, is_follow_up, resolved, standalone
from assistant.answer.models import Kind, Question, Scope
from assistant.answer.spelling import spelled
from assistant.answer.vocabulary import Vocabulary
from assistant.index.analysis import STOPWORDS, DutchAnalyzer, is_english, words

_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "comparison",
        r"\bverschil(?:len|t)?\b|\bonderscheid tussen\b|\bvergel[ie]j?k\w*|\bin plaats van\b|\bversus\b|\bvs\.?\b"
        r"|\bdifference\b",
    ),
    (
        "date",
        r"\bwanneer\b|\bwelke? (datum|jaar|maand|kwartaal)\b|\bhoe laat\b|\bsinds wanneer\b|\bwhen\b|\bper wanneer\b"
        r"|\bdatum\b|\bin welk jaar\b",
    ),
    (
        "number",
        r"\bhoeveel\b|\bhoe (lang|vaak|hoog|groot|oud|duur)\b|\bhow (many|much|long)\b|\baantal\b|\bbedrag\b"
        r"|\bwat kost(?:en|te|ten)?\b",
    ),
    ("how", r"\bop welke (manier|wijze)\b"),
    ("who", r"^wie\b|\bdoor wie\b"),
    (
        "list",
        r"\bwelke\b|\bnoem\b|\bgeef (een|alle|de)? ?(lijst|overzicht|opsomming)\b|\bopsomming\b|\blijst\b"
        r"|\bwat (zijn|waren) (?!het verschil)"
        r"|\bwhat are\b|\blist\b",
    ),
    ("who", r"\bwie\b|\bwelke (partij|organisatie|instantie)\w*\b|\bdoor wie\b|\bwho\b"),
    (
        "definition",
        r"\bwat (is|betekent|houdt|wordt)\b|\bwat bedoel\w*\b|\bbetekenis\b|\bdefinitie\b|\bwhat (is|does)\b"
        r"|\bleg\b.*\buit\b|\bwaar staat .* voor\b|\buitleg\b|\bsnap\w* .*\bvan\b|\bbegrijp\w* .*\bniet\b",
    ),
    ("how", r"\bhoe\b|\bop welke (manier|wijze)\b|\bhow\b|\bwat moet\b|\bstappen\b"),
    (
        "yes_no",
        r"^(is|zijn|mag|mogen|moet|moeten|kan|kunnen|wordt|worden|heeft|hebben|geldt|gelden|telt|hoort|valt"
        r"|are|can|could|did|do|does|has|have|may|must|should|will|would)\b",
    ),
)
_CONDITION = re.compile(
    r"\bwanneer (?=(?:is|zijn|geldt|gelden|hoort|horen|valt|mag|moet|moeten|voldoet|telt|past|komt|wordt|worden|kan"
    r"|heeft|heb|krijgt?)"
    r" (?:iets|iemand|zorg|een|er|je|u|ik|mijn|behandeling\w*|geneesmiddelen|hulpmiddelen|onderzoek)\b)"
)
"""`Wanneer` as "in which case" and not as a date: it is followed by something indefinite."""


@dataclass(frozen=True)
class Understanding:
    """A question, understood.

    Attributes:
        query: Text for dense retrieval: the question, with what an elliptic follow-up leaves out.
        tokens: Stems for lexical retrieval, synonyms and corrected typos among them.
        key_tokens: Stems of the question's own words that carry its meaning.
        scope: What it is about, carried over from earlier turns included.
        own_scope: What this question itself names.
        filters: What the user set beside the question; the same fields as a scope.
        follow_up: Whether it goes on from an earlier question.
    """

    question: str
    query: str
    kind: Kind
    tokens: tuple[str, ...]
    key_tokens: tuple[str, ...]
    scope: Scope
    own_scope: Scope
    filters: Scope
    follow_up: bool
    language: str
    page: str | None = None


def understand(question: Question, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> Understanding:
    """Read `question` in the light of its history, its filters and the vocabulary."""
    text = vocabulary.joined(question.question)
    english = is_english(text)
    own = vocabulary.scope(text)
    before = history_scope(question.history, vocabulary)
    follow_up = bool(question.history) and is_follow_up(text, own, before)
    scope = carry_over(own, before) if follow_up else own
    filters = Scope(
        sectors=[question.sector] if question.sector else [],
        criteria=[question.criterion] if question.criterion else [],
        parties=[question.party] if question.party else [],
    )
    query = resolved(text, standalone(question.history, vocabulary), vocabulary) if follow_up else text
    named = [n for n in _names([*filters.sectors, *filters.criteria, *filters.parties], vocabulary) if n not in query]
    if named and not own.sectors + own.criteria:
        query = f"{query} ({', '.join(named)})"
    read = text
    if not english:
        query, read = spelled(query, vocabulary, analyzer), spelled(text, vocabulary, analyzer)
    tokens = [*analyzer.tokens(query), *analyzer.tokens(read), *_synonym_tokens(own, vocabulary, analyzer)]
    return Understanding(
        question=text,
        query=query,
        kind=question_kind(read),
        tokens=tuple(dict.fromkeys(tokens)),
        key_tokens=tuple(dict.fromkeys(_key_tokens(read, analyzer))),
        scope=scope,
        own_scope=own,
        filters=filters,
        follow_up=follow_up,
        language="en" if english else "nl",
        page=question.page,
    )


def question_kind(text: str) -> Kind:
    """The kind of answer `text` asks for."""
    lowered = _CONDITION.sub("in welk geval ", text.lower())
    for kind, pattern in _KINDS:
        if re.search(pattern, lowered):
            return kind
    return "open"


def _names(ids: list[str], vocabulary: Vocabulary) -> list[str]:
    corpus = vocabulary.corpus
    names = {
        record.id: record.name
        for records in (corpus.criteria, corpus.sectors, corpus.parties)
        for record in records.values()
    }
    return [names[i] for i in ids if i in names]


def _synonym_tokens(scope: Scope, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> list[str]:
    """Stems of the names of what is meant, so that `SWP` also finds `stand van de wetenschap en praktijk`."""
    corpus = vocabulary.corpus
    names = [
        *(corpus.terms[t].name for t in scope.terms),
        *(corpus.criteria[c].name for c in scope.criteria),
        *(corpus.sectors[s].name for s in scope.sectors),
    ]
    return [token for name in names for token in analyzer.tokens(name)]


def _key_tokens(text: str, analyzer: DutchAnalyzer) -> list[str]:
    return [analyzer.stem(word) for word in words(text) if word not in STOPWORDS and len(word) > 1]
