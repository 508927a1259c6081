"""Answers in German as sentences, and as ends of sentences that we began."""

import re
from collections.abc import Sequence

from assistant.house_style.words import WORDS
from assistant.template.german.sentences import (
    FIRST_PERSON,
    INFINITIVE,
    OTHER_FIRST_PERSON,
    VERBS,
    ZU,
    adverbial,
    is_sentence,
    lowered,
    own_sentence,
    with_its,
)
from assistant.template.money import MoneyWords
from assistant.template.noun_phrases import is_undisclosed, without_legal_form
from assistant.template.phrases import framed, with_dates, without
from assistant.template.sentences import bare, ended, one_line, split_first, words_in
from assistant.template.told import Facts

MONEY = MoneyWords(
    currencies={
        "€": ("Euro", "Euro"),
        "$": ("Dollar", "Dollar"),
        "£": ("Pfund", "Pfund"),
        "CHF": ("Franken", "Franken"),
        "₪": ("Schekel", "Schekel"),
    },
    million=("Million", "Millionen"),
    billion=("Milliarde", "Milliarden"),
    of="",
    rates={
        **dict.fromkeys(("month", "monat"), "im Monat"),
        **dict.fromkeys(("year", "jahr"), "im Jahr"),
        **dict.fromkeys(("week", "woche"), "pro Woche"),
        **dict.fromkeys(("day", "tag"), "am Tag"),
        "user": "pro Nutzer",
    },
    comma=True,
)
_MONEY_BEGINS = re.compile(
    r"(?:(?:wir|es|sie|das unternehmen)\s+(?:haben|hat|sind|ist|kostet)\s+(?:bisher\s+|schon\s+|jetzt\s+)?"
    r"|insgesamt\s+|(?:der preis|die summe)\s+(?:ist|beträgt)\s+)(?=\S)",
    re.IGNORECASE,
)
_MONEY_ENDS = re.compile(r"\s+(?:bisher|insgesamt|eingesammelt|aufgenommen|erhalten)(?:\s+eingesammelt)?\Z")


def amount(text: str) -> str:
    """Return "6,3 Millionen Euro" for "€6.3 million"."""
    if is_undisclosed(text):
        return "einen nicht genannten Betrag"
    return MONEY.written(_MONEY_ENDS.sub("", without(bare(text), _MONEY_BEGINS)))


def total(text: str, closed: str, facts: Facts) -> str:
    """Return what the company has raised so far."""
    sum_ = amount(text)
    if is_sentence(sum_):
        return own_sentence(text, facts)
    verb = "käme" if closed == "no" else "kommt"
    return ended(f"Mit der Runde {verb} das Unternehmen auf insgesamt {sum_}")


_ROUND_BEGINS = re.compile(
    r"(?:(?:es ist|das ist)\s+)?(?:eine[r]?|die|der|unsere[r]?|our|an?|the)\s+", re.IGNORECASE
)


def round_name(text: str) -> str:
    """Return "Series-A-Runde" for "Series A"; a round goes on after "eine" or "einer"."""
    words = without(bare(text), _ROUND_BEGINS)
    words = re.sub(r"[\s-]*\b(?:round|finanzierungsrunde|runde)\Z", "", words, flags=re.IGNORECASE)
    if not words:
        return "Finanzierungsrunde"
    if re.search(r"(?:finanzierung|runde)\Z", words) and " " not in words:
        return words
    words = f"Series {words.upper()}" if re.fullmatch(r"[A-Ka-k]", words) else words
    words = re.sub(r"\bseries\b", "Series", words)
    if re.fullmatch(r"[^\W_]+(?:[ -][^\W_]+){0,2}", words) and not re.search(
        r"(?:darlehen|kredit|anleihe)\Z", words
    ):
        return f"{re.sub(' ', '-', words[0].upper() + words[1:])}-Runde"
    return f"Finanzierungsrunde ({words})"


_LED = re.compile(
    r"(?:(?:die|unsere|eine)\s+runde\s+)?(?:(?:wurde|wird|ist)\s+)?(?:angeführt\s+)?von\s+(?P<name>.+?)(?:\s+angeführt)?",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\s+(?:hat|führt|führte)\s+(?:(?:die|unsere)\s+runde\s+)?(?:an|angeführt)\Z", re.IGNORECASE
)


def lead_investor(text: str) -> str:
    """Return the name of the lead investor, "" if it is undisclosed, or a sentence."""
    if is_undisclosed(text):
        return ""
    named = _LED.fullmatch(bare(text))
    return _LEADS.sub("", named["name"] if named else bare(text))


