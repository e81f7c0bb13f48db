"""Keeps feedback, and lets go of it in time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Engine, delete, insert, select
from sqlalchemy.exc import DBAPIError

from assistant import __version__
from assistant.answer.guard import Guard
from assistant.errors import PakketwijzerError
from assistant.feedback.models import Feedback, Submission, check_submission
from assistant.feedback.schema import FeedbackRow
from assistant.feedback.upgrade import open_database


class FeedbackStore:
    """The messages of readers in a database.

    Args:
        url: SQLAlchemy address; the database is made and upgraded at first use.
        keep_days: Age at which a message is deleted, in days.

    """

    def __init__(self, url: str, keep_days: int) -> None:
        self.url = url
        self.keep_days = keep_days

    @cached_property
    def engine(self) -> Engine:
        """The open database.

        Raises:
            PakketwijzerError: It cannot be used.

        """
        return open_database(self.url)

    def add(self, submission: Submission, guard: Guard, version: str, now: datetime | None = None) -> list[str]:
        """Store `submission` without personal data, and delete what has become too old.

        Args:
            submission: What the reader sent.
            guard: Takes out personal data.
            version: Version of the index, for a message that names none.
            now: The moment, for tests.

        Returns:
            Dutch sentences on what was left out.

        Raises:
            InvalidFeedback: Something is missing; nothing is stored.
            PakketwijzerError: The database cannot be used.

        """
        moment = now or datetime.now(UTC)
        checked = check_submission(submission, lambda text: guard.redact(text).text)
        redaction = guard.redact(f"{submission.question}\n{submission.text}")
        row = checked.model_dump() | {
            "created": moment.astimezone(UTC).replace(tzinfo=None),
            "version": checked.version or version,
            "program": __version__,
        }
        with self._transaction() as connection:
            connection.execute(insert(FeedbackRow).values(**row))
            connection.execute(delete(FeedbackRow).where(FeedbackRow.created < _days_before(moment, self.keep_days)))
        return [redaction.notice] if redaction.notice else []

    def all(self, kind: str | None = None, since: datetime | None = None) -> list[Feedback]:
        """The messages, newest first.

        Args:
            kind: Only those of this kind.
            since: Only those from this moment on.

        Raises:
            PakketwijzerError: The database cannot be used.

        """
        query = select(*FeedbackRow.__table__.columns).order_by(FeedbackRow.created.desc(), FeedbackRow.id.desc())
        if kind:
            query = query.where(FeedbackRow.kind == kind)
        if since:
            query = query.where(FeedbackRow.created >= since.astimezone(UTC).replace(tzinfo=None))
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return [
            found.model_copy(update={"created": found.created.replace(tzinfo=UTC)})
            for found in map(Feedback.model_validate, rows)
        ]

    def delete_older(self, days: int, now: datetime | None = None) -> int:
        """Delete the messages that are older than `days` days; returns how many there were.

        Raises:
            PakketwijzerError: The database cannot be used.

        """
        before = _days_before(now or datetime.now(UTC), days)
        return self._deleted(delete(FeedbackRow).where(FeedbackRow.created < before))

    def delete(self, numbers: list[int]) -> int:
        """Delete the messages with these ids; returns how many there were.

        Raises:
            PakketwijzerError: The database cannot be used.

        """
        return self._deleted(delete(FeedbackRow).where(FeedbackRow.id.in_(numbers)))

    def close(self) -> None:
        """Let go of the database."""
        if "engine" in self.__dict__:
            self.engine.dispose()
            del self.engine

    def _deleted(self, statement: Delete) -> int:
        with self._transaction() as connection:
            result: CursorResult[Any] = connection.execute(statement)
        return result.rowcount

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        engine = self.engine
        try:
            with engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            shown = engine.url.render_as_string(hide_password=True)
            raise PakketwijzerError(f"The database of feedback ({shown}) cannot be used: {error.orig}") from None


def _days_before(moment: datetime, days: int) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) - timedelta(days=days)
