"""What a user wants of the scripted interview besides answering: found by patterns, in four languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.announcement_types import FACTS, Kind, split
from assistant.messages import label_of
from assistant.offline.phrases import PHRASES, Phrases
from assistant.translation import translated
from assistant.verification import language_of

_FLAGS = re.IGNORECASE | re.DOTALL
_ALL = tuple(PHRASES.values())


def _pattern(expression: str) -> "re.Pattern[str]":
    """Compile an expression of the tables: phones write the second form of an apostrophe."""
    return re.compile(expression.replace("'", "['’]"), _FLAGS)


def _whole(*words: str) -> "re.Pattern[str]":
    """Match a message that says no more than one of `words`."""
    return _pattern(rf"\W*(?:{'|'.join(words)})\W*")


def _begins(*words: str) -> "re.Pattern[str]":
    return _pattern(rf"\W*(?:{'|'.join(words)})\b")


BACK = _whole(*(one.back for one in _ALL))
SKIP = _whole(*(one.skip for one in _ALL))
NOTHING = _whole(*(one.nothing for one in _ALL))
TAKE = _whole(*(one.take for one in _ALL))
_THANKS = "|".join(one.thanks for one in _ALL)
_APPROVAL = rf"(?:{'|'.join(one.approval for one in _ALL)})"
APPROVE = _whole(rf"(?!(?:{_THANKS})\b){_APPROVAL}(?:[\s,.!–-]+(?:(?:and|und|y) )?{_APPROVAL}){{0,3}}")
CHANGE = _whole(*(one.change for one in _ALL))
AGAIN = _pattern("|".join(one.again for one in _ALL))
THANKS = _pattern(rf"\W*(?:ok(?:ay)?,? )?(?:{_THANKS})\b.{{0,40}}")
SHORTER = _pattern(
    "|".join(rf"(?:{one.shorter}).*(?:{one.headline})|(?:{one.headline}).*(?:{one.shorter})" for one in _ALL)
)
PERSON = _whole(*(rf"(?:(?:{one.person_opening})[\s,.!]+)*(?:{one.person})" for one in _ALL))
GO_ON = _whole(*(one.go_on for one in _ALL))
ANNOUNCES = _begins(*(one.announces for one in _ALL))
"""What the menu's digits stand for begins so."""

_NAME = r"(?P<what>[\w’״\"-][\w\x27’״\" -]{1,39}?)"


def _correction(one: Phrases) -> "re.Pattern[str]":
    return _pattern(
        rf"\A\W*(?:(?P<mark>{one.sorry})\b)?(?P<pause>\s*[,.:;!–-])?\s*"
        rf"(?:(?P<change>{one.alter})\s+)?(?P<article>{one.article})?{_NAME}"
        rf"(?:\s+{one.is_}\b\s*|(?(change){one.to}|(?!))|\s*[:=]\s*)(?P<value>\S.*?){one.tail}\Z"
    )


def _change_of(one: Phrases) -> "re.Pattern[str]":
    article, first = rf"(?:{one.article})?", _NAME.replace("what", "first")
    return _pattern(
        rf"\A\W*(?:{one.alter_this}\s+{article}{_NAME}|{article}{first}\s+{one.altered})(?:[\s,]+{one.please})?\W*\Z"
    )


_CORRECTIONS = [_correction(one) for one in _ALL]
_CHANGES_OF = [_change_of(one) for one in _ALL]
_LEFT_OUT = [_pattern(rf"\A\W*{one.leave_out.replace('{what}', _NAME)}\W*\Z") for one in _ALL]
_OPINION = _whole(*(one.opinion for one in _ALL))
_SAYS = "|".join(one.says for one in _ALL)
_ROLE = r"(?:[^“”\"\n]|(?<=\w)\"(?=\w))"  # מנכ"ל has a mark within
_QUOTED = _pattern(
    rf"\A\s*[“\"„«»״](?P<words>.+)[”\"“»«״](?!\w)[\s,.–—-]*(?:(?:{_SAYS})\s+)?"
    rf"(?P<speaker>[^\W\d_][^,\n“”\"]{{2,60}})(?:,\s*(?P<role>{_ROLE}{{2,120}}?))?\.?\s*\Z"
)


@dataclass(frozen=True, kw_only=True)
class Correction:
    key: str
    """"" if it is not clear which fact is meant."""
    value: str
    """The new value; "" if the user only says what is to be changed."""


