"""Runs the rules over the site or over some of its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.check.data import FOLDER
from assistant.check.finding import Finding
from assistant.check.rules import PAGE_RULES, SITE_RULES
from assistant.check.site import CONFIG, DOCS, Site, read_site

UNKNOWN_FILE = "bestand-onbekend"


def check_site(root: Path, paths: Sequence[Path] | None = None) -> list[Finding]:
    """Check the pages and data under `root`.

    Args:
        root: Folder with ``mkdocs.yml``, ``docs`` and ``corpus``.
        paths: Files or folders to report on, from the working directory or from `root`; None for all.
            The rest of the site is still read, since links and terms depend on it.
    """
    root = root.resolve()
    site = read_site(root)
    wanted = None if paths is None else [_relative(root, path) for path in paths]
    findings = [*site.findings, *site.data.findings]
    for page in site.pages.values():
        if wanted is None or _within(page.path, wanted):
            findings.extend(finding for rule in PAGE_RULES for finding in rule(page, site))
    findings.extend(finding for rule in SITE_RULES for finding in rule(site))
    if wanted is not None:
        findings = [finding for finding in findings if _within(finding.path, wanted)]
        findings.extend(_unknown(path, site) for path in wanted if not _known(path, site))
    return sorted(set(findings))


def checked_files(root: Path, paths: Sequence[Path] | None) -> int:
    """Number of pages and data files that `check_site` reports on."""
    root = root.resolve()
    files = [*(root / DOCS).rglob("*.md"), *(root / FOLDER).glob("*.yml")]
    wanted = None if paths is None else [_relative(root, path) for path in paths]
    return sum(wanted is None or _within(file.relative_to(root), wanted) for file in files)


def _relative(root: Path, path: Path) -> Path:
    """`path` from `root`; a path that leads into `root` from the working directory goes first."""
    here, there = path.resolve(), (root / path).resolve()
    absolute = here if path.exists() and here.is_relative_to(root) else there
    return absolute.relative_to(root) if absolute.is_relative_to(root) else absolute


def _within(path: Path, wanted: Sequence[Path]) -> bool:
    return any(path == one or path.is_relative_to(one) for one in wanted)


def _known(path: Path, site: Site) -> bool:
    data = (site.root / FOLDER).glob("*.yml")
    known = [CONFIG, *(page.path for page in site.pages.values())]
    known.extend(file.relative_to(site.root) for file in data)
    return any(_within(one, [path]) for one in known)


def _unknown(path: Path, site: Site) -> Finding:
    message = "Dit bestand bestaat niet of hoort niet bij de pagina's en gegevens."
    remedy = f"Noem een bestand of map onder {site.root / DOCS} of {site.root / FOLDER}."
    return Finding(path, 0, UNKNOWN_FILE, "error", message, remedy)
