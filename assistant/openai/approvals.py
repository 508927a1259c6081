"""Whether words of a user approve what they were shown."""

import re

from assistant.invisible import without_invisible

LONGEST = 20
"""Words: who says more than that says more than yes, or passes on what somebody else has written."""

_YES = re.compile(
    r"\b(?:yes|yep|ok|okay|approve[ds]?|perfect|great|good|fine|right|correct|love it|go ahead"
    r"|publish|ship it|send it"
    r"|ja|passt|freigegeben|gut|super|einverstanden|genau|stimmt"
    r"|sí|si|vale|apruebo|aprobado|perfecto|bien|de acuerdo|correcto"
    r"|כן|מאשר|מאשרת|מאושר|מעולה|מצוין|בסדר|נכון)\b|[👍👌✅]",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\?|n['’]t\b|\b(?:no|not|but|except|change|wait|almost|nein|nicht|aber|ändern|warte"
    r"|pero|cambia\w*|espera|לא|אבל|לשנות|רגע)\b",
    re.IGNORECASE,
)


_ONE = re.compile(r"\W*1\W*")
"""What users are told to send."""


def approves(words: str) -> bool:
    """Return True if `words`, all that the user says, are 1, or say yes and neither no nor but.

    In English, German, Spanish or Hebrew.
    """
    visible = without_invisible(words)
    if _ONE.fullmatch(visible):
        return True
    return len(visible.split()) <= LONGEST and bool(_YES.search(visible)) and not _BUT.search(visible)
