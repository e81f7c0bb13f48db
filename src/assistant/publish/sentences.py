"""Cuts Dutch text into sentences."""

from __future__ import annotations

from sentencex import segment

_OPENING = "\"'“‘(["


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, stripped; joined by spaces they are `text` again (spaces aside).

    A cut that would leave the next part starting with a lower-case letter is undone: such a full stop belongs
    to an abbreviation (``o.a.``, ``bijv.``) that the segmenter does not know. So is one between brackets: the segmenter
    takes ``nr. 1174)`` for the start of a list item.
    """
    sentences: list[str] = []
    for part in segment("nl", text):
        stripped = part.strip()
        if not stripped:
            continue
        start = stripped.lstrip(_OPENING)[:1]
        inside = bool(sentences) and sentences[-1].count("(") > sentences[-1].count(")")
        if sentences and (inside or start.islower() or not any(c.isalnum() for c in stripped)):
            sentences[-1] = f"{sentences[-1]} {stripped}"
        else:
            sentences.append(stripped)
    return sentences
