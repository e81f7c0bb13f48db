"""Which pages changed when, from the history of the repository.

A build outside a repository (from a source distribution or an image), or in one that git may not read, has no history;
nothing fails then.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

_SECONDS = 10
"""Longest wait for git."""

_PAGE_OF_DATA = {
    "terms.yml": "begrippen.md",
    "sources.yml": "bronnen.md",
    "milestones.yml": "planning.md",
    "criteria.yml": "kader/index.md",
    "sectors.yml": "handleidingen/index.md",
    "parties.yml": "samenwerken/index.md",
}
"""The page that shows what stands in a data file."""


@dataclass
class Day:
    """What happened to the pages on one day; pages are paths relative to ``docs``, the last one changed first.

    Attributes:
        removed: Names of pages that are gone.
    """

    day: date
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """The pages that can still be read."""
        return [*self.added, *self.changed]


def read_changes(root: Path, known: Mapping[str, object]) -> list[Day]:
    """The days on which pages changed, last one first.

    Args:
        root: The checkout.
        known: The pages that exist now, by path relative to ``docs``.
    """
    found: dict[date, dict[str, str]] = {}
    for day, status, old, new in _entries(root):
        kinds = found.setdefault(day, {})
        # History is read backwards: the older commit of the day says whether a page was new that day.
        if status == "A" or (status in "MR" and new not in kinds):
            kinds[new] = status
        elif status == "D":
            kinds.setdefault(new, status)
        if status == "R" and old != new:
            kinds.setdefault(old, "moved")
    days = []
    for day, kinds in found.items():
        entry = Day(day)
        for page, status in kinds.items():
            if page in known:
                (entry.added if status == "A" else entry.changed).append(page)
            elif status == "D":
                entry.removed.append(PurePosixPath(page).stem.replace("-", " "))
        if entry.pages or entry.removed:
            days.append(entry)
    return days


def _entries(root: Path) -> Iterator[tuple[date, str, str, str]]:
    """Day, status (one of A, M, R, D), old and new page of each change, last one first."""
    log = _git(
        root, "log", "--no-merges", "--relative", "-M", "--name-status", "--format=%x1e%as %p", "--", "docs", "corpus"
    )
    # The oldest commit of a shallow clone has no parent here and shows every page as new.
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    for commit in log.split("\x1e")[1:]:
        head, *lines = commit.strip().splitlines()
        written, _, parents = head.partition(" ")
        if shallow and not parents:
            continue
        for line in lines:
            status, _, paths = line.partition("\t")
            if not paths:
                continue
            pages = [_page(path) for path in paths.split("\t")]
            if pages[-1]:
                yield date.fromisoformat(written), status[0], pages[0] or pages[-1], pages[-1]


def _page(path: str) -> str:
    """The page that a changed file shows on, or nothing."""
    folder, _, rest = path.partition("/")
    if folder == "corpus":
        return _PAGE_OF_DATA.get(rest, "")
    return rest if rest.endswith(".md") else ""


def _git(root: Path, *arguments: str) -> str:
    """What git prints, or nothing where there is no git or no repository."""
    program = shutil.which("git")
    if program is None:
        return ""
    command = [program, "-C", str(root), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""