def correction(text: str, told: Mapping[str, str], *, anywhere: bool) -> Correction | None:
    """Return what `text` corrects of what is `told`, None if it corrects nothing.

    A correction begins with "no", "sorry" or the like, or says "change … to …", unless it may stand
    `anywhere`: after a version was shown, "the city is Graz" is one too. "No, we are not afraid" corrects
    nothing, but may be an answer.
    """
    unclear = None
    for pattern in _CORRECTIONS:
        found = pattern.match(text)
        if not found or not (anywhere or found["mark"] or found["change"]):
            continue
        if key := _key_of(found["what"], told):
            value = "" if _OPINION.fullmatch(found["value"]) else found["value"].strip()
            return Correction(key=key, value=_without_old(value, told[key]))
        if found["article"] and ((found["mark"] and found["pause"]) or found["change"]):
            unclear = unclear or Correction(key="", value=_without_old(found["value"].strip(), ""))
    return unclear or _change_without_value(text, told)


def _change_without_value(text: str, told: Mapping[str, str]) -> Correction | None:
    for pattern in _CHANGES_OF:
        found = pattern.match(text)
        if found and (key := _key_of(found["what"] or found["first"], told)):
            return Correction(key=key, value="")
    return None


def left_out(text: str, told: Mapping[str, str]) -> str:
    """Return the key of what `text` wants left out of what is `told`, "" for nothing."""
    found = (pattern.match(text) for pattern in _LEFT_OUT)
    return next((key for one in found if one and (key := _key_of(one["what"], told))), "")


_BARE_KINDS = (Kind.NAME, Kind.MONEY, Kind.DATE, Kind.CONTACT, Kind.LINK)
_BARE = ("headline", "subhead", "round", "quote_role")


def answer(key: str, text: str) -> str:
    """Return "Turin, Italy" for "The city is Turin, Italy", if `key` is not answered in sentences."""
    base, _ = split(key)
    own = correction(text, {base: ""}, anywhere=True)
    is_bare = FACTS[base].kind in _BARE_KINDS or base in _BARE
    return own.value if own and own.key and own.value and is_bare else text


_NOT_THE_OLD = [_pattern(one.not_old) for one in _ALL]


def _without_old(value: str, old: str) -> str:
    """Return "Graz" for "Graz, not Turin" and for "not Turin but Graz", where `old` is "Turin, Italy"."""

    def kept(found: "re.Match[str]") -> str:
        return "" if (found["first"] or found["last"]).casefold() in old.casefold() else found[0]

    for pattern in _NOT_THE_OLD:
        value = pattern.sub(kept, value)
    return value


_TITLES = [_pattern(rf"\b(?:{'|'.join(same)})\b") for same in zip(*(one.titles for one in _ALL), strict=True)]
"""Regular expressions for the forms of a title that a speaker may have."""
_FACTS = {
    key: _pattern("|".join(one.facts[key] for one in _ALL if key in one.facts) or "(?!)") for key in FACTS
}
"""Key -> what users call the fact, in all languages."""


def _key_of(what: str, told: Mapping[str, str]) -> str:
    """Return the key of the told fact that a user calls `what`, "" if none: a label, or a speaker's role."""
    what = " ".join(what.split()).casefold()
    for key in told:
        label = label_of(key)
        labels = {label.casefold(), translated(label).casefold()}
        if what in labels or _FACTS[split(key)[0]].fullmatch(what):
            return key
    title = next((same for same in _TITLES if same.fullmatch(what)), None)
    title = title or re.compile(rf"\b{re.escape(what)}\b", re.IGNORECASE)
    for key, role in told.items():
        speaker = key.replace("role", "speaker")
        if split(key)[0] == "quote_role" and speaker in told and title.search(role):
            return speaker
    return ""


def quotation(text: str) -> tuple[str, str, str] | None:
    """Return words, speaker and role ("" if it has none) of a quotation in one message: “…,” says X, Y."""
    found = _QUOTED.match(text)
    return (
        (found["words"].strip(" ,"), found["speaker"].strip(" ."), (found["role"] or "").strip())
        if found
        else None
    )


def shorter(headline: str, *, company: str) -> str:
    """Return `headline` cut where it can end, "" where it cannot: at least four words, with the company."""
    phrases = PHRASES[language_of(headline)]
    kept = re.search(rf"\s(?:{phrases.end_kept})\Z", headline)
    for end in phrases.ends:
        for found in reversed(list(re.finditer(end, headline))):
            short = headline[: found.start()] + (kept[0] if kept else "")
            if len(short.split()) >= 4 and company.casefold() in short.casefold():
                return short
    return ""
