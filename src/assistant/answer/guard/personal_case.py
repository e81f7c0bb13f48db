"""Tells questions about somebody's own care or costs from general ones.

Three things are weighed: whose matter it is (the asker's own, a relative's, or that of an organisation or
profession), whether a verdict is asked (covered, entitled, to pay, to choose), and whether the question is
one of procedure (`waar kan ik terecht`, `wie beslist`), which the site answers for everyone.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from assistant.answer.guard.names import RELATIVES
from assistant.answer.guard.spelling import plain

_MY = r"(?:mijn|onze|ons|eigen)"

_CARE = (
    r"(?:verzekeraar|zorgverzekeraar|zorgverzekering|basisverzekering|verzekering|zorgpolis|polis|huisarts|"
    r"tandarts|arts|dokter|specialist|fysio\w*|"
    r"psycholoog|psychiater|therapeut|logopedist|apotheek|apotheker|ziekenhuisrekening|behandeling\w*|"
    r"operatie|therapie|medicijn\w*|medicatie|geneesmiddel\w*|"
    r"pil|pillen|eigen risico|eigen bijdrage|declaratie|rekening|nota|zorgkosten|ziektekosten|kosten|bril|"
    r"lenzen|klacht|klachten|ziekte|aandoening|diagnose|"
    r"situatie|geval|knie|rug|heup|schouder|voet|hand|nek|oog|ogen|tanden|gebit|kies|beugel|hart|been|arm|"
    r"hulpmiddel\w*|scootmobiel|rolstoel|gehoorapparaat|"
    r"hoortoestel|hoorapparaat|steunzolen|steunzool|prothese|pruik|insulinepomp|pomp|wijkverpleging|"
    r"thuiszorg|fysiotherapie|bevalling|zwangerschap|kraamzorg|"
    r"revalidatie|kuur|chemo\w*|bestraling|verwijzing|indicatie|vergoeding|suiker|bloeddruk|galblaas|"
    r"hartfalen|lever|nier|nieren|maag|darm|darmen|huid|borst|borsten|longen|depressie|kanker|diabetes|"
    r"migraine|gezondheid|lichaam|verblijf)"
)
_MY_CARE = re.compile(rf"\bmijn\s+(?:\w+\s+){{0,2}}?{_CARE}\b")
_OUR_CARE = re.compile(rf"\b(?:onze|ons)\s+(?:\w+\s+){{0,2}}?{_CARE}\b")
"""Of a household or of those who give it: a case only where a verdict is asked."""

_SAYS = r"(?! (?:zei|zegt|vroeg|vraagt|denkt|vindt|werkt|schreef|beweert|las)\b)"
"""Who is only quoted is not the one that needs care."""

_RELATIVE = re.compile(
    rf"\b(?:mijn|onze|ons|haar|zijn)\s+(?:\w+\s+)?{RELATIVES}\b{_SAYS}|\b(?:een|die) (?:goede )?(?:vriend|"
    r"vriendin|kennis|collega|buurvrouw|buurman) van (?:mij|me|ons)\b"
    rf"|\biemand in mijn (?:familie|omgeving)\b|\bmijn (?:ex|collega|kennis|familielid|naaste)\b{_SAYS}"
)

_VERDICT_WORD = (
    r"(?:vergoed\w*|vergoet\w*|vergoeding|terug|terugkr\w+|terugbeta\w+|recht|(?:bij|zelf )?betal\w*|"
    r"betaald?|bijbetalen|bijleggen|opdraaien|"
    r"verzekerd|gedekt|declareren|gedeclareerd|aanmerking|"
    r"eigen risico|eigen bijdrage|pakket|basispakket|basisverzekering|geld|kosten|kost|rekening|nota|"
    r"factuur|gratis|geopereerd|geholpen|voorwaarden)"
)
_VERDICT = re.compile(rf"\b{_VERDICT_WORD}\b")
_I_VERDICT = re.compile(
    r"\b(?:krijg|heb|mag|kan|moet|ben|ontvang|kom|betaal|word|val|zou|hoef|kunnen|krijgen|komen|moeten|"
    rf"mogen|hebben)\s?(?:ik|we|wij)\b.*\b{_VERDICT_WORD}\b"
    rf"|\b(?:of|dat|als|wat|hoeveel|of)\s+ik\b.*\b{_VERDICT_WORD}\b|\bik\b.{{0,40}}\b(?:vergoed|"
    r"terug) (?:krijg|kreeg)\b"
    rf"|\b(?:zoals|net als) ik\b.*\b{_VERDICT_WORD}\b|\b{_VERDICT_WORD}\b.*\b(?:zoals|net als) ik\b|"
    rf"\b(?:ik ben|wij zijn) \d{{2}}\b.*\b{_VERDICT_WORD}\b"
    rf"|\b{_VERDICT_WORD}\b.*\bik ben \d{{2}}\b|\bhoeveel (?:\w+ ){{1,3}}(?:krijg|krijgen|heb|hebben|mag|"
    r"mogen) (?:ik|we|wij)\b"
    r"|\b(?:raad|raden|adviseer|adviseren) (?:u|je|jullie) (?:mij |me )?aan\b|\b(?:raad|raden|"
    r"adviseren) (?:jullie|u) (?:mij|me)\b"
    r"|\bik\b.{0,60}\b(?:krijg|kreeg)\b.{0,30}\b(?:niet vergoed|vergoed)\b"
)
_FOR_ME = re.compile(
    r"\b(?:voor|bij|aan|past|raadt u|adviseert u) (?:mij|me)\b.*\b(?:vergoed\w*|past|verstandig|beste?|"
    r"betaald|behandeling|zorg|medicijn\w*)\b"
    r"|\b(?:vergoed\w*|past|verstandig|beste?|betaald|kost)\b.{0,25}\b(?:voor|bij|aan)? ?(?:mij|me)\b"
    r"|\bwelke?? \w+ (?:kan|moet|mag|zal) ik\b.{0,30}\b(?:nemen|slikken|gebruiken|kiezen|volgen|ondergaan)\b"
    r"|\b(?:vergoeden|betalen|dekken) (?:jullie|ze|zij)\b|\b(?:vergoeden|betaalt|vergoedt) u\b"
)
_ILL = (
    r"(?:\w*kanker|tumor|depressi\w*|diabetes\w*|suikerziekte|\w*pijn\w*|\w*klachten|hernia|obesitas|"
    r"overgewicht|adhd|autisme|ptss|copd|astma|reuma\w*|"
    r"artrose|staar|ms|parkinson|alzheimer|dementie|migraine|epilepsie|psoriasis|eczeem|endometriose|"
    r"\w*ziekte|\w*stoornis|\w*aandoening|\w*syndroom|\w+itis|"
    r"hiv|\w*infarct|beroerte|burn-?out|angst\w*|fibromyalgie|lipoedeem|acne|allergie\w*|apneu|slaapapneu|"
    r"nierstenen|crohn|long ?covid|gebroken \w+|diagnose|suiker|hartfalen|burnout|anorexia|boulimia|"
    r"tweeling|spataderen|incontinentie)"
)
_TREATED = (
    r"(?:\w*medicijn\w*|medicatie|pillen|pil|insuline|humira|\w*steunzo\w+|\w*operatie|chemo\w*|"
    r"kuur|\w+mab|\w+pril|\w+statine|ritalin|ozempic|hormonen|spuiten|\w+verkleining|\w+vergroting|"
    r"\w+correctie|\w*implanta\w+|\w*transplantatie|bestraling|ivf|iui|dialyse|mes)"
)
_MY_ILLNESS = re.compile(
    rf"\bik (?:heb|lijd|kreeg|krijg|had)\b(?!\s+(?:\w+ ){{0,2}}(?:vraag|vragen|gelezen|gehoord|begrepen|"
    r"gezien|goed|onderzoek|artikel|rapport|advies|richtlijn|handleiding|standpunt|interesse|ervaring|"
    rf"ontwikkeld))[^.?!]{{0,40}}\b{_ILL}\b"
    rf"|\bik (?:slik|spuit)\b|\bik (?:gebruik|neem)\b[^.?!]{{0,30}}\b(?:{_TREATED}|al (?:jaren|maanden|"
    rf"lang))\b|\bik (?:ben|word|werd)\b[^.?!]{{0,25}}\b(?:zwanger|ziek|geopereerd|behandeld|invalide|"
    r"chronisch|"
    r"gediagnosticeerd|afhankelijk|doof|blind|slechthorend|slechtziend|bevallen|transgender|verslaafd)\b|"
    rf"\bik (?:krijg|wil|heb|moet|ga|zou)\b[^.?!]{{0,35}}\b{_TREATED}\b"
    r"|\bik ben (?:een )?\w{3,}patiente?\b"
    r"|\bik (?:sta|lig|zit|moet)\b[^.?!]{0,25}\b(?:wachtlijst|ziekenhuis|geopereerd|operatie|dialyse)\b"
)
_THIRD = re.compile(
    r"(?:\[naam\]|\b(?:meneer|mevrouw|dhr|mw|mevr)\b\.? \w+|\bpatiente?\b,? (?:van )?\d+|\b(?:man|vrouw|"
    r"kind|jongen|meisje|patiente?) van \d+)"
    r".{0,80}\b(?:vergoed\w*|recht|aanmerking|verzekerd|krijgt (?:hij|zij|ze))\b"
)
_CASUS = re.compile(rf"\bmijn (?:patient|patiente|client|cliente)\b.*\b{_VERDICT_WORD}\b")
_MY_VERDICT = re.compile(
    r"\bmijn (?:[\w-]+ ){1,3}?.*\b(?:vergoed|vergoedt|vergoeden|betaald|basispakket|uit het pakket|"
    r"in het pakket)\b"
    r"|\b(?:dekt|dekken|vergoedt|betaalt|vergoeden) mijn\b|\bik\b.{0,40}\bniet (?:\w+ )?betalen\b"
    r"|\b(?:kan|moet|moest|hoef) mijn \w+ (?:zelf |niet )*betalen\b"
    r"|\b(?:wij|we) (?:verwachten|krijgen|hebben) (?:een|ons) (?:\w+ )?(?:kind|baby|tweeling|zoontje|"
    r"dochtertje)\b"
)
_REFUSED = re.compile(
    r"\b(?:mijn|onze) (?:aanvraag|machtiging|verzoek|bezwaar|"
    r"herindicatie)\b.*\b(?:afgewezen|geweigerd|weigert|wijst|afwijst|ingetrokken)\b"
)

_ENGLISH = re.compile(
    r"\bmy (?:\w+ )?(?:insurance|insurer|policy|doctor|gp|treatment|medication|medicine|surgery|illness|"
    r"condition|glasses|teeth|knee|back|hip|deductible|"
    r"mother|father|mom|mum|dad|son|daughter|child|kids?|wife|husband|partner|sister|brother|grandmother|"
    r"grandfather|friend|baby|therapy|diagnosis|bill|hearing aids?|wheelchair|medicines|care|dentist|"
    r"pension|prescription)\b"
    r"|\b(?:am|can|do|will|would|should|could|must|have|may) i\b.*\b(?:covered|cover|reimburse\w*|pay|"
    r"get (?:it|my|a|the|some|back)|entitled|claim|eligible|insured|refund\w*|"
    r"qualify|compensat\w*)\b|\bi (?:have|take|use|suffer|got|was diagnosed|need|am pregnant|"
    r"am diagnosed)\b.*\b(?:cover\w*|reimburse\w*|pay|get|insur\w*|eligible|entitled|free)\b"
    r"|\bi(?:'m| am) (?:pregnant|ill|sick|disabled|diabetic)\b|\bdo you (?:cover|reimburse)\b"
)

_PROFESSION = (
    r"(?:\w*fysiotherapeut\w*|\w*therapeut\w*|\w*arts|\w*artsen|psycholo\w+|psychiaters?|logopedist\w*|"
    r"dietist\w*|verpleegkundig\w*|wijkverpleegkundige\w*|"
    r"zorgverleners?|zorgprofessionals?|professionals?|behandelaars?|zorgaanbieders?|aanbieders?|"
    r"apothekers?|tandarts\w*|verloskundigen?|specialist\w*|onderzoekers?|"
    r"wetenschappers?|\w*fabrikant\w*|leveranciers?|producent\w*|beleids\w+|\w*adviseurs?|\w*verzekeraars?|"
    r"zorginkopers?|inkopers?|ambtena\w+|journalist\w*|studente?n?|docente?n?|"
    r"promovend\w+|bestuurders?|managers?|directeur|\w*vereniging\w*|\w*organisatie\w*|stichting|"
    r"instelling|federatie|koepel|\w*ziekenhuis|ziekenhuizen|bedrijf|start-?up|"
    r"ontwikkelaars?|richtlijnmakers?|patientvertegenwoordigers?|ervaringsdeskundigen?|vertegenwoordigers?|"
    r"beroepsgroep|sector|praktijk\w*|zorggroep|maatschap|team)"
)
_PROFESSIONAL = re.compile(
    r"\b(?:ik|wij|we) (?:ben|zijn|werk|werken)\b(?: (?:zelf|al \w+|ook))?(?: (?:een|als|bij|in|voor|de|"
    rf"het|namens))*\s+(?:\w+ ){{0,2}}?{_PROFESSION}\b"
    r"|\b(?:als|namens|for|as)(?: (?:een|de|mijn|onze|ons|an|a|zelfstandig|"
    rf"vrijgevestigd))?\s+(?:\w+ )?{_PROFESSION}\b"
    r"|\b(?:mijn|onze|ons|deze) (?:\w+ )?(?:praktijk|vereniging|stichting|organisatie|patientenvereniging|"
    r"patientenorganisatie|beroepsvereniging|beroepsgroep|sector|"
    r"vakgebied|instelling|afdeling|ziekenhuis|bedrijf|achterban|leden|zorgvorm|product|interventie|"
    r"onderzoek|studie|richtlijn|team|zorggroep|maatschap|vakgroep|"
    r"patienten|clienten|bewoners|verzekerden|collega's|werk|beroep|rol|dossier|scriptie|app|innovatie|"
    r"project|behandelmethode|klanten|deelnemers|commissie|regio|zorg|zorgaanbod)\b"
    r"|\b(?:wij|we) als (?!gezin|ouders?|stel|familie|echtpaar|patient\b)|\b(?:ik heb|wij hebben|"
    r"we hebben)\b.*\b(?:ontwikkeld|uitgevonden|onderzocht|gepubliceerd|aangevraagd voor)\b|"
    rf"\bwij,? {_PROFESSION}\b|\b(?:as|we are|i am|i'm) (?:a |an )?(?:\w+ )?(?:physio\w*|doctors?|gp|"
    r"nurses?|researchers?|psychologists?|manufacturers?|"
    r"insurers?|hospital|students?|therapists?|provider|association)\b|\bour (?:patients|practice|hospital|"
    r"members|association|organi[sz]ation|clients|sector)\b|\bmy (?:practice|patients|clients|research|"
    r"thesis)\b"
)

_ARGUES = re.compile(
    r"\bhoe (?:overtuig|bewijs|onderbouw|toon) ik\b|\b(?:ik heb|wij hebben|we hebben)\b.*"
    r"\b(?:ontwikkeld|uitgevonden|onderzocht|gepubliceerd)\b"
)
"""Who brings evidence for a treatment asks for a group of patients."""

_PROCEDURE = re.compile(
    r"\bwaar (?:kan|moet|kunnen|vind|lees|meld|dien|staat|haal)\b|\bwaar ik\b.{0,40}\b(?:terecht|vind\w*|"
    r"lees|lezen)\b|\b(?:bij|aan|naar|met) wie (?:kan|moet|kunnen|vraag)\b"
    r"|\bhoe (?:kan|kunnen|moet|dien|meld|draag|doe|vind)\b.{0,12}\b(?:ik|we|wij|"
    r"je)\b.{0,60}\b(?:aandragen|meedenken|meepraten|meedoen|reageren|melden|indienen|agenderen|deelnemen|"
    r"inspreken|voorstellen|vinden|lezen|"
    r"zien|nagaan|opzoeken|weten|controleren|achterhalen|contact)\b"
    r"|\b(?:wie|welke (?:partij|instantie|organisatie)) (?:bepaalt|beslist|besluit|toetst|beoordeelt|stelt|"
    r"controleert|gaat over|kan)\b|\bhoe (?:wordt|werkt|bepaalt|beoordeelt|beslist|toetst|weegt|worden)\b"
    r"|\bwaarom (?:zit|zitten|wordt|worden|is|zijn|valt|moet|moeten)\b(?!.*\bmijn (?:aanvraag|"
    r"verzekeraar))|\bwat (?:is|zijn|betekent|houdt|kan ik doen)\b"
    r"|\b(?:ik zoek|ik wil (?:graag |wel )?(?:weten|begrijpen) (?:wat|hoe|wie|waarom)|kan ik (?:ergens|"
    r"hier)|kunt u (?:mij )?uitleggen (?:wat|hoe|wie|waarom))\b"
    r"|\bals (?:patient|burger|premiebetaler|verzekerde)\b.{0,30}\b(?:meedenken|meepraten|meebeslissen|"
    r"inspraak|invloed|stem)\b"
)
_WHO_DECIDES = re.compile(
    r"^(?:en )?(?:wie|welke (?:partij|instantie|organisatie)) (?:bepaalt|beslist|besluit|beoordeelt|toetst|indiceert"
    r"|stelt vast|gaat over)\b"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])['’\"]?\s+")
_OPEN_QUESTION = re.compile(
    r"^(?:(?:en|maar|dus) )?(?:(?:met|voor|door|van|aan|bij|op|in|uit|onder|sinds) )?"
    r"(?:wie|wat|welke?|hoe|hoeveel|wanneer|waarom|waar\w*)\b"
)
_ON_THE_CASE = re.compile(
    r"\b(?:ik|mij|me|mijn|wij|we|ons|onze|hij|hem|zijn (?=\w+$)|haar|zij|ze|dan|nu|klopt|gelijk|terecht|beste?|"
    rf"verstandig|past|helpt|werkt|raad\w*|adviseer\w*|doen|nemen|behandel\w*|medicijn\w*|{_VERDICT_WORD})\b"
)
"""Words that turn a question back to the case told before it, or ask what is to be done about it."""

_STRONG = (_RELATIVE, _MY_ILLNESS, _CASUS, _REFUSED, _THIRD)
_OWN = (_MY_VERDICT, _MY_CARE, _I_VERDICT, _FOR_ME, _ENGLISH)
_PROFESSIONAL_KEEPS = (_CASUS, _REFUSED, _THIRD)

_SHORT_FORMS = (
    (re.compile(r"\b(?:m'?n|mn|mij'n)\b"), "mijn"),
    (re.compile(rf"\bme (?={RELATIVES}\b|bril\b|pil\b|rug\b|knie\b|verzekering\b|behandeling\b)"), "mijn "),
    (re.compile(r"\b(krijg|heb|mag|kan|moet|ben|kom|word)(?:ik|k| 'k|'k)\b"), r"\1 ik"),
    (re.compile(r"(?:^|(?<=\s))'?k(?= (?:heb|ben|krijg|wil|moet|kan|slik))"), "ik"),
    (re.compile(r"^(ben|heb|slik|gebruik)(?! (?:ik|je|jij|u|we|wij)\b)(?= )"), r"ik \1"),
    (re.compile(r"\s+"), " "),
)
_KEY_WORDS = (
    "aanmerking basispakket basisverzekering behandeling betalen declareren depressie diabetes dochter "
    "fysiotherapie huisarts medicijn medicijnen moeder operatie tandarts therapie vergoed vergoeden vergoedt "
    "vergoeding verzekeraar verzekerd verzekering zorgverzekeraar zorgverzekering"
).split()
_NEVER_CORRECTED = frozenset(
    """basispakketten behandelaar behandelaars behandelen behandelingen belangen bepaald bepaalt
    bepalen beperking betaald betaalt dochters metalen moeders moeten operaties operatief therapeut
    therapieen vergoede vergoedingen vertalen verzekeraars verzekerde verzekerden verzekeren
    verzekerings""".split()
)
"""Other words that look like a key word."""

_KEY_SET = frozenset(_KEY_WORDS)
_TYPO_RATIO = 87
_TOKEN = re.compile(r"[a-z]{6,}")


def is_personal_case(text: str) -> bool:
    """Whether `text` asks a verdict about somebody's own care, costs or health, or those of somebody near."""
    asked = _normal(text)
    professional = _PROFESSIONAL.search(asked) or _ARGUES.search(asked)
    if professional and not any(p.search(asked) for p in _PROFESSIONAL_KEEPS):
        # A nurse may ask for herself: then an illness of her own or a relative is in it, and a verdict.
        private = _MY_ILLNESS.search(asked) or (_RELATIVE.search(asked) and _MY_CARE.search(asked))
        return bool(private and _I_VERDICT.search(asked))
    if _WHO_DECIDES.search(asked):
        return False
    if any(pattern.search(asked) for pattern in _STRONG):
        return True
    if _asks_in_general(asked):
        return False
    own = any(pattern.search(asked) for pattern in _OWN) or (_OUR_CARE.search(asked) and _VERDICT.search(asked))
    return bool(own) and not _PROCEDURE.search(asked)


def _asks_in_general(asked: str) -> bool:
    """Whether a case is only told, and the question that ends it is one of facts that are the same for everyone.

    "Mijn huisarts noemde een leefstijlprogramma. Hoe lang duurt zoiets?"
    """
    told, _, question = _SENTENCE_END.sub("\n", asked.strip()).rpartition("\n")
    return bool(told and _OPEN_QUESTION.search(question) and not _ON_THE_CASE.search(question))


def _normal(text: str) -> str:
    """`text` in small letters without accents, with short forms written out and slips in key words undone."""
    asked = plain(text)
    for pattern, full in _SHORT_FORMS:
        asked = pattern.sub(full, asked)
    return _TOKEN.sub(_corrected, asked)


def _corrected(match: re.Match[str]) -> str:
    word = match[0]
    if word in _KEY_SET or word in _NEVER_CORRECTED:
        return word
    found = process.extractOne(word, _KEY_WORDS, scorer=fuzz.ratio, score_cutoff=_TYPO_RATIO)
    return found[0] if found else word
