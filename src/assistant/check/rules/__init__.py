"""The rules: each module holds one rule or a small family.

A page rule gets one page and the site; a site rule gets the site alone.
"""

from collections.abc import Callable, Iterator

from assistant.check.finding import Finding
from assistant.check.page import Page
from assistant.check.rules import (
    abbreviations,
    assessment,
    citations,
    guarded,
    images,
    length,
    links,
    lists,
    milestones,
    navigation,
    opening,
    persons,
    planned,
    readability,
    sentences,
    template,
    terms,
    uncited,
)
from assistant.check.site import Site

PAGE_RULES: tuple[Callable[[Page, Site], Iterator[Finding]], ...] = (
    uncited.check,
    citations.check,
    template.check,
    opening.check,
    sentences.check,
    links.check,
    terms.check,
    abbreviations.check,
    readability.check,
    planned.check,
    persons.check,
    guarded.check,
    images.check,
    lists.check,
    length.check,
)

SITE_RULES: tuple[Callable[[Site], Iterator[Finding]], ...] = (
    navigation.check,
    milestones.check,
    sentences.check_data,
    persons.check_data,
    guarded.check_data,
    links.check_data,
    assessment.check,
)
