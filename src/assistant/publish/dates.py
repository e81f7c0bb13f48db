"""Dates as Dutch readers write them."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def in_dutch(day: date) -> str:
    """Such as ``21 november 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
