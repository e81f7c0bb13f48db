"""Reads Dutch sentences for what must not change: numbers, dates, negation, modal strength, planned or done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import orjson

from assistant.index.analysis import STOPWORDS, DutchAnalyzer, words

_DATA = orjson.loads(Path(__file__).with_name("support_words.json").read_bytes())

_UNITS = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
_TENS = {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90}
_NUMBER_WORDS = {
    **{word: number for number, word in enumerate(_UNITS.split())},
    **_TENS,
    **{
        f"{unit}{'ën' if unit.endswith('e') else 'en'}{ten}": value + number
        for number, unit in enumerate(_UNITS.split()[:10])
        for ten, value in _TENS.items()
        if number
    },
    "honderd": 100,
    "duizend": 1000,
}
_ORDINAL_WORDS = {
    word: number
    for number, word in enumerate("tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde".split(), 2)
}
_MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari maart april mei juni juli augustus september oktober november december".split(), 1
    )
}
_SEASONS = ("voorjaar", "lente", "zomer", "najaar", "herfst", "winter")
_SCALE = {"duizend": 1_000, "miljoen": 1_000_000, "miljard": 1_000_000_000}

_MONTH = "|".join(_MONTHS)
_WORD_NUMBER = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_QUARTER = re.compile(
    r"\b(?:q([1-4])|([1-4])e kwartaal|(eerste|tweede|derde|vierde|laatste) kwartaal)(?:[ ,]+(?:van )?((?:19|20)\d\d))?", re.I
)
_DATE = re.compile(rf"\b(?:(\d\d?)(?:e)? )?({_MONTH})(?:[ ,]+(?:van )?((?:19|20)\d\d))?\b", re.I)
_SEASON = re.compile(rf"\b({'|'.join(_SEASONS)})(?: (?:van )?((?:19|20)\d\d))?\b", re.I)
_NUMBER = re.compile(
    rf"(?<![\w-])(\d{{1,3}}(?:[. ]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?|(?:{_WORD_NUMBER})(?!\w))"
    r"(?: ?(%|procent\b|duizend\b|miljoen\b|miljard\b))?(?![\w]|-\w)",
    re.I,
)
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:e|de|ste)|({'|'.join(_ORDINAL_WORDS)}))\b", re.I)
_QUARTER_WORDS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4}

_CLAUSE = re.compile(r"[,;:()]|\b(?:maar|terwijl|omdat|want|doordat|tenzij|behalve|hoewel|en|of)\b", re.I)
_NEGATORS = frozenset("niet geen nooit zonder noch niemand niets nergens evenmin nauwelijks".split())
_RESTRICTION = frozenset("alleen uitsluitend slechts enkel".split())
_NOT_ONLY = re.compile(r"\bniet (?:alleen|uitsluitend|slechts|enkel|zozeer)\b", re.I)
_REACH = 3
"""Content words after a negator that it is taken to negate; Dutch puts it right before what it denies."""

_MUST = re.compile(
    r"\b(?:moet|moeten|moest|moesten|verplicht\w*|vereist\w*|dient te|dienen te|nodig|noodzakelijk is|eis|eisen|eist|hoeft|hoeven"
    r"|mag\w* (?:\w+ ){0,3}(?:niet|geen|alleen|nooit)|mogen (?:\w+ ){0,3}(?:niet|geen|alleen|nooit)|kan\w* (?:\w+ ){0,3}niet zonder)\b",
    re.I,
)
_HARD = re.compile(r"\b(?:moet|moeten|moest|moesten|verplicht\w*|vereist|dient te|dienen te)\b", re.I)
_SHOULD = re.compile(r"\b(?:hoort|horen|behoort|behoren|zou(?:den)?(?: \w+){0,6} moeten|wenselijk|aanbevolen)\b", re.I)
_MAY = re.compile(
    r"\b(?:kan|kunnen|kunt|kon|konden|mag|mogen|mocht\w*|zou|zouden|mogelijk|misschien|wellicht|vermoedelijk|waarschijnlijk|soms|vaak"
    r"|bij voorkeur|liefst)\b",
    re.I,
)
_WEAK = re.compile(r"\b(?:kan|kunnen|kunt|mag|mogen|zou|zouden|misschien|wellicht|vermoedelijk|mogelijk)\b", re.I)
_HEDGE = re.compile(
    r"\b(?:kan|kunnen|kunt|mag|mogen|zou|zouden|mogelijk\w*|misschien|wellicht|vermoedelijk|waarschijnlijk|soms|wil|willen|kans"
    r"|bijvoorbeeld|voorbeeld\w*|hoort|moet|moeten|wilden|wilde|onzeker|niet zeker|haalbaar|manieren?|mogelijkheid|mogelijkheden)\b",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:zou|zouden|gepland\w*|verwacht\w*|verwachting|voorgenomen|voornemen|voorzien|op termijn|wil|willen|wilde|wilden|advies|adviseert"
    r"|adviseerde|adviseren|plan|plannen|planning|ambities?|gaat|gaan|moet\w* leiden|moet\w* komen|moet \w+ (?:\w+ )?oplossen|doel"
    r"|in ontwikkeling|activiteiten|actiepunten|nog niet|moeten|moet|voorstel\w*|voorgesteld\w*|streeft|streven|kan|kunnen)\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:zou|zouden|gepland\w*|verwacht\w*|verwachting|voorgenomen|voornemen|voorzien|op termijn|wil|willen|wilde|wilden|adviseert|adviseerde"
    r"|plan om|van plan|gaat|gaan|zal|zullen|ambities?|streeft|streven|moet|moeten|kan|kunnen|stond|in ontwikkeling|voorgesteld\w*|niet bekend)\b",
    re.I,
)
_DONE_VERB = re.compile(
    r"\b(?:verscheen|verschenen|opgeleverd|afgerond|gepubliceerd|ingesteld|ingevoerd|vastgesteld\w*|leverde\w*|begon|begonnen|startte\w*|gestart"
    r"|voltooid|vervallen|vastgelegd|gemeten|besloten|verlaagd|opgelost)\b",
    re.I,
)
_AUXILIARY = re.compile(r"\b(?:is|zijn|heeft|hebben|werd|werden|was|waren)\b", re.I)
_PARTICIPLE = re.compile(
    r"\b(?:ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er)\w{2,}(?:d|t|en)|\w{2,6}ge\w{2,}(?:d|t|en))\b", re.I
)
_SEPARABLE = re.compile(
    r"^(op|uit|in|aan|af|vast|mee|bij|over|door|om|toe|voor|weg|samen|vrij|terug|na)ge(\w{3,})$"
)

LIGHT = frozenset(word for entry in _DATA["light"] for word in words(entry)) | STOPWORDS
_GROUPS: dict[str, set[int]] = {}
for _number, _group in enumerate(_DATA["synonyms"]):
    for _entry in _group:
        for _word in words(_entry):
            _GROUPS.setdefault(_word, set()).add(_number)
_OPPOSITES: dict[str, set[str]] = {}
for _one, _other in _DATA["antonyms"]:
    _OPPOSITES.setdefault(_one, set()).add(_other)
    _OPPOSITES.setdefault(_other, set()).add(_one)

_stem = DutchAnalyzer((), split_compounds=False).stem


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """Stems under which `word` may be met: the Snowball stem, and that of what its verb endings and `ge-` leave."""
    variants = {word}
    if match := _SEPARABLE.match(word):
        variants.add(match[1] + match[2])
    if word.startswith("ge") and len(word) > 5:
        variants.add(word[2:])
    for variant in list(variants):
        if len(variant) > 4 and variant.endswith(("t", "d")):
            variants.add(variant[:-1])
        if len(variant) > 5 and variant.endswith(("te", "de")):
            variants.add(variant[:-2])
    return frozenset(_hardened(_stem(variant)) for variant in variants if len(variant) > 2)


def _hardened(stem: str) -> str:
    """Spelling evened out: `gev` and `geef`, `lez` and `lees` become the same."""
    evened = re.sub(r"([aeou])\1", r"\1", stem)
    return evened[:-1] + {"v": "f", "z": "s"}.get(evened[-1], evened[-1]) if evened else stem


_SHORTEST_SHARED = 5


@lru_cache(maxsize=200_000)
def same_word(one: str, other: str) -> bool:
    """Whether two words can say the same: one stem, one synonym group, or one is part of the other (a compound)."""
    if one == other:
        return True
    if forms(one) & forms(other):
        return True
    if _GROUPS.get(one, set()) & _GROUPS.get(other, set()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_SHARED:
        return False
    return any(
        len(stem) >= _SHORTEST_SHARED and (long.startswith(stem) or stem in long[3:]) for stem in forms(short)
    )


def opposites(word: str) -> set[str]:
    """Words that say the contrary of `word`."""
    return _OPPOSITES.get(word, set())


def numbers(text: str) -> set[str]:
    """Numbers, dates and percentages of `text` in one notation; words and digits come out the same.

    A date gives its parts as one: `juni 2023` is not supported by a text with June 2024 and the year 2023.
    """
    found: set[str] = set()
    rest = text

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    for match in _QUARTER.finditer(rest):
        quarter = match[1] or match[2] or str(_QUARTER_WORDS[match[3].lower()])
        found.add(f"quarter:{quarter}")
        if match[4]:
            found |= {f"quarter:{quarter}/{match[4]}", f"number:{match[4]}"}
    rest = _QUARTER.sub(blank, rest)
    for match in _DATE.finditer(rest):
        if match[2].lower() == "maart" or not match[2].islower() or match[1] or match[3] or match[2] != "mei":
            month = _MONTHS[match[2].lower()]
            found.add(f"month:{month}")
            if match[1]:
                found.add(f"day:{int(match[1])}/{month}")
            if match[3]:
                found |= {f"month:{month}/{match[3]}", f"number:{match[3]}"}
    rest = _DATE.sub(blank, rest)
    for match in _SEASON.finditer(rest):
        found.add(f"season:{match[1].lower()}")
        if match[2]:
            found |= {f"season:{match[1].lower()}/{match[2]}", f"number:{match[2]}"}
    rest = _SEASON.sub(blank, rest)
    for match in _ORDINAL.finditer(rest):
        found.add(f"ordinal:{match[1] or _ORDINAL_WORDS[match[2].lower()]}")
    rest = _ORDINAL.sub(blank, rest)
    found |= {key for key, _ in counted(rest)}
    return found


def counted(text: str) -> list[tuple[str, str]]:
    """Plain numbers of `text`, each with the content word that follows it."""
    result = []
    for match in _NUMBER.finditer(text):
        value = _value(match[1])
        unit = (match[2] or "").lower()
        key = f"percent:{value:g}" if unit in ("%", "procent") else f"number:{value * _SCALE.get(unit, 1):.10g}"
        after = [word for word in words(text[match.end() : match.end() + 60]) if word not in LIGHT]
        result.append((key, after[0] if after else ""))
    return result


def _value(text: str) -> float:
    lowered = text.lower()
    if lowered in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[lowered])
    if re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+", text):
        return float(re.sub(r"[. ]", "", text))
    return float(text.replace(",", "."))


@dataclass(frozen=True)
class Negation:
    """One negator with the content words it may deny, the likeliest first."""

    scope: tuple[str, ...]
    head: str


class Reading:
    """One sentence, read.

    Args:
        text: The sentence as it stands.
        dull: Words besides the light ones that carry no content here.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _NOT_ONLY.sub("ook", text)

    @cached_property
    def content(self) -> list[str]:
        """Words that carry content, in order, each once."""
        return list(dict.fromkeys(word for word in words(self.text) if _is_content(word)))

    @cached_property
    def numbers(self) -> set[str]:
        """See `numbers`."""
        return numbers(self.text)

    @cached_property
    def clauses(self) -> list[list[str]]:
        """All words, clause by clause."""
        return [found for part in _CLAUSE.split(self.flat) if (found := words(part))]

    @cached_property
    def negations(self) -> list[Negation]:
        """Every negator with its scope."""
        result = []
        for clause in self.clauses:
            for place, word in enumerate(clause):
                if word not in _NEGATORS:
                    continue
                before = [w for w in clause[:place] if _is_content(w)][-1:]
                after = [w for w in clause[place + 1 :] if _is_content(w)][:_REACH]
                scope = after + (before if word not in ("geen", "zonder") or not after else [])
                if scope:
                    result.append(Negation(tuple(scope), scope[0]))
        return result

    @cached_property
    def negated(self) -> set[str]:
        """Content words within reach of a negator."""
        return {word for negation in self.negations for word in negation.scope}

    @cached_property
    def denies(self) -> bool:
        """Whether there is any negator."""
        return any(word in _NEGATORS for clause in self.clauses for word in clause)

    @cached_property
    def restricts(self) -> bool:
        """Whether `alleen` or the like narrows it; `niet alleen` does not."""
        return any(word in _RESTRICTION for clause in self.clauses for word in clause)

    @cached_property
    def strength(self) -> int:
        """3 where something must, 2 where it should, 1 where it may, 0 where it just is."""
        if _SHOULD.search(self.text):
            return 2
        if _HARD.search(self.text):
            return 3
        return 1 if _MAY.search(self.text) else 0

    @cached_property
    def obliges(self) -> bool:
        """Whether it can carry a `moet`."""
        return bool(_MUST.search(self.text)) and not (_SHOULD.search(self.text) and not _HARD.search(_SHOULD.sub("", self.text)))

    @cached_property
    def hedged(self) -> bool:
        """Whether any word says that it need not be so."""
        return bool(_HEDGE.search(self.text))

    @cached_property
    def weak_clauses(self) -> list[set[str]]:
        """Content words of each clause under `kan`, `mag` or `zou`."""
        return [
            content
            for clause in self.clauses
            if _WEAK.search(" ".join(clause)) and (content := {w for w in clause if _is_content(w)})
        ]

    @cached_property
    def planned(self) -> bool:
        """Whether it speaks of intentions, advice or expectations."""
        return bool(_PLANNED.search(self.text))

    @cached_property
    def looks_ahead(self) -> bool:
        """Whether it says itself that the matter lies ahead."""
        return bool(_FUTURE.search(self.text))

    @cached_property
    def done(self) -> set[str]:
        """Participles and past tenses that tell of something done."""
        found = {match[0].lower() for match in _DONE_VERB.finditer(self.text)}
        if _AUXILIARY.search(self.text):
            found |= {match[0].lower() for match in _PARTICIPLE.finditer(self.text)}
        return {word for entry in found for word in words(entry)}


def _is_content(word: str) -> bool:
    return word not in LIGHT and len(word) > 2 and not word.isdigit() and word not in _NUMBER_WORDS