_USE_BEGINS = re.compile(
    r"(?:(?:das unternehmen|wir)\s+(?:will|wird|wollen|werden)\s+(?:das|dieses)\s+(?:geld|kapital)\s+"
    r"(?:(?:dafür\s+)?(?:nutzen|verwenden|einsetzen)),?\s*|(?:das|mit\s+dem)\s+geld\s+(?:wollen\s+wir|soll|ist)\s+)"
    r"|um\s+(?=.*\bzu|.*zu\w+n\b)",
    re.IGNORECASE,
)
_ACCUSATIVE = re.compile(r"(?:den|die|das|eine|einen|mehr|neue|weitere|[A-ZÄÖÜ][\w-]*)\b")
_NOMINATIVE = re.compile(r"(?:der|ein)\b")


def use(text: str, facts: Facts) -> str:
    """Return “Das Unternehmen will das Geld nutzen, um …” with the end that `text` has."""
    return framed(text, lambda answer: _use(answer, facts))


def _use(text: str, facts: Facts) -> str:
    begun = _USE_BEGINS.match(text)
    text = without(text, _USE_BEGINS)
    text = re.sub(r"\Aum\s+", "", text, flags=re.IGNORECASE)
    if (not begun and is_sentence(text)) or OTHER_FIRST_PERSON.search(text):
        return own_sentence(text, facts)
    text = with_its(text)
    last = text.split()[-1]
    if ZU.search(text) and (last.islower() or text[:1].islower()):
        return f"Das Unternehmen will das Geld nutzen, um {lowered(text)}"
    if re.match(r"für\s", text, re.IGNORECASE):
        return f"Das Geld ist {lowered(text)} bestimmt"
    if INFINITIVE.fullmatch(last):
        return f"Mit dem Geld will das Unternehmen {lowered(text)}"
    if _NOMINATIVE.match(text):
        return f"Zweck der Finanzierung ist {text}"
    return (
        f"Das Geld ist für {text} bestimmt"
        if _ACCUSATIVE.match(text)
        else f"Das Geld ist bestimmt für: {text}"
    )


def summary(text: str, product: str, facts: Facts) -> tuple[str, str]:
    """Return what can follow “… auf den Markt” as an apposition, and the sentences about the product."""
    text = one_line(text)
    begins = re.compile(
        rf"(?:{re.escape(product or 'Das Produkt')}|es|sie|er|das produkt)\s+ist\s+(?=eine\s)", re.IGNORECASE
    )
    if found := begins.match(text):
        first, rest = split_first(text[found.end() :])
        if not FIRST_PERSON.search(first):
            return f", {bare(first)}", ended(rest) if rest else ""
    if re.match(r"(?:eine?|der|die|das)\s", text, re.IGNORECASE) and not is_sentence(text):
        return "", ended(f"{product or 'Das Produkt'} ist {lowered(text)}")
    if re.match(r"[a-zäöü]+t\s", text):
        return "", ended(f"{product or 'Das Produkt'} {text}")
    return "", own_sentence(text, facts)


_IS = re.compile(r"(?:(?:ist|sind|wird)\s+)?(?=\S)", re.IGNORECASE)
_ENDS = re.compile(r",?\s+(?:erhältlich|verfügbar|zu haben|zu kaufen)\Z", re.IGNORECASE)


def available(text: str, product: str, facts: Facts, *, price: str = "") -> str:
    """Return “Vinolog ist ab März erhältlich.”, with the price in it; "" if that cannot be in it."""
    subject = re.compile(
        rf"(?:{re.escape(product)}|es|sie|er|(?:das|die|der)\s+[\w-]+)\s+(?=(?:ist|sind|wird)\s)",
        re.IGNORECASE,
    )

    def frame(answer: str) -> str:
        found = subject.match(answer)
        rest = answer[found.end() :] if found else answer
        if (not found and is_sentence(answer)) or OTHER_FIRST_PERSON.search(rest):
            return ""
        future = re.match(r"wird\s", rest)
        phrase = without(rest, _IS)
        phrase = re.sub(r"\s+sein\Z", "", phrase) if future else phrase
        phrase = adverbial(_ENDS.sub("", phrase), on="ab dem", in_month="ab")
        phrase = "" if phrase.lower() in ("erhältlich", "verfügbar") else phrase
        end = "erhältlich sein" if future else "erhältlich"
        pieces = (product, "wird" if future else "ist", phrase, f"für {price}" if price else "", end)
        return " ".join(piece for piece in pieces if piece)

    first, rest = split_first(one_line(text))
    if done := frame(bare(first)):
        return ended(done) + (f" {ended(rest)}" if rest else "")
    return "" if price else own_sentence(text, facts)


def price_tag(text: str) -> str:
    """Return "49 Euro im Monat" if the price is a sum, and short, else ""."""
    written = MONEY.written(text)
    return written if re.fullmatch(r"\d[\d.,]* [A-Z]\w+(?: (?:im|am|pro) \w+)?", written) else ""


