"""Index versions on disk: each whole in a folder of its own, one of them current."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from assistant.errors import IndexMissing, PakketwijzerError

FORMAT = 4
"""Raised when the files of a version change, so that an older index is rebuilt, not misread."""

_PARTIAL = ".partial"


class Manifest(BaseModel):
    """What a version holds and what it was made with."""

    format: int = FORMAT
    version: str
    created: str
    model: str
    passages: int
    statements: int
    content: str
    collection: str


class Versions:
    """The versions below `root`.

    A version is written under a name that ends in ``.partial``, renamed when it is whole, and becomes current by
    one rename of the file ``CURRENT``. A crash before that leaves the old version serving.

    Attributes:
        removed: Names of the versions that this object cleared away, whole or not.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.removed: list[str] = []

    @property
    def pointer(self) -> Path:
        """The file that names the current version."""
        return self.root / "CURRENT"

    def current(self) -> Path:
        """Folder of the current version.

        Raises:
            IndexMissing: There is none, or it is damaged.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise IndexMissing(f"There is no index in {self.root}. Run `pakketwijzer index` first.") from None
        folder = self.root / name
        if not name or not (folder / "manifest.json").is_file():
            raise IndexMissing(
                f"The index in {self.root} is damaged: version `{name}` is not there. "
                "Run `pakketwijzer index --rebuild`."
            )
        return folder

    def manifest(self, folder: Path) -> Manifest:
        """The manifest of the version in `folder`.

        Raises:
            IndexMissing: It is damaged or of another format.
        """
        try:
            manifest = Manifest.model_validate(orjson.loads((folder / "manifest.json").read_bytes()))
        except (OSError, ValueError, ValidationError):
            raise IndexMissing(f"The index in {folder} is damaged. Run `pakketwijzer index --rebuild`.") from None
        if manifest.format != FORMAT:
            raise IndexMissing(
                f"The index in {folder} was made by another version of Pakketwijzer. Run `pakketwijzer index`."
            )
        return manifest

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off a second writer, and clear what a crash left behind.

        Raises:
            PakketwijzerError: Another process is writing.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.root / ".lock", timeout=0.2):
                for rest in self.root.glob(f"v*{_PARTIAL}"):
                    self._remove(rest)
                yield
        except Timeout:
            raise PakketwijzerError(
                f"Another process is writing the index in {self.root}. Wait for it and try again."
            ) from None

    def new(self) -> Path:
        """A fresh folder for a version in the making."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        folder = self.root / f"v{stamp}{_PARTIAL}"
        folder.mkdir()
        return folder

    def publish(self, partial: Path, manifest: Manifest) -> Path:
        """Make the version in `partial` current, and remove all others but the one that was current before."""
        (partial / "manifest.json").write_bytes(orjson.dumps(manifest.model_dump(), option=orjson.OPT_INDENT_2))
        final = partial.with_name(partial.name.removesuffix(_PARTIAL))
        partial.replace(final)
        # A crash right here leaves a whole version that never became current; the next `publish` removes it.
        before = self.pointer.read_text(encoding="utf-8").strip() if self.pointer.is_file() else ""
        scratch = self.root / "CURRENT.new"
        scratch.write_text(final.name, encoding="utf-8")
        scratch.replace(self.pointer)
        # The one before stays: a running server reads from it until its next question.
        for old in self.root.glob("v*"):
            if old.name not in (final.name, before):
                self._remove(old)
        return final

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.removed.append(folder.name.removesuffix(_PARTIAL))
