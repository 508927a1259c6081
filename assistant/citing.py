"""What a text by a person rests on: its sentences, each with the facts that it shares words with.

No Django: plain values.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.announcement_types import Kind
from assistant.body import Body, paragraphs
from assistant.invisible import without_invisible
from assistant.parts import Part
from assistant.template.paragraphs import sentences_in
from assistant.verification.normalise import fold, words
from assistant.verification.numbers import numbers
from assistant.verification.statements import Fact, Sentence
from assistant.verification.words.languages import FUNCTION_WORDS, LANGUAGES, language_of
from assistant.verification.words.number_words import in_digits

STEM = 5
"""Letters by which words are compared: "invests", "investor"."""
TELLING = 2
"""What a further fact has to add to a sentence: a number, a name, or two other words."""
_PUT_BY_CODE = ("headline", "subhead", "quote", "boilerplate", "partner_boilerplate", "media_contact", "link")
"""Keys of facts that a sentence only rests on where no other one says the same."""
_SHARED = ("was", "die", "con", "man")  # function words of one language, other words in another
_SAY_NOTHING = (Kind.ANNOUNCEMENT, Kind.LANGUAGE)
_CAPITALISED = re.compile(r"\b[^\W\d_a-zß-ÿ][^\W\d_]+")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")


def cite(text: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the ids of the facts that the sentence `text` rests on, by its numbers, names and other words.

    A fact whose whole value is in it is cited. Of the others come as few as share what is left, the one that
    shares most first.
    """
    candidates = [fact for fact in facts if not fact.superseded and fact.kind not in _SAY_NOTHING]
    told = _marks(text)
    cited = [fact for fact in candidates if (whole := _whole(fact)) and whole <= told]
    weights = {mark: TELLING if mark[0] == "#" else 1 for mark in told}
    weights |= {mark: TELLING for word in _CAPITALISED.findall(text) for mark in _marks(word)}
    for fact in cited:
        _take(weights, fact)
    written_about = [fact for fact in candidates if not fact.key.startswith(_PUT_BY_CODE)]
    for group in (written_about, candidates):
        while (nearest := _nearest(weights, group)) and _shared(weights, nearest) >= TELLING:
            cited.append(nearest)
            _take(weights, nearest)
    return tuple(dict.fromkeys(fact.id for fact in cited))


def _nearest(weights: Mapping[str, int], facts: Sequence[Fact]) -> Fact | None:
    return max(facts, key=lambda fact: _shared(weights, fact), default=None)


def _shared(weights: Mapping[str, int], fact: Fact) -> int:
    return sum(weight for mark, weight in weights.items() if mark in _marks_of(fact))


def _take(weights: dict[str, int], fact: Fact) -> None:
    """Leave only what `fact` does not have."""
    for mark in _marks_of(fact) & weights.keys():
        del weights[mark]


def _whole(fact: Fact) -> frozenset[str]:
    """Return what a sentence has to have to say the whole of a fact: "closed" and "round" for a yes or no."""
    return _marks(fact.key.replace("_", " ") if fact.kind == Kind.YES_NO else fact.value)


def _marks_of(fact: Fact) -> frozenset[str]:
    return _whole(fact) | _marks(fact.said)


@lru_cache(maxsize=1024)
def _marks(text: str) -> frozenset[str]:
    """Return what `text` is compared by: the beginnings of its words, and its numbers as "#4000000"."""
    language = language_of(text)
    read = in_digits(fold(text), language, articles=False)
    amounts = {
        f"#{amount.normalize():f}"
        for number in numbers(read, language, [language], lenient=True)
        for amount in number.amounts
    }
    return frozenset(
        amounts
        | {
            word[:STEM]
            for word in words(read.text)
            if len(word) > 2 and not word[0].isdigit() and not _is_function_word(word)
        }
    )


def _is_function_word(word: str) -> bool:
    return word in _SHARED or any(word in FUNCTION_WORDS[language] for language in LANGUAGES)


def rewritten(text: str, *, before: Body, facts: Sequence[Fact]) -> list[Part]:
    """Return the paragraphs of `text`, which a person has made of `before`; blank lines part them.

    A sentence that was in `before` keeps its citations, another one cites those of `facts` that it rests on.
    """
    known = {_line(one.text): one for part in before for one in part.sentences}
    written = _PARAGRAPH_END.split("\n".join(text.splitlines()))
    return paragraphs(
        (at, known.get(one) or Sentence(one, cite(one, facts)))
        for at, paragraph in enumerate(written, start=1)
        for one in _sentences(_line(paragraph), known)
    )


def _line(text: str) -> str:
    return " ".join(without_invisible(text).split())


def _sentences(paragraph: str, known: Collection[str]) -> Iterator[str]:
    """Yield the sentences of `paragraph`: the `known` ones whole, what is between them as it is split."""
    done = 0
    either = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
    for found in re.finditer(rf"(?<!\S)(?:{either})(?!\S)", paragraph) if either else ():
        yield from sentences_in(paragraph[done : found.start()].strip())
        yield found[0]
        done = found.end()
    yield from sentences_in(paragraph[done:].strip())
