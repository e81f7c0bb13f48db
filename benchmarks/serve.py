"""How long the server takes from start to ready, and how much memory it comes to hold."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from assistant.answer.models import Question
from assistant.errors import PakketwijzerError
from assistant.serve.server import check_site
from assistant.settings import Settings
from benchmarks.project import need_index, scratch
from benchmarks.questions import sample_questions
from benchmarks.result import Result, Row, Step, percentiles, show, spread

_ROUNDS = 3
_QUESTIONS = 50
_PATIENCE = 120.0
_HOST = "127.0.0.1"


def run(settings: Settings, step: Step) -> Result:
    """Start the real command, wait until it answers, ask questions, read its memory, stop it."""
    check_site(settings)
    need_index(settings)
    questions = sample_questions(settings, _QUESTIONS)
    ready: list[float] = []
    peak_ready: list[float] = []
    peak_asked: list[float] = []
    held: list[float] = []
    asked: list[float] = []
    for number in range(_ROUNDS):
        step("serve", number, _ROUNDS)
        with _server(settings) as (process, client, log, start):
            _wait(process, client, log)
            ready.append(time.perf_counter() - start)
            peak_ready.append(_memory_mb(process.pid, "VmHWM"))
            asked += _ask(client, questions)
            peak_asked.append(_memory_mb(process.pid, "VmHWM"))
            held.append(_memory_mb(process.pid, "VmRSS"))
    step("serve", _ROUNDS, _ROUNDS)
    times, before, after, then = spread(ready), spread(peak_ready), spread(peak_asked), spread(held)
    latency = percentiles(asked)
    return Result(
        "Server",
        [
            Row("start until /healthz answers", show(times, "s")),
            Row(
                f"peak memory after {len(questions)} questions",
                show(after, "MB", 0),
                f"held at that moment: {show(then, 'MB', 0)}",
            ),
            Row("POST /api/ask, one at a time", f"p50 {latency['p50']:.1f} ms, p95 {latency['p95']:.1f} ms"),
        ],
        {
            "seconds_to_ready": times,
            "peak_rss_mb_when_ready": before,
            "peak_rss_mb_after_questions": after,
            "rss_mb_after_questions": then,
            "questions": len(questions),
            "ask_ms": latency,
        },
    )


@contextmanager
def running_server(settings: Settings) -> Iterator[str]:
    """Address of a server that is ready; ended whatever happens."""
    with _server(settings) as (process, client, log, _start):
        _wait(process, client, log)
        yield str(client.base_url).rstrip("/")


@contextmanager
def _server(settings: Settings) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client, Path, float]]:
    """A server on a free port; ended by its process id whatever happens."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("pakketwijzer")), "serve", "--host", _HOST, "--port", str(port)]
    environment = {**os.environ, "PAKKETWIJZER_CHAT_MODEL": "", "PAKKETWIJZER_CHROMA_URL": ""}
    with scratch("serve") as folder, httpx.Client(base_url=f"http://{_HOST}:{port}", trust_env=False) as client:
        log = folder / "log"
        with log.open("wb") as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=settings.root, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                yield process, client, log, start
            finally:
                client.close()
                _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], client: httpx.Client, log: Path) -> None:
    """Return once /healthz answers 200.

    The server holds its port before it is ready, so one patient request ends at the very moment.
    """
    end = time.perf_counter() + _PATIENCE
    while time.perf_counter() < end:
        try:
            if client.get("/healthz", timeout=_PATIENCE).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.02)
    said = log.read_text(encoding="utf-8", errors="replace").strip()
    raise PakketwijzerError(f"The server did not become ready. It said:\n{said[-2000:]}")


def _ask(client: httpx.Client, questions: list[Question]) -> list[float]:
    """Milliseconds per question."""
    times: list[float] = []
    for question in questions:
        start = time.perf_counter()
        client.post("/api/ask", json=question.model_dump(), timeout=_PATIENCE).raise_for_status()
        times.append(1000 * (time.perf_counter() - start))
    return times


def _memory_mb(pid: int, kind: str) -> float:
    """Memory of a process in MB of 2^20 bytes: `VmRSS` what it holds now, `VmHWM` the most it ever held at once."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    raise PakketwijzerError(f"The kernel gives no {kind} for process {pid}.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
