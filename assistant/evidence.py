"""What a fact rests on: the user's words. A value is saved only if they hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.announcement_types import Kind, type_of
from assistant.facts import Gathered
from assistant.interviewer import UserMessage, UserTurn
from assistant.messages import Wrong
from assistant.translatable import mark as _
from assistant.translation import language as users_language
from assistant.validation import canonical, languages_in, possible_dates, region_of
from assistant.verification import Finding, language_of, not_said, resolve_date, supported


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A value was not saved: `problem` is an English sentence that says why, to the user as a `Message`."""

    problem: str
    wants_person: bool = False
    """It was refused in more than one turn."""
    not_said: bool = False
    """The value is a good one, but the user's words do not hold it."""


def find(said: str, turn: UserTurn, known: Gathered) -> tuple[UserMessage, str]:
    """Return the newest message that holds a piece of `said`, and a problem if a piece is nowhere."""
    rests_on = [fact.said for fact in known.facts.values()]
    messages = list(turn.messages)
    absent = not_said(said, [*(one.text for one in messages), *rests_on])
    if absent:
        messages = [*turn.earlier(), *messages]
        absent = not_said(said, [*(one.text for one in messages), *rests_on])
    if absent:
        pieces = ", ".join(f"“{piece}”" for piece in absent)
        return messages[-1], f"the user has not said {pieces}: copy the user's exact words"
    parts = [part for part in said.replace("...", "…").split("…") if part.strip()]
    for message in reversed(messages):
        if any(not not_said(part, [message.text]) for part in parts):
            return message, ""
    return UserMessage(text="", at=messages[-1].at), ""


def was_said(turn: UserTurn, said: str) -> bool:
    """Return True if the user says `said` in the turn itself: files do not count."""
    return not not_said(said, turn.own_words)


def stored_form(key: str, value: str, said: str, *, phone: str, at: datetime) -> str:
    """Return `value` as it is stored. Raises `Wrong`."""
    try:
        row = type_of(key)
    except KeyError:
        raise Wrong("There is no fact {key}.", key=key) from None
    clean = canonical(
        row.kind,
        value,
        region=region_of(phone),
        todays=possible_dates(phone, at),
        language=language_of(said, users_language()),
    )
    if len(clean) > row.longest:
        too_long = _("That has {count} characters, and {most} are the most. Please shorten it.")
        raise Wrong(too_long, count=len(clean), most=row.longest)
    return clean


def unsupported(
    known: Gathered, key: str, value: str, clean: str, said: str, *, phone: str, at: datetime
) -> str:
    """Return what `said` does not hold of `value`, whose stored form is `clean`; "" if it holds all."""
    kind, language = type_of(key).kind, language_of(said, users_language())
    if kind == Kind.DATE:
        days = {resolve_date(said, today=today, language=language) for today in possible_dates(phone, at)}
        if {day.isoformat() for day in days if day} == {clean}:
            return ""
    elif kind == Kind.YES_NO:
        return _answers(clean, said, language)
    elif kind == Kind.LANGUAGE:
        return "" if clean in languages_in(said) else "the user has not named that language"
    elif kind == Kind.ANNOUNCEMENT:
        return ""
    text = f"“{clean}”" if kind == Kind.QUOTATION else value
    found = supported(text, said, language=language)
    if kind == Kind.TEXT:
        found = [one for one in found if not _is_in_third_person(one, known)]
    return problem_with([one.text for one in found])


def _is_in_third_person(finding: Finding, known: Gathered) -> bool:
    """Return True if `finding` is the name of the company or its product, in place of "we" or "it"."""
    names = [value for key, value in known.values.items() if key in ("company_name", "product_name")]
    return finding.kind == "name" and not not_said(finding.text, names)


def _answers(value: str, said: str, language: str) -> str:
    try:
        answer = canonical(Kind.YES_NO, said, region="ZZ", todays=(), language=language)
    except ValueError:
        return f"“{said.strip()}” is neither yes nor no: ask for one of the two"
    return "" if answer == value else f"the user said {answer}"


def problem_with(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    pieces = ", ".join(f"“{text}”" for text in dict.fromkeys(texts))
    return f"the user's words do not hold {pieces}: leave it out, or ask for it in one question"
