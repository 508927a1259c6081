"""Hebrew sentences: what is one, and what stands after a verb."""

import re

from assistant.announcement_types import TYPES
from assistant.house_style.ap import date_of
from assistant.house_style.words import WORDS
from assistant.template.phrases import with_dates
from assistant.template.sentences import bare, ended, one_line
from assistant.template.told import Facts

_WE = (
    r"אנחנו|אנו|אני|שלנו|לנו|אותנו|איתנו|בנו|עלינו|אלינו|מאיתנו|עבורנו|עצמנו|שלי|לי|אותי"
    r"|(?:ה|ש|כש|ו)?(?:השקנו|פיתחנו|הכפלנו|גייסנו|פתחנו|הקמנו|בנינו|עשינו|היינו|רצינו|מכרנו|קנינו|רכשנו|חתמנו"
    r"|הצלחנו|התחלנו|סיימנו|הגענו|יצרנו|הפכנו|לקחנו|נתנו|עבדנו|גדלנו|צמחנו|חברתנו|לקוחותינו|מוצרינו|עובדינו)"
    r"|(?:ש|כש|ו)?(?:נתחיל|נפתח|נשיק|נמשיך|נרחיב|נגייס|נקים|נעבוד|נוכל|נשתמש|נעניק|נספק|נציע|נרצה|נבנה|נצמח|נגדל"
    r"|נשלח|נמכור|נשווק|נפיץ|נחתום|נגיע|נשקיע|נעסיק|נפעל|נוציא|נעשה|נהיה|נייצר|נשדרג|נכפיל|נהפוך)"
)
FIRST_PERSON = re.compile(rf"(?<![\w\"׳״'])(?:{_WE})(?![\w\"׳״'])")
_SUBJECT = r"(?:היא|הוא|הן|הם|זה|זו|אלה|יש|אין|כל|ה[א-ת]{2,}|[A-Za-z][\w.&-]*)"
FINITE = (
    r"(?:היא|הוא|הם|הן|יהיה|תהיה|יהיו|היה|הייתה|היו|י[א-ת]{3,}ו|ת[א-ת]{3,}|י[א-ת]{3,}|מקבל(?:ים|ות|ת)?|זמינ?(?:ה|ים|ות)?|זמין"
    r"|עולה|כולל(?:ת|ים)?|חל(?:ה)?|נמשכ?ת?|משקיעה|השקיעה|השקיע|השתתפה|השתתף|השתתפו|הובילה|הוביל|מוביל(?:ה)?|אומרת?"
    r"|מודיעה?|מודדת?|עוזרת?|חוסכ?ת?|מאפשרת?|תחל|יחל|החלה?|החל|התחיל(?:ה)?|יתחיל|תתחיל|מתחיל(?:ה)?|פותחת?|משיקה?|הכפילה?)"
)
_SENTENCE = re.compile(rf"{_SUBJECT}(?:\s+\S+){{0,3}}?\s+{FINITE}\s+\S")
_PLACES = re.compile(
    r"(?:ברלין|ברצלונה|בריסל|בזל|בודפשט|בוקרשט|באר שבע|בת ים|בני ברק|בית שמש|בית שאן|בוסטון|בייג['׳]ינג"
    r"|בולוניה|ברמן|ביירות|בילבאו|בולטימור|ברטיסלבה|ברזיל|בלגיה|בולגריה|בריטניה|בוליביה|בנגקוק|בואנוס|ברן|בירמינגהם"
    r"|בריסטול|הרצליה|הונגריה|הולנד|הודו|הונג קונג|המבורג|הוד השרון|הלסינקי|הנובר|האג|הוואי)"
)
"""Places whose first letter is no preposition and no article."""


def is_sentence(text: str) -> bool:
    """Return True if `text` begins with a subject and a common verb, or the company speaks."""
    return bool(re.match(r"(?:אנחנו|אנו|אני)\s", text) or _SENTENCE.match(text))


def own_sentence(text: str, facts: Facts) -> str:
    """Return an answer that is a sentence or more."""
    return ended(with_dates(text.strip(), WORDS["he"]))


def kind_in_words(facts: Facts) -> str:
    """Return what an older draft says of the announcement in the user's words."""
    named = one_line(facts.get("announcement_type", ""))
    return "" if named in TYPES or named in {row.label for row in TYPES.values()} else named


_MONTH = re.compile(
    r"(?:ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר|יום|קיץ|חורף|אביב|סתיו)(?!\w)"
)
_TIME = re.compile(
    r"(?:ה?חל|מיד|מייד|כבר|כעת|עכשיו|היום|מחר|עד|לאורך|לפני|אחרי|לקראת|השנה|השבוע|החודש|רק|דרך|אצל|על|ליד|מחוץ|לכל"
    r"|אונליין|מ-|מה|מ(?=ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר))"
)


def adverbial(text: str) -> str:
    """Return when or where something happens as it stands in a sentence: "ב-14 במאי", "באלבה"."""
    text = bare(text)
    if day := date_of(text):
        return f"ב-{WORDS['he'].printed(day)}"
    text = with_dates(text, WORDS["he"])
    if not text or is_sentence(text) or FIRST_PERSON.search(text):
        return text
    if re.match(r"[\dA-Za-z]", text):
        return f"ב-{text}"
    if _PLACES.match(text) or _MONTH.match(text):
        return f"ב{text}"
    return text if _TIME.match(text) or not re.match(r"[אג-דו-ת]", text) else f"ב{text}"
