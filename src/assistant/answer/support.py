"""Decides whether a passage supports a written sentence that cites it; in doubt it does not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel

from assistant.answer.support_text import (
    Negation,
    Reading,
    actor,
    contrary,
    counted,
    forms,
    numbers,
    same_word,
)
from assistant.answer.vocabulary import Mention, Vocabulary
from assistant.index.analysis import words
from assistant.publish.passage import Passage
from assistant.publish.sentences import split_sentences

CALIBRATION = Path(__file__).with_name("support_calibration.json")

Entails = Callable[[str, str], float]
"""Log odds that the second text says the first: `Entailment.odds`."""

_NAME = re.compile(r"(?<![\w-])(?!Q[1-4]\b)(?:[A-Z][\w&'’.-]*\w|\w*[a-z]\w*[A-Z]\w*|[A-Z]{2,})")
_CONTRASTS = re.compile(r",|\b(?:en|maar)\b", re.I)
_MISTAKE = re.compile(r"\b(?:valkuil\w*|fout|fouten|misverstand\w*|vermijd)\b", re.I)
_TERM = "term"
_KINDS = {"sectors": "sector", "parties": "party", "criteria": "criterion", "terms": _TERM}
_ACTORS = frozenset(["parties", "sectors"])
_WORTH_ADDING = 2
_SHORT_ITEM = 3


@dataclass(frozen=True)
class Measures:
    """What speaks against a sentence.

    Attributes:
        entailment: Log odds that the passage says it; infinite where it stands there word for word, None where that
            was not looked at because of the faults.
        faults: What no odds can make good: a number, a name, a party or a sector that the passage does not have.
        objections: What words alone tell wrongly at times: a denial, a duty, a deed or somebody that it does not have.
        doubts: What may be a matter of wording.
    """

    entailment: float | None
    faults: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def line(self) -> Literal["entailment", "in_doubt", "objected"]:
        """Name of the line that the odds must reach, by what speaks against the sentence."""
        if self.objections:
            return "objected"
        return "in_doubt" if self.doubts else "entailment"


class Lines(BaseModel):
    """The calibrated lines.

    Attributes:
        entailment: Least log odds that the passage says a sentence.
        in_doubt: The same where a doubt speaks against it.
        objected: The same where an objection does.
        fitted_on: Which pairs the lines were fitted on.
        pairs: How many.
    """

    entailment: float
    in_doubt: float
    objected: float
    fitted_on: str = ""
    pairs: int = 0

    def reasons(self, measured: Measures) -> list[str]:
        """Why a sentence so measured is not supported; empty where it is."""
        against = [*measured.faults, *measured.objections, *measured.doubts]
        if measured.faults or measured.entailment is None:
            return against
        least: float = getattr(self, measured.line)
        if measured.entailment < least:
            return [*against, f"log odds {measured.entailment:.1f} below {least:.1f}"]
        return []


@lru_cache
def load_lines(path: Path = CALIBRATION) -> Lines:
    """The lines in `path`."""
    return Lines.model_validate(orjson.loads(path.read_bytes()))


@dataclass(frozen=True)
class Support:
    """The verdict, and in English why not; the reasons name kinds of fault, and never quote a question."""

    supported: bool
    reasons: list[str]


class SupportChecker:
    """Checks sentences against passages; knows the corpus names, but no index.

    Words decide first, for what must not change and can be read off them: numbers, names, parties, sectors. What they
    leave is decided by a model that reads sentence and passage together; it must be surest where words say that a
    denial, a duty or a plan is not that of the passage.

    Args:
        entails: Reads a sentence and a passage.
        vocabulary: Names and synonyms of the corpus.
        lines: The calibrated lines; read from the package where not given.
    """

    def __init__(self, entails: Entails, vocabulary: Vocabulary, lines: Lines | None = None) -> None:
        self._entails = entails
        self._vocabulary = vocabulary
        self._lines = lines

    def check(
        self, sentence: str, passage_text: str, *, heading: str = "", title: str = "", sectors: Sequence[str] = ()
    ) -> Support:
        """Whether `passage_text` supports `sentence`; the arguments are those of `measure`."""
        measured = self.measure(sentence, passage_text, heading=heading, title=title, sectors=sectors)
        reasons = (self._lines or load_lines()).reasons(measured)
        return Support(not reasons, reasons)

    def check_passage(self, sentence: str, passage: Passage) -> Support:
        """`check` with all that `passage` tells."""
        reasons = (self._lines or load_lines()).reasons(self.measure_passage(sentence, passage))
        return Support(not reasons, reasons)

    def closest(self, sentence: str, passage: Passage) -> int:
        """Number of the statement of `passage` that says most of `sentence`; that one is quoted beside it."""
        claim = Reading(sentence)

        def score(number: int) -> tuple[float, int]:
            reading = Reading(passage.statements[number].text)
            there = set(words(reading.text))
            shared = sum(_held(w, there) for w in claim.content) + len(claim.numbers & reading.numbers)
            return shared / max(1, len(reading.content)) ** 0.25, -number

        return max(range(len(passage.statements)), key=score)

    def measure_passage(self, sentence: str, passage: Passage) -> Measures:
        """`measure` with all that `passage` tells."""
        heading = " – ".join(passage.heading_path)
        return self.measure(sentence, passage.text, heading=heading, title=passage.title, sectors=passage.sectors)

    def measure(
        self, sentence: str, passage_text: str, *, heading: str = "", title: str = "", sectors: Sequence[str] = ()
    ) -> Measures:
        """What `check` decides on; calibration looks at this.

        Args:
            passage_text: The text, list items and table rows on lines of their own.
            heading: The headings above the text; they name what the text leaves unsaid.
            title: Of the page.
            sectors: Ids of the sectors that the passage is about.
        """
        claim = Reading(sentence)
        units = _units(passage_text)
        if not claim.content or not units:
            return Measures(None, ("nothing to compare",))
        # An item says nothing without its introduction, which may call it a mistake, and so may the heading.
        warns = _MISTAKE.search(heading)
        if not warns and any(unit.intro is None and sentence.strip() == unit.reading.text.strip() for unit in units):
            return Measures(math.inf)
        above = f"{title} – {heading}"
        heading_words = set(words(above))
        aliases = self._aliases(sentence, f"{above}\n{passage_text}")
        actors = {w for m in self._exact(sentence) if m.kind in _ACTORS for w in words(m.label)}
        best, grounds, items = _grounds(claim, units, heading_words, actors)
        ground_words = {word for unit in grounds for word in unit.words} | heading_words | aliases
        ground_text = "\n".join(unit.text for unit in grounds)
        # An item that brings in one word may well name somebody else: it is no ground for who acts.
        strong_text = "\n".join(unit.text for unit in grounds if unit not in items)
        missing = self._missing(sentence, strong_text, passage_text, above, sectors)
        faults = [
            *_number_faults(claim, ground_text, above),
            *(f"{kind} not in the passage: {name}" for kind, name in missing if kind != _TERM),
            *self._name_faults(sentence, f"{above}\n{strong_text}"),
        ]
        objections = [
            *_count_objections(sentence, ground_text),
            *_negation_objections(claim, best, grounds, units),
            *_opposite_objections(claim, best, grounds),
            *_modal_objections(claim, best, grounds),
            *_plan_objections(claim, best, units),
            *_actor_objections(claim, set(words(strong_text)) | heading_words | aliases),
            *_subject_objections(claim, best, units, heading_words),
        ]
        if faults:
            # What fails already for its words needs no model, which costs a hundred times more.
            return Measures(None, tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(objections)))
        doubts = [
            *(f"term not in the passage: {name}" for kind, name in missing if kind == _TERM),
            *_negation_doubts(claim, grounds),
            *_list_doubts(claim, ground_words),
        ]
        text = f"{heading}\n{passage_text}" if heading else passage_text
        odds = self._entails(sentence, text)
        return Measures(odds, (), tuple(dict.fromkeys(objections)), tuple(dict.fromkeys(doubts)))

    def _name_faults(self, sentence: str, around: str) -> list[str]:
        """Names by their capitals, that no record holds and the passage does not give."""
        held = set(words(around))
        for name in _capitalised(sentence):
            parts = words(name)
            if parts and not all(_held(p, held) for p in parts) and not self._exact(name):
                return ["name not in the passage"]
        return []

    def _missing(
        self, sentence: str, ground: str, passage_text: str, heading: str, sectors: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Kind and id of what the sentence names and the passage does not."""
        around = f"{heading}\n{ground}"
        anywhere = {(m.kind, m.id) for m in self._exact(passage_text)}
        passage_words = set(words(passage_text))
        known = {(m.kind, m.id) for m in self._exact(around)} | {("sectors", s) for s in sectors}
        known_ids = {record for _, record in known}
        around_words = set(words(around))
        missing = []
        for label, mentions in _by_label(self._exact(sentence)).items():
            if any((m.kind, m.id) in known or m.id in known_ids for m in mentions):
                continue
            kinds = {m.kind for m in mentions}
            label_words = words(label)
            # Who acts, and where, must stand in the very sentences the claim rests on; what it is about may
            # stand in another sentence, or be a form of another word.
            if kinds & _ACTORS:
                if all(any(forms(w) & forms(other) for other in around_words) for w in label_words):
                    continue
            elif any((m.kind, m.id) in anywhere for m in mentions) or all(
                _held(w, around_words | passage_words) for w in label_words
            ):
                continue
            kind = next(word for known_kind, word in _KINDS.items() if known_kind in kinds)
            missing.append((kind, mentions[0].id))
        return missing

    def _exact(self, text: str) -> list[Mention]:
        """Mentions that stand there letter by letter; the vocabulary's near misses are for questions."""
        flat = f" {' '.join(words(text))} "
        return [m for m in self._vocabulary.mentions(text) if f" {' '.join(words(m.label))} " in flat]

    def _aliases(self, sentence: str, around: str) -> set[str]:
        """Words of the sentence's names whose record the passage names in another way."""
        known = {(m.kind, m.id) for m in self._exact(around)}
        return {w for m in self._exact(sentence) if (m.kind, m.id) in known for w in words(m.label)}


