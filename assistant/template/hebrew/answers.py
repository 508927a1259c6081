"""Answers in Hebrew as sentences, and as ends of sentences that we began.

No word depends on the gender of a product: "המוצר" stands for it. A company is feminine, as "חברה" is.
"""

import re

from assistant.house_style.words import WORDS
from assistant.template.hebrew.sentences import FINITE, FIRST_PERSON, adverbial, is_sentence, own_sentence
from assistant.template.money import MoneyWords
from assistant.template.noun_phrases import is_undisclosed, without_legal_form
from assistant.template.phrases import framed, with_dates, without
from assistant.template.sentences import bare, ended, one_line, split_first, words_in
from assistant.template.told import Facts

MONEY = MoneyWords(
    currencies={
        "€": ("אירו", "אירו"),
        "$": ("דולר", "דולר"),
        "£": ("לירה שטרלינג", "לירות שטרלינג"),
        "CHF": ("פרנק", "פרנקים"),
        "₪": ("שקל", "שקלים"),
    },
    million=("מיליון", "מיליון"),
    billion=("מיליארד", "מיליארד"),
    of="",
    rates={
        **dict.fromkeys(("month", "חודש"), "לחודש"),
        **dict.fromkeys(("year", "שנה"), "לשנה"),
        **dict.fromkeys(("week", "שבוע"), "לשבוע"),
        **dict.fromkeys(("day", "יום"), "ליום"),
        **dict.fromkeys(("user", "משתמש"), "למשתמש"),
    },
    comma=False,
)
_MONEY_BEGINS = re.compile(r"(?:גייסנו|גייסה|עולה|המחיר(?: הוא)?|בסך הכו?ל|סך הכו?ל)\s*:?\s+(?=\S)")
_MONEY_ENDS = re.compile(r",?\s+(?:עד (?:כה|היום|עכשיו)|בסך הכו?ל|כולל הסבב הזה)\Z")


def amount(text: str) -> str:
    """Return "6.3 מיליון אירו" for "€6.3 million"."""
    if is_undisclosed(text):
        return "סכום שלא נחשף"
    return MONEY.written(_MONEY_ENDS.sub("", without(bare(text), _MONEY_BEGINS)))


def total(text: str, closed: str, facts: Facts) -> str:
    """Return what the company has raised so far."""
    sum_ = amount(text)
    if is_sentence(sum_):
        return own_sentence(text, facts)
    if closed == "no":
        return ended(
            f"עם השלמת הסבב יסתכמו גיוסי החברה ב-{sum_}"
            if sum_[:1].isdigit()
            else f"סך הגיוסים עם השלמת הסבב: {sum_}"
        )
    return ended(f"בסך הכול גייסה החברה עד כה {sum_}")


def round_name(text: str) -> str:
    """Return "סבב Series A" for "Series A"."""
    words = re.sub(r"\s+(?:round|הגיוס)\Z", "", bare(text), flags=re.IGNORECASE)
    words = without(words, re.compile(r"(?:זה\s+)?(?:סבב(?: גיוס)?|גיוס|our|the|an?)\s+", re.IGNORECASE))
    if not words or words in ("סבב", "גיוס", "סבב גיוס"):
        return "סבב גיוס"
    words = (
        f"Series {words.upper()}" if re.fullmatch(r"series [a-k]", words, re.IGNORECASE) and False else words
    )
    words = re.sub(
        r"\bseries (?P<letter>[a-k])\b",
        lambda found: f"Series {found['letter'].upper()}",
        words,
        flags=re.IGNORECASE,
    )
    words = words.upper() if re.fullmatch(r"[a-k]", words) else words
    if re.fullmatch(r"[\w'׳״\"]+(?:[ -][\w'׳״\"]+){0,2}", words) and not re.match(r"הלווא|אג\"ח", words):
        return f"סבב {words}"
    return f"סבב גיוס ({words})"


