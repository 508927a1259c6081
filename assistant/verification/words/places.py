"""Names that differ by language: countries (from CLDR), peoples, large cities, roles."""

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.verification.normalise import words
from assistant.verification.words.languages import LANGUAGES
from assistant.verification.words.tables import table_rows

# One row is one thing; all in compared form. A word that ends in * stands for all words that begin so.
_PLACES = table_rows("""
munich|munchen|muenchen|מינכן
cologne|koln|koeln|colonia|קלן
vienna|wien|viena|וינה
zurich|zuerich|ציריך
geneva|genf|ginebra|ז'נבה
basel|basilea|באזל
bern|berne|berna
nuremberg|nurnberg|nuernberg
hanover|hannover
frankfurt|francfort|פרנקפורט
berlin|ברלין
hamburg|hamburgo|המבורג
dusseldorf|duesseldorf|דיסלדורף
stuttgart|שטוטגרט
leipzig|לייפציג
dresden|dresde|דרזדן
london|londres|לונדון
paris|פריז
rome|rom|roma|רומא
milan|mailand|milano|מילאנו
turin|torino|טורינו
venice|venedig|venecia|venezia|ונציה
florence|florenz|florencia|firenze
naples|neapel|napoles|napoli
madrid|מדריד
barcelona|ברצלונה
seville|sevilla|סביליה
zaragoza|saragossa
valencia|ולנסיה
malaga|מלגה
bilbao|בילבאו
lisbon|lissabon|lisboa|ליסבון
brussels|brussel|bruselas|בריסל
antwerp|antwerpen|amberes
amsterdam|אמסטרדם
the hague|den haag|la haya
copenhagen|kopenhagen|copenhague|קופנהגן
stockholm|estocolmo|שטוקהולם
warsaw|warschau|varsovia|ורשה
prague|prag|praga|פראג
budapest|בודפשט
athens|athen|atenas|אתונה
moscow|moskau|moscu|מוסקבה
new york|nueva york|ניו יורק
mexico city|mexiko-stadt|ciudad de mexico
tokyo|tokio|טוקיו
beijing|peking|pekin|בייג'ינג
jerusalem|jerusalen|ירושלים
tel aviv|tel-aviv|תל אביב|תל-אביב
haifa|חיפה
eilat|אילת
beersheba|beer sheva|be'er sheva|beerscheba|באר שבע
nazareth|nazaret|נצרת
netanya|נתניה
jaffa|yafo|יפו
ashdod|אשדוד
ashkelon|אשקלון
rishon lezion|ראשון לציון
petah tikva|פתח תקווה
ramat gan|רמת גן
bnei brak|בני ברק
holon|חולון
raanana|רעננה
kfar saba|כפר סבא
modiin|מודיעין
safed|zefat|צפת
tiberias|טבריה
acre|akko|עכו
nahariya|נהריה
karmiel|carmiel|כרמיאל
dimona|דימונה
yeruham|ירוחם
arad|ערד
afula|עפולה
yokneam|יקנעם
lod|לוד
ramla|רמלה
herzliya|herzlia|הרצליה
hod hasharon|הוד השרון
ness ziona|נס ציונה
hadera|חדרה
zikhron yaakov|זכרון יעקב|זיכרון יעקב
pardes hanna|פרדס חנה
kiryat shmona|קריית שמונה|קרית שמונה
kiryat gat|קריית גת|קרית גת
migdal haemek|מגדל העמק
beit shean|בית שאן
beit shemesh|בית שמש
mitzpe ramon|מצפה רמון
rosh pina|ראש פינה
umm al-fahm|אום אל פחם|אום אל-פחם
rahat|רהט
sakhnin|סכנין
netivot|נתיבות
ofakim|אופקים
katzrin|קצרין
metula|מטולה
karmiel|כרמיאל
yokneam|יקנעם|יוקנעם
caesarea|קיסריה
herzliya|herzlia|הרצליה
bavaria|bayern|baviera|בוואריה
saxony|sachsen|sajonia
lower saxony|niedersachsen|baja sajonia
thuringia|thuringen|turingia
hesse|hessen
north rhine-westphalia|nordrhein-westfalen|nrw
galicia*|galici*|galego|gallego*|gallega*|galicisch*
basque*|baskenland|baskisch*|pais vasco|euskadi|vasco|vasca
catalan*|katalan*
andalusian*|andalusisch*|andaluz*
bavarian*|bayerisch*|bavaro*
saxon|sachsisch*
cadiz|קאדיס|קדיס
cordoba|קורדובה
granada|גרנדה
andalusia|andalusien|andalucia|אנדלוסיה
catalonia|katalonien|cataluna|catalunya|קטלוניה
galilee|galilaa|galilea|גליל
negev|neguev|נגב
european|europa*|europe|europaisch*|europe*|אירופ*
eu|ue|european union|europaische union|union europea|האיחוד האירופי
us|usa|u s|eeuu|ee uu|united states|vereinigte staaten|estados unidos|ארהב|ארצות הברית|american*|
  amerika*|estadounidense*|אמריק*|america|norteamerican*
uk|united kingdom|britain|great britain|british|grossbritannien|vereinigtes konigreich|reino unido|
  britisch*|britanic*|בריטני*|בריטי*|gb|england
un|onu|united nations|vereinte nationen|naciones unidas|האום
german*|deutsch*|aleman*|גרמנ*
spain|spanish|spaniards|spani*|espan*|ספרד*
israel*|ישראל*
france|french|frankreich|franzos*|franc*|frances*|צרפת*
ital*|איטל*
austria*|osterreich*|austriac*|אוסטרי*
swiss|switzerland|schweiz*|suiz*|שוויצ*|שווייצ*
dutch|netherlands|holland|niederland*|holandes*|paises bajos|הולנד*
portug*|פורטוגל*
poland|polish|polen|polnisch*|polon*|polac*|פולנ*|פולין
mexic*|mexik*|מקסיק*
china|chinese|chines*|סין|סיני*
japan*|japon*|יפן|יפנ*
swed*|schwed*|suec*|שבד*
latin*|lateinamerik*
cet|mez
cest|mesz
utc|gmt
dr|doctor|doktor|doktorin|doctora|dra|ד"ר
prof|professor|professorin|profesor|profesora|פרופ'|פרופסור|פרופסורית
ai|ki|ia|artificial intelligence|kunstliche intelligenz|kunstlicher intelligenz|inteligencia artificial|
  בינה מלאכותית
""")
# Kinds of persons and houses: part of a name ("University of Seville"), but not a name alone.
_KINDS = table_rows("""
ceo|chief executive|chief executive officer|geschaftsfuhrer*|director general|directora general|
  consejera delegada|consejero delegado|מנכל*|vorstandsvorsitzende*|managing director|
  director ejecutivo|directora ejecutiva
cto|chief technology officer|technical director|technikchef*|technische leiterin|technischer direktor|
  director tecnico|
  directora tecnica|סמנכל טכנולוגיות|סמנכלית טכנולוגיות|technischer leiter|director de tecnologia|
  directora de tecnologia
cfo|chief financial officer|finanzchef*|finanzvorstand*|director financiero|directora financiera|
  finance director|סמנכל כספים|סמנכלית כספים
coo|chief operating officer|director de operaciones|directora de operaciones|סמנכל תפעול|סמנכלית תפעול|
  betriebsleiter*
cmo|chief marketing officer|marketingleiter*|directora de marketing|director de marketing|סמנכל שיווק|
  סמנכלית שיווק|head of marketing|marketing director|marketingchef*
mayor|mayoress|burgermeister*|oberburgermeister*|alcald*|ראש העיר|ראשת העיר|ראש העירייה|ראש עיריית
minister|ministerin|ministro|ministra|שר|שרת
lane|ln
road|rd
avenue|ave|av|avenida|avda
square|sq
university|universitat*|universidad|אוניברסיט*
institute|institut*|instituto|מכון
school|schule|escuela|בית ספר
hospital|krankenhaus|klinikum|בית חולים|בית החולים
museum|museo|מוזיאון
foundation|stiftung|fundacion|קרן
association|verband|verein|asociacion|עמותה|עמותת|איגוד
ministry|ministerium|ministerio|bundesministerium
bank|sparkasse|banco|בנק
winery|weingut|bodega|bodegas|יקב|יקבי
bakery|backerei|panaderia|מאפייה|מאפיית
""")
LONGEST = 4  # words of a name


