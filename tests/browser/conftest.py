"""A real Chromium, and servers for it on free ports of this machine."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "serve"))
sys.path.insert(0, str(Path(__file__).parent))

from accessibility import axe_faults
from fake_assistant import FakeAssistant, write_site
from page_checks import settle
from survey import UNKNOWN, WIDE, complaint

from assistant.feedback import FeedbackStore
from assistant.serve.app import create_app
from assistant.serve.server import bind
from assistant.settings import Settings

ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 20
PLENTY = 10_000
"""Messages an hour: all tests come from one address."""

CUT_SHORT = re.compile(r"AbortError: signal is aborted|Connection errored out")
"""What the chat's framework says of an answer on its way when the page is left; nobody sees that page any more."""

LEAVING_SECONDS = 5
"""Longest time from such a complaint to the request for the next page, on a busy machine."""


@dataclass
class Watched:
    """A page with all that it, and what it opened, asked for and complained about.

    Attributes:
        expected: Patterns of the complaints that a test provokes; any other makes it fail.
        cut_short: Complaints of `CUT_SHORT`, with the second at which each came.

    """

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    cut_short: list[tuple[float, str]] = field(default_factory=list)

    def watch(self) -> None:
        """Note from now on what the page, and what it opens, asks for and complains about."""
        context = self.page.context
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        context.on("weberror", lambda error: self._complained(str(error.error)))
        context.on(
            "console", lambda message: message.type in ("error", "warning") and self._complained(complaint(message))
        )
        self.page.on("request", self._left)

    def _complained(self, text: str) -> None:
        self.complaints.append(text)
        if CUT_SHORT.search(text):
            self.cut_short.append((time.monotonic(), text))

    def _left(self, request: Request) -> None:
        """The browser stops what is under way, and so makes a page complain, before it asks for the next page."""
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            since = time.monotonic() - LEAVING_SECONDS
            excused = [text for at, text in self.cut_short if at > since]
            self.complaints = [text for text in self.complaints if text not in excused]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def start_server() -> Iterator[Callable[[Any], str]]:
    """Serves an ASGI application until the end of the session, and gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(app: Any) -> str:
        listener = bind("127.0.0.1", 0)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((server, thread))
        deadline = time.monotonic() + START_SECONDS
        while not server.started:
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.02)
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def fake_assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="session")
def address(
    start_server: Callable[[Any], str],
    fake_assistant: FakeAssistant,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Address of a server with the fake assistant and a small site."""
    site = write_site(tmp_path_factory.mktemp("root") / "site")
    settings = Settings(root=site.parent, feedback_per_hour=PLENTY, _env_file=None)
    return start_server(create_app(settings, fake_assistant))


@pytest.fixture(scope="session")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> FeedbackStore:
    """What readers of the real site have sent."""
    return FeedbackStore(f"sqlite:///{tmp_path_factory.mktemp('feedback')}/feedback.db", 365)


@pytest.fixture(scope="session")
def site_address(
    start_server: Callable[[Any], str], fake_assistant: FakeAssistant, built_site: Any, feedback: FeedbackStore
) -> str:
    """Address of a server with the real site and the fake assistant."""
    changes = {"database_url": feedback.url, "feedback_per_hour": PLENTY}
    return start_server(create_app(built_site.settings.model_copy(update=changes), fake_assistant))


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Tells what axe-core finds wrong on a page."""
    return axe_faults


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """Opens an address in a fresh browser profile; keyword arguments go to the profile.

    At the end of the test no page may have complained of anything but what the test expects, asked another host
    for anything, or been given a cookie.
    """
    opened: list[tuple[BrowserContext, Watched]] = []

    def visit(url: str, **profile: Any) -> Watched:
        # An English browser: what the page shows must not depend on it.
        context = chromium.new_context(**{"locale": "en-US", **profile})
        watched = Watched(context.new_page())
        opened.append((context, watched))
        watched.watch()
        if url.endswith(UNKNOWN):
            watched.expected.append("status of 404")
        watched.page.goto(url)
        return watched

    yield visit
    faults: list[str] = []
    for context, watched in opened:
        own = urlsplit(watched.page.url).netloc
        faults += [f"asked {host}" for host in watched.hosts - {own, ""}]
        faults += [f"set the cookie {cookie['name']}" for cookie in context.cookies()]
        context.close()
        faults += [c for c in watched.complaints if not any(re.search(p, c) for p in watched.expected)]
    assert faults == []


@pytest.fixture
def visit(open_page: Callable[..., Watched], site_address: str) -> Callable[..., Watched]:
    """Opens a page of the site and waits until its scripts have run."""

    def go(path: str = "", width: int = WIDE, height: int = 900, **profile: Any) -> Watched:
        profile = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **profile}
        watched = open_page(f"{site_address}/{path}", **profile)
        if profile.get("java_script_enabled", True):
            expect(watched.page.locator(".palette-button[aria-pressed]")).to_be_visible()
            settle(watched.page)
        return watched

    return go
