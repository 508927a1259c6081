"""What a press release is made of: a table of facts, and which of them each kind of announcement needs.

A newcomer adds a fact with one row in `FACTS`, and one word in `TYPES` for where it is asked.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from assistant.announcement_words import WORDS
from assistant.translatable import mark as _

MAX_LENGTH = 10_000
"""Characters of a value; about six times the longest WhatsApp message."""
MAX_OF_A_KIND = 20
"""Facts with a number (`detail_2`, `quote_3`) go up to this one."""


class Kind(StrEnum):
    """How a fact's value is checked and written."""

    TEXT = "text"
    NAME = "name"
    MONEY = "money"
    DATE = "date"
    CONTACT = "contact"
    QUOTATION = "quotation"
    YES_NO = "yes_no"
    LINK = "link"
    ANNOUNCEMENT = "announcement"
    LANGUAGE = "language"


@dataclass(frozen=True, kw_only=True)
class FactType:
    label: str
    question: str
    kind: Kind = Kind.TEXT
    longest: int = MAX_LENGTH
    """Characters."""


FACTS = {
    "company_name": FactType(
        label=_("Company name"),
        question=_("What is the name of your company, exactly as it should appear in print?"),
        kind=Kind.NAME,
    ),
    "announcement_type": FactType(
        label=_("Announcement"),
        question=_("What are you announcing: a funding round, a product, a partnership, or something else?"),
        kind=Kind.ANNOUNCEMENT,
    ),
    "headline": FactType(
        label=_("Headline"),
        question=_("What should the headline say? One line with the news in it, and no full stop."),
        longest=110,
    ),
    "subhead": FactType(
        label=_("Subhead"),
        question=_("Is there a second line to go below the headline? It adds one more piece of news."),
        longest=160,
    ),
    "city": FactType(
        label=_("City"),
        question=_("Which city and country is the news from? For example: Turin, Italy."),
        kind=Kind.NAME,
    ),
    "release_date": FactType(
        label=_("Release date"),
        question=_("On which day may it be published? Send *today* if it may go out at once."),
        kind=Kind.DATE,
    ),
    "detail": FactType(
        label=_("More facts"),
        question=_("What else should a journalist know? Numbers, customers, background, in full sentences."),
    ),
    "quote": FactType(
        label=_("Quotation"),
        question=_("Now a quotation. Please send only the words that the person says, in full sentences."),
        kind=Kind.QUOTATION,
    ),
    "quote_speaker": FactType(
        label=_("Speaker"), question=_("Who says that? First and last name."), kind=Kind.NAME
    ),
    "quote_role": FactType(
        label=_("Speaker's role"),
        question=_("What is the role of that person? For example: chief executive of Acme."),
    ),
    "boilerplate": FactType(
        label=_("About the company"),
        question=_(
            "How does your company describe itself? Two or three sentences: “Acme makes …”, not “We …”."
        ),
    ),
    "media_contact": FactType(
        label=_("Media contact"),
        question=_("Whom may journalists contact? Name, e-mail and phone number."),
        kind=Kind.CONTACT,
    ),
    "link": FactType(
        label=_("Link"),
        question=_("Is there a web page where journalists find more, such as pictures?"),
        kind=Kind.LINK,
    ),
    "amount": FactType(
        label=_("Amount"),
        question=_("How much did you raise? Amount and currency, for example €6.3 million."),
        kind=Kind.MONEY,
    ),
    "round": FactType(label=_("Round"), question=_("Which round is it? Seed, Series A, a bridge round?")),
    "lead_investor": FactType(
        label=_("Lead investor"),
        question=_("Who led the round? Send *undisclosed* if you may not say."),
        kind=Kind.NAME,
    ),
    "use_of_funds": FactType(
        label=_("Use of the money"),
        question=_(
            "What is the money for? Please finish this sentence: “The company will use the money to …”"
        ),
    ),
    "round_closed": FactType(
        label=_("Round closed"),
        question=_("Is the round closed, with all of that money promised in writing? Yes or no."),
        kind=Kind.YES_NO,
    ),
    "other_investors": FactType(label=_("Other investors"), question=_("Who else invested?"), kind=Kind.NAME),
    "total_raised": FactType(
        label=_("Total raised"),
        question=_("How much have you raised so far in total, with this round?"),
        kind=Kind.MONEY,
    ),
    "product_name": FactType(label=_("Product"), question=_("What is the product called?"), kind=Kind.NAME),
    "product_summary": FactType(
        label=_("What it does"),
        question=_("What does it do, in one sentence? Please begin with its name."),
    ),
    "availability": FactType(
        label=_("Availability"),
        question=_("When and where can people get it? Please finish this sentence: “It is available …”"),
    ),
    "price": FactType(
        label=_("Price"), question=_("What does it cost? Amount and currency."), kind=Kind.MONEY
    ),
    "partner": FactType(
        label=_("Partner"),
        question=_("What is the name of your partner?"),
        kind=Kind.NAME,
    ),
    "benefit": FactType(
        label=_("What users get"),
        question=_("What do users get from it? Please finish this sentence: “Together, the partners will …”"),
    ),
    "start": FactType(
        label=_("Start"),
        question=_("When does it start? Please finish this sentence: “The partnership starts …”"),
    ),
    "scope": FactType(
        label=_("Scope"),
        question=_("How far does it go? Countries, years, products, in one full sentence."),
    ),
    "partner_agrees": FactType(
        label=_("Partner agrees"),
        question=_("Has your partner agreed to be named in the press release? Yes or no."),
        kind=Kind.YES_NO,
    ),
    "partner_boilerplate": FactType(
        label=_("About the partner"), question=_("How does your partner describe itself, in two sentences?")
    ),
    "news": FactType(label=_("What is new"), question=_("What is new? Please tell it in one full sentence.")),
    "when": FactType(label=_("When"), question=_("When does it happen? For example: on May 14, 2027.")),
    "where": FactType(
        label=_("Where"), question=_("Where does it happen? For example: in all shops in Italy.")
    ),
    "language": FactType(
        label=_("Language"),
        question=_("In which language should the press release be: English, German, Spanish or Hebrew?"),
        kind=Kind.LANGUAGE,
    ),
}
"""By key. `quote`, `detail` and what belongs to a quotation may have a number: see `type_of`."""

