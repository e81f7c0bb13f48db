"""The dossier as a file: the same parts in the same order in every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.assess.models import Dossier
from assistant.assess.render.markdown import to_markdown
from assistant.assess.render.pdf import to_pdf
from assistant.assess.render.word import to_docx


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        render: Makes the file; gets the dossier and the address of the site, which may be empty.
    """

    media_type: str
    render: Callable[[Dossier, str], bytes]


FORMATS: dict[str, Format] = {
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "pdf": Format("application/pdf", to_pdf),
    "md": Format("text/markdown; charset=utf-8", to_markdown),
    "json": Format("application/json", lambda dossier, _: dossier.model_dump_json(indent=2).encode()),
}
"""Every format by the ending of its file."""

__all__ = ["FORMATS", "Format", "to_docx", "to_markdown", "to_pdf"]
