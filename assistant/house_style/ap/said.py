"""The verb of an attribution: “said”."""

import re
from collections.abc import Iterator

from assistant.house_style.ap.edit import Edit

_MARK = re.compile(r"[“”\"]")
_VERB = (
    r"(?P<verb>says|states|stated|comments|commented|remarks|remarked|declares|declared|enthuses|enthused|exclaims"
    r"|exclaimed|opines|opined)"
)
_NAME = r"(?:[A-Z¦][\w¦.’'-]*)"
_AFTER_MARK = re.compile(rf"[”\"] {_VERB}(?= {_NAME}| (?:the|an?|he|she|they)\b)")
_AFTER_NAME = re.compile(rf"[”\"] (?:{_NAME} ){{1,4}}{_VERB}(?=[.,;:]|\Z)")
_BEFORE_MARK = re.compile(rf"(?:(?<![\w¦]){_NAME}|\b(?:he|she|they)|,) {_VERB}(?=[:,]? [“\"])")


def said_edits(text: str) -> Iterator[Edit]:
    """Yield what makes “…,” says Ines Ortega to “…,” said Ines Ortega."""
    if not _MARK.search(text):
        return
    for pattern in (_AFTER_MARK, _AFTER_NAME, _BEFORE_MARK):
        for found in pattern.finditer(text):
            yield Edit(*found.span("verb"), "said")
