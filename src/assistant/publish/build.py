"""Builds the site from Python, and tells whether it is out of date."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import PakketwijzerError
from assistant.settings import Settings


def build_site(settings: Settings) -> int:
    """Build the site into `settings.site` and return the number of exported passages.

    It is built beside the old one, which stays as it is when the build fails.

    Raises:
        PakketwijzerError: The build fails; the message lists what MkDocs reported.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build  # noqa: PLC0415 - takes a second to import
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415

    scratch = settings.site.with_name(f"{settings.site.name}.building")
    shutil.rmtree(scratch, ignore_errors=True)
    reported = _Reported()
    log = logging.getLogger("mkdocs")
    log.addHandler(reported)
    try:
        config = load_config(str(settings.root / "mkdocs.yml"), site_dir=str(scratch))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        _replace(settings.site, scratch)
    except (Abort, MkDocsException) as error:
        # The log holds the warnings of a strict build; what was raised first holds the fault where another library
        # silenced the log.
        found = dict.fromkeys([*reported.lines, str(error.__context__ or ""), str(error)])
        lines = "\n".join(f"  {line}" for line in found if line)
        raise PakketwijzerError(f"The site was not built:\n{lines}") from None
    finally:
        log.removeHandler(reported)
        shutil.rmtree(scratch, ignore_errors=True)
    return sum(1 for _ in settings.passages.open("rb"))


def _replace(site: Path, scratch: Path) -> None:
    """Put the folder `scratch` in the place of `site`."""
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    scratch.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def site_is_current(settings: Settings) -> bool:
    """Whether the built site is newer than everything it is made from."""
    if not settings.passages.is_file():
        return False
    built = settings.passages.stat().st_mtime
    return all(path.stat().st_mtime <= built for path in _inputs(settings))


def _inputs(settings: Settings) -> Iterator[Path]:
    yield settings.root / "mkdocs.yml"
    for folder in (settings.docs, settings.corpus, Path(__file__).parent):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


class _Reported(logging.Handler):
    """Keeps warnings and errors for the message of a failed build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
