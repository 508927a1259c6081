"""Numbers spelt out in English: no sentence begins with a digit."""

import re

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_BEGINS = re.compile(r"(?P<number>[1-9]\d?)(?:(?P<percent> ?%)(?=\s)|(?= [a-z]+\b))")


def spelt(number: int) -> str:
    """Return "fifty-four" for 54; `number` is less than a hundred."""
    if number < len(_SMALL):
        return _SMALL[number]
    ones = number % 10
    return _TENS[number // 10 - 2] + (f"-{_SMALL[ones]}" if ones else "")


def with_spelt_beginning(text: str) -> str:
    """Return "Fifty-four growers …" for "54 growers …"; a greater number, a decimal or a date stays."""
    if not (begins := _BEGINS.match(text)):
        return text
    percent = " percent" if begins["percent"] else ""
    return f"{spelt(int(begins['number'])).capitalize()}{percent}{text[begins.end() :]}"
