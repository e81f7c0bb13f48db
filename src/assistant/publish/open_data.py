"""The corpus and the questions as open data: JSON files, each with a JSON Schema made from its model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from assistant.corpus import (
    AlgorithmRegistration,
    Citation,
    Corpus,
    Criterion,
    Milestone,
    Party,
    Sector,
    Source,
    Term,
)
from assistant.corpus.models import Status
from assistant.publish.passage import Passage

LICENCE = "EUPL-1.2"
FOLDER = "data"
_LEVEL = 3
"""Level of the headings that are questions: title, subject, question."""


class AnsweredQuestion(BaseModel):
    """A question of the site with its answer.

    Attributes:
        url: Where the answer stands, relative to the root of the site.
        sources: What the answer rests on.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    answer: str
    url: str
    criteria: list[str]
    sectors: list[str]
    parties: list[str]
    sources: list[Citation]
    status: Status
    updated: date


@dataclass(frozen=True)
class Dataset:
    """One file of open data.

    Attributes:
        title: What it holds, for readers.
        model: Shape of one record.
        page: The page that shows the same, relative to ``docs``.
    """

    name: str
    title: str
    model: type[BaseModel]
    page: str

    @property
    def file(self) -> str:
        """Name of the file in the data folder."""
        return f"{self.name}.json"

    @property
    def schema_file(self) -> str:
        """Name of its schema, relative to the data folder."""
        return f"schema/{self.name}.schema.json"


DATASETS = (
    Dataset("criteria", "De pakketcriteria", Criterion, "kader/index.md"),
    Dataset("sectors", "De zorgvormen met een handleiding", Sector, "handleidingen/index.md"),
    Dataset("parties", "De partijen in het pakketbeheer", Party, "samenwerken/index.md"),
    Dataset("terms", "De begrippen", Term, "begrippen.md"),
    Dataset("milestones", "De mijlpalen van de planning", Milestone, "planning.md"),
    Dataset("sources", "Het register van bronnen", Source, "bronnen.md"),
    Dataset("questions", "De veelgestelde vragen met antwoord", AnsweredQuestion, "vragen/index.md"),
    Dataset("algoritmeregister", "De conceptregistratie van de assistent", AlgorithmRegistration, "over/assistent.md"),
)


def answered_questions(passages: Iterable[Passage]) -> list[AnsweredQuestion]:
    """The questions among the headings of the pages with questions; an answer in parts is put together."""
    parts: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.kind == "vragen" and len(passage.heading_path) == _LEVEL and passage.heading.endswith("?"):
            parts.setdefault(passage.link, []).append(passage)
    return [
        AnsweredQuestion(
            id=first.anchor,
            question=first.heading,
            answer="\n".join(part.text for part in answer),
            url=link,
            criteria=first.criteria,
            sectors=first.sectors,
            parties=first.parties,
            sources=list(dict.fromkeys(c for part in answer for s in part.statements for c in s.cites)),
            status=first.status,
            updated=date.fromisoformat(first.updated),
        )
        for link, answer in parts.items()
        for first in answer[:1]
    ]


def records(corpus: Corpus, questions: list[AnsweredQuestion]) -> dict[str, list[BaseModel]]:
    """The records of each dataset."""
    return {
        "criteria": list(corpus.criteria.values()),
        "sectors": list(corpus.sectors.values()),
        "parties": list(corpus.parties.values()),
        "terms": list(corpus.terms.values()),
        "milestones": list(corpus.milestones.values()),
        "sources": list(corpus.sources.values()),
        "questions": list(questions),
        "algoritmeregister": list(corpus.algorithms.values()),
    }


def schema(dataset: Dataset) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the file of `dataset`."""
    record = dataset.model.model_json_schema(mode="serialization")
    text = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": dataset.title,
        "type": "object",
        "properties": {
            "$schema": text,
            "title": text,
            "licence": {"const": LICENCE},
            "records": {"type": "array", "items": record},
        },
        "required": ["title", "licence", "records"],
        "additionalProperties": False,
        "$defs": record.pop("$defs", {}),
    }


def write_open_data(site: Path, corpus: Corpus, questions: list[AnsweredQuestion]) -> int:
    """Write all datasets, their schemas and a list of them into `site`; return the number of datasets."""
    folder = site / FOLDER
    (folder / "schema").mkdir(parents=True, exist_ok=True)
    found = records(corpus, questions)
    for dataset in DATASETS:
        content = {
            "$schema": dataset.schema_file,
            "title": dataset.title,
            "licence": LICENCE,
            "records": [record.model_dump(mode="json") for record in found[dataset.name]],
        }
        _write(folder / dataset.file, content)
        _write(folder / dataset.schema_file, schema(dataset))
    listing = [
        {"name": d.name, "title": d.title, "file": d.file, "schema": d.schema_file, "records": len(found[d.name])}
        for d in DATASETS
    ]
    _write(folder / "index.json", {"licence": LICENCE, "datasets": listing})
    return len(DATASETS)


def _write(path: Path, content: object) -> None:
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
