"""How long an edit takes to reach the index in a running process: one sentence of one page is changed."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

from assistant.errors import PakketwijzerError
from assistant.index.reader import LiveIndex
from assistant.index.sync import sync_index
from assistant.publish.build import build_site
from assistant.settings import Settings
from benchmarks.model import TimedEmbeddings
from benchmarks.project import copy_project, scratch
from benchmarks.result import Result, Row, Step, show, spread

_ROUNDS = 3
_PAGE = Path("kader/kosteneffectiviteit.md")
_BEFORE_CITATION = " [@"


def run(settings: Settings, step: Step) -> Result:
    """Change a sentence in a copy of the project, build, sync, reopen; then sync with nothing to do."""
    with scratch("reindex") as folder:
        copy = copy_project(settings, folder)
        page = copy.docs / _PAGE
        original = page.read_text(encoding="utf-8")
        if _BEFORE_CITATION not in original:
            raise PakketwijzerError(f"{page} holds no citation; the benchmark changes the sentence before the first.")
        embeddings = TimedEmbeddings(copy)
        step("reindex: copy", 0, _ROUNDS)
        build_site(copy)
        # Re-uses the vectors of the real index; embeds what is not in there.
        sync_index(copy, lambda: embeddings, lambda done, total: step("reindex: copy", done, total))
        live = LiveIndex(copy)
        live.get()
        seconds: dict[str, list[float]] = defaultdict(list)
        changed: list[dict[str, int]] = []
        for number in range(_ROUNDS):
            step("reindex: change", number, _ROUNDS)
            edit = f" (meting {number + 1}){_BEFORE_CITATION}"
            page.write_text(original.replace(_BEFORE_CITATION, edit, 1), encoding="utf-8")
            embeddings.seconds = 0.0
            times = [time.perf_counter()]
            build_site(copy)
            times.append(time.perf_counter())
            report = sync_index(copy, lambda: embeddings)
            times.append(time.perf_counter())
            live.get()
            times.append(time.perf_counter())
            nothing = sync_index(copy, lambda: embeddings)
            times.append(time.perf_counter())
            if report.added < 1 or nothing.embedded:
                raise PakketwijzerError(f"The change did not arrive as meant: {report}, then {nothing}.")
            for name, start, end in zip(("build", "sync", "reopen", "noop"), times, times[1:], strict=False):
                seconds[name].append(end - start)
            seconds["embedding"].append(embeddings.seconds)
            seconds["all"].append(times[3] - times[0])
            changed.append({"added": report.added, "removed": report.removed, "embedded": report.embedded})
        step("reindex: change", _ROUNDS, _ROUNDS)
        live.get().store.close()
    figures = {name: spread(values) for name, values in seconds.items()}
    last = changed[-1]
    return Result(
        "Re-index after one changed sentence (model loaded)",
        [
            Row("build of the whole site", show(figures["build"], "s")),
            Row(
                f"sync: {last['added']} passage in, {last['removed']} out, {last['embedded']} texts embedded",
                show(figures["sync"], "s"),
                f"of which embedding: {show(figures['embedding'], 's', 3)}",
            ),
            Row("index reopened, as a running server does", show(figures["reopen"], "s")),
            Row("from saved page to quotable", show(figures["all"], "s")),
            Row("sync with nothing to do", show(figures["noop"], "s", 3)),
        ],
        {"page": _PAGE.as_posix(), "changed": changed, "seconds": figures},
    )
