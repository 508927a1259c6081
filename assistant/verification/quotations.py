"""Quotations: a contiguous piece of what was said; cuts at sentence ends only, shown as "…"."""

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from assistant.verification.normalise import fold, folded

# A mark between letters is an apostrophe or belongs to a Hebrew acronym.
_QUOTED = regex.compile(
    r"(?<!\w)\"(?=\S)(?P<double>[^\"]+(?:(?<=\w)\"(?=\w)[^\"]+)*)\"(?!\w)"
    r"|(?<!\w)'(?=\w)(?P<single>.{1,1000}?)'(?!\w)"
)
_CUT = "..."
# A full stop in "3.5" and after "Dr" or an initial ends no sentence; an emoji does.
_TOKEN = regex.compile(
    r"(?P<word>[\p{L}\p{M}\p{N}]+(?:[\"'][\p{L}\p{N}]+)*|\.{3})"
    r"|(?<!(?<!\w)(?:\p{L}|dra?|prof|mrs?|ms|st|ca|bzw|sra?))(?P<end>[.!?](?!\w)|\"|'(?!\w)|(?<!\w)')"
    r"|(?P<end>[\u2600-\u27bf\U0001f000-\U0001faff]|(?<=\")\.)|(?P<colon>:(?!\w))"
)
_MARK = regex.compile(r"(?<=\w)[\"'](?=\w)")
_FILLER = regex.compile(r"u+h*m+|u+h+|e+r+m+|h+m+|a+h+m*|e+h+m*|o+h+|א+ה+מ*|א+מ+")
_LINE_END = regex.compile(r"\s*\n\s*")


def quotations(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the quotations of `text`: start and end in it, without their marks, and the folded words."""
    read = fold(text)
    for match in _QUOTED.finditer(read.text):
        group = "double" if match["double"] else "single"
        if group == "double" or " " in match[group]:
            yield *read.span(*match.span(group)), match[group]


def unsupported(value: str, said: str) -> Iterator[tuple[int, int]]:
    """Yield where in `value` a quotation is not what was said, word for word."""
    quoted = list(quotations(value))
    heard = _Said(said) if quoted else None
    is_said = cache(lambda words: heard is not None and heard.has(words))
    for start, end, text in quoted:
        if not is_said(text):
            yield start, end


def is_said(quoted: str, said: str) -> bool:
    """Return True if a folded quotation is what was said, word for word."""
    return _heard(said).has(quoted)


@lru_cache(maxsize=256)
def _heard(said: str) -> "_Said":
    return _Said(said)


class _Said:
    """The words of what was said, each after a space, and where among them sentences start and end."""

    def __init__(self, said: str) -> None:
        if not regex.search(r"[.!?]", said):
            said = _LINE_END.sub(" . ", said)
        self._words = ""
        self._starts, self._ends = {0}, set[int]()
        for kind, token in _tokens(folded(said)):
            if kind == "end" or token == _CUT:
                self._ends.add(len(self._words))
            self._words += f" {token}" if kind == "word" else ""
            if kind != "word" or token == _CUT:
                self._starts.add(len(self._words))
        self._ends.add(len(self._words))

    def has(self, quoted: str) -> bool:
        """Return True if `quoted` was said, in whole sentences, others left out only where it shows "..."."""
        parts = [""]
        for kind, token in _tokens(quoted):
            if token == _CUT:
                parts.append("")
            elif kind == "word":
                parts[-1] += f" {token}"
        place = 0
        for part in filter(None, parts):
            place = self._after(part, place)
            if place < 0:
                return False
        return True

    def _after(self, part: str, start: int) -> int:
        """Return where the first such whole sentences at or after `start` end, or -1."""
        place = self._words.find(part, start)
        while place >= 0:
            end = place + len(part)
            if place in self._starts and end in self._ends:
                return end
            place = self._words.find(part, place + 1)
        return -1


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a folded text without fillers, its cuts and ends of sentences, with their kinds."""
    for match in _TOKEN.finditer(text):
        token = _MARK.sub("", match[0])
        if not _FILLER.fullmatch(token):
            yield match.lastgroup or "", token
