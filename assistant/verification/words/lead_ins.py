"""Sentences that announce who speaks or what follows, in compared form: phrases, and words beside them."""

from functools import cache

import regex

from assistant.verification.words.tables import word_set

# What makes a sentence such an announcement; a phrase stands for itself, with the words in it.
_PHRASES = {
    "en": r"""
says?|said|saying|tells?|told|explain\w*|describ\w*|adds?|added|comment\w*|recalls?|recalled|remember\w*|
reflect\w*|answer\w*|agree[sd]?|disagree[sd]?|summ?ari[sz]e[sd]?|notes?|noted|speaks?(?! (?:for|of))|
spoke(?! (?:for|of))|looks? back|looked back|puts? (?:it|things)|sums? (?:it|things) up|
(?:sees?|saw|views?|experienced?s?) (?:it|this|that|things|the (?:matter|change|step))|
takes? a (?:similar|different) view|(?:has|have|had) (?:something|a word|an answer|an explanation|a story|
  their say|its say|(?:his|her) say|a view|an opinion|thoughts)|
(?:a few |some )?words? (?:from|of|about|on)|in (?:the |his |her |their )?(?:own )?words|
at a glance|in (?:brief|short|detail|figures|numbers|summary)|as follows|follows? (?:below|here)|
the following|so much for|(?:shares?|shared) (?:his|her|their) (?:experiences?|views?|story|thoughts)|
(?:answer|explanation|reason|reply|comment|verdict) (?:is|was) (?:short|simple|brief|clear|different)|
(?:has|have|had) an? (?:\w+ )?(?:explanation|answer|reply|reason|story|view)|and the \w+\?|
here (?:is|are|s)|(?:the )?(?:next|first) steps?|what (?:comes|happens|follows|is) next|
what next|(?:why|how) (?:now|so|it works?|they did it)|how (?:does|do|did|will) (?:it|this|that|they) \w+|
what (?:does|did) (?:it|this|that) mean|means? the following|this means|
(?:gave|gives?|shared?s?|provided?s?) (?:more |further )?(?:details?|insight|information|background)|
(?:the |this |that |an? )?(?:decision|choice|question|step|path|way|road|move|idea|start|
  beginning) (?:\w+ )?
  (?:was|is|were) (?:not|never|no|anything but|far from|hardly)|
(?:it|this|that) (?:was|is) (?:not|no|hardly|never|far from) (?:an? )?(?:\w+ )?(?:easy|simple|quick|obvious|
  foregone|hard|difficult|choice|decision|step|coincidence|accident)|
not that it was|came about|(?:began|started|begins|starts) with an? (?:question|idea|phone call|
  conversation)|
asked (?:about|why|how|what|for)|the (?:story|background|reason|idea|thinking) behind
""",
    "de": r"""
sag(?:t|te|en|ten)|erklar\w*|erlauter\w*|beschreib\w*|schilder\w*|erzahl\w*|bericht(?:et|ete|en)|
  hinzu|erganz(?:t|te|en)|
auss?er\w* sich|geauss?ert|ausserung\w*|kommentier\w*|erinner\w*|antwort\w*|meint\w*|findet|
sieht|sehen|sah(?:en)?|teil(?:t|en|te) (?:seine|ihre|die) (?:erfahrung|sicht|meinung|geschichte)\w*|
(?:antwort|erklarung|reaktion) (?:ist|war|fiel) (?:kurz|knapp|einfach)|kommt eine stimme|und die \w+\?|
(?:hat|haben|hatte) eine (?:\w+ )?(?:erklarung|antwort|meinung|geschichte)|blick\w* zuruck|zuruckblick\w*|
  druck\w* es|formulier\w*|fass\w* es|zusammen|
bringt es auf den punkt|(?:\w+ )?(?:zu|das) wort|(?:ein paar |einige |mit (?:den |seinen |
  ihren )?)worten?|worte|
stimm\w* (?:ihm |ihr |ihnen |dem )?(?:\w+ )?zu|zustimm\w*|im (?:uberblick|einzelnen|detail|folgenden)|
auf (?:einen|den ersten) blick|in (?:kurze|zahlen)|kurz (?:gesagt|gefasst)|folgende\w*|wie folgt|
  hier (?:sind|ist)|
so (?:geht|funktioniert\w*|lauft|lief|kam|entstand|begann|war)|(?:und )?(?:wie|was|warum|wieso|
  wozu) (?:geht|
  funktioniert|lauft|kommt|heisst|bedeutet|ist|jetzt|nun|gerade|kam)|das (?:heisst|bedeutet)|
dazu (?:der|die|das|\w+) (?:\w+ )?\w+:|dazu \w+:|(?:hat|haben|hatte) (?:auch )?(?:etwas|dazu|
  eine (?:erklarung|
  meinung|antwort|geschichte))|wie es (?:dazu )?kam|gab (?:weitere |nahere )?(?:details|einzelheiten)|
am anfang (?:stand|war)|(?:stand|begann|fing) (?:mit )?eine[rnm]? (?:frage|idee|anruf|gesprach)|
(?:leicht|einfach|schwer|selbstverstandlich|schnell) (?:fiel|war|machte?n?|ist|ging) \w+ (?:\w+ ){0,3}nicht|
(?:entscheidung|weg|wahl|schritt|anfang|start|suche|zeit|frage|abschied)\w* (?:\w+ ){0,2}(?:fiel|war|ist|
  ging) (?:\w+ ){0,2}
  (?:nicht|kein|keine|alles andere als)|(?:das|es) (?:war|ist|fiel|ging) (?:\w+ ){0,2}(?:nicht|kein\w*)|
auf die frage|gefragt
""",
    "es": r"""
dice\w*|dijo|dijeron|explic\w+|describ\w+|cuenta[n]?|conto|contaron|relat\w+|anad\w+|agreg\w+|coment\w+|
  senal\w+|
recuerda[n]?|record(?:o|aron)|respond(?:e|en|io|ieron)|contest(?:a|an|o|aron)|opina[n]?|opino|habl(?:a|an|
  o|aron)(?! (?:por|de))|
expres\w+|resum\w+|pronunci\w+|coincid\w+|(?:esta|estan) de acuerdo|lo (?:ve|ven|vio|vive|vivio|dice|
  cuenta)|
(?:tiene|tienen|tenia|tuvo) (?:algo|una (?:explicacion|opinion|respuesta|historia)) ?(?:que decir)?|
comparte[n]? (?:su|sus) (?:experiencia|opinion|vision|historia)s?|
(?:respuesta|explicacion) (?:es|fue) (?:breve|sencilla|corta|clara)|llega una voz|
(?:tiene|tienen) una (?:\w+ )?(?:explicacion|respuesta|opinion|historia)(?: \w+illa)?|de un vistazo|
  (?:las )?claves|en (?:breve|resumen|detalle|cifras|concreto|pocas palabras|palabras)|
(?:unas |algunas )?palabras|lo siguiente|los siguientes|a continuacion|estos son|estas son|aqui (?:esta|
  estan)|
proximos pasos|(?:como|por que|que) (?:funciona|empezo|nacio|surgio|viene|pasa|sigue|significa|ahora|fue)|
  por que|
asi (?:funciona|nacio|empezo|surgio|fue|es)|(?:hubo|habia|estuvo) una (?:pregunta|idea)|
(?:empezo|comenzo|nacio) con una? (?:pregunta|idea|llamada|conversacion)|
(?:decision|eleccion|camino|comienzo|inicio|paso|busqueda) no (?:fue|es|era|resulto)|no (?:fue|es|era|
  resulto)[ ]
  (?:(?:una?|nada|tan) )?(?:\w+ )?(?:facil|sencill[oa]|dificil|decision|eleccion|casualidad)|
(?:dio|dieron|ofrecio) (?:mas )?detalles|pregunt(?:ad|ar)\w*|preguntas?|tambien (?:habla|hablo|opina|tiene)
""",
    "he": r"""
[והש]?(?:אומר|אמר|מספר|סיפר|מסביר|הסביר|מתאר|תיאר|מוסיף|הוסיף|מוסיפ|הוסיפ|מסכם|סיכם|מסכמ|סיכמ|נזכר|זוכר|
  מנסח|ניסח|
  מגיב|הגיב|עונה|ענה|משיב|השיב|ענ|מסכים|הסכים|מסכימ|הסכימ|התייחס|מתייחס|מעיד|העיד|מציין|ציין|ציינ|
  מציינ)(?:ה|ת|תה|ו|ים|ות)?|
ל?דברי\w*|את דבר(?:ו|ה|ם)|(?:יש|היה) (?:\w+ )?מה (?:לומר|להגיד|לספר)|(?:יש|היה|הייתה) (?:\w+ )?(?:סיפור|
  הסבר|תשובה|דעה)|
(?:רואה|רואים|ראה|ראתה|ראו|חווה) (?:זאת|את זה|את הדברים|את השינוי)|במבט (?:אחד|לאחור)|בקצרה|בקיצור|בפירוט|
  במספרים|
משתפ(?:ת|ים|ות)? ב(?:חוויה|סיפור|דעה|חוויות)|משתף ב(?:חוויה|סיפור)|
ה?תשובה (?:של\w+ )?(?:קצרה|פשוטה|ברורה)|נשמע קול|ו?מה אומרים ה\w+|עיקרי הדברים|הדברים הבאים|כדלקמן|כדלהלן|
  להלן|הנה|כמה מילים|(?:שני|2) הצדדים|(?:שתי|2) ה(?:חברות|קבוצות)|
  ב?מילותי\w+|במילים (?:של|אחרות)|
ו?(?:איך|כיצד|מדוע|למה) (?:זה|זאת|הם|היא|הוא|זה) \w+|ו?מה (?:הלאה|עכשיו|זה אומר|השתנה|קורה|קרה|המשמעות)|
כך (?:נולד|זה|רואה|רואים|התחיל|אומר|אומרים|מתאר)\w*|מ?דובר ב\w+|(?:הצעדים|השלבים) הבאים|
(?:ההחלטה|הדרך|הבחירה|ההתחלה|הצעד|המהלך) (?:\w+ )?(?:לא|אינ\w+)|ז[והא]ת? (?:לא|אינ\w+) (?:היה|הייתה)|
  לא היה קל|
כש?נשאל\w*|לשאלה|מסר\w* פרטים|בהתחלה (?:עמדה|הייתה) (?:שאלה|\w+)
""",
}
# What may stand beside such a phrase: it tells nothing of a company, a product or a market.
_BESIDE = {
    "en": word_set("""
    detail details point points fact facts reason reasons step steps question questions answer decision
    choice idea
    background information announcement agreement news side sides word words view thing things change
    changed changes
    happened happens way ways easy simple hard difficult quick briefly well simply similarly differently
    frankly openly here there below one ones another both also too key story path why what how this that it
    they
    something little lot time times look next back then later first itself together on from behind same out
    person people board everyday daily matter light taken much yet before after began started changes life
    """),
    "de": word_set("""
    einzelheiten details eckdaten fakten punkte grunde grunden schritte schritt frage fragen antwort
    entscheidung
    weg idee geschichte vereinbarung mitteilung seite seiten wort worte blick anfang warum wieso was wie
    geandert
    verandert passiert gekommen leicht einfach schwer schnell knapp kurz gut genau ahnlich anders offen
    jetzt dazu
    dahin dorthin dafur davon daruber es das dies dem den ihm ihr ihnen sein seine ihre selbst beide beiden
    einer
    eine folgendes folgt gilt konkret zuruck weiter auch noch hintergrund erklarung meinung abkommen vertrag
    stand
    hat haben sich fest dann spater lange ruckblick alltag veranderung bedeutet heisst gern person
    """),
    "es": word_set("""
    detalles detalle datos puntos motivos razones paso pasos pregunta preguntas respuesta decision eleccion
    camino
    idea historia acuerdo anuncio comunicado parte partes palabra palabras inicio inicios comienzo comienzos
    cambio cambios cambiado cambia pasado ocurrido facil sencillo sencilla dificil rapido brevemente bien asi
    igual misma mismo forma manera ahora algo decir esto eso ello ella ellas lo ambas ambos siguiente
    siguientes
    principio practica significa colega trata como que por que funciona empezo nacio viene sigue su sus
    mucho mundo
    todavia tambien detras contexto explicacion vida diario opinion persona
    """),
    "he": word_set("""
    פרטים פרט נקודות סיבה סיבות צעד צעדים שאלה שאלות תשובה החלטה בחירה דרך רעיון סיפור הסכם הודעה צד צדדים
    מילה מילים
    דברים דבר התחלה השתנה קרה קל קלה קלים פשוט פשוטה קשה מהר היטב בקצרה אחרת דומה עכשיו זאת זה זו כך איך
    כיצד מדוע למה
    מה אחד אחת אחדים שני שתי איתו איתה עמו שם בפועל הלאה הבאים הבאות התחיל התחילה נולד נולדה עובד לומר גם מעט
    כמה שינוי אתמול רקע הסבר דעה אדם לאחור מבט ראשונים
    """),
}
# People, whatever they do; then words that end as theirs do, which are people only before the phrase.
_PEOPLE = {
    "en": (
        r"""
        investors? founders? customers? users? partners? mayors? nurses? teachers? managers? directors?
        colleagues? neighbou?rs? chief executive chair\w* president spokes\w+ scientists? experts? members?
        families parents students? patients? team owners? residents? women woman man men company
        """,
        r"\w+(?:er|or|ist|ian|man|woman|smith|wright)s?",
    ),
    "de": (
        r"""
        \w*invest\w+ \w*grunder\w* kund\w+ nutz\w+ partner\w* \w*burgermeister\w* kolleg\w+ nachbar\w*
        \w*chef\w* \w*leiter\w* vorsitzende\w* vorstand\w* sprecher\w* mitglied\w* familie\w* eltern team
        unternehmen
        """,
        r"\w+(?:in|innen|er|ern|eur|euren|ist|isten|mann|frau|leute)",
    ),
    "es": (
        r"""
        inversor\w* fundador\w* client\w+ usuari\w+ soci[oa]s? alcald\w+ colegas? companer\w+ vecin\w+
        president\w+ portavo\w+ miembros? familias? padres equipo empresa responsables?
        """,
        r"\w+(?:or|ora|ores|oras|ero|era|eros|eras|ista|istas|ante|antes|ente|entes|ologo|ologa|ico|ica)",
    ),
    "he": (
        r"""
        ה?משקיע\w* ה?מייסד\w* מ?המייסד\w* ה?לקוח\w* ה?שותפ\w* ה?שותף \w*ראש ה?עיר ה?עמית\w* עמיתו עמיתה
        ה?שכנ\w* ה?יושב\w* ה?מנהל\w* ה?מנכ\w* ה?דובר\w* ה?חבר\w* ה?אופ\w+ ה?בעל\w* ה?אח\w+ ה?רופא\w*
        ה?מור\w+ ה?מנהלת ה?צוות ה?במאי\w* ה?מתנדב\w* ה?חקלא\w+ ה?מגדל\w* ה?אנשי\w*
        """,
        r"(?!)",
    ),
}


@cache
def phrases(language: str) -> regex.Pattern[str]:
    """Return what finds the phrases of a folded text that make it announce who speaks or what follows."""
    lines = regex.sub(r"\n\s*", "", _PHRASES[language])
    return regex.compile(rf"(?<!\w)(?:{lines})(?!\w)")


def tells_nothing(word: str, language: str) -> bool:
    """Return True for a folded word that may stand beside such a phrase."""
    return word in _BESIDE[language]


def is_person(word: str, language: str, *, before: bool) -> bool:
    """Return True for a folded word that means a person or several; `before` such a phrase, by its ending."""
    known, by_ending = _people(language)
    return bool(known.fullmatch(word) or (before and by_ending.fullmatch(word)))


@cache
def _people(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    known, by_ending = _PEOPLE[language]
    return regex.compile("|".join(known.split())), regex.compile(by_ending)
