"""Schema faults in Dutch: what pydantic and the YAML reader say, for editors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.check.finding import Finding
from assistant.corpus.yaml_lines import LocatedYaml
from assistant.errors import ContentError

_MESSAGES = {
    "extra_forbidden": ("de sleutel `{key}` bestaat hier niet.", "Verwijder de sleutel of verbeter de naam."),
    "missing": ("de sleutel `{key}` ontbreekt.", "Vul de sleutel aan; het handboek noemt de sleutels."),
    "literal_error": ("`{key}` heeft een waarde die niet mag.", "Kies uit: {expected}."),
    "string_too_short": ("`{key}` is te kort.", "Gebruik ten minste {min_length} tekens."),
    "string_too_long": ("`{key}` is te lang.", "Gebruik ten hoogste {max_length} tekens."),
    "too_short": ("`{key}` is leeg of te kort.", "Geef ten minste {min_length} waarde."),
    "string_type": ("`{key}` moet tekst zijn.", "Zet de waarde zo nodig tussen aanhalingstekens."),
    "list_type": ("`{key}` moet een lijst zijn.", "Schrijf de waarden tussen rechte haken: [a, b]."),
    "bool_parsing": ("`{key}` moet `true` of `false` zijn.", "Vul `true` of `false` in."),
    "date_from_datetime_parsing": ("`{key}` is geen datum.", "Schrijf de datum als 2026-11-21."),
    "date_type": ("`{key}` is geen datum.", "Schrijf de datum als 2026-11-21."),
    "string_pattern_mismatch": (
        "`{key}` heeft niet de goede vorm.",
        "Schrijf een datum als 2026 of 2026-11-21.",
    ),
    "value_error": ("de waarden passen niet bij elkaar: {error}.", "Controleer het begin en het einde."),
}


def validation_findings(
    error: ValidationError, located: LocatedYaml, path: Path, rule: str, record: str | None = None
) -> Iterator[Finding]:
    """Every fault in `error`, where publishing stops at the first.

    `record` is the id of the record in a data file, and None for front matter.
    """
    for fault in error.errors():
        place = (record, *fault["loc"]) if record else fault["loc"]
        context: dict[str, Any] = {"key": ".".join(map(str, fault["loc"])), **fault.get("ctx", {})}
        message, remedy = _MESSAGES.get(
            fault["type"], (f"`{{key}}`: {fault['msg']}.", "Het handboek noemt de sleutels en hun waarden.")
        )
        where = f"In `{record}`: " if record else ""
        text = where + message.format_map(context)
        text, line = text[0].upper() + text[1:], located.line(place) or 1
        yield Finding(path, line, rule, "error", text, remedy.format_map(context))


def content_finding(error: ContentError, path: Path, rule: str) -> Finding:
    """A fault that another room found; its message is in English."""
    return Finding(
        path,
        error.line or 0,
        rule,
        "error",
        f"Het bestand kan niet worden gelezen: {error.message}",
        error.remedy or "Controleer inspringing, dubbele punten en aanhalingstekens.",
    )
