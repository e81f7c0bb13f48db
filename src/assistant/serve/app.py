"""The web application: site, assistant page and JSON API in one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant import __version__
from assistant.feedback import FeedbackStore
from assistant.serve.api import add_error_handlers, create_router
from assistant.serve.assess import create_assess_router
from assistant.serve.chat import mount_chat
from assistant.serve.conversation import create_conversation_router
from assistant.serve.feedback import Limiter, create_feedback_router
from assistant.serve.headers import BodyLimit, SecurityHeaders
from assistant.serve.page import PATH, ChatPage
from assistant.serve.site import SiteFiles
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant


def create_app(settings: Settings, assistant: Assistant) -> FastAPI:
    """Everything that is served, ready for uvicorn.

    Args:
        settings: Say where the built site is.
        assistant: Answers the questions of the page and of the API.

    """
    app = FastAPI(
        title="Pakketwijzer",
        version=__version__,
        description="Answers on the Dutch basic health insurance package, quoted from the site.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    add_error_handlers(app)
    store = FeedbackStore(settings.database, settings.feedback_keep_days)
    app.include_router(create_feedback_router(assistant, store, Limiter(settings.feedback_per_hour)))
    app.include_router(create_conversation_router(settings, assistant))
    app.include_router(create_assess_router(settings, assistant))
    # After the others: it also answers for unknown addresses below /api.
    app.include_router(create_router(settings, assistant))
    app.add_route(PATH, _with_slash, methods=["GET", "HEAD"], include_in_schema=False)
    page = mount_chat(app, settings, assistant)
    # Last, because a mount at the root answers whatever reaches it.
    app.mount("/", SiteFiles(settings.site))

    # The last one added is the first to see a request.
    app.add_middleware(ChatPage, page=page)
    app.add_middleware(BodyLimit)
    # No origin but that of the site may read answers in a visitor's browser; without this, Gradio sets a laxer policy.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=site_origins(settings.site_url),
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=["Content-Disposition"],
    )
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)
    app.add_middleware(SecurityHeaders)
    return app


def site_origins(site_url: str) -> list[str]:
    """The origin of the site where it is served from elsewhere; its pages call the assistant from there."""
    parts = urlsplit(site_url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _with_slash(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{PATH}/{query}", status_code=307)
