"""``llms.txt``: what language models that visit the site find first (https://llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.publish.front_matter import FrontMatter
from assistant.publish.moved import address


def llms_text(
    name: str,
    description: str,
    site_url: str,
    sections: Iterable[tuple[str, list[str]]],
    meta: Mapping[str, FrontMatter],
) -> str:
    """The text of the file.

    Args:
        site_url: Public address of the site, with a slash at its end; where it is empty, links start at the root.
        sections: Titles of the parts of the site with their pages, as paths relative to ``docs``.
        meta: Front matter of every page.
    """
    root = site_url or "/"
    lines = [
        f"# {name}",
        "",
        f"> {description}.",
        "",
        "Alle teksten zijn in het Nederlands. Elke uitspraak noemt haar bron, en elke pagina zegt in welke stand het"
        " onderwerp is en wanneer de tekst is gecontroleerd. De site geeft geen oordeel over de zorg van één persoon.",
    ]
    for title, pages in sections:
        lines += ["", f"## {title}", ""]
        lines += [f"- [{meta[page].title}]({root}{address(page)}): {meta[page].description}" for page in pages]
    lines += [
        "",
        "## Gegevens",
        "",
        f"- [Open data]({root}data/index.json): criteria, zorgvormen, partijen, begrippen, mijlpalen, bronnen, vragen",
        f"- [Passages]({root}passages.jsonl): elke kop met tekst, bronnen, stand en datum, één passage per regel",
    ]
    return "\n".join(lines) + "\n"
