"""One judgement of an editor: is the value supported by the words that were said?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    kind: str  # kinds that start with "same" are supported, all others are not
    language: str  # of `said`: en, de, es or he
    said: str
    value: str
    supported: bool
