"""What goes into the walk and what comes out of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.corpus.models import Status


class Answers(BaseModel):
    """The answers of the user; what was skipped is None.

    Attributes:
        care: The care form in the words of the user.
        evidence: Ids of what the user has; an empty list says "nothing", None "not answered".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    care: str | None = None
    sector: str | None = None
    law: str | None = None
    system: str | None = None
    novelty: str | None = None
    relation: str | None = None
    party: str | None = None
    evidence: list[str] | None = Field(None, max_length=100)


class Place(BaseModel):
    """A heading of the site.

    Attributes:
        n: Number by which lines refer to it, from 1.
        url: Relative to the root of the site, with anchor.
        page: Title of the page.
        heading: Empty for the text above the first heading of the page.
    """

    n: int
    url: str
    page: str
    heading: str

    @property
    def title(self) -> str:
        """The page and, where there is one, the heading."""
        return f"{self.page} – {self.heading}" if self.heading else self.page


class SourceNote(BaseModel):
    """A document that lines rest on.

    Attributes:
        n: Its number, from 1.
        places: Where in the document, in the order of the numbers behind the dot; may hold an empty place.
        url: Where the site describes the source, relative to its root.
        document: Address of the document itself; empty where there is none.
    """

    n: int
    id: str
    title: str
    publisher: str
    date: str
    places: list[str]
    url: str
    document: str


class Line(BaseModel):
    """One line of the dossier, word for word as on the site unless it is a remark.

    Attributes:
        place: Number of the heading of the site that it stands under or is about.
        sources: The source and the place in it, such as ``3.2``: the second place of source 3; shown as ``B3.2``.
        own: The site marks it as its own elaboration.
        remark: It is a remark of this walk and does not stand on the site.
        developing: It is about a criterion that is still in development.
        label: Words of our own before the text: what the user ticked or left open (`text` is empty where it adds
            nothing), or what a line of the summary comes down to.
        items: The list that this line introduces.
    """

    text: str
    place: int
    sources: list[str] = []
    own: bool = False
    remark: bool = False
    developing: bool = False
    label: str = ""
    items: list[Line] = []


class Group(BaseModel):
    """Lines under a heading."""

    title: str
    lines: list[Line]


class CriterionPart(BaseModel):
    """Everything about one criterion.

    Attributes:
        have: What the user has.
        missing: What the user has not; what to go through where the question was skipped.
    """

    id: str
    name: str
    status: Status
    question: str
    asked: list[Line]
    have: list[Line]
    missing: list[Line]
    suitable: list[Line]
    attention: list[Line]


class Tally(BaseModel):
    """How far the user is with the evidence for one criterion: a count of a list, and no verdict.

    Attributes:
        id: Of the criterion.
        have: Number of things that the user has; None where the question was skipped.
        total: Number of things on the list.
        first: What comes first of the rest.
    """

    id: str
    name: str
    status: Status
    have: int | None
    total: int
    first: list[Line]


class Summary(BaseModel):
    """The first page.

    Attributes:
        route: What applies.
        steps: What to do next, most important first.
    """

    route: list[Line]
    criteria: list[Tally]
    steps: list[Line]


class Given(BaseModel):
    """An answer as the user reads it back.

    Attributes:
        step: Id of the step that asks for it.
        value: Label of the answer; empty where the question was skipped.
    """

    field: str
    step: str
    label: str
    value: str


class Dossier(BaseModel):
    """The outcome of the walk: lines of the site, and no verdict.

    Attributes:
        date: Day on which it was made, as ``2026-11-22``.
        version: Fingerprint of the texts it was made from: the same version has the same lines.
        notices: Remarks on what the user wrote, such as personal data that were left out.
        skipped_evidence: The user did not say what there is, so that nothing is known to be missing.
    """

    kind: Literal["dossier"] = "dossier"
    title: str
    date: str
    version: str
    disclaimer: str
    notices: list[str]
    summary: Summary
    given: list[Given]
    about: list[Line]
    route: list[Group]
    criteria: list[CriterionPart]
    involved: list[Group]
    next: list[Group]
    skipped_evidence: bool
    places: list[Place]
    sources: list[SourceNote]
