"""The JSON API: one question in, one Answer out. It keeps nothing between requests."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from assistant import __version__
from assistant.answer.models import Answer, Question
from assistant.errors import (
    IndexMissing,
    InvalidAssessment,
    InvalidFeedback,
    InvalidQuestion,
    ModelMissing,
    PakketwijzerError,
)
from assistant.serve.shown import ShownAnswer, show_answer
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

TURN = r"^turn-\d{1,6}$"
"""Ids that a page may give to a question and its answer."""

_log = logging.getLogger(__name__)

_INDEX = "Er is geen bruikbare index. Maak er een met `pakketwijzer index` en stel de vraag opnieuw."
_MODEL = (
    "Het zoekmodel kan niet worden geladen. Controleer de instelling PAKKETWIJZER_EMBEDDING_MODEL en start "
    "de server opnieuw."
)
_FAULT = "Er ging iets mis. Probeer het opnieuw; de beheerder vindt de oorzaak in het logboek."
_UNKNOWN = "Dit adres bestaat niet. De beschrijving van de API staat op /api/openapi.json."
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_NO_OBJECT = "Stuur een JSON-object met het veld `question`."
_NO_ANSWERS = "Stuur een JSON-object met antwoorden; welke dat zijn, staat op GET /api/assess."
_FIELD_FAULTS = {
    "extra_forbidden": "is niet bekend",
    "missing": "ontbreekt",
    "string_type": "moet tekst zijn",
    "list_type": "moet een lijst zijn",
    "too_long": "is te lang",
    "string_too_long": "is te lang; hooguit {max_length} tekens",
    "literal_error": "heeft een onbekende waarde",
}


class AskBody(BaseModel):
    """A question with, where there are any, the questions before it and the filters."""

    model_config = ConfigDict(extra="forbid")

    question: str
    history: list[str] = Field([], max_length=50, description="Earlier questions, oldest first.")
    sector: str | None = Field(None, description="Id of a care sector; see /api/scope.")
    criterion: str | None = Field(None, description="Id of a criterion; see /api/scope.")
    party: str | None = Field(None, description="Id of a party; see /api/scope.")
    page: str | None = Field(None, max_length=300, description="Page the reader is on, relative to the site.")
    turn: str | None = Field(
        None,
        pattern=TURN,
        description="Id for the ids in `html`; with it the answer comes with `html`, `asked` and `question`.",
    )


class Named(BaseModel):
    """Something that a question can be limited to."""

    id: str
    name: str


class ScopeBody(BaseModel):
    """All that questions can be limited to."""

    sectors: list[Named]
    criteria: list[Named]
    parties: list[Named]


class Health(BaseModel):
    """What is serving."""

    status: str
    version: str
    passages: int
    model: str


class Problem(BaseModel):
    """What is wrong, in Dutch."""

    detail: str


def create_router(settings: Settings, assistant: Assistant) -> APIRouter:
    """The routes that programs use.

    Args:
        settings: Say where the built site is.
        assistant: Answers the questions.

    """
    router = APIRouter()
    unavailable: dict[int | str, dict[str, Any]] = {503: {"model": Problem}}

    # Plain functions: FastAPI runs them in its thread pool, so that one question does not hold up the others.
    @router.post("/api/ask", responses={413: {"model": Problem}, 422: {"model": Problem}, **unavailable})
    def ask(body: AskBody) -> ShownAnswer | Answer:
        """Answer a question with statements quoted from the site, or say why there is no answer."""
        answer = assistant.ask(Question(**body.model_dump(exclude={"turn"})))
        if body.turn is None:
            return answer
        return show_answer(assistant, settings.site, body.question, answer, body.turn)

    @router.get("/api/scope", responses=unavailable)
    def scope() -> ScopeBody:
        """What a question can be limited to."""
        corpus = assistant.index.corpus
        return ScopeBody(
            sectors=[Named(id=r.id, name=r.name) for r in corpus.sectors.values()],
            criteria=[Named(id=r.id, name=r.name) for r in corpus.criteria.values()],
            parties=[Named(id=r.id, name=r.name) for r in corpus.parties.values()],
        )

    @router.get("/healthz", responses=unavailable)
    def healthz() -> Health:
        """Whether questions can be answered."""
        manifest = assistant.index.manifest
        return Health(status="ok", version=__version__, passages=manifest.passages, model=manifest.model)

    @router.api_route("/api/{path:path}", methods=_METHODS, include_in_schema=False)
    def unknown(path: str) -> JSONResponse:
        return JSONResponse({"detail": _UNKNOWN}, status_code=404)

    return router


def add_error_handlers(app: FastAPI) -> None:
    """Every failure becomes one Dutch sentence under `detail`; its cause goes to the log."""
    app.add_exception_handler(RequestValidationError, _invalid_body)
    app.add_exception_handler(PakketwijzerError, _expected)
    app.add_exception_handler(Exception, _unexpected)


def explain(error: Exception) -> str:
    """What `error` means for someone who asked a question, in Dutch."""
    if isinstance(error, InvalidQuestion | InvalidFeedback):
        return str(error)
    if isinstance(error, InvalidAssessment):
        return error.detail
    if isinstance(error, IndexMissing):
        return _INDEX
    if isinstance(error, ModelMissing):
        return _MODEL
    return _FAULT


def _expected(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, InvalidQuestion | InvalidFeedback | InvalidAssessment):
        return JSONResponse({"detail": explain(error)}, status_code=422)
    _log.error("%s", error)
    status = 503 if isinstance(error, IndexMissing | ModelMissing) else 500
    return JSONResponse({"detail": explain(error)}, status_code=status)


def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    # Starlette logs the traceback itself.
    return JSONResponse({"detail": _FAULT}, status_code=500)


def _invalid_body(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fault = error.errors()[0]
    if fault["loc"][0] == "path":
        return JSONResponse({"detail": _UNKNOWN}, status_code=404)
    if fault["type"] == "json_invalid":
        detail = "De inhoud is geen geldige JSON."
    else:
        # The first part of the place is `body`; an index in a list says nothing to the sender.
        field = next((str(part) for part in fault["loc"][1:]), "")
        problem = _FIELD_FAULTS.get(fault["type"], "is ongeldig").format_map(fault.get("ctx", {}))
        no_object = _NO_ANSWERS if request.url.path.startswith("/api/assess") else _NO_OBJECT
        detail = f"Het veld `{field}` {problem}." if field else no_object
    return JSONResponse({"detail": detail}, status_code=422)
