"""What is asked: the kind of answer, what it is about, and whether it goes on from an earlier question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer.models import Kind, Question, Scope
from assistant.answer.vocabulary import Vocabulary, closest
from assistant.index.analysis import STOPWORDS, DutchAnalyzer, words

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("comparison", r"\bverschil(?:len|t)?\b|\bvergelijk\w*|\bin plaats van\b|\bversus\b|\bvs\.?\b|\bdifference\b"),
    (
        "date",
        r"\bwanneer\b|\bwelke? (datum|jaar|maand|kwartaal)\b|\bhoe laat\b|\bsinds wanneer\b|\bwhen\b|\bper wanneer\b"
        r"|\bdatum\b|\bin welk jaar\b",
    ),
    (
        "number",
        r"\bhoeveel\b|\bhoe (lang|vaak|hoog|groot|oud|duur)\b|\bhow (many|much|long)\b|\baantal\b|\bbedrag\b",
    ),
    ("how", r"\bop welke (manier|wijze)\b"),
    ("who", r"^wie\b|\bdoor wie\b"),
    (
        "list",
        r"\bwelke\b|\bnoem\b|\bgeef (een|alle|de)? ?(lijst|overzicht|opsomming)\b|\bopsomming\b|\blijst\b|\bwat zijn\b"
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
        r"^(is|zijn|mag|mogen|moet|moeten|kan|kunnen|wordt|worden|heeft|hebben|geldt|gelden|telt|hoort|valt|does|can)\b",
    ),
)
_CONDITION = re.compile(
    r"\bwanneer (?=(?:is|zijn|geldt|gelden|hoort|horen|valt|mag|moet|moeten|voldoet|telt|past|komt|wordt|worden|kan"
    r"|heeft|heb|krijgt?)"
    r" (?:iets|iemand|zorg|een|er|je|u|ik|mijn|behandeling\w*|geneesmiddelen|hulpmiddelen|onderzoek)\b)"
)
"""`Wanneer` as "in which case" and not as a date: it is followed by something indefinite."""

_FOLLOW_UP = re.compile(
    r"^(en|maar|ook|of|dus|oke|ok|nou)\b|\b(daarvan|daarvoor|daarbij|daarover|daarin|daarmee|daarop|hiervoor|hierbij"
    r"|hiervan|hierover|dat|die|dit|deze|ze|zij|het|hij|hun|haar|dezelfde|hetzelfde|zo'n|laatste|eerste|tweede)\b|^(waarom|hoezo|"
    r"wanneer|wie|hoe|hoeveel|waar)( dan| precies)?\W*$",
    re.I,
)
_SHORT_FOLLOW_UP = 6
_LONG_FOLLOW_UP = 12
_OPENS_FOLLOW_UP = re.compile(r"^(en|maar|and|ook)\b", re.I)
_ENGLISH = frozenset(
    ["what", "which", "when", "who", "how", "does", "the", "is", "are", "and", "for", "care", "should"]
)


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
    text = question.question
    own = vocabulary.scope(text)
    before = _history_scope(question.history, vocabulary)
    follow_up = bool(question.history) and _is_follow_up(text, own, before)
    scope = _carry_over(own, before) if follow_up else own
    filters = Scope(
        sectors=[question.sector] if question.sector else [],
        criteria=[question.criterion] if question.criterion else [],
        parties=[question.party] if question.party else [],
    )
    query = _resolved(text, question.history, own, scope, vocabulary) if follow_up else text
    named = _names([*filters.sectors, *filters.criteria, *filters.parties], vocabulary)
    if named and not own.sectors + own.criteria:
        query = f"{query} ({', '.join(named)})"
    corrected = _corrected(text, vocabulary, analyzer)
    tokens = [
        *analyzer.tokens(query),
        *(t for word in corrected for t in analyzer.tokens(word)),
        *_synonym_tokens(own, vocabulary, analyzer),
    ]
    return Understanding(
        question=text,
        query=query,
        kind=question_kind(_spelled(text, vocabulary, analyzer)),
        tokens=tuple(dict.fromkeys(tokens)),
        key_tokens=tuple(dict.fromkeys(_key_tokens(text, vocabulary, analyzer))),
        scope=scope,
        own_scope=own,
        filters=filters,
        follow_up=follow_up,
        language="en" if _is_english(text) else "nl",
        page=question.page,
    )


def question_kind(text: str) -> Kind:
    """The kind of answer `text` asks for."""
    lowered = _CONDITION.sub("in welk geval ", text.lower())
    for kind, pattern in _KINDS:
        if re.search(pattern, lowered):
            return kind
    return "open"


def _is_follow_up(text: str, own: Scope, before: Scope) -> bool:
    tokens = words(text)
    if _OPENS_FOLLOW_UP.match(text) and len(tokens) <= _LONG_FOLLOW_UP:
        return True
    if _FOLLOW_UP.search(text.lower()) and len(tokens) <= _LONG_FOLLOW_UP:
        # "Wat is het verschil tussen …" holds `het` and stands on its own.
        return len(own.criteria + own.sectors + own.parties) + (len(own.terms) > 1) <= 1
    missing = not (own.criteria or own.terms or own.parties) or not (own.sectors or before.sectors == [])
    return len(tokens) <= _SHORT_FOLLOW_UP and missing


def _history_scope(history: list[str], vocabulary: Vocabulary) -> Scope:
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


def _carry_over(own: Scope, before: Scope) -> Scope:
    return Scope(
        sectors=own.sectors or before.sectors,
        criteria=own.criteria or before.criteria,
        parties=own.parties or ([] if own.criteria or own.sectors else before.parties),
        terms=own.terms or ([] if own.criteria or own.sectors or own.parties else before.terms),
    )


def _resolved(text: str, history: list[str], own: Scope, scope: Scope, vocabulary: Vocabulary) -> str:
    """The follow-up with what it leaves out: its subject put into the question before it, carried-over names, or
    else both questions together.
    """
    substituted = _substituted(text, history[-1], vocabulary)
    if substituted:
        return substituted
    added = [
        *(r for r in scope.criteria if r not in own.criteria),
        *(r for r in scope.sectors if r not in own.sectors),
        *(r for r in scope.parties if r not in own.parties),
    ]
    names = _names(added, vocabulary)
    substance = [w for w in words(text) if w not in STOPWORDS]
    named = own.sectors + own.criteria + own.parties + own.terms
    if len(substance) <= 2 or not names or (named and len(substance) <= 3):
        return f"{history[-1]} {text}"
    return f"{text} ({', '.join(names)})"


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


def _names(ids: list[str], vocabulary: Vocabulary) -> list[str]:
    corpus = vocabulary.corpus
    names = {
        record.id: record.name
        for records in (corpus.criteria, corpus.sectors, corpus.parties)
        for record in records.values()
    }
    return [names[i] for i in ids if i in names]


def _corrected(text: str, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> list[str]:
    """Known words for those of `text` that stand nowhere on the site."""
    found = (_correct(w, vocabulary, analyzer) for w in words(text) if _unknown(w, analyzer))
    return [word for word in found if word]


def _correct(word: str, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> str | None:
    """A label first, since those carry the meaning; else a stop word ("betekend"), or any word of the site."""
    return vocabulary.correct(word) or closest(word, STOPWORDS) or closest(word, analyzer.vocabulary)


def _spelled(text: str, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> str:
    """`text` with its unknown words corrected."""
    return re.sub(
        r"\w+",
        lambda m: (_correct(m[0].lower(), vocabulary, analyzer) if _unknown(m[0].lower(), analyzer) else None) or m[0],
        text,
    )


def _unknown(word: str, analyzer: DutchAnalyzer) -> bool:
    return word not in analyzer.vocabulary and word not in STOPWORDS and not word.isdigit()


def _synonym_tokens(scope: Scope, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> list[str]:
    """Stems of the names of what is meant, so that `SWP` also finds `stand van de wetenschap en praktijk`."""
    corpus = vocabulary.corpus
    names = [
        *(corpus.terms[t].name for t in scope.terms),
        *(corpus.criteria[c].name for c in scope.criteria),
        *(corpus.sectors[s].name for s in scope.sectors),
    ]
    return [token for name in names for token in analyzer.tokens(name)]


def _key_tokens(text: str, vocabulary: Vocabulary, analyzer: DutchAnalyzer) -> list[str]:
    tokens = []
    for word in words(text):
        if word in STOPWORDS or len(word) < 2:
            continue
        known = (_correct(word, vocabulary, analyzer) or word) if _unknown(word, analyzer) else word
        if known not in STOPWORDS:
            tokens.append(analyzer.stem(known))
    return tokens


def _is_english(text: str) -> bool:
    tokens = words(text)
    dutch = sum(1 for w in tokens if w in ("de", "het", "een", "van", "wat", "hoe", "wie", "welke", "voor", "wordt"))
    return sum(1 for w in tokens if w in _ENGLISH) > max(1, dutch)
