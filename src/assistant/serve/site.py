"""The built site as static files, with the headers that suit each kind of file."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import html
from lxml.html import HtmlElement
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from assistant.serve.headers import content_security_policy

REVALIDATE = "no-cache"
FOREVER = "public, max-age=31536000, immutable"

_HASHED = re.compile(r"\.[0-9a-f]{8,}\.(?:min\.)?[a-z0-9]+$")
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S | re.I)
_BANNER = re.compile(r'<p class="unofficial">(.*?)<a\b', re.S)


class SiteFiles(StaticFiles):
    """Files of the site; an unknown address gets the site's own ``404.html``.

    Args:
        folder: The built site; it may be built or replaced while the server runs.

    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """The response to a request for `path`."""
        response = await super().get_response(path, scope)
        # StaticFiles sends the page of an unknown address without asking `file_response`.
        if isinstance(response, FileResponse) and response.status_code == 404:
            page = Path(response.path)
            _set_policy(response, page, page.stat().st_mtime_ns)
        return response

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: MutableMapping[str, Any],
        status_code: int = 200,
    ) -> Response:
        """The file, or 304 where the browser has it already."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        path = Path(full_path)
        response.headers["Cache-Control"] = FOREVER if _HASHED.search(path.name) else REVALIDATE
        if path.suffix == ".html":
            # Also on 304: a browser puts the headers of that response over those it kept.
            _set_policy(response, path, stat_result.st_mtime_ns)
        return response


@lru_cache(maxsize=512)
def inline_script_hashes(path: Path, _changed: int) -> str:
    """The hashes by which a policy allows exactly the inline scripts of the page at `path`.

    Args:
        path: A page of the site.
        _changed: When the file was last changed, so that a new version is hashed anew.

    """
    digests = {hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(path.read_bytes())}
    return " ".join(sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))


def _set_policy(response: Response, page: Path, changed: int) -> None:
    response.headers["Content-Security-Policy"] = content_security_policy(inline_script_hashes(page, changed))


Links = list[tuple[str, str]]
"""Names and addresses."""


@lru_cache(maxsize=8)
def _start_page(path: Path, _changed: int) -> HtmlElement:
    return html.fromstring(path.read_bytes())


def site_links(folder: Path, place: str) -> Links:
    """The links that every page of the site has at one place, as they stand on the start page.

    Args:
        folder: The built site.
        place: Class of the element that holds them, such as ``md-tabs``.

    Returns:
        Names and addresses from the root of the server; nothing where there is no start page yet.

    """
    page = folder / "index.html"
    try:
        root = _start_page(page, page.stat().st_mtime_ns)
    except OSError:
        return []
    links = root.xpath("//*[contains(concat(' ', @class, ' '), $place)]//a[@href]", place=f" {place} ")
    return [(" ".join(link.text_content().split()), urljoin("/", link.get("href"))) for link in links]


def site_banner(folder: Path) -> str:
    """The sentence above every page of the site that says whose publication it is; may be empty."""
    try:
        found = _BANNER.search((folder / "index.html").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return " ".join(found[1].split()) if found else ""