@dataclass(frozen=True)
class _Unit:
    """A sentence, list item or row of the passage; an item carries the words of its introduction."""

    reading: Reading
    intro: Reading | None

    @property
    def text(self) -> str:
        """The unit, its introduction before it."""
        return f"{self.intro.text}\n{self.reading.text}" if self.intro else self.reading.text

    @property
    def warns(self) -> bool:
        """Whether it names a mistake: what it says is then just what is not so."""
        return bool(_MISTAKE.search(self.text))

    @property
    def numbers(self) -> set[str]:
        return self.reading.numbers | (self.intro.numbers if self.intro else set())

    @property
    def words(self) -> set[str]:
        return set(words(self.reading.text)) | (set(words(self.intro.text)) if self.intro else set())


def _units(text: str) -> list[_Unit]:
    units: list[_Unit] = []
    intro: Reading | None = None
    for line in text.splitlines():
        sentences = split_sentences(line)
        for sentence in sentences:
            units.append(_Unit(Reading(sentence), intro))
        if sentences and line.rstrip().endswith(":"):
            intro = Reading(sentences[-1])
    return units


def _grounds(
    claim: Reading, units: list[_Unit], heading: set[str], actors: set[str]
) -> tuple[_Unit, list[_Unit], list[_Unit]]:
    """The unit that holds most of the claim, all units it rests on, and which of those are mere list items.

    A claim may merge facts. But a sentence that gives only the name of a party or sector is no ground:
    names could be swapped.
    """
    held = [{w for w in claim.content if _held(w, unit.words)} for unit in units]
    own = [len({w for w in claim.content if _held(w, set(words(unit.reading.text)))}) for unit in units]
    shared = [len(claim.numbers & unit.reading.numbers) for unit in units]
    order = sorted(range(len(units)), key=lambda i: (-(len(held[i]) + 0.5 * own[i] + 0.6 * shared[i]), i))
    best = order[0]
    chosen = [best]
    covered = set(held[best]) | actors | {w for w in claim.content if _held(w, heading)}
    counted_on = set(units[best].numbers)
    weak: list[int] = []
    # A short list item may bring in one word of an enumeration; the sentence that introduces it comes first.
    items = [i for i in order[1:] if units[i].intro is not None]
    for index in [i for i in order[1:] if units[i].intro is None] + items:
        new = held[index] - covered
        figures = (claim.numbers & units[index].numbers) - counted_on
        intro = units[index].intro
        short = len(units[index].reading.content) <= _SHORT_ITEM
        sibling = (
            short
            and intro is not None
            and any(intro is units[i].intro or intro.text == units[i].reading.text for i in chosen)
        )
        last = not set(claim.content) - covered - new
        dated = figures and len(held[index]) >= _WORTH_ADDING
        if len(new) >= _WORTH_ADDING or dated or (new and (figures or sibling or last)):
            chosen.append(index)
            if len(new) < _WORTH_ADDING and sibling:
                weak.append(index)
            covered |= new
            counted_on |= figures
    return units[best], [units[i] for i in chosen], [units[i] for i in weak]