_LED = re.compile(r"(?:(?:הסבב|הוא)\s+)?(?:הובל על ידי|בהובלת|מובל על ידי)\s+")
_LEADS = re.compile(r"\s+(?:הובילה?|מובילה?)(?:\s+את הסבב)?\Z")


def lead_investor(text: str) -> str:
    """Return the name of the lead investor, "" if it is undisclosed, or a sentence."""
    return "" if is_undisclosed(text) else _LEADS.sub("", without(bare(text), _LED))


_USE_BEGINS = re.compile(
    r"(?:(?:החברה\s+תשתמש|נשתמש|אנחנו\s+נשתמש|החברה\s+רוצה להשתמש)\s+בכסף\s+)?(?P<to>כדי\s+)(?=ל)"
    r"|(?:הכסף|הכספים|הסכום|ההון)\s+(?:מיועד(?:ים)?|ישמש(?:ו)?)\s+(?:את החברה\s+)?(?=ל)"
)
INFINITIVE = re.compile(
    r"ל(?:פתוח|גייס|הרחיב|הגדיל|בנות|פתח|שווק|קדם|הקים|השיק|שכור|העסיק|מכור|הכפיל|השקיע|שפר|האיץ|הציע|צמוח|גדול"
    r"|חזק|הכשיר|ייצר|הוסיף|רכוש|קנות|הגיע|היכנס|התרחב|סיים|השלים|הפוך|הביא|תת|שדרג|חדור|ממן|הכניס)\b"
)


def use(text: str, facts: Facts) -> str:
    """Return “הכסף מיועד ל…” with the end that `text` has."""

    def frame(answer: str) -> str:
        begun = _USE_BEGINS.match(answer)
        rest = without(answer, _USE_BEGINS)
        if not begun and (is_sentence(answer) or FIRST_PERSON.search(answer)):
            return own_sentence(answer, facts)
        if (begun and begun["to"]) or INFINITIVE.match(rest):
            return f"החברה תשתמש בכסף כדי {rest}"
        return f"הכסף מיועד {rest}" if rest.startswith("ל") else f"ייעוד הכסף: {rest}"

    return framed(text, frame)


_VERB_FIRST = re.compile(rf"(?:{FINITE}|מ[א-ת]{{2,}}ת)\s")
LONGEST_APPOSITION = 12
"""Words."""


def summary(text: str, product: str, facts: Facts) -> tuple[str, str]:
    """Return what can follow “… משיקה את Vinolog”, and the sentences about the product."""
    first, rest = split_first(one_line(text))
    subject = f"{re.escape(product)}|" if product else ""
    named = re.match(rf"(?:{subject}המוצר|היא|הוא)\s+(?=[א-ת])", first)
    does = bare(first[named.end() :] if named else first)
    is_a = re.match(r"(?:היא|הוא)\s+(?=\S)", does) if named else None
    is_noun = not named and words_in(does) <= LONGEST_APPOSITION and not is_sentence(does)
    if FIRST_PERSON.search(does):
        return "", own_sentence(text, facts)
    if is_a:
        clause = does[is_a.end() :]
    elif named or _VERB_FIRST.match(does):
        clause = f"ש{does}"
    elif is_noun and re.match(r"[א-ת]", does):
        clause = does
    else:
        return "", own_sentence(text, facts)
    return f", {clause}", ended(rest) if rest else ""


_AVAILABLE = re.compile(
    r"(?:(?:המוצר|הוא|היא)\s+)?(?:יהיה\s+|תהיה\s+)?(?P<word>זמינה?|זמינים|זמינות)\s+(?=\S)"
)


