"""Hebrew number words: a run such as "שלוש מאות וחמישים" becomes 350."""

from collections.abc import Iterator

import regex

_VALUES: dict[str, int] = {
    word: value
    for value, row in {
        1: "אחד אחת", 2: "שניים שתיים שני שתי שנים שתים", 3: "שלושה שלוש שלושת", 4: "ארבעה ארבע ארבעת",
        5: "חמישה חמש חמשת חמשה", 6: "שישה שש ששת ששה", 7: "שבעה שבע שבעת", 8: "שמונה שמונת",
        9: "תשעה תשע תשעת", 10: "עשרה עשר עשרת", 20: "עשרים", 30: "שלושים", 40: "ארבעים", 50: "חמישים",
        60: "שישים ששים", 70: "שבעים", 80: "שמונים", 90: "תשעים", 100: "מאה", 200: "מאתיים",
        1000: "אלף", 2000: "אלפיים",
    }.items()
    for word in row.split()
}  # fmt: skip
_MULTIPLES = {"מאות": 100, "אלף": 1000, "אלפים": 1000}
_ORDINALS: dict[str, int] = {
    word: value
    for value, row in {
        1: "ראשון ראשונה", 2: "שני שנייה שניה", 3: "שלישי שלישית", 4: "רביעי רביעית",
        5: "חמישי חמישית", 6: "שישי שישית", 7: "שביעי שביעית", 8: "שמיני שמינית", 9: "תשיעי תשיעית",
        10: "עשירי עשירית",
    }.items()
    for word in row.split()
}  # fmt: skip
_POINT = "נקודה"
_PREFIXES = "ובלמשכה"
_LONE = frozenset({"אחד", "אחת", "אלף"})  # an article of sorts, and a scale word
_DAY_BEFORE = regex.compile(r"(?:יום|ימי|באר)\s+$")  # "יום שני" is Monday, "באר שבע" a city
_HEBREW_WORD = regex.compile(
    r"(?!\p{Hebrew}{0,2}שנים(?![- ]עשר))\p{Hebrew}+|\p{Hebrew}+(?P<years>)"
)  # "שנים" is years more often

_Replacement = tuple[int, int, str]


def hebrew_in_digits(text: str) -> Iterator[_Replacement]:
    """Yield the start, the end and the digits of each run of number words in a folded text."""
    run: list[_Replacement] = []
    for match in _HEBREW_WORD.finditer(text):
        if match["years"] is not None:
            yield from _number(run)
            run = []
            continue
        word = match[0] if _is_part(match[0]) else match[0].removeprefix("ו")
        if run and _is_part(word) and text[run[-1][1] : match.start()] in {" ", "-"}:
            run.append((*match.span(), word))
            continue
        yield from _number(run)
        run = []
        if not _DAY_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            start, word = _without_prefix(match.start(), match[0])
            if word in _ORDINALS and (word not in _VALUES or text[start - 1 : start] == "ה"):
                yield start, match.end(), f"{_ORDINALS[word]}th"  # "השני" is "the second", not "the two"
            elif word in _VALUES:
                run = [(start, match.end(), word)]
    yield from _number(run)


def _is_part(word: str) -> bool:
    return word in _VALUES or word in _MULTIPLES or word == _POINT


def _without_prefix(start: int, word: str) -> tuple[int, str]:
    """Return where a number word starts after at most two prefixes, and the word; else all of it."""
    for cut in range(3):
        is_known = word[cut:] in _VALUES or word[cut:] in _ORDINALS
        if is_known and all(letter in _PREFIXES for letter in word[:cut]):
            return start + cut, word[cut:]
    return start, word


def _number(run: list[_Replacement]) -> Iterator[_Replacement]:
    words = [word for _, _, word in run]
    if not run or (len(run) == 1 and words[0] in _LONE):
        return
    whole, _, fraction = " ".join(words).partition(f" {_POINT} ")
    digits = str(_value(whole.split()))
    if fraction:
        digits += "." + "".join(str(_VALUES.get(word, 0)) for word in fraction.split())
    yield run[0][0], run[-1][1], digits


def _value(words: list[str]) -> int:
    total = current = last = 0
    for word in words:
        if _MULTIPLES.get(word) == 1000:
            total, current = total + (current or 1) * 1000, 0
        elif word in _MULTIPLES:
            current += last * (_MULTIPLES[word] - 1)
        else:
            last = _VALUES.get(word, 0)
            current += last
    return total + current
