"""A milestone that is planned or unknown is not told as something that has happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.data import FOLDER
from assistant.check.finding import Finding
from assistant.check.site import Site
from assistant.check.text import any_of, shorten
from assistant.publish.sentences import split_sentences

RULE = "mijlpaal-als-feit"
FILE = "milestones.yml"

_OPEN_STATES = {"gepland", "onbekend"}
_PARTICIPLE = (
    r"(?:(?:op|in|af|uit|aan|vast|over|voor|mee|bij|om|toe|na)?ge\w+(?:d|t|en)"
    r"|(?:ver|be|ont|her)\w+(?:d|t)|verschenen|begonnen)"
)
_PERFECT = re.compile(rf"\b(?:is|zijn|heeft|hebben)\b(?:\W+\w+){{0,12}}?\W+{_PARTICIPLE}\b", re.I)
_PAST = re.compile(
    any_of(
        "werd werden was waren had hadden kwam kwamen verscheen verschenen begon begonnen startte "
        "startten bracht brachten leverde leverden stelde stelden voerde voerden kreeg kregen maakte "
        "maakten ging gingen publiceerde publiceerden presenteerde presenteerden"
    ),
    re.I,
)
_HEDGED = re.compile(
    any_of("zou zouden volgens planning plan plannen vermoedelijk wilde wilden moest moesten aangekondigd toegezegd")
    + r"|\b(?:gepland|voornemen|beoogd|verwacht)\w*"
    + r"|\bniet (?:gevonden|bekend|duidelijk|gecontroleerd|zeker|te zien|te herleiden)\b|\bblijkt niet\b",
    re.I,
)


def check(site: Site) -> Iterator[Finding]:
    """Sentences in open milestones with a past or perfect tense and no word that marks a plan."""
    for milestone in site.corpus.milestones.values():
        if milestone.state not in _OPEN_STATES:
            continue
        for sentence in split_sentences(" ".join(statement.text for statement in milestone.statements)):
            if (_PERFECT.search(sentence) or _PAST.search(sentence)) and not _HEDGED.search(sentence):
                message = f"In `{milestone.id}` ({milestone.state}) staat een plan als feit: “{shorten(sentence)}”"
                remedy = "Schrijf “volgens … zou …”, of pas de stand aan als een bron zegt dat het is gebeurd."
                line = site.data.lines[FILE, milestone.id, "text"]
                yield Finding(FOLDER / FILE, line, RULE, "error", message, remedy)
