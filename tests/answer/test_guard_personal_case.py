"""Questions about somebody's own care or costs are told apart from general ones."""

from __future__ import annotations

import pytest

from assistant.answer.guard import is_personal_case

PERSONAL = [
    "Krijg ik mijn fysiotherapie vergoed?",
    "Wordt mijn bril vergoed uit de basisverzekering?",
    "Mijn moeder heeft alzheimer, krijgt ze thuiszorg vergoed?",
    "moet ik eigen risico betalen voor een mri van mijn knie",
    "Heb ik recht op wijkverpleging na mijn heupoperatie?",
    "ik heb reuma en slik humira, zit dat nog in het pakket?",
    "vergoeden jullie mn hoortoestel",
    "Ben ik verzekerd voor een second opinion in België?",
    "Mijn verzekeraar weigert de operatie, mag dat?",
    "Hoeveel krijg ik terug van de tandarts?",
    "Ik ben zwanger, wordt de NIPT vergoed?",
    "Waarom krijgt mijn dochter haar medicijn niet vergoed?",
    "word mijn therapie vergoet door de verzekering",
    "kan ik de rekening van mijn psycholoog declareren",
    "Does my insurance cover physiotherapy?",
    "My mother has cancer, is her treatment covered?",
    "I have diabetes, will I get an insulin pump reimbursed?",
    "Mijn man ligt in het ziekenhuis en moet naar een revalidatiecentrum. Wie betaalt dat?",
    "Welke zorg past het beste bij mij na een herseninfarct?",
    "Mijn zoontje van 4 heeft SMA, komt hij in aanmerking voor Zolgensma?",
    "wat moet ik zelf betalen voor ivf",
    "ik ben 67 en heb staar, krijg ik de lens vergoed",
    "De zorgverzekeraar heeft mijn aanvraag voor een scootmobiel afgewezen, klopt dat?",
    "m'n oma kan niet meer lopen, krijgen we een rolstoel vergoed?",
    "Kom ik in aanmerking voor een maagverkleining met een BMI van 38?",
    "Een vriendin van mij heeft borstkanker. Krijgt zij dat nieuwe middel?",
    "Kan ik mijn zorgkosten terugkrijgen als ik in Duitsland word geopereerd?",
    "Vergoedt mijn zorgverzekeraar acupunctuur?",
    "Welk medicijn kan ik het beste nemen tegen migraine?",
    "Ik gebruik al jaren een steunzool, valt die onder de basisverzekering?",
    "mijn fysio zegt dat ik nog 9 behandelingen zelf moet betalen is dat waar",
    "Moet ik voor mijn kind bijbetalen bij de logopedist?",
    "hebik recht op vergoeding van een pruik na chemo",
    "Mijn buurman is 82 en heeft COPD. Krijgt hij zuurstof thuis vergoed?",
    "Ik lijd aan een zeldzame spierziekte. Wordt mijn behandeling straks nog betaald?",
    "am i covered for a knee replacement",
    "Is het voor mij verstandig om over te stappen naar een budgetpolis?",
    "Mijn behandeling met ketamine is gestopt. Heb ik daar toch recht op?",
    "Ik heb een depressie en wil EMDR. Vergoed mijn verzekering dat?",
    "Meneer De Vries (82) heeft diabetes, krijgt hij een glucosesensor vergoed?",
    "Hoe hoog is mijn eigen bijdrage in het verpleeghuis?",
    "Mag ik met mijn klachten naar een orthopeed zonder verwijzing?",
    "krijg ik geld terug voor de pil",
    "Mijn broer zit in een ggz-instelling. Wordt zijn verblijf na een jaar nog vergoed?",
    "Wordt de behandeling van mijn vrouw met CAR-T vergoed?",
    "Onze zoon heeft autisme, wie betaalt zijn begeleiding?",
    "Kunt u mij zeggen of ik recht heb op een traplift?",
    "Moet ik bijbetalen als ik het merkmedicijn wil in plaats van het generieke?",
]

