"""Starts the server: checks first what can be checked at once, then loads what takes seconds."""

from __future__ import annotations

import errno
import gc
import socket
from typing import TYPE_CHECKING

from assistant.errors import PakketwijzerError
from assistant.index.versions import Versions
from assistant.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from assistant.answer.pipeline import Assistant

_WARM_UP = "Wat is effectiviteit?"
_SECONDS_TO_FINISH = 3
"""How long answers that are being written may hold up the end."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve site, assistant and API until the process is told to stop.

    Args:
        settings: Where the site and the index are.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.

    Raises:
        IndexMissing: There is no usable index.
        ModelMissing: The embedding model cannot be loaded.
        PakketwijzerError: There is no site, or the port is taken.

    """
    check_site(settings)
    versions = Versions(settings.index)
    versions.manifest(versions.current())
    with bind(host, port) as listener:
        assistant = load_assistant(settings)
        # Gradio takes seconds to import; whoever mistyped a port should not wait for it.
        import uvicorn  # noqa: PLC0415

        from assistant.serve.app import create_app  # noqa: PLC0415

        app = create_app(settings, assistant)

        class Server(uvicorn.Server):
            """Says when it is ready, and does not wait for open pages when told to stop."""

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    print(ready_line(host, listener), flush=True)

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                let_pages_go(app)
                await super().shutdown(sockets)

        config = uvicorn.Config(
            app,
            log_level="warning",
            # Questions can stand in addresses, and nobody but the asker has to see them.
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        Server(config).run(sockets=[listener])
    # At the end Python would look through the millions of objects of torch and Gradio for cycles, for seconds, and
    # then the process ends anyway.
    gc.freeze()


def let_pages_go(app: Starlette) -> None:
    """End the stream that every open page of Gradio holds; Gradio itself does so only for an app it started."""
    for route in app.routes:
        event = getattr(getattr(route, "app", None), "stop_event", None)
        if event is not None:
            event.set()


def check_site(settings: Settings) -> None:
    """See that the site is built.

    Raises:
        PakketwijzerError: It is not.

    """
    if not (settings.site / "index.html").is_file():
        raise PakketwijzerError(f"There is no site in {settings.site}. Run `pakketwijzer build` first.")


def bind(host: str, port: int) -> socket.socket:
    """A socket that holds `port`; it listens only when the server runs.

    Raises:
        PakketwijzerError: The port is taken or may not be used, or the address is not one of this machine.

    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise PakketwijzerError(f"The address {host} cannot be used ({error}).") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        # Two sockets may hold one port as long as neither listens; so listen for a moment's proof.
        listener.listen()
    except PermissionError:
        listener.close()
        raise PakketwijzerError(f"Port {port} may not be used; use --port with a number from 1024.") from None
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PakketwijzerError(f"Port {port} is taken. Stop what uses it, or use --port.") from None
        raise PakketwijzerError(f"The address {host}:{port} cannot be used ({error.strerror}).") from None
    return listener


def load_assistant(settings: Settings) -> Assistant:
    """The assistant with its model and index in memory, so that the first visitor does not wait for them."""
    from assistant.answer.models import Question  # noqa: PLC0415 - imports torch, which takes seconds
    from assistant.answer.pipeline import Assistant  # noqa: PLC0415

    assistant = Assistant(settings)
    assistant.ask(Question(question=_WARM_UP))
    return assistant


def ready_line(host: str, listener: socket.socket) -> str:
    """What the terminal shows when the server is ready."""
    port = listener.getsockname()[1]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"Pakketwijzer is ready at http://{shown}:{port}/ (assistant: /assistent/). Stop with Ctrl+C."
