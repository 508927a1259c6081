"""Times of day in a folded text with digits: 3 p.m. = 15:00 = 15 Uhr."""

from collections.abc import Iterator

import regex

from assistant.verification.date_parts import Mention
from assistant.verification.words.tables import alternatives

_NAMED = {
    "noon": 12, "midday": 12, "mittag": 12, "mittags": 12, "mediodia": 12, "צהריים": 12,
    "midnight": 0, "mitternacht": 0, "medianoche": 0, "חצות": 0,
}  # fmt: skip
_MORNING = r"a\.?m\.?|in the morning|uhr (?:morgens|vormittags|fruh)|(?:horas )?de la manana|בבוקר"
_AFTERNOON = (
    r"p\.?m\.?|in the (?:afternoon|evening)|uhr (?:nachmittags|abends)|(?:horas )?de la (?:tarde|noche)"
    r"|אחר הצהריים|אחה\"צ|בצהריים|בערב|בלילה"
)
_DAY = 24 * 60
_TIME = regex.compile(
    r"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.h])(?P<minute>[0-5]\d))?"
    rf"(?: ?(?:(?P<morning>{_MORNING})|(?P<afternoon>{_AFTERNOON})|(?P<uhr>uhr)|(?P<hours>horas|hrs|h))"
    r"(?!\w))?"
    r"(?![\d%])"
)
# "Half past 7", "viertel vor 8", "halb 8", "7 y media", "7 וחצי"; "half" is 0.5 by now.
_PART_OF_HOUR = regex.compile(
    r"(?<!\w)(?:(?P<part>0\.5|(?:a )?quarter|viertel) (?P<side>past|nach|to|vor) (?P<hour>\d\d?)"
    r"|(?P<part>0\.5)(?P<side> )(?P<hour>\d\d?)"
    r"|[בל]?(?P<hour>\d\d?) ?(?P<side>y|menos|ו) ?(?P<part>media|cuarto|חצי|רבע))"
    rf"(?: (?:(?P<morning>{_MORNING}|morgens|fruh)|(?P<afternoon>{_AFTERNOON}|nachmittags|abends)|uhr))?"
    r"(?!\w)"
)
_HALVES = frozenset({"0.5", "media", "חצי"})
_BEFORE_THE_HOUR = frozenset({"to", "vor", "menos", " "})
_NAMED_TIME = regex.compile(rf"(?<!\w)[בל]?(?P<name>{alternatives(_NAMED)})(?!\w)")
_AT = regex.compile(r"(?<!\w)(?:at|las|la|um|ab|בשעה) $")
_SURELY_AT = regex.compile(r"(?:a las|a la|בשעה) $")


def times(text: str) -> Iterator[Mention]:
    """Yield the times of day; "48 h" is a duration and "9.30" a number."""
    for match in _PART_OF_HOUR.finditer(text):
        minutes = 30 if match["part"] in _HALVES else 15
        at = _hour(match) * 60 + (-minutes if match["side"] in _BEFORE_THE_HOUR else minutes)
        yield Mention(match.start(), match.end(), {"time": divmod(at % _DAY, 60)})
    for match in _TIME.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if _is_time(match, is_at=bool(_AT.search(before))) or _SURELY_AT.search(before):
            yield Mention(match.start(), match.end(), {"time": (_hour(match), int(match["minute"] or 0))})
    for match in _NAMED_TIME.finditer(text):
        yield Mention(match.start(), match.end(), {"time": (_NAMED[match["name"]], 0)})


def _is_time(match: regex.Match[str], *, is_at: bool) -> bool:
    if match["hours"] or match["mark"] == ".":
        return is_at or bool(match["minute"] and (match["hours"] or _day_part(match)))
    return match["mark"] is not None or _day_part(match)


def _day_part(match: regex.Match[str]) -> bool:
    return bool(match["morning"] or match["afternoon"] or match["uhr"])


def _hour(match: regex.Match[str]) -> int:
    hour = int(match["hour"]) % 24
    if match["afternoon"] and hour < 12:
        return hour + 12
    return 0 if match["morning"] and hour == 12 else hour