def _held(word: str, among: set[str]) -> bool:
    return word in among or any(same_word(word, other) for other in among)


def _by_label(mentions: list[Mention]) -> dict[str, list[Mention]]:
    grouped: dict[str, list[Mention]] = {}
    for mention in mentions:
        grouped.setdefault(" ".join(words(mention.label)), []).append(mention)
    return grouped


def _capitalised(sentence: str) -> list[str]:
    """Names by their capitals; the first word of a sentence has one anyway, unless there are more in it."""
    found = [(match.start(), match[0]) for match in _NAME.finditer(sentence)]
    return [name for start, name in found if start or any(c.isupper() for c in name[1:])]


def _number_faults(claim: Reading, ground: str, heading: str) -> list[str]:
    # `één` may just stress that it is no more.
    missing = claim.numbers - numbers(ground) - numbers(heading) - {"number:1"}
    return [f"number not in the passage: {', '.join(sorted(missing))}"] if missing else []


def _count_objections(sentence: str, ground: str) -> list[str]:
    """The number stands there, but it may count something else: "drie dingen … vier pakketcriteria"."""
    there = counted(ground)
    for key, noun in counted(sentence):
        others = {k for k, n in there if n and noun and (n == noun or same_word(n, noun))}
        if others and key not in others:
            return [f"number of something else: {key}"]
    return []


