"""Tells text that instructs the assistant from questions, and drops it.

Patterns stand for a sentence or clause in small letters without accents. What is caught is an order (a verb
in its imperative at the start of a clause) or a statement about the assistant itself (`je bent nu`, `your
prompt`). The same words in a question (`Welke regels mag een verzekeraar negeren?`) have another form of the
verb or another place.
"""

from __future__ import annotations

import re

from assistant.answer.guard.spelling import plain, spaced_letters, unleet, visible

_NOT_ASKED = r"(?!\s+(?:ik|je|jij|u|wij|we|men|hij|zij|ze|i)\b)"
"""Behind a verb these words make a question of it (`Speel ik een rol`, `Speelt het`)."""

_START = (
    r"(?:(?:^|[.,;:!?\n(\"'“‘>*#\]-])\W{0,3}"
    r"(?:(?:en|and|maar|but|dan|then|nu|now|dus|so|please|pls|alsjeblieft|alstublieft|aub|svp|graag|gewoon|just|"
    r"eerst|first|hallo|hoi|hi|hey|ok|oke|luister|listen|assistent|assistant|bot|chatbot)\b\W{1,3}){0,4}"
    r"|\b(?:en|and|maar|but|then|daarna|please|alsjeblieft|aub|want you to|need you to|"
    r"you (?:must|should|will|have to|can|may)(?: now)?)\s+)"
)
"""Where a clause begins. The repetitions are bounded: a text of `en en en` must not take long."""

_FILL = (
    r"(?:\s+(?:al|alle|alles|all|any|every|everything|de|het|die|deze|dit|dat|the|these|those|this|that|"
    r"your|je|jouw|uw|jullie|mijn|my|its|"
    r"van|of|in|above|hierboven|hiervoor|boven|daarbij|hierbij|eventjes|even|maar|nu|now|vanaf|aub|svp|"
    r"please|completely|volledig|compleet|gewoon|"
    r"vorige|voorgaande|voorafgaande|eerdere|bovenstaande|gegeven|oude|huidige|bestaande|interne|verborgen|"
    r"geheime|previous|prior|"
    r"earlier|preceding|existing|current|original|other|system|safety|security|content|wat|what)){0,8}"
)
_OBJECT = (
    r"\s+(?:instructies?|opdrachten|opdracht|aanwijzingen|\w*regels?|richtlijnen|beperkingen|restricties|"
    r"filters?|veiligheids\w+|prompts?|"
    r"systeemprompt|bronnen|bronvermelding\w*|site|website|bovenstaande|voorgaande|voorafgaande|alles|"
    r"wat hierboven|hierboven|hiervoor|"
    r"instructions?|directions|directives|rules?|guidelines|guardrails|safety|restrictions|constraints|"
    r"limitations|policies|programming|"
    r"training|context|sources?|above|everything|what (?:you|i)|you were told|je (?:bent|hebt)|verteld|"
    r"geleerd)\b"
)

