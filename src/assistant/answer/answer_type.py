"""What form an answer must have, so that a passage on the right subject without the asked detail is told apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.models import Kind
from assistant.corpus import Corpus
from assistant.index.analysis import STOPWORDS, words

_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    r"|december|kwartaal|voorjaar|najaar)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER_WORD = (
    r"(?:\d[\d.,]*|één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
    r"|twintig|dertig|honderd|duizend|enkele)"
)
_NUMBER = re.compile(rf"\b{_NUMBER_WORD.replace('|een|', '|')}\b|\bhelft\b|%", re.I)
_MONEY = re.compile(r"€|\b(?:euro|miljoen|miljard)\b", re.I)
_SPAN = re.compile(
    rf"\b{_NUMBER_WORD}(?:[ -]\w+){{0,2}}[ -]?(?:dag|dagen|week|weken|maand|maanden|jaar|jaren|jarig\w*|uur|minuten)\b",
    re.I,
)
_ASKS_MONEY = re.compile(r"\b(?:euro|kost|kosten|prijs|bedrag|budget|bespaar\w*|subsidie|tarief|duur|geld)\b", re.I)
_ASKS_SPAN = re.compile(
    r"\bhoe ?lang\b|\bhoeveel (?:dagen|weken|maanden|jaar|jaren|tijd|uur)\b|\blooptijd\b|\btermijn\b", re.I
)
_NAMES_MONEY = re.compile(r"\b(?:budget|bedrag|subsidiebedrag|tarief|prijs|drempel\w*bedrag)\b", re.I)
_COUNTED = re.compile(r"\bhoeveel\s+(?:\w+e\s+)?(\w+)", re.I)
_NEAR = 4
"""Words that may stand between a number and what it counts: "vier extra duidingen"."""


_OFFICE = (
    r"(?:vice-?)?(?:voorzitter\w*|directeur\w*|bestuurders?|bestuursleden|bestuurslid|secretaris\w*|bewindsperso\w+"
    r"|kamerl(?:id|eden)|auteurs?|schrijvers?|onderzoekers?|hoogleraar|hoogleraren|indieners?)"
)
_ASKS_PERSON = re.compile(
    rf"\b(?:wie (?:is|was|wordt|werd|zijn|waren)|hoe heet(?:te)?|naam van|namen van) "
    rf"(?:nu |toen )?(?:de |het |een )?{_OFFICE}\b"
    rf"|\bwelke (?:\w+ )?{_OFFICE}\b|\bhoe heet(?:te)? (?:de |die )?(?:minister|staatssecretaris)\b",
    re.I,
)


def asks_person(question: str) -> bool:
    """Whether the name of a person is asked, which the site never gives (content rules)."""
    return bool(_ASKS_PERSON.search(question))


@dataclass(frozen=True)
class AnswerType:
    """A form that a statement has or has not.

    Attributes:
        name: `any`, `date`, `year`, `money`, `span`, `count`, `number` or `party`.
        fits: Whether a text has it.
    """

    name: str
    fits: Callable[[str], bool]


def answer_type(question: str, kind: Kind, stem: Callable[[str], str], corpus: Corpus) -> AnswerType:
    """The form that an answer to `question` must have."""
    if kind == "date":
        if re.search(r"\bjaar\b", question, re.I):
            return AnswerType("year", lambda text: bool(_YEAR.search(text)))
        return AnswerType("date", lambda text: bool(_DATE.search(text)))
    if _ASKS_SPAN.search(question):
        return AnswerType("span", lambda text: bool(_SPAN.search(text)))
    counted = _COUNTED.search(question)
    if (kind == "number" or counted) and _ASKS_MONEY.search(question):
        return AnswerType("money", lambda text: bool(_MONEY.search(text)))
    if counted and counted.group(1).lower() not in STOPWORDS:
        noun = stem(words(counted.group(1))[0])
        return AnswerType("count", lambda text: _counts(text, noun, stem))
    if kind == "number":
        return AnswerType("number", lambda text: bool(_NUMBER.search(text)))
    if _NAMES_MONEY.search(question):
        return AnswerType("money", lambda text: bool(_MONEY.search(text)))
    if kind == "who":
        pattern = _party_pattern(tuple(label for p in corpus.parties.values() for label in (p.name, *p.synonyms)))
        return AnswerType("party", lambda text: bool(pattern.search(text)))
    return AnswerType("any", lambda text: True)


@lru_cache(maxsize=4)
def _party_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern for any of the parties' names."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(label) for label in sorted(labels, key=len, reverse=True))})\b", re.I)


def _counts(text: str, noun: str, stem: Callable[[str], str]) -> bool:
    """Whether `text` gives a number of `noun` (a stem)."""
    tokens = words(text)
    numbers = [i for i, token in enumerate(tokens) if re.fullmatch(_NUMBER_WORD, token, re.I) and token not in ("een",)]
    return any(stem(token) == noun for i in numbers for token in tokens[i + 1 : i + 1 + _NEAR])
