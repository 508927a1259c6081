"""Numbers: one to nine in words, but figures for percent, ages, measures and everything from 10 on."""

import re
from collections.abc import Iterator

from assistant.house_style.ap.edit import Edit

_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGE = dict(zip(_TEENS, range(10, 20), strict=True)) | {
    f"{ten}{f'-{_SMALL[one - 1]}' if one else ''}": number * 10 + one
    for number, ten in enumerate(_TENS, 2)
    for one in range(10)
}
FIGURES = {word: str(number) for number, word in enumerate(_SMALL, 1)} | {
    word: str(number) for word, number in _LARGE.items()
}

_ANY = "|".join(sorted(FIGURES, key=len, reverse=True))
_FEW = "|".join(_SMALL)


def _any_of(words: str) -> str:
    """Return a regular expression for each of the words."""
    return "|".join(words.split())


_UNITS = _any_of("""
    kilometers kilometres miles meters metres centimeters centimetres millimeters yards acres hectares
    inches degrees kilograms kilos grams pounds ounces tons tonnes liters litres gallons watts kilowatts
    megawatts gigawatts kilobytes megabytes gigabytes terabytes million billion trillion
""")
# What goes on with a number, or makes it another kind of number.
_GOES_ON = rf"""{_UNITS}|a\.m|p\.m|years? old|months? old|""" + _any_of("""
    kilometer kilometre mile meter metre foot feet inch degree ton tonne liter litre watt hertz volts square
    cubic knots point points percentage basis percent per pct thousand hundred dozen star stars am pm km kg
    mm cm g l ml mw gw kw kwh mwh gwh gb tb mb ha ft lb lbs oz mph nm hp bn mn k st nd rd th euro euros
    dollar dollars cent cents shekels francs yen crowns pesos times vs versus through x and or to in of out
    by is was are were for on from at with has will can may as but so because the a an minus plus divided
    which that who when where while de del
""")
# Words before a number that is a name, a score or a part of another number.
_NUMBERED = _any_of("""
    page pages chapter version versions step level no number numbers phase type stage class grade tier room
    gate line route article section figure table question day week year month size channel group category
    round act scene building floor track release build model series age aged ages rating rated score scored
    scores formula highway hall booth stand unit lot item division league pier terminal zone area district
    part volume book season episode appendix annex clause paragraph rule option plan place position rank
    ranked point minus plus times by at from between half hundred thousand million billion until
    till ratio beat won lost code vitamin web one two three four five six seven eight nine
""")
_NUMBERED_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?:{_NUMBERED})|[A-Z¦][\w¦’'.-]*|[\d)(:/*=<>~^|]"
    rf"|(?:\d|{_FEW}) (?:and|or|to|in|of|out of)) \Z",
    re.ASCII,
)
_SENTENCE_END = re.compile(r"[.!?:][”\"')]* \Z")
_NUMBER_WORD = rf"(?:hundred|thousand|million|billion|trillion|dozen|half|quarters?|[a-z]+ty|\d|¦|{_FEW}|ten)"
_NUMBER_WORD_BEFORE = re.compile(
    rf"(?:{_NUMBER_WORD}|point|minus|plus|times|{_NUMBER_WORD} (?:and|or|to|through))[ -]\Z"
)

_PERCENT_HINT = re.compile(r"%|p(?:er ?cent|ct)")
"""Every percentage has one of these."""
_HAS_DIGIT = re.compile(r"[1-9]")
_PERCENT = re.compile(
    r"(?<![\w.,/])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?:\s|-)?(?:percent|per\s?cent|pct\.?|%)(?!\w)"
)
_PERCENT_IN_WORDS = re.compile(rf"(?<![\w-])(?P<number>{_ANY})[ -](?:percent|per cent)(?!\w)")
_DIGIT = re.compile(
    rf"(?<![\w.,:/$€£¥₪#%+–—&@*-])(?P<number>[1-9]) (?!(?:{_GOES_ON})(?![\w-]))(?=[a-z]{{2,}})"
)
_COMPOUND = re.compile(
    r"(?<![\w.,:/$€£¥₪#%+–—&@*-])(?P<number>[1-9])-(?=(?:year|month|week|day|hour|minute|person|member|part|step)(?![\w-]))"
)
_PLURAL = r"(?:[a-z]+ )?(?:[a-z]+[^s\W]s|people|men|women|children)"
_FROM_TEN = re.compile(
    rf"(?<![\w-])(?P<number>{'|'.join(sorted(_LARGE, key=len, reverse=True))})"
    rf"(?= (?!(?:{_GOES_ON}|hundreds|thousands|millions)(?![\w-])){_PLURAL}(?![\w-]))"
)
_MEASURED = re.compile(rf"(?<![\w-])(?P<number>{'|'.join(_SMALL[1:])})(?= (?:{_UNITS}|years old)(?![\w-]))")
_AGE = re.compile(rf"(?<![\w-])(?P<number>{_FEW})(?=-years?-old)")


def percent_edits(text: str) -> Iterator[Edit]:
    """Yield what makes "20 percent" and "five percent" to "20%" and "5%"."""
    if not _PERCENT_HINT.search(text):
        return
    for found in _PERCENT.finditer(text):
        yield Edit(*found.span(), f"{found['number']}%")
    for found in _PERCENT_IN_WORDS.finditer(text):
        if not _NUMBER_WORD_BEFORE.search(_before(text, found)):
            yield Edit(*found.span(), f"{FIGURES[found['number']]}%")


def number_edits(text: str) -> Iterator[Edit]:
    """Yield what makes "5 engineers" to "five engineers", "twelve shops" to "12 shops"; not in names."""
    for pattern in (_DIGIT, _COMPOUND) if _HAS_DIGIT.search(text) else ():
        for found in pattern.finditer(text):
            before = _before(text, found)
            begins = not before or _SENTENCE_END.search(before)
            if begins or not _NUMBERED_BEFORE.search(before):
                word = _SMALL[int(found["number"]) - 1]
                yield Edit(*found.span("number"), word.capitalize() if begins else word)
    for pattern in (_FROM_TEN, _MEASURED, _AGE):
        for found in pattern.finditer(text):
            before = _before(text, found)
            if before.strip() and not _NUMBER_WORD_BEFORE.search(before):
                yield Edit(*found.span("number"), FIGURES[found["number"]])


def _before(text: str, found: re.Match[str]) -> str:
    return text[max(found.start() - 40, 0) : found.start()]