_ORDERS = (
    # Setting the rules aside.
    rf"{_START}(?:negeer|ignoreer|vergeet|overschrijf|omzeil|doorbreek|verwijder|wis|schrap|ignore|"
    r"disregard|forget|override|overrule|bypass|skip|drop|discard|erase)"
    rf"{_FILL}{_OBJECT}",
    rf"{_START}(?:negeer|ignoreer|vergeet|ignore|disregard|forget)\s+(?:alles|everything|all of|alle|all|"
    r"(?:even |nu |maar )*dat (?:je|jij|u)|that you)\b",
    rf"{_START}(?:schakel|zet|laat|hef|turn|switch|disable|trek|stop)\b(?!\s+(?:ik|wij|we|u|hij|zij|ze|"
    rf"i)\b).{{0,40}}\b(?:regels|filters?|instructies|beperkingen|"
    r"instructions|rules|safety|guardrails|guidelines|bronvermelding\w*)\b(?:\s+(?:uit|los|achterwege|op|"
    r"off|weg)|.{0,30}\b(?:je|jij|you)\b|$|\s*[.!,])",
    rf"{_START}sla (?:je|jouw|uw|de|alle|die)\b.{{0,30}}\bover\b|{_START}(?:disable|bypass|suspend)\b",
    r"\b(?:\w*regels|instructies|beperkingen|rules|instructions|restrictions) (?:van )?(?:hierboven|"
    r"hiervoor|above)\b",
    r"\b(?:ik ben|i am|i'm) (?:je|jouw|uw|your) (?:ontwikkelaar|maker|baas|beheerder|programmeur|developer|"
    r"creator|admin\w*|boss|owner)\b",
    r"\b(?:geef|heb|geven) (?:je|jou|u) (?:hierbij )?(?:alle )?toestemming\b|\byou have (?:my )?permission\b",
    rf"{_START}(?:luister|gehoorzaam|obey|comply|listen)\b{_NOT_ASKED}.{{0,25}}\b(?:mij|me|aan|with|to)\b|"
    r"\byou (?:must|will) (?:now )?(?:comply|obey)\b",
    rf"{_START}stop (?:met (?:citeren|verwijzen|weigeren|bronnen|zoeken|antwoorden)|citing|quoting|"
    r"refusing)\b",
    rf"{_START}(?:je|jij|u) mag (?:de |alle |je )?(?:bronnen|regels|instructies)\b|\b(?:gok maar|"
    r"doe maar een gok)\b",
    rf"{_START}trek je niets aan van\b|{_START}(?:hou|houd) je niet aan\b|{_START}(?:do not|don't|dont|"
    r"never) follow\b",
    r"\b(?:kun|kan|wil|zou|mag|moet|kunt) (?:je|jij|u|jullie)\b.{0,30}\b(?:je|jouw|uw|alle|de vorige|"
    r"de bovenstaande)\s+(?:\w+\s+)?(?:instructies|regels|"
    r"opdrachten|prompt|beperkingen)\b.{0,20}\b(?:negeren|vergeten|omzeilen|loslaten|overslaan|"
    r"uitschakelen|tonen|geven|laten zien|delen|herhalen)",
    r"\b(?:je|jij|you)\s+(?:moet|mag|kunt|kan|hoeft|dient|must|should|may|can)\b.{0,30}\b(?:instructies|"
    r"instructions|opdrachten|prompt)\b.{0,20}"
    r"\b(?:negeren|vergeten|overtreden)\b",
    r"\b(?:could|can|would|will) you\b.{0,20}\b(?:ignore|forget|disregard|bypass|reveal|show|"
    r"repeat)\b.{0,20}\b(?:your|the|all|previous) (?:\w+ )?"
    r"(?:instructions|rules|prompt)",
    rf"{_START}(?:je|jij|u) (?:hoeft|moet|mag|kunt) (?:je |u )?(?:nu |voortaan |niet |geen |vrij |alles |"
    rf"overal |zonder |jezelf ){{1,3}}",
    # Another person or mode.
    rf"{_START}(?:doe|handel|praat|antwoord|reageer|beantwoord|"
    rf"schrijf)\b{_NOT_ASKED}[^.?!]{{0,30}}\balsof\b|{_START}doe (?:nu |eens |even |maar )*of (?:je|jij|u)\b",
    r"\b(?:je|jouw|uw|your) (?:enige |nieuwe |eerste |echte |only |new |first |real )*(?:taak|rol|opdracht|"
    r"doel|naam|task|role|job|goal|purpose|name) (?:is|wordt|becomes)\b",
    r"\bjij bent (?:de|een|mijn|het)\b.*\ben ik\b|\b(?:laten we|let's|let us) (?:een )?(?:spel|rollenspel|"
    r"spelletje|play|roleplay|pretend)\b",
    rf"{_START}(?:gedraag|verplaats|beschouw) (?:je|u|jezelf|uzelf)\b",
    rf"{_START}(?:speel|neem)\b{_NOT_ASKED}\s+(?:nu |eens |even |voor mij )?(?:de |een )?(?:rol|"
    rf"rollenspel)\b|{_START}(?:speel|kruip in|simuleer)"
    r"\s+(?:de rol|een rol|dat je|de huid)\b",
    r"\b(?:je|jij|u) (?:bent|heet|heb|werkt|praat|antwoordt?|spreekt) (?:nu|voortaan|vanaf (?:nu|heden)|"
    r"niet langer|geen) (?!verzekerd|verplicht)",
    r"\bvanaf (?:nu|dit moment|hier|heden)\b.{0,15}\b(?:je|jij)\b",
    r"\b(?:vanaf nu|voortaan|from now on|starting now|van nu af aan)\b,?\s+(?:(?:ben|antwoord|praat|spreek|"
    r"heet|doe|schrijf|reageer|mag|moet|negeer|zeg|"
    r"gebruik|beantwoord|kun)\b|(?:je|jij|u|you)\b)",
    rf"(?:{_START}|\b)(?:you are|you're|youre|u r) (?:now|no longer|going to|a pirate|dan\b|free)",
    rf"{_START}(?:je bent|jij bent|you are|you're) (?:een|a|an|the) (?:\w+ ){{0,3}}(?:ai|assistent|"
    r"assistant|chatbot|bot|model|piraat|pirate|hacker|"
    r"expert|programma|robot)\b",
    rf"{_START}(?:act|behave|pretend|roleplay|role-play|impersonate|simulate|speak|talk)\s+(?:as|like|"
    r"to be|to|that|being|you|a|an|the)\b",
    r"\bstel (?:je|u) voor,? dat (?:je|jij|u) (?:geen|een|zonder|alles|vrij|niet)\b|"
    r"\bimagine (?:that )?you (?:are|have|had|were)\b",
    r"\b(?:developer|dev|god|sudo|admin|debug|jailbreak|dan)[ -]?(?:mode|modus)\b|\bontwikkelaarsmodus\b|"
    r"\bjailbreak\w*\b|\bdo anything now\b",
    r"\b(?:antwoord|spreek|praat|reageer|answer|respond|speak|ai|model|assistent|"
    r"assistant)\b.{0,25}\b(?:zonder|without)\b.{0,15}\b(?:regels|beperkingen|"
    r"filters?|censuur|bronnen|rules|restrictions|limits|limitations|filter|censorship|sources)\b",
    r"\b(?:ik wil|i want)\b.{0,12}\b(?:dat je|dat jij|you)\b.{0,12}\b(?:je voordoet|doet alsof|je gedraagt|"
    r"antwoordt als)\b",
    rf"{_START}ga in de rol\b|{_START}(?:answer|respond|reply|write|talk)\b.{{0,20}}\bas (?:if|"
    r"though) you\b|\boverride\s*:",
    r"\b(?:opdracht|prompt|instructies?)\b.{0,12}\bje (?:moet|mag|kunt|gaat)\b|\ben doe wat ik zeg\b|"
    r"\bdo (?:as|what) i say\b",
    # What is behind the assistant.
    r"\b(?:system|systeem|start|initial|hidden)[ -]?(?:prompts?|message|bericht|instructies|instructions)\b",
    r"\b(?:je|jouw|uw|your)\s+(?:\w+\s+)?(?:prompts?|instructies|instructions|guidelines|veiligheids\w+|"
    r"programmering|programming|guardrails)\b",
    r"\b(?:je|jouw|uw|your)\s+(?:geheime|verborgen|interne|hidden|secret|internal)\b",
    r"\b(?:wachtwoord|password|api[ -]?key|api-sleutel)\b",
    rf"{_START}(?:toon|laat|geef|print|herhaal|onthul|verklap|reveal|show|repeat|output|display|"
    rf"leak)\b.{{0,30}}\b(?:tekst|text|alles|everything|words|"
    r"woorden)\b.{0,15}\b(?:boven|hierboven|above|hiervoor|before)\b",
    r"\b(?:context|tekst|opdracht|informatie|aanwijzingen|instructies|text|context) (?:die|that) (?:je|jij|"
    r"u|you) (?:hebt|heb|kreeg|krijgt|gekregen|were|was|got|received)\b",
    rf"{_START}(?:zet|plak|kopieer|copy|put|paste)\b.{{0,25}}\b(?:hierboven|bovenstaande|above)\b",
    rf"{_START}(?:print|show|repeat|output|reveal)\b.{{0,30}}\b(?:first|last|previous|earlier) (?:message|"
    r"instruction)s?\b",
    # What the answer has to look like, word for word.
    rf"{_START}(?:zeg|antwoord|schrijf|herhaal|typ|tik|print|reageer|beantwoord|say|answer|reply|respond|"
    rf"repeat|write|output|type|return)\b{_NOT_ASKED}"
    r"[^?]{0,30}\b(?:alleen|slechts|uitsluitend|enkel|exact|letterlijk|precies het|niets anders|"
    r"anders niets|only|"
    r"exactly|verbatim|just|nothing but|the words?|het woord|"
    r"met (?:ja|nee|ok))\b",
    rf"{_START}(?:schrijf|maak|bedenk|vertel|verzin|zing|genereer|dicht|write|tell|compose|generate|sing|"
    rf"make|invent)\b{_NOT_ASKED}\s+(?:me\s+|mij\s+|us\s+|"
    r"eens\s+|voor mij\s+|voor me\s+|even\s+|een\s+|a\s+|an\s+|some\s+|wat\s+|leuk\w*\s+|kort\w*\s+|"
    r"grappig\w*\s+|funny\s+|short\s+)*(?:gedicht\w*|grap\w*|mop\w*|"
    r"verhaal\w*|sprookje|lied\w*|rap|rijm\w*|limerick|haiku|code|programma|script|e-?mail\w*|brief|"
    r"raadsel\w*|puzzel|recept|toespraak|speech|column|blog\w*|slogan|tweet|toneelstuk|dialoog|essay|"
    r"recipe|riddle|poem|joke|song|story|letter)\b",
    rf"{_START}(?:zeg|spreek) (?:me|mij) na\b|\brepeat after me\b",
    r"\b(?:begin|eindig|start|end|open|sluit)\b.{0,10}\b(?:je|jouw|uw|your|elk|ieder|each|"
    r"every) (?:antwoord|zin|bericht|answer|response|reply|sentence)\b.{0,10}\b(?:met|with)\b",
    rf"{_START}verzin\b{_NOT_ASKED}|{_START}(?:vertaal|translate) (?:dit|het volgende|de volgende|this|"
    r"the following)\b",
    rf"{_START}(?:gebruik|noem|citeer|vermeld|use|cite)\s+(?:(?:voortaan|alleen|nu|maar|only)\s+)?(?:geen|"
    r"niet|no|nooit|never|(?:je|jouw|uw|your)(?: own| eigen)|eigen)\b"
    r".{0,20}\b(?:bronnen|bron|kennis|fantasie|sources|knowledge|imagination|site|website|verwijzingen|"
    r"citations)\b",
    # Marks of another speaker.
    r"(?:^|\n)\W*(?:system|systeem|assistant|assistent|developer|admin\w*|beheerder)\s*(?:\]|>|:|#)",
    r"<\|?/?(?:im_start|im_end|system|assistant|endoftext|s)\|?>|\[/?inst\]|###\s*(?:system|instruction|"
    r"instructie|opdracht)",
    r"\b(?:nieuwe?|new|echte|real|geheime) (?:opdracht|instructies?|taak|instructions?|task)\s*:",
)
_ORDER = re.compile("|".join(f"(?:{order})" for order in _ORDERS))
_CALLED_DAN = re.compile(r"\b(?:[Yy]ou are|[Jj]e bent|[Bb]e|als|as|named?) DAN\b|\bDAN[- ](?:mode|modus)\b")
"""Only in capitals: `dan` is one of the commonest Dutch words."""

