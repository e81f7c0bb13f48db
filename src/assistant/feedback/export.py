"""Feedback as a file for a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import orjson

from assistant.feedback.models import Feedback

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(messages: Iterable[Feedback]) -> str:
    """`messages` as a table with a header; no cell can start a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(Feedback.model_fields), lineterminator="\n")
    writer.writeheader()
    for message in messages:
        fields = message.model_dump(mode="json")
        writer.writerow({name: _harmless(value) for name, value in fields.items()})
    return out.getvalue()


def to_json(messages: Iterable[Feedback]) -> str:
    """`messages` as a list of objects."""
    return orjson.dumps([message.model_dump(mode="json") for message in messages], option=orjson.OPT_INDENT_2).decode()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
