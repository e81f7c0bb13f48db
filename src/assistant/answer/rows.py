"""Quoted rows of tables as a reader sees them: each cell behind the name of its column."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.publish.passage import CELL_BORDER

_NAME_END = ": "


@dataclass(frozen=True)
class Cell:
    """A cell of a quoted row.

    Attributes:
        column: Name of its column; may be empty.

    """

    column: str
    value: str


def cells(quote: str) -> list[Cell]:
    """The cells of a quoted row of a table; empty where `quote` is no such row."""
    if CELL_BORDER not in quote:
        return []
    return [Cell(*split_cell(part)) for part in quote.split(CELL_BORDER)]


def split_cell(text: str) -> tuple[str, str]:
    """The name of the column, which may be empty, and the value of a cell as it is quoted."""
    column, border, value = text.partition(_NAME_END)
    return (column, value) if border else ("", text)


def on_lines(text: str) -> str:
    """Markdown `text` with every cell of a quoted row on a line of its own."""
    return text.replace(CELL_BORDER, "  \n  ")


def in_line(text: str) -> str:
    """`text` with a dash where a quoted row goes from one cell to the next, for where there is one line."""
    return text.replace(CELL_BORDER, " – ")
