"""The document around the Gradio page.

Gradio's own document is in English, shows its brand to link previews and puts nothing in the body but one
element. So this room writes the document: header, headings and notice are there before any script has run. Of
Gradio's document it keeps its configuration, its module script and its style sheet.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serve.headers import content_security_policy
from assistant.serve.render import template_environment
from assistant.serve.site import FOREVER, REVALIDATE

PATH = "/assistent"
"""Where the assistant is served; a slash follows it."""

_PARTS = {
    "config": re.compile(r"window\.gradio_config\s*=\s*(.*?);</script>", re.S),
    "api_info": re.compile(r"window\.gradio_api_info\s*=\s*(.*?);</script>", re.S),
    "module": re.compile(r'<script type="module"[^>]*\bsrc="(\./assets/[\w.-]+\.js)"'),
    "style": re.compile(r'<link rel="stylesheet"[^>]*\bhref="(\./assets/[\w.-]+\.css)"'),
}

_ALLOWED = {
    "GET": re.compile(
        r"/(?:|assets/.+|static/.+|theme\.css|gradio_api/"
        # With `app_id` a page that lost the connection finds out that the server is back.
        r"(?:app_id|theme\.css|queue/data|startup-events))"
    ),
    "POST": re.compile(r"/gradio_api/(?:queue/join|cancel|reset/?)"),
}
_NOT_FOUND = "Dit adres bestaat niet."

PageContext = Callable[[Mapping[str, str]], dict[str, object]]
"""What the template needs besides Gradio's parts, given the query parameters."""


class ChatPage:
    """Stands before Gradio: lets through only what the page uses, and replaces its document.

    Gradio also serves uploads, a proxy, files and its API description. The page uses none of them, and what
    is not reachable needs no guarding.

    Args:
        page: Gives the values of the template.

    """

    def __init__(self, app: ASGIApp, page: PageContext) -> None:
        self.app = app
        self.page = page
        self.template = template_environment().get_template("page.html")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not scope["path"].startswith(f"{PATH}/"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(PATH)
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if method not in _ALLOWED or not _ALLOWED[method].fullmatch(path):
            await JSONResponse({"detail": _NOT_FOUND}, status_code=404)(scope, receive, send)
        elif path == "/":
            await self._document(scope, receive, send)
        else:
            caching = FOREVER if path.startswith("/assets/") else REVALIDATE
            await self.app(scope, receive, _with_caching(send, caching))

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        status = 500

        async def collect(message: Message) -> None:
            nonlocal body, status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")

        # Asked without a query: `deep_link` and `page` mean something to Gradio and nothing here.
        await self.app({**scope, "method": "GET", "query_string": b""}, receive, collect)
        if status != 200:
            raise RuntimeError(f"Gradio answered {status} for its page")
        query = {key: values[-1] for key, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        nonce = secrets.token_urlsafe(16)
        html = self.template.render(**gradio_parts(body.decode()), **self.page(query), nonce=nonce, path=PATH)
        # Gradio compiles the functions of its events at run time: hence 'unsafe-eval'.
        policy = content_security_policy(f"'nonce-{nonce}' 'unsafe-eval'")
        headers = {"Cache-Control": REVALIDATE, "Content-Security-Policy": policy}
        await HTMLResponse(html, headers=headers)(scope, receive, send)


def gradio_parts(document: str) -> dict[str, str]:
    """What is kept of Gradio's document, by name.

    Raises:
        RuntimeError: The installed version of Gradio writes its document in another way.

    """
    parts: dict[str, str] = {}
    for name, pattern in _PARTS.items():
        found = pattern.search(document)
        if found is None:
            raise RuntimeError(f"Gradio's document has no {name}; see serve/page.py")
        parts[name] = found[1]
    return parts


def _with_caching(send: Send, value: str) -> Send:
    async def send_with_caching(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 304):
            MutableHeaders(scope=message).setdefault("Cache-Control", value)
        await send(message)

    return send_with_caching
