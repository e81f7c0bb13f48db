"""The front matter of a page: its schema, and faults with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.corpus import Corpus
from assistant.corpus.models import Status
from assistant.corpus.reader import validation_fault
from assistant.corpus.yaml_lines import LocatedYaml
from assistant.errors import ContentError

_FENCE = "---"
_OLD_PAGE = r"^(?:[a-z0-9-]+/)*[a-z0-9-]+\.md$"
"""Former place of a page: a path below ``docs``."""


class FrontMatter(BaseModel):
    """What every page says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1)
    description: str = Field(min_length=20, max_length=170)
    kind: Literal["pagina", "criterium", "module", "handleiding", "partij", "vragen"]
    status: Status
    updated: date
    criteria: list[str] = []
    sectors: list[str] = []
    parties: list[str] = []
    assistant: bool = True
    template: str | None = None
    hide: list[Literal["navigation", "toc", "path", "footer"]] = []
    moved_from: list[Annotated[str, Field(pattern=_OLD_PAGE)]] = []


def split_front_matter(text: str) -> tuple[str, int]:
    """The YAML of a page and the number of lines before its Markdown starts."""
    lines = text.splitlines()
    if lines and lines[0].strip() == _FENCE:
        for number, line in enumerate(lines[1:], 1):
            if line.strip() == _FENCE:
                return "\n".join(lines[1:number]), number + 1
    return "", 0


def read_front_matter(path: Path, text: str, corpus: Corpus) -> FrontMatter:
    """The validated front matter of the page `text`.

    Raises:
        ContentError: It is missing or wrong; names file, line and key.
    """
    source, _ = split_front_matter(text)
    if not source:
        raise ContentError(
            path,
            1,
            "the page has no front matter.",
            "Start it with title, description, kind, status and updated.",
        )
    located = LocatedYaml(source, path, first_line=2)
    try:
        meta = FrontMatter.model_validate(located.data)
    except ValidationError as error:
        raise validation_fault(error, located) from None
    for key, known in (
        ("criteria", corpus.criteria),
        ("sectors", corpus.sectors),
        ("parties", corpus.parties),
    ):
        for number, value in enumerate(getattr(meta, key)):
            if value not in known:
                raise ContentError(
                    path,
                    located.line((key, number)),
                    f"`{key}`: `{value}` does not exist.",
                    f"Known are: {', '.join(known)}.",
                )
    return meta
