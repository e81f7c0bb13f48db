"""Questions in readers' words: those that a heading answers, and those that the site does not answer.

The first stand in ``corpus/asked``, one file for each page, the others in ``corpus/unanswered.yml``. They are search
keys and are never shown: a question is recognised more surely by a question like it than by the text that answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from assistant.corpus.yaml_lines import LocatedYaml, read_utf8
from assistant.errors import ContentError

FOLDER = "asked"
UNANSWERED = "unanswered.yml"
WhyNot = Literal["not_published", "out_of_scope", "personal_case"]
_SHORTEST, _LONGEST = 3, 200


@dataclass(frozen=True)
class Asked:
    """The questions that one heading answers.

    Attributes:
        page: Address of the page, relative to the root of the site.
        anchor: Id of the heading.
        line: Where the anchor stands in the file `path`, counted from 1.
    """

    page: str
    anchor: str
    questions: list[str]
    path: Path
    line: int | None

    @property
    def link(self) -> str:
        """Address of the heading, relative to the root of the site."""
        return f"{self.page}#{self.anchor}"


def load_asked(corpus: Path) -> dict[str, Asked]:
    """Read ``corpus/asked`` by link; empty where there is no such folder.

    Raises:
        ContentError: A file is not a mapping of anchors to lists of questions; names file and line.
    """
    folder = corpus / FOLDER
    found: dict[str, Asked] = {}
    for path in sorted(folder.rglob("*.yml")):
        located = LocatedYaml(read_utf8(path, path), path)
        page = _page(path.relative_to(folder))
        for anchor, questions in located.data.items():
            _check(questions, located, anchor)
            asked = Asked(page, str(anchor), questions, path, located.line((anchor,)))
            found[asked.link] = asked
    return found


def load_unanswered(corpus: Path) -> list[tuple[WhyNot, str]]:
    """Read ``corpus/unanswered.yml``: why it is not answered, and the question; empty where there is no such file.

    Raises:
        ContentError: The file is not a mapping of known reasons to lists of questions; names file and line.
    """
    path = corpus / UNANSWERED
    if not path.is_file():
        return []
    located = LocatedYaml(read_utf8(path, path), path)
    found: list[tuple[WhyNot, str]] = []
    reasons: dict[str, WhyNot] = {why: why for why in get_args(WhyNot)}
    for key, questions in located.data.items():
        if key not in reasons:
            raise ContentError(
                path, located.line((key,)), f"the key `{key}` is not known here.", f"Use one of: {', '.join(reasons)}."
            )
        _check(questions, located, key)
        found.extend((reasons[key], question) for question in questions)
    return found


def _check(questions: object, located: LocatedYaml, key: str) -> None:
    if not isinstance(questions, list) or not questions:
        raise ContentError(located.path, located.line((key,)), f"`{key}` must be a list of questions.")
    for number, question in enumerate(questions):
        if not isinstance(question, str) or not _SHORTEST <= len(question) <= _LONGEST:
            raise ContentError(
                located.path,
                located.line((key, number)),
                f"under `{key}`: a question is a text of {_SHORTEST} to {_LONGEST} characters.",
                "Put quotes around a text that YAML reads as something else.",
            )


def _page(path: Path) -> str:
    """Address of the page that the file `path` belongs to, as MkDocs makes it from ``docs``."""
    parts = path.with_suffix("").parts
    if parts[-1] == "index":
        parts = parts[:-1]
    return "".join(f"{part}/" for part in parts)
