"""Draws the lines of `support` on the open pairs, and measures the checker on either part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import orjson
from pydantic import BaseModel

from assistant.answer.support import CALIBRATION, Lines, Measures, SupportChecker
from assistant.publish.passage import Passage

_PRECISION = 0.97
"""Asked of the open part; more than the promised 0.95, as the words were chosen on these pairs and some of their
passages were trained on."""

_ODDS = (*(0.25 * step for step in range(-8, 33)), 99.0)
"""Log odds to choose from; the last are never reached."""
_LINES = ("entailment", "in_doubt", "objected")
_SHIFT = 7


class Pair(BaseModel):
    """A sentence with the passage it would cite; one line of `support_pairs.jsonl`.

    Attributes:
        passage: Link of the passage, ``url#anchor``.
        part: Which part, where several passages share the link.
        kind: What is wrong with it; `scope` is *all*, *always* or *only* put in or left out, `relation` is cause
            and effect or a comparison twisted, `displaced` are true sentences under a passage of another subject.
    """

    id: str
    passage: str
    part: int = 1
    sentence: str
    supported: bool
    kind: Literal[
        "supported",
        "number",
        "party",
        "negation",
        "modal",
        "sector",
        "planned",
        "scope",
        "invented",
        "relation",
        "displaced",
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
    # What speaks against a pair tells which line holds for it, so each line lets pass what it does whatever the others.
    plain, doubted, objected = (_passed(measured, name) for name in _LINES)
    true, false = np.moveaxis(plain[:, None, None] + doubted[None, :, None] + objected, -1, 0)
    strictness = np.indices(true.shape)
    allowed = (true >= _PRECISION * (true + false)) & (strictness[1:] >= strictness[0]).all(axis=0)
    best = allowed & (true == true[allowed].max())
    strictest = max(map(tuple, np.argwhere(best)))
    drawn = {name: _ODDS[step] for name, step in zip(_LINES, strictest, strict=True)}
    chosen = Lines(**drawn, fitted_on=pairs.name, pairs=len(measured))
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


def _passed(measured: Sequence[tuple[Pair, Measures]], name: str) -> npt.NDArray[np.int64]:
    """Supported and unsupported pairs under the line `name` that pass at each of `_ODDS`, shape (odds, 2)."""
    counts = np.zeros((len(_ODDS), 2), dtype=np.int64)
    for pair, measures in measured:
        if measures.faults or measures.entailment is None:
            continue
        if name == measures.line:
            counts[np.array(_ODDS) <= measures.entailment, 0 if pair.supported else 1] += 1
    return counts


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
