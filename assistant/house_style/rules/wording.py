"""Single words: first person, praise, exclamations, placeholders."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import FILLER, Line, Release, small_letters, without_addresses
from assistant.house_style.words import WORDS
from assistant.parts import PartName

_PROSE = (
    PartName.HEADLINE,
    PartName.SUBHEAD,
    PartName.LEAD,
    PartName.BODY,
    PartName.QUOTATION,
    PartName.BOILERPLATE,
)
# A word is not a part of "e-we" or "about.us".
_BEGIN, _END = r"(?<![\w.@/-])", r"(?![\w-]|\.\w)"
_SENTENCE_START = r"(?:(?<=\A)|(?<=[.!?:”“»\"] )|(?<=\n))"
_COUNTED = (
    r"(?:%|percent|prozent|por ciento|אחוז|million|billion|mio|mrd|millones|מיליון|milliard"
    r"|euros?|dollars?|[€$£₪])"
)
_ALWAYS = (
    r"lorem ipsum",
    r"\{\{|\}\}|\$\{|%\(\w+\)s",
    r"\{[^\W\d][\w .-]{0,40}\}",
    r"(?<![\w.])t\.?b\.?[da]\b\.?(?!\w)",
    r"(?<!\w)tktk(?!\w)",
    r"_{3,}",
    r"(?<!\S)\?{3,}",
    r"[€$£₪]\s?x{2,}(?!\w)",
    rf"(?<!\w)x{{2,}}(?:[.,]x+)?\s?{_COUNTED}",
    r"(?<!\w)x{2,4}[./-]x{2,4}(?:[./-](?:x{2,4}|\d{2,4}))?(?!\w)",
)
# "XX" is also a number of Romans ("siglo XX", "XX Olympic Games"), a chromosome and a size.
_BARE_XX = {
    "en": (r"(?<![\w-])X{2,}(?= (?!chromosom|edition|anniversar|congress|century|size)[a-z])",),
    "de": (r"(?<![\w-])X{2,}(?= \w)(?!.Chromosom)",),
    "he": (r"(?<![\w-])X{2,}(?= [א-ת])",),
}
_N_N = r"(?<![\w.])N\. ?N\.(?! ?[A-ZÄÖÜ])"
# Hebrew writes "the company" as one word.
_MORE_WORDS = re.compile(r"\w \w|[א-ת]")
_BARE_HINT = re.compile(r"XX|N\.")
_BRACKETS = re.compile(r"\[[^\[\]<>\n]{1,60}\]|<[^\[\]<>\n]{1,60}>")
_CAPITAL_BEFORE = re.compile(r"(?<![.!?] )\b[A-ZÄÖÜ][\w’-]* \Z")
_EXCLAMATION = re.compile(r"[!¡]")


@cache
def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the regular expressions `words` as whole words, in small letters."""
    return re.compile(rf"{_BEGIN}(?:{'|'.join(words)}){_END}")


@cache
def _first_person_of(language: str) -> re.Pattern[str]:
    """Return a pattern for the first person: in small letters, or with the capital of a sentence's begin.

    Within a sentence a capital makes it a name ("Our Place"), as does a name's word after "Our".
    """
    words = WORDS[language]
    forms = "|".join(words.first_person)
    capitals = "|".join(_with_capital(word) for word in words.first_person)
    small, names = "|".join(words.first_person_in_names), ""
    if small:
        capital = "|".join(_with_capital(word) for word in words.first_person_in_names)
        names = rf"|(?:{small})|{_SENTENCE_START}(?:{capital})(?! +(?-i:[A-ZÁÉÍÓÚÑ][a-záéíóúñ¦]|¦))"
    return re.compile(rf"{_BEGIN}(?:{forms}|{_SENTENCE_START}(?:{capitals}){names}){_END}")


def _with_capital(word: str) -> str:
    """Return a table's regular expression for the forms with a capital: each alternative's first letter."""
    return "|".join(one[:1].upper() + one[1:] for one in re.split(r"\|(?![^(]*\))", word))


def _first_person(release: Release) -> Iterator[Hit]:
    pattern = _first_person_of(release.language)
    for line in release.of(*_PROSE):
        for found in pattern.finditer(line.plain):
            if not _is_numeral(line.plain, found):
                yield line.hit(*found.span())


_NUMBERED = re.compile(
    r"(?:\b(?:[A-Z]\w*|phase|type|class|stage|part|volume|chapter|tier|level|grade|category|round|war)) \Z"
)


