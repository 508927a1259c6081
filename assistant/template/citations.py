"""Which facts a sentence cites: those that it was made of, and the names that stand in it."""

import re
from collections.abc import Sequence

from assistant.parts import Part, PartName
from assistant.template.noun_phrases import without_legal_form
from assistant.template.sentences import bare
from assistant.template.told import Facts
from assistant.verification.statements import Fact, Sentence

_NAMES = ("company_name", "product_name", "partner", "lead_investor")


def _name(name: str) -> re.Pattern[str]:
    """Return what finds a name, with a German s or Hebrew letters at it, but not in an address."""
    short = re.escape(without_legal_form(name))
    return re.compile(rf"(?<![\w@./])(?<![A-Za-z0-9]-)[ובלמהשכ]{{0,3}}{short}s?(?![\w@])")


class Citations:
    """The facts of a release, and the sentences that cite them by id."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        active = {fact.key: fact for fact in facts if fact.value.strip() and not fact.superseded}
        self.values: Facts = {key: fact.value.strip() for key, fact in active.items()}
        self._ids = {key: fact.id for key, fact in active.items()}
        self.names = tuple(name for key in _NAMES[:3] if (name := bare(self.values.get(key, ""))))
        named = {key: bare(self.values[key]) for key in _NAMES if key in self.values}
        self._names = {key: _name(name) for key, name in named.items() if name}

    def sentence(self, text: str, *keys: str) -> Sentence:
        """Return `text` with the ids of the facts `keys`, as far as they are there, and of names in it."""
        named = [key for key, name in self._names.items() if name.search(text)]
        cited = dict.fromkeys((*keys, *named))
        return Sentence(text, tuple(self._ids[key] for key in cited if key in self._ids))

    def part(self, name: PartName, text: str, *keys: str, heading: str = "") -> Part:
        """Return a part of one sentence."""
        return Part(name=name, heading=heading, sentences=(self.sentence(text, *keys),))
