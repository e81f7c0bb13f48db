"""The walk "Toets uw zorgvorm" points at headings that exist; the build also looks for the sentences it chooses."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check.data import FOLDER
from assistant.check.faults import content_finding
from assistant.check.finding import Finding
from assistant.check.rules.links import check_address
from assistant.check.site import Site
from assistant.corpus.assessment import FILE, load_assessment
from assistant.corpus.yaml_lines import LocatedYaml, read_utf8
from assistant.errors import ContentError

INVALID = "toets-ongeldig"


def check(site: Site) -> Iterator[Finding]:
    """Schema, ids and addresses of the walk; nothing as long as the records it rests on are at fault themselves."""
    if site.data.findings:
        return
    path = FOLDER / FILE
    try:
        assessment = load_assessment(site.corpus)
    except ContentError as error:
        yield content_finding(error, path, INVALID)
        return
    if assessment is None:
        return
    located = LocatedYaml(read_utf8(site.root / path, path), path)
    for place, pick in assessment.picks(site.corpus):
        yield from check_address(site, path, located.line(place) or 1, pick.at)
