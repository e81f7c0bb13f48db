"""Personal data are taken out of a question; what only looks like them stays."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TypeVar

import pytest

from assistant.answer.guard import Guard
from assistant.corpus import load_corpus

T = TypeVar("T")
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
    ("Mevrouw Van den Berg wil weten of dit mag.", "Mevrouw [naam] wil weten of dit mag."),
    ("Wat betekent dit voor patiënt Jansen?", "Wat betekent dit voor patiënt [naam]?"),
    ("J.P. de Boer vroeg om een duiding.", "[naam] vroeg om een duiding."),
    ("dhr. bakker krijgt geen hulpmiddel", "dhr. [naam] krijgt geen hulpmiddel"),
    ("Ik woon op Dorpsstraat 12 in Ede.", "Ik woon op [adres] in Ede."),
    ("Mijn adres is Prins Hendriklaan 5b, 3584 EP Utrecht.", "Mijn adres is [adres], [postcode] Utrecht."),
    ("Geldt het ook voor 9712CP 14?", "Geldt het ook voor [adres]?"),
    ("polisnummer 4455667788 bij mijn verzekeraar", "polisnummer [klantnummer] bij mijn verzekeraar"),
    ("polisnr 4471 en mijn dossiernr 4472", "polisnr [klantnummer] en mijn dossiernr [klantnummer]"),
    ("cliëntid 4471 of patiëntnr: 8829", "cliëntid [klantnummer] of patiëntnr: [klantnummer]"),
    ("dossier van patiëntnummer 7741-K graag", "dossier van patiëntnummer [klantnummer] graag"),
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
    (
        "Contact: a_bakker+zorg@mail.example.org of 0031 612345678",
        "Contact: [e-mailadres] of [telefoonnummer]",
    ),
]

CLEAN = [
    "Wat verandert er in mijn polis 2026?",
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


# A harder set in other words, with which the rules were widened.
HARDER_DATA = [
    "Ik ben Karin Hoogendoorn, wat is een duiding?",
    "m'n zoon Thijs van 8 krijgt groeihormoon",
    "U kunt me bereiken via k.de.wit(at)ziggo.nl",
    "tel: 0348 - 55 12 34",
    "Mijn sofinummer: 1234.56.782",
    "Cliënt mw. Ouwehand-Kuiper heeft een vraag",
    "Afzender: F.J.M. Schreurs, Kerklaan 101 te Heemskerk",
    "postcode 1962 xz en huisnummer 44",
    "Ze is geboren 7 juli '61 in Breda",
    "Rekening NL02 ABNA 0123 4567 89 t.n.v. P. Dijkhuizen",
    "Verzekerdennummer 101 223 4455",
    "Bij tandarts Özdemir kreeg ik een rekening",
    "Hoe zit dat met opa Henk en zijn rolstoel?",
    "mobiel 06 - 48 48 22 11",
    "De heer Ten Brinke uit Almelo belde",
    "+32 470 12 34 56 is het nummer van mijn zus",
    "geb.dat. 1-2-1949",
    "Mijn vrouw, Ingrid Zwaan, ligt in het UMC",
    "patiente Youssra Benali, 31 jaar",
    "Mijn neef (22-09-1999) krijgt geen zorg",
    "lidnummer A-774512 bij CZ",
    "groetjes Sjaan",
    "Dit gaat over onze dochter Noor, zij is 6",
    "Ik woon op de Kleine Houtweg 33a",
    "wilma@gmail.com of 0229212121",
]

HARDER_CLEAN = [
    "Wat doen CZ, VGZ, Zilveren Kruis en Menzis met een standpunt?",
    "Wat schreef minister Kuipers in de brief van 2 december 2022?",
    "Waar staat art. 2.4 lid 1 Bzv?",
    "Hoe zit het met Dupixent en Kaftrio?",
    "Wat zegt de Richtlijn Diabetes type 2 uit 2018?",
    "Is 1 QALY in 2024 nog 80.000 euro waard?",
    "Wat is nummer 2025D27584?",
    "Wat is het verschil tussen Wlz-indicatie en Wmo?",
    "Wat staat in Stb. 2005, 389?",
    "Staat de Nederlandse Zorgautoriteit boven het Zorginstituut?",
    "Hoe telt de Commissie Dunning mee?",
    "Kan de trechter van Dunning nog worden gebruikt?",
    "Wat is de EQ-5D-5L?",
    "Kostte het programma 12 345 678 euro?",
    "Waarom stopte het Leids Universitair Medisch Centrum met de proef?",
    "Wat is de uitkomst van de zaak ECLI:NL:CRVB:2021:1234?",
    "Wie werken er mee aan Zinnige Zorg en Passende Zorg?",
    "Wat is de planning Q3 2025 en Q1 2026?",
    "Is de ziekte van Crohn ernstig genoeg?",
    "Wat vinden patiënten met Alzheimer belangrijk?",
    "Welke mevrouw of meneer gaat over het pakket?",
    "Heeft Maastricht UMC+ een eigen werkwijze?",
    "Wat is module 4 en hoofdstuk 12 van het rapport?",
    "Wat gebeurt er op 1-1-2026 met de Wet?",
    "Hoe werkt het in Vlaanderen en Engeland?",
]

# Written after the rules; at the first run, before any change because of them: precision 1.00, recall 0.90.
FRESH_DATA = [
    "Ik ben mevrouw Petronella Zuidgeest uit Zwolle",
    "Mijn kind heet Sem",
    "contactpersoon is Arjen van Dongen",
    "06 1234 5678 bellen na zessen",
    "Stuur de uitslag naar Molenpad 7, Joure",
    "Ondergetekende, geboren te Assen op 30.09.1948, vraagt om uitleg",
    "BSN nr 946225436",
    "De behandeling van H. van Wijngaarden is gestopt",
    "inschrijfnummer patiënt 00451877",
    "met vriendelijke groet, Bram Kloosterman",
    "mijn buurvrouw Truus heeft COPD",
    "reken.nr DE89370400440532013000",
    "mail: zorgvraag.1952@kpnmail.nl",
    "dokter Abdi verwees me door",
    "Ons adres: Burgemeester van Tuyllkade 210, 3554 XX Utrecht",
    "meneer hoekstra slikt bloedverdunners",
    "zijn naam is ali kaya",
    "(030) 234 56 78",
    "Ik ben van 4 februari 1963 en woon alleen",
    "Zaak van onze cliënte Mevr. S. Ramdin",
]

FRESH_CLEAN = [
    "Wat staat er in bijlage 3, tabel 12 van het rapport uit 2021?",
    "Heeft Zilveren Kruis bezwaar gemaakt?",
    "Wie is voorzitter van de ACP?",
    "Wat is het verschil tussen fase II en fase III?",
    "Welke 8 criteria noemt de brief van 12 juni 2025 op blz. 4?",
    "Is Luxturna of Hemgenix duurder dan 1.000.000 euro?",
    "Wat is de impact van 3.500 fte in 2030?",
    "Hoe beoordeelt NICE in Engeland?",
    "Wat doet de Raad van State met de wet in 2026?",
    "Geldt NEN 7510 voor apps?",
    "Wat is ATC-code L01FF02?",
    "Wie maakt de Leidraad Passende Zorg?",
    "Is de Hoge Raad betrokken bij pakketgeschillen?",
    "Welke uitkomst heeft NCT01234567?",
    "Hoe luidt artikel 11, lid 3, Zorgverzekeringswet?",
    "Wat deed de Commissie Bakker in 2008?",
    "Hoeveel vergaderingen waren er tussen 2019 en 2024?",
    "Wat staat in Stcrt. 2023, 31415?",
    "Is Tilburg University partner van ZonMw?",
    "Wat is het beleid in Amsterdam en Den Haag?",
]


def tuned(sentences: list[T]) -> list[T]:
    """Two out of three: those the rules were made with."""
    return [sentence for number, sentence in enumerate(sentences) if number % 3 != 2]


def held_out(sentences: list[T]) -> list[T]:
    """One out of three: never looked at while the rules were made."""
    return sentences[2::3]


@pytest.mark.parametrize(("text", "redacted"), tuned(DATA))
def test_personal_data_are_taken_out(guard: Guard, text: str, redacted: str) -> None:
    assert guard.redact(text).text == redacted


@pytest.mark.parametrize("text", tuned(CLEAN) + HARDER_CLEAN)
def test_other_text_stays(guard: Guard, text: str) -> None:
    result = guard.redact(text)
    assert (result.text, result.found, result.notice) == (text, [], "")


@pytest.mark.parametrize("text", HARDER_DATA)
def test_personal_data_in_other_words_are_found(guard: Guard, text: str) -> None:
    assert guard.redact(text).found


def test_held_out_text(guard: Guard) -> None:
    assert [guard.redact(text).text for text, _ in held_out(DATA)] == [text for _, text in held_out(DATA)]
    caught = [bool(guard.redact(text).found) for text in FRESH_DATA]
    wrong = [bool(guard.redact(text).found) for text in held_out(CLEAN) + FRESH_CLEAN]
    assert sum(caught) / len(caught) >= 0.9
    assert sum(wrong) / len(wrong) <= 0.03


def test_the_notice_names_each_kind_once(guard: Guard) -> None:
    result = guard.redact("Mevrouw Jansen en meneer Smit, bsn 111222333, bel 06-12345678: wat is een duiding?")
    assert result.found == ["naam", "BSN", "telefoonnummer"]
    assert result.notice == (
        "Uit uw tekst zijn persoonsgegevens weggelaten: een naam van een persoon, een burgerservicenummer "
        "en een telefoonnummer."
    )


def test_the_query_holds_no_placeholders(guard: Guard) -> None:
    assert guard.redact("Wat betekent dit voor patiënt Jansen?").query == "Wat betekent dit voor patiënt?"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (
            "Stuur op j.vos@voorbeeld.nl, klantnummer 4471-B, het antwoord: wie beslist over het pakket?",
            "wie beslist over het pakket?",
        ),
        (
            "Mail mij op j.vos@voorbeeld.nl met het antwoord:\nwie beslist over het pakket?",
            "wie beslist over het pakket?",
        ),
        ("Mevrouw Jansen vraagt: wat is een duiding?", "wat is een duiding?"),
        (
            "Mijn moeder mevrouw Jansen krijgt wijkverpleging: wordt dat volgend jaar nog vergoed?",
            "Mijn moeder mevrouw krijgt wijkverpleging: wordt dat volgend jaar nog vergoed?",
        ),
        (
            "Ik ben mevrouw Jansen. Wat is een duiding? En nog iets: wie beslist er over het pakket?",
            "Ik ben mevrouw. Wat is een duiding? En nog iets: wie beslist er over het pakket?",
        ),
        ("BSN 111222333: wat nu?", "wat nu?"),
        ("Wie beslist: het Zorginstituut of mevrouw Jansen?", "Wie beslist: het Zorginstituut of mevrouw?"),
        ("Twee vragen: wie beslist er over het pakket?", "Twee vragen: wie beslist er over het pakket?"),
    ],
)
def test_what_hands_over_data_before_a_colon_is_not_looked_for(guard: Guard, text: str, query: str) -> None:
    assert guard.redact(text).query == query


def test_redacting_twice_changes_nothing(guard: Guard) -> None:
    for text, _ in DATA:
        once = guard.redact(text).text
        assert guard.redact(once).text == once


def test_line_breaks_stay_and_invisible_characters_do_not_hide_data(guard: Guard) -> None:
    assert guard.redact("Eerste regel\nbsn 111\u200b222\u2060333").text == "Eerste regel\nbsn [BSN]"


@pytest.mark.parametrize("text", ["111222334", "20230616", "16-06-2023", "0800-1234567", "KvK 33701179", "2023-2026"])
def test_other_numbers_stay(guard: Guard, text: str) -> None:
    assert guard.redact(f"Wat is {text} hier?").found == []


def test_words_of_the_site_are_no_names() -> None:
    corpus = load_corpus(CORPUS)
    question = "Wat doet de patiënt Zorgwaardemeter?"
    assert Guard(corpus).redact(question).found == ["naam"]
    assert Guard(corpus, texts=["De zorgwaardemeter is een voorbeeld."]).redact(question).found == []


@pytest.mark.parametrize(
    "text", ["0" * 2000, "a." * 1000, "Jan de " * 300, "A. " * 700, "NL91 ABNA " * 200, "en " * 700]
)
def test_no_text_takes_long(guard: Guard, text: str) -> None:
    # A pattern that backtracks without bound takes minutes here.
    start = time.process_time()
    guard.redact(text)
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize(
    ("text", "case"),
    [
        (
            "Mijn rekening is NL91ABNA0417164300. Is arbeidsinzet al een vastgesteld criterium?",
            "Is arbeidsinzet al een vastgesteld criterium?",
        ),
        ("Mijn BSN is 111222333, krijg ik zorg vergoed?", "Mijn BSN is [BSN], krijg ik zorg vergoed?"),
        ("Bel mij terug op 06-12345678.", "Bel mij terug op [telefoonnummer]."),
        ("Ik heet Fatima el Amrani. Krijg ik dat vergoed?", "Ik heet [naam]. Krijg ik dat vergoed?"),
    ],
)
def test_a_sentence_that_only_hands_over_a_number_is_no_part_of_the_case(guard: Guard, text: str, case: str) -> None:
    assert guard.redact(text).case == case
