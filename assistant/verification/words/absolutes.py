"""Superlatives and absolutes of four languages, in their compared form; one row is one claim.

A row is its name, then patterns of whole words.
"""

from functools import cache, lru_cache

import regex

_HE = r"[והבלמשכ]{0,3}"
# What is first, only, best ... wherever it stands. `HE` stands for Hebrew prefixes.
_ROWS = r"""
first|first|first-ever|firsts|firstly|pioneer\w*|groundbreaking|trailblaz\w*|erste[rnsm]?|erstmals|
  erstmalig\w*|
  weltpremiere|pionier\w*|bahnbrechend\w*|wegweisend\w*|vorreiter\w*|primer[oa]?s?|pioner[oa]s?|
  por primera vez|
  HEראשונ(?:ה|ים|ות|י)?|HEראשון|לראשונה|HEחלוצ\w*|HEחלוץ|HEפור[צץ]\w* דרך
only|only|sole|solely|exclusiv\w*|einzige?[rnsm]?|nur|exklusiv\w*|ausschliesslich\w*|alleinig\w*|unic[oa]s?|
  unicamente|solo|solamente|exclusiv\w+|HEיחיד(?:ה|ים|ות)?|HEבלעדי\w*|רק|בלבד
unique|unique\w*|one of a kind|one-of-a-kind|unrivall?ed|unmatched|unparalleled|unprecedented|unbeatable|
  unbeaten|peerless|incomparable|unequall?ed|second to none|without equal|einzigartig\w*|einmalig\w*|
  beispiellos\w*|konkurrenzlos\w*|unvergleichlich\w*|unerreicht\w*|unubertroffen\w*|unschlagbar\w*|
  seinesgleichen|inigualabl\w*|incomparabl\w*|insuperabl\w*|sin precedentes|sin igual|sin rival|
  irrepetibl\w*|
  imbatibl\w*|HEייחודי\w*|HEיחיד(?:ה)? במינ\w+|חסר(?:ת|י|ות)? תקדים|HEאין דומה|ללא תחרות|ללא מתחרים|
  חסר(?:ת)? תחרות
leading|the leading|a leading|leading(?! (?:the|a|our|this|its|to|up|investor|the)(?!\w))|(?:industry|
  market|world|class|category)[- ]leading|
  lead(?:s|ing)? the (?:market|industry|world|field|sector|way)|world leader|market leader\w*|
  leaders? (?:in|of the)|top|number one|number 1(?!\d)|no\. ?1(?!\d)|# ?1(?!\d)|nr\. ?1(?!\d)|1st place|
  fuhrend\w*(?! (?:invest|geldgeb))|marktfuhr\w*|weltmarktfuhr\w*|
  branchenfuhr\w*|technologiefuhr\w*|spitzenreiter\w*|nummer (?:eins|1)|spitzen\w+|lider(?:es)?(?! invers)|
  lider(?:es)?$|puntera?s?|numero (?:uno|1)|n\.? ?º ?1|n ?1|primera linea|vanguardia|referente|
  HEמוביל(?:ה|ים|ות)? (?:בתחומ\w+|בתחום|בעולם|בישראל|בשוק|בענף|בארץ|באירופה|בסוגו|בסוגה)|ה?מספר (?:אחת|
  אחד|1)|
  הHEמוביל(?:ה|ים|ות)?|מהמוביל(?:ה|ים|ות)|מובילת (?:ה\w+)
best|best|finest|greatest|world-class|world class|perfect\w*|ultimate|top-quality|unsurpassed|optimal\w*|
  beste[rnsm]?|
  am besten|bestmoglich\w*|perfekt\w*|ideal\w*|weltklasse|erstklassig\w*|optim\w+|mejor(?:es)?|
  perfect[oa]s?|
  HEטוב(?:ה|ים|ות)? ביותר|HEטוב(?:ה|ים|ות)? ב(?:עולם|ישראל|שוק|ארץ|ענף|תחום|תחומו|תחומה)|HEמושלמ\w*|HEמושלם|
  הכי טוב\w*|HEמיטב\w*|HEאולטימטיבי\w*
largest|largest|biggest|grosste[rnsm]?|am grossten|mas grandes?|mayor(?:es)? (?:\w+ )?(?:del?|en)|
  (?:el|la|los|las) mayor(?:es)?|HEגדול(?:ה|ים|ות)? ביותר|הכי גדול\w*|HEגדול(?:ה|ים|ות)? ב(?:עולם|ישראל|
  מזרח|ארץ|אירופה|ענף|סוגו|סוגה)|
  הגדול(?:ה|ים|ות)? מסוג\w+
smallest|smallest|tiniest|kleinste[rnsm]?|mas pequen[oa]s?|HEקטנ?ן?(?:ה|ים|ות)? ביותר|הכי קטן\w*
fastest|fastest|quickest|schnellste[rnsm]?|am schnellsten|mas rapid[oa]s?|mas veloz|HEמהיר(?:ה|ים|
  ות)? ביותר|הכי מהיר\w*
cheapest|cheapest|lowest|gunstigste[rnsm]?|billigste[rnsm]?|niedrigste[rnsm]?|mas barat[oa]s?|mas baj[oa]s?|
  HEזול(?:ה|ים|ות)? ביותר|הכי זול\w*|HEנמו[כך](?:ה|ים|ות)? ביותר
most|most \w+ly|most (?!of |people |other|cases|users|customers|likely )\w{5,}|most|meiste[nrs]?|
  mas (?!de |que |a |en |informacion|info|tarde|temprano|detalle|dato|noticia|foto|imagen|tiempo|ayuda|
  persona|cliente|emple|puesto|
  alla|adelante|del )\w{5,}(?! que)|\w+isim[oa]s?|HE\p{Hebrew}+ ביותר|הכי \p{Hebrew}+|HEמרבית
newest|newest|most modern|modernste[rnsm]?|neueste[rnsm]?|innovativste[rnsm]?|mas modern[oa]s?|
  mas innovador\w*|
  HEחדשני(?:ת|ים|ות)? ביותר|
  HEמתקדמ?ם?(?:ת|ים|ות)? ביותר
highest|highest|hochste[rnsm]?|mas alt[oa]s?|maxim[oa]s?|HEגבוה(?:ה|ים|ות)? ביותר
revolution|revolution\w*|game-chang\w*|game chang\w*|breakthrough\w*|record-\w+|(?:a|new|all-time) record|
  record (?:year|sales|profit|number|high|result|time)\w*|
  record\w* historic\w*|revolutionar\w*|rekord\w*|
  durchbruch\w*|
  revolucionari\w*|rompedor\w*|historic[oa]s?|HEמהפכני\w*|HEמהפכ\w*|HEפריצת דרך|HEשיא|HEהיסטורי\w*
never|never|nie|niemals|nirgends|nunca|jamas|מעולם|לעולם לא|אף פעם|לעולם
always|always|forever|at all times|immer|stets|jederzeit|fur immer|siempre|en todo momento|תמיד|לעולם ועד|
  לנצח|בכל עת
all|all(?! about)|every|everyone|everybody|everything|everywhere|each and every|entire\w*|whole|
  complete(?!d|s)\w*|total(?:ly)|
  absolutely|alle[rnsm]?|samtlich\w*|jede[rnsm]?|jedermann|uberall|vollstandig\w*|komplett\w*|restlos\w*|
  absolut\w*|
  tod[oa]s?|complet(?:o|a|os|as|amente)|absolut\w*|HEכל|HEכלל|HEכולם|HEכולן|לחלוטין|לגמרי|
  HEמוחלט\w*|במלוא\w*
each|each|je|cada(?: un[oa])?
none|no one|nobody|none|no other|no competitor\w*|zero|null|niemand\w*|kein(?:e|er|en|em|
  es)? andere[rnsm]?|nadie|
  ningun\w* otr[oa]|אף אחד|אף אחת|שום|אף חברה|אין אחר\w*
guarantee|guarantee\w*|garantier\w*|garantiza\w*|garantizad\w*|HEמובטח\w*|HEמבטיח\w* תוצא\w+
renowned|renowned|acclaimed|premier|foremost|world-famous|legendary|iconic|state-of-the-art|
  state of the art|cutting-edge|cutting edge|leading-edge|outstanding|exceptional\w*|extraordinar\w*|
  renommiert\w*|herausragend\w*|hochmodern\w*|exzellent\w*|aussergewohnlich\w*|weltberuhmt\w*|legendar\w*|
  prestigios[oa]s?|excepcional\w*|extraordinari[oa]s?|emblematic[oa]s?|de primer nivel|por excelencia|
  de ultima generacion|HEיוקרתי\w*|HEאגדי\w*|HEיוצא\w* (?:מן הכלל|דופן)|מהשורה הראשונה|ברמה עולמית|
  HEשם עולמי|שאי[ןנ] \w{0,3} ?כמו\w+
ever|than ever|ever before|never before|like no other|nothing like it|wie nie zuvor|denn je|als je zuvor|
  wie kein\w* ander\w*|como nunca|que nunca|nunca antes|como ningun\w*|HEאי פעם|HEאי-פעם|כפי שלא היה
award|award-winning|multi-award\w*|preisgekront\w*|mehrfach ausgezeichnet\w*|galardonad\w*|premiad\w*|
  HEעטור\w* פרס\w*|HEזוכת פרס\w*
"""
# Superlatives that no row has: "the strongest", "am stärksten".
_ANY = {
    "en": regex.compile(
        r"(?<!\w)(?!(?:late|inter|inve|reque|fore|harve|we|ea|gue|hone|sugge|dige|conte|prote|nea?re|ne|"
        r"re|te|que|"
        r"mode|arre|pe|ve|ze|che|cre|bla|boa|toa|coa|lea|bu|earne|manife|tempe|clo|divest|ingest|detest|"
        r"attest|"
        r"for|lo|mo|la|pa|va|fa|ca|du|mu|tru|ju|a|midwe|southwe|northwe|southea|northea|budape|inquest|"
        r"unrest|everest|almost|bequest|infest|molest|nonfore|refore|defore)st(?!\w)|"
        r"(?:interest|invest|request|forest|harvest|guest|honest|suggest|digest|contest|protest|latest|"
        r"modest)"
        r"(?!\w))\p{L}{2,}est(?!\w)"
    ),
    "de": regex.compile(
        r"(?:(?<!\w)am \p{Ll}{3,}sten(?!\w)|(?<=(?<!\w)(?:der|die|das|den|dem|des|zur|zum|ihr|ihre|seine|"
        r"ihren|unsere|welt|"
        r"europas|deutschlands) )(?!nachste|letzte|jungste[nr]? (?:zeit|vergangenheit)|beste|erste|fest|"
        r"ernst|selbst|"
        r"bewusst|bisher)\p{Ll}{3,}(?<!s)ste[nrsm]?(?!\w))"
    ),
}
_SURELY_NO_SUPERLATIVE = regex.compile(
    r"first (?:half|quarter|name|of all|aid|line|floor)|erste[ns]? (?:halbjahr|quartal|halfte|schritt)|"
    r"(?:primer|primera) (?:trimestre|semestre|mitad|paso)|ראשון לציון|ביום ראשון|יום ראשון|at first|"
    r"not only|"
    r"nicht nur|no solo|לא רק|top of|first step|in jedem fall|vor allem|at all|above all|after all|"
    r"alle[rs]dings|"
    r"sobre todo|con todo|all around|all-round|alleine?|כל הזכויות|allemal|in order|at most|at best|at least|"
    r"all rights|for the most part|most of|(?:every|each) (?:half|day|week|month|year|hour|minute|second|"
    r"morning|evening|night|quarter|time|\d)|(?:jede[nrsm]?|alle) (?:halbe|tag|woche|monat|jahr|stunde|"
    r"minute|sekunde|morgen|abend|quartal|mal)\w*|alle \w+ (?:tage|wochen|monate|jahre|stunden|minuten|"
    r"sekunden)|tod[oa]s l[oa]s (?:dias|semanas|meses|anos|horas|mananas|noches)|כל (?:יום|שבוע|חודש|שנה|"
    r"שעה|רבעון|פעם|דקה)|wie immer|nie(?:der|drig)|a nivel mundial"
)


@lru_cache(maxsize=1024)
def absolutes(text: str, language: str) -> tuple[tuple[str, int, int], ...]:
    """Return the claims of a folded text in `language`: the row's name or the word, start and end."""
    harmless = [match.span() for match in _SURELY_NO_SUPERLATIVE.finditer(text)]
    found = [(str(match.lastgroup), *match.span()) for match in _pattern().finditer(text)]
    if language in _ANY:
        found += [(match[0][:5], *match.span()) for match in _ANY[language].finditer(text)]
    return tuple(one for one in found if not any(start < one[2] and one[1] < end for start, end in harmless))


@cache
def _pattern() -> regex.Pattern[str]:
    rows = regex.sub(r"\n\s+", "", _ROWS).strip().replace("HE", _HE).splitlines()
    named = (row.partition("|") for row in rows)
    return regex.compile(rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, _, words in named)})(?!\w)")
