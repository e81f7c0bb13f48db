"""Takes a question that asks two things apart, so that both are looked for."""

from __future__ import annotations

import re

_ASKS = (
    r"(?:wie|wat|welke?|hoe|hoeveel|wanneer|waarom|waar|waarvoor|waarin|waaruit|waardoor"
    r"|(?:met|voor|door|van|aan|bij|op|in|uit|onder|sinds|tot) (?:wie|welke?|wat|hoeveel|wanneer)"
    r"|who|what|which|how|when|why|where)"
)
_VERB = (
    r"(?:is|zijn|was|waren|moet|moeten|mag|mogen|kan|kunnen|geldt|gelden|krijgt|krijgen|heeft|hebben|wordt|worden|hoort"
    r"|horen|telt|komt|doet|doen|staat|valt|gaat|blijft|beslist|bepaalt|betaalt|helpt|maakt|zou|zouden|zal|hoeft|mogen"
    r"|hoeven|betekent|vergoedt|kost|duurt|loopt|geeft|are|does|do|must|can|will|has|have)"
)
_POINTS = r"(?:er|dat|die|dit|deze|het|daar\w*|hier\w*|ze|zij|hij|je|u|men|they|it|that|there)"
_BORDER = re.compile(
    rf",? (?:en|maar|and) (?=(?:dan )?{_ASKS}\b|{_VERB} {_POINTS}\b)"
    rf"|, (?:en|maar|and) (?={_VERB}\b)"
    rf"|(?<=\?) +(?:en )?(?=(?:{_ASKS}|{_VERB})\b)",
    re.I,
)
_LEAST_WORDS = 3


def question_parts(text: str) -> list[str]:
    """The two questions in `text`, each with a question mark; `text` alone where it asks one thing.

    "Wie voert de regeling uit, en hoe lang duurt die?" asks two things.
    """
    border = _BORDER.search(text)
    if border is None:
        return [text]
    parts = [text[: border.start()].strip(" ,?"), text[border.end() :].strip(" ,?")]
    if any(len(part.split()) < _LEAST_WORDS for part in parts):
        return [text]
    return [f"{part}?" for part in parts]
