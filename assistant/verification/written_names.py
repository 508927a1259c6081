"""Names of a written sentence: those of its cited facts, and no others."""

from collections.abc import Collection, Iterator

from assistant.verification import names, near_names
from assistant.verification.evidence import Evidence
from assistant.verification.normalise import folded, words
from assistant.verification.release import Release
from assistant.verification.said_words import Word
from assistant.verification.sentences import Span, Written
from assistant.verification.statements import Fact
from assistant.verification.words import hebrew_names, places
from assistant.verification.words.common_words import TITLES, is_listed, is_ordinary
from assistant.verification.words.concepts import weight

_PlainSpan = tuple[int, int]
_PART = 4  # letters of a part of a German compound
_OF_COUNTRY = ("י", "ית", "יים", "יות")
_LANDSCAPE = (
    "עמק",
    "כפר",
    "קיבוץ",
    "מושב",
    "רחוב",
    "חוף",
    "נמל",
    "הר",
    "גבעת",
    "קריית",
    "נחל",
    "עיר",
    "אזור",
)


def unsupported(
    written: Written, evidence: Evidence, release: Release, cited: Collection[Fact]
) -> Iterator[Span]:
    """Yield the names that the `cited` facts, and what belongs to them in `evidence`, do not have."""
    found = [
        *_unknown(written, evidence, release),
        *_of_other_facts(written, evidence, release),
        *near_names.changed(written, evidence, release),
    ]
    if not found:
        found = [*_in_place_of_cited(written, evidence, release, cited)]
    for start, end in dict.fromkeys(found):
        people = _people_of_country(written.text[start:end])
        if not people:
            yield ("name", start, end, True)
        elif not people & release.all.places:
            yield ("name", start, end, bool(evidence.places))


def _people_of_country(text: str) -> frozenset[int]:
    """Return the rows of a Hebrew adjective such as "the Italian", which is no name by itself."""
    parts = words(text)
    if (
        len(parts) > 1
        or not parts
        or not parts[0].endswith(_OF_COUNTRY)
        or not places.is_place(parts[0].removeprefix("ה"))
    ):
        return frozenset()
    return places.rows_in(parts)


def _unknown(written: Written, evidence: Evidence, release: Release) -> Iterator[_PlainSpan]:
    """Yield what looks like a name and was not said, but for common words of press releases."""
    named = {word for _, name in release.names for word in name} - release.free_words
    skip = [*written.content.places(), *((start, end) for start, end, _ in written.quoted)]
    text = written.shown
    for start, end in names.unsupported(
        text, evidence.text, language=release.language, skip=skip, named=named
    ):
        parts = words(text[start:end])
        if _is_abbreviated(start, end, written, evidence):
            continue
        is_name = any(_may_be_name(part, evidence, release.language) for part in parts)
        if is_name or _is_beside_name(start, written, release.language):
            yield start, end
        elif len(parts) > 1 or (len(parts[0]) == 1):
            yield start, end  # a torn name, or another series


def _is_beside_name(start: int, written: Written, language: str) -> bool:
    """Return True for "Power" in "Tessera Power": a capitalised word after another name."""
    at = next((at for at, word in enumerate(written.words) if word.start == start), 0)
    if not at or language == "he" or written.is_title_case:
        return False
    before, word = written.words[at - 1 : at + 1]
    return word.joined and before.is_capitalised and word.is_capitalised and _tells(before.folded, language)


def _may_be_name(word: str, evidence: Evidence, language: str) -> bool:
    if places.is_place(word):
        return True
    is_common = is_ordinary if language in {"de", "he"} else is_listed
    known = weight(word, language) < 2 or is_common(word, language)
    if known or (language in {"de", "he"} and evidence.vocabulary.has_word(word)):
        return False
    if language == "de":
        return not _is_compound(word, evidence)
    return language != "he" or not any(
        is_ordinary(one, "he") or evidence.vocabulary.has_word(one) for one in hebrew_names.nouns_of(word)
    )


def _is_compound(word: str, evidence: Evidence) -> bool:
    """Return True for "winterbier": a noun that was said after an ordinary or a said one."""
    said = evidence.vocabulary.has_word
    for cut in range(_PART, len(word) - _PART + 1):
        head, tail = word[:cut], word[cut:]
        if said(tail) and any(said(one) or is_ordinary(one, "de") for one in (head, head.removesuffix("s"))):
            return True
    return False


def _is_abbreviated(start: int, end: int, written: Written, evidence: Evidence) -> bool:
    """Return True for "Minn." where Minnesota was said."""
    short = folded(written.text[start:end])
    is_short = len(short) > 2 and written.text[end : end + 1] == "."
    return is_short and any(word.startswith(short) for word in words(evidence.text))


