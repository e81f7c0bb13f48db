"""Draws the lines of `support` on the open pairs, and measures the checker on either part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel

from assistant.answer.support import CALIBRATION, Lines, Measures, SupportChecker
from assistant.publish.passage import Passage

_PRECISION = 0.97
"""Asked of the open part; a little more than promised, as lines fit the pairs they were drawn on best."""

_COVERAGE = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8)
_SIMILARITY = tuple(round(0.80 + 0.005 * step, 3) for step in range(31))
_UNMATCHED = (0, 1)
"""With more than one an invented word slips in; the pairs hold too few inventions to draw that line themselves."""
_SURE = (0.95, 0.96, 0.97, 0.98, 1.01)
_SURE_COVERAGE = (0.8, 0.85, 1.01)
_SHIFT = 7


class Pair(BaseModel):
    """A sentence with the passage it would cite; one line of `support_pairs.jsonl`.

    Attributes:
        passage: Link of the passage, ``url#anchor``.
        part: Which part, where several passages share the link.
        kind: What is wrong with it; `scope` is *all*, *always* or *only* put in or left out, `displaced` are true
            sentences under a passage of another subject.
    """

    id: str
    passage: str
    part: int = 1
    sentence: str
    supported: bool
    kind: Literal[
        "supported", "number", "party", "negation", "modal", "sector", "planned", "scope", "invented", "displaced"
    ]
    split: Literal["open", "test"]


@dataclass(frozen=True)
class Figures:
    """How the checker does on pairs.

    Attributes:
        right: Pairs judged right, and all pairs, by kind.
    """

    precision: float
    recall: float
    right: dict[str, tuple[int, int]]


def read_pairs(path: Path, split: str) -> list[Pair]:
    """The pairs of one part, and displaced ones made of its supported sentences."""
    pairs = [Pair.model_validate(orjson.loads(line)) for line in path.read_bytes().splitlines() if line]
    part = [pair for pair in pairs if pair.split == split]
    return [*part, *_displaced(part)]


def calibrate(checker: SupportChecker, passages: Iterable[Passage], pairs: Path, target: Path = CALIBRATION) -> Lines:
    """Draw the lines on the open pairs and write them to `target`.

    Of the lines that reach the precision asked with the best recall, the strictest are taken.

    Args:
        checker: Its own lines are not looked at.
        passages: The passages of the site.
    """
    measured = list(_measured(checker, passages, read_pairs(pairs, "open")))
    options = []
    for coverage, similarity, unmatched, sure, wide in product(
        _COVERAGE, _SIMILARITY, _UNMATCHED, _SURE, _SURE_COVERAGE
    ):
        lines = Lines(
            coverage=coverage, similarity=similarity, unmatched=unmatched, sure_similarity=sure, sure_coverage=wide
        )
        figures = _figures(measured, lines)
        if figures.precision >= _PRECISION:
            options.append((figures.recall, lines))
    best = max(recall for recall, _ in options)
    chosen = max(
        (lines for recall, lines in options if recall >= best),
        key=lambda line: (-line.unmatched, line.coverage, line.similarity, line.sure_similarity, line.sure_coverage),
    )
    chosen = chosen.model_copy(update={"fitted_on": pairs.name, "pairs": len(measured)})
    target.write_bytes(orjson.dumps(chosen.model_dump(), option=orjson.OPT_INDENT_2) + b"\n")
    return chosen


def evaluate(checker: SupportChecker, passages: Iterable[Passage], pairs: Path, split: str, lines: Lines) -> Figures:
    """Figures of `checker` with `lines` on one part of the pairs."""
    return _figures(list(_measured(checker, passages, read_pairs(pairs, split))), lines)


def _measured(
    checker: SupportChecker, passages: Iterable[Passage], pairs: Sequence[Pair]
) -> Iterator[tuple[Pair, Measures]]:
    by_place = {(passage.link, passage.part): passage for passage in passages}
    for pair in pairs:
        # A test sees to it that every pair has its passage; an index in the making may lack one.
        if passage := by_place.get((pair.passage, pair.part)):
            yield pair, checker.measure_passage(pair.sentence, passage)


def _figures(measured: Sequence[tuple[Pair, Measures]], lines: Lines) -> Figures:
    right: dict[str, tuple[int, int]] = {}
    shown = true = wanted = 0
    for pair, measures in measured:
        verdict = not lines.reasons(measures)
        good, total = right.get(pair.kind, (0, 0))
        right[pair.kind] = (good + (verdict == pair.supported), total + 1)
        shown += verdict
        true += verdict and pair.supported
        wanted += pair.supported
    return Figures(true / shown if shown else 1.0, true / wanted if wanted else 1.0, right)


def _displaced(part: Sequence[Pair]) -> Iterator[Pair]:
    true = [pair for pair in part if pair.supported]
    for place, pair in enumerate(true):
        other = true[(place + _SHIFT) % len(true)]
        if other.passage.split("#")[0] != pair.passage.split("#")[0]:
            yield pair.model_copy(
                update={
                    "id": f"{pair.id}-displaced",
                    "passage": other.passage,
                    "part": other.part,
                    "supported": False,
                    "kind": "displaced",
                }
            )
