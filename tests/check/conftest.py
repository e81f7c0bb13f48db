"""A small site on disk that is free of findings, and a way to change one file of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.check import Finding, check_site

CORPUS = {
    "sources.yml": """
eigen: {title: Eigen uitwerking, publisher: Pakketwijzer, date: "2026", kind: eigen uitwerking}
brief: {title: Kamerbrief, publisher: Ministerie van VWS, date: "2023", kind: kamerstuk}
planning-2024: {title: Planning, publisher: Ministerie van VWS, date: "2024", kind: kerndocument}
""",
    "criteria.yml": """
effectiviteit:
  name: effectiviteit
  question: Werkt de zorg?
  definition: Effectiviteit is de werking van zorg.
  status: vastgesteld
  cite: ["brief, par. 1"]
  page: kader/proef.md
""",
    "sectors.yml": """
ggz:
  name: geestelijke gezondheidszorg
  synonyms: [ggz]
  law: [zvw]
  system: open
  summary: De ggz is zorg bij psychische klachten.
  cite: ["brief, par. 1"]
  page: kader/proef.md
""",
    "parties.yml": """
vws:
  name: ministerie van VWS
  main: true
  summary: Het ministerie bewaakt de kaders.
  cite: ["brief, par. 1"]
  page: kader/proef.md
""",
    "milestones.yml": """
kader:
  title: Kader bijwerken
  group: kaders
  period: "2025"
  start: "2025"
  certain: false
  state: gepland
  as_of: voorjaar 2024
  owner: [vws]
  text: Volgens de planning zou het kader in 2025 worden bijgewerkt.
  cite: ["planning-2024, rij Kader"]
""",
    "terms.yml": """
qaly:
  name: QALY
  synonyms: ["QALY's"]
  definition: QALY is een maat voor gewonnen gezondheid.
  cite: ["brief, par. 2"]
  see: [kvg]
kvg:
  name: Kader van Gepast gebruik
  definition: Kader van Gepast gebruik is een document.
  cite: ["brief, par. 3"]
""",
}

CONFIG = """
nav: [Start: index.md, Kader: [kader/proef.md], Planning: planning.md]
markdown_extensions:
  - toc:
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
"""

FRONT = """---
title: Proef
description: Een pagina die bestaat om regels aan te proberen.
kind: pagina
status: concept
updated: 2026-11-21
---
"""

FILLER = "De zorg is bekend en goed en past bij wie de zorg krijgt [@brief, par. 1].\n\n" * 12

PAGES = {
    "index.md": f"{FRONT}Pakketwijzer is een site.\n",
    "kader/proef.md": f"{FRONT}{FILLER}",
    "planning.md": f"{FRONT}De planning staat hier [@eigen].\n\n{{{{ mijlpalen() }}}}\n",
}


class Project:
    """The site and shortcuts to check parts of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def page(self, body: str, uri: str = "kader/proef.md", **front: str) -> list[Finding]:
        """Findings on a page with `body`, long enough not to be too short."""
        head = FRONT
        for key, value in front.items():
            lines = [line for line in head.splitlines() if not line.startswith(f"{key}:")]
            head = "\n".join([*lines[:-1], f"{key}: {value}", "---", ""])
        self.write(f"docs/{uri}", f"{head}{body}\n\n## Vulling\n\n{FILLER}")
        return check_site(self.root, [self.root / "docs" / uri])

    def rules(self, body: str, uri: str = "kader/proef.md", **front: str) -> set[str]:
        """Ids of the rules that a page breaks."""
        return {finding.rule for finding in self.page(body, uri, **front)}

    def all(self) -> list[Finding]:
        """Findings on everything."""
        return check_site(self.root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    for name, text in CORPUS.items():
        made.write(f"corpus/{name}", text)
    for uri, text in PAGES.items():
        made.write(f"docs/{uri}", text)
    made.write("mkdocs.yml", CONFIG)
    return made


@pytest.fixture
def rules(project: Project) -> Callable[..., set[str]]:
    return project.rules
