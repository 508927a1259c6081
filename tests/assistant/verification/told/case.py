"""Rows of a fact, a sentence that tells it in other words, and two that tell something new."""

import re
from dataclasses import dataclass

from assistant.verification import Fact, Finding, Sentence, verify
from tests.assistant.verification.told import de, en, es, he

TABLES = {"en": en.ROWS, "de": de.ROWS, "es": es.ROWS, "he": he.ROWS}


@dataclass(frozen=True)
class Row:
    """What was said in a language, and sentences that cite it."""

    language: str
    said: str
    rewrite: str
    invention: str
    close_invention: str

    def findings(self, text: str) -> list[Finding]:
        """Return what is found in `text` as a sentence that cites what was said."""
        fact = Fact("f1", "detail", "text", self.said, self.said)
        return verify([Sentence(text, (fact.id,))], [fact], language=self.language)


def rows(language: str) -> list[Row]:
    lines = re.sub(r"\n\s+\| ", "|", TABLES[language]).strip().splitlines()
    return [Row(language, *line.split("|")) for line in lines]
