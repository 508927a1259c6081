"""The figures and names of a text, for people to check what was heard."""

from collections.abc import Iterator, Sequence

from assistant.verification.checkable import checkable
from assistant.verification.names_in_text import is_part, people_in_hebrew
from assistant.verification.said_words import Word, split


def mentions(text: str, language: str) -> list[str]:
    """Return the contacts, dates, numbers and names of `text`, each once, in their order."""
    places = checkable(text, language, [language], lenient=False).places()
    words = split(text, places)
    names = [*_capitalised(words, language), *people_in_hebrew(words)]
    found = sorted({*places, *((name[0].start, name[-1].end) for name in names)})
    return list(dict.fromkeys(text[start:end].strip(" .,;:\n") for start, end in found))


def _capitalised(words: Sequence[Word], language: str) -> Iterator[list[Word]]:
    """Yield runs of capitalised words; a lone one only if its place or its language does not explain it."""
    run: list[Word] = []
    for word in [*words, None]:
        if word and is_part(word, language) and (not run or word.joined):
            run.append(word)
            continue
        if len(run) > 1 or (run and (run[0].is_marked or not (run[0].first or language == "de"))):
            yield run
        run = [word] if word and is_part(word, language) else []
