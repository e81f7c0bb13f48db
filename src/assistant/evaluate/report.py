"""From outcomes to a report: JSON for machines, a Dutch page for readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel

from assistant.answer.guard import is_instruction
from assistant.evaluate.baselines import Search
from assistant.evaluate.metrics import Figure, mean_figure, percentile, retrieval_figures, share
from assistant.evaluate.questions import SPLITS, TestQuestion
from assistant.evaluate.run import Outcome
from assistant.publish.dates import in_dutch

_TEMPLATES = Path(__file__).with_name("templates")
REFUSAL_REASONS = {
    "out_of_scope": "Ander onderwerp",
    "personal_case": "Persoonlijk geval",
    "not_published": "Staat niet op de site",
    "instruction": "Opdracht aan de assistent",
}
"""Why a question is refused, as it is called on the page."""

_TOLD_AS = {"person": "not_published"}
"""Reasons of answers that test questions have no word for: a name of a person is one of the things not on the site."""

CATEGORY_NAMES = {
    "single_fact": "Eén feit",
    "apply": "Criterium toepassen op een zorgvorm",
    "role": "Rollen",
    "two_hop": "Twee stappen",
    "comparison": "Vergelijken",
    "list": "Opsommen",
    "follow_up": "Vervolgvraag",
    "typo": "Tikfouten en spreektaal",
    "keyword": "Losse trefwoorden",
    "english": "Engels",
    "out_of_scope": "Ander onderwerp",
    "personal": "Persoonlijk geval",
    "not_published": "Staat niet op de site",
    "injection": "Opdracht aan de assistent",
    "personal_data": "Persoonsgegevens in de vraag",
}


PAIR_NAMES = {
    "supported": "Zin die de passage zegt, anders verwoord",
    "number": "Ander getal of andere datum",
    "party": "Andere partij",
    "negation": "Ontkenning omgedraaid",
    "modal": "Kan of mag werd moet",
    "sector": "Andere zorgvorm",
    "planned": "Plan werd feit",
    "scope": "Bereik veranderd (alle, altijd, alleen)",
    "invented": "Verzonnen toevoeging",
    "relation": "Verband omgedraaid of verwisseld",
    "displaced": "Ware zin bij een andere passage",
}
"""Kinds of pairs in `support_pairs.jsonl`, as they are called on the page."""


class RefusalReport(BaseModel):
    """Refusals for one reason.

    Attributes:
        refused: Part of the questions to be refused for this reason that were refused, for whatever reason.
        recall: Part of them that were refused for this very reason.
        precision: Part of what was refused for this reason that should have been, for this very reason.
    """

    refused: Figure | None
    recall: Figure | None
    precision: Figure | None


class SplitReport(BaseModel):
    """Figures of one split.

    Attributes:
        retrieval: By system (`assistant` and the baselines) and measure.
        refusals: By reason.
        categories: Part correct, by category.
    """

    questions: int
    correct: Figure | None
    answered_correct: Figure | None
    refusal_recall: Figure | None
    refusal_precision: Figure | None
    false_refusals: Figure | None
    quotes_verbatim: Figure | None
    citation_precision: Figure | None
    retrieval: dict[str, dict[str, Figure | None]]
    refusals: dict[str, RefusalReport]
    categories: dict[str, Figure | None]
    latency_p50: float
    latency_p95: float


class SupportReport(BaseModel):
    """How well the check of written sentences does on the labelled pairs of one split.

    Attributes:
        pairs: Pairs in all, the displaced ones included.
        right: Pairs judged right and all pairs, by kind.
    """

    pairs: int
    precision: float
    recall: float
    right: dict[str, tuple[int, int]]


class Report(BaseModel):
    """A whole evaluation, with the configuration it was made with.

    Attributes:
        support: The check of written sentences, by split.
    """

    date: str
    version: str
    model: str
    threshold: float
    splits: dict[str, SplitReport]
    support: dict[str, SupportReport] = {}
    failures: list[dict[str, Any]]
    answers: dict[str, dict[str, str]]


def make_report(
    outcomes: Sequence[Outcome],
    baselines: Mapping[str, Search],
    version: str,
    model: str,
    threshold: float,
    support: Mapping[str, SupportReport] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Report:
    """The report on `outcomes`; the baselines are asked the same questions.

    Args:
        texts: What stands under each heading, by ``url#anchor``, to look for facts in.
    """
    splits: dict[str, SplitReport] = {}
    for split in SPLITS:
        own = [o for o in outcomes if o.question.split == split]
        if own:
            splits[split] = _split_report(own, baselines, texts or {})
    failures = [
        {
            "id": o.question.id,
            "split": o.question.split,
            "category": o.question.category,
            "question": " / ".join(o.question.turns),
            "expected": o.question.expect,
            "got": o.answer.status,
            "cause": _cause(o),
        }
        for o in outcomes
        if not o.correct
    ]
    return Report(
        date=date.today().isoformat(),
        version=version,
        model=model,
        threshold=threshold,
        splits=splits,
        support=dict(support or {}),
        failures=failures,
        answers={
            o.question.id: {"status": o.answer.status, "reason": o.answer.reason, "text": o.answer.text}
            for o in outcomes
        },
    )


def changed_answers(report: Report, previous: Report) -> list[dict[str, Any]]:
    """Questions whose answer differs from the previous run, with both texts."""
    return [
        {"id": key, "before": previous.answers[key], "after": answer}
        for key, answer in report.answers.items()
        if key in previous.answers and previous.answers[key] != answer
    ]


def read_report(path: Path) -> Report | None:
    """The report in `path`, or None where there is none that can be read."""
    try:
        return Report.model_validate(orjson.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None


def render_page(report: Report) -> str:
    """The Dutch page on how good the assistant is, as Markdown with front matter."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - the result is Markdown, from our own figures
    )
    environment.filters["percent"] = _percent
    environment.filters["share"] = lambda value: f"{100 * value:.0f} %"
    environment.filters["decimal"] = lambda f: "–" if f is None else f"{f.value:.2f}".replace(".", ",")
    environment.filters["in_dutch"] = lambda day: in_dutch(date.fromisoformat(day))
    environment.tests["an_order"] = is_instruction
    return environment.get_template("kwaliteit.md").render(
        report=report,
        categories=CATEGORY_NAMES,
        systems=_SYSTEM_NAMES,
        kinds=PAIR_NAMES,
        reasons=REFUSAL_REASONS,
        unprinted=_UNPRINTED,
    )


