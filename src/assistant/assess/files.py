"""Dossiers from the built site and to files, for the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from assistant.assess.engine import Assessor
from assistant.assess.models import Answers, Dossier
from assistant.assess.render import FORMATS
from assistant.corpus import load_corpus
from assistant.errors import PakketwijzerError
from assistant.publish.passage import read_passages
from assistant.settings import Settings


def make_dossier(settings: Settings, given: object) -> Dossier:
    """The dossier for the answers `given`, from the built site.

    Raises:
        InvalidAssessment: An answer is none of those offered.
        PakketwijzerError: There is no site, it has no walk, or `given` are no answers.
    """
    try:
        answers = Answers.model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(map(str, fault["loc"])) or "the answers"
        raise PakketwijzerError(f"{field}: {fault['msg'].lower()}.") from None
    if not settings.passages.is_file():
        raise PakketwijzerError(f"There is no site in {settings.site}. Run `pakketwijzer build` first.")
    try:
        assessor = Assessor(load_corpus(settings.corpus), list(read_passages(settings.passages)))
    except LookupError as error:
        raise PakketwijzerError(f"This site has no walk: {error.args[0]}.") from None
    return assessor.dossier(answers, date.today())


def read_answers(path: Path) -> Any:
    """The JSON in the file `path`.

    Raises:
        PakketwijzerError: It cannot be read or is no JSON.
    """
    try:
        return orjson.loads(path.read_bytes())
    except OSError as error:
        raise PakketwijzerError(f"{path} cannot be read: {error.strerror}.") from None
    except orjson.JSONDecodeError as error:
        raise PakketwijzerError(f"{path} is no JSON: {error.msg} on line {error.lineno}.") from None


def write_dossier(dossier: Dossier, out: Path, base: str) -> None:
    """Write `dossier` in the format that the ending of `out` names.

    Args:
        base: Address of the site for the links; may be empty.

    Raises:
        PakketwijzerError: The ending is not known or the file cannot be written.
    """
    chosen = FORMATS.get(out.suffix.lower().removeprefix("."))
    if chosen is None:
        raise PakketwijzerError(f"{out.name}: choose a name that ends in .{', .'.join(FORMATS)}.")
    try:
        out.write_bytes(chosen.render(dossier, base))
    except OSError as error:
        raise PakketwijzerError(f"{out} cannot be written: {error.strerror}.") from None
