"""The media contact in its pieces, for formats that machines read."""

from dataclasses import dataclass

from assistant.verification.contacts import contacts
from assistant.verification.normalise import folded


@dataclass(frozen=True, kw_only=True)
class Contact:
    name: str
    """With the role, if there is one."""
    emails: tuple[str, ...]
    phones: tuple[str, ...]


def contact_of(text: str) -> Contact:
    """Return the pieces of "Name, mail@x.example, +49 30 1234567", as `validation` stores it."""
    found = [one for one in contacts(folded(text)) if one.kind in ("email", "phone")]
    pieces = [piece.strip() for piece in text.split(",")]
    names = [piece for piece in pieces if not any(one.text in folded(piece) for one in found)]
    return Contact(
        name=", ".join(filter(None, names)),
        emails=tuple(one.text for one in found if one.kind == "email"),
        phones=tuple(one.text for one in found if one.kind == "phone"),
    )