_SQUASHED = re.compile(
    r"(?:negeer|vergeet|ignore|disregard|forget|override|bypass)(?:alle?s?|all|any|de|het|the|your|je|jouw|"
    r"uw|vorige|voorgaande|eerdere|"
    r"bovenstaande|previous|prior|above|system)*(?:regels?|instructi|opdracht|prompt|rules?|bronnen|filters?)"
    r"|s[iy]ste?em?prompt|jailbreak|doealsof|youarenow|jebentnu|^(?:negeer|ignore|vergeet|forget|disregard)$"
)

_JOINT = re.compile(r"(?<=[a-z])[-_*./]+(?=[a-z])")
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+(?=\s|$)|\.(?=\S)|\n|$)")
_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:en|and|maar|but)\s)")
_QUESTION_WORD = re.compile(
    r"^(?:(?:en|and|maar|but|dan|then|daarna|nu|now|zeg|vertel|leg uit|geef aan|explain|tell|me|mij|eens|"
    r"even|please|aub|graag)\s+)*"
    r"(?:wat|wie|waar\w*|wanneer|welke?|hoe\w*|is|zijn|wordt|worden|mag|mogen|kan|kunnen|moet|moeten|geldt|"
    r"gelden|valt|vallen|telt|heeft|hebben|"
    r"what|who|where|when|which|how|why|does|do|are|can|may|must|should|noem|beschrijf|vergelijk|list|"
    r"describe)\b"
)
_JOIN = re.compile(r"^(?:en|and|maar|but)\s+(?:(?:dan|then|daarna|zeg|nu|now)\s+)?", re.I)
_LEAST_WORDS = 3


