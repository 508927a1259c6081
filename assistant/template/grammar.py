"""What a language brings to the template."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.house_style.words import LanguageWords
from assistant.template.third_person import ReportedSpeech
from assistant.template.told import Facts, Told


@dataclass(frozen=True, kw_only=True)
class Grammar:
    words: LanguageWords
    speech: ReportedSpeech
    tell: Callable[[str, Facts, bool], list[Told]]
    """What a kind of announcement says, the lead first; [] if none of its facts is there.

    The last argument is True if the release announces something else, and this as well.
    """
    bare_lead: Callable[[str, Facts], Told | None]
    """The first sentence of a draft that has little more than its kind; None if a detail can be it."""
    own_sentence: Callable[[str, Facts], str]
    """An answer that is a sentence or more, as it is printed."""
    attributed: Callable[[str, str, str], list[str]]
    """The sentences of a quotation, from its words, the speaker and the role."""
    capitals: bool
    """The dateline's city and the release line's date are in capitals."""
    company: str
    """A company without a name, as in "About the company"."""
    partner: str