def _negation_objections(claim: Reading, best: _Unit, grounds: list[_Unit], units: list[_Unit]) -> list[str]:
    readings = [unit.reading for unit in grounds] + [unit.intro for unit in grounds if unit.intro]
    denied = {w for reading in readings for w in reading.negated}
    ground_words = {word for unit in grounds for word in unit.words}
    unknown = claim.open_question and any(unit.reading.open_question for unit in units)
    for negation in claim.negations:
        if unknown or _honoured(negation, denied) or (any(unit.warns for unit in grounds)):
            continue
        if not any(contrary(w, o) for w in negation.scope for o in ground_words):
            return ["negation that the passage does not have"]
    for negation in (n for unit in grounds for n in unit.reading.negations):
        if not any(_same_any(negation.head, w) for w in claim.content):
            continue
        turned = any(contrary(w, o) for w in negation.scope for o in claim.content)
        if not _honoured(negation, claim.negated) and not turned:
            return ["negation of the passage is lost"]
    if not claim.denies and any(unit.reading.denied_runs & claim.runs for unit in grounds):
        return ["negation of the passage is lost"]
    if _exchanged(claim, best.reading):
        return ["negation of something else"]
    if _denied_only(claim, units):
        return ["only denied in the passage"]
    return []


def _negation_doubts(claim: Reading, grounds: list[_Unit]) -> list[str]:
    readings = [unit.reading for unit in grounds] + [unit.intro for unit in grounds if unit.intro]
    doubts = ["negation does not agree"] if _parity_lost(claim, readings) else []
    if claim.restricts and not any(reading.restricts for reading in readings):
        doubts.append("restriction that the passage does not have")
    return doubts


def _exchanged(claim: Reading, best: Reading) -> bool:
    """Whether the claim denies what the sentence affirms, and affirms what the sentence denies."""
    if not (_CONTRASTS.search(claim.text) and _CONTRASTS.search(best.text)):
        return False
    affirmed = set(best.content) - best.negated
    plain = set(claim.content) - claim.negated
    return any(_held(w, affirmed) and not _held(w, best.negated) for w in claim.negated) and any(
        _held(w, best.negated) and not _held(w, affirmed) for w in plain
    )


def _denied_only(claim: Reading, units: list[_Unit]) -> bool:
    """Whether a claim that denies nothing holds a word that the passage has in denials only."""
    if claim.denies or claim.open_question or any(unit.warns for unit in units):
        return False
    denying: set[str] = set()
    plain: set[str] = set()
    for unit in units:
        in_denial, elsewhere = unit.reading.denying_clauses
        denying |= in_denial
        plain |= elsewhere
    return any(_held(w, denying) and not _held(w, plain) for w in claim.content)


