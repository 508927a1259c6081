"""Job titles: "chief executive of Acme"."""

import re

_TITLE_WORD = re.compile(
    r"chief|executive|operating|financial|technology|technical|marketing|product|commercial|scientific|revenue"
    r"|officer|head|director|managing|president|vice|senior|(?:co-?)?found(?:er|ing)|partner|general|owner|manager"
    r"|c[efotm]o|chair(?:man|woman|person)?|secretary|spokes(?:man|woman|person)|and",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?P<title>[^,]+?)(?P<rest>\s+(?:of|at|for|in)\s.*|,.*)?\Z", re.DOTALL)


def ap_role(role: str) -> str:
    """Return `role` with a title such as "Chief Executive" in small letters, as it stands after a name."""
    found = _TITLE.match(role)
    if not found or not all(_TITLE_WORD.fullmatch(word) for word in found["title"].split()):
        return role
    words = (word if word.isupper() else word.lower() for word in found["title"].split())
    return " ".join(words) + (found["rest"] or "").replace(" of the Board", " of the board")
