"""Databases of every earlier version are opened by this one, and keep what they hold."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from assistant.errors import PakketwijzerError
from assistant.feedback import FeedbackStore
from assistant.feedback.schema import Base
from assistant.feedback.upgrade import MIGRATIONS, open_database

ROWS = Path(__file__).with_name("rows")
"""For each version of the database, what a program of that time wrote."""

ADDED = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9001", "{head}"
def upgrade():
    with op.batch_alter_table("feedback") as table:
        table.alter_column("text", new_column_name="remark")
        table.add_column(sa.Column("handled", sa.Boolean, nullable=False, server_default="0"))
"""
BROKEN = """
from alembic import op
revision, down_revision = "9001", "{head}"
def upgrade():
    op.drop_column("feedback", "text")
    op.execute("DELETE FROM feedback")
    op.execute("SELECT * FROM nergens")
"""


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


REVISIONS = [script.revision for script in scripts().walk_revisions()][::-1]


def filled(url: str, revision: str) -> Path:
    """A database as version `revision` left it."""
    open_database(url, revision=revision).dispose()
    path = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.executescript((ROWS / f"{revision}.sql").read_text(encoding="utf-8"))
    return path


def with_step(folder: Path, step: str) -> Path:
    """The steps of this version and one more."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9001_later.py").write_text(step.format(head=REVISIONS[-1]), encoding="utf-8")
    return folder


def test_the_history_is_one_line_and_each_version_has_its_rows() -> None:
    assert len(scripts().get_heads()) == 1
    assert {path.stem for path in ROWS.iterdir()} == set(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgrade_keeps_every_row(url: str, revision: str) -> None:
    filled(url, revision)
    store = FeedbackStore(url, 365)
    found = store.all()
    store.close()
    assert [(f.id, f.created.isoformat(), f.kind) for f in found] == [
        (7, "2026-11-22T10:00:00+00:00", "page"),
        (3, "2026-11-21T09:30:00.500000+00:00", "thumb"),
    ]
    assert found[0].text == "De datum ‘1 januari’ klopt niet;\nzie de brief."
    assert (found[1].verdict, found[1].reason, found[1].question) == ("down", "incorrect", "Wat is weging?")


def test_the_steps_lead_to_what_the_program_reads(url: str) -> None:
    engine = open_database(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_opening_again_changes_nothing(url: str) -> None:
    path = filled(url, REVISIONS[-1])
    open_database(url).dispose()
    before = path.read_bytes()
    open_database(url).dispose()
    assert path.read_bytes() == before


def test_a_step_that_rebuilds_the_table_keeps_every_row(url: str, tmp_path: Path) -> None:
    path = filled(url, REVISIONS[-1])
    open_database(url, with_step(tmp_path / "steps", ADDED)).dispose()
    rows = sqlite3.connect(path).execute("SELECT id, question, handled FROM feedback ORDER BY id").fetchall()
    assert rows == [(3, "Wat is weging?", 0), (7, "", 0)]


def test_a_step_that_fails_leaves_the_database_as_it_was(url: str, tmp_path: Path) -> None:
    path = filled(url, REVISIONS[-1])
    before = sqlite3.connect(path).execute("SELECT * FROM feedback").fetchall()
    with pytest.raises(PakketwijzerError, match="nergens"):
        open_database(url, with_step(tmp_path / "steps", BROKEN))
    assert sqlite3.connect(path).execute("SELECT * FROM feedback").fetchall() == before
    assert sqlite3.connect(path).execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISIONS[-1],)]


def test_a_database_of_a_newer_version_is_left_alone(url: str, tmp_path: Path) -> None:
    path = filled(url, REVISIONS[-1])
    open_database(url, with_step(tmp_path / "steps", ADDED)).dispose()
    before = path.read_bytes()
    with pytest.raises(PakketwijzerError, match="newer version"):
        open_database(url)
    assert path.read_bytes() == before


def test_two_servers_that_start_at_once_make_one_database(url: str) -> None:
    script = "import sys; from assistant.feedback.upgrade import open_database; open_database(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        for engine in pool.map(open_database, [url] * 4):
            engine.dispose()
    assert [process.wait() for process in started] == [0, 0]
    path = Path(url.removeprefix("sqlite:///"))
    assert sqlite3.connect(path).execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def test_a_file_that_is_no_database_is_one_plain_error(url: str) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir()
    path.write_text("geen database " * 100, encoding="utf-8")
    with pytest.raises(PakketwijzerError, match="cannot be used"):
        open_database(url)
