"""Scripts and style sheets of the assistant, for its own page and for the panel on the pages of the site."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from assistant.serve.site import FOREVER, REVALIDATE

FOLDER = Path(__file__).with_name("web")
PREFIX = "/assistent-bestanden"

_PANEL = f"{PREFIX}/paneel.js"
"""Where the pages of the site find the panel: they are built without knowing the version of the server."""


def add_assets(app: FastAPI) -> str:
    """Serve the files on `app`.

    They stand in a folder that is named after their content, so that they can import each other by name and a
    browser can keep them for good.

    Returns:
        Address of that folder.

    """
    paths = sorted(FOLDER.iterdir())
    digest = hashlib.sha256(b"\0".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()[:12]
    folder = f"{PREFIX}/{digest}"
    files = {f"{folder}/{path.name}": path for path in paths}

    def asset(request: Request) -> Response:
        return FileResponse(files[request.url.path], headers={"Cache-Control": FOREVER})

    def panel(_request: Request) -> Response:
        script = f'export * from "./{digest}/panel.js";\n'
        return Response(script, media_type="text/javascript", headers={"Cache-Control": REVALIDATE})

    for address in files:
        app.add_route(address, asset, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_route(_PANEL, panel, methods=["GET", "HEAD"], include_in_schema=False)
    return folder
