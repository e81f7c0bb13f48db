"""Runs the benchmarks: `scripts/bench [NAME…]`."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.errors import PakketwijzerError
from assistant.settings import Settings
from benchmarks import ask, build, embed, lighthouse, machine, reindex, serve
from benchmarks.project import local_settings, need_index, need_passages
from benchmarks.result import Result, Step

Run = Callable[[Settings, Step], Result]
Need = Callable[[Settings], None]

BENCHMARKS: dict[str, tuple[Run, tuple[Need, ...]]] = {
    "build": (build.run, ()),
    "embed": (embed.run, (need_passages,)),
    "reindex": (reindex.run, ()),
    "serve": (serve.run, (serve.check_site, need_index)),
    "ask": (ask.run, (need_index,)),
    "lighthouse": (lighthouse.run, (lighthouse.need_lighthouse, lighthouse.need_pages)),
}
"""Each benchmark with what must be there, so that a run does not fail half way."""

_QUIET = 0.1
"""Cores that other work may keep busy before the figures are no good."""

console = Console(stderr=True)
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Of: {', '.join(BENCHMARKS)}. Default: all.")] = None,
    out: Annotated[Path | None, typer.Option(help="File for the figures; default: var/bench.json.")] = None,
) -> None:
    """Time Pakketwijzer beside its peers, print a table and write the figures."""
    # A `finally` must also run when the run is ended from outside: it stops the server that was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    unknown = [name for name in names or [] if name not in BENCHMARKS]
    if unknown:
        raise typer.BadParameter(f"there is no benchmark {', '.join(unknown)}; choose of {', '.join(BENCHMARKS)}")
    try:
        _run([name for name in BENCHMARKS if not names or name in names], out)
    except PakketwijzerError as error:
        console.print(f"[bold red]Error:[/] {error}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


def _run(names: list[str], out: Path | None) -> None:
    settings = local_settings()
    for name in names:
        for need in BENCHMARKS[name][1]:
            need(settings)
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": machine.commit(settings.root),
        "digest": machine.digest(settings.root),
        "machine": machine.describe_machine(),
        "versions": machine.versions(),
        "benchmarks": {},
    }
    results: dict[str, Result] = {}
    begin = time.perf_counter()
    everything = machine.Neighbours()
    with _progress() as step:
        for name in names:
            start = time.perf_counter()
            neighbours = machine.Neighbours()
            results[name] = BENCHMARKS[name][0](settings, step)
            seconds = time.perf_counter() - start
            console.print(f"{name}: done in {seconds:.0f} s", highlight=False)
            record["benchmarks"][name] = {
                "run_seconds": round(seconds, 1),
                "cores_busy_with_other_work": neighbours.cores(),
                **results[name].data,
            }
    record["run_seconds"] = round(time.perf_counter() - begin, 1)
    record["cores_busy_with_other_work"] = everything.cores()
    path = out or settings.var / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2) + b"\n")
    _print(record, results, path)


@contextmanager
def _progress() -> Iterator[Step]:
    """A bar that is redrawn seldom, because drawing takes time that is being measured."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, refresh_per_second=2, transient=True) as bar:
        task = bar.add_task("start", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _print(record: dict[str, Any], results: dict[str, Result], path: Path) -> None:
    screen = Console()
    if not screen.is_terminal:
        screen.width = 180
    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in ("Measured", "Pakketwijzer", "Beside it", "Ratio"):
        table.add_column(heading)
    for result in results.values():
        table.add_row(f"[bold]{result.title}[/]")
        for row in result.rows:
            table.add_row(f"  {row.what}", row.ours, row.peer, row.ratio)
        table.add_section()
    screen.print(table)
    about = record["machine"]
    screen.print(
        f"{record['date']}  commit {(record['commit'] or 'none')[:12]}  {about['cores']} cores, {about['processor']} "
        f"({' '.join(about['cpu_flags'])})",
        "Median (least to most). Ratio: ours against the one beside it; of times below 1 is faster, of rates above 1.",
        f"{record['run_seconds']:.0f} s in all; figures in {path}",
        sep="\n",
        highlight=False,
        soft_wrap=True,
    )
    busy = record["cores_busy_with_other_work"]
    if busy > _QUIET:
        screen.print(
            f"[bold yellow]Other work kept {busy} cores busy meanwhile: do not quote these figures.[/]",
            highlight=False,
            soft_wrap=True,
        )


if __name__ == "__main__":
    app(prog_name="scripts/bench")
