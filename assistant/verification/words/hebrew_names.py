"""Names in Hebrew, which has no capitals: common names, foreign spellings, exchanged words."""

from collections.abc import Iterator, Sequence

import regex

from assistant.verification.words import places
from assistant.verification.words.common_words import TITLES, is_ordinary
from assistant.verification.words.tables import word_set

_FIRST_NAMES = word_set("""
    אברהם יוסף נחום ברוך דוד דויד משה יוסי יצחק יעקב שרה רחל לאה מרים יעל מיכל תמר נועה מאיה שירה
    דנה רונית אורית גלית ענת אורלי יובל עומר איתי אייל ארז אורי עידו גיא נדב רועי אלון אמיר שלמה
    שמעון דניאל מיכאל רון תומר ליאור אסף דורון חיים אריה זאב גדעון יהודה בנימין אסתר רות חנה דבורה
    שושנה מירי סיגל לימור אנה אינס תום נעמה נעמי הילה אפרת שרון עדי מוחמד אחמד עלי פאטמה
    אביגיל נועם רותם טליה אילנה אילן עופר אופיר אורן אסנת איריס אירית אלעד אמנון אפרים אריאל בועז
    גילה גלעד דפנה דליה דקלה הדס הדר ורד זיו חגית יאיר יהונתן יונתן יובל יורם ירון כרמית
    לירון ליאת לילך מאיר מורן מנחם מרדכי מתן ניצן ניר נטע נילי עדן עוזי עופרה ערן עמית עמיר ענבל פנינה צביקה
    צבי רבקה רינת ריקי רעות שחר שי שלומי שמואל תהילה תומאס סאמר סמיר סמי יוסוף מחמוד חסן
    חוסיין איברהים פאדי רנא לינה ליילה
""")
_COMMON = _FIRST_NAMES | word_set("""
    כהן לוי מזרחי פרץ ביטון דהן פרידמן מלכה אזולאי כץ חדד עמר אוחנה גבאי שפירא אדרי לוין טל קליין
    אשכנזי גולדברג רוזנברג וייס ברקוביץ סגל שטרן בכר ונצרס קפיטל פרטנרס גרופ לאבס סיסטמס טכנולוגיס
    אינווסטמנטס הולדינגס בעמ אינק גוגל אמזון מיקרוסופט אפל אינטל אנבידיה סימנס סקויה לאומי הפועלים
    דיסקונט
""")
# What follows one of these is its name: "the winery ...", "the bank ...", "Dr. ...".
_POSSESSIVES = ("ה", "ו", "ם", "ן", "יה", "יו", "יהם", "יהן")
_BEFORE_NAMES = TITLES | word_set("""
    יקב חברת קרן בנק קבוצת עמותת אוניברסיטת מכללת משפחת רחוב עיריית מועצת קיבוץ מושב מכון דר פרופ
    בשם נקרא נקראת
""")
_LONGEST_VERB = 6  # letters
_SOUNDS = (("sh", "s"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("tz", "s"))
_FOREIGN = regex.compile(r"[צגזת]'")  # sounds that only foreign names and loanwords have
_CONSONANTS = str.maketrans(
    {"c": "k", "q": "k", "z": "s", "f": "p", "j": "g"} | dict.fromkeys("aeiouhwvy'", "")
)
_HEBREW_CONSONANTS = str.maketrans(
    dict(zip("בגדזטכךלמםנןסצץפףקרשת", "bgdstkklmmnnsssppkrst", strict=True)) | dict.fromkeys("אהויעח'", "")
)


def is_name(word: str) -> bool:
    """Return True if a folded Hebrew word, perhaps with a prefix, is a name wherever it stands."""
    bare = places.without_prefixes(word)
    return any(one in _COMMON or places.is_place(one) for one in bare) or bool(_FOREIGN.search(word))


def is_first_name(word: str) -> bool:
    """Return True if a folded word, perhaps with a prefix, is a common first name."""
    return any(one in _FIRST_NAMES for one in places.without_prefixes(word))


def is_kind(word: str) -> bool:
    """Return True for a word before a name: "the company of", "Mr."."""
    return any(one in _BEFORE_NAMES for one in places.without_prefixes(word))


def is_ordinary_word(word: str) -> bool:
    """Return True if a folded Hebrew word is probably not a name, though a value has little else."""
    return any(is_ordinary(one, "he") for one in places.without_prefixes(word))


def nouns_of(word: str) -> Iterator[str]:
    """Yield "price" for "its price", and "cart of" for "the cart"."""
    for form in places.without_prefixes(word):
        yield from (form.removesuffix(end) for end in _POSSESSIVES if form.endswith(end) and len(form) > 3)
        if form.endswith("ה"):
            yield f"{form[:-1]}ת"


def is_named(word: str, before: str) -> bool:
    """Return True if `word` stands where a name stands, after "the bank", "Dr." or a first name."""
    return len(word) > 2 and (is_kind(before) or is_first_name(before))


def is_exchanged(word: str, before: str, others: Sequence[str]) -> bool:
    """Return True if `word` is probably a name in the place of one of the `others` that were said."""
    if len(word) < 3:
        return False
    if before.startswith("ה") and before[1:] not in TITLES:
        return False  # a verb follows "the company", a family name a first name
    exchanged = [one for one in others if not is_ordinary_word(one)]
    return bool(exchanged) and not any(_share_a_root(word, one) for one in exchanged)


def is_transliterated(word: str, said: Sequence[str], language: str) -> bool:
    """Return True if `word` has the consonants, at least three, of a name that was said in Latin letters."""
    names = [one for one in said if one.isascii() and not is_ordinary(one, language)]
    spoken = {_latin_consonants(name) for name in names}
    return any(
        len(one) > 2 and one.translate(_HEBREW_CONSONANTS) in spoken for one in places.without_prefixes(word)
    )


def _share_a_root(word: str, other: str) -> bool:
    """Return True if two words that may be verbs have two consonants in a row in common."""
    if max(len(word), len(other)) > _LONGEST_VERB:
        return False
    word, other = (regex.sub(r"(?<=.)[וי]", "", one) for one in (word, other))
    return any(word[place : place + 2] in other for place in range(len(word) - 1))


def _latin_consonants(word: str) -> str:
    for two, one in _SOUNDS:
        word = word.replace(two, one)
    consonants = regex.sub(r"(.)\1", r"\1", word.translate(_CONSONANTS))
    return consonants if len(consonants) > 2 else "-"
