"""Statements turned round: "not" added or left out, "open" where the facts say "closed"."""

from collections.abc import Iterator, Sequence

import regex

from assistant.verification.evidence import Evidence, readings
from assistant.verification.normalise import folded
from assistant.verification.sentences import Span, Written
from assistant.verification.statements import Fact
from assistant.verification.words.negations import CLOSED, NEGATION, NO_DENIAL, OPEN, STRONG

_NO = frozenset({"no", "nein", "לא", "false", "0"})
_YES = frozenset({"yes", "ja", "si", "כן", "true", "1"})


def turned_round(written: Written, evidence: Evidence, cited: Sequence[Fact]) -> Iterator[Span]:
    """Yield where a sentence denies what its facts say, or says what they deny."""
    text = written.content.text.text
    denials = [match.span() for match in STRONG.finditer(NO_DENIAL.sub(_blank, text))]
    if cited and not written.quoted and all(fact.kind == "quotation" for fact in cited):
        return  # it only leads to what somebody says
    answers = [fact for fact in cited if fact.kind == "yes_no"]
    if answers and len(answers) == len([fact for fact in cited if fact.kind != "name"]):
        yield from _other_answer(written, text, answers[0])
        return
    said = " ".join([evidence.text, *(fact.key for fact in cited)])
    if denials and cited and not NEGATION.search(folded(said)) and not _is_no(cited):
        yield ("content", *written.place(*denials[0]), True)
    elif cited and not NEGATION.search(text):
        yield from _left_out(written, cited, evidence.language)


def _other_answer(written: Written, text: str, answer: Fact) -> Iterator[Span]:
    is_denied = bool(STRONG.search(NO_DENIAL.sub(_blank, text)))
    about = folded(f"{answer.key.replace('_', ' ')} {answer.said}")
    if CLOSED.search(about) and (OPEN.search(text) or CLOSED.search(text)):
        says_closed = bool(CLOSED.search(text)) != is_denied and not OPEN.search(text)
    else:
        says_closed = not is_denied
    value = folded(answer.value).strip(" .!")
    if (value in _YES and not says_closed) or (value in _NO and says_closed):
        yield ("content", 0, len(written.text), True)


def _is_no(cited: Sequence[Fact]) -> bool:
    return any(folded(fact.value).strip(" .!") in _NO for fact in cited)


def _left_out(written: Written, cited: Sequence[Fact], language: str) -> Iterator[Span]:
    """Yield a word that was said with "not" before it and is written without."""
    for fact in cited:
        if fact.kind not in {"text", "announcement"}:
            continue
        value = readings(fact, language)[0]
        said = NO_DENIAL.sub(_blank, value.content.text.text)
        for denial in STRONG.finditer(said):
            after = [one for one in value.tokens if one.start >= denial.end() and one.is_content][:1]
            for one in after:
                same = [token for token in written.tokens if token.word == one.word]
                if same and one.start - denial.end() < 12:
                    yield ("content", *written.place(same[0].start, same[0].end), True)


def _blank(match: regex.Match[str]) -> str:
    return "|" * len(match[0])
