"""Errors that a person meets: what is wrong, where, and what to do about it."""

from __future__ import annotations

from pathlib import Path


class PakketwijzerError(Exception):
    """An expected failure whose message can be shown as it stands, without a traceback."""


class ContentError(PakketwijzerError):
    """A fault in a page or a data file, with its place.

    Args:
        path: The file an editor has to open.
        line: Line in that file, counted from 1, or None where no line is to blame.
        message: What is wrong.
        remedy: What the editor can do.
    """

    def __init__(self, path: Path | str, line: int | None, message: str, remedy: str = "") -> None:
        self.path = str(path)
        self.line = line
        self.message = message
        self.remedy = remedy
        place = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{place}: {message}" + (f" {remedy}" if remedy else ""))


class IndexMissing(PakketwijzerError):
    """There is no usable index at the configured place."""


class ModelMissing(PakketwijzerError):
    """The embedding model can be neither unpacked nor loaded."""


class InvalidQuestion(PakketwijzerError):
    """A question that cannot be asked as it stands; the message is Dutch, for the reader."""


class InvalidFeedback(PakketwijzerError):
    """A message to the editors that cannot be stored as it stands; the message is Dutch, for the reader."""


class InvalidAssessment(PakketwijzerError):
    """Answers in the walk that cannot be used.

    Args:
        message: What is wrong, for the terminal.
        detail: The same in Dutch, for the reader.
    """

    def __init__(self, message: str, detail: str) -> None:
        self.detail = detail
        super().__init__(message)