def available(text: str, product: str, facts: Facts, *, price: str = "") -> str:
    """Return “המוצר זמין החל ב-1 במרץ.”, with the price in it; "" if that cannot be in it."""
    first, rest = split_first(one_line(text))
    answer = bare(first)
    if product:
        answer = without(answer, re.compile(rf"{re.escape(product)}\s+"))
    found = _AVAILABLE.match(answer)
    if FIRST_PERSON.search(answer) or (not found and is_sentence(answer)):
        return "" if price else own_sentence(text, facts)
    phrase = adverbial(answer[found.end() :] if found else answer)
    will = "יהיה " if (found and "יהיה" in found[0]) or (found and "תהיה" in found[0]) else ""
    done = ended(f"המוצר {will}זמין {phrase}" + (f", במחיר של {price}" if price else ""))
    return f"{done} {ended(rest)}" if rest else done


def price_tag(text: str) -> str:
    """Return "49 אירו לחודש" if the price is a sum, and short, else ""."""
    written = MONEY.written(text)
    return written if re.fullmatch(r"\d[\d.,]* [א-ת]+(?: ל\S+)?", written) else ""


def price(text: str, facts: Facts) -> str:
    """Return “המחיר: 49 אירו לחודש.”"""
    text = bare(text)
    if free := re.match(r"(?:ב?חינם|free|gratis)(?P<rest>(?:\s.*)?)\Z", text, re.IGNORECASE):
        return ended(f"המוצר מוצע חינם{free['rest']}")
    if is_sentence(text) and not _MONEY_BEGINS.match(text):
        return own_sentence(text, facts)
    from_ = re.match(r"(?:החל ב-?|החל מ-?|מ-(?=\d)|from\s|starting at\s)\s*", text, re.IGNORECASE)
    sum_ = MONEY.written(without(text[from_.end() :] if from_ else text, _MONEY_BEGINS))
    return ended(f"המחיר: {'החל ב-' if from_ else ''}{sum_}")


_PARTNERS = re.compile(r"(?:שיתוף הפעולה\s+נועד\s+|יחד\s+(?=ל)|כדי\s+(?=ל))")


def together(text: str, facts: Facts) -> str:
    """Return “שיתוף הפעולה נועד ל…” with the end that `text` has."""

    def frame(answer: str) -> str:
        rest = without(answer, _PARTNERS)
        if rest == answer and (is_sentence(answer) or FIRST_PERSON.search(answer)):
            return own_sentence(answer, facts)
        return f"שיתוף הפעולה נועד {rest}" if rest.startswith("ל") else f"במסגרת שיתוף הפעולה: {rest}"

    return framed(text, frame)


_STARTS = re.compile(
    r"(?:(?:שיתוף הפעולה|השותפות|הוא|היא)\s+)?(?:(?P<past>התחילה?|החלה?(?!\s+[במ]))"
    r"|יתחיל|תתחיל|מתחילה?|יחל|תחל|נתחיל)\s+(?=\S)"
)


def starts(text: str, facts: Facts) -> str:
    """Return “שיתוף הפעולה יתחיל …” with the end that `text` has."""

    def frame(answer: str) -> str:
        found = _STARTS.match(answer)
        rest = without(answer, _STARTS)
        if (not found and is_sentence(answer)) or FIRST_PERSON.search(rest):
            return own_sentence(answer, facts)
        verb = "התחיל" if found and found["past"] else "יתחיל"
        return f"שיתוף הפעולה {verb} {adverbial(rest)}"

    return framed(text, frame)


def scope(text: str, facts: Facts) -> str:
    """Return how far a partnership goes as a sentence."""
    if is_sentence(bare(text)) or FIRST_PERSON.search(text):
        return own_sentence(text, facts)
    return ended(f"היקף שיתוף הפעולה: {with_dates(bare(text), WORDS['he'])}")


def news(text: str, company: str, facts: Facts) -> tuple[str, str]:
    """Return the first sentence of the news, which names the company, and the others."""
    first, rest = split_first(with_dates(one_line(text), WORDS["he"]))
    if without_legal_form(company) not in first and not FIRST_PERSON.search(first):
        first = f"{company} הודיעה: {first}"
    return ended(first), own_sentence(rest, facts) if rest else ""
