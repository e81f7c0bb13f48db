"""Hands a conversation back as a file. The page keeps the conversation and sends it along; the server keeps nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.serve.api import Problem
from assistant.serve.transcript import Turn, make_transcript, to_markdown
from assistant.serve.transcript_docx import to_docx
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

_TYPES = {
    "markdown": ("md", "text/markdown; charset=utf-8"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


class ConversationBody(BaseModel):
    """A conversation to write to a file."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["markdown", "docx"]
    turns: list[Turn] = Field(min_length=1, max_length=100, description="Questions with their answers, oldest first.")


def create_conversation_router(settings: Settings, assistant: Assistant) -> APIRouter:
    """The route that makes files.

    Args:
        settings: May say where the site is for the public.
        assistant: Gives the guard.

    """
    router = APIRouter()
    responses: dict[int | str, dict[str, Any]] = {code: {"model": Problem} for code in (413, 422, 503)}
    responses[200] = {"content": {media: {} for _, media in _TYPES.values()}, "description": "The file"}

    @router.post("/api/conversation", response_class=Response, responses=responses)
    def conversation(body: ConversationBody, request: Request) -> Response:
        """A conversation as a file, with its sources and without the personal data that the guard recognises."""
        guard = assistant.guard
        site = settings.site_url or str(request.base_url)
        transcript = make_transcript(body.turns, lambda text: guard.redact(text).text, site, date.today())
        content = to_markdown(transcript).encode() if body.format == "markdown" else to_docx(transcript)
        extension, media = _TYPES[body.format]
        name = f"pakketwijzer-gesprek-{transcript.day.isoformat()}.{extension}"
        return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    return router
