"""Settings for measuring: the real ones, with what is written going to a temporary folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import IndexMissing, PakketwijzerError
from assistant.index.versions import Versions
from assistant.settings import Settings, get_settings

_UNWANTED = shutil.ignore_patterns("__pycache__", "*.egg-info")


def local_settings() -> Settings:
    """The real settings without anything that another host would answer."""
    return get_settings().model_copy(update={"chat_model": "", "chroma_url": ""})


def need_passages(settings: Settings) -> None:
    """See that the real site is built.

    Raises:
        PakketwijzerError: It is not.
    """
    if not settings.passages.is_file():
        raise PakketwijzerError(f"{settings.passages} is not there. Run `pakketwijzer build` first.")


def need_index(settings: Settings) -> None:
    """See that the real index is there and can be used.

    Raises:
        IndexMissing: It is not.
    """
    versions = Versions(settings.index)
    versions.manifest(versions.current())


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A temporary folder, removed whatever happens."""
    with tempfile.TemporaryDirectory(prefix=f"pakketwijzer-bench-{name}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def copy_project(settings: Settings, folder: Path) -> Settings:
    """A copy of the project in `folder`, with its index where there is one; the settings to work on it."""
    shutil.copy2(settings.root / "mkdocs.yml", folder)
    for source in (settings.docs, settings.corpus, settings.root / "src"):
        shutil.copytree(source, folder / source.name, ignore=_UNWANTED)
    copy = settings.model_copy(update={"root": folder, "site_dir": Path("site"), "var_dir": Path("var")})
    try:
        current = Versions(settings.index).current()
    except IndexMissing:
        return copy
    shutil.copytree(current, copy.index / current.name)
    shutil.copy2(Versions(settings.index).pointer, copy.index)
    return copy
