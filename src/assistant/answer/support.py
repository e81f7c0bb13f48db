"""Decides whether a passage supports a written sentence that cites it; what is not surely supported is not shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import orjson
from pydantic import BaseModel

from assistant.answer.support_text import (
    Negation,
    Reading,
    counted,
    numbers,
    opposites,
    same_word,
)
from assistant.answer.vocabulary import Mention, Vocabulary
from assistant.index.analysis import words
from assistant.index.embedding import Vectors
from assistant.publish.passage import Passage
from assistant.publish.sentences import split_sentences

CALIBRATION = Path(__file__).with_name("support_calibration.json")

Embed = Callable[[list[str]], Vectors]
"""Unit vectors of texts, shape (texts, dimension); such as `SentenceTransformerEmbeddings.encode_documents`."""

_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w&'’.-]*\w|\w*[a-z]\w*[A-Z]\w*|[A-Z]{2,})")
_SECTOR_WORDS = frozenset(["zorg", "behandeling", "sector"])
_NAMED_KINDS = ("sectors", "criteria", "parties", "terms")
_WORTH_ADDING = 2


class Lines(BaseModel):
    """The calibrated lines.

    Attributes:
        coverage: Least part of the sentence's content words that the matching sentences must hold.
        similarity: Least cosine similarity with the best sentence of the passage.
        unmatched: Most content words that the passage may not hold.
        sure_similarity: From this similarity on, one more unmatched word is let through.
        fitted_on: Which pairs the lines were fitted on.
        pairs: How many.
    """

    coverage: float
    similarity: float
    unmatched: int
    sure_similarity: float
    fitted_on: str = ""
    pairs: int = 0


@lru_cache
def load_lines(path: Path = CALIBRATION) -> Lines:
    """The lines in `path`."""
    return Lines.model_validate(orjson.loads(path.read_bytes()))


@dataclass(frozen=True)
class Support:
    """The verdict, and in English why not; the reasons name kinds of fault, and never quote a question."""

    supported: bool
    reasons: list[str]


@dataclass(frozen=True)
class Measures:
    """What the lines are drawn through, and the faults that no line can make good."""

    coverage: float
    similarity: float
    unmatched: int
    faults: tuple[str, ...]


class SupportChecker:
    """Checks sentences against passages; knows the corpus names, but no index.

    Args:
        embed: Gives the vectors for cosine similarity where the caller has none.
        vocabulary: Names and synonyms of the corpus.
        lines: The calibrated lines; read from the package where not given.
    """

    def __init__(self, embed: Embed, vocabulary: Vocabulary, lines: Lines | None = None) -> None:
        self._embed = embed
        self._vocabulary = vocabulary
        self._lines = lines

    def check(
        self,
        sentence: str,
        passage_text: str,
        similarity: float | None = None,
        *,
        heading: str = "",
        sectors: Sequence[str] = (),
    ) -> Support:
        """Whether `passage_text` supports `sentence`.

        Args:
            passage_text: The text, list items and table rows on lines of their own.
            similarity: Cosine similarity of the sentence with the best sentence of the passage; computed where None.
            heading: The headings above the text; they name what the text leaves unsaid.
            sectors: Ids of the sectors that the passage is about.
        """
        lines = self._lines or load_lines()
        measured = self.measure(sentence, passage_text, similarity, heading=heading, sectors=sectors)
        reasons = list(measured.faults)
        allowed = lines.unmatched + (1 if measured.similarity >= lines.sure_similarity else 0)
        if measured.coverage < lines.coverage:
            reasons.append(f"coverage {measured.coverage:.2f} below {lines.coverage:.2f}")
        if measured.unmatched > allowed:
            reasons.append(f"{measured.unmatched} words that the passage does not hold")
        if measured.similarity < lines.similarity:
            reasons.append(f"similarity {measured.similarity:.3f} below {lines.similarity:.3f}")
        return Support(not reasons, reasons)

    def check_passage(self, sentence: str, passage: Passage, similarity: float | None = None) -> Support:
        """`check` with all that `passage` tells."""
        return self.check(
            sentence,
            passage.text,
            similarity,
            heading=" – ".join([passage.title, *passage.heading_path]),
            sectors=passage.sectors,
        )

    def measure(
        self,
        sentence: str,
        passage_text: str,
        similarity: float | None = None,
        *,
        heading: str = "",
        sectors: Sequence[str] = (),
    ) -> Measures:
        """What `check` decides on; calibration looks at this."""
        claim = Reading(sentence)
        units = _units(passage_text)
        if not claim.content or not units:
            return Measures(0.0, 0.0, 0, ("nothing to compare",))
        heading_words = set(words(heading))
        aliases = self._aliases(sentence, f"{heading}\n{passage_text}")
        best, grounds = _grounds(claim, units, heading_words, aliases)
        ground_words = {word for unit in grounds for word in unit.words} | heading_words | aliases
        unmatched = [w for w in claim.content if not _held(w, ground_words)]
        coverage = 1.0 - len(unmatched) / len(claim.content)
        ground_text = "\n".join(unit.reading.text for unit in grounds)
        faults = [
            *self._number_faults(sentence, claim, ground_text, heading),
            *self._name_faults(sentence, ground_text, heading, sectors),
            *_negation_faults(claim, best, grounds, ground_words),
            *_opposite_faults(claim, best, grounds),
            *_modal_faults(claim, best, grounds),
            *_plan_faults(claim, best, grounds),
            *_list_faults(claim, ground_words),
        ]
        if similarity is None:
            vectors = self._embed([sentence, *(unit.reading.text for unit in units)])
            similarity = float(np.max(vectors[1:] @ vectors[0]))
        return Measures(coverage, similarity, len(unmatched), tuple(dict.fromkeys(faults)))

    def _number_faults(self, sentence: str, claim: Reading, ground: str, heading: str) -> list[str]:
        held = numbers(ground) | numbers(heading)
        missing = claim.numbers - held
        if missing:
            return [f"number not in the passage: {', '.join(sorted(missing))}"]
        # The number stands there, but it may count something else: "drie dingen … vier pakketcriteria".
        there = counted(ground)
        for key, noun in counted(sentence):
            others = {k for k, n in there if n and noun and (n == noun or same_word(n, noun))}
            if others and key not in others:
                return [f"number of something else: {key}"]
        return []

    def _name_faults(self, sentence: str, ground: str, heading: str, sectors: Sequence[str]) -> list[str]:
        around = f"{heading}\n{ground}"
        known = {(m.kind, m.id) for m in self._exact(around)} | {("sectors", s) for s in sectors}
        known_ids = {record for _, record in known}
        around_words = set(words(around))
        faults = []
        for label, mentions in _by_label(self._exact(sentence)).items():
            if any((m.kind, m.id) in known or m.id in known_ids for m in mentions):
                continue
            label_words = [w for w in words(label) if w not in _SECTOR_WORDS]
            if label_words and all(_held(w, around_words) for w in label_words):
                continue
            kinds = {m.kind for m in mentions}
            kind = next(k for k in ("sectors", "parties", "criteria", "terms") if k in kinds)
            faults.append(f"{kind[:-1] if kind != 'criteria' else 'criterion'} not in the passage: {mentions[0].id}")
        for name in _capitalised(sentence):
            parts = words(name)
            if parts and not all(_held(p, around_words) for p in parts) and not self._exact(name):
                faults.append("name not in the passage")
        return faults

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
    claim: Reading, units: list[_Unit], heading: set[str], aliases: set[str]
) -> tuple[_Unit, list[_Unit]]:
    """The unit that holds most of the claim, and all units that the claim rests on: a claim may merge facts."""
    held = [{w for w in claim.content if _held(w, unit.words)} for unit in units]
    own = [len({w for w in claim.content if _held(w, set(words(unit.reading.text)))}) for unit in units]
    shared = [len(claim.numbers & unit.reading.numbers) for unit in units]
    order = sorted(range(len(units)), key=lambda i: (-(len(held[i]) + 0.5 * own[i] + 0.6 * shared[i]), i))
    best = order[0]
    chosen = [best]
    covered = set(held[best]) | {w for w in claim.content if _held(w, heading | aliases)}
    for index in order[1:]:
        new = held[index] - covered
        if len(new) >= _WORTH_ADDING or (new and not set(claim.content) - covered - new):
            chosen.append(index)
            covered |= new
    return units[best], [units[i] for i in chosen]


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


def _negation_faults(claim: Reading, best: _Unit, grounds: list[_Unit], ground_words: set[str]) -> list[str]:
    readings = [unit.reading for unit in grounds] + [unit.intro for unit in grounds if unit.intro]
    denied = {w for reading in readings for w in reading.negated}
    for negation in claim.negations:
        if not _honoured(negation, denied) and not any(
            _held(o, ground_words) for w in negation.scope for o in opposites(w)
        ):
            return ["negation that the passage does not have"]
    for negation in best.reading.negations:
        if not any(_same_any(negation.head, w) for w in claim.content):
            continue
        contrary = any(o in claim.content for w in negation.scope for o in opposites(w))
        if not _honoured(negation, claim.negated) and not contrary:
            return ["negation of the passage is lost"]
    if claim.restricts and not any(reading.restricts for reading in readings):
        return ["restriction that the passage does not have"]
    return []


def _honoured(negation: Negation, denied: set[str]) -> bool:
    return any(_same_any(word, other) for word in negation.scope for other in denied)


def _same_any(one: str, other: str) -> bool:
    return one == other or same_word(one, other)


def _opposite_faults(claim: Reading, best: _Unit, grounds: list[_Unit]) -> list[str]:
    """A word whose contrary stands in the matching sentence, while the word itself stands nowhere."""
    held = {w for unit in grounds for w in unit.words}
    for word in words(claim.text):
        contrary = opposites(word) & set(words(best.reading.text))
        if contrary and word not in held and claim.denies == best.reading.denies:
            return ["contrary of a word of the passage"]
    return []


def _modal_faults(claim: Reading, best: _Unit, grounds: list[_Unit]) -> list[str]:
    readings = [unit.reading for unit in grounds] + [unit.intro for unit in grounds if unit.intro]
    if claim.strength == 3 and not any(reading.obliges for reading in readings):
        return ["stronger than the passage: must"]
    if claim.strength == 3 and not best.reading.obliges and best.reading.strength in (1, 2):
        return ["stronger than the passage: must"]
    if claim.strength == 2 and best.reading.strength == 1:
        return ["stronger than the passage: should"]
    if not claim.hedged:
        for clause in best.reading.weak_clauses:
            met = [w for w in claim.content if _held(w, clause)]
            if len(met) >= max(2, 0.6 * len(claim.content)):
                return ["stronger than the passage: it only may be so"]
    return []


def _plan_faults(claim: Reading, best: _Unit, grounds: list[_Unit]) -> list[str]:
    if not claim.done or claim.looks_ahead:
        return []
    readings = [best.reading, *([best.intro] if best.intro else [])]
    told = {w for unit in grounds for w in (unit.reading.done | (unit.intro.done if unit.intro else set()))}
    fresh = [w for w in claim.done if not any(_same_any(w, other) for other in told)]
    if any(reading.planned for reading in readings) and (fresh or any(r.looks_ahead for r in readings)):
        return ["planned in the passage, done in the sentence"]
    return []


def _list_faults(claim: Reading, ground_words: set[str]) -> list[str]:
    """A member of an enumeration of which the passage holds no word: an invention among true things."""
    for clause in claim.clauses:
        content = [w for w in clause if w in claim.content]
        if content and not any(_held(w, ground_words) for w in content):
            return ["part of the sentence is not in the passage"]
    return []
