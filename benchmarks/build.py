"""How long a clean build of the real site takes, beside MkDocs Material alone on the same pages."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import material

from assistant.publish.build import build_site
from assistant.settings import Settings
from benchmarks.project import scratch
from benchmarks.result import Result, Row, Step, show, show_ratio, spread

_ROUNDS = 3
_MATERIAL = Path(material.__file__).parent / "templates"


def run(settings: Settings, step: Step) -> Result:
    """Build into fresh folders, in turn with and without what Pakketwijzer adds to MkDocs."""
    import mkdocs.commands.build  # noqa: F401, PLC0415 - importing is not building

    ours: list[float] = []
    alone: list[float] = []
    passages = 0
    with scratch("build") as folder:
        for number in range(_ROUNDS):
            step("build", number, _ROUNDS)
            start = time.perf_counter()
            passages = build_site(settings.model_copy(update={"site_dir": folder / f"ours-{number}"}))
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            pages = _build_alone(settings, folder / f"alone-{number}")
            alone.append(time.perf_counter() - start)
        step("build", _ROUNDS, _ROUNDS)
    times, peers = spread(ours), spread(alone)
    ratios = spread([a / b for a, b in zip(ours, alone, strict=True)])
    return Result(
        "Site build",
        [
            Row(
                f"clean build, {pages} pages, {passages} passages",
                show(times, "s"),
                f"MkDocs Material alone: {show(peers, 's')}",
                show_ratio(ratios),
            )
        ],
        {
            "pages": pages,
            "passages": passages,
            "seconds": times,
            "seconds_mkdocs_material_alone": peers,
            "ratio_of_times": ratios,
        },
    )


def _build_alone(settings: Settings, target: Path) -> int:
    """Build without our hooks and templates; returns the number of pages.

    Citations and components stay what they are in the source: text. Links to what our hooks generate are missing,
    so this build is not strict and its warnings are of no use.
    """
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415

    templates = target.with_name(f"{target.name}-theme")
    templates.mkdir()
    for ours in (settings.root / "src/assistant/publish/theme").glob("*.html"):
        if not (_MATERIAL / ours.name).exists():
            # Pages name this template; MkDocs Material's page takes its place.
            (templates / ours.name).write_text('{% extends "main.html" %}', encoding="utf-8")
    log = logging.getLogger("mkdocs")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        config = load_config(
            str(settings.root / "mkdocs.yml"),
            site_dir=str(target),
            strict=False,
            hooks=[],
            theme={"name": "material", "language": "nl", "font": False, "custom_dir": str(templates)},
        )
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    finally:
        log.setLevel(before)
    return sum(1 for _ in target.rglob("index.html"))
