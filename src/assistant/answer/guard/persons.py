"""Names of persons, by the words that announce them and by their form."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from assistant.answer.guard.names import (
    EPONYMS,
    FACILITIES,
    FIRST_NAMES,
    OFFICES,
    PARTICLES,
    RELATIVES,
    SURNAME_ENDS,
    SURNAMES,
)
from assistant.answer.guard.span import Span

_UP = r"[A-ZÀ-ÖØ-ÞĞİŞČŠŽŁ]"
_LOW = r"[a-zß-öø-ÿğışčšžł]"
_CAPITALISED = rf"(?:{_UP}['’])?{_UP}{_LOW}+(?:{_UP}{_LOW}+)?(?:-{_UP}{_LOW}+)*(?!\w)"
_INITIALS = rf"(?:{_UP}{_LOW}?\.\s?){{1,5}}"
_SURNAME = rf"(?:(?i:{PARTICLES})\s+){{0,2}}{_CAPITALISED}"
_NAME = rf"(?:{_INITIALS}\s?|(?:{_CAPITALISED}\s+){{0,2}}){_SURNAME}"
_SMALL = rf"(?:(?P<particle>{PARTICLES})\s+)?(?P<small>{_LOW}{{2,}})(?!\w)"

_TITLE = (
    r"(?:mevrouw|mevr|mw|mej|meneer|mijnheer|menheer|dhr|(?:de |den )?heer|heren|drs|dr|prof|professor|ir|"
    r"ing|mr|mrs|miss|mister)\.?"
)
_INTRODUCED = re.compile(
    r"\b(?i:ik heet|(?:mijn|m'n|mn|me|haar|zijn) (?:volledige |voor|achter)?naam is|my name is|genaamd|"
    rf"(?:hij|zij|ze|die|{RELATIVES}) heet)\s+"
    rf"(?:(?i:{_TITLE})\s+)?(?:(?P<name>{_NAME})|(?P<lower>{_LOW}{{2,}})(?!\w))"
)
_TITLED = re.compile(rf"\b(?i:{_TITLE})\s*(?<=[\s.])(?:(?i:{_TITLE})\s*)?(?:(?P<name>{_NAME})|{_SMALL})")
_ROLE = re.compile(
    r"\b(?i:pati[eë]nte?|cli[eë]nte?|verzekerde|bewoner|bewoonster|(?:huis|tand|bedrijfs|"
    r"verzekerings)?arts|dokter|specialist|"
    r"(?:fysio|oefen|ergo)therapeute?|psycholo(?:og|ge)|psychiater|behandelaar|(?:wijk)?verpleegkundige|"
    r"casemanager|collega|"
    rf"{RELATIVES}),?\s+(?!(?i:{_TITLE})[\s.])(?P<name>{_NAME})"
)
_SIGNED = re.compile(
    r"(?i:\bgroet(?:en|jes)?|\bgr\.|\bmvg|\bhoogachtend|\bregards|\bnamens mij)[\s,.]+"
    rf"(?P<name>(?i:{_TITLE}\s+)?{_NAME}|{_CAPITALISED})[\s.!]*(?:$|\n)"
)
_WITH_INITIALS = re.compile(rf"(?<![\w.])(?:{_INITIALS}\s?|{_UP}\s+(?=(?i:{PARTICLES})\s)){_SURNAME}")
_PARTICLE_NAME = re.compile(
    rf"(?<![\w.])(?:Van (?:de[rn]?|het|'t)|Van|De|Ter|Ten|El|Ben)\s+(?:{_CAPITALISED})(?:-{_CAPITALISED})?"
)
_ITEM = re.compile(rf"{_UP}\.\s{_CAPITALISED}")
_ITEM_START = re.compile(r"(?:^|[!?:\n]|\w{4}\.)\s*$")
_WORD = re.compile(_CAPITALISED)
_AFTER_FIRST = re.compile(rf"\s+(?:{_INITIALS}\s?)?(?P<surname>{_SURNAME})")
_LOWER_WORD = re.compile(rf"\b{_LOW}+\b")
_LOWER_SURNAME = re.compile(rf"\s+(?:(?:{PARTICLES})\s+)?(?P<small>{_LOW}{{2,}})(?!\w)")
_DOES = re.compile(r"\s+(?:heeft|krijgt|is|wil|moet|mag|kan|slikt|gebruikt|ligt|woont|zit|was|kreeg|lijdt)\b")
_FOLLOWING = re.compile(r"[\s-]+([\w-]+)")
_PRECEDING = re.compile(r"([\w-]+)(?:\s+van)?[\s-]+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n])\s*[\"'“‘(]?$")

_NO_NAMES = frozenset(
    """aan al alle als bij dan dat de deze die dit door een en er geen haar hem het hier hij hoe hun ik in is
    ja je kan maar me met mij mijn moet na naar nee niet nog nu of om onbekend ook op over so staat te toch
    tot u uit van vanaf veel via volgens voor waar waarom wanneer want wat we welk welke wel wie wij wil
    wordt ze zij zo zoals zou daarna daarom omdat verder vervolgens the a an and what who why how when where
    is it not of this that i my bekend anders belangrijk gevraagd jouw uw ons""".split()
)


def find_names(text: str, known: Container[str]) -> Iterator[Span]:
    """Names of persons.

    Args:
        known: Words of the site in small letters; without an announcement they are names only if common ones.
    """
    for match in _INTRODUCED.finditer(text):
        yield from _introduced(text, match)
    for match in _TITLED.finditer(text):
        if match["name"]:
            if _first_word(match["name"]) not in OFFICES | _NO_NAMES:
                yield Span(match.start("name"), _trim(match["name"]) + match.start("name"), "naam")
        elif _is_surname(match["small"], match["particle"]):
            start = match.start("particle") if match["particle"] else match.start("small")
            yield Span(start, match.end(), "naam")
    for match in _SIGNED.finditer(text):
        yield Span(match.start("name"), match.end("name"), "naam")
    for match in _ROLE.finditer(text):
        if _could_be_name(match["name"], known) and not _names_facility(text, match.end("name")):
            yield Span(match.start("name"), _trim(match["name"]) + match.start("name"), "naam")
    yield from _unannounced(text, known)


def _introduced(text: str, match: re.Match[str]) -> Iterator[Span]:
    """A name after ``ik heet`` and the like, also in small letters."""
    if match["name"]:
        if _first_word(match["name"]) not in _NO_NAMES:
            yield Span(match.start("name"), match.end("name"), "naam")
    elif match["lower"] not in _NO_NAMES:
        end = match.end("lower")
        surname = _LOWER_SURNAME.match(text, end)
        if surname and _is_surname(surname["small"], surname[0].strip() != surname["small"]):
            end = surname.end()
        yield Span(match.start("lower"), end, "naam")


def _unannounced(text: str, known: Container[str]) -> Iterator[Span]:
    """Names by their form alone."""
    for match in _WITH_INITIALS.finditer(text):
        dotted = "." in match[0]
        surname = match[0].replace(".", " ").split()[-1].lower()
        # `A. Knelpunten` at the start of a sentence is an item of a list.
        item = _ITEM.fullmatch(match[0]) and (
            text[match.end() : match.end() + 1] == ":" or _ITEM_START.search(text, 0, match.start())
        )
        sure = surname in SURNAMES or (dotted and not item and _new(surname, known))
        if sure and not _named_after(text, match.start()):
            yield Span(match.start(), match.end(), "naam")
    for match in _WORD.finditer(text):
        if match[0].lower() in FIRST_NAMES and not _named_after(text, match.start()):
            yield from _first_name(text, match, known)
    for match in _LOWER_WORD.finditer(text):
        if match[0] in FIRST_NAMES:
            lower = _LOWER_SURNAME.match(text, match.end())
            if lower and lower["small"] in SURNAMES and not _named_after(text, match.start()):
                yield Span(match.start(), lower.end(), "naam")
    for match in _PARTICLE_NAME.finditer(text):
        last = match[0].split()[-1].lower()
        sure = match[0].startswith(("Van der", "Van den", "Van 't")) and _new(last, known)
        inside = not _SENTENCE_START.search(text, 0, match.start()) and last in SURNAMES
        if (sure or inside) and not _named_after(text, match.start()):
            yield Span(match.start(), match.end(), "naam")


def _first_name(text: str, match: re.Match[str], known: Container[str]) -> Iterator[Span]:
    following = _AFTER_FIRST.match(text, match.end())
    if following:
        surname = following["surname"].split()[-1].lower()
        if surname in FACILITIES or _names_facility(text, following.end()):
            return
        if _new(surname, known):
            yield Span(match.start(), following.end(), "naam")
            return
    start = bool(_SENTENCE_START.search(text, 0, match.start()))
    if match[0].lower() not in known and not following and (not start or _DOES.match(text, match.end())):
        yield Span(match.start(), match.end(), "naam")


def _first_word(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


def _trim(name: str) -> int:
    """Length of `name` without a question word that a new sentence or a title case put behind it."""
    words = name.split()
    while len(words) > 1 and words[-1].lower() in _NO_NAMES:
        name = name[: name.rindex(words.pop())].rstrip()
    return len(name)


def _new(word: str, known: Container[str]) -> bool:
    """Whether `word` may be a surname: a common one, or no word of the site or of every sentence."""
    return word in SURNAMES or (word not in known and word not in _NO_NAMES and word not in FACILITIES)


def _could_be_name(name: str, known: Container[str]) -> bool:
    words = [word.lower() for word in name.split() if word[0].isupper() and "." not in word]
    return bool(words) and all(word in FIRST_NAMES or word in SURNAMES or _new(word, known) for word in words)


def _is_surname(word: str, particle: str | bool | None) -> bool:
    """Whether a word in small letters, behind a title or a first name, is a surname."""
    if word in _NO_NAMES:
        return False
    foreign = isinstance(particle, str) and particle.lower() in ("el", "al", "ben", "bin", "bint")
    return foreign or word in SURNAMES or word.endswith(SURNAME_ENDS)


def _named_after(text: str, start: int) -> bool:
    """Whether the name is part of another thing's name, or of who holds a public office."""
    before = _PRECEDING.search(text, max(0, start - 40), start)
    return before is not None and before[1].lower() in EPONYMS | OFFICES


def _names_facility(text: str, end: int) -> bool:
    following = _FOLLOWING.match(text, end)
    return following is not None and following[1].lower() in FACILITIES