_DEPTH = 5

_UNPRINTED = frozenset(["personal_data", "injection"])
"""Categories whose questions would put on a page what no page may hold."""

_SYSTEM_NAMES = {
    "assistant": "Deze assistent",
    "lexical": "Alleen woorden (BM25)",
    "dense": "Alleen betekenis (vectoren)",
    "tutorial": "Gangbare opzet (vaste stukken, vier dichtstbijzijnde)",
    "site_search": "Zoekvak van de site",
}


def _split_report(
    outcomes: Sequence[Outcome], baselines: Mapping[str, Search], texts: Mapping[str, str]
) -> SplitReport:
    answerable = [o for o in outcomes if o.question.expect != "refuse"]
    refusable = [o for o in outcomes if o.question.expect == "refuse"]
    refused = [o for o in outcomes if o.answer.status == "refuse"]
    cited = [(o, c) for o in outcomes for c in o.answer.citations if o.question.gold]
    searched = [o for o in answerable if o.question.gold]
    gold = {o.question.id: o.question.gold for o in searched}
    runs: dict[str, dict[str, list[str]]] = {"assistant": {o.question.id: o.retrieved for o in searched}}
    for name, search in baselines.items():
        runs[name] = {o.question.id: search(" ".join(o.question.turns[-2:])) for o in searched}
    return SplitReport(
        questions=len(outcomes),
        correct=share(outcomes, lambda o: o.correct),
        answered_correct=share([o for o in outcomes if o.question.expect == "answer"], lambda o: o.correct),
        refusal_recall=share(refusable, lambda o: o.answer.status == "refuse"),
        refusal_precision=share(refused, lambda o: o.question.expect == "refuse"),
        false_refusals=share(answerable, lambda o: o.answer.status == "refuse"),
        quotes_verbatim=mean_figure(
            [1.0 - o.unsupported / len(o.answer.citations) for o in outcomes if o.answer.citations]
        ),
        citation_precision=share(cited, lambda pair: pair[1].url.lstrip("/") in pair[0].question.gold),
        retrieval={
            name: {**retrieval_figures(gold, run), "facts@5": _facts_figure([o.question for o in searched], run, texts)}
            for name, run in runs.items()
        },
        refusals={reason: _refusal_report(refusable, refused, reason) for reason in REFUSAL_REASONS},
        categories={
            category: share([o for o in outcomes if o.question.category == category], lambda o: o.correct)
            for category in dict.fromkeys(o.question.category for o in outcomes)
        },
        latency_p50=percentile([o.milliseconds for o in outcomes], 50),
        latency_p95=percentile([o.milliseconds for o in outcomes], 95),
    )


def _facts_figure(
    questions: Sequence[TestQuestion], run: Mapping[str, Sequence[str]], texts: Mapping[str, str]
) -> Figure | None:
    """Part of the facts of a question that stand under a gold heading among the first five found, averaged.

    Recall@5 counts headings, of which a fact may have many that say it alike; this counts what has to be said.
    """
    values = []
    for question in questions:
        held = [texts.get(heading, "") for heading in run[question.id][:_DEPTH] if heading in question.gold]
        if question.facts:
            values.append(question.facts_found("\n".join(held)) / len(question.facts))
    return mean_figure(values)


def _refusal_report(refusable: Sequence[Outcome], refused: Sequence[Outcome], reason: str) -> RefusalReport:
    def told(outcome: Outcome) -> bool:
        return (
            outcome.answer.status == "refuse" and _TOLD_AS.get(outcome.answer.reason, outcome.answer.reason) == reason
        )

    meant = [o for o in refusable if o.question.reason == reason]
    return RefusalReport(
        refused=share(meant, lambda o: o.answer.status == "refuse"),
        recall=share(meant, told),
        precision=share([o for o in refused if told(o)], lambda o: o.question.reason == reason),
    )


def _cause(outcome: Outcome) -> str:
    """Where it went wrong: the decision, the retrieval, or the choice of statements."""
    question, answer = outcome.question, outcome.answer
    if question.expect == "refuse":
        return "had moeten weigeren"
    if answer.status == "refuse":
        return "ten onrechte geweigerd"
    if answer.status != question.expect:
        return "teruggevraagd in plaats van geantwoord" if answer.status == "clarify" else "had moeten terugvragen"
    if not set(question.gold) & set(outcome.retrieved[:8]):
        return "passage niet gevonden"
    if not {c.url.lstrip("/") for c in answer.citations} & set(question.gold):
        return "andere passage geciteerd"
    return "antwoord niet volledig"


def _percent(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return f"{100 * figure.value:.0f} % ({100 * figure.low:.0f}–{100 * figure.high:.0f})"
