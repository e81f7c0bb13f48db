from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from fake_assistant import FakeAssistant, write_site

from assistant.serve.app import create_app
from assistant.settings import Settings


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("root") / "site")


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def settings(site: Path, tmp_path: Path) -> Settings:
    return Settings(root=site.parent, var_dir=tmp_path, feedback_per_hour=5, _env_file=None)


@pytest.fixture
def client(settings: Settings, assistant: FakeAssistant) -> Iterator[TestClient]:
    app = create_app(settings, assistant)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client