def _parity_lost(claim: Reading, readings: list[Reading]) -> bool:
    """Whether a part of the claim denies what the matching part of the passage does not."""
    there = [clause for reading in readings for clause in reading.denials]
    for content, count in claim.denials:
        if not content or not count:
            continue
        met = [(len([w for w in content if _held(w, other)]), number) for other, number in there]
        most = max((shared for shared, _ in met), default=0)
        if most >= _WORTH_ADDING and all(number != count for shared, number in met if shared == most):
            return True
    return False


def _honoured(negation: Negation, denied: set[str]) -> bool:
    return any(_same_any(word, other) for word in negation.scope for other in denied)


def _same_any(one: str, other: str) -> bool:
    return one == other or same_word(one, other)


def _opposite_objections(claim: Reading, best: _Unit, grounds: list[_Unit]) -> list[str]:
    """A word whose contrary stands in the matching sentence, while the word itself stands nowhere."""
    held = {w for unit in grounds for w in unit.words}
    there = set(words(best.reading.text))
    for word in words(claim.text):
        if word in held or word in claim.negated:
            continue
        if any(contrary(word, o) and o not in best.reading.negated for o in there):
            return ["contrary of a word of the passage"]
    return []


def _modal_objections(claim: Reading, best: _Unit, grounds: list[_Unit]) -> list[str]:
    readings = [unit.reading for unit in grounds] + [unit.intro for unit in grounds if unit.intro]
    if claim.strength == 3 and not any(reading.obliges for reading in readings):
        return ["stronger than the passage: must"]
    if claim.strength == 3 and not best.reading.obliges and best.reading.strength in (1, 2):
        return ["stronger than the passage: must"]
    if claim.strength == 2 and best.reading.strength == 1:
        return ["stronger than the passage: should"]
    if not claim.hedged and not claim.open_question:
        for clause in best.reading.weak_clauses:
            met = [w for w in claim.content if _held(w, clause)]
            if len(met) >= max(2, 0.6 * len(claim.content)):
                return ["stronger than the passage: it only may be so"]
    return []


def _plan_objections(claim: Reading, best: _Unit, units: list[_Unit]) -> list[str]:
    """What lies ahead, or is not known, in the passage must not have happened in the sentence."""
    if not claim.done or claim.looks_ahead or claim.indirect or claim.denies:
        return []
    readings = [unit.reading for unit in units] + [unit.intro for unit in units if unit.intro]
    planned = best.reading.planned or (best.intro is not None and best.intro.planned)
    told_done = {w for reading in readings for w in reading.completed}
    if claim.completed and not any(_same_any(w, other) for w in claim.completed for other in told_done):
        return ["finished in the sentence only"]
    for word in claim.done:
        holding = [reading for reading in readings if word in words(reading.text)]
        told = any(_same_any(word, other) for other in words(best.text))
        if not holding and (planned or (claim.accomplished and not told)):
            return ["planned in the passage, done in the sentence"]
        if holding and not any(reading.tells_as_done(word) for reading in holding):
            return ["planned or open in the passage, done in the sentence"]
    return []


def _actor_objections(claim: Reading, around: set[str]) -> list[str]:
    """People or a body that the sentences it rests on do not name; a synonym that is wide does not do."""
    for word in claim.content:
        groups = actor(word)
        if groups and not any(groups & actor(o) or bool(forms(word) & forms(o)) for o in around):
            return ["somebody else than in the passage"]
    return []


def _subject_objections(claim: Reading, best: _Unit, units: list[_Unit], heading: set[str]) -> list[str]:
    """Another sentence gives the first thing named, while the matching one names something else first."""
    if not claim.content or not best.reading.content:
        return []
    first, other = claim.content[0], best.reading.content[0]
    elsewhere = {w for unit in units if unit is not best for w in words(unit.reading.text)}
    if _held(first, best.words | heading) or not _held(first, elsewhere):
        return []
    return [] if _held(other, set(claim.content)) else ["subject of another sentence"]


def _list_doubts(claim: Reading, ground_words: set[str]) -> list[str]:
    """A member of an enumeration of which the passage holds no word: an invention among true things."""
    for chunk in claim.joined:
        if not any(_held(w, ground_words) for w in chunk):
            return ["part of the sentence is not in the passage"]
    return []
