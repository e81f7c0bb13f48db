"""Turns the Markdown of an answer into HTML that holds nothing but what an answer may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant.answer.rows import split_cell
from assistant.publish.passage import CELL_BORDER
from assistant.serve.fragments import is_site_path

_REFERENCES = re.compile(r"\[\d{1,3}\](?!\()(?: *\[\d{1,3}\](?!\())*")
_LAST_WORD = re.compile(r"(?<!\S)\S{1,24} *$")
_SENTENCE_END = re.compile(r"[.!?…](?:\s*\[\d{1,3}\])*(?=\s)")


def answer_html(text: str, titles: Mapping[int, str], turn: str) -> str:
    """`text` as HTML: paragraphs, lists, emphasis, links within the site, and references as buttons.

    Args:
        text: Markdown as composers write it; all else in it is shown as plain text.
        titles: Title of each citation by number; a reference without one is left out.
        turn: Id of the turn, which makes the ids of references unique on the page.

    """
    html: str = _MARKDOWN.render(text, {"titles": titles, "turn": turn})
    return html


def parse_answer(text: str) -> list[Token]:
    """The Markdown of an answer as tokens.

    Those named ``references`` hold the word before them and the numbers. In a quoted row of a table the names of
    columns are tokens ``column``, and a token ``cell_end`` stands between two cells.
    """
    return _MARKDOWN.parse(text)


def growing(text: str) -> Iterator[str]:
    """`text` cut short after each sentence in turn; the whole is not among them."""
    done = 0
    for line in text.splitlines(keepends=True):
        # A sentence end may lie inside the text of a link; half a link would be shown as brackets.
        if "](" not in line:
            for end in _SENTENCE_END.finditer(line):
                yield text[: done + end.end()]
        done += len(line)
        if line.strip() and done < len(text):
            yield text[:done]


def _reference_rule(state: StateInline, silent: bool) -> bool:
    match = _REFERENCES.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        # The word before it goes along, so that a reference never starts a line.
        last = _LAST_WORD.search(state.pending)
        word = last[0] if last else ""
        state.pending = state.pending.removesuffix(word)
        token = state.push("references", "", 0)
        token.content = word
        token.meta = {"numbers": [int(n) for n in re.findall(r"\d+", match[0])]}
    state.pos = match.end()
    return True


def _render_references(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, env: dict[str, Any]) -> str:
    token = tokens[index]
    turn = escape(env["turn"])
    buttons = "".join(
        f'<button type="button" class="ref" id="{turn}-ref-{n}" data-cite="{turn}-cite-{n}" '
        f'aria-label="Bron {n}: {escape(env["titles"][n])}">[{n}]</button>'
        for n in token.meta["numbers"]
        if n in env["titles"]
    )
    word = escape(token.content)
    return f'<span class="cited">{word}{buttons}</span>' if buttons else word


def _row_rule(state: StateCore) -> None:
    for token in state.tokens:
        if any(child.type == "text" and CELL_BORDER in child.content for child in token.children or []):
            token.children = list(_in_cells(token.children or []))


def _in_cells(children: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a quoted row with its cells told apart; the first, which says what the row is about, is bold."""
    first = begins = True
    for child in children:
        if child.type != "text":
            yield child
            continue
        for number, piece in enumerate(child.content.split(CELL_BORDER)):
            if number:
                if first:
                    yield Token("strong_close", "strong", -1)
                yield Token("cell_end", "br", 0)
                first, begins = False, True
            column, value = split_cell(piece) if begins else ("", piece)
            if column:
                yield Token("column", "span", 0, content=f"{column}: ")
            if begins and first:
                yield Token("strong_open", "strong", 1)
            begins = False
            yield Token("text", "", 0, content=value)


def _render_column(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return f'<span class="column">{escape(tokens[index].content)}</span>'


def _open_link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    # A new tab: the conversation lives in this one and would be gone.
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener")
    html: str = renderer.renderToken(tokens, index, options, env)
    return html


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["list", "emphasis", "backticks", "escape", "link", "newline"])
    parser.inline.ruler.before("link", "references", _reference_rule)
    parser.core.ruler.push("rows", _row_rule)
    parser.add_render_rule("references", _render_references)
    parser.add_render_rule("column", _render_column)
    parser.add_render_rule("cell_end", lambda *_: "\n<br>")
    parser.add_render_rule("link_open", _open_link)
    parser.validateLink = is_site_path  # type: ignore[method-assign]
    return parser


_MARKDOWN = _markdown()
