"""Words before a number that change what it says: nearly, more than, up to."""

from functools import cache

import regex

from assistant.verification.words.tables import alternatives, table_rows

# The first word of a row names it; all in compared form.
_HEDGES = table_rows("""
about|around|approximately|approx|approx.|roughly|circa|some|an estimated|estimated|ca|ca.|etwa|rund|
  ungefahr|zirka|schatzungsweise|in etwa|unos|unas|alrededor de|aproximadamente|cerca de|en torno a|
  בערך|כ-|כ|בסביבות|~
under|<|≤|nearly|almost|close to|just under|less than|fewer than|below|not quite|fast|beinahe|nahezu|
  knapp|unter|weniger als|annahernd|casi|menos de|por debajo de|כמעט|פחות מ-|פחות מ|מתחת ל-|מתחת ל
over|>|≥|more than|above|well over|upwards of|at least|in excess of|no fewer than|greater than|
  just over|mehr als|uber|mindestens|wenigstens|mas de|por encima de|al menos|como minimo|mas que|
  minimo|יותר מ-|יותר מ|מעל ל-|מעל ל|מעל|לפחות|למעלה מ-|למעלה מ|מינימום
up to|at most|as many as|as much as|a maximum of|bis zu|hochstens|maximal|hasta|como maximo|עד ל-|עד
""")
_KIND_OF = {word: row[0] for row in _HEDGES for word in row}
_LONGEST = max(map(len, _KIND_OF)) + 20
# "Finanzierung über 6 Millionen" says how much, "think about 6" of what; "von 5 bis zu 10" is a range.
_NOT_A_HEDGE = regex.compile(
    r"(?:runde|finanzierung|investment|investition|betrag|summe|vertrag|auftrag|kredit|darlehen|scheck|hohe"
    r"|talk|talks|think|hear|learn|know|ask|all|\d)\W*$"
)


def hedge_before(text: str, end: int) -> tuple[str, int] | None:
    """Return the kind and the start of the hedge in front of the number at `end`, or None."""
    start = max(0, end - _LONGEST)
    match = _pattern().search(text[start:end])
    if not match or _NOT_A_HEDGE.search(text[start : start + match.start()]):
        return None
    return _KIND_OF[match["hedge"]], start + match.start()


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\w)(?P<hedge>{alternatives(_KIND_OF)})(?<!כ(?= )) ?$")
