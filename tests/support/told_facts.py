"""A whole press release of other news, told by one phone: each fact names the company of that phone."""

from tests.support.factories import phone_number


def company_of(phone: str) -> str:
    """Return a name that no other phone of the tests says."""
    return "Acme " + "".join("abcdefghij"[int(digit)] for digit in phone[-4:]).title()


def facts_of(phone: str) -> dict[str, str]:
    """Return the values by their keys, as they are stored."""
    name = company_of(phone)
    return {
        "company_name": name,
        "announcement_type": "other",
        "news": f"{name} will open its first school for winemakers.",
        "when": "on May 14, 2027",
        "where": "in Alba, Italy",
        "headline": f"{name} opens a school for winemakers in Alba",
        "quote": f"We at {name} learn from winemakers, too.",
        "quote_speaker": "Ines Ortega",
        "quote_role": f"chief executive of {name}",
        "city": "Turin, Italy",
        "release_date": "2027-06-09",
        "boilerplate": f"{name} makes soil sensors for vineyards.",
        "media_contact": "Lea Brandt, lea@acme.example, +39 011 555 0123",
    }


def words_of(phone: str) -> dict[str, str]:
    """Return by key how the user says it."""
    return facts_of(phone) | {"announcement_type": "something else", "release_date": "June 9, 2027"}


def told_at_once(phone: str) -> str:
    """Return one message with all of it."""
    return "\n".join(words_of(phone).values())


def names_of_others(phone: str, *, count: int) -> list[str]:
    """Return the companies of the first `count` phones of the tests, without that of `phone`."""
    return [company_of(other) for other in map(phone_number, range(count)) if other != phone]
