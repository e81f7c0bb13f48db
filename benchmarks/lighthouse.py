"""What Lighthouse says of each kind of page, served by the real command to a real Chromium."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from assistant.errors import PakketwijzerError
from assistant.serve.server import check_site
from assistant.settings import Settings
from benchmarks.project import need_index, scratch
from benchmarks.result import Result, Row, Step
from benchmarks.serve import running_server

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("", "kader/effectiviteit/", "handleidingen/ggz/", "planning/", "vragen/criteria/", "begrippen/", "assistent/")
"""One page of each kind."""

_ROUNDS = 3
_PATIENCE_SECONDS = 120
_ATTEMPTS = 3
_AGAIN = "Please run Lighthouse again"
"""What Lighthouse says where its own recording failed, whatever the page."""

_CHROMIUM = "/usr/bin/chromium"


@dataclass(frozen=True)
class Report:
    """What Lighthouse found on one page.

    Attributes:
        scores: From 0 to 100, by category.
        lost: Titles of the audits that cost points, by category.

    """

    scores: dict[str, int]
    lost: dict[str, list[str]]


def run(settings: Settings, step: Step) -> Result:
    """Load every kind of page some times as a slow telephone would; scores of time are medians."""
    rows: list[Row] = []
    data: dict[str, Any] = {}
    with running_server(settings) as address, scratch("lighthouse") as folder:
        for number, path in enumerate(PAGES):
            step("lighthouse", number, len(PAGES))
            reports = [audit(f"{address}/{path}", folder) for _ in range(_ROUNDS)]
            scores = {name: [report.scores[name] for report in reports] for name in CATEGORIES}
            data[path or "start"] = scores
            rows.append(Row(path or "start page", ", ".join(f"{n} {median(s):.0f}" for n, s in scores.items())))
    step("lighthouse", len(PAGES), len(PAGES))
    return Result("Lighthouse, of 100", rows, {"pages": data})


def need_lighthouse(_settings: Settings) -> None:
    """See that Lighthouse and Chromium are installed.

    Raises:
        PakketwijzerError: One of them is not.

    """
    if not _program().is_file() or not Path(_CHROMIUM).is_file():
        raise PakketwijzerError("Lighthouse or Chromium is missing. Run `scripts/setup dev` first.")


def need_pages(settings: Settings) -> None:
    """See that there is something to serve.

    Raises:
        PakketwijzerError: The site is not built, or not indexed.

    """
    check_site(settings)
    need_index(settings)


def audit(address: str, folder: Path, categories: Sequence[str] = CATEGORIES) -> Report:
    """Let Lighthouse look at one page.

    Args:
        address: The page.
        folder: Where the report may be left.
        categories: Which parts of Lighthouse to run.

    Raises:
        PakketwijzerError: Lighthouse failed; the message has its words.

    """
    file = folder / "lighthouse.json"
    command = [
        str(Path(sys.prefix) / "bin" / "node"),
        str(_program()),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={file}",
        f"--only-categories={','.join(categories)}",
        "--disable-full-page-screenshot",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    environment = {**os.environ, "CHROME_PATH": _CHROMIUM}
    for _ in range(_ATTEMPTS):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=_PATIENCE_SECONDS
        )
        if _AGAIN not in done.stderr:
            break
    if done.returncode:
        raise PakketwijzerError(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")
    found = json.loads(file.read_text(encoding="utf-8"))
    parts = {name: found["categories"][name] for name in categories}
    return Report(
        {name: round(100 * (part["score"] or 0)) for name, part in parts.items()},
        {name: _lost(part, found["audits"]) for name, part in parts.items()},
    )


def _lost(category: dict[str, Any], audits: dict[str, Any]) -> list[str]:
    weighed = (audits[ref["id"]] for ref in category["auditRefs"] if ref["weight"])
    return [found["title"] for found in weighed if found["score"] is not None and found["score"] < 1]


def _program() -> Path:
    return Path(sys.prefix) / "node" / "node_modules" / "lighthouse" / "cli" / "index.js"
