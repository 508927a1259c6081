"""What an invented sentence likes to tell: demand, praise, causes; in compared form, one kind a row."""

from functools import cache

import regex

_HE = r"[והבלמשכ]{0,3}"
# A row is its name, then patterns of whole words. `HE` stands for Hebrew prefixes.
_ROWS = r"""
demand|demand|interest(?:ed)? (?:in|from)|popular\w*|sought-after|nachfrage\w*|beliebt\w*|interesse|
  gefragt\w*|  demandad?\w*|interes(?:ad\w+)?|HEביקוש\w*|HEהתעניינות|HEפופולרי\w*
praise|welcom\w*|delight\w*|satisf\w*|feedback|enthusias\w*|expectations?|prais\w*|thrill\w*|applau\w*|
  ruckmeldung\w*|zufrieden\w*|begeister\w*|erwartung\w*|gelobt|lob|resonanz|satisf\w*|entusia\w*|acogid\w*|
  elogi\w*|expectativ\w*|enamor\w*|celebra\w*|HEשביעות|HEמרוצ\w*|HEהתלהב\w*|HEציפיות\w*|HEשיבח\w*|כבש\w* את לב
expand|expan\w*|extend\w*|new markets|other (?:cities|countries|regions|communities|markets)|ausweit\w*|
  ausdehn\w*|neue markte|weitere (?:stadte|lander|regionen|markte|standorte)|ampliar\w*|nuevos mercados|
  otr[oa]s (?:ciudades|paises|regiones|mercados)|HEהתרחב\w*|HEיתרחב\w*|HEשווקים חדשים|HEשווקים נוספים
permit|allow\w*|enabl\w*|ermoglich\w*|erlaub\w*|permit\w*|posibilit\w*|HEמאפשר\w*|HEיאפשר\w*|HEתאפשר\w*|לאפשר
cause|thanks to|because of|due to|owing to|caused? by|as a result|dank|wegen|aufgrund|infolge|gracias a|
  debido a|por culpa|a raiz de|HEבזכות|HEבגלל|HEעקב|הודות|כתוצאה
without|without|free of|ohne|frei von|sin|ללא|בלי|נטול\w*
effect|impact|contribut\w+ to|strengthen\w*|improv\w*|underlin\w*|commit(?:ted|ment)\w*|wirkung\w*|starkt|
  verbesser\w*|engagement|unterstreich\w*|beitrag|impacto|mejor(?:a|ar|ara|aran|an|o)|fortalec\w*|compromiso|
  subray\w*|contribu\w*|HEהשפע\w*|HEשיפר\w*|HEישפר\w*|HEתשפר\w*|HEמשפר\w*|HEמחויבות\w*|HEמדגיש\w*|HEתרומה ל\w*
degree|especially|particularly|besonders|sehr|muy|especialmente|HEבמיוחד|מאוד
hope|hopes? to|wants? to|wish\w* to|aims? to|dream\w*|inspir\w*|mochte|hofft|traum\w*|quieren?|busca\w*|
  pretend\w*|suena\w*|HEשואפ\w*|HEשואף|HEמקוו\w*|HEחולמ\w*|HEהשראה
plan|plans? to|planning|plans for|in planung|planung|geplant|plant|planea\w*|proyecta|HEמתכננ\w*|HEבתכנון|
  HEבוחנ\w*
"""


@cache
def _pattern() -> regex.Pattern[str]:
    rows = regex.sub(r"\n\s+", "", _ROWS).strip().replace("HE", _HE).splitlines()
    named = (row.partition("|") for row in rows)
    return regex.compile(rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, _, words in named)})(?!\w)")


def promises(text: str) -> frozenset[str]:
    """Return the rows of what a folded text tells of demand, praise, causes and the like."""
    return frozenset(str(match.lastgroup) for match in _pattern().finditer(text))
