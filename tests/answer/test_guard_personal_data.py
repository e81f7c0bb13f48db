"""Personal data are taken out of a question; what only looks like them stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer.guard import Guard
from assistant.corpus import load_corpus

CORPUS = Path(__file__).parents[2] / "corpus"

DATA = [
    ("Mijn BSN is 111222333, krijg ik zorg vergoed?", "Mijn BSN is [BSN], krijg ik zorg vergoed?"),
    ("Mail naar jan.jansen@voorbeeld.nl met het antwoord.", "Mail naar [e-mailadres] met het antwoord."),
    ("Bel mij terug op 06-12345678.", "Bel mij terug op [telefoonnummer]."),
    ("Mijn nummer is +31 6 12 34 56 78 graag bellen", "Mijn nummer is [telefoonnummer] graag bellen"),
    ("Bereikbaar op 020-1234567 tot vijf uur", "Bereikbaar op [telefoonnummer] tot vijf uur"),
    ("Stort het op NL91 ABNA 0417 1643 00 alstublieft.", "Stort het op [IBAN] alstublieft."),
    ("iban nl20ingb0001234567 is van mij", "iban [IBAN] is van mij"),
    ("Ik ben geboren op 12 maart 1980.", "Ik ben geboren op [geboortedatum]."),
    ("geboortedatum: 03-11-1952", "geboortedatum: [geboortedatum]"),
    ("Ik heet Fatima el Amrani en zoek uitleg.", "Ik heet [naam] en zoek uitleg."),
    ("Mijn naam is Jan de Vries.", "Mijn naam is [naam]."),
    ("Mevrouw Van den Berg wil weten of dit vergoed wordt.", "Mevrouw [naam] wil weten of dit vergoed wordt."),
    ("Wat betekent dit voor patiënt Jansen?", "Wat betekent dit voor patiënt [naam]?"),
    ("J.P. de Boer vroeg om een duiding.", "[naam] vroeg om een duiding."),
    ("dhr. bakker krijgt geen hulpmiddel", "dhr. [naam] krijgt geen hulpmiddel"),
    ("Ik woon op Dorpsstraat 12 in Ede.", "Ik woon op [adres] in Ede."),
    ("Mijn adres is Prins Hendriklaan 5b, 3584 EP Utrecht.", "Mijn adres is [adres], [postcode] Utrecht."),
    ("Geldt het ook voor 9712CP 14?", "Geldt het ook voor [adres]?"),
    ("polisnummer 4455667788 bij mijn verzekeraar", "polisnummer [klantnummer] bij mijn verzekeraar"),
    ("Patiëntnummer: 8829104, wat nu?", "Patiëntnummer: [klantnummer], wat nu?"),
    ("bsn 123.456.782 van mijn zoon", "bsn [BSN] van mijn zoon"),
    ("Mijn moeder Anneke Bakker krijgt Spinraza.", "Mijn moeder [naam] krijgt Spinraza."),
    ("mijn naam is kees en ik heb een vraag", "mijn naam is [naam] en ik heb een vraag"),
    ("Wordt de operatie van Pieter van der Meer vergoed?", "Wordt de operatie van [naam] vergoed?"),
    ("Burgerservicenummer 781 676 447 staat op de brief.", "Burgerservicenummer [BSN] staat op de brief."),
    ("Groeten, Willem Smit", "Groeten, [naam]"),
    ("Mijn huisarts De Wit zegt van niet.", "Mijn huisarts [naam] zegt van niet."),
    ("My name is Peter Jones and I was born 04/05/1971", "My name is [naam] and I was born [geboortedatum]"),
    ("0612345678 is mijn mobiel", "[telefoonnummer] is mijn mobiel"),
    ("klantnr. ZK-2291034 van de polis", "klantnr. [klantnummer] van de polis"),
    ("Mijn dochter is op 3 mei 2001 geboren.", "Mijn dochter is op [geboortedatum] geboren."),
    ("ik ben mevr. el khatabi uit gouda", "ik ben mevr. [naam] uit gouda"),
    ("Mohamed Yilmaz, 12-08-1966, heeft COPD.", "[naam], [geboortedatum], heeft COPD."),
    ("Woonachtig te Lange Voorhout 8, Den Haag", "Woonachtig te [adres], Den Haag"),
    ("Is 33701179 een geldig sofinummer?", "Is [BSN] een geldig sofinummer?"),
    ("Contact: a_bakker+zorg@mail.example.org of 0031 612345678", "Contact: [e-mailadres] of [telefoonnummer]"),
]

CLEAN = [
    "Wat staat er in Kamerstuk 29 689, nr. 1200?",
    "Wat schreef de minister op 16 juni 2023?",
    "Is € 80.000 per QALY de grens?",
    "Wat regelt artikel 2.1 van het Besluit zorgverzekering?",
    "Wat doet Zorginstituut Nederland in het pakketbeheer?",
    "Wordt Zolgensma vergoed sinds 2021?",
    "Welke planning geldt voor 2023-2026?",
    "Wat is het verschil tussen de Zvw en de Wlz?",
    "Wat staat er op pagina 12 van de brief van 2 december 2022?",
    "Heeft de Adviescommissie Pakket in 2025 een reglement?",
    "Hoe werkt de Patiëntenfederatie Nederland mee?",
    "Wat is het Integraal Zorgakkoord?",
    "Kost een behandeling 123.456.782 euro?",
    "Wat is document 2023D26601?",
    "Geldt de vergoeding voor kinderen geboren na 1 januari 2020?",
    "Wat is Beter Pakketbeheer?",
    "Krijgt een mevrouw met diabetes andere zorg?",
    "Kan meneer dat nalezen in de handleiding?",
    "Wat betekent ZE&GG en wat doet ZonMw?",
    "Welke rol heeft het Nederlands Huisartsen Genootschap?",
    "Wie stelt de agenda van de Tweede Kamer vast?",
    "Wordt de ziekte van Parkinson anders gewogen?",
    "Is het Erasmus MC betrokken bij de proef?",
    "Wat staat in Staatscourant 2024, 12345?",
    "Wat is GRADE en wat is PICO?",
    "Wat kost 1200 MW aan zorg in 2023 in NL?",
    "Zijn er 25 mijlpalen tussen 1 april 2024 en 1 juli 2025?",
    "Wat zegt Radboudumc over de stand van de wetenschap en praktijk?",
    "Ik ben Fysiotherapeut en zoek de handleiding.",
    "Hoe telt de patiënt mee bij Passende Zorg?",
    "Wat is de drempel van 20.000 tot 80.000 euro?",
    "Wat doet de heer in het voorbeeld op de pagina?",
    "Mijn naam staat niet in de lijst van partijen.",
    "Welke stap volgt op stap 3 in het stappenplan van de Wet?",
    "Welke zorg kreeg 1,5 miljoen mensen in 2019?",
    "De wet heet Zorgverzekeringswet, toch?",
]


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(load_corpus(CORPUS))


def tuned(sentences: list[T]) -> list[T]:
    """Two out of three: those the rules were made with."""
    return [sentence for number, sentence in enumerate(sentences) if number % 3 != 2]


def held_out(sentences: list[T]) -> list[T]:
    """One out of three: never looked at while the rules were made."""
    return sentences[2::3]


@pytest.mark.parametrize(("text", "redacted"), tuned(DATA))
def test_personal_data_are_taken_out(guard: Guard, text: str, redacted: str) -> None:
    assert guard.redact(text).text == redacted


@pytest.mark.parametrize("text", tuned(CLEAN))
def test_other_text_stays(guard: Guard, text: str) -> None:
    result = guard.redact(text)
    assert (result.text, result.found, result.notice) == (text, [], "")
