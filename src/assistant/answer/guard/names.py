"""Words by which names of persons are recognised.

The list of names of the PyPI package `deduce` would be longer, but it takes 86 MB on disk and over 1 GB of
memory. A question of one sentence nearly always announces a name (`mevrouw`, `ik heet`), so that the lists
below only have to cover names without such an announcement and names in small letters.
"""

from __future__ import annotations

PARTICLES = (
    r"van\s+(?:de|den|der|het|'t)|van|von|vd|v\.\s?d\.|de\s+la|de|den|der|op\s+(?:de|den|het|'t)|"
    r"in\s+(?:de|den|het|'t)"
    r"|uit\s+(?:de|den)|aan\s+(?:de|den)|te|ten|ter|el|al|ben|bin|bint|da|dos|du|d'|le|la|l'|'t"
)
"""Regular expression of the tussenvoegsels, longest first where one begins another."""

FIRST_NAMES = frozenset(
    """aad abdel abdul abdullah achmed adriaan agnes ahmed aisha albert alex alexander ali alice alie amber
    amina amir anita anja ankie ann anne anneke annelies annemarie annemieke anouk antje anton antoon
    antoinette appie ariane arie arjan arjen arno arnold arthur astrid ayse aysel ayoub barbara bart bas
    bastiaan beatrix ben bep bernard bert bertus betty bianca bob boris bram brigitte caroline carla carlo
    cees chantal charlotte chris christa christiaan christine cindy claire claudia coen conny cor corrie
    daan dani daniel danielle david debbie dennis derk diana dick diederik dirk dolf dorien eddy edith
    eduard edwin eelco eline elisabeth elise ellen elly els elsbeth emiel emine emma emre erica erik ernst
    esmee esther eva evelien evert fabian fatih fatiha fatima fatma femke ferry fleur floor floris frank
    frans fred frederik frits gea geert geertje gerard gerda gerrie gerrit gert gijs gijsbert ginny greet
    greetje guido guus hakan halima hamza hannah hannie hanneke hans harm harry hasan hassan heidi hein
    heleen helena hendrik hendrika henk henny herman hermien hettie hicham hilde huib hubert hugo hussein
    ibrahim ida ilse imane ineke inez inge ingrid irene iris irma isa ivo jaap jack jacob jacqueline jacques
    jan janine janneke jannie jans japie jasper jean jeanette jelle jeroen jesse jet jill jim jo joanne
    jochem joep johan johanna johannes john jolanda joop joost jordy joris jos josien jozef judith julia
    jurgen jurre karel karim karin kasper kees kelly kevin khadija kim klaas klaus koen koos lars laura leen
    leendert lena leo leon leonie levi lia lianne lieke liesbeth lijsbeth linda lisa lisanne loes lotte
    louis louise lucas lucia lud luuk maaike maarten machiel magda malika manon marcel marco marga margaret
    margot margriet maria marian marianne marieke marije marijke marika marina marjan marjolein marjon
    marleen marlies marloes marten martijn martin martine mary mathilde mathijs matthijs maud maurice mehmet
    melanie melissa menno merel mia michael michel michelle micha mieke miep mike milan mirjam mohamed
    mohammed monique muhammed murat mustafa nadia naima natasja nel nick nico nicole niek niels nienke nina
    noah noor noortje nora olga omar oscar otto pascal patricia patrick paul paula paulien pauline peter
    petra piet pieter pim priscilla quinten rachid ralph ramon raymond rebecca reinier remco renate rene
    renske ria richard rick rien rik rina rita rob robbert robert robin roel roelof roland ron ronald rosa
    rosanne roos ruben rudi ruud saida said sam samantha samir samira sander sandra sanne sara sarah saskia
    sebastiaan selma serdar sharon shirley sien sietske silvia simon simone sjaak sjoerd sofie sonja stefan
    stefanie steven stijn sven suzanne sylvia tamara tanja teun teunis theo thea thijs thomas tiemen tim
    tineke tinus tjeerd tom tomas toon trees trudy truus ursula vera vincent wesley wendy wilhelmina willeke
    willem willemijn willy wim wouter yasin yasmine youssef yusuf yvette yvonne zeynep""".split()
)
"""First names that are common in the Netherlands, in small letters, but for those that are everyday words."""

SURNAMES = frozenset(
    """jong vries berg dijk bakker janssen visser smit meijer meyer boer mulder groot bos vos peters hendriks
    leeuwen dekker brouwer wit dijkstra smits graaf meer linden kok jacobs haan vermeulen heuvel veen broek
    bruijn bruin schouten beek willems vliet hoekstra maas verhoeven koster wal prins blom huisman peeters
    kuipers kuijpers veenstra post kramer martens gerritsen leeuw brink dam schipper kuiper wilde timmermans
    hermans roos groen evers yilmaz kaya demir jansen bosman driessen hofman kroon molenaar nieuwenhuis
    pieters postma scholten sanders schol snijders sluis swart veldhuis verbeek vink wagenaar wolters
    zijlstra zwart""".split()
)
"""Surnames that are common in the Netherlands, in small letters and without tussenvoegsel."""

SURNAME_ENDS = ("ssen", "nsen", "stra", "sma", "inga", "ema", "huizen", "veld", "mans", "kens", "ink", "man")
"""Ends by which other surnames are told from words of a sentence."""

FACILITIES = frozenset(
    """ziekenhuis hospital mc umc stichting fonds instituut universiteit college huis huize kliniek academie
    centrum school groep vereniging medisch bv nv""".split()
)
"""Words that make the capitalised words before or after them an organisation."""

EPONYMS = frozenset(
    """ziekte syndroom commissie stichting instituut fonds wet motie amendement morbus score schaal test
    methode model rapport werkgroep""".split()
)
"""Words for things that carry somebody's name (`ziekte van Parkinson`), which is no personal data."""

OFFICES = frozenset(
    """minister ministers staatssecretaris premier bewindspersoon kamerlid minister-president koning koningin
    prinses prins burgemeester""".split()
)
"""Public offices: who holds one is public knowledge."""

RELATIVES = (
    r"(?:(?:schoon|stief|pleeg|klein|groot)?(?:moeder|vader|zoon|zoontje|dochter|dochtertje|kind|kindje|"
    r"ouders?|kinderen)|man|vrouw|"
    r"echtgeno(?:ot|te)|partner|oma|opa|broer(?:tje)?|zus(?:je)?|oom|tante|neef(?:je)?|nicht(?:je)?|vriend|"
    r"vriendin|baby|mama|papa|"
    r"buurman|buurvrouw|buurmeisje|buurjongen)"
)
"""Regular expression of relatives and other people near to the asker."""
