"""Reads all records, checks them against their schema and against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.corpus.models import (
    STATEMENTS,
    AlgorithmRegistration,
    Citation,
    Criterion,
    Milestone,
    News,
    Party,
    Record,
    Sector,
    Source,
    Term,
)
from assistant.corpus.yaml_lines import LocatedYaml, Path_, read_utf8
from assistant.errors import ContentError

R = TypeVar("R", bound=Record)

_MESSAGES = {
    "extra_forbidden": "the key `{key}` is not known here.",
    "missing": "the key `{key}` is missing.",
}


@dataclass(frozen=True)
class Corpus:
    """All records by id.

    Attributes:
        folder: Where they were read from.
        algorithms: For the register of algorithms; a site without an assistant has none.
        news: What is new on the site; a site may have none.
    """

    folder: Path
    sources: Mapping[str, Source]
    criteria: Mapping[str, Criterion]
    sectors: Mapping[str, Sector]
    parties: Mapping[str, Party]
    milestones: Mapping[str, Milestone]
    terms: Mapping[str, Term]
    algorithms: Mapping[str, AlgorithmRegistration] = field(default_factory=dict)
    news: Mapping[str, News] = field(default_factory=dict)

    @cached_property
    def source_numbers(self) -> Mapping[str, int]:
        """Rank of each source in the register, from 1; for stable sorting."""
        return {source: number for number, source in enumerate(self.sources, 1)}


def load_corpus(folder: Path) -> Corpus:
    """Read and check `folder`.

    Raises:
        ContentError: Names file, line and key of the first fault.
    """
    sources = _read(folder / "sources.yml", Source)
    algorithms = folder / "algorithms.yml"
    news = folder / "news.yml"
    corpus = Corpus(
        folder=folder,
        sources=sources,
        criteria=_read(folder / "criteria.yml", Criterion, sources),
        sectors=_read(folder / "sectors.yml", Sector, sources),
        parties=_read(folder / "parties.yml", Party, sources),
        milestones=_read(folder / "milestones.yml", Milestone, sources),
        terms=_read(folder / "terms.yml", Term, sources),
        algorithms=_read(algorithms, AlgorithmRegistration) if algorithms.is_file() else {},
        news=_read(news, News) if news.is_file() else {},
    )
    _check_references(corpus)
    return corpus


def validation_fault(error: ValidationError, located: LocatedYaml, prefix: tuple[str, ...] = ()) -> ContentError:
    """The first fault of a pydantic error as one that names file and line."""
    fault = error.errors()[0]
    place = (*prefix, *fault["loc"])
    key = ".".join(str(part) for part in fault["loc"]) or (prefix[-1] if prefix else "")
    template = _MESSAGES.get(fault["type"])
    message = template.format(key=key) if template else f"`{key}`: {fault['msg']}."
    record = f"In `{prefix[-1]}`: " if prefix else ""
    return ContentError(located.path, located.line(place), record + message)


def _read(path: Path, model: type[R], sources: Mapping[str, Source] | None = None) -> dict[str, R]:
    if not path.is_file():
        raise ContentError(path, None, "this data file is missing.", "Restore it from the repository.")
    located = LocatedYaml(read_utf8(path, path), path)
    records: dict[str, R] = {}
    for key, value in located.data.items():
        if not isinstance(value, dict):
            raise ContentError(path, located.line((key,)), f"`{key}` must be a mapping of keys to values.")
        if "id" in value:
            line = located.line((key, "id"))
            raise ContentError(path, line, f"In `{key}`: the key `id` is not known here.")
        try:
            records[key] = model.model_validate({"id": key, **value})
        except ValidationError as error:
            raise validation_fault(error, located, (key,)) from None
        if sources is not None:
            _check_citations(getattr(records[key], "cite", []), sources, located, (key,))
            for field in STATEMENTS:
                for number, statement in enumerate(getattr(records[key], field, [])):
                    _check_citations(statement.cite, sources, located, (key, field, number))
    return records


def _check_citations(
    citations: Iterable[Citation], sources: Mapping[str, Source], located: LocatedYaml, place: Path_
) -> None:
    for number, citation in enumerate(citations):
        if citation.source not in sources:
            raise ContentError(
                located.path,
                located.line((*place, "cite", number)),
                f"In `{place[0]}`: the source `{citation.source}` is not in sources.yml.",
                "Add it there or correct the id.",
            )


def _check_references(corpus: Corpus) -> None:
    """Ids that records give of each other must exist."""
    related = [(c.id, "relations", [r.to for r in c.relations]) for c in corpus.criteria.values()]
    for file, known, pairs in (
        ("criteria.yml", corpus.criteria, related),
        ("milestones.yml", corpus.parties, [(m.id, "owner", m.owner) for m in corpus.milestones.values()]),
        ("terms.yml", corpus.terms, [(t.id, "see", t.see) for t in corpus.terms.values()]),
    ):
        path = corpus.folder / file
        for record, name, ids in pairs:
            for number, other in enumerate(ids):
                if other not in known:
                    located = LocatedYaml(read_utf8(path, path), path)
                    raise ContentError(
                        path,
                        located.line((record, name, number)),
                        f"In `{record}`: `{name}` names `{other}`, which does not exist.",
                    )
