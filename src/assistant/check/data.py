"""The corpus as far as it is valid, and a finding for each fault: one mistake does not hide the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.check.faults import content_finding, validation_findings
from assistant.check.finding import Finding
from assistant.corpus import (
    AlgorithmRegistration,
    Corpus,
    Criterion,
    Milestone,
    Party,
    Sector,
    Source,
    Term,
    load_corpus,
)
from assistant.corpus.models import STATEMENTS, Record
from assistant.corpus.yaml_lines import LocatedYaml
from assistant.errors import ContentError

RULE = "gegevens-ongeldig"
FOLDER = Path("corpus")

_MODELS: dict[str, type[Record]] = {
    "sources": Source,
    "criteria": Criterion,
    "sectors": Sector,
    "parties": Party,
    "milestones": Milestone,
    "terms": Term,
    "algorithms": AlgorithmRegistration,
}
_OPTIONAL = {"algorithms"}
_REGISTERS = {"cite": "sources", "further": "sources", "relations": "sources", "owner": "parties", "see": "terms"}
"""Which register the ids under a key are from."""

_PROSE = ("question", "definition", "summary", "text")


@dataclass(frozen=True)
class DataText:
    """A piece of prose in a data file."""

    path: Path
    line: int
    record: str
    text: str


@dataclass
class Data:
    """What the data files hold.

    Attributes:
        corpus: The valid records only.
        ids: The ids in each register, those of invalid records included; no entry where it cannot be read.
        lines: Line of a key, by file name, record and key.
        texts: The prose that readers see.
        links: Pages that records point to: file, line and address relative to ``docs``.
    """

    corpus: Corpus
    findings: list[Finding]
    ids: dict[str, set[str]] = field(default_factory=dict)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    texts: list[DataText] = field(default_factory=list)
    links: list[tuple[Path, int, str]] = field(default_factory=list)

    def knows(self, register: str, record: str) -> bool:
        """Whether `register` holds `record`, as far as can be told."""
        return record in self.ids.get(register, {record})


def read_data(root: Path) -> Data:
    """Read all data files under `root` and keep what is valid."""
    records: dict[str, dict[str, Any]] = {}
    data = Data(Corpus(root / FOLDER, {}, {}, {}, {}, {}, {}), [])
    for name, model in _MODELS.items():
        path = FOLDER / f"{name}.yml"
        records[name] = {}
        if not (root / path).is_file():
            if name in _OPTIONAL:
                continue
            data.findings.append(
                Finding(path, 0, RULE, "error", "Dit gegevensbestand ontbreekt.", "Zet het bestand terug.")
            )
            continue
        try:
            located = LocatedYaml((root / path).read_text(encoding="utf-8"), path)
        except ContentError as error:
            data.findings.append(content_finding(error, path, RULE))
            continue
        data.ids[name] = set(located.data)
        for key in located.data:
            record = _read_record(data, model, located, key)
            if record:
                records[name][key] = record
    data.corpus = Corpus(root / FOLDER, **records)
    data.findings.extend(_references(data))
    data.findings.extend(_other_faults(root, data.findings))
    return data


def _read_record(data: Data, model: type[Record], located: LocatedYaml, key: str) -> Record | None:
    """The valid record, or None with its faults among the findings."""
    path, value = Path(located.path), located.data[key]
    line = located.line((key,)) or 1
    if not isinstance(value, dict):
        message = f"`{key}` heeft geen sleutels."
        data.findings.append(Finding(path, line, RULE, "error", message, "Zet de sleutels er ingesprongen onder."))
        return None
    try:
        record = model.model_validate({"id": key, **value})
    except ValidationError as error:
        data.findings.extend(validation_findings(error, located, path, RULE, key))
        return None
    for name in value:
        data.lines[path.name, key, name] = located.line((key, name)) or line
    for name in _PROSE:
        if name in value:
            data.texts.append(DataText(path, located.line((key, name)) or line, key, str(value[name])))
    for name in STATEMENTS:
        for number, statement in enumerate(getattr(record, name, [])):
            place = located.line((key, name, number, "text")) or line
            data.texts.append(DataText(path, place, key, statement.text))
    if value.get("page"):
        data.links.append((path, located.line((key, "page")) or line, str(value["page"])))
    return record


def _references(data: Data) -> Iterator[Finding]:
    """Sources, parties and terms that records name must exist."""
    corpus = data.corpus
    checks = [
        (f"{name}.yml", record.id, "cite", [cite.source for cite in record.cite])
        for name in _MODELS
        if "cite" in _MODELS[name].model_fields
        for record in getattr(corpus, name).values()
    ]
    checks += [
        (f"{name}.yml", record.id, key, [cite.source for cite in statement.cite])
        for name in _MODELS
        for record in getattr(corpus, name).values()
        for key in STATEMENTS
        for statement in getattr(record, key, [])
    ]
    checks += [("milestones.yml", milestone.id, "owner", milestone.owner) for milestone in corpus.milestones.values()]
    checks += [("terms.yml", term.id, "see", term.see) for term in corpus.terms.values()]
    for file, record, key, ids in checks:
        for other in ids:
            if not data.knows(_REGISTERS[key], other):
                yield Finding(
                    FOLDER / file,
                    data.lines[file, record, key],
                    RULE,
                    "error",
                    f"In `{record}`: `{other}` staat niet in {_REGISTERS[key]}.yml.",
                    "Verbeter de id of voeg het record toe.",
                )


def _other_faults(root: Path, found: list[Finding]) -> Iterator[Finding]:
    """What publishing refuses and this module let through, so that the two cannot drift apart."""
    if found:
        return
    try:
        load_corpus(root / FOLDER)
    except ContentError as error:
        yield content_finding(error, FOLDER / Path(error.path).name, RULE)
