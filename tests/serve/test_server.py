from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.errors import IndexMissing, PakketwijzerError
from assistant.serve.app import create_app
from assistant.serve.server import bind, check_site, let_pages_go, ready_line, serve
from assistant.settings import Settings


def test_a_taken_port_is_said_before_anything_is_loaded() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PakketwijzerError, match=rf"Port {port} is taken.*--port"):
            bind("127.0.0.1", port)


def test_a_port_is_free_again_after_use() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            first.accept()[0].close()
    bind("127.0.0.1", port).close()


def test_an_unknown_address_is_explained() -> None:
    with pytest.raises(PakketwijzerError, match="cannot be used"):
        bind("no.such.host.invalid", 8000)


def test_a_missing_site_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(PakketwijzerError, match="pakketwijzer build"):
        check_site(Settings(root=tmp_path))


def test_a_missing_index_is_said_at_once(site: Path) -> None:
    with pytest.raises(IndexMissing, match="pakketwijzer index"):
        serve(Settings(root=site.parent), "127.0.0.1", 0)


def test_the_ready_line_gives_an_address_to_open() -> None:
    with bind("0.0.0.0", 0) as listener:
        port = listener.getsockname()[1]
        assert f"http://127.0.0.1:{port}/" in ready_line("0.0.0.0", listener)


def test_open_pages_do_not_hold_up_the_end(settings, assistant) -> None:
    app = create_app(settings, assistant)
    events = [route.app.stop_event for route in app.routes if hasattr(getattr(route, "app", None), "stop_event")]
    assert [event.is_set() for event in events] == [False]
    let_pages_go(app)
    assert [event.is_set() for event in events] == [True]
