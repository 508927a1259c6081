"""How a quotation stands in print: “First sentence,” said Ines Ortega, chief executive of Acme. “Rest.”"""

import re
from collections.abc import Sequence

from assistant.house_style.ap import ap_role
from assistant.template.sentences import bare, capitalised, ended, one_line, split_first

_PAIRS = ("“”", "„“", "„”", "””", "«»", "»«", '""', "״״", "‘’", "‚‘", "‹›", "››", "''")
_DIRECTED = (("“", "”"), ("„", "“"), ("«", "»"))
_DOUBLE = '“”„«»"״'
_ANY_MARK = re.compile(f"[{_DOUBLE}]")
_WITHIN_A_WORD = re.compile(r"(?<=\w)[״\"](?=\w)")
_CLOSED = re.compile(r"(?P<quoted>.*[”“»«\"״’'›])(?P<end>[.!?,;]?)", re.DOTALL)
_SAID = re.compile(
    r"\b(?:said|says|adds|added|explains|explained|according to|sagte?|erklärte?|laut|afirma|dijo|señala"
    r"|explica|según|לדברי|אמר[הו]?|מסר[הו]?)\b"
)
_ATTRIBUTED = re.compile(rf"{_SAID.pattern}|[-–—]\s*[A-ZÀ-ÖØ-Þ][^.!?]*\.?\Z|\A[A-ZÀ-ÖØ-Þ][^.!?,]{{1,60}}:\s")
_OPENING = re.compile(r"(?:(?<=\s)|(?<=[(\[])|\A)[\"“„«״](?=\S)")
_PAUSE = re.compile(r"[,;:–—-]+\Z")
_UNKNOWN_ROLE = re.compile(r"(?:the|our|an?)\s", re.IGNORECASE)


def without_marks(text: str) -> str:
    """Return `text` without quotation marks of any language that enclose all of it."""
    text = text.strip()
    while closed := _CLOSED.fullmatch(text):
        quoted, end = closed["quoted"], closed["end"]
        pair, inner = quoted[:1] + quoted[-1:], quoted[1:-1]
        if len(quoted) < 2 or pair not in _PAIRS or _has_marks(inner, pair):
            break
        text = inner.strip()
        text = text if not end or text.endswith((".", "!", "?", "…")) else text + end
    return text


def _has_marks(inner: str, pair: str) -> bool:
    """Return True if `inner` has marks that show the text to be more than one quotation."""
    inner = _WITHIN_A_WORD.sub("", inner)
    if pair[0] in "‘‚‹›'":
        return any(mark in re.sub(r"(?<=\w)['’‘](?=\w)", "", inner) for mark in pair)
    marks = [found[0] for found in _ANY_MARK.finditer(inner)]
    return bool(marks) and not any(_is_balanced(marks, *directed) for directed in _DIRECTED)


def _is_balanced(marks: Sequence[str], opening: str, closing: str) -> bool:
    """Return True if each of the `marks` that opens is closed, as in “we call it “smart” water”."""
    depth = 0
    for mark in marks:
        depth += {opening: 1, closing: -1}.get(mark, -len(marks))
        if depth < 0:
            return False
    return depth == 0


def prepared(words: str, speaker: str, inner_marks: tuple[str, str]) -> str | None:
    """Return the words of a quotation without marks around them, with inner marks and a capital.

    None if they have quotation marks and their speaker already, as in an older draft.
    """
    text = without_marks(one_line(words))
    if _is_printed_already(text, speaker):
        return None
    return capitalised(with_inner_marks(text, inner_marks))


def attributed(words: str, speaker: str, role: str) -> list[str]:
    """Return the sentences of a quotation with who said them; no word is changed.

    All words that follow “said” stand in one.

    Words that already have quotation marks and their speaker, as in an older draft, stay as they are.
    """
    text = prepared(words, speaker, ("‘", "’"))
    if text is None:
        return [ended(one_line(words))]
    who = _who(one_line(speaker), one_line(role))
    if not who:
        return [f"“{ended(text)}”"]
    first, rest = split_first(text)
    quotation = f"“{_with_comma(first)}” said {ended(who)}"
    return [quotation, f"“{ended(rest)}”"] if rest else [quotation]


def _is_printed_already(text: str, speaker: str) -> bool:
    """Return True if `text` says who speaks."""
    marked = _ANY_MARK.search(_WITHIN_A_WORD.sub("", text))
    if not speaker:
        return bool(marked or _ATTRIBUTED.search(text))
    last_name = bare(speaker).partition(",")[0].split()[-1:]
    return bool(marked and _SAID.search(text) and last_name and last_name[0] in text)


def with_inner_marks(text: str, marks: tuple[str, str] = ("‘", "’")) -> str:
    """Return `text` with the marks, such as ‘single’ ones, that stand within a quotation."""

    def inner(found: re.Match[str]) -> str:
        if _OPENING.match(text, found.start()):
            return marks[0]
        return found[0] if _inside(text, found.start()) else marks[1]

    return _ANY_MARK.sub(inner, text)


def _inside(text: str, at: int) -> bool:
    """Return True if the mark at `at` is between two letters: Hebrew writes acronyms so."""
    return bool(_WITHIN_A_WORD.match(text, at))


def _who(speaker: str, role: str) -> str:
    """Return "Ines Ortega, chief executive of Acme", or what of it is known."""
    speaker, role = bare(speaker), ap_role(bare(role))
    if not speaker:
        return role and (role if _UNKNOWN_ROLE.match(role) else f"the {role}")
    return f"{speaker}, {role}" if role and role.lower() not in speaker.lower() else speaker


def _with_comma(first: str) -> str:
    """Return a first sentence with its mark for before “said”: a comma, unless it asks or exclaims."""
    return first if first.endswith(("!", "?")) else f"{before_said(first)},"


def before_said(first: str) -> str:
    """Return a first sentence without its full stop; it keeps a mark that asks or exclaims."""
    return first if first.endswith(("!", "?")) else _PAUSE.sub("", bare(first)).rstrip()


def with_role(speaker: str, role: str) -> str:
    """Return "Ines Ortega, Geschäftsführerin von Acme", or what of it is known."""
    speaker, role = bare(speaker), bare(role)
    return ", ".join(
        piece
        for piece in (speaker, role)
        if piece and (piece == speaker or role.lower() not in speaker.lower())
    )
