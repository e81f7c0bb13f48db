from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import __version__
from assistant.answer.guard import Guard
from assistant.errors import InvalidFeedback, PakketwijzerError
from assistant.feedback import FeedbackStore, Submission

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def remark(text: str = "De datum klopt niet.", **fields: object) -> Submission:
    return Submission.model_validate({"kind": "page", "page": "kader/weging/", "text": text, **fields})


def test_a_message_comes_back_with_its_moment_and_versions(store: FeedbackStore, guard: Guard) -> None:
    assert store.add(remark(), guard, "20261122-1", NOW) == []
    (found,) = store.all()
    assert found.model_dump(exclude={"id"}) == {
        "created": NOW,
        "kind": "page",
        "verdict": None,
        "reason": None,
        "text": "De datum klopt niet.",
        "question": "",
        "answer": "",
        "page": "kader/weging/",
        "version": "20261122-1",
        "program": __version__,
    }


def test_a_judged_answer_keeps_the_version_it_came_from(store: FeedbackStore, guard: Guard) -> None:
    thumb = Submission(kind="thumb", verdict="down", reason="outdated", question="Wat is weging?", version="oud-1")
    store.add(thumb, guard, "nieuw-2", NOW)
    (found,) = store.all()
    assert (found.version, found.verdict, found.reason) == ("oud-1", "down", "outdated")


def test_personal_data_never_reach_the_database(store: FeedbackStore, guard: Guard, url: str) -> None:
    secret = Submission(
        kind="question",
        question="Mijn BSN is 123456782, krijg ik dit?",
        text="Mail naar piet@voorbeeld.nl",
        answer="Bel 06-12345678.",
    )
    notices = store.add(secret, guard, "1", NOW)
    assert notices == ["Uit uw tekst zijn persoonsgegevens weggelaten: een burgerservicenummer en een e-mailadres."]
    (found,) = store.all()
    assert "[BSN]" in found.question
    assert found.text == "Mail naar [e-mailadres]"
    assert found.answer == "Bel [telefoonnummer]."
    store.close()
    kept = b"".join(path.read_bytes() for path in Path(url.removeprefix("sqlite:///")).parent.iterdir())
    for secret_part in (b"123456782", b"piet@", b"12345678"):
        assert secret_part not in kept


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "thumb", "question": "Wat?"}, "duim"),
        ({"kind": "thumb", "verdict": "up"}, "vraag"),
        ({"kind": "question", "question": "  "}, "Er staat geen vraag."),
        ({"kind": "page", "text": " \n"}, "Er staat geen opmerking."),
    ],
)
def test_a_message_without_its_content_is_not_stored(
    store: FeedbackStore, guard: Guard, fields: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidFeedback, match=said):
        store.add(Submission.model_validate(fields), guard, "1", NOW)
    assert store.all() == []


def test_the_newest_comes_first_and_kinds_can_be_told_apart(store: FeedbackStore, guard: Guard) -> None:
    store.add(remark("Eerste."), guard, "1", NOW)
    store.add(Submission(kind="question", question="Wat?"), guard, "1", NOW + timedelta(hours=2))
    store.add(remark("Tweede."), guard, "1", NOW + timedelta(hours=1))
    assert [found.text for found in store.all()] == ["", "Tweede.", "Eerste."]
    assert [found.text for found in store.all("page")] == ["Tweede.", "Eerste."]
    assert [found.kind for found in store.all(since=NOW + timedelta(minutes=90))] == ["question"]


def test_what_is_too_old_goes_when_something_new_comes(store: FeedbackStore, guard: Guard) -> None:
    store.add(remark("Oud."), guard, "1", NOW - timedelta(days=365, minutes=1))
    store.add(remark("Net niet oud."), guard, "1", NOW - timedelta(days=365))
    store.add(remark("Nieuw."), guard, "1", NOW)
    assert [found.text for found in store.all()] == ["Nieuw.", "Net niet oud."]


def test_messages_are_deleted_by_age_and_by_id(store: FeedbackStore, guard: Guard) -> None:
    for days in (0, 10, 20, 30):
        store.add(remark(f"{days} dagen."), guard, "1", NOW - timedelta(days=days))
    assert store.delete_older(20, NOW) == 1
    ids = {found.text: found.id for found in store.all()}
    assert store.delete([ids["0 dagen."], 999]) == 1
    assert [found.text for found in store.all()] == ["10 dagen.", "20 dagen."]


def test_the_id_of_a_deleted_message_is_not_given_out_again(store: FeedbackStore, guard: Guard) -> None:
    store.add(remark(), guard, "1", NOW)
    first = store.all()[0].id
    store.delete([first])
    store.add(remark(), guard, "1", NOW)
    assert store.all()[0].id > first


def test_many_at_once_are_all_stored(url: str, guard: Guard) -> None:
    stores = [FeedbackStore(url, 365) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: stores[n % 4].add(remark(f"Melding {n}."), guard, "1", NOW), range(40)))
    assert {found.text for found in stores[0].all()} == {f"Melding {n}." for n in range(40)}
    for store in stores:
        store.close()


@pytest.mark.parametrize("page", ["https://elders.example/", "a?b=c", "a#b", "//elders", "../../etc", "a b"])
def test_a_page_is_a_path_on_the_site(page: str) -> None:
    with pytest.raises(ValueError, match="page"):
        remark(page=page)


@pytest.mark.parametrize("address", ["geen adres", "onbekend://x", "sqlite:////proc/1/niet/hier.db"])
def test_an_unusable_database_is_one_plain_error(address: str) -> None:
    with pytest.raises(PakketwijzerError):
        FeedbackStore(address, 365).all()


def test_an_error_shows_no_password() -> None:
    with pytest.raises(PakketwijzerError) as caught:
        FeedbackStore("postgresql://redactie:geheim@127.0.0.1:1/x", 365).all()
    assert "geheim" not in str(caught.value)
