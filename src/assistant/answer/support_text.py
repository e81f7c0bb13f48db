"""Reads Dutch sentences for what must not change: numbers, dates, negation, modal strength, tense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import orjson

from assistant.index.analysis import STOPWORDS, DutchAnalyzer, words

_DATA = orjson.loads(Path(__file__).with_name("support_words.json").read_bytes())

_UNITS = """nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
    zestien zeventien achttien negentien"""
_TENS = {
    ten: 10 * number
    for number, ten in enumerate(
        ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"], 2
    )
}
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
_ORDINALS = "tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde"
_ORDINAL_WORDS = {word: number for number, word in enumerate(_ORDINALS.split(), 2)}
_MONTH_NAMES = "januari februari maart april mei juni juli augustus september oktober november december"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_SEASONS = ("voorjaar", "lente", "zomer", "najaar", "herfst", "winter")
_SCALE = {"duizend": 1_000, "miljoen": 1_000_000, "miljard": 1_000_000_000}

_MONTH = "|".join(_MONTHS)
_WORD_NUMBER = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_QUARTER = re.compile(
    r"\b(?:q([1-4])|([1-4])e kwartaal|(eerste|tweede|derde|vierde|laatste) kwartaal)"
    r"(?:[ ,]+(?:van )?((?:19|20)\d\d))?",
    re.I,
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


def _listed(phrases: str) -> re.Pattern[str]:
    """Whole words, given with spaces between them; an underscore stands for a space within a phrase."""
    return re.compile(rf"\b(?:{'|'.join(phrases.split()).replace('_', ' ')})\b", re.I)


_CONTRAST = "maar|terwijl|omdat|want|doordat|tenzij|behalve|hoewel"
_CLAUSE = re.compile(rf"[,;:()]|\b(?:{_CONTRAST}|en|of)\b", re.I)
_BREAK = re.compile(rf"[,;:()]|\b(?:{_CONTRAST})\b", re.I)
_JOINT = re.compile(
    r"[,;:]\s|"
    r"\b(?:en|of|met|per|over|van|voor|bij|aan|door|tegen|zonder|naar|op|in|uit|tussen|onder|als)\b\s",
    re.I,
)
_ARTICLES = frozenset(["de", "het", "een", "zijn", "haar", "hun", "uw", "deze", "die", "dit", "dat", "alle", "elke"])
_NEGATORS = frozenset(
    """niet geen nooit zonder noch niemand niets nergens evenmin nauwelijks zelden onbekend
    mis mist missen miste misten ontbreek ontbreekt ontbreken ontbrak ontbraken ontbrekende ontbrekend""".split()
)
_RESTRICTION = frozenset(["alleen", "uitsluitend", "slechts", "enkel"])
_NOT_ONLY = re.compile(r"\bniet (?:alleen|uitsluitend|slechts|enkel|zozeer)\b", re.I)
_EITHER = re.compile(
    r"\bwel(?:,| of) niet\b|\b(?:en|of) (?:wie|wat|welke?|waar|wanneer) (?:juist )?niet\b|\bniet (?:in )?alle\b", re.I
)
_NONE_BUT = re.compile(r"\bgeen ((?:[\w-]+ ){1,4})(die|dat|waar\w*) niet\b", re.I)
_LEFT_OUT = re.compile(r"\bbuiten (?:beschouwing|de vergoeding)\b|\bachterwege\b", re.I)
_OPEN = re.compile(
    r"^(?:of|het is (?:\w+ )?niet bekend of)\b.*\bniet (?:gevonden|bekend|zeker|duidelijk)"
    r"|\b(?:niet bekend|onbekend)(?: is)? of\b|^of [^,]*, is niet\b",
    re.I,
)
_REACH = 3
"""Content words after a negator that it is taken to negate; Dutch puts it right before what it denies."""

_RUN = 3
"""Words after a negator that, met again without it, show that it was lost."""

_HARD = _listed(r"moet moeten moest moesten verplicht\w* vereist dient_te dienen_te")
_MUST = _listed(
    r"""moet moeten moest moesten verplicht\w* vereist\w* dient_te dienen_te nodig noodzakelijk_is eis eisen
    eist hoeft hoeven mag\w*_(?:\w+_){0,3}(?:niet|geen|alleen|nooit)
    mogen_(?:\w+_){0,3}(?:niet|geen|alleen|nooit)
    kan\w*_(?:\w+_){0,3}niet_zonder"""
)
_SHOULD = _listed(r"hoort horen behoort behoren zou(?:den)?(?:_\w+){0,6}_moeten wenselijk aanbevolen")
_WEAK_WORDS = "kan kunnen kunt mag mogen zou zouden misschien wellicht vermoedelijk mogelijk "
_WEAK = _listed(_WEAK_WORDS)
_MAY = _listed(_WEAK_WORDS + r"kon konden mocht\w* waarschijnlijk soms vaak bij_voorkeur liefst")
_HEDGE = _listed(
    _WEAK_WORDS
    + r"""mogelijk\w* waarschijnlijk soms wil willen kans bijvoorbeeld voorbeeld\w* hoort moet moeten wilden
    wilde onzeker niet_zeker haalbaar manier manieren mogelijkheid mogelijkheden noemt noemde noemen
    te_\w+en"""
)
_AHEAD_WORDS = r"""zou zouden gepland\w* verwacht\w* verwachting voorgenomen voornemen voorzien op_termijn wil
    willen wilde wilden adviseert adviseerde plan_om van_plan gaat gaan zal zullen ambities? streeft streven
    moet moeten voorgesteld\w* """
_AHEAD = _listed(_AHEAD_WORDS)
_PLANNED = _listed(
    _AHEAD_WORDS
    + r"""advies adviseren plan plannen planning doel in_ontwikkeling activiteiten actiepunten nog_niet
    voorstel\w* kan kunnen"""
)
_FUTURE = _listed(_AHEAD_WORDS + "kan kunnen kunt stond in_ontwikkeling niet_bekend")
_DONE_VERB = _listed(
    r"""verscheen verschenen opgeleverd afgerond gepubliceerd ingesteld ingevoerd vastgesteld\w* leverde\w*
    begon begonnen startte\w* gestart voltooid vervallen vastgelegd gemeten besloten verlaagd opgelost"""
)
_AUXILIARY = _listed("is zijn heeft hebben werd werden was waren")
_PARTICIPLE = re.compile(
    r"(?<!\bte )\b(?:ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er)\w{2,}(?:d|t|en)|\w{2,6}ge\w{2,}(?:d|t|en)"
    r"|(?:voor|aan|in|uit|op|door)(?:be|ver)\w{2,}(?:d|t))\b",
    re.I,
)
_PERFECT = re.compile(r"\b(?:heeft|hebben)\b(?! (?:geen|niet|wel|nodig))", re.I)
_SEPARABLE = re.compile(r"^(op|uit|in|aan|af|vast|mee|bij|over|door|om|toe|voor|weg|samen|vrij|terug|na)ge(\w{3,})$")

LIGHT = frozenset(word for entry in _DATA["light"] for word in words(entry)) | STOPWORDS
_OPPOSITES: dict[str, set[str]] = {}
for _one, _other in _DATA["antonyms"]:
    _OPPOSITES.setdefault(_one, set()).add(_other)
    _OPPOSITES.setdefault(_other, set()).add(_one)

_stem = DutchAnalyzer((), split_compounds=False).stem


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """Stems under which `word` may be met: its own, and that of what verb endings and `ge-` leave."""
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

_GROUPS: dict[str, set[int]] = {}
for _number, _group in enumerate(_DATA["synonyms"]):
    for _entry in _group:
        for _word in words(_entry):
            for _form in (_word, *forms(_word)):
                _GROUPS.setdefault(_form, set()).add(_number)


@lru_cache(maxsize=50_000)
def _groups(word: str) -> frozenset[int]:
    """Numbers of the groups of synonyms that `word` is in, in whatever form."""
    return frozenset(number for form in (word, *forms(word)) for number in _GROUPS.get(form, ()))


@lru_cache(maxsize=200_000)
def same_word(one: str, other: str) -> bool:
    """Whether two words can say the same: by stem, as synonyms, or because one is a compound of the other."""
    if one == other:
        return True
    if forms(one) & forms(other):
        return True
    if _groups(one) & _groups(other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_SHARED:
        return False
    return any(
        len(stem) >= _SHORTEST_SHARED and (long.startswith(stem) or stem in long[3:])
        for stem in {_stem(short), *forms(short)}
    )


def opposites(word: str) -> set[str]:
    """Words that say the contrary of `word`."""
    return _OPPOSITES.get(word, set())


_ACTORS: dict[str, set[int]] = {}
for _number, _group in enumerate(_DATA["actors"]):
    for _entry in _group:
        for _word in words(_entry):
            for _form in forms(_word):
                _ACTORS.setdefault(_form, set()).add(_number)


@lru_cache(maxsize=50_000)
def actor(word: str) -> frozenset[int]:
    """Numbers of the groups of people or bodies that `word` names; empty where it names none."""
    return frozenset(number for form in forms(word) for number in _ACTORS.get(form, ()))


_SHORTEST_UN = 7


@lru_cache(maxsize=200_000)
def contrary(one: str, other: str) -> bool:
    """Whether one says the contrary of the other: an antonym, or the same word with `on-` (`ongetoetst`)."""
    if other in opposites(one):
        return True
    plain, denied = sorted((one, other), key=lambda word: word.startswith("on"))
    if plain.startswith("on") or not denied.startswith("on") or len(denied) < _SHORTEST_UN:
        return False
    return bool(forms(plain) & forms(denied[2:]))


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
        share = unit in ("%", "procent")
        key = f"percent:{value:g}" if share else f"number:{value * _SCALE.get(unit, 1):.10g}"
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
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _LEFT_OUT.sub(
            "niet mee", _NONE_BUT.sub(r"alleen \1\2", _EITHER.sub("wel", _NOT_ONLY.sub("ook", text)))
        )

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
        for clause in (words(part) for part in _BREAK.split(self.flat)):
            for place, word in enumerate(clause):
                if word not in _NEGATORS:
                    continue
                before = [w for w in clause[:place] if _is_content(w)][::-1]
                after = [w for w in clause[place + 1 :] if _is_content(w)][:_REACH]
                # At the end of a clause it denies the clause: "is in de bronnen niet gevonden".
                near = before[:1] if len(after) > 1 else before
                scope = after + (near if word not in ("geen", "zonder") or not after else [])
                if scope:
                    result.append(Negation(tuple(scope), scope[0]))
        return result

    @cached_property
    def negated(self) -> set[str]:
        """Content words within reach of a negator."""
        return {word for negation in self.negations for word in negation.scope}

    @cached_property
    def denied_runs(self) -> set[tuple[str, ...]]:
        """The words right after each negator, as they stand."""
        found = words(self.flat)
        return {
            tuple(found[place + 1 : place + 1 + _RUN])
            for place, word in enumerate(found)
            if word in _NEGATORS and len(found) > place + _RUN
        }

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """All runs of words of that length."""
        found = words(self.flat)
        return {tuple(found[place : place + _RUN]) for place in range(len(found) - _RUN + 1)}

    @cached_property
    def denying_clauses(self) -> tuple[set[str], set[str]]:
        """Content words of the clauses with a negator, and of the others."""
        denying: set[str] = set()
        plain: set[str] = set()
        for clause in (words(part) for part in _BREAK.split(self.flat)):
            (denying if set(clause) & _NEGATORS else plain).update(w for w in clause if _is_content(w))
        return denying, plain

    @cached_property
    def completed(self) -> set[str]:
        """Words that say that something was brought to its end."""
        return {word for match in _DONE_VERB.finditer(self.text) for word in words(match[0])}

    @cached_property
    def denies(self) -> bool:
        """Whether there is any negator."""
        return any(word in _NEGATORS for clause in self.clauses for word in clause)

    @cached_property
    def denials(self) -> list[tuple[set[str], int]]:
        """Content words of every main part, and 1 where it denies; `niet zonder` does not."""
        return [
            (
                {w for w in words(part) if _is_content(w)},
                max(sum(w in _NEGATORS for w in words(clause)) % 2 for clause in _CLAUSE.split(part)),
            )
            for part in re.split(r"[;:()]|\bmaar\b", self.flat)
        ]

    @cached_property
    def joined(self) -> list[list[str]]:
        """Runs of content words right after a comma, `en`, `of` or a preposition: what a sentence adds."""
        runs: list[list[str]] = []
        for match in _JOINT.finditer(self.text):
            run: list[str] = []
            for word in words(re.split(r"[,;:()]", self.text[match.end() :])[0]):
                if _is_content(word):
                    run.append(word)
                elif run or word not in _ARTICLES:
                    break
            if any(not _PARTICIPLE.fullmatch(word) for word in run):
                runs.append(run)
        return runs

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
        return bool(_MUST.search(_SHOULD.sub("", self.text)))

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
    def open_question(self) -> bool:
        """Whether it says that something is not known."""
        return bool(_OPEN.search(self.text))

    def tells_as_done(self, word: str) -> bool:
        """Whether `word` stands in a clause that does not look ahead."""
        if self.open_question:
            return False
        return any(word in words(part) and not _AHEAD.search(part) for part in re.split(r"[,;:()]", self.text))

    @cached_property
    def indirect(self) -> bool:
        """Whether it leaves open what it speaks of: `Of … is verschenen, is niet bekend`."""
        return self.open_question or self.text.startswith("Of ")

    @cached_property
    def accomplished(self) -> bool:
        """Whether somebody has done something: the perfect with `hebben`."""
        return bool(_PERFECT.search(self.text))

    @cached_property
    def done(self) -> set[str]:
        """Participles and past tenses that tell of something done."""
        found = {match[0].lower() for match in _DONE_VERB.finditer(self.text)}
        if _AUXILIARY.search(self.text):
            found |= {match[0].lower() for match in _PARTICIPLE.finditer(self.text)}
        return {word for entry in found for word in words(entry)}


def _is_content(word: str) -> bool:
    return word not in LIGHT and len(word) > 2 and not word.isdigit() and word not in _NUMBER_WORDS
