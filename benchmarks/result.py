"""What a benchmark gives back, and how durations are summed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import numpy as np

Step = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Row:
    """One line of the table: our figure, a peer's figure beside it, and ours against theirs."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""


@dataclass
class Result:
    """The outcome of one benchmark.

    Attributes:
        data: The same figures and more as plain data, for `var/bench.json`.
    """

    title: str
    rows: list[Row] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Least, median and most of `values`, and the values in the order in which they were measured."""
    return {
        "min": round(min(values), 4),
        "median": round(median(values), 4),
        "max": round(max(values), 4),
        "values": [round(value, 4) for value in values],
    }


def percentiles(values: Sequence[float]) -> dict[str, Any]:
    """Number, median and 95th percentile of `values`."""
    p50, p95 = np.percentile(values, [50, 95])
    return {"n": len(values), "p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def show(figures: dict[str, Any], unit: str, digits: int = 2) -> str:
    """A `spread` as text: the median, with least and most behind it."""
    low, middle, high = (f"{figures[key]:.{digits}f}" for key in ("min", "median", "max"))
    return f"{middle} {unit} ({low} to {high})"


def show_ratio(figures: dict[str, Any]) -> str:
    """A `spread` of ratios as text."""
    return f"{figures['median']:.2f}x ({figures['min']:.2f} to {figures['max']:.2f})"
