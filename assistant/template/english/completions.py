"""Answers that complete a sentence which the question begins, or repeat its beginning, or are sentences."""

import re
from collections.abc import Sequence

from assistant.house_style.ap import MONTHS, with_ap_dates
from assistant.template.english.number_words import with_spelt_beginning
from assistant.template.noun_phrases import Names, third_person, with_company, with_its
from assistant.template.paragraphs import sentences_in
from assistant.template.sentences import (
    bare,
    capitalised,
    ended,
    has_verb,
    is_sentence,
    lowered,
    one_line,
    sentence,
)


def own_sentence(text: str, names: Names) -> str:
    """Return an answer that is a sentence or more, as far as it is safe in the third person."""
    text = text.strip()
    told = (with_company(third_person(one)) for one in sentences_in(capitalised(text, names.all)))
    return with_spelt_beginning(sentence(" ".join(told), names.all))


_USE = re.compile(
    r"(?:(?:we|they|it|the company|{company})(?:['’]ll|\s+will|\s+(?:want|plan|intend|hope|expect)s?\s+to"
    r"|\s+(?:are|is)\s+going\s+to)?\s+use\s+)?(?:(?:it|this|that|them|(?:the|this"
    r"|that)\s+(?:new\s+)?(?:money|funds?|funding|capital|proceeds"
    r"|round))(?:\s+will\s+be\s+used)?\s+)?(?P<link>to|for)\s+(?=\S)"
)
_SHARE = re.compile(
    r"half\b|(?:a|one|two|three)[ -](?:third|quarter|fifth)s?\b|\d+ ?(?:%|percent\b)", re.IGNORECASE
)
_ADVERB = re.compile(r"mainly|mostly|primarily|partly|especially|first")
_NOUN = re.compile(
    r"(?:an?|the|our|its|their|more|new|better|further|additional|some|product|sales|R&D|growth|research"
    r"|development|staff|people|production|operations|salaries|working|international|global|technology"
    r"|inventory|engineers|\d[\d,.]*)\b|(?!bring\b|spring\b|ring\b|string\b)[a-z]{2,}ing\b(?!\s+(?:up"
    r"|out)\b)|(?!position\b|mention\b|function\b|commission\b|implement\b|complement\b|supplement\b"
    r"|experiment\b|finance\b|enhance\b|advance\b|balance\b|influence\b|partition\b|transition\b|auction\b"
    r"|fragment\b)"
    r"[a-z]{3,}(?:tion|sion|ment|ness|ance|ence|ity)\b",
    re.IGNORECASE,
)


def use(text: str, names: Names) -> str:
    """Return “The company will use the money to …” with the end that `text` has."""
    begins = re.compile(
        _USE.pattern.replace("{company}", re.escape(names.company or "the firm")), re.IGNORECASE
    )
    text, link = one_line(text), ""
    if found := begins.match(text):
        text, link = text[found.end() :], found["link"].lower()
    elif is_sentence(text):
        return own_sentence(text, names)
    text = with_its(lowered(text, names.all))
    first, _, rest = text.partition(" ")
    if not link and _SHARE.match(text):
        link = "as follows:"
    elif not link and rest and _ADVERB.fullmatch(first):
        link, text = f"{first} {'for' if _NOUN.match(rest) else 'to'}", rest
    return ended(f"The company will use the money {link or ('for' if _NOUN.match(text) else 'to')} {text}")


_PARTNERS = re.compile(
    r"(?:(?:together|jointly),?\s+)?"
    r"(?:(?:they|(?:the|both)\s+(?:(?:two|new)\s+)?(?:partners|companies)|both)\s+(?=will\b)"
    r"|we\s+(?!can\b|could\b|may\b|are\b|have\b|had\b|were\b|want\b|need\b|hope\b|do\b|did\b|\w+ed\b))?"
    r"(?:will\s+)?(?:to\s+)?(?:together\s+)?(?=\S)",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"(?:an?|the|free|more|better|faster|cheaper|access to|new|one|all|discounts?|\d[\d,.%]*)\s",
    re.IGNORECASE,
)


def together(text: str, names: Names) -> str:
    """Return “Together, the partners will …” with the end that `text` has."""
    text = one_line(text)
    found = _PARTNERS.match(text)
    rest = text[found.end() :] if found else text
    if is_sentence(rest) or (rest == text and re.match(r"[A-Z]", text) and has_verb(text)):
        return own_sentence(text, names)
    rest = lowered(rest, names.all)
    if _OFFERED.match(rest):
        rest = f"offer {rest}"
    elif re.match(r"(?!bring\b)[a-z]+ing\b", rest):
        rest = f"be {rest}"
    return ended(f"Together, the partners will {rest}")


