"""How long an answer takes in process, beside embedding the same question alone: the floor."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from assistant.answer.models import Question
from assistant.answer.pipeline import Assistant
from assistant.settings import Settings
from benchmarks.model import TimedEmbeddings
from benchmarks.project import need_index
from benchmarks.questions import sample_questions
from benchmarks.result import Result, Row, Step, percentiles

_QUESTIONS = 200
_WARM_UP = 5


def run(settings: Settings, step: Step) -> Result:
    """Ask each question and embed it alone, one right after the other, in changing order."""
    need_index(settings)
    questions = sample_questions(settings, _QUESTIONS)
    embeddings = TimedEmbeddings(settings)
    assistant = Assistant(settings, embeddings)
    for question in questions[:_WARM_UP]:
        assistant.ask(question)
    answers: list[float] = []
    floors: list[float] = []
    reached: list[bool] = []
    steps: dict[str, list[float]] = defaultdict(list)
    statuses: Counter[str] = Counter()
    for number, question in enumerate(questions):
        if number % 10 == 0:
            step("ask", number, len(questions))
        if number % 2:
            floor, _ = _timed(lambda q=question: embeddings.encode_query(q.question))
            total, answer = _timed(lambda q=question: assistant.ask(q))
        else:
            total, answer = _timed(lambda q=question: assistant.ask(q))
            floor, _ = _timed(lambda q=question: embeddings.encode_query(q.question))
        answers.append(total)
        floors.append(floor)
        # Some are refused before anything is looked up; they would flatter the figure.
        reached.append("embed" in answer.timings)
        statuses[answer.status] += 1
        for name, milliseconds in answer.timings.items():
            steps[name].append(milliseconds)
    step("ask", len(questions), len(questions))
    return _result(assistant, questions, answers, floors, reached, dict(steps), dict(statuses))


def _timed(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    value = action()
    return 1000 * (time.perf_counter() - start), value


def _result(
    assistant: Assistant,
    questions: list[Question],
    answers: list[float],
    floors: list[float],
    reached: list[bool],
    steps: dict[str, list[float]],
    statuses: dict[str, int],
) -> Result:
    every, floor = percentiles(answers), percentiles(floors)
    searched = percentiles([a for a, yes in zip(answers, reached, strict=True) if yes])
    searched_floor = percentiles([f for f, yes in zip(floors, reached, strict=True) if yes])
    per_step = {name: percentiles(values) for name, values in steps.items() if name != "total"}
    rows = [
        _row(f"{len(questions)} questions", every, floor),
        _row(f"the {searched['n']} that are looked up", searched, searched_floor),
    ]
    rows += [Row(f"  step {name} (n = {figures['n']})", _show(figures)) for name, figures in per_step.items()]
    return Result(
        "Answer in process",
        rows,
        {
            "index": assistant.index.manifest.model_dump(),
            "questions": len(questions),
            "statuses": statuses,
            "answer_ms": every,
            "embed_alone_ms": floor,
            "ratio_of_medians": round(every["p50"] / floor["p50"], 3),
            "looked_up": {
                "answer_ms": searched,
                "embed_alone_ms": searched_floor,
                "ratio_of_medians": round(searched["p50"] / searched_floor["p50"], 3),
            },
            "step_ms": per_step,
        },
    )


def _row(what: str, ours: dict[str, Any], floor: dict[str, Any]) -> Row:
    return Row(what, _show(ours), f"embedding the question alone: {_show(floor)}", f"{ours['p50'] / floor['p50']:.2f}x")


def _show(figures: dict[str, Any]) -> str:
    return f"p50 {figures['p50']:.1f} ms, p95 {figures['p95']:.1f} ms"
