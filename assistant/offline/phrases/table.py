"""What a table of phrases holds: pieces of regular expressions, which `offline.corrections` combines.

An apostrophe stands for both of its forms, and letters for small and large ones. "The whole message" means
that it says no more than that.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Phrases:
    back: str
    """The whole message asks for the question before."""
    skip: str
    """The whole message leaves a question out."""
    nothing: str
    """The whole message says that there is nothing to tell."""
    take: str
    """The whole message takes what was suggested."""
    approval: str
    """Up to four of these approve a version."""
    thanks: str
    """Thanks, with which a message begins."""
    change: str
    """The whole message wants to change something, and does not say what."""
    again: str
    """Anywhere in a message: it asks for the text once more."""
    shorter: str
    headline: str
    """Both anywhere in a message, in either order: it asks for a shorter headline."""
    person_opening: str
    """Words before `person`, as many as there are."""
    person: str
    """With the words before it the whole message: the user wants to talk to a person."""
    go_on: str
    """The whole message goes on with the open question."""
    announces: str
    """With which a message begins that names the kind of announcement."""

    sorry: str
    """With which a correction begins."""
    alter: str
    """Verbs of a correction: change … to …."""
    article: str
    """Before the name of a fact, with the space after it."""
    is_: str
    """Between the name of a fact and its value."""
    to: str
    """Between them after `alter`, with the spaces around it."""
    tail: str = ""
    """What may follow the value and is no part of it."""
    please: str
    """What may follow `alter_this` and the name of the fact."""
    alter_this: str
    """Before the name of a fact: it is to be changed, and the user does not say how."""
    altered: str = "(?!)"
    """After the name of a fact: the same."""
    leave_out: str
    """The whole message leaves out a fact that was told; `{what}` stands for the name of the fact."""
    not_old: str
    """Around the old value in a correction: two patterns with the groups `first` and `last`."""
    opinion: str
    """In place of a value: it says that the fact is wrong, and not what is right."""
    says: str
    """Between a quotation and its speaker."""
    titles: tuple[str, ...]
    """Titles of speakers; each is one for the same title in all tables."""
    facts: Mapping[str, str]
    """Key -> other words for the fact."""
    ends: tuple[str, ...]
    """Where a headline can end, the better places first."""
    end_kept: str = "(?!)"
    """The last word of a headline that is kept when the headline is cut."""
