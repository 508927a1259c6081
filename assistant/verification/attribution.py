"""Quotations of a sentence: word for word what a cited fact says, and by whom it was said."""

from collections.abc import Iterator, Sequence

from assistant.verification import quotations
from assistant.verification.normalise import words
from assistant.verification.release import Release, contains, names_of
from assistant.verification.sentences import Span, Written
from assistant.verification.statements import Fact

_TERM = 3  # words in quotation marks that may be no quotation but a term


def quoted_facts(written: Written, release: Release) -> list[Fact]:
    """Return the quotations of the release that a sentence has, cited or not."""
    return [
        fact
        for fact in release.quotations
        if any(_is_from(quoted, fact) or _is_nearly(quoted, fact) for _, _, quoted in written.quoted)
    ]


def unsupported(written: Written, cited: Sequence[Fact]) -> Iterator[Span]:
    """Yield the quotations that are not, word for word, what one of the cited facts says."""
    together = " ".join(quoted for _, _, quoted in written.quoted)
    if len(written.quoted) > 1 and any(_is_from(together, fact) for fact in cited):
        return  # "First part," said she, "second part"
    for start, end, quoted in written.quoted:
        if not any(_is_from(quoted, fact) or _is_term(quoted, fact) for fact in cited):
            yield ("quotation", start, end, True)


def wrong_speakers(written: Written, release: Release) -> Iterator[Span]:
    """Yield who is named in a sentence as the speaker of words that another person said."""
    named = [word for word in written.words if word.folded and word.folded not in release.free_words]
    text = words(written.rest)
    for quotation in quoted_facts(written, release):
        speakers = release.speakers(quotation)
        expected = [name for fact in speakers for name in names_of(fact.value)]
        if expected and (other := _other_person(written, release, expected)):
            yield ("speaker", *other, True)
            return
        if not expected or any(word in name for name in expected for word in text if len(word) > 1):
            continue
        evidence = release.evidence([quotation, *speakers, *release.roles(quotation)])
        own = {one.folded: one for one in named}
        for name in (name for fact, name in release.names if fact not in speakers):
            if contains(text, name) and own.keys() & set(name) and not release.is_own(name):
                word = next(one for one in named if one.folded in name)
                yield ("speaker", word.start, word.end, True)
                return
        strange = [
            token
            for token in written.tokens
            if token.weight == 2 and not token.title and not evidence.vocabulary.has(token)
        ]
        if strange:
            yield ("speaker", *written.place(strange[0].start, strange[-1].end), True)
            return


def _other_person(
    written: Written, release: Release, expected: Sequence[Sequence[str]]
) -> tuple[int, int] | None:
    """Return where another person of the release is named, if none of the `expected` ones is in full."""
    text = [word.folded for word in written.words]
    if any(contains(text, name) for name in expected):
        return None
    people = [name for fact, name in release.names if len(name) > 1 and not release.is_own(name)]
    for name in (one for one in [*people, *release.contact_people] if one not in expected):
        for at in range(len(text) - len(name) + 1):
            if text[at : at + len(name)] == name:
                return written.words[at].start, written.words[at + len(name) - 1].end
    return None


def _is_from(quoted: str, fact: Fact) -> bool:
    return quotations.is_said(quoted, fact.value) or quotations.is_said(quoted, fact.said)


def _is_nearly(quoted: str, fact: Fact) -> bool:
    """Return True if most words of a quotation, perhaps a changed one, are those of the fact."""
    own, said = words(quoted), {*words(fact.value)}
    return len(own) > 2 and sum(word in said for word in own) > 0.6 * len(own)


def _is_term(quoted: str, fact: Fact) -> bool:
    """Return True for a few words in quotation marks that a fact has, but as no quotation."""
    own = words(quoted)
    return (
        fact.kind != "quotation"
        and not quoted.rstrip().endswith((".", "!", "?"))
        and len(own) <= _TERM
        and any(contains(words(text), own) for text in (fact.value, fact.said))
    )
