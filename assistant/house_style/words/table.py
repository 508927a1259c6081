"""What a table of words holds."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class LanguageWords:
    immediate: str
    """The release line of what may be published at once."""
    on_day: str
    """The release line of what has to wait; `{day}` is the date."""
    about: str
    """The heading of a boilerplate; `{name}` is whose it is."""
    media_contact: str
    """The heading of the contact."""
    more: str
    """The line with the link; `{link}` is the address."""
    end_mark: str
    months: tuple[str, ...]
    date_format: str
    """A date in print, of `{day}`, `{month}` and `{year}`."""
    quotes: tuple[str, str]
    """The marks of a quotation."""
    inner_quotes: tuple[str, str]
    """The marks within a quotation."""
    city_in_capitals: bool
    """How the city of a dateline is written."""
    shortest_lead: int
    """Words; a language that glues its small words to others needs fewer."""
    said: tuple[str, ...]
    """Regular expressions, as all below, in small letters but for the first person: verbs that tell who says
    a quotation."""
    first_person: tuple[str, ...]
    """Words of the first person that are nothing else, written small; capitals only begin a sentence."""
    first_person_in_names: tuple[str, ...]
    """Those that also begin names, so not before a capital: "Our Place"."""
    hype: tuple[str, ...]
    """Words that praise instead of telling something."""
    placeholders: tuple[str, ...]
    """What was to be replaced, besides what stands in brackets."""
    placeholder_nouns: tuple[str, ...]
    """What a placeholder in brackets has for its first or last word: "[Name of the CEO]"."""
    sample_names: tuple[str, ...]
    """Names that stand for any name."""
    lawsuit: tuple[str, ...]
    listed: tuple[str, ...]
    """Words for shares that are traded at a stock exchange."""

    def printed(self, day: date) -> str:
        """Return `day` as it stands in a dateline."""
        return self.date_format.format(day=day.day, month=self.months[day.month - 1], year=day.year)
