"""The generative composer: a chat model writes from the passages; only verified sentences come through."""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.answer.breaker import CircuitBreaker, shared_breaker
from assistant.answer.chat_model import (
    OutOfTime,
    build_chat_model,
    gives_structure,
    is_transport_error,
    read_pieces,
)
from assistant.answer.compose import Composed, make_citation
from assistant.answer.models import AnswerCitation
from assistant.answer.statements import Candidate
from assistant.answer.support import Entails, SupportChecker
from assistant.answer.understand import Understanding
from assistant.answer.vocabulary import Vocabulary
from assistant.answer.written import REFUSAL, LineReader, Written, read_data
from assistant.errors import ModelMissing
from assistant.index.reader import OpenIndex
from assistant.publish.passage import Passage
from assistant.settings import Settings

logger = logging.getLogger(__name__)

PROMPTS = Path(__file__).with_name("prompts")

FailureReason = Literal[
    "unavailable", "paused", "timeout", "transport", "error", "unchecked", "refused", "nonsense", "unsupported"
]

_NOTICES: dict[FailureReason, str] = {
    "unavailable": "Het taalmodel is niet beschikbaar; dit antwoord bestaat uit citaten van de site.",
    "paused": "Het taalmodel is tijdelijk buiten gebruik; dit antwoord bestaat uit citaten van de site.",
    "timeout": "Het taalmodel deed er te lang over; dit antwoord bestaat uit citaten van de site.",
    "transport": "Het taalmodel is niet bereikbaar; dit antwoord bestaat uit citaten van de site.",
    "error": "Het taalmodel gaf een fout; dit antwoord bestaat uit citaten van de site.",
    "unchecked": "De controle van geschreven zinnen gaf een fout; dit antwoord bestaat uit citaten van de site.",
    "refused": "Het taalmodel vond geen antwoord in de passages; dit zijn de best passende citaten.",
    "nonsense": "Het taalmodel gaf geen bruikbaar antwoord; dit antwoord bestaat uit citaten van de site.",
    "unsupported": (
        "Wat het taalmodel schreef, wordt niet bevestigd door de site; dit antwoord bestaat uit citaten van de site."
    ),
}
_BROKEN_OFF: dict[FailureReason, str] = {
    "timeout": "Het antwoord is afgebroken omdat het taalmodel er te lang over deed; het kan onvolledig zijn.",
    "transport": "Het antwoord is afgebroken omdat het taalmodel wegviel; het kan onvolledig zijn.",
    "error": "Het antwoord is afgebroken omdat het taalmodel wegviel; het kan onvolledig zijn.",
    "unchecked": "Het antwoord is afgebroken omdat de controle van de zinnen een fout gaf; het kan onvolledig zijn.",
}
_ATTEMPTS = 2
_MOST_SENTENCES = 6
_MOST_READ = 14
"""Sentences read at most: a model that rambles is not waited for."""

_MOST_PASSAGES = 6
_PASSAGE_CHARS = 2500
_KEY_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
_ADDRESS = re.compile(r"://|\bwww\.|@\w", re.I)
_MARKUP = ("\\", "*", "_", "`", "<", "[", "]")


@dataclass(frozen=True)
class Sentence:
    """A verified sentence that may be shown at once, its reference at the end, and its citation."""

    text: str
    citation: AnswerCitation


@dataclass(frozen=True)
class Generated(Composed):
    """A written answer of which every sentence is verified.

    Attributes:
        dropped: Sentences left out because nothing cited supports them.
        notices: What the reader should know of how it came about; Dutch.
    """

    dropped: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """No written answer; the extractive one is given, with `notice`.

    Attributes:
        reason: Why; metrics count these.
        notice: What the reader is told; Dutch.
        dropped: Sentences that came but were not supported.
    """

    reason: FailureReason
    notice: str
    dropped: int = 0


class _CheckFailed(Exception):
    """The checker broke down on a sentence; its cause says how."""


