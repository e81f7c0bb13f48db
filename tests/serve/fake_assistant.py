"""An assistant that knows its answers by heart, and a site of four pages: no model, no index."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.answer.guard import Guard
from assistant.answer.models import Answer, AnswerCitation, Question, Reference, Scope
from assistant.answer.question import check_question
from assistant.corpus import Corpus
from assistant.corpus.models import Criterion, Party, Sector

QUOTE = "Effectiviteit is het pakketcriterium dat vraagt of zorg werkt en voor welke patiënten dat geldt."
SECOND_QUOTE = "De wet spreekt van SWP."

ANSWER = Answer(
    status="answer",
    reason="answered",
    text=f"{QUOTE} [1] {SECOND_QUOTE} [2]\n\nHet gaat om:\n\n- de werking \\*; [3]\n- de duur. [3]",
    citations=[
        AnswerCitation(
            n=1,
            url="/kader/effectiviteit/#kern",
            page="Effectiviteit",
            heading="Kern",
            quote=QUOTE,
            sources=["bzv"],
            references=[
                Reference(id="bzv", title="Besluit zorgverzekering", place="art. 2.1", url="https://example.org/bzv")
            ],
            status="vastgesteld",
            updated="2026-11-21",
        ),
        AnswerCitation(n=2, url="/kader/effectiviteit/#kern", page="Effectiviteit", heading="Kern", quote=SECOND_QUOTE),
        AnswerCitation(
            n=3, url="/kader/weging/#weging", page="Weging", quote="de werking *;", status="in ontwikkeling"
        ),
    ],
    suggestions=["Wat is noodzakelijkheid?"],
    scope=Scope(criteria=["effectiviteit"]),
    composer="extractive",
    version="20261122-fake",
)
CLARIFY = Answer(
    status="clarify",
    reason="ambiguous",
    text="Voor welke zorgvorm wilt u dit weten?",
    suggestions=["Welk bewijs – ggz?", "Welk bewijs – hulpmiddelen?"],
)
REFUSAL = Answer(
    status="refuse",
    reason="personal_case",
    text="Over uw eigen situatie doet deze assistent geen uitspraak.",
    suggestions=["Wie beslist over het basispakket?"],
)
NOT_PUBLISHED = Answer(
    status="refuse",
    reason="not_published",
    text="Het antwoord op deze vraag staat niet op deze site.\n\nWel staat er iets over:\n\n- [Weging](/kader/weging/)",
)


def small_corpus() -> Corpus:
    cite = ["bzv, art. 2.1"]
    common = {"cite": cite, "page": "x.md", "summary": "x"}
    sectors = [
        Sector(id="ggz", name="geestelijke gezondheidszorg", law=["zvw"], system="open", **common),
        Sector(id="hulpmiddelen", name="hulpmiddelen & meer", law=["zvw"], system="gesloten", **common),
    ]
    criterion = Criterion(
        id="effectiviteit",
        name="effectiviteit",
        question="x",
        definition="x",
        status="concept",
        cite=cite,
        page="x.md",
    )
    party = Party(id="vws", name="ministerie van VWS", **common)
    return Corpus(
        folder=Path(),
        sources={},
        criteria={criterion.id: criterion},
        sectors={sector.id: sector for sector in sectors},
        parties={party.id: party},
        milestones={},
        terms={},
    )


class FakeAssistant:
    """Answers by words in the question; `failure` is raised instead where it is set."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.failure: Exception | None = None
        self._index = SimpleNamespace(
            corpus=small_corpus(),
            manifest=SimpleNamespace(passages=3, model="fake", version="20261122-fake"),
            passages=[SimpleNamespace(url="kader/effectiviteit/", title="Effectiviteit")],
        )

    @property
    def index(self) -> SimpleNamespace:
        if self.failure is not None:
            raise self.failure
        return self._index

    @property
    def guard(self) -> Guard:
        return Guard(self.index.corpus, [QUOTE])

    def ask(self, question: Question) -> Answer:
        checked = check_question(question, self.index.corpus, 1000)
        self.asked.append(checked)
        notice = self.guard.redact(checked.question).notice
        return self._answer(checked).model_copy(update={"notices": [notice] if notice else []})

    def _answer(self, checked: Question) -> Answer:
        if "Welk bewijs?" in checked.question:
            return CLARIFY
        if "Hoeveel" in checked.question:
            return NOT_PUBLISHED
        return REFUSAL if "vergoed" in checked.question else ANSWER


class SiteAssistant(FakeAssistant):
    """The fake assistant with the texts of a built site, for what is made of those."""

    def __init__(self, site: Any) -> None:
        super().__init__()
        manifest = SimpleNamespace(passages=len(site.passages), model="fake")
        self._index = SimpleNamespace(corpus=site.corpus, manifest=manifest, passages=site.passages)


def write_site(folder: Path) -> Path:
    """A small site in `folder`."""
    filling = "".join(f"<p>Regel {number}.</p>" for number in range(200))
    banner = '<p class="unofficial">Geen officiële publicatie.\n  <a href="c">C</a></p>'
    entries = [("kader/", " Kader "), ("begrippen/", "Naslag"), ("assistent/", "Assistent")]
    links = "".join(f'<a href="{address}">{name}</a>' for address, name in entries)
    menu = f'<nav class="md-tabs">{links}</nav>'
    about = '<nav class="site-links"><a href="over/privacy/">Privacy</a></nav>'
    pages = {
        "index.html": f"<script>var a = 1;</script>{banner}{menu}{about}",
        "404.html": "<script>var a = 1;</script><h1>404 – Niet gevonden</h1>",
        "kader/effectiviteit/index.html": f'<h1 id="kern">Effectiviteit</h1>{filling}<p>{QUOTE}</p>',
        "assets/main.0123abcd.min.js": "// hashed",
        "assets/pakketwijzer.css": "body { margin: 0 }",
        "assets/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    for name, content in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = '<title>Site</title><link rel="icon" href="/assets/favicon.svg">'
        shell = f'<!doctype html><html lang="nl">{head}<body>{{}}</body></html>'
        path.write_text(shell.format(content) if name.endswith(".html") else content, encoding="utf-8")
    return folder
