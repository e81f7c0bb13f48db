"""The data that goes in and comes out: questions, turns and answers. These shapes are a contract."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, computed_field, model_validator

AnswerStatus = Literal["answer", "clarify", "refuse"]
Reason = Literal[
    "answered",
    "ambiguous",
    "out_of_scope",
    "personal_case",
    "not_published",
    "person",
    "instruction",
]
Kind = Literal["date", "definition", "who", "how", "list", "comparison", "number", "yes_no", "open"]


class Reference(BaseModel):
    """A corpus source that the quoted statement rests on."""

    id: str
    title: str
    place: str = ""
    url: str | None = None


class AnswerCitation(BaseModel):
    """One reference of an answer.

    Attributes:
        n: The number in the text, as in ``[1]``.
        url: Address of the exact heading.
        page: Title of the page.
        heading: Heading on the page; empty for the text under its title.
        quote: Verbatim statement of the page.
        sources: Ids of the corpus sources.
        references: The same sources with title and place.
        status: State of the subject, as the page gives it.
        updated: Date on which the page was last checked.
        passage: Id of the passage quoted from.
    """

    n: int
    url: str
    page: str
    heading: str = ""
    quote: str
    sources: list[str] = []
    references: list[Reference] = []
    status: str = ""
    updated: str = ""
    passage: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def title(self) -> str:
        """Page title and heading in one, as one line names them."""
        return f"{self.page} – {self.heading}" if self.heading else self.page

    @model_validator(mode="before")
    @classmethod
    def _with_page(cls, data: Any) -> Any:
        """A citation that a page of an earlier version kept has its whole title as that of the page."""
        if isinstance(data, dict) and "page" not in data and "title" in data:
            return {**data, "page": data["title"]}
        return data


class Scope(BaseModel):
    """What a question is about, as understood; ids of corpus records."""

    model_config = ConfigDict(frozen=True)

    sectors: list[str] = []
    criteria: list[str] = []
    parties: list[str] = []
    terms: list[str] = []


class Answer(BaseModel):
    """What the assistant says; every client shows this same object.

    Attributes:
        status: Answered, asked back or refused.
        reason: Why; tells the refusals apart.
        text: Markdown with references such as ``[1]``.
        suggestions: Questions to go on with; for `clarify` the options.
        notices: Remarks about the question itself, such as personal data that was left out.
        composer: What made the text.
        timings: Milliseconds per step, and `total`.
        version: Version of the index that was quoted.
    """

    status: AnswerStatus
    reason: Reason
    text: str
    citations: list[AnswerCitation] = []
    suggestions: list[str] = []
    scope: Scope = Scope()
    kind: Kind = "open"
    notices: list[str] = []
    composer: Literal["extractive", "generative", "none"] = "none"
    timings: dict[str, float] = {}
    version: str = ""


class Question(BaseModel):
    """A question as it comes in.

    Attributes:
        history: Earlier questions of the same conversation, oldest first.
        page: Address of the site page the user came from, relative to the root of the site.
    """

    question: str
    history: list[str] = []
    sector: str | None = None
    criterion: str | None = None
    party: str | None = None
    page: str | None = None


class Ranked(BaseModel):
    """A retrieved passage by position, with what each retriever made of it."""

    position: int
    score: float
    dense: float = 0.0
    lexical: float = 0.0


class Evidence(BaseModel):
    """What the decision to answer or refuse rests on; weights of words are their rarity (idf).

    Attributes:
        dense: Highest cosine similarity of a passage.
        statement: Highest cosine similarity of a statement in the best passages.
        domain: Mean cosine similarity of all passages: how near the question is to the subject as a whole.
        lexical: Highest BM25 score as part of the highest one possible for these words.
        coverage: Weight of the question's words that occur in one of the best passages, as part of all.
        typed_coverage: The same for one statement with its headings; where a date, amount or number is asked,
            only statements that hold one count.
        untyped: 1 where no statement of the three best passages has the form that is asked for.
        missing: Weight of the question's words that occur nowhere on the site, as part of all.
        rarest_missing: 1 where the rarest word of the question is in none of the best passages.
        numbers_missing: Least part of the numbers in the question that one of these leaves out: a statement on the
            subject, one of the best passages, a known question near it.
        agreement: Part of the best passages that both retrievers gave.
        scope: 1 where a sector, criterion, party or term was recognised.
        asked: Similarity of the known question most like this one.
        asked_words: Most weight of the question's words that one of the nearest known questions holds, as part of all.
        asked_match: The same against the words that the known question has beside them: their harmonic mean (F1).
        asked_agreement: 1 where the best passage answers one of the nearest known questions.
        gap: Lead of the best passage's score over that of the tenth.
        typed: 1 where a form such as a date or an amount is asked.
        typed_lag: How far the statement of that form that is most similar lies behind the most similar one of all.
        typed_words: Coverage by the best statement of that form; 0 where no form is asked.
        unanswered: Similarity of the question most like this one that the site is known not to answer.
        unanswered_lead: How far that one is nearer than the nearest known question that the site does answer.
        vote: Part of the nearest known questions that the site answers, weighted by likeness; 0.5 without any.
        length: Natural logarithm of the number of words that carry the question's meaning, plus one.
    """

    dense: float
    statement: float
    domain: float
    lexical: float
    coverage: float
    typed_coverage: float
    untyped: float
    missing: float
    rarest_missing: float
    numbers_missing: float
    agreement: float
    scope: float
    asked: float
    asked_words: float
    asked_match: float
    asked_agreement: float
    gap: float
    typed: float
    typed_lag: float
    typed_words: float
    unanswered: float
    unanswered_lead: float
    vote: float
    length: float
