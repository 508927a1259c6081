"""What each kind of announcement says: the sentences between the dateline and the details."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.house_style.ap import ap_money
from assistant.template.english.completions import (
    available,
    joined,
    own_sentence,
    place,
    starts,
    time,
    together,
    use,
)
from assistant.template.noun_phrases import (
    Names,
    investor,
    is_undisclosed,
    names_of,
    round_name,
    sum_of_money,
    which,
    with_the,
)
from assistant.template.sentences import bare, ended, has_verb, is_sentence, sentence, split_first, words_in
from assistant.template.told import Facts, Told, has_story

LONGEST_LEAD_SENTENCE = 35
"""Words. A list of investors that makes the first sentence longer gets a sentence of its own."""


@dataclass(frozen=True, kw_only=True)
class Story:
    announced: Told | None = None
    """What comes after "Acme today announced"."""
    sentences: list[Told] = field(default_factory=list)
    """What comes after that, each a sentence or more."""


def story_of(announcement_type: str, facts: Facts) -> Story:
    """Return the story of `announcement_type` by `facts`; it is empty if none of its facts is there."""
    return (
        _STORIES[announcement_type](facts, names_of(facts))
        if has_story(announcement_type, facts)
        else Story()
    )


_ROUND = ("amount", "round", "lead_investor", "round_closed")


def _funding(facts: Facts, names: Names) -> Story:
    closed = facts.get("round_closed", "")
    announced = _raised(facts)
    rests_on: tuple[str, ...] = _ROUND
    sentences = []
    if "use_of_funds" in facts:
        sentences.append(Told(use(facts["use_of_funds"], names), ("use_of_funds",)))
    others = facts.get("other_investors", "")
    participation = "" if is_undisclosed(others) else _participation(others, announced)
    if participation:
        announced, rests_on = announced + participation, (*_ROUND, "other_investors")
    elif is_undisclosed(others):
        sentences.append(Told("Other investors were not disclosed.", ("other_investors",)))
    elif others:
        sentences.append(
            Told(_also_invested(others, closed, names), ("other_investors", "round", "round_closed"))
        )
    elif is_undisclosed(facts.get("lead_investor", "")) and "quote_2" not in facts:
        sentences.append(Told("Investors were not disclosed.", ("lead_investor",)))
    if "total_raised" in facts:
        sentences.append(Told(_total(facts["total_raised"], closed, names), ("total_raised", "round_closed")))
    return Story(announced=Told(announced, rests_on), sentences=sentences)


def _raised(facts: Facts) -> str:
    """Return "that it has raised €6.3 million in a Series A round led by Nordlicht Ventures"."""
    closed = facts.get("round_closed", "")
    amount = sum_of_money(facts.get("amount", ""))
    round_ = round_name(facts.get("round", ""))
    lead = investor(facts.get("lead_investor", ""))
    by = f" led by {lead}" if lead else ""
    doing = {"yes": "that it has raised", "no": "that it is raising"}.get(closed, "")
    if amount and doing:
        in_round = f" in {round_ or 'a funding round'}" if round_ or by or "other_investors" in facts else ""
        return f"{doing} {amount}{in_round}{by}"
    named = round_ or "a funding round"
    if amount:
        return f"{named} of {amount}{by}"
    return {"yes": "that it has closed ", "no": "that it is raising "}.get(closed, "") + named + by


def _participation(others: str, announced: str) -> str:
    """Return ", with participation from Alba Angels" if that is short and `others` are names only."""
    if not (others := investor(others)):
        return ""
    comma = "," if " led by " in announced else ""
    clause = f"{comma} with participation from {others}"
    is_names = not is_sentence(others) and not has_verb(others) and "also" not in others.split()
    fits = words_in(f"Acme today announced {announced}{clause}") <= LONGEST_LEAD_SENTENCE
    return clause if is_names and fits and ". " not in others else ""


def _also_invested(others: str, closed: str, names: Names) -> str:
    if is_sentence(others) or has_verb(others):
        return own_sentence(others, names)
    if closed == "yes":
        return sentence(f"{bare(others)} also participated in the round", names.all)
    return ended(f"The round also includes {bare(others)}")


def _total(total: str, closed: str, names: Names) -> str:
    amount = sum_of_money(total)
    if is_sentence(amount):
        return own_sentence(total, names)
    brings = "would bring" if closed == "no" else "brings"
    return ended(f"The round {brings} the company's total funding to {amount}")


def _product(facts: Facts, names: Names) -> Story:
    product = bare(facts.get("product_name", ""))
    summary = facts.get("product_summary", "")
    announced = f"the launch of {product or 'a new product'}"
    clause, rest = which(summary, product)
    sentences = [Told(rest, ("product_summary",))] if rest else []
    if summary and not clause:
        sentences = [Told(own_sentence(summary, names), ("product_summary",))]
    return Story(
        announced=Told(announced + clause, ("product_name", "product_summary")),
        sentences=[*sentences, *_offer(facts, names)],
    )


_PRICE_TAG = re.compile(r"(?:US\$|[€$£])\d[\d.,]*(?: (?:million|billion))?(?: (?:a|an|per|each)\b[\w ]*)?")


def _offer(facts: Facts, names: Names) -> list[Told]:
    """Return availability and price, in one sentence if both are short."""
    told = []
    if "availability" in facts:
        told.append(Told(available(facts["availability"], names), ("availability",)))
    if "price" in facts:
        price = sum_of_money(facts["price"])
        begins = f"{names.product or 'The product'} is available "
        if told and _PRICE_TAG.fullmatch(price) and told[0].text.startswith(begins) and _is_one(told[0].text):
            comma = "," if "," in told[0].text else ""
            return [Told(f"{bare(told[0].text)}{comma} at a price of {price}.", ("availability", "price"))]
        told.append(Told(_price(facts["price"], names), ("price",)))
    return told


def _is_one(text: str) -> bool:
    return not split_first(text)[1] and text.endswith(".")


def _price(price: str, names: Names) -> str:
    """Return "Vinolog costs €49 a month." """
    price, product = sum_of_money(price), names.product or "The product"
    first, _, rest = price.partition(" ")
    if first.lower() in ("from", "starting", "ab", "desde"):
        return ended(f"Prices start at {ap_money(rest.removeprefix('at ').removeprefix('from '))}")
    if first.lower().rstrip(",") in ("free", "kostenlos", "gratis"):
        return ended(f"{product} is {first.lower()} {rest}".strip())
    return own_sentence(price, names) if is_sentence(price) else ended(f"{product} costs {price}")


def _partnership(facts: Facts, names: Names) -> Story:
    may_be_named = facts.get("partner_agrees") != "no"
    partner = bare(facts.get("partner", "")) if may_be_named else ""
    sentences = []
    if "benefit" in facts:
        sentences.append(Told(together(facts["benefit"], names), ("benefit",)))
    if "start" in facts:
        sentences.append(Told(starts(facts["start"], names), ("start",)))
    if "scope" in facts:
        sentences.append(Told(own_sentence(facts["scope"], names), ("scope",)))
    announced = "a partnership" + (f" with {with_the(partner)}" if partner else "")
    return Story(announced=Told(announced, ("partner", "partner_agrees")), sentences=sentences)


LONGEST_NEWS = 20
"""Words. A longer sentence takes in neither time nor place: they might belong to another of its parts."""
_SMALL_WORDS = frozenset(
    ("a", "an", "the", "in", "on", "at", "of", "and", "for", "from", "all", "its", "to", "with")
)


def _other(facts: Facts, names: Names) -> Story:
    """Return the news, with the time and the place in its sentence if they are not in it yet."""
    news = facts.get("news", "")
    announced = names.that_it(news)
    phrases = {"when": time(facts.get("when", ""), names), "where": place(facts.get("where", ""), names)}
    repeated = [key for key, phrase in phrases.items() if not _content(phrase) - _content(news)]
    phrases = {key: phrase for key, phrase in phrases.items() if key not in repeated}
    if announced and all(_fits(phrase, news) for phrase in phrases.values()):
        return Story(announced=Told(joined(announced, list(phrases.values())), ("news", "when", "where")))
    keys = ("news", *repeated)
    happens = _takes_place(news, phrases, names)
    if announced:
        return Story(announced=Told(announced, keys), sentences=happens)
    text = own_sentence(news, names) if news else f"{names.company or 'The company'} has news."
    return Story(sentences=[Told(text, keys), *happens])


def _content(text: str) -> set[str]:
    """Return the words of `text` that tell something."""
    return {word.strip(".,;:").lower() for word in text.split()} - _SMALL_WORDS


def _fits(part: str, news: str) -> bool:
    """Return True if `part` can end the sentence of `news`, which has none of its words."""
    return words_in(news) <= LONGEST_NEWS and not is_sentence(part) and not _content(part) & _content(news)


def _takes_place(news: str, phrases: Facts, names: Names) -> list[Told]:
    """Return when and where it happens, `phrases` by key, as sentences of their own."""
    own = [Told(own_sentence(text, names), (key,)) for key, text in phrases.items() if is_sentence(text)]
    ends = {key: text for key, text in phrases.items() if not is_sentence(text)}
    verb = "It took place" if names.is_past(news) else "It takes place"
    return [*own, Told(ended(joined(verb, list(ends.values()))), (*ends, "news"))] if ends else own


_STORIES: dict[str, Callable[[Facts, Names], Story]] = {
    "funding": _funding,
    "product": _product,
    "partnership": _partnership,
    "other": _other,
}
