"""The walk "Toets uw zorgvorm" for programs and for its page: answers in, a dossier or a file out. It keeps nothing."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from assistant.assess import Answers, Assessor, Dossier
from assistant.assess.render import FORMATS
from assistant.corpus.assessment import FieldName
from assistant.errors import ContentError, IndexMissing
from assistant.serve.api import Problem
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

FILE_NAME = "dossier-pakketwijzer"


class QuestionBody(BaseModel):
    """A question of the walk; without options any text is accepted."""

    field: FieldName
    label: str
    options: dict[str, str]
    max_chars: int | None


class StepBody(BaseModel):
    """A step of the walk."""

    id: str
    title: str
    intro: str
    questions: list[QuestionBody]


class WalkBody(BaseModel):
    """What the walk asks, in the order of its steps."""

    disclaimer: str
    steps: list[StepBody]


class _Assessors:
    """The assessor of the index that is being served; a new index gets a new one."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._made: tuple[Any, Assessor] | None = None

    def get(self) -> Assessor:
        index = self._assistant.index
        with self._lock:
            if self._made is None or self._made[0] is not index:
                try:
                    self._made = index, Assessor(index.corpus, index.passages)
                except (LookupError, ContentError) as error:
                    raise IndexMissing(f"The index holds no walk ({error}). Run `pakketwijzer index`.") from None
            return self._made[1]


def create_assess_router(settings: Settings, assistant: Assistant) -> APIRouter:
    """The routes of the walk.

    Args:
        settings: Say where the site is, for the addresses in files.
        assistant: Has the index with the texts.
    """
    router = APIRouter()
    assessors = _Assessors(assistant)
    problems: dict[int | str, dict[str, Any]] = {number: {"model": Problem} for number in (413, 422, 503)}

    @router.get("/api/assess", responses={503: {"model": Problem}})
    def walk() -> WalkBody:
        """What the walk asks, and which answers it accepts."""
        assessor = assessors.get()
        steps = [
            StepBody(
                id=key,
                title=step.title,
                intro=step.intro,
                questions=[
                    QuestionBody(
                        field=name,
                        label=question.label,
                        options=assessor.assessment.options(name, assessor.corpus),
                        max_chars=question.max_chars,
                    )
                    for name, question in step.questions.items()
                ],
            )
            for key, step in assessor.assessment.steps.items()
        ]
        return WalkBody(disclaimer=assessor.assessment.disclaimer, steps=steps)

    @router.post("/api/assess", responses=problems)
    def assess(answers: Answers) -> Dossier:
        """The dossier that belongs to the answers; it gives no verdict."""
        return assessors.get().dossier(answers, date.today())

    @router.post("/api/assess/{format}", response_class=Response, responses=problems)
    def download(
        answers: Answers, request: Request, format: Annotated[Literal["docx", "pdf", "md", "json"], Path()]
    ) -> Response:
        """The same dossier as a file."""
        dossier = assessors.get().dossier(answers, date.today())
        chosen = FORMATS[format]
        return Response(
            chosen.render(dossier, settings.site_url or str(request.base_url)),
            media_type=chosen.media_type,
            headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}.{format}"'},
        )

    return router