_LINK = re.compile(
    r"(?:in|on|at|from|by|since|starting|beginning|as|of|this|next|today|tomorrow|until|till|during"
    r"|between|within|for|to|now|online|immediately|worldwide|globally|nationwide|everywhere|exclusively"
    r"|only|soon|through|throughout|across|before|after|over|around|near|inside|outside|not|already|free"
    r"|directly|anywhere|with|via"
    r"|both)\b",
    re.IGNORECASE,
)
_MONTHS = "|".join(re.escape(month.rstrip(".")) for month in MONTHS)
_DATE = re.compile(rf"(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_PERIOD = re.compile(
    rf"(?:{_MONTHS})[a-z]*\.?(?=[\s,]|\Z)|(?:early|mid|late|spring|summer|autumn|fall|winter|the|all|every"
    rf"|select"
    r"|selected|our|its|stores|shops|pharmacies)\b|[QH][1-4]\b|(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_PLATFORM = re.compile(
    r"(?:the )?(?:Apple )?App Store|Google Play|Amazon\b|Steam\b|Spotify|YouTube|https?:|www\."
)
_IS_AVAILABLE = re.compile(
    r"(?:(?:is|are|['’]s)\s+)?(?P<now>(?:now|already)\s+)?available\s+|(?:is|are|['’]s)\s+", re.IGNORECASE
)
_STARTS = re.compile(
    r"(?:(?:it|we|they|the\s+(?:partnership|cooperation|collaboration))\s+)?"
    r"(?:(?:(?:will|to)\s+)?(?:start|begin)s?|starting|beginning|(?P<past>started|began))\s+(?=\S)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"(?:it|this)\s+(?:will\s+)?(?:happens?|takes?\s+(?:place|effect)|starts?|begins?|is)\s+(?=\S)",
    re.IGNORECASE,
)


_FINITE = r"(?:will|has|can|goes|becomes|launches|ships|comes|starts|opens|arrives|went|was)"


def available(text: str, names: Names) -> str:
    """Return “Vinolog is available …” with the end that `text` has."""
    product = names.product or "The product"
    text = with_ap_dates(one_line(text))
    subject = re.match(
        rf"(?:it|they|this|the \w+|{re.escape(product)})(?:\s+|(?=['’]))(?=\S)", text, re.IGNORECASE
    )
    rest = text[subject.end() :] if subject else text
    if begins := _IS_AVAILABLE.match(rest):
        now = begins["now"] or ""
        return with_company(ended(f"{product} is {now}available {_adverbial(rest[begins.end() :], names)}"))
    if (subject and re.match(rf"{_FINITE}\b", rest)) or re.match(r"will be\b", rest, re.IGNORECASE):
        return with_company(ended(f"{product} {lowered(rest)}"))
    if is_sentence(text):
        return own_sentence(text, names)
    return with_company(ended(f"{product} is available {_adverbial(text, names)}"))


def starts(text: str, names: Names) -> str:
    """Return “The partnership starts …” with the end that `text` has."""
    text = with_ap_dates(one_line(text))
    found = _STARTS.match(text)
    if not found and is_sentence(text):
        return own_sentence(text, names)
    verb = "started" if found and found["past"] else "starts"
    return ended(f"The partnership {verb} {_adverbial(text[found.end() :] if found else text, names)}")


def time(text: str, names: Names) -> str:
    """Return when something happens as the end of a sentence, or a sentence that tells it."""
    return _adverbial(_happening(with_ap_dates(text)), names)


def place(text: str, names: Names) -> str:
    """Return where something happens as the end of a sentence, or a sentence that tells it."""
    text = _happening(text)
    if re.match(r"[A-Z][^,]*\d", text) and not is_sentence(text):  # a street and its number
        return f"at {text}"
    return _adverbial(text, names)


def _happening(text: str) -> str:
    return _HAPPENS.sub("", bare(text), count=1)


def _adverbial(text: str, names: Names) -> str:
    """Return `text` as it stands after a verb: "March 2027" and "Italy" get their "in"."""
    if not text or (is_sentence(text) and not _LINK.match(text) and not _PERIOD.match(text)):
        return text
    if _LINK.match(text):
        return text[0].lower() + text[1:]
    if _DATE.match(text):
        return f"on {text}"
    if _PLATFORM.match(text):
        return f"on {text}"
    if not (_PERIOD.match(text) or text[:1].isupper()):
        return text
    is_month = re.match(rf"(?:{_MONTHS})", text)
    return f"in {lowered(text, names.all) if _PERIOD.match(text) and not is_month else text}"


def joined(start: str, phrases: Sequence[str]) -> str:
    """Return `start` with `phrases` after it, and AP's comma after a year: "on May 14, 2027, in Milan"."""
    for phrase in phrases:
        start += ("," if re.search(r", \d{4}\Z", start) else "") + f" {phrase}"
    return start