def is_instruction(text: str) -> bool:
    """Whether `text` tries, somewhere in it, to instruct the assistant in place of asking."""
    shown = visible(text)
    if _CALLED_DAN.search(shown):
        return True
    simple = plain(shown)
    if _ORDER.search(simple):
        return True
    for one in "il":
        read = _JOINT.sub(" ", unleet(simple, one))
        if read != simple and _ORDER.search(read):
            return True
        if any(_SQUASHED.search(run) for run in spaced_letters(unleet(simple, one))):
            return True
    return False


def strip_instructions(text: str) -> str:
    """`text` without the sentences and clauses that instruct the assistant.

    Returns:
        `text` itself where nothing instructs; else what is left if that holds a question, or an empty text.
    """
    if not is_instruction(text):
        return text
    kept: list[str] = []
    for match in _SENTENCE.finditer(visible(text)):
        sentence = match[0].strip()
        if not sentence:
            continue
        if not is_instruction(sentence):
            kept.append(sentence)
        else:
            kept.extend(_question_in(sentence))
    left = " ".join(kept)
    return left if _asks(left) and not is_instruction(left) else ""


def _question_in(sentence: str) -> list[str]:
    """The clauses of an instructing sentence that ask something, from the first one on."""
    clauses = _CLAUSE.split(sentence)
    for number in range(1, len(clauses)):
        rest = _JOIN.sub("", " ".join(clauses[number:]))
        if _QUESTION_WORD.search(plain(rest)) and not is_instruction(rest):
            return [rest]
    return []


def _asks(text: str) -> bool:
    words = text.split()
    return len(words) >= _LEAST_WORDS and ("?" in text or bool(_QUESTION_WORD.search(plain(text))))