@dataclass
class _Draft:
    """The answer while it grows."""

    checker: SupportChecker
    index: OpenIndex
    keyed: dict[str, Passage]
    max_words: int
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[AnswerCitation] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    read: int = 0
    dropped: int = 0
    refused: bool = False

    @property
    def full(self) -> bool:
        """Whether nothing more is wanted."""
        words = sum(len(sentence.text.split()) for sentence in self.sentences)
        return len(self.sentences) >= _MOST_SENTENCES or words >= self.max_words or self.read >= _MOST_READ

    def add(self, written: Written) -> Sentence | None:
        """The sentence with its citation, or None where it does not come through.

        Raises:
            _CheckFailed: It could not be checked.
        """
        if written.refused:
            self.refused = True
            return None
        self.read += 1
        bare = written.text.strip()
        if bare.casefold() in self.shown:
            return None
        cited = [self.keyed[key] for key in written.keys if key in self.keyed]
        # A key that was made up takes its sentence with it, also where another key is right.
        if not cited or len(cited) < len(written.keys) or _ADDRESS.search(bare):
            self.dropped += 1
            return None
        for passage in cited:
            if self._supported(bare, passage):
                citation = self._citation(bare, passage)
                sentence = Sentence(f"{_escaped(bare)} [{citation.n}]", citation)
                self.sentences.append(sentence)
                self.shown.add(bare.casefold())
                return sentence
        self.dropped += 1
        return None

    def _supported(self, sentence: str, passage: Passage) -> bool:
        try:
            return self.checker.check_passage(sentence, passage).supported
        except Exception as error:
            # Any: what is wrong with our own check must not pass for a fault of the model that writes.
            raise _CheckFailed from error

    def _citation(self, sentence: str, passage: Passage) -> AnswerCitation:
        number = self.checker.closest(sentence, passage)
        quote = passage.statements[number].text
        for citation in self.citations:
            if citation.passage == passage.id and citation.quote == quote:
                return citation
        position = self.index.position[passage.id]
        candidate = Candidate(
            passage=passage,
            statement=passage.statements[number],
            order=0,
            number=number,
            row=int(self.index.statement_start[position]) + number,
            score=0.0,
            similarity=0.0,
            coverage=0.0,
            form="any",
            fits=True,
        )
        self.citations.append(make_citation(len(self.citations) + 1, candidate, self.index.corpus))
        return self.citations[-1]


class GenerativeComposer:
    """Writes answers with the chat model of the settings; one for the process, usable from many threads.

    Args:
        settings: Names the model, its address and key, and the time limit for a whole answer.
        entails: Reads a sentence and a passage, for verification; by default the trained model, loaded when it is
            needed first.
        model: A ready chat model, in place of that of the settings.
        breaker: In place of the one that the process shares for this model.
        keys: Makes so many different citation keys; by default they cannot be foreseen, so that no text on
            the site can hold one.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        entails: Entails | None = None,
        model: BaseChatModel | None = None,
        breaker: CircuitBreaker | None = None,
        keys: Callable[[int], list[str]] | None = None,
    ) -> None:
        self._settings = settings
        self._entails = entails
        self._model = model
        self._built = model is not None
        self._lock = threading.Lock()
        self._checking = threading.Lock()
        self._lost: ModelMissing | None = None
        self._breaker = breaker or shared_breaker(settings.chat_model, settings.chat_base_url)
        self._keys = keys or fresh_keys
        self._checker: tuple[str, SupportChecker] | None = None

    @property
    def available(self) -> bool:
        """Whether there is a model to ask; it may still be down or paused."""
        return self._chat_model() is not None

    def compose(self, asked: Understanding, passages: Sequence[Passage], index: OpenIndex) -> Generated | Failure:
        """The written answer, or why there is none."""
        for event in self.stream(asked, passages, index):
            if not isinstance(event, Sentence):
                return event
        raise AssertionError("a stream ends with its outcome")

    def stream(
        self, asked: Understanding, passages: Sequence[Passage], index: OpenIndex
    ) -> Iterator[Sentence | Generated | Failure]:
        """Verified sentences as they come, and as the last item the outcome.

        Args:
            passages: What may be cited, best first; they must be in `index`.
        """
        model = self._chat_model()
        if model is None:
            yield _failure("unavailable")
            return
        if not passages:
            yield _failure("refused")
            return
        try:
            checker = self._checker_for(index)
        except ModelMissing:
            yield _failure("unavailable")
            return
        if not self._breaker.enter():
            yield _failure("paused")
            return
        deadline = time.monotonic() + self._settings.chat_timeout_seconds
        chosen = list(passages[:_MOST_PASSAGES])
        draft = _Draft(
            checker=checker,
            index=index,
            keyed=dict(zip(self._keys(len(chosen)), chosen, strict=True)),
            max_words=self._settings.answer_max_words,
        )
        messages = build_messages(asked.question, draft.keyed, gives_structure(model))
        reason = yield from self._write(model, messages, draft, deadline)
        yield _outcome(draft, reason)

    def _write(
        self, model: BaseChatModel, messages: list[BaseMessage], draft: _Draft, deadline: float
    ) -> Generator[Sentence, None, FailureReason | None]:
        """Yield verified sentences; return what went wrong, if anything did."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                for written in _read(model, messages, deadline):
                    sentence = draft.add(written)
                    if sentence is not None:
                        yield sentence
                    if draft.full or draft.refused:
                        break
            except OutOfTime:
                self._breaker.failed()
                logger.warning("Chat model: out of time after %d sentences", draft.read)
                return "timeout"
            except _CheckFailed as error:
                logger.error("Checking a written sentence failed (%s)", type(error.__cause__).__name__)
                self._breaker.succeeded()
                return "unchecked"
            except (OutputParserException, ValueError, TypeError) as error:
                # The model answered, but not in the form asked for.
                logger.warning("Chat model: unreadable answer (%s)", type(error).__name__)
                self._breaker.succeeded()
                return "nonsense"
            except Exception as error:
                # Messages of libraries can hold the prompt, and so the question: only the kind is logged.
                transport = is_transport_error(error)
                logger.warning("Chat model: attempt %d failed (%s)", attempt, type(error).__name__)
                if transport and attempt < _ATTEMPTS and not draft.read and time.monotonic() < deadline:
                    continue
                self._breaker.failed()
                return "transport" if transport else "error"
            self._breaker.succeeded()
            return None
        raise AssertionError("every attempt returns or goes on")

    def _chat_model(self) -> BaseChatModel | None:
        with self._lock:
            if not self._built:
                self._model = build_chat_model(self._settings)
                self._built = True
            return self._model

    def _checker_for(self, index: OpenIndex) -> SupportChecker:
        version = index.manifest.version
        with self._checking:
            if self._lost:
                raise self._lost
            if self._entails is None:
                from assistant.answer.entailment import Entailment  # noqa: PLC0415 - only a chat model needs it

                try:
                    self._entails = Entailment(self._settings).odds
                except ModelMissing as error:
                    # Nothing that is written can be checked; quotes need no check.
                    logger.error("Chat model: not asked as long as this lasts. %s", error)
                    self._lost = error
                    raise
            if self._checker is None or self._checker[0] != version:
                self._checker = (version, SupportChecker(self._entails, Vocabulary(index.corpus)))
            return self._checker[1]


