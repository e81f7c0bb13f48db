"""Lighthouse on each kind of page; what depends on time is measured by `scripts/bench lighthouse` instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.lighthouse import CATEGORIES, PAGES, audit

pytestmark = pytest.mark.browser

TIMELESS = [name for name in CATEGORIES if name != "performance"]
ENOUGH = 95


@pytest.mark.usefixtures("node_modules")
@pytest.mark.parametrize("path", [pytest.param(path, id=path or "start") for path in PAGES])
def test_lighthouse_gives_at_least_95(site_address: str, tmp_path: Path, path: str) -> None:
    report = audit(f"{site_address}/{path}", tmp_path, TIMELESS)
    assert set(report.scores) == set(TIMELESS)
    poor = {name: report.lost[name] for name, score in report.scores.items() if score < ENOUGH}
    assert poor == {}