_NUMBER = re.compile(r"_(?P<number>[2-9]|1\d|20)\Z")
NUMBERED = ("detail", "quote", "quote_speaker", "quote_role")
SECOND_VOICES = {
    "funding": _("What does an investor say about it? Please send only the words."),
    "product": _("What does a customer say about it? Please send only the words."),
    "partnership": _("What does your partner say about it? Please send only the words."),
}
"""Whom the second quotation is from."""


@dataclass(frozen=True, kw_only=True)
class AnnouncementType:
    label: str
    needed: tuple[str, ...]
    """Keys of what must be there before a version is offered."""
    wanted: tuple[str, ...]
    """Keys of what is asked for once and may be skipped."""


TYPES = {
    "funding": AnnouncementType(
        label=_("Funding round"),
        needed=("amount", "round", "lead_investor", "use_of_funds", "round_closed"),
        wanted=("other_investors", "total_raised"),
    ),
    "product": AnnouncementType(
        label=_("Product launch"),
        needed=("product_name", "product_summary", "availability"),
        wanted=("price",),
    ),
    "partnership": AnnouncementType(
        label=_("Partnership"),
        needed=("partner", "benefit", "start"),
        wanted=("scope", "partner_boilerplate", "partner_agrees"),
    ),
    "other": AnnouncementType(
        label=_("Other news"),
        needed=("news", "when", "where"),
        wanted=(),
    ),
}


def type_of(key: str) -> FactType:
    """Return the row of `FACTS` for `key`, which may have a number. Raises KeyError for an unknown key."""
    if key in FACTS:
        return FACTS[key]
    base, number = split(key)
    if base not in NUMBERED:
        raise KeyError(key)
    row = FACTS[base]
    return FactType(label=f"{row.label} {number}", question=row.question, kind=row.kind)


def kind_of(key: str) -> Kind:
    """Return the kind of the fact `key`; one that `FACTS` does not have any more is a text."""
    try:
        return type_of(key).kind
    except KeyError:
        return Kind.TEXT


def split(key: str) -> tuple[str, int]:
    """Return the key without its number, and the number: "detail_2" is ("detail", 2), "city" ("city", 1)."""
    found = _NUMBER.search(key)
    return (key[: found.start()], int(found["number"])) if found else (key, 1)


def numbered(key: str, number: int) -> str:
    """Return `key` with its number, which the first one does not show. Raises ValueError if it has none."""
    if number != 1 and (key not in NUMBERED or not 1 < number <= MAX_OF_A_KIND):
        raise ValueError(f"{key} has no number {number}")
    return key if number == 1 else f"{key}_{number}"


def order_of(
    announcement_type: str, told: Container[str], *, asks_language: bool = False
) -> tuple[list[str], set[str]]:
    """Return the keys in the order in which they are asked for, and those that are needed.

    `told` has the keys that are there: a further quotation needs its speaker and role. The language is asked
    for only if `asks_language`: where the user tells the facts in another one than that of the chat.
    """
    row = TYPES.get(announcement_type)
    kind_needs, kind_wants = (row.needed, row.wanted) if row else ((), ())
    quotes = [numbered("quote", number) for number in range(2, MAX_OF_A_KIND + 1)]
    further = [key for quote in quotes if quote in told for key in quotation_of(quote)]
    if announcement_type in SECOND_VOICES and "quote_2" not in further:
        further = ["quote_2", *further]
    order = [
        *("company_name", "announcement_type", *kind_needs, *kind_wants, "detail", "headline", "subhead"),
        *(*quotation_of("quote"), *further),
        *("city", "release_date", "boilerplate", "media_contact", "link"),
        *(("language",) if asks_language or "language" in told else ()),
    ]
    wanted = {*kind_wants, "detail", "subhead", "link", *(key for key in quotes if key not in told)}
    return order, {key for key in order if key not in wanted}


def quotation_of(quote: str) -> tuple[str, str, str]:
    """Return the keys of the words, the speaker and the role of a quotation, by the key of the words."""
    words, number = split(quote)
    return (quote, numbered(f"{words}_speaker", number), numbered(f"{words}_role", number))


def question_for(key: str, announcement_type: str) -> str:
    """Return the question that asks for `key`."""
    if key == "quote_2":
        return SECOND_VOICES.get(announcement_type, FACTS["quote"].question)
    return type_of(key).question


def recognise(text: str) -> str:
    """Return the type of announcement that `text` names first, "" if it names none."""
    found = {
        name: at.start() for name, words in WORDS.items() if (at := re.search(words, text, re.IGNORECASE))
    }
    return min(found, key=found.__getitem__, default="")
