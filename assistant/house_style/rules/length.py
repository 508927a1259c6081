"""How long paragraphs, sentences and the whole are."""

from collections.abc import Iterator

from assistant.house_style.findings import Hit, Row, Severity
from assistant.house_style.release import Release, characters_of, count_words
from assistant.parts import PartName

MOST_SENTENCES, LONGEST_PARAGRAPH, LONGEST_SENTENCE = 4, 80, 35
SHORT, LONG = 250, 800
"""Words of a release."""
MOST_CHARACTERS = 3_000
_PARAGRAPHS = (PartName.LEAD, PartName.BODY, PartName.QUOTATION)


def _sentences(release: Release) -> Iterator[Hit]:
    for index, part in release.numbered(*_PARAGRAPHS):
        if len(part.sentences) > MOST_SENTENCES:
            yield Hit(index, detail=f"It has {len(part.sentences)}.")


def _paragraph(release: Release) -> Iterator[Hit]:
    for index, _ in release.numbered(PartName.BODY, PartName.QUOTATION):
        if (words := release.lengths[index]) > LONGEST_PARAGRAPH:
            yield Hit(index, detail=f"It has {words}.")


def _sentence(release: Release) -> Iterator[Hit]:
    """Find long sentences; the lead has limits of its own, and a speaker's words are not ours to cut."""
    for line in release.of(PartName.BODY, PartName.BOILERPLATE):
        if (words := count_words(line.outside)) > LONGEST_SENTENCE:
            yield line.whole(f"It has {words}.")


def _short(release: Release) -> Iterator[Hit]:
    if (words := release.length) < SHORT:
        yield Hit(detail=f"It has {words}.")


def _long(release: Release) -> Iterator[Hit]:
    if (words := release.length) > LONG:
        yield Hit(detail=f"It has {words}.")


def _characters(release: Release) -> Iterator[Hit]:
    if (characters := characters_of(release.parts)) > MOST_CHARACTERS:
        yield Hit(detail=f"It has {characters}.")


ROWS = (
    Row(
        id="PR030",
        severity=Severity.WARN,
        what=f"A paragraph has at most {MOST_SENTENCES} sentences.",
        why="Editors cut by paragraphs; each is to stand for itself.",
        hint="Ask for shorter paragraphs.",
        finds=_sentences,
    ),
    Row(
        id="PR031",
        severity=Severity.WARN,
        what=f"A paragraph has at most {LONGEST_PARAGRAPH} words.",
        why="Longer ones are a wall of text on a telephone.",
        hint="Ask for shorter paragraphs.",
        finds=_paragraph,
    ),
    Row(
        id="PR032",
        severity=Severity.WARN,
        what=f"A sentence has at most {LONGEST_SENTENCE} words.",
        why="Longer ones are read twice, or not at all.",
        hint="Ask for two sentences.",
        finds=_sentence,
    ),
    Row(
        id="PR033",
        severity=Severity.WARN,
        what=f"A release has at least {SHORT} words; 300 to 500 are ideal.",
        why="With fewer a journalist has to ask before writing.",
        hint="Tell more: numbers, customers, background.",
        finds=_short,
    ),
    Row(
        id="PR034",
        severity=Severity.WARN,
        what=f"A release has at most {LONG} words; 300 to 500 are ideal.",
        why="Nobody in a newsroom reads more than two pages.",
        hint="Say what may be left out.",
        finds=_long,
    ),
    Row(
        id="PR035",
        severity=Severity.WARN,
        what=f"A German release has at most {MOST_CHARACTERS:,} characters with spaces.",
        why="German newsrooms plan by characters, so the count is printed.",
        hint="Say what may be left out.",
        finds=_characters,
        languages=("de",),
    ),
)