def price(text: str, product: str, facts: Facts) -> str:
    """Return “Vinolog kostet 49 Euro im Monat.”"""
    text = bare(text)
    if free := re.match(
        r"(?:es ist |sie ist )?(?:kostenlos|gratis|free|umsonst)\b(?P<rest>.*)", text, re.IGNORECASE
    ):
        return ended(f"{product} ist kostenlos{free['rest']}")
    if is_sentence(text) and not _MONEY_BEGINS.match(text):
        return own_sentence(text, facts)
    sum_ = without(text, re.compile(r"(?:ab|from|starting at|für)\s+", re.IGNORECASE))
    from_ = "ab " if re.match(r"(?:ab|from|starting)\b", text, re.IGNORECASE) else ""
    return ended(f"{product} kostet {from_}{MONEY.written(without(sum_, _MONEY_BEGINS))}")


_PARTNERS = re.compile(
    r"(?:gemeinsam\s+)?(?:wollen|werden)\s+(?:die|beide)\s+(?:partner|unternehmen)\s+(?=\S)"
    r"|(?:die|beide)\s+(?:partner|unternehmen)\s+werden\s+(?:gemeinsam\s+)?(?=\S)|wir\s+werden\s+(?:gemeinsam\s+)?(?=\S)",
    re.IGNORECASE,
)


def together(text: str, facts: Facts) -> str:
    """Return “Gemeinsam werden die Partner …” with the end that `text` has."""
    return framed(text, lambda answer: _together(answer, facts))


def _together(text: str, facts: Facts) -> str:
    rest = without(text, _PARTNERS)
    last = rest.split()[-1]
    if (rest != text or not is_sentence(rest)) and INFINITIVE.fullmatch(last) and not ZU.search(rest):
        return f"Gemeinsam werden die Partner {lowered(rest)}"
    if is_sentence(text):
        return own_sentence(text, facts)
    if ZU.search(rest):
        return f"Ziel der Partnerschaft ist es, {lowered(re.sub('^um ', '', rest))}"
    return f"Für die Nutzer bedeutet das: {rest}"


_STARTS = re.compile(
    r"(?:(?:es|sie|wir|die\s+(?:partnerschaft|zusammenarbeit|kooperation))\s+)?"
    r"(?:(?P<past>startete|begann)|starte[tn]|beginn(?:t|en)|start|beginn)\s+(?:ist\s+)?(?=\S)",
    re.IGNORECASE,
)


def starts(text: str, facts: Facts) -> str:
    """Return “Die Partnerschaft beginnt …” with the end that `text` has."""

    def frame(answer: str) -> str:
        found = _STARTS.match(answer)
        if (not found and is_sentence(answer)) or OTHER_FIRST_PERSON.search(without(answer, _STARTS)):
            return own_sentence(answer, facts)
        verb = "begann" if found and found["past"] else "beginnt"
        return f"Die Partnerschaft {verb} {adverbial(without(answer, _STARTS))}"

    return framed(text, frame)


def scope(text: str, facts: Facts) -> str:
    """Return how far a partnership goes as a sentence."""
    if is_sentence(bare(text)) or bare(text)[:1].isupper():
        return own_sentence(text, facts)
    return ended(f"Zum Umfang der Partnerschaft: {with_dates(bare(text), WORDS['de'])}")


def news(text: str, company: str, facts: Facts) -> tuple[str, str]:
    """Return the first sentence of the news, which names the company, and the others."""
    first, rest = split_first(with_dates(one_line(text), WORDS["de"]))
    first = own_sentence(first, facts, subject=company)
    if without_legal_form(company) not in first and not FIRST_PERSON.search(first):
        is_whole = is_sentence(f"{bare(first)} .")  # its verb may be the last word
        first = f"{company} teilt mit: {first}" if is_whole else f"{company} gibt bekannt: {lowered(first)}"
    return first, own_sentence(rest, facts) if rest else ""


_LONGEST_NEWS = 20
_NO_PLACE = re.compile(r"(?:sich|es|ihn|sie|ihm|ihr|nicht|und|oder|am|im|in|ab)\b")


def with_adverbials(text: str, company: str, phrases: Sequence[str]) -> str:
    """Return the news with when and where after its verb, "" if that is not safe."""
    if not phrases:
        return text
    short = without_legal_form(company)
    begins = re.match(rf"(?:{re.escape(company)}|{re.escape(short)})\s+(?P<verb>[a-zäöüß]+)\s+(?=\S)", text)
    fits = (
        begins and words_in(text) <= _LONGEST_NEWS and re.fullmatch(rf"{VERBS}|[a-zäöüß]+t", begins["verb"])
    )
    rest = text[begins.end() :] if begins else ""
    if not fits or _NO_PLACE.match(rest) or any(is_sentence(one) for one in phrases):
        return ""
    comma = "," if "," in phrases[-1] else ""
    return f"{text[: begins.end() if begins else 0]}{' '.join(phrases)}{comma} {rest}"
