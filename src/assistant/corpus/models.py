"""The records of the corpus: one class per YAML file, strict about its keys."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Status = Literal["vastgesteld", "in ontwikkeling", "concept"]
Law = Literal["zvw", "wlz", "wmo", "jeugdwet"]

OWN_WORK = "eigen"
"""Id of the source that marks our own elaboration (`eigen uitwerking`)."""

STATEMENTS = ("further", "relations")
"""Keys of records that hold a list of statements, each with its own sources."""

_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


class Citation(BaseModel):
    """A source and the place in it that a statement rests on, written ``source-id, place``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    place: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            source, _, place = value.partition(",")
            return {"source": source.strip(), "place": place.strip()}
        return value


def _as_text(value: Any) -> Any:
    """YAML reads ``2023`` as a number and ``2023-07-01`` as a date; both are texts here."""
    return value if value is None or isinstance(value, str) else str(value)


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]


class Record(BaseModel):
    """What all records share: an id that equals the key in the YAML file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str


class Source(Record):
    """A document that statements rest on."""

    title: Text
    subtitle: Text | None = None
    publisher: Text
    date: Text
    number: Text | None = None
    url: Text | None = None
    also: list[Text] = []
    kind: Literal[
        "kerndocument",
        "regelgeving",
        "kamerstuk",
        "rapport",
        "webpagina",
        "artikel",
        "nieuws",
        "database",
        "eigen uitwerking",
    ]
    read: Text | None = None
    secondary: bool = False
    outdated: bool = False


class Statement(BaseModel):
    """Prose and the sources of every sentence in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    cite: list[Citation] = Field(min_length=1)


class Relation(Statement):
    """How one criterion bears on another, `to`."""

    to: str


class Criterion(Record):
    """A package criterion."""

    name: Text
    synonyms: list[Text] = []
    question: Text
    definition: Text
    status: Status
    cite: list[Citation] = Field(min_length=1)
    relations: list[Relation] = []
    page: Text


class Sector(Record):
    """A care sector that has a manual."""

    name: Text
    synonyms: list[Text] = []
    law: list[Law] = Field(min_length=1)
    system: Literal["open", "gesloten", "beide"]
    summary: Text
    cite: list[Citation] = Field(min_length=1)
    page: Text


class Party(Record):
    """An organisation or group with a role in managing the package.

    Attributes:
        main: It has a page of its own.
        role: Who a reader of it is, to follow "Ik ben"; main parties only.
        questions: What its people may want to ask; the assistant answers each of them.
    """

    name: Text
    synonyms: list[Text] = []
    main: bool = False
    role: Text | None = None
    summary: Text
    questions: list[Text] = []
    cite: list[Citation] = Field(min_length=1)
    page: Text


class Milestone(Record):
    """A planned or past event; `state` is as of `as_of`, the date of the source.

    `cite` holds for every sentence of `text`; what rests on other sources stands in `further`.
    """

    title: Text = Field(max_length=90)
    group: Literal[
        "kaders",
        "arbeidsinzet-duurzaamheid",
        "wet",
        "agendering",
        "kennis",
        "werkgroep",
        "iza-adviezen",
        "brieven",
    ]
    period: Text
    start: Text | None = Field(default=None, pattern=_DATE)
    end: Text | None = Field(default=None, pattern=_DATE)
    certain: bool
    state: Literal["gepland", "lopend", "opgeleverd", "vermoedelijk opgeleverd", "onbekend"]
    as_of: Text
    owner: list[str] = []
    text: Text
    cite: list[Citation] = Field(min_length=1)
    further: list[Statement] = []

    @property
    def statements(self) -> list[Statement]:
        """All that is said, `text` first."""
        return [Statement(text=self.text, cite=self.cite), *self.further]

    @model_validator(mode="after")
    def _in_order(self) -> Milestone:
        # A start in June 2024 is not after an end "in 2024": what the end leaves open is not compared.
        if self.start and self.end and self.start[: len(self.end)] > self.end:
            raise ValueError("start lies after end")
        return self


class Term(Record):
    """An entry of the glossary."""

    name: Text
    abbreviation: Text | None = None
    synonyms: list[Text] = []
    definition: Text
    cite: list[Citation] = Field(min_length=1)
    see: list[str] = []
    page: Text | None = None

    @property
    def labels(self) -> list[str]:
        """Every way in which readers write this term, the name first."""
        return [self.name, *([self.abbreviation] if self.abbreviation else []), *self.synonyms]


class News(Record):
    """What is new on the site, in words.

    Attributes:
        page: Where to read it, relative to ``docs``; its title opens the sentence.
        text: How that sentence goes on.
    """

    day: date
    page: Text
    text: Text


class AlgorithmRegistration(Record):
    """A draft entry for the Dutch register of algorithms, in the fields of its publication standard 1.0.

    What only the organisation that runs the site can know is empty.
    """

    name: Text
    organization: Text | None = None
    contact_email: Text | None = None
    website: Text | None = None
    description_short: Text = Field(max_length=500)
    category: list[Text] = []
    publication_category: Literal["Impactvolle algoritmes", "Overige algoritmes", "Hoog-risico AI-systeem"]
    status: Literal["In ontwikkeling", "In gebruik", "Buiten gebruik"]
    begin_date: Text | None = Field(default=None, pattern=_DATE)
    end_date: Text | None = Field(default=None, pattern=_DATE)
    url: Text | None = None
    goal: Text
    proportionality: Text
    lawful_basis: Text
    process_index_url: Text | None = None
    human_intervention: Text
    risks: Text
    impacttoetsen: Text
    source_data: Text
    methods_and_models: Text
    provider: Text | None = None
    publiccode: Text | None = None
    tags: Text | None = None
    source_id: Text | None = None
    lang: Literal["NLD"] = "NLD"
    standard_version: Literal["1.0"] = "1.0"