def _of_other_facts(written: Written, evidence: Evidence, release: Release) -> Iterator[_PlainSpan]:
    """Yield the names of facts that are not cited."""
    said = {form for word in words(evidence.text) for form in places.without_prefixes(word)}
    tokens = [word.folded for word in written.words]
    variants = [places.without_prefixes(token)[:3] for token in tokens]
    for _, name in release.names:
        telling = [word for word in name if _tells(word, release.language) and word not in said]
        if not telling or release.is_own(name):
            continue
        for at, forms in enumerate(variants):
            if name[0] in forms and tokens[at + 1 : at + len(name)] == name[1:]:
                last = written.words[min(at + len(name), len(written.words)) - 1]
                yield written.words[at].start, last.end
            elif len(name) > 1 and telling[-1] == name[-1] and name[-1] in forms:
                yield written.words[at].start, written.words[at].end


def _tells(word: str, language: str) -> bool:
    return len(word) > 2 and weight(word, language) == 2 and not is_ordinary(word, language)


def _in_place_of_cited(
    written: Written, evidence: Evidence, release: Release, cited: Collection[Fact]
) -> Iterator[_PlainSpan]:
    """Yield what stands in a sentence without capitals that tell, where a name of its facts is missing."""
    if release.language not in {"de", "he"}:
        return
    checked = {at for start, end in written.content.places() for at in range(start, end)}
    strange = [
        at
        for at, word in enumerate(written.words)
        if _is_strange(word.folded, word.is_capitalised, evidence, release)
        and checked.isdisjoint(range(word.start, word.end))
    ]
    if not strange:
        return
    present = {form for word in written.words for form in places.without_prefixes(word.folded)}
    for at in strange:
        word = written.words[at]
        if _has_place_of_said(at, written, evidence, present, release) or _is_missing(
            at, written, cited, present, release
        ):
            yield word.start, word.end


def _is_missing(
    at: int, written: Written, cited: Collection[Fact], present: Collection[str], release: Release
) -> bool:
    """Return True if a cited name is missing, in whole, or but for the word before."""
    word = written.words[at].folded
    before = places.without_prefixes(written.words[at - 1].folded) if at else []
    for fact, name in release.names:
        if fact not in cited:
            continue
        missing = [one for one in name if one not in present]
        if release.is_own(name):
            if len(missing) == len(name) and any(_look_alike(word, one) for one in missing):
                return True
        elif len(missing) == len(name) or (missing and any(one in name for one in before)):
            return True
    return False


def _has_place_of_said(
    at: int, written: Written, evidence: Evidence, present: Collection[str], release: Release
) -> bool:
    """Return True if a word of the facts that may be a name, and is missing, has the same word beside it."""
    before = written.words[at - 1].folded if at else ""
    after = written.words[at + 1].folded if at + 1 < len(written.words) else ""
    for reading in evidence.all_readings:
        said = reading.words
        for place, word in enumerate(said):
            if word.folded in present or any(one in present for one in places.without_prefixes(word.folded)):
                continue
            beside = (place and said[place - 1].folded == before) or (
                place + 1 < len(said) and said[place + 1].folded == after
            )
            is_name = any(
                form in name for form in places.without_prefixes(word.folded) for _, name in release.names
            )
            if beside and (is_name or _stands_as_name(word, written.words[at], before)):
                return True
    return False


def _stands_as_name(said: Word, word: Word, before: str) -> bool:
    """Return True if a said word is a place or a German noun, or stands where a Hebrew name may stand."""
    if not word.is_hebrew:
        return said.is_capitalised and said.is_marked
    forms = places.without_prefixes(said.folded)
    is_in_place = (
        word.folded[0] == said.folded[0] and word.folded[0] in "בלמ" and weight(said.folded, "he") == 2
    )
    is_after_name = any(hebrew_names.is_named(one.folded, before) for one in (said, word))
    return is_in_place or is_after_name or before.endswith(_LANDSCAPE) or any(map(places.is_place, forms))


def _look_alike(word: str, other: str) -> bool:
    """Return True for "Vitalog" and "Vinolog"."""
    return abs(len(word) - len(other)) < 3 and (word[:2] == other[:2] or word[-3:] == other[-3:])


def _is_strange(word: str, is_capitalised: bool, evidence: Evidence, release: Release) -> bool:
    if len(word) < 3 or (release.language == "de" and not is_capitalised):
        return False
    forms = places.without_prefixes(word) if release.language == "he" else [word]
    if any(
        weight(form, release.language) < 2 or is_ordinary(form, release.language) or form in TITLES
        for form in forms
    ):
        return False
    return not evidence.vocabulary.has_word(word) and not any(map(str.isdigit, word))
