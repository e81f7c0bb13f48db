"""Runs an evaluation from start to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from assistant.answer.decide import CALIBRATION, load_calibration
from assistant.answer.entailment import Entailment
from assistant.answer.pipeline import Assistant
from assistant.answer.support import SupportChecker, load_lines
from assistant.answer.support_calibrate import calibrate as draw_lines
from assistant.answer.support_calibrate import evaluate as judge_pairs
from assistant.answer.vocabulary import Vocabulary
from assistant.evaluate.baselines import Search, dense_only, lexical_only, site_search, tutorial
from assistant.evaluate.calibrate import Example, calibrate, gather_examples
from assistant.evaluate.questions import SPLITS, load_questions
from assistant.evaluate.report import (
    Report,
    SupportReport,
    changed_answers,
    make_report,
    read_report,
    render_page,
)
from assistant.evaluate.run import run_questions
from assistant.index.reader import OpenIndex
from assistant.settings import Settings

Progress = Callable[[int, int], None]
PAGE = Path("over") / "hoe-goed.md"
PAIRS = "support_pairs.jsonl"


@dataclass(frozen=True)
class Evaluation:
    """The report, and what changed since the previous one."""

    report: Report
    changed: list[dict[str, Any]]
    path: Path


def run_calibration(settings: Settings, progress: Progress) -> list[dict[str, float]]:
    """Fit the decision and the check of written sentences on the open parts, and return the decision's curve."""
    assistant = Assistant(settings)
    checker = _checker(assistant)
    questions = [q for q in load_questions(settings.corpus / "questions") if q.split == "open"]
    examples: list[Example] = []
    for number, question in enumerate(questions, 1):
        examples.extend(gather_examples(assistant, [question]))
        progress(number, len(questions))
    calibration, curve = calibrate(examples, assistant.index.manifest.model)
    CALIBRATION.write_bytes(
        orjson.dumps({**calibration.model_dump(), "curve": curve}, option=orjson.OPT_INDENT_2) + b"\n"
    )
    load_calibration.cache_clear()
    draw_lines(checker, assistant.index.passages, settings.corpus / PAIRS)
    load_lines.cache_clear()
    return curve


def measure_support(assistant: Assistant, checker: SupportChecker, pairs: Path) -> dict[str, SupportReport]:
    """How well written sentences are checked, by split; empty where there are no pairs."""
    if not pairs.is_file():
        return {}
    found: dict[str, SupportReport] = {}
    for split in SPLITS:
        figures = judge_pairs(checker, assistant.index.passages, pairs, split, load_lines())
        if figures.right:
            count = sum(total for _, total in figures.right.values())
            found[split] = SupportReport(
                pairs=count,
                precision=round(figures.precision, 4),
                recall=round(figures.recall, 4),
                right=figures.right,
            )
    return found


def _texts(index: OpenIndex) -> dict[str, str]:
    """What stands under each heading, by ``url#anchor``, with the headings above it, which name its subject."""
    texts: dict[str, list[str]] = {}
    for passage in index.passages:
        texts.setdefault(passage.link, []).append("\n".join([*passage.heading_path, passage.text]))
    return {link: "\n".join(parts) for link, parts in texts.items()}


def _checker(assistant: Assistant) -> SupportChecker:
    return SupportChecker(Entailment(assistant.settings).odds, Vocabulary(assistant.index.corpus))


def run_evaluation(
    settings: Settings, progress: Progress, with_baselines: bool = True, write_page: bool = True
) -> Evaluation:
    """Ask all test questions, measure, and write ``var/evaluation.json`` and the page of the site."""
    assistant = Assistant(settings)
    checker = _checker(assistant)
    questions = load_questions(settings.corpus / "questions")
    outcomes = run_questions(assistant, questions, progress)
    index = assistant.index
    baselines: dict[str, Search] = {}
    if with_baselines:
        baselines = {
            "lexical": lexical_only(index),
            "dense": dense_only(index, assistant.embeddings),
            "tutorial": tutorial(index, assistant.embeddings),
            "site_search": site_search(settings.site / "search" / "search_index.json"),
        }
    report = make_report(
        outcomes,
        baselines,
        index.manifest.version,
        index.manifest.model,
        load_calibration().threshold,
        measure_support(assistant, checker, settings.corpus / PAIRS),
        _texts(index),
    )
    path = settings.var / "evaluation.json"
    previous = read_report(path)
    path.write_bytes(orjson.dumps(report.model_dump(), option=orjson.OPT_INDENT_2))
    if write_page:
        (settings.docs / PAGE).write_text(render_page(report), encoding="utf-8")
    return Evaluation(report, changed_answers(report, previous) if previous else [], path)
