"""Small pieces of English grammar: how an answer becomes a sentence, or completes one that we began."""

import re
from collections.abc import Container

_ABBREVIATION = (
    r"\b(?:Inc|Co|Corp|Ltd|Bros|Jr|Sr|Dr|Mr|Mrs|Ms|Prof|St|No|vs|etc|approx|Mio|Mrd|Nr|Jan|Feb|Aug|Sept"
    r"|Oct|Nov|Dec|Ltda|Cia|Pty|Pvt|Bhd|ca|bzw|inkl|zzgl|Sr|Sra|EE|UU|aprox|ej|[a-z])|\b[A-Za-z](?:\.[A-Za-z])+"
)
_ENDS_WITH_ABBREVIATION = re.compile(rf"(?:{_ABBREVIATION})\.\Z")
_ENDS_WITH_INITIAL = re.compile(r"(?<!Series )(?<!Plan )\b[A-HJ-Z]\.\Z")
_ENDED = re.compile(r"[.!?…][\"'”’“‘»)\]]*\Z")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’“‘»\"')]*\s+(?=[\"'“‘„«(¿¡]*[A-Z0-9À-ÖØ-Þא-ת])")
_ORDINAL = re.compile(r"\b\d{1,2}\.\Z")
_AFTER_GERMAN_ORDINAL = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Quartal|Jahrhundert)\b"
)
_LONGEST_ABBREVIATION = 20
_PLAIN_WORD = re.compile(r"[a-zà-öø-ÿ]+(?:['’-][a-zà-öø-ÿ]+)*(?=[\s,:]|\Z)")
_CAPITALISED_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:['’-][a-zà-öø-ÿ]+)*(?=[\s,:]|\Z)|A(?=\s)")

_PLAIN_A = re.compile(r"(?:eu|uni(?!n|m)|us[eu]|one|once|u[tk]i?l)", re.IGNORECASE)
_PLAIN_AN = re.compile(r"(?:[aeiou]|hour|heir|hono|honest)", re.IGNORECASE)
_SPELT_AN = re.compile(r"(?!SAFE)[AEFHILMNORSX](?:[A-Z0-9&.]|\b)")
_SPELT_A = re.compile(r"[BCDGJKPQTUVWYZ](?:[A-Z0-9&.]|\b)")
_NUMBER_AN = re.compile(r"(?:8|1[18](?!\d))")

_SUBJECT = (
    r"(?i:we|i|it|they|he|she|this|that|there|these|those|you|our|the|its|their|all|both|every\w*|users?)"
)
_VERB = (
    r"(?:am|is|are|was|were|will|would|can|cannot|could|may|has|have|had|do|does|did|wants?|needs?|plans?"
    r"|gets?|got|goes|receives?|saves?|benefits?|starts?|started|begins?|began|opens?|opened|happens?"
    r"|takes?|took|launch(?:es|ed)?|invest(?:s|ed)|join(?:s|ed)?|participat(?:es|ed)|led|leads?|raised"
    r"|costs?|helps?)"
)
"""Verbs that answers have often. Capitals are not looked for: "Will" and "May" are names too."""
_PRONOUN = re.compile(r"(?:we|i|they|he|she|it)\s+(?!and\b|,)[\w'’]", re.IGNORECASE)
_SENTENCE = re.compile(rf"{_SUBJECT}(?:['’](?:s|re|ve|ll|d|m)\b|(?:\s+[\w'’-]+){{0,3}}?\s+{_VERB}\b)")
_ANY_VERB = re.compile(rf"\S+(?:\s+\S+){{0,6}}?\s+{_VERB}\b")


def one_line(text: str) -> str:
    """Return `text` with each run of white space as one space."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """Return `text` in one line without the full stop at its end, which "Inc." and "U.S." keep."""
    text = one_line(text).rstrip(" ,;:")
    if text.endswith((".", "。")) and not text.endswith("..") and not _ENDS_WITH_ABBREVIATION.search(text):
        return text[:-1].rstrip()
    return text


def capitalised(text: str, names: Container[str] = ()) -> str:
    """Return `text` with a capital; "eBay" and the words of `names` stay as they are."""
    word = _PLAIN_WORD.match(text)
    return text[0].upper() + text[1:] if word and word[0] not in names else text


def ended(text: str) -> str:
    """Return `text` with a full stop, unless it ends with a mark that ends a sentence."""
    text = text.rstrip().rstrip(",;")
    return text if _ENDED.search(text) else f"{text}."


def sentence(text: str, names: Container[str] = ()) -> str:
    """Return `text` with a capital and a full stop; "eBay" and the words of `names` stay as they are."""
    return ended(capitalised(text.strip(), names))


def lowered(text: str, names: Container[str] = ()) -> str:
    """Return `text` as it goes on after a word: without a capital, except those of `names` and of "IPO"."""
    word = _CAPITALISED_WORD.match(text)
    return text[0].lower() + text[1:] if word and word[0] not in names else text


def split_first(text: str) -> tuple[str, str]:
    """Return the first sentence of `text`, and what follows it."""
    for end in _SENTENCE_END.finditer(text):
        last = text[max(0, end.end() - _LONGEST_ABBREVIATION) : end.end()].rstrip()
        is_ordinal = _ORDINAL.search(last) and _AFTER_GERMAN_ORDINAL.match(text, end.end())
        if (
            not is_ordinal
            and not _ENDS_WITH_ABBREVIATION.search(last)
            and not _ENDS_WITH_INITIAL.search(last)
        ):
            return text[: end.end()].rstrip(), text[end.end() :]
    return text, ""


def with_article(phrase: str) -> str:
    """Return `phrase` after "a" or "an", by how its first word sounds."""
    return f"{'an' if _takes_an(phrase) else 'a'} {phrase}"


def _takes_an(phrase: str) -> bool:
    if _NUMBER_AN.match(phrase) or _SPELT_AN.match(phrase):
        return True
    if _SPELT_A.match(phrase) or _PLAIN_A.match(phrase):
        return False
    return bool(_PLAIN_AN.match(phrase))


def is_sentence(text: str) -> bool:
    """Return True if `text` begins with a subject and its verb: "We want to grow", "It starts in May"."""
    return bool(_PRONOUN.match(text) or _SENTENCE.match(text))


def has_verb(text: str) -> bool:
    """Return True if one of the first words, but not the very first, is a common verb: "Users get more"."""
    return bool(_ANY_VERB.match(text))


def words_in(text: str) -> int:
    """Return the number of words of `text`."""
    return len(text.split())
