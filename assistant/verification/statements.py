"""What a written text is checked by: its sentences, and the facts that they cite."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A fact as the checks see it.

    `kind` is one of text, money, number, date, name, contact, quotation, yes_no, link. `said` has the user's
    words, pieces joined by "…". A superseded fact supports nothing.
    """

    id: str
    key: str
    kind: str
    value: str
    said: str
    superseded: bool = False


@dataclass(frozen=True)
class Sentence:
    """A written sentence, and the ids of the facts that it rests on."""

    text: str
    facts: tuple[str, ...]