GENERAL = [
    "Waar kan ik terecht met een vraag over mijn vergoeding?",
    "Hoe kan ik een onderwerp aandragen bij het Zorginstituut?",
    "Ik zoek uitleg over het integrale kader.",
    "Waarom zit een behandeling soms niet in het pakket?",
    "Wij als fysiotherapeuten vragen ons af wanneer onze zorg effectief genoeg is.",
    "Welke checklist moet mijn praktijk gebruiken?",
    "Hoe kan onze vereniging meepraten over de pakketagenda?",
    "Wordt de zorg voor onze patiënten straks nog vergoed?",
    "Wat is kosteneffectiviteit?",
    "Wie beslist wat er vergoed wordt?",
    "Wanneer wordt fysiotherapie vergoed?",
    "Speel ik een rol als patiëntenorganisatie?",
    "Ik ben onderzoeker. Hoe toon ik aan dat een interventie werkt?",
    "Mag een zorgverzekeraar een behandeling weigeren die in het pakket zit?",
    "Kan ik als patiënt meedenken over een standpunt?",
    "Wat moet ik doen om een richtlijn te laten toetsen?",
    "Hoe wordt bepaald of een medicijn vergoed wordt?",
    "Ik wil graag weten wat het verschil is tussen de Zvw en de Wlz.",
    "Welke documenten moet ik aanleveren voor een farmaco-economisch dossier?",
    "Als huisarts wil ik weten of leefstijladvies vergoed wordt.",
    "Ons ziekenhuis wil een nieuwe operatie invoeren. Moet die eerst worden getoetst?",
    "Mijn sector heeft weinig RCT's. Welk bewijs telt dan?",
    "What are the package criteria?",
    "Can I read somewhere how the institute weighs costs?",
    "Waar kan ik de handleiding voor de ggz vinden?",
    "Heb ik het goed dat arbeidsinzet nog geen criterium is?",
    "Krijgen patiënten een nieuwe behandeling vergoed tijdens voorwaardelijke toelating?",
    "Onze leden krijgen vragen over vergoeding van e-health. Wat kunnen wij zeggen?",
    "Ik heb gelezen dat het pakket wordt verbreed. Klopt dat?",
    "Mijn vraag gaat over de rol van zorgverzekeraars.",
    "Moeten zorgaanbieders bewijs leveren voor bestaande zorg?",
    "Ik begrijp niet wat noodzakelijkheid betekent, kunt u dat uitleggen?",
    "Hoe weegt het Zorginstituut de eigen betaling van patiënten?",
    "Wij zijn een patiëntenvereniging en willen een behandeling aandragen voor beoordeling.",
    "Ik ben verpleegkundige in de wijk; hoe meet ik de uitkomsten van mijn werk?",
    "Kan ik ergens nalezen waarom iets uit het pakket is gehaald?",
    "Wat betekent stand van de wetenschap en praktijk voor mijn vakgebied?",
    "Hebben kinderen recht op andere zorg dan volwassenen?",
    "Wat gebeurt er als een behandeling niet kosteneffectief is?",
    "Mijn cliënten krijgen geen vergoeding voor oefentherapie. Wie kan dat laten duiden?",
    "Wanneer moet ik als fabrikant een vergoedingsaanvraag indienen?",
    "Ik werk bij een zorgverzekeraar. Mogen wij zelf bepalen wat effectief is?",
    "Is kanker een reden om anders te wegen?",
    "Hoe ziet een handleiding voor mijn beroepsgroep eruit?",
    "Mag ik deze tekst overnemen in onze richtlijn?",
    "Hoeveel mag een gewonnen levensjaar kosten?",
    "How can I submit a topic for assessment?",
    "Vallen hulpmiddelen onder het open systeem?",
]


def tuned(sentences: list[str]) -> list[str]:
    """Two out of three: those the rules were made with."""
    return [sentence for number, sentence in enumerate(sentences) if number % 3 != 2]


def held_out(sentences: list[str]) -> list[str]:
    """One out of three: never looked at while the rules were made."""
    return sentences[2::3]


@pytest.mark.parametrize("question", tuned(PERSONAL))
def test_own_care_is_recognised(question: str) -> None:
    assert is_personal_case(question)


@pytest.mark.parametrize("question", tuned(GENERAL))
def test_a_general_question_is_no_personal_case(question: str) -> None:
    assert not is_personal_case(question)