def fresh_keys(count: int) -> list[str]:
    """So many different citation keys, such as `k7f4`."""
    keys: dict[str, None] = {}
    while len(keys) < count:
        # A digit in each tells it from an abbreviation in brackets.
        keys["".join(secrets.choice(_KEY_ALPHABET) for _ in range(3)) + secrets.choice("23456789")] = None
    return list(keys)


def build_messages(question: str, keyed: dict[str, Passage], structured: bool) -> list[BaseMessage]:
    """What the model is told: the rules, and apart from them the passages and the question as data."""
    form = _prompt("vorm-schema" if structured else "vorm-tekst")
    system = _filled(_prompt("systeem"), most=str(_MOST_SENTENCES), refusal=REFUSAL, form=form)
    shown = "\n\n".join(
        f'<passage sleutel="{key}">\n{_as_data(passage.embedding_text[:_PASSAGE_CHARS])}\n</passage>'
        for key, passage in keyed.items()
    )
    human = _filled(_prompt("vraag"), passages=shown, question=_as_data(question))
    return [SystemMessage(system), HumanMessage(human)]


def _read(model: BaseChatModel, messages: list[BaseMessage], deadline: float) -> Iterator[Written]:
    """The sentences the model writes, each as soon as it is complete."""
    if not gives_structure(model):
        reader = LineReader()
        for piece in read_pieces(model, messages, deadline):
            yield from reader.feed(piece)
        yield from reader.close()
        return
    given = 0
    last: object = None
    for last in read_pieces(model, messages, deadline):
        if isinstance(last, dict):
            ready = read_data(last, final=False)
            yield from ready[given:]
            given = max(given, len(ready))
    if not isinstance(last, dict):
        raise TypeError("no data")
    yield from read_data(last, final=True)[given:]


def _outcome(draft: _Draft, reason: FailureReason | None) -> Generated | Failure:
    if draft.sentences and (reason is None or reason in _BROKEN_OFF):
        notices = [_BROKEN_OFF[reason]] if reason else []
        if draft.dropped:
            notices.append(_dropped_notice(draft.dropped))
        text = " ".join(sentence.text for sentence in draft.sentences)
        return Generated(text, list(draft.citations), draft.dropped, tuple(notices))
    if reason is None:
        reason = "refused" if draft.refused else "unsupported" if draft.dropped else "nonsense"
    return _failure(reason, draft.dropped)


def _failure(reason: FailureReason, dropped: int = 0) -> Failure:
    return Failure(reason, _NOTICES[reason], dropped)


def _dropped_notice(count: int) -> str:
    if count == 1:
        return "Eén zin van het taalmodel is weggelaten, omdat de site die niet bevestigt."
    return f"{count} zinnen van het taalmodel zijn weggelaten, omdat de site die niet bevestigt."


@lru_cache
def _prompt(name: str) -> str:
    return (PROMPTS / f"{name}.md").read_text(encoding="utf-8").strip()


def _filled(template: str, **values: str) -> str:
    """The template with its places filled in one go: what is filled in is not looked at again."""
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], template)


def _as_data(text: str) -> str:
    """Text that can neither close its own delimiter nor pass for a citation key."""
    return text.translate(str.maketrans("<>[]", "‹›()"))


def _escaped(text: str) -> str:
    for character in _MARKUP:
        text = text.replace(character, f"\\{character}")
    return text