@cache
def _rows() -> dict[str, frozenset[int]]:
    """Return the numbers of the rows that each phrase stands in."""
    from babel import Locale

    rows: dict[str, frozenset[int]] = {}
    countries = [locale.territories for locale in map(Locale, LANGUAGES)]
    named = [[str(one[code]) for one in countries] for code in countries[0] if str(code).isalpha()]
    for number, row in enumerate([*_KINDS, *_PLACES, *named]):
        for phrase in row:
            key = " ".join(words(phrase)) + "*" * phrase.endswith("*")
            rows[key] = rows.get(key, frozenset()) | {number}
    return rows


def names_at_start(tokens: Sequence[str]) -> Iterator[tuple[int, frozenset[int]]]:
    """Yield how many of the first `tokens` are such a name, longest first, and the rows of the name."""
    rows = _rows()
    if tokens[0] in _first_words():
        for size in range(min(LONGEST, len(tokens)), 0, -1):
            if found := rows.get(" ".join(tokens[:size])):
                yield size, found
    for size in range(2, len(tokens[0]) + 1):
        if found := rows.get(f"{tokens[0][:size]}*"):
            yield 1, found


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(" ")[0] for phrase in _rows())


def is_place(word: str) -> bool:
    """Return True if a folded word is a name by itself."""
    return any(row >= len(_KINDS) for _, rows in names_at_start([word]) for row in rows)


def rows_in(tokens: Sequence[str]) -> frozenset[int]:
    """Return the rows of all such names among `tokens`, a Hebrew one perhaps with a prefix."""
    found: frozenset[int] = frozenset()
    for place, token in enumerate(tokens):
        for start in without_prefixes(token):
            found = found.union(
                *(rows for _, rows in names_at_start([start, *tokens[place + 1 : place + LONGEST]]))
            )
    return found


def without_prefixes(word: str) -> list[str]:
    """Return a word and, if it is Hebrew, what is left without one and two prefixes (and, the, in ...)."""
    found = [word]
    while len(found) < 3 and len(found[-1]) > 2 and found[-1][0] in "והבלמשכ":
        found.append(found[-1][1:])
    return found
