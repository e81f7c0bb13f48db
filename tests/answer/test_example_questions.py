"""The questions that the start page offers to each party are answered by the assistant as users have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer.models import Question
from assistant.answer.pipeline import Assistant
from assistant.corpus import load_corpus
from assistant.settings import Settings

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = [
    (party.id, question)
    for party in load_corpus(REPOSITORY / "corpus").parties.values()
    for question in party.questions
]

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not (REPOSITORY / "var/index/CURRENT").is_file(), reason="the index is not made"),
]


@pytest.fixture(scope="module")
def assistant(real_settings: Settings) -> Assistant:
    return Assistant(real_settings)


def test_every_main_party_has_a_role_and_questions() -> None:
    main = [party for party in load_corpus(REPOSITORY / "corpus").parties.values() if party.main]
    assert [party.id for party in main if not party.role or len(party.questions) < 3] == []


@pytest.mark.parametrize(("party", "question"), EXAMPLES)
def test_an_example_is_answered(assistant: Assistant, party: str, question: str) -> None:
    answer = assistant.ask(Question(question=question, party=party))

    assert (answer.status, answer.reason) == ("answer", "answered")
    assert answer.citations
