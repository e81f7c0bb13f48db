"""Opens the database of feedback and brings it to the present shape, without losing a row."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from assistant.errors import PakketwijzerError

MIGRATIONS = Path(__file__).with_name("migrations")

_ONE_AT_A_TIME = Lock()
"""Alembic keeps the running upgrade in a global; other processes wait for the lock of the database."""

_WAIT_SECONDS = 15
"""How long a writer waits for another one."""


def open_database(url: str, migrations: Path = MIGRATIONS, revision: str = "head") -> Engine:
    """The database at `url`, made where it is not there and upgraded where it is old.

    Args:
        url: SQLAlchemy address.
        migrations: Folder of the steps.
        revision: Step to go to.

    Raises:
        PakketwijzerError: The address is wrong, the database cannot be opened, or a newer version made it.

    """
    try:
        engine = _engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise PakketwijzerError(f"PAKKETWIJZER_DATABASE_URL is no usable address: {error}") from None
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    try:
        with _ONE_AT_A_TIME, engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    except CommandError as error:
        raise PakketwijzerError(
            f"The database of feedback ({_shown(engine)}) was made by a newer version of Pakketwijzer: {error}. "
            "Install that version; nothing was changed."
        ) from None
    except (DBAPIError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise PakketwijzerError(f"The database of feedback ({_shown(engine)}) cannot be used: {cause}") from None
    return engine


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        with suppress(OSError):  # opening it says what is wrong
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": _WAIT_SECONDS})

    # Python's sqlite3 opens no transaction before it changes a table, so that half an upgrade would stay.
    # It is told to open none at all; SQLAlchemy opens each, with the lock that two upgrades at once need.
    @event.listens_for(engine, "connect")
    def _by_hand(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