def _is_numeral(text: str, found: re.Match[str]) -> bool:
    """Return True for the "I" of "Phase I was"."""
    return found[0] == "I" and bool(_NUMBERED.search(text[max(found.start() - 30, 0) : found.start()]))


def _hype(release: Release) -> Iterator[Hit]:
    pattern = words_pattern(release.words.hype)
    for line in release.of(*_PROSE):
        for found in pattern.finditer(line.small):
            yield line.hit(*found.span(), f"“{line.text[found.start() : found.end()]}”")


def _exclamation(release: Release) -> Iterator[Hit]:
    for line in release.of(*_PROSE):
        if line.name != PartName.HEADLINE:
            for found in _EXCLAMATION.finditer(line.plain):
                yield line.hit(*found.span())


@cache
def _placeholders_of(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for what is always a placeholder, for what is one in brackets, and for a bare "XX"."""
    words = WORDS[language]
    always = (*_ALWAYS, *(rf"(?<!\w)(?:{word})(?!\w)" for word in words.placeholders))
    nouns = "|".join({*words.placeholder_nouns, *WORDS["en"].placeholder_nouns})
    in_brackets = rf"(?:{nouns})(?!\w).*|.*(?<!\w)(?:{nouns})|x{{2,}}"
    bare = re.compile("|".join((_N_N, *_BARE_XX.get(language, ()))))
    return (re.compile("|".join(always)), re.compile(in_brackets), bare)


def _placeholder(release: Release) -> Iterator[Hit]:
    always, in_brackets, bare = _placeholders_of(release.language)
    for line in release.lines:
        text = without_addresses(line.text)
        small = small_letters(text)
        found = [*always.finditer(small), *(bare.finditer(text) if _BARE_HINT.search(text) else ())]
        found = [one for one in found if not _is_in_name(line, one)]
        for one in _BRACKETS.finditer(small):
            if in_brackets.fullmatch(one[0][1:-1].strip()) and not _is_editors(line, one):
                found.append(one)
        for one in sorted(found, key=re.Match.start):
            start, end = one.span()
            yield line.hit(start, end, f"“{line.text[start:end]}”")


def _is_in_name(line: Line, found: re.Match[str]) -> bool:
    """Return True for the "TBD" of a company called "TBD Media", and for "in Super Bowl XX players"."""
    if line.plain[found.start()] == FILLER != line.outside[found.start()]:
        return True
    return found[0].startswith("XX") and bool(_CAPITAL_BEFORE.search(line.text, 0, found.start()))


def _is_editors(line: Line, found: re.Match[str]) -> bool:
    """Return True for words in brackets that stand for others in a quotation: “[the company] grows”."""
    return line.outside[found.start()] == FILLER and bool(_MORE_WORDS.search(found[0]))


def _sample_name(release: Release) -> Iterator[Hit]:
    pattern = words_pattern(release.words.sample_names)
    for line in release.lines:
        for found in pattern.finditer(small_letters(line.text)):
            yield line.hit(*found.span(), f"“{line.text[found.start() : found.end()]}”")


ROWS = (
    Row(
        id="PR040",
        severity=Severity.BLOCK,
        what="Outside quotations a release is written in the third person: not “we”, “our” or “us”.",
        why="A newspaper prints it as its own text, and its “we” is somebody else.",
        hint="Say it as a journalist would: “Acme makes …”, not “We make …”.",
        finds=_first_person,
    ),
    Row(
        id="PR041",
        severity=Severity.WARN,
        what="Outside quotations no word praises: not “revolutionary”, “leading” or “unique”.",
        why="Journalists delete praise and trust the rest less; a number says more.",
        hint="Say what it does or how much, or let a person say it in a quotation.",
        finds=_hype,
    ),
    Row(
        id="PR042",
        severity=Severity.WARN,
        what="There is no exclamation mark outside quotations.",
        why="It is the mark of advertisements.",
        hint="Leave the mark out.",
        finds=_exclamation,
    ),
    Row(
        id="PR043",
        severity=Severity.BLOCK,
        what="There is no placeholder, such as “[Name]”, “XX percent”, “TBD” or “lorem ipsum”.",
        why="Something is still missing, and it would be printed as it stands.",
        hint="Say what is to stand there.",
        finds=_placeholder,
    ),
    Row(
        id="PR044",
        severity=Severity.WARN,
        what="There is no name that stands for any name, such as “Jane Doe” or “Max Mustermann”.",
        why="It may be a left-over from a form.",
        hint="Say the real name, or that this is the name.",
        finds=_sample_name,
    ),
)
