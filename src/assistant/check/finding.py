"""What a rule reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "advice"]


@dataclass(frozen=True, order=True)
class Finding:
    """One fault or piece of advice, in Dutch, for the editor.

    Attributes:
        path: File relative to the root of the project.
        line: Line in that file, from 1; 0 where no line is to blame.
        rule: Id of the rule, such as ``citaat-ontbreekt``.
        severity: An error stops publication; advice does not.
        message: What is wrong.
        remedy: What the editor can do.
    """

    path: Path
    line: int
    rule: str
    severity: Severity
    message: str
    remedy: str
