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

from starlette.responses import Response
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
            hashes = inline_script_hashes(path, stat_result.st_mtime_ns)
            response.headers["Content-Security-Policy"] = content_security_policy(hashes)
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


def site_banner(folder: Path) -> str:
    """The sentence above every page of the site that says whose publication it is; may be empty."""
    try:
        found = _BANNER.search((folder / "index.html").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return " ".join(found[1].split()) if found else ""
