"""The four languages: their names, and a cheap guess which of them a text is in."""

import regex

from assistant.verification.normalise import words
from assistant.verification.words.tables import word_set

LANGUAGES = ("en", "de", "es", "he")

# Compared forms: no case, no accents. A word that two of the languages share tells nothing and stays out.
FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": word_set("""
    the a an and or but of to for from with by at on is are was were be been has have had will would can
    our we us you your it its this that these those their they he she his her who which when where how
    not as if than then into over about after before more all also new next please yes i my per million
    billion thousand hundred percent one two three four five six seven eight nine ten half dollars euros
    pounds shekels years months weeks days hours today tomorrow no me do does did there here up out
    only some any each every between during while since until may could should must get make raised
    company use uses
"""),
    "de": word_set("""
    der die das den dem des ein eine einen einem einer eines und oder aber von vom zu zum zur fur mit
    bei im am an auf aus ist sind war waren wird werden hat haben hatte wir uns unser unsere ihr ihre
    sie er es ich mein nicht als wenn dann nach vor uber unter mehr auch neu neue nachste nachsten bitte
    ja millionen mio milliarden mrd tausend hundert prozent eins zwei drei vier funf sechs sieben acht
    neun zehn halb jahre jahren monate wochen tage stunden heute morgen uhr durch seit bis bereits schon
    noch nutzen nutzt sich gibt dass sowie dort hier wo wer wie viele alle kein keine unserer unserem
    seine ihren diese dieser dieses rund etwa fast knapp wurde wurden kann konnen muss soll sollen
    wollen jetzt ab um gegen ohne sehr
"""),
    "es": word_set("""
    el la los las lo un una unos unas y o pero de del al a para por con sin en es son era fue ser ha han
    hemos nuestro nuestra nosotros su sus este esta estos que quien cuando donde como no si mas tambien
    nuevo nueva proximo proxima anos ano meses semanas dias horas hoy manana millones millon cien
    ciento uno dos tres cuatro cinco seis siete ocho nueve diez medio media dolares euros muy ya se le
    les nos hay estan tiene tienen todo todos entre sobre hasta desde porque cada estamos somos muchos
"""),
    "he": word_set("""
    של את על עם זה זו הוא היא אנחנו אני לא כן גם או כי אשר יש אין כל עד מן אל בין לפני אחרי מול ליד דרך
    כבר היה היו הייתה יהיה תהיה לנו שלנו אחת אחד כך עוד רק מאוד כמו בו בה
"""),
}
_HEBREW = regex.compile(r"\p{Hebrew}")
_LATIN = regex.compile(r"\p{Latin}")
_TELLING = {"de": regex.compile(r"[äöüßÄÖÜ]"), "es": regex.compile(r"[ñÑ¿¡áíóúÁÍÓÚ]")}


def guessed_language(text: str) -> str | None:
    """Return the language of `text`, or None if nothing in it tells."""
    scores = _scores(text)
    best, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    return best if scores[best] > scores[second] else None


def likely_language(text: str, expected: str) -> str:
    """Return the language `expected` unless all that tells in `text` is of another one."""
    return expected if _scores(text)[expected] else language_of(text, expected)


def language_of(text: str, default: str = "en") -> str:
    """Return the language of `text` (en, de, es or he), `default` if nothing in it tells."""
    return guessed_language(text) or default


def _scores(text: str) -> dict[str, float]:
    """Return how many words and letters of `text` tell for each language."""
    found = words(text)
    if len(_HEBREW.findall(text)) > len(_LATIN.findall(text)) / 2:
        return dict.fromkeys(LANGUAGES, 0.0) | {"he": float(len(found))}
    scores = {one: float(sum(word in FUNCTION_WORDS[one] for word in found)) for one in LANGUAGES}
    for language, letters in _TELLING.items():
        scores[language] += len(letters.findall(text)) / 2  # names have them too
    return scores
