"""Checks that what is written rests on what the user said. No Django: plain values in, findings out."""

from assistant.verification.findings import Finding
from assistant.verification.gate import not_said, supported
from assistant.verification.mentions import mentions
from assistant.verification.relative_dates import resolve_date
from assistant.verification.statements import Fact, Sentence
from assistant.verification.words.languages import language_of
from assistant.verification.written import verify

__all__ = [
    "Fact",
    "Finding",
    "Sentence",
    "language_of",
    "mentions",
    "not_said",
    "resolve_date",
    "supported",
    "verify",
]
