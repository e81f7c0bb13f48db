"""Dutch words, stems and the parts of compounds."""

from __future__ import annotations

import pytest

from assistant.index.analysis import STOPWORDS, DutchAnalyzer, is_english, sound, words

VOCABULARY = [
    "zorg",
    "verzekeraar",
    "verzekeraars",
    "basis",
    "pakket",
    "pakketbeheer",
    "beheer",
    "kosten",
    "effectiviteit",
    "gezondheid",
    "onderzoek",
    "2023",
]


@pytest.fixture
def analyzer():
    return DutchAnalyzer(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zorg & Welzijn", ["zorg", "welzijn"]),
        ("één patiënt, ’s morgens", ["een", "patient", "s", "morgens"]),
        ("kosten-effectiviteit_2023", ["kosten", "effectiviteit", "2023"]),
        ("art. 2.1, lid 2", ["art", "2", "1", "lid", "2"]),
        ("cafe\u0301 CAFÉ", ["cafe", "cafe"]),
        ("…!?", []),
        ("", []),
    ],
)
def test_words_are_lower_case_and_without_accents(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("verzekeraar", "verzekeraars"),
        ("geneesmiddel", "geneesmiddelen"),
        ("patiënt", "patienten"),
        ("behandeling", "BEHANDELINGEN"),
        ("beoordelen", "beoordeling"),
    ],
)
def test_forms_of_one_word_share_their_stem(analyzer, one, other):
    assert analyzer.tokens(one)[0] == analyzer.tokens(other)[0]


def test_different_words_keep_different_stems(analyzer):
    stems = [analyzer.tokens(word)[0] for word in ("zorg", "kosten", "pakket", "wet", "weging", "duiding")]

    assert len(set(stems)) == len(stems)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("zorgverzekeraar", ("zorg", "verzekeraar")),
        ("basispakket", ("basis", "pakket")),
        ("kosteneffectiviteit", ("kosten", "effectiviteit")),
        ("gezondheidszorg", ("gezondheid", "zorg")),
        ("zorgpakketbeheer", ("zorg", "pakketbeheer")),
    ],
)
def test_a_compound_of_known_words_is_split(analyzer, compound, parts):
    assert analyzer.parts(compound) == parts


@pytest.mark.parametrize("word", ["verzekeraar", "zorgbrug", "brugpakket", "onderzoeken", "zorg", "zorgzorg1"])
def test_a_word_with_an_unknown_part_stays_whole(analyzer, word):
    assert analyzer.parts(word) == ()


def test_a_compound_gives_its_own_stem_and_those_of_its_parts(analyzer):
    assert analyzer.tokens("zorgverzekeraars") == ["zorgverzeker", "zorg", "verzeker"]


def test_splitting_can_be_turned_off():
    assert len(DutchAnalyzer(VOCABULARY, split_compounds=False).tokens("basispakket")) == 1


def test_numbers_are_words_but_never_parts_of_compounds(analyzer):
    assert analyzer.tokens("2023") == ["2023"]
    assert "2023" not in analyzer.vocabulary


def test_stopwords_are_left_out_unless_asked_for(analyzer):
    assert analyzer.tokens("Wat is het pakket") == ["pakket"]
    assert len(analyzer.tokens("Wat is het pakket", keep_stopwords=True)) == 4


def test_every_stopword_is_written_as_words_are_compared():
    assert [word for word in STOPWORDS if words(word) != [word]] == []


@pytest.mark.parametrize("word", ["géén", "één", "Het", "DE"])
def test_a_stopword_with_accents_or_capitals_is_a_stopword(analyzer, word):
    assert analyzer.tokens(word) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("praktyk", "praktijk"), ("altijt", "altijd"), ("neemen", "nemen"), ("chronies", "chronisch"),
        ("medisijnen", "medicijnen"), ("allebij", "allebei"), ("sluys", "sluis"), ("sorg", "zorg"), ("kwa", "qua"),
        ("wort", "wordt"), ("fysioterapie", "fysiotherapie"), ("vrou", "vrouw"),
    ],
)  # fmt: skip
def test_words_that_sound_alike_have_one_sound(typed, meant):
    assert sound(typed) == sound(meant)


@pytest.mark.parametrize(("one", "other"), [("kosten", "kasten"), ("pakket", "raket"), ("zorg", "zorgen")])
def test_words_that_sound_unlike_have_two(one, other):
    assert sound(one) != sound(other)


def test_a_word_that_sounds_like_a_known_one_is_found(analyzer):
    assert analyzer.alike("paket") == "pakket"
    assert analyzer.alike("gesondhijd") == "gezondheid"
    assert analyzer.alike("fiets") is None
    assert analyzer.alike("bas") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Must the Netherlands use European joint clinical assessments?", True),
        ("Has it been decided how it counts?", True),
        ("Is staffing already an official criterion?", True),
        ("Wat is value of information?", False),
        ("Is een gebroken been verzekerd?", False),
        ("evidence-to-decision aspecten", False),
        ("kosteneffectiviteit ggz", False),
        ("Welke rol heeft real-world data by design in the msz?", False),
    ],
)
def test_english_is_told_from_dutch_by_its_function_words(text, expected):
    assert is_english(text) is expected
