"""The chat model: any that LangChain knows, read piece by piece within a time limit."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.exceptions import ModelAPIError, ModelConnectionError, ModelTimeoutError
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langsmith import tracing_context

from assistant.answer.written import SCHEMA
from assistant.settings import Settings

logger = logging.getLogger(__name__)

_MOST_TOKENS = 900
_TRANSPORT = (
    ModelConnectionError,
    ModelAPIError,
    ModelTimeoutError,
    httpx.TransportError,
    ConnectionError,
    TimeoutError,
)


class OutOfTime(Exception):
    """The time for the whole answer is up."""


def build_chat_model(settings: Settings) -> BaseChatModel | None:
    """The chat model of the settings, or None where there is none or it cannot be made."""
    if not settings.chat_model:
        return None
    options: dict[str, Any] = {
        "timeout": settings.chat_timeout_seconds,
        "max_tokens": _MOST_TOKENS,
        "temperature": 0,
        # Attempts are counted in one place: `GenerativeComposer`.
        "max_retries": 0,
        "cache": False,
    }
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
        # Never let the library send a key from the environment to an address it was not meant for.
        options["api_key"] = settings.chat_api_key or "none"
        if settings.chat_model.startswith("openai:"):
            options["use_responses_api"] = False  # Compatible servers speak the older interface.
    elif settings.chat_api_key:
        options["api_key"] = settings.chat_api_key
    try:
        model: BaseChatModel = init_chat_model(settings.chat_model, **options)
    except Exception as error:
        # Whatever a provider's package raises here (missing package, missing key), there is no model.
        logger.warning("The chat model %s cannot be used: %s", settings.chat_model, type(error).__name__)
        return None
    return model


def gives_structure(model: BaseChatModel) -> bool:
    """Whether the provider itself holds the model to a schema; unknown models write plain lines."""
    return bool((model.profile or {}).get("structured_output"))


def is_transport_error(error: BaseException) -> bool:
    """Whether the same request may well succeed when it is made again."""
    # Clients bring HTTP libraries of their own, such as `httpx2`, whose errors come through while streaming.
    return isinstance(error, _TRANSPORT) or any(c.__name__ == "TransportError" for c in type(error).__mro__)


def read_pieces(model: BaseChatModel, messages: list[BaseMessage], deadline: float) -> Iterator[Any]:
    """Pieces of text, or ever more complete data where the model gives structure.

    The model is read in a thread of its own: no client library's time-out covers the whole answer.

    Args:
        deadline: Time on `time.monotonic` after which nothing is waited for.

    Raises:
        OutOfTime: The deadline has passed.
        Exception: Whatever the model raises.
    """
    arrived: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
    stop = threading.Event()

    def read() -> None:
        try:
            # Tracing by environment variable would send the question to a third party.
            with tracing_context(enabled=False):
                source = (
                    model.with_structured_output(SCHEMA).stream(messages)
                    if gives_structure(model)
                    else (chunk.text for chunk in model.stream(messages))
                )
                for piece in source:
                    if stop.is_set():
                        return
                    arrived.put(("piece", piece))
            arrived.put(("end", None))
        except Exception as error:
            arrived.put(("error", error))

    threading.Thread(target=read, name="chat-model", daemon=True).start()
    try:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise OutOfTime
            try:
                kind, value = arrived.get(timeout=left)
            except queue.Empty:
                raise OutOfTime from None
            if kind == "end":
                return
            if kind == "error":
                raise value
            yield value
    finally:
        stop.set()
