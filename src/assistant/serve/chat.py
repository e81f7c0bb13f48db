"""The Gradio page: takes a question, shows the answer. What it shows it gets from `render`."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer.models import Question
from assistant.corpus import Corpus, load_corpus
from assistant.errors import IndexMissing, InvalidQuestion, PakketwijzerError
from assistant.serve.api import TURN
from assistant.serve.assets import add_assets
from assistant.serve.markup import growing
from assistant.serve.page import PATH, PageContext
from assistant.serve.render import render_part
from assistant.serve.shown import show_answer
from assistant.serve.site import site_banner, site_links
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer.pipeline import Assistant

_log = logging.getLogger(__name__)

EXAMPLES = [
    "Wat is de stand van de wetenschap en praktijk?",
    "Welke pakketcriteria zijn er?",
    "Wie beslist welke zorg in het basispakket komt?",
    "Wat is het verschil tussen het open en het gesloten systeem?",
    "Wat is passend bewijs in de ggz?",
]
TITLE = "Assistent – Pakketwijzer"

_AT_ONCE = 16
"""Questions answered at the same time; more wait their turn."""

_WAITING = 200
_PAUSE_SECONDS = 0.05
_UNAVAILABLE = "De assistent is nu niet beschikbaar. Probeer het later opnieuw, of zoek op de site."
_NOT_UNDERSTOOD = "De vraag kon niet worden gelezen. Laad de pagina opnieuw en stel de vraag nog eens."

_FILTERS = (
    '<p id="ask-error" role="alert"></p>'
    # Where there is room the fields are always open, and the button is not there.
    '<button type="button" class="filters-fold" aria-expanded="false" aria-controls="filter-fields"></button>'
    '<div class="filters" id="filter-fields">'
    + "".join(
        f'<div class="filter"><label for="filter-{name}">{label}</label>'
        f'<select id="filter-{name}"><option value="">{everything}</option></select></div>'
        for name, label, everything in (
            ("sector", "Zorgvorm", "Alle zorgvormen"),
            ("criterion", "Criterium", "Alle criteria"),
        )
    )
    + "</div>"
)
"""Two native select elements; the page fills them."""

_WAY_THROUGH = (
    '<div class="way-place" hidden><div class="way-through" role="group" aria-label="Door het gesprek">'
    '<details class="earlier" hidden><summary></summary><ol></ol></details>'
    '<button type="button" class="to-question">Nieuwe vraag</button></div></div>'
)
"""Leads to earlier questions of a long conversation and to the form; stays in view. The page fills it."""

_HAND_OVER = "(text) => pakketwijzer.submit(text)"
_FAILED = "() => { pakketwijzer.failed(); return []; }"


class ChatQuestion(BaseModel):
    """A question as the page sends it.

    Attributes:
        turn: Id that the page gave to this question and its answer.
        history: Earlier questions of the conversation. The page keeps them, the server does not.
        calm: The reader prefers no movement: the answer comes in one piece.

    """

    model_config = ConfigDict(extra="forbid")

    turn: str = Field(pattern=TURN)
    question: str
    history: list[str] = Field([], max_length=50)
    sector: str | None = None
    criterion: str | None = None
    party: str | None = None
    page: str | None = Field(None, max_length=300)
    calm: bool = False


def mount_chat(app: FastAPI, settings: Settings, assistant: Assistant) -> PageContext:
    """Mount the Gradio page and its files on `app`.

    Returns:
        What the document around it needs, given the query parameters.

    """
    blocks = _blocks(settings, assistant)
    assets = add_assets(app)
    gr.mount_gradio_app(
        app,
        blocks,
        path=PATH,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=_theme(),
    )

    def context(query: Mapping[str, str]) -> dict[str, object]:
        return {
            "title": TITLE,
            "banner": site_banner(settings.site),
            "menu": site_links(settings.site, "md-tabs"),
            "about_links": site_links(settings.site, "site-links"),
            "assets": assets,
            # Read for each visitor: a new index can bring other sectors and criteria.
            "start": _start(query, _corpus(settings, assistant), assistant),
        }

    return context


def answer_events(assistant: Assistant, asked: ChatQuestion, site: Path) -> Iterator[dict[str, Any]]:
    """What the page shows for one question: ever more of the answer, then the whole with its sources.

    Args:
        assistant: Answers.
        asked: The question with its context.
        site: Folder of the built site.

    Yields:
        ``turn``, ``html`` and ``done``, the last time with ``answer``, ``asked`` and ``question``; or ``turn`` and
        ``error`` (a Dutch sentence) with ``done``.

    """
    question = Question(**asked.model_dump(exclude={"turn", "calm"}))
    try:
        answer = assistant.ask(question)
        shown = show_answer(assistant, site, asked.question, answer, asked.turn)
    except InvalidQuestion as error:
        yield {"turn": asked.turn, "error": str(error), "done": True}
        return
    except Exception as error:
        # Whatever went wrong, the reader gets a sentence and the log gets the cause.
        if isinstance(error, PakketwijzerError):
            _log.error("%s", error)
        else:
            _log.exception("A question could not be answered")
        yield {"turn": asked.turn, "error": _UNAVAILABLE, "done": True}
        return
    if not asked.calm:
        for text in growing(answer.text):
            yield {"turn": asked.turn, "html": render_part(text, answer, asked.turn), "done": False}
            time.sleep(_PAUSE_SECONDS)
    yield {
        "turn": asked.turn,
        "html": shown.html,
        "asked": shown.asked,
        "question": shown.question,
        "answer": answer.model_dump(),
        "done": True,
    }


def _blocks(settings: Settings, assistant: Assistant) -> gr.Blocks:
    def on_ask(event: gr.EventData) -> Iterator[dict[str, Any]]:
        data = event._data if isinstance(event._data, dict) else {}
        try:
            asked = ChatQuestion.model_validate(data)
        except ValidationError:
            yield {"turn": str(data.get("turn", "")), "error": _NOT_UNDERSTOOD, "done": True}
            return
        yield from answer_events(assistant, asked, settings.site)

    with gr.Blocks(analytics_enabled=False, title=TITLE, fill_width=True) as blocks:
        conversation = gr.HTML(
            html_template='<div class="conversation turns"></div>' + _WAY_THROUGH,
            # Gradio reads from this line which events there are.
            js_on_load="pakketwijzer.attachConversation(element, (q) => trigger('ask', q), watch, props);",
            apply_default_css=False,
            elem_id="conversation",
        )
        with gr.Column(elem_id="ask"):
            question = gr.Textbox(
                label="Uw vraag",
                info="Typ geen persoonlijke of medische gegevens.",
                lines=1,
                max_lines=6,
                elem_id="question",
                submit_btn=False,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True, lang="nl"),
            )
            gr.HTML(
                html_template=_FILTERS,
                js_on_load="pakketwijzer.attachFilters(element);",
                apply_default_css=False,
                elem_id="filters",
            )
            button = gr.Button("Stel de vraag", variant="primary", elem_id="send")
        gr.HTML(
            html_template=_examples_html(),
            js_on_load="pakketwijzer.attachExamples(element);",
            apply_default_css=False,
            elem_id="examples",
        )
        # Every question goes the same way, whether it was typed, clicked or in the address: through the
        # conversation. So these two only hand over the text.
        for event in (question.submit, button.click):
            event(None, question, question, js=_HAND_OVER, api_visibility="private")
        conversation.ask(
            on_ask,
            None,
            conversation,
            show_progress="hidden",
            trigger_mode="multiple",
            api_visibility="private",
        ).failure(None, None, None, js=_FAILED, api_visibility="private")
    blocks.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING, api_open=False)
    return blocks


def _examples_html() -> str:
    items = "".join(
        f'<li><button type="button" class="ask" data-question="{text}">{text}</button></li>'
        for text in map(_template_text, EXAMPLES)
    )
    return (
        '<section class="suggestions" aria-labelledby="examples-title">'
        f'<h2 id="examples-title">Voorbeelden</h2><ul>{items}</ul></section>'
    )


def _template_text(text: str) -> str:
    """`text` escaped for HTML and for Gradio, which reads a template as Handlebars and as JavaScript."""
    escaped = escape(text)
    for character in "`${}\\":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped


def _start(query: Mapping[str, str], corpus: Corpus | None, assistant: Assistant) -> dict[str, object]:
    """What the page starts with, from the query parameters; unknown values are passed over."""
    sector, criterion, party = query.get("sector"), query.get("criterium"), query.get("partij")
    page = query.get("pagina", "").strip("/")[:300]
    return {
        "sectors": [{"id": r.id, "name": r.name} for r in corpus.sectors.values()] if corpus else [],
        "criteria": [{"id": r.id, "name": r.name} for r in corpus.criteria.values()] if corpus else [],
        "sector": sector if corpus and sector in corpus.sectors else None,
        "criterion": criterion if corpus and criterion in corpus.criteria else None,
        "party": party if corpus and party in corpus.parties else None,
        "page": f"{page}/" if page else None,
        "pageTitle": _page_title(assistant, f"{page}/") if page else None,
        "question": query.get("vraag", "").strip() or None,
    }


def _page_title(assistant: Assistant, url: str) -> str | None:
    try:
        passages = assistant.index.passages
    except IndexMissing:
        return None
    return next((passage.title for passage in passages if passage.url == url), None)


def _corpus(settings: Settings, assistant: Assistant) -> Corpus | None:
    """The corpus of the index; where there is none yet, that of the checkout."""
    try:
        return assistant.index.corpus
    except IndexMissing:
        pass
    try:
        return load_corpus(settings.corpus)
    except PakketwijzerError:
        return None


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme without fonts from elsewhere, in the colours of ``chat.css``."""
    families = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
    theme = gr.themes.Base(
        font=[gr.themes.Font(name) for name in families],
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    )
    colours = {
        "body_background_fill": "var(--pw-page)",
        "body_text_color": "var(--pw-text)",
        "body_text_color_subdued": "var(--pw-text-soft)",
        "background_fill_primary": "var(--pw-page)",
        "background_fill_secondary": "var(--pw-page)",
        "block_background_fill": "var(--pw-page)",
        "block_label_text_color": "var(--pw-text)",
        "block_title_text_color": "var(--pw-text)",
        "border_color_primary": "var(--pw-field-line)",
        "border_color_accent": "var(--pw-brand)",
        "color_accent": "var(--pw-brand)",
        "input_background_fill": "var(--pw-page)",
        "input_background_fill_focus": "var(--pw-page)",
        "input_border_color": "var(--pw-field-line)",
        "input_border_color_focus": "var(--pw-brand)",
        "input_placeholder_color": "var(--pw-text-soft)",
        "button_primary_background_fill": "var(--pw-button)",
        "button_primary_background_fill_hover": "var(--pw-button-hover)",
        "button_primary_text_color": "#fff",
        "button_primary_text_color_hover": "#fff",
        "button_primary_border_color": "transparent",
    }
    # The variables know light from dark themselves, so both of Gradio's modes take the same.
    known = vars(theme)
    dark = {f"{name}_dark": value for name, value in colours.items() if f"{name}_dark" in known}
    return theme.set(**colours, **dark)
