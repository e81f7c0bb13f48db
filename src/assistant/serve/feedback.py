"""Takes in what readers tell the editors: checks how much one sender sends, and hands it to the store."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import BaseModel
from starlette.responses import JSONResponse

from assistant.feedback import FeedbackStore, Submission
from assistant.serve.api import Problem

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

_ALL_PER_HOUR = 1000
"""Messages from everyone together, so that many senders at once cannot fill the disk."""

_EVERYONE = "everyone"


class Received(BaseModel):
    """A message was stored.

    Attributes:
        notices: Dutch sentences on what was left out of it.

    """

    notices: list[str]


class Limiter:
    """Counts messages per sender in memory; an address is forgotten after an hour and written nowhere.

    Args:
        per_hour: Messages of one sender.
        everyone: Messages of all senders.

    """

    def __init__(self, per_hour: int, everyone: int = _ALL_PER_HOUR) -> None:
        self._strategy = MovingWindowRateLimiter(MemoryStorage())
        self._limits = {"sender": RateLimitItemPerHour(per_hour), _EVERYONE: RateLimitItemPerHour(everyone)}

    def wait(self, sender: str) -> int:
        """Seconds that `sender` has to wait; 0 where the message may be stored, which counts it."""
        for name, key in (("sender", sender), (_EVERYONE, _EVERYONE)):
            limit = self._limits[name]
            if not self._strategy.hit(limit, name, key):
                free = self._strategy.get_window_stats(limit, name, key).reset_time
                return max(1, math.ceil(free - time.time()))
        return 0


def create_feedback_router(assistant: Assistant, store: FeedbackStore, limiter: Limiter) -> APIRouter:
    """The route that stores feedback.

    Args:
        assistant: Gives the guard and the version of the index.
        store: Keeps the messages.
        limiter: Says who has to wait.

    """
    router = APIRouter()
    problems: dict[int | str, dict[str, Any]] = {code: {"model": Problem} for code in (413, 422, 429, 503)}

    @router.post("/api/feedback", status_code=201, responses=problems, response_model=Received)
    def feedback(submission: Submission, request: Request) -> Received | JSONResponse:
        """Store a message to the editors, without the personal data that the guard recognises."""
        sender = request.client.host if request.client else ""
        seconds = limiter.wait(sender)
        if seconds:
            return JSONResponse({"detail": _too_many(seconds)}, status_code=429, headers={"Retry-After": str(seconds)})
        notices = store.add(submission, assistant.guard, assistant.index.manifest.version)
        return Received(notices=notices)

    return router


def _too_many(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    wait = "een minuut" if minutes == 1 else f"{minutes} minuten"
    return f"U hebt kort na elkaar veel berichten gestuurd. Probeer het over {wait} opnieuw."
