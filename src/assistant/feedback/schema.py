"""The table of feedback as the program reads and writes it; `migrations` brings a database to this shape."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables; constraints and indexes get names that a migration can refer to."""

    metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "pk": "pk_%(table_name)s"})


class FeedbackRow(Base):
    """One message; the fields are those of `models.Feedback`, the moment is in UTC without saying so."""

    __tablename__ = "feedback"
    # The id of a deleted message is never given to another one.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    created: Mapped[datetime] = mapped_column(DateTime, index=True)
    kind: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    program: Mapped[str] = mapped_column(Text)
