"""Pages that moved: at each old address stands a page that leads to the new one."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment

from assistant.errors import ContentError
from assistant.publish.front_matter import FrontMatter


def check_moves(meta: Mapping[str, FrontMatter]) -> None:
    """Refuse an old address that a page has now, or that two pages claim.

    Args:
        meta: Front matter of every page, by path relative to ``docs``.

    Raises:
        ContentError: Names the page and the address.
    """
    claimed: dict[str, str] = {}
    for page, own in meta.items():
        for old in own.moved_from:
            if old in meta:
                raise ContentError(
                    Path("docs") / page,
                    None,
                    f"`moved_from`: `{old}` is the address of a page that exists.",
                    "Remove it here, or rename that page.",
                )
            if other := claimed.get(old):
                raise ContentError(Path("docs") / page, None, f"`moved_from`: `{old}` moved to `{other}` as well.")
            claimed[old] = page


def write_moves(site: Path, meta: Mapping[str, FrontMatter], environment: Environment) -> int:
    """Write the pages at the old addresses and return their number.

    Args:
        site: Folder of the built site.
        environment: Holds the template.
    """
    template = environment.get_template("verhuisd.html")
    count = 0
    for page, own in meta.items():
        for old in own.moved_from:
            file = site / address(old) / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            target = posixpath.relpath(address(page) or ".", address(old)) + "/"
            file.write_text(template.render(target=target, title=own.title), encoding="utf-8")
            count += 1
    return count


def address(src_uri: str) -> str:
    """Address of a page relative to the root of the site, with a slash at its end; empty for the start page."""
    folder = src_uri.removesuffix(".md")
    folder = folder.removesuffix("index").rstrip("/") if folder.split("/")[-1] == "index" else folder
    return f"{folder}/" if folder else ""
