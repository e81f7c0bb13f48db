"""The walk "Toets uw zorgvorm": its questions, and which statements of the site answer to which answers.

The file holds no statements itself: it points at headings of the site, so that a line of a dossier is always a line
that a reader can find there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.corpus.models import Text
from assistant.corpus.reader import Corpus, validation_fault
from assistant.corpus.yaml_lines import LocatedYaml, Path_, read_utf8
from assistant.errors import ContentError

FILE = "assessment.yml"

FieldName = Literal["care", "sector", "law", "system", "novelty", "relation", "party", "evidence"]
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
UNKNOWN = "onbekend"
"""Value of a fact that the user left open and that does not follow from the other answers."""

GIVEN, SKIPPED = "ingevuld", "overgeslagen"
"""Values of the fact `evidence`: whether the user said what there is."""

Condition = Mapping[str, list[str]]


def _listed(condition: Any) -> Any:
    """A condition may name one value without making a list of it."""
    if not isinstance(condition, dict):
        return condition
    return {key: one if isinstance(one, list) else [one] for key, one in condition.items()}


When = Annotated[dict[str, list[str]], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pick(_Strict):
    """Statements of the site that become lines of the dossier.

    Attributes:
        at: Page and heading, as ``kader/effectiviteit.md#kernvraag``; without page: of the manual of the sector.
        only: How the wanted statements begin; empty: all under the heading but those that only lead on.
        without: How statements begin that are left out.
        when: Facts that must hold: one of the values of every key.
        say: Words of our own in the place of statements of the site.
    """

    at: Text = Field(pattern=r"^([\w./-]+\.md)?#\S+$")
    only: list[Text] = []
    without: list[Text] = []
    when: When = {}
    say: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"at": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_way(self) -> Pick:
        if self.say and (self.only or self.without):
            raise ValueError("`say` takes the place of statements; leave out `only` and `without`")
        return self


class Headline(_Strict):
    """A line of the summary: some words of our own, and the one statement of the site behind them.

    Attributes:
        label: What holds, or what to do.
        at: Page and heading.
        only: How the statement begins.
        when: Facts that must hold.
    """

    label: Text = Field(max_length=70)
    at: Text = Field(pattern=r"^[\w./-]+\.md#\S+$")
    only: Text
    when: When = {}

    @property
    def pick(self) -> Pick:
        """The statement."""
        return Pick(at=self.at, only=[self.only], when=self.when)


class Summary(_Strict):
    """The first page of the dossier.

    Attributes:
        route: Every line that holds is shown.
        steps: Most important first; the dossier shows the first few that hold.
        checklist: Label of the last step, which is the checklist of the manual.
    """

    route: list[Headline] = Field(min_length=1)
    steps: list[Headline] = Field(min_length=1)
    checklist: Text


class LeftOut(_Strict):
    """Statements that are no lines where a whole section is taken over.

    Attributes:
        starts: How they begin.
        when: Facts that must hold; empty: always.
    """

    starts: list[Text] = Field(min_length=1)
    when: When = {}


class Group(_Strict):
    """Lines under a heading of their own."""

    title: Text
    lines: list[Pick] = Field(min_length=1)


class Slots(_Strict):
    """The lines of one criterion."""

    asked: list[Pick] = []
    suitable: list[Pick] = []
    attention: list[Pick] = []


class CriterionRules(Slots):
    """Lines of a criterion that do not depend on the manual.

    The slots stand in where a manual has nothing of its own; `always` comes with every dossier.
    """

    always: list[Pick] = []


class SectorRules(_Strict):
    """What the manual of a sector brings in.

    Attributes:
        checklist: Where it stands; the dossier takes over its first sentence.
    """

    about: list[Pick] = Field(min_length=1)
    law: list[Pick] = Field(min_length=1)
    involved: list[Pick] = Field(min_length=1)
    checklist: Pick
    criteria: dict[str, Slots]


class Evidence(_Strict):
    """Something that a user may have already, and the statement that says it is needed."""

    criterion: str
    label: Text = Field(max_length=110)
    need: Pick


class Question(_Strict):
    """One question of a step.

    Attributes:
        options: Label of each answer by its value; for `evidence` they follow from the evidence itself.
        register: The answers are the records of this register of the corpus.
        max_chars: Longest text accepted, in characters.
    """

    label: Text
    hint: Text | None = None
    options: dict[str, Text] = {}
    register_: Literal["sectors"] | None = Field(None, alias="register")
    max_chars: int | None = Field(None, ge=1)


class Step(_Strict):
    """One screen of the walk."""

    title: Text
    name: Text = Field(max_length=30)
    intro: Text
    questions: dict[FieldName, Question] = Field(min_length=1)


class Assessment(_Strict):
    """The whole walk.

    Attributes:
        disclaimer: Says that the dossier is no verdict.
        left_out: Statements that lead on to another page, say what another part says, or do not fit an answer.
    """

    disclaimer: Text
    left_out: list[LeftOut]
    steps: dict[str, Step]
    evidence: dict[str, Evidence]
    summary: Summary
    route: list[Group]
    criteria: dict[str, CriterionRules]
    sectors: dict[str, SectorRules]
    parties: dict[str, list[Pick]]
    involved: list[Group]
    next: list[Group]

    @cached_property
    def questions(self) -> dict[FieldName, Question]:
        """All questions by field."""
        return {name: question for step in self.steps.values() for name, question in step.questions.items()}

    def step_of(self, field: FieldName) -> str:
        """Id of the step that asks for `field`."""
        return next(key for key, step in self.steps.items() if field in step.questions)

    def options(self, field: FieldName, corpus: Corpus) -> dict[str, str]:
        """Label of each answer that `field` accepts."""
        question = self.questions[field]
        if field == "evidence":
            return {key: evidence.label for key, evidence in self.evidence.items()}
        if question.register_ == "sectors":
            return {record.id: record.name for record in corpus.sectors.values()}
        return dict(question.options)

    def picks(self, corpus: Corpus) -> Iterator[tuple[Path_, Pick]]:
        """Every pick with its place in the file; a heading without page is completed with that of the manual."""
        for place, pick in self._own_picks():
            if pick.at.startswith("#") and place[0] == "sectors":
                yield place, pick.model_copy(update={"at": corpus.sectors[str(place[1])].page + pick.at})
            else:
                yield place, pick

    def _own_picks(self) -> Iterator[tuple[Path_, Pick]]:
        for key, evidence in self.evidence.items():
            yield ("evidence", key, "need"), evidence.need
        for part in ("route", "steps"):
            for number, headline in enumerate(getattr(self.summary, part)):
                yield ("summary", part, number), headline.pick
        for part in ("route", "involved", "next"):
            for number, group in enumerate(getattr(self, part)):
                yield from _numbered((part, number, "lines"), group.lines)
        for key, rules in self.criteria.items():
            yield from _slots(("criteria", key), rules)
            yield from _numbered(("criteria", key, "always"), rules.always)
        for key, sector in self.sectors.items():
            yield ("sectors", key, "checklist"), sector.checklist
            for name in ("about", "law", "involved"):
                yield from _numbered(("sectors", key, name), getattr(sector, name))
            for criterion, slots in sector.criteria.items():
                yield from _slots(("sectors", key, "criteria", criterion), slots)
        for key, picks in self.parties.items():
            yield from _numbered(("parties", key), picks)


def _numbered(place: Path_, picks: list[Pick]) -> Iterator[tuple[Path_, Pick]]:
    for number, pick in enumerate(picks):
        yield (*place, number), pick


def _slots(place: Path_, slots: Slots) -> Iterator[tuple[Path_, Pick]]:
    for name in Slots.model_fields:
        yield from _numbered((*place, name), getattr(slots, name))


def load_assessment(corpus: Corpus) -> Assessment | None:
    """The walk of this corpus, checked against its schema and its records; None where it has none.

    Raises:
        ContentError: Names file, line and key of the first fault.
    """
    path = corpus.folder / FILE
    if not path.is_file():
        return None
    located = LocatedYaml(read_utf8(path, path), path)
    try:
        assessment = Assessment.model_validate(located.data)
    except ValidationError as error:
        raise validation_fault(error, located) from None
    _check(assessment, corpus, located)
    return assessment


def known_facts(assessment: Assessment, corpus: Corpus) -> dict[str, set[str]]:
    """The values that each fact of a condition can have."""
    evidence = set(assessment.evidence)
    facts: dict[str, set[str]] = {
        "has": evidence,
        "lacks": evidence,
        "conflict": {"law", "system"},
        "evidence": {GIVEN, SKIPPED},
    }
    for name in FIELDS:
        if name not in ("care", "evidence"):
            facts[name] = {*assessment.options(name, corpus), UNKNOWN}
    return facts


def _check(assessment: Assessment, corpus: Corpus, located: LocatedYaml) -> None:
    """Every question is asked once, every criterion and sector has its rules, ids exist, conditions can hold."""
    asked = [name for step in assessment.steps.values() for name in step.questions]
    if sorted(asked) != sorted(FIELDS):
        raise _fault(located, ("steps",), f"the steps must ask each of these once: {', '.join(FIELDS)}.")
    for name, register in (("criteria", corpus.criteria), ("sectors", corpus.sectors)):
        missing = [key for key in register if key not in getattr(assessment, name)]
        if missing:
            raise _fault(located, (name,), f"rules for `{missing[0]}` are missing.")
    for place, key, register_name, known in _ids(assessment, corpus):
        if key not in known:
            raise _fault(located, place, f"`{key}` is not in {register_name}.")
    facts = known_facts(assessment, corpus)
    for place, pick in assessment.picks(corpus):
        if pick.at.startswith("#"):
            raise _fault(located, place, f"`{pick.at}` names no page.", "Only a sector has a page of its own.")
        _check_condition(located, place, pick.when, facts)
    for number, left_out in enumerate(assessment.left_out):
        _check_condition(located, ("left_out", number), left_out.when, facts)


def _check_condition(located: LocatedYaml, place: Path_, condition: Condition, facts: Mapping[str, set[str]]) -> None:
    for fact, values in condition.items():
        for value in values:
            if value not in facts.get(fact, ()):
                raise _fault(located, (*place, "when", fact), f"the condition `{fact}: {value}` can never hold.")


def _ids(assessment: Assessment, corpus: Corpus) -> Iterator[tuple[Path_, str, str, Collection[str]]]:
    """Every id of another record: its place, the id, where it should stand and what stands there."""
    for key in assessment.criteria:
        yield ("criteria", key), key, "criteria.yml", corpus.criteria
    for key, evidence in assessment.evidence.items():
        yield ("evidence", key, "criterion"), evidence.criterion, "criteria.yml", corpus.criteria
    for key, sector in assessment.sectors.items():
        yield ("sectors", key), key, "sectors.yml", corpus.sectors
        for criterion in sector.criteria:
            yield ("sectors", key, "criteria", criterion), criterion, "criteria.yml", corpus.criteria
    options = assessment.questions["party"].options
    for key in assessment.parties:
        yield ("parties", key), key, "the answers to the question `party`", options


def _fault(located: LocatedYaml, place: Path_, message: str, remedy: str = "") -> ContentError:
    return ContentError(Path(located.path), located.line(place), message, remedy)
