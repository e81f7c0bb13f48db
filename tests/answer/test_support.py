"""What a passage supports and what it does not; and how well the checker does on the labelled pairs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.answer.support import Lines, SupportChecker, load_lines
from assistant.answer.support_calibrate import calibrate, evaluate, read_pairs
from assistant.answer.support_text import numbers, same_word
from assistant.answer.vocabulary import Vocabulary
from assistant.corpus import load_corpus
from assistant.index.analysis import STOPWORDS, words
from assistant.publish.passage import Passage, read_passages

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "corpus" / "support_pairs.jsonl"
TWO_SERIES = 648
THREE_SERIES = 808
FOUR_SERIES = 1128
"""Lines of the first two, three and four series; from the third on they were written by people who had seen neither the
others nor the checker. The fourth is about passages that the checker was not trained on. The fifth is worded
most freely; its test part is about passages of earlier test parts, its open part also about passages trained on."""

SERIES = [
    (slice(490), 0.95, 0.64),
    (slice(490, THREE_SERIES), 0.88, 0.53),
    (slice(THREE_SERIES, FOUR_SERIES), 0.92, 0.83),
    (slice(FOUR_SERIES, None), 0.91, 0.70),
]
"""Least precision and recall on the test part of the first series, the next two, the fourth and the fifth; when the
lines were drawn they stood at 0.98 and 0.67, 0.92 and 0.57, 0.95 and 0.87, 0.94 and 0.74. The second and third are
reworded most."""

PASSAGES = ROOT / "site" / "passages.jsonl"

PASSAGE = (
    "Het Zorginstituut kan bij twijfel een hulpmiddel beoordelen. De proef duurt drie jaar en begint volgens "
    "de planning in het derde kwartaal van 2025. VWS zou in juni 2024 een startnota voorbereiden. Voor "
    "wijkverpleging is geen verwijzing van de huisarts nodig. Van twee even goede middelen hoort het "
    "goedkoopste de voorkeur te krijgen. Bij 12 procent van de 1.500 patiënten werkte de zorg niet."
)


def by_words(sentence: str, text: str) -> float:
    """Stands in for the model: likely said where the text holds half of the words, surely not where it does not."""
    said = set(words(sentence))
    return 2.0 if 2 * len(said & set(words(text))) >= len(said) else -9.0


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(load_corpus(ROOT / "corpus"))


@pytest.fixture(scope="module")
def checker(vocabulary: Vocabulary) -> SupportChecker:
    return SupportChecker(by_words, vocabulary)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bij twijfel kan het Zorginstituut een hulpmiddel beoordelen.",
        "De proef duurt 3 jaar.",
        "De proef begint volgens de planning in Q3 2025.",
        "VWS zou in juni 2024 een startnota voorbereiden.",
        "Voor wijkverpleging hebt u geen verwijzing van de huisarts nodig.",
        "Het goedkoopste van twee even goede middelen hoort de voorkeur te krijgen.",
        "De zorg werkte niet bij 12% van de 1500 patiënten.",
    ],
)
def test_a_faithful_paraphrase_is_supported(checker: SupportChecker, sentence: str) -> None:
    assert checker.check(sentence, PASSAGE).reasons == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("De proef duurt vier jaar.", "number"),
        ("De proef begint volgens de planning in Q4 2025.", "number"),
        ("VWS zou in juli 2024 een startnota voorbereiden.", "number"),
        ("De zorg werkte niet bij 21% van de 1500 patiënten.", "number"),
        ("De NZa kan bij twijfel een hulpmiddel beoordelen.", "party"),
        ("ZonMw zou in juni 2024 een startnota voorbereiden.", "not in the passage"),
        ("Voor wijkverpleging is een verwijzing van de huisarts nodig.", "negation"),
        ("De zorg werkte bij 12 procent van de 1.500 patiënten.", "negation"),
        ("Het Zorginstituut moet bij twijfel een hulpmiddel beoordelen.", "stronger"),
        ("Het goedkoopste van twee even goede middelen moet de voorkeur krijgen.", "stronger"),
        ("VWS heeft in juni 2024 een startnota voorbereid.", "planned"),
        ("Voor fysiotherapie is geen verwijzing van de huisarts nodig.", "sector"),
        (
            "Het Zorginstituut kan bij twijfel een hulpmiddel, een app of een operatie beoordelen.",
            "not in the passage",
        ),
        ("Het eigen risico stijgt elk jaar met de premie.", "log odds"),
        ("Volgens Jansen duurt de proef drie jaar.", "name"),
    ],
)
def test_a_changed_fact_is_not_supported(checker: SupportChecker, sentence: str, why: str) -> None:
    verdict = checker.check(sentence, PASSAGE)
    assert not verdict.supported
    assert any(why in reason for reason in verdict.reasons), verdict.reasons


def test_a_synonym_of_the_same_record_is_the_same_name(checker: SupportChecker) -> None:
    text = "De eis geldt voor zorg die aan de stand van de wetenschap en praktijk voldoet."
    assert checker.check("De eis geldt voor zorg die aan de SWP voldoet.", text).supported


def test_the_heading_names_what_the_text_leaves_unsaid(checker: SupportChecker) -> None:
    sentence = "De proef van het Zorginstituut duurt drie jaar."
    assert not checker.check(sentence, "De proef duurt drie jaar.").supported
    assert checker.check(sentence, "De proef duurt drie jaar.", heading="Taken van het Zorginstituut").supported


LINES = Lines(entailment=1.0, in_doubt=3.0, objected=4.0)


@pytest.mark.parametrize(
    ("odds", "certain", "doubtful"), [(0.5, False, False), (1.0, True, False), (2.9, True, False), (3.0, True, True)]
)
def test_where_words_leave_a_doubt_the_model_must_be_surer(vocabulary, odds, certain, doubtful) -> None:
    checker = SupportChecker(lambda *_: odds, vocabulary, LINES)
    assert checker.check("Ruim drie jaar zal de proef duren.", PASSAGE).supported is certain
    assert checker.check("De proef duurt alleen drie jaar.", PASSAGE).supported is doubtful


@pytest.mark.parametrize(("odds", "supported"), [(3.9, False), (4.0, True)])
def test_where_words_object_the_model_must_be_surest(vocabulary: Vocabulary, odds: float, supported: bool) -> None:
    checker = SupportChecker(lambda *_: odds, vocabulary, LINES)
    verdict = checker.check("Wijkverpleging kan niet zonder een andere wijkverpleging.", PASSAGE)
    assert verdict.supported is supported
    assert any("negation" in reason for reason in verdict.reasons) is not supported


def test_a_wrong_number_or_party_is_never_supported_and_asks_no_model(vocabulary: Vocabulary) -> None:
    def never(*_: str) -> float:
        raise AssertionError

    checker = SupportChecker(never, vocabulary, LINES)
    assert not checker.check("De proef duurt vier jaar.", PASSAGE).supported
    assert not checker.check("De NZa kan bij twijfel een hulpmiddel beoordelen.", PASSAGE).supported


def test_what_stands_in_the_passage_word_for_word_needs_no_model(vocabulary: Vocabulary) -> None:
    checker = SupportChecker(lambda *_: -99.0, vocabulary, LINES)
    assert checker.check("Voor wijkverpleging is geen verwijzing van de huisarts nodig.", PASSAGE).supported
    assert not checker.check("De proef kost geld.", "Veelgemaakte fouten zijn:\nDe proef kost geld.").supported


def test_the_model_reads_the_heading_with_the_text(vocabulary: Vocabulary) -> None:
    read = []

    def reads(sentence: str, text: str) -> float:
        read.append((sentence, text))
        return 9.0

    SupportChecker(reads, vocabulary, LINES).check(
        "Drie jaar duurt de proef.", "De proef duurt drie jaar.", heading="Tijd"
    )
    assert read == [("Drie jaar duurt de proef.", "Tijd\nDe proef duurt drie jaar.")]


def test_a_sentence_that_fails_by_its_words_costs_no_model(vocabulary: Vocabulary) -> None:
    def fail(_sentence: str, _text: str) -> float:
        raise AssertionError("not to be called")

    assert not SupportChecker(fail, vocabulary).check("De proef duurt vier jaar.", PASSAGE).supported


@pytest.mark.parametrize("sentence", ["", "...", "Ja.", "Dit is niet zo."])
def test_a_sentence_without_content_is_not_supported(checker: SupportChecker, sentence: str) -> None:
    assert not checker.check(sentence, PASSAGE).supported


def test_an_empty_passage_supports_nothing(checker: SupportChecker) -> None:
    assert not checker.check("De proef duurt drie jaar.", "").supported


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("drie jaar", "3 jaar"),
        ("het derde kwartaal van 2025", "Q3 2025"),
        ("twaalf procent", "12%"),
        ("50.000 euro", "50000 euro"),
        ("20 miljoen", "20.000.000"),
        ("1 oktober 2024", "1 oktober van 2024"),
        ("vijfentwintig", "25"),
    ],
)
def test_numbers_read_alike_in_words_and_digits(one: str, other: str) -> None:
    assert numbers(one) == numbers(other) != set()


def test_a_number_inside_a_name_is_no_number() -> None:
    assert numbers("EQ-5D-5L en CO2") == set()


def test_a_month_belongs_to_its_year() -> None:
    assert not numbers("juni 2023") <= numbers("juni 2024, en een brief uit 2023")


@pytest.mark.parametrize(
    ("one", "other"), [("beoordeelt", "beoordelen"), ("vastgelegd", "vastleggen"), ("geeft", "gegeven")]
)
def test_forms_of_a_verb_are_one_word(one: str, other: str) -> None:
    assert same_word(one, other)


def test_pairs_are_many_varied_and_split_in_a_fixed_way() -> None:
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 200
    assert len({row["id"] for row in rows}) == len(rows)
    assert 0.4 <= sum(row["supported"] for row in rows) / len(rows) <= 0.6
    assert all(row["supported"] == (row["kind"] == "supported") for row in rows)
    fixed, unseen = rows[:TWO_SERIES], rows[TWO_SERIES:THREE_SERIES]
    assert [row["split"] for row in fixed] == ["test" if n % 3 == 0 else "open" for n in range(1, len(fixed) + 1)]
    assert {row["split"] for row in unseen} == {"test"}
    fourth, fifth = rows[THREE_SERIES:FOUR_SERIES], rows[FOUR_SERIES:]
    for later in (fourth, fifth):
        # A passage is in one part only.
        places = {
            split: {(row["passage"], row.get("part", 1)) for row in later if row["split"] == split}
            for split in ("open", "test")
        }
        assert not places["open"] & places["test"]
    assert Counter(row["split"] for row in fourth)["test"] == 160
    assert min(Counter(row["kind"] for row in fixed).values()) >= 20


@pytest.mark.skipif(not PASSAGES.is_file(), reason="the site is not built")
def test_every_pair_has_its_passage() -> None:
    places = {(passage.link, passage.part) for passage in read_passages(PASSAGES)}
    pairs = [*read_pairs(PAIRS, "open"), *read_pairs(PAIRS, "test")]
    assert [pair.id for pair in pairs if (pair.passage, pair.part) not in places] == []


@pytest.mark.skipif(not PASSAGES.is_file(), reason="the site is not built")
def test_a_pair_about_one_part_of_a_long_table_names_the_part_that_it_was_made_of() -> None:
    # A table that grows is split in other places; the pairs of its rows then hang in the air.
    parts: dict[str, list[Passage]] = {}
    for passage in read_passages(PASSAGES):
        parts.setdefault(passage.link, []).append(passage)
    moved = []
    for pair in read_pairs(PAIRS, "open") + read_pairs(PAIRS, "test"):
        if pair.kind != "displaced":
            said = set(words(pair.sentence)) - STOPWORDS
            shared = {p.part: len(said & set(words(p.text))) for p in parts.get(pair.passage, [])}
            if shared and shared.get(pair.part, 0) < max(shared.values()):
                moved.append((pair.id, max(shared, key=lambda part: shared[part])))
    assert moved == []


@pytest.mark.model
@pytest.mark.skipif(not PASSAGES.is_file(), reason="the site is not built")
def test_the_checker_keeps_its_promise_on_pairs_it_was_not_tuned_on(vocabulary: Vocabulary, tmp_path: Path) -> None:
    from assistant.answer.entailment import Entailment  # noqa: PLC0415 - takes seconds
    from assistant.settings import Settings  # noqa: PLC0415

    checker = SupportChecker(Entailment(Settings(root=ROOT)).odds, vocabulary)
    lines = PAIRS.read_text(encoding="utf-8").splitlines(keepends=True)
    # A processor with another precision moves a pair or two.
    for series, precision, recall in SERIES:
        part = tmp_path / "part.jsonl"
        part.write_text("".join(lines[series]), "utf-8")
        figures = evaluate(checker, read_passages(PASSAGES), part, "test", load_lines())
        assert figures.precision >= precision, series
        assert figures.recall >= recall, series
    drawn = calibrate(checker, read_passages(PASSAGES), PAIRS, tmp_path / "lines.json")
    assert drawn.entailment == pytest.approx(load_lines().entailment, abs=0.5)
