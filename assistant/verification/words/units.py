"""What is counted or measured: scale words, currencies and units in four languages.

All words are in their compared form (see `normalise`). A newcomer adds a row.
"""

from decimal import Decimal
from functools import cache

from assistant.verification.words.tables import table_rows

_THOUSAND, _MILLION, _MILLIARD, _BILLION = Decimal(10**3), Decimal(10**6), Decimal(10**9), Decimal(10**12)
_SCALES: dict[Decimal, str] = {
    Decimal(12): "dozen dozens dutzend docena docenas תריסר",
    Decimal(100): "hundred hundert מאות",
    _THOUSAND: "k thousand tausend tsd mil אלף אלפים אלפי",
    _MILLION: "mm mn mln mio mill million millions millionen millon millones מיליון מיליוני מליון",
    _MILLIARD: "bn mrd md milliarde milliarden milliard מיליארד מיליארדי",
    _BILLION: "tn trillion trillions billon billones billionen טריליון",
}
# The same letters, another number.
_BILLION_MEANS = {"en": _MILLIARD, "de": _BILLION, "es": _BILLION, "he": _MILLIARD}

# One row is one unit; the first word is its name. Words with spaces are found as they stand.
CURRENCIES = table_rows("""
USD|us$|usd|$|us-dollars|us-dollar|us dollars|us dollar|dollars|dollar|dolares|dolar|דולרים|דולר
EUR|€|eur|euros|euro|אירו|יורו
GBP|£|gbp|sterling|ליש"ט
ILS|₪|ils|nis|new shekels|shekels|shekel|schekel|sequeles|shekalim|שקלים חדשים|שקלים|שקל|ש"ח|שח
CHF|chf|sfr|swiss francs|swiss franc|schweizer franken|franken|francos suizos|פרנקים|פרנק
JPY|¥|jpy|yen|ין
CAD|c$|ca$|cad|canadian dollars|kanadische dollar|dolares canadienses
AUD|a$|au$|aud|australian dollars|australische dollar|dolares australianos
MXN|mx$|mxn|mexican pesos|pesos mexicanos|pesos|peso
INR|₹|inr|rupees|rupien|rupias
CNY|cny|rmb|yuan|יואן
SEK|sek|swedish crowns|schwedische kronen
DKK|dkk|danish crowns
NOK|nok|norwegian crowns
PLN|pln|zloty|zlotys
cent|cents|centimos|centavos|סנט|אגורות
""")
MEASURES = table_rows("""
percentage point|percentage points|pp|prozentpunkte|prozentpunkten|prozentpunkt|
  puntos porcentuales|punto porcentual|נקודות אחוז|נקודות האחוז
%|percent|per cent|pct|prozent|prozentige|prozentiger|prozentigen|prozentiges|ige|por ciento|אחוזים|אחוז
basis point|basis points|bps|basispunkte|puntos basicos|נקודות בסיס
times|x|fold|-fold|fach|-fach|fache|mal|veces|פעמים
km|kilometres|kilometers|kilometre|kilometer|kilometern|kilometros|kilometro|ק"מ|קילומטרים|קילומטר|קמ
mile|miles|mi|meile|meilen|millas|milla|מיילים|מייל
m|metres|meters|metre|meter|metern|metros|metro|מטרים|מטר
cm|centimetres|centimeters|zentimeter|centimetros|ס"מ|סנטימטר|סנטימטרים
mm|millimetres|millimeters|millimeter|milimetros|מ"מ|מילימטר
ft|feet|foot|fuss|pies|רגל
inch|inches|zoll|pulgadas|pulgada|אינץ'|אינץ
ha|hectares|hectare|hektar|hectareas|hectarea|הקטרים|הקטר
acre|acres|morgen|אקרים|אקר
dunam|dunams|dunum|דונמים|דונם
m2|square metres|square meters|square metre|square meter|sqm|sq m|quadratmeter|quadratmetern|qm|
  metros cuadrados|מ"ר|מטרים רבועים|מטר רבוע|מטרים מרובעים
sq ft|square feet|square foot|sqft|quadratfuss|pies cuadrados|רגל רבוע
km2|square kilometres|square kilometers|quadratkilometer|kilometros cuadrados|קמ"ר
sq mi|square miles|quadratmeilen|millas cuadradas
m3|cubic metres|cubic meters|kubikmeter|metros cubicos|מ"ק|קוב
t|tonnes|tonne|tons|ton|tonnen|toneladas|tonelada|טונות|טון
kg|kilograms|kilogram|kilogramm|kilos|kilo|kilogramos|kilogramo|ק"ג|קילוגרם|קילו|קג
g|grams|gram|gramm|gramos|gramo|גרמים|גרם
mg|milligrams|milligramm|miligramos
lb|lbs|pounds of weight|libras de peso|ליברות
oz|ounces|ounce|unzen|onzas
l|litres|liters|litre|liter|litern|litros|litro|ליטרים|ליטר
hl|hectolitres|hectoliters|hektoliter|hectolitros
ml|millilitres|milliliters|milliliter|mililitros|מ"ל|מיליליטר
gal|gallons|gallon|gallonen|galones|גלונים
kwh|kilowatt hours|kilowatt-hours|kilowattstunden|kilovatios hora|קילוואט-שעה|קוט"ש
mwh|megawatt hours|megawatt-hours|megawattstunden|megavatios hora
gwh|gigawatt hours|gigawatt-hours|gigawattstunden|gigavatios hora
kw|kilowatts|kilowatt|kilovatios|קילוואט
mw|megawatts|megawatt|megavatios|מגה-ואט|מגוואט|מגה ואט
gw|gigawatts|gigawatt|gigavatios|ג'יגה-ואט|גיגה ואט
w|watts|watt|vatios|ואט
kb|kilobytes|kilobyte
mb|megabytes|megabyte|מגה-בייט
gb|gigabytes|gigabyte|ג'יגה-בייט|ג'יגה
tb|terabytes|terabyte|טרה-בייט|טרה
mbit|mbit/s|mbps
gbit|gbit/s|gbps
km/h|kmh|kph|stundenkilometer|kilometros por hora|קמ"ש
mph|miles per hour|meilen pro stunde
degree|°c|°|degrees celsius|degrees|grad celsius|grad|grados centigrados|grados|מעלות
°f|degrees fahrenheit|grad fahrenheit|grados fahrenheit
ms|milliseconds|millisecond|millisekunden|milisegundos|אלפיות שנייה
second|seconds|secs|sec|sekunden|sekunde|segundos|segundo|שניות|שנייה
minute|minutes|mins|min|minuten|minutos|minuto|דקות|דקה|דק'|דק
hour|hours|hrs|hr|h|std|stunden|stunde|horas|hora|שעות|שעה
day|days|tagen|tage|tag|tagige|tagigen|tagiger|dias|dia|ימים|יום|ימי
week|weeks|wk|wochen|woche|semanas|semana|שבועות|שבוע
month|months|mths|monaten|monate|monat|monatige|monatigen|meses|mes|חודשים|חודש|חודשי
quarter|quarters|quartale|quartalen|trimestres|רבעונים
year|years|yrs|yr|jahren|jahre|jahr|jahrige|jahriger|jahrigen|jahriges|anos|ano|שנים|שנה|שנות
decade|decades|jahrzehnte|jahrzehnten|jahrzehnt|decadas|decada|עשורים|עשור
""")
# Words that can mean either of two units.
_TWO_MEANINGS = "pounds|pound|quid|pfund|libras|libra|לירות|פאונד|ליש"
_EITHER = frozenset({"GBP", "lb"})


@cache
def scales(language: str) -> dict[str, Decimal]:
    """Return what each scale word multiplies by."""
    table = {word: scale for scale, row in _SCALES.items() for word in row.split()}
    billion, mil = _BILLION_MEANS[language], _THOUSAND if language == "es" else _MILLION
    return table | {"billion": billion, "billions": billion, "b": _MILLIARD, "mil": mil, "mils": mil}


@cache
def units() -> dict[str, frozenset[str]]:
    """Return what each word for a currency or a unit can mean; hyphens are spaces."""
    table = dict.fromkeys(_TWO_MEANINGS.split("|"), _EITHER)
    for row in CURRENCIES + MEASURES:
        table |= dict.fromkeys((word.lower().replace("-", " ") for word in row), frozenset({row[0]}))
    return table
