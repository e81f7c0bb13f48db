"""The passage: what the site exports and the assistant may quote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from assistant.corpus.models import Citation, Status
from assistant.errors import ContentError

CELL_BORDER = " | "
"""Stands between the cells of a table row."""


class Statement(BaseModel):
    """One quotable unit of a passage: a sentence, a list item or a table row.

    Attributes:
        text: Exactly as it stands on the page. The cells of a row are joined by `CELL_BORDER`, each behind the name of
            its column and a colon; empty ones are left out.
        kind: What it is on the page.
        block: Number of the paragraph, list or table within the passage; items of one list share it.
        cites: The sources the page gives for it.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    kind: Literal["sentence", "item", "row"] = "sentence"
    block: int = 0
    cites: list[Citation] = []


class Passage(BaseModel):
    """The text under one heading, with where it stands and what it is about.

    Attributes:
        id: Hash of all other fields but `asked`: the same content has the same id.
        url: Address of the page, relative to the root of the site.
        anchor: Id of the heading on that page.
        heading_path: Page title and the headings above the text, outermost first.
        sources: Ids of the corpus sources cited in the text.
        example: The text is an invented example and no statement of fact.
        part: Number of this part where the text under one heading was split.
        asked: Questions in readers' words that the heading answers; search keys, no part of the content.
    """

    model_config = ConfigDict(frozen=True)

    id: str = ""
    url: str
    anchor: str
    title: str
    heading_path: list[str]
    text: str
    statements: list[Statement]
    sectors: list[str] = []
    criteria: list[str] = []
    parties: list[str] = []
    sources: list[str] = []
    status: Status
    kind: str = "pagina"
    updated: str
    example: bool = False
    part: int = Field(default=1, ge=1)
    asked: list[str] = []

    @property
    def link(self) -> str:
        """Address of the heading, relative to the root of the site."""
        return f"{self.url}#{self.anchor}"

    @property
    def heading(self) -> str:
        """The heading right above the text."""
        return self.heading_path[-1]

    @property
    def embedding_text(self) -> str:
        """What is embedded: the text with the headings that give it its context."""
        return f"{' – '.join(self.heading_path)}\n{self.text}"

    def with_id(self) -> Passage:
        """This passage with the id that its content gives it."""
        content = orjson.dumps(self.model_dump(exclude={"id", "asked"}), option=orjson.OPT_SORT_KEYS)
        return self.model_copy(update={"id": hashlib.sha256(content).hexdigest()[:20]})


def write_passages(passages: Iterable[Passage], path: Path) -> int:
    """Write one passage a line and return their number; the file changes in one step."""
    scratch = path.with_suffix(".tmp")
    count = 0
    with scratch.open("wb") as out:
        for passage in passages:
            out.write(orjson.dumps(passage.model_dump()) + b"\n")
            count += 1
    scratch.replace(path)
    return count


def read_passages(path: Path) -> Iterator[Passage]:
    """The passages in the file `path`.

    Raises:
        ContentError: A line is no passage.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield Passage.model_validate(orjson.loads(line))
            except ValueError as error:
                raise ContentError(
                    path,
                    number,
                    f"this line is no passage ({str(error).splitlines()[0]}).",
                    "Run `pakketwijzer build` again.",
                ) from None
