"""Shows findings to editors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console, Group
from rich.text import Text

from assistant.check.finding import Finding
from assistant.check.run import check_site, checked_files

_STYLES = {"error": "red", "advice": "yellow"}


def main(root: Path, paths: Sequence[Path] | None = None, only_errors: bool = False) -> int:
    """Check, show the findings, and return the exit code: 1 with errors, 0 with at most advice.

    Args:
        root: Folder with ``mkdocs.yml``, ``docs`` and ``corpus``.
        paths: Files or folders to check; None or empty for all.
        only_errors: Leave advice out.
    """
    chosen = list(paths) if paths else None
    findings = [f for f in check_site(root, chosen) if f.severity == "error" or not only_errors]
    console = Console()
    console.print(render(findings), soft_wrap=True)
    files = checked_files(root, chosen)
    console.print(Text(f"{_count(files, 'bestand', 'bestanden')} gecontroleerd.", "dim"))
    return int(any(finding.severity == "error" for finding in findings))


def render(findings: Iterable[Finding]) -> Group:
    """One line per finding, then the number of each rule and of all."""
    listed = list(findings)
    lines = [_line(finding) for finding in listed]
    rules = Counter((finding.severity, finding.rule) for finding in listed)
    if rules:
        lines.append(Text())
    # errors first ("error" sorts after "advice"), and the most frequent rule first
    for (severity, rule), count in sorted(rules.items(), key=lambda entry: (entry[0][0], entry[1]), reverse=True):
        lines.append(Text.assemble(f"{count:>5}  ", (rule, _STYLES[severity])))
    errors = sum(finding.severity == "error" for finding in listed)
    advice = len(listed) - errors
    total = f"{_count(errors, 'fout', 'fouten')}, {_count(advice, 'advies', 'adviezen')}."
    lines.append(Text(total, "bold red" if errors else "bold green"))
    return Group(*lines)


def _line(finding: Finding) -> Text:
    place = f"{finding.path.as_posix()}:{finding.line}" if finding.line else finding.path.as_posix()
    rule = (f"[{finding.rule}]", _STYLES[finding.severity])
    return Text.assemble((place, "cyan"), ": ", rule, f" {finding.message} — {finding.remedy}")


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
