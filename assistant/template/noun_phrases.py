"""Answers as parts of a sentence: names, sums, rounds, and what a product does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.house_style.ap import ap_money
from assistant.template.sentences import bare, ended, lowered, one_line, split_first, with_article

_NAME_KEYS = ("company_name", "product_name", "partner", "lead_investor")


_OF_ONE = {
    "are": "is",
    "'re": "is",
    "have": "has",
    "'ve": "has",
    "were": "was",
    "do": "does",
    "don't": "does not",
    **{verb: verb for verb in ("will", "can", "cannot", "could", "would", "should", "may", "must")},
    "'ll": "will",
    "can't": "cannot",
    "won't": "will not",
    "aren't": "is not",
    "haven't": "has not",
}
_ADDS_S = re.compile(
    r"(?:plan|want|intend|hope|aim|need|expect|launch|ship|sell|open|start|offer|begin|deliver|bring|make|run"
    r"|build|grow|work|employ|help|use|believe|produce|develop|operate|serve|provide|create|support|expand"
    r"|hire|add|invest|move|double|buy|give|get|lead|know|think|see|keep|train|plant|measure|protect)"
)
_PAST_TENSE = re.compile(
    r"(?!(?:exc|succ|proc|f|sp|br|bl|s|f|h|n)eed\b|embed\b|shed\b|wed\b)[a-z]{2,}ed|won|had|became|sold|bought"
    r"|made|took|held|built|grew|saw|began|got|gave|kept|lost|met|brought|found|went|came|ran"
)


def verb_of_one(verb: str) -> str:
    """Return the verb after "we" as it stands after "the company", "" if that is not safe."""
    if _ADDS_S.fullmatch(verb):
        return f"{verb}es" if verb.endswith("ch") else f"{verb}s"
    return _OF_ONE.get(verb) or (verb if _PAST_TENSE.fullmatch(verb) else "")


_NO_VERBS = ("and", "or", "as", "with", "by", "of", "in", "at", "from", "to", "for")
_PAST = re.compile(r"\w+ed|won|was|were|had|became|sold|bought|made|took|held")


_LEGAL_FORM = re.compile(
    r",?\s+(?:GmbH|Inc|Ltd|LLC|AG|SE|KG|Corp|plc|S\.?A|S\.?L|B\.?V|Oy|AB|AS|A/S|S\.?p\.?A|S\.?r\.?l|Co)\.?\Z",
    re.IGNORECASE,
)


def without_legal_form(name: str) -> str:
    """Return "Acme" for "Acme GmbH"."""
    return _LEGAL_FORM.sub("", name)


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names in a release: what keeps its spelling, and what a sentence may begin with."""

    company: str = ""
    product: str = ""
    """As at the beginning of a sentence."""
    all: frozenset[str] = frozenset()
    """The first words of the names."""

    @property
    def _company(self) -> str:
        """Return a regular expression for the company's name, with or without its "GmbH"."""
        short = without_legal_form(self.company)
        return rf"(?:{re.escape(self.company)}|{re.escape(short)})"

    def that_it(self, news: str) -> str:
        """Return "Acme opens a shop." as "that it opens a shop", "" if it does not begin like that."""
        news = bare(news)
        begins = re.match(rf"(?:{self._company}\s+|we\b\s*)(?P<verb>['’]?[a-z]+)\b", news, re.IGNORECASE)
        if not self.company or not begins or ". " in news or begins["verb"] != begins["verb"].lower():
            return ""
        verb, rest = begins["verb"].replace("’", "'"), news[begins.end() :]
        if news[:2].lower() == "we" and self.company.lower() != "we":
            verb = verb_of_one(verb) or "and"
            rest = with_its(rest)
        return "" if verb in _NO_VERBS else f"that it {verb}{rest}"

    def is_past(self, news: str) -> bool:
        """Return True if `news` begins with the company and a verb in the past tense."""
        begins = re.match(rf"{self._company}\s+(?:has\s+)?(?P<verb>[a-z]+)\b", news, re.IGNORECASE)
        return bool(begins and _PAST.fullmatch(begins["verb"]))


_BEGINS_WITH_ARTICLE = re.compile(r"\A(?:the|an?)(?=\s)")


def names_of(facts: Mapping[str, str]) -> Names:
    """Return the names in `facts`."""
    names = [facts[key] for key in _NAME_KEYS if key in facts]
    return Names(
        company=bare(facts.get("company_name", "")),
        product=_BEGINS_WITH_ARTICLE.sub(
            lambda article: article[0].title(), bare(facts.get("product_name", ""))
        ),
        all=frozenset(name.split()[0].rstrip(",.") for name in names),
    )


FIRST_PERSON = re.compile(r"\b(?:[Ww]e|us|[Mm]y|me|I|[Oo]urs|ourselves)\b")
_INSTITUTION = re.compile(
    r"(?:City|University|Ministry|Municipality|Government|Port|State|Province|Department|Institute|Museum"
    r"|Chamber) of\b"
)
_UNDISCLOSED = re.compile(
    r"(?:undisclosed|not disclosed|confidential|secret|private|none|n/?a"
    r"|(?:wird |werden )?(?:nicht (?:genannt|öffentlich|bekannt)|ungenannt|vertraulich|geheim)|keine angaben?"
    r"|(?:es )?(?:confidencial|secreto|privado)|no (?:revelad[oa]s?|divulgad[oa]s?|se (?:revela|divulga)n?)"
    r"|חסוי(?:ים)?|סודי|לא (?:פורסם|פורסמו|נמסר|נחשף|לפרסום))\W*",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"(?:(?:we|it|they|the company|(?:the )?(?:price|cost|amount|total))(?:['’]ve| have| has"
    r"| had)?\s+(?:(?:now|just|already|so far)\s+)?(?:raised|raises|costs?|is|was|got)|(?:we['’]re"
    r"|we are) raising"
    r"|(?:a )?total of|altogether|in total,?)\s+(?=\S)",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r",?\s+(?:so far|to date|in total|in all|altogether|(?:together )?with this round)\Z", re.IGNORECASE
)
_OUR = re.compile(r"(?:(?:it|this|that)(?:['’]s| is| was)\s+)?(?:(?:our|the|an?)\s+)?", re.IGNORECASE)
_ROUND = re.compile(
    r"\b(?:rounds?|financing|note|notes|IPO|offering|loan|grant|campaign|extension|raise)\Z|\bround\b",
    re.IGNORECASE,
)
_COMMON_ROUND = re.compile(
    r"\A(?:pre-(?=series)|(?:pre-)?seed|angel|bridge|growth|venture|equity|debt|convertible|strategic"
    r"|early|late"
    r"|first|second|third|crowdfunding|extension|funding|initial|follow-on)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\bseries[ -]([a-k])\b", re.IGNORECASE)
_LED = re.compile(r"(?:(?:it|the round) (?:was|is) )?led by\s+", re.IGNORECASE)
_LEADS = re.compile(
    r"\s+(?:(?:has )?led|leads?|is leading)(?: (?:it|the round|this round))?\Z", re.IGNORECASE
)


def with_its(text: str) -> str:
    """Return `text` with "its" for "our", where the company is the subject; other first persons leave it."""
    return text if FIRST_PERSON.search(text) else re.sub(r"\bour\b", "its", text)


_WE = re.compile(r"we\b\s*(?P<verb>(?:['’][a-z]+|[a-z]+(?:['’]t)?))(?![\w'’])", re.IGNORECASE)


def third_person(text: str) -> str:
    """Return "We plan to hire" as "The company plans to hire", if that is safe; else `text` as it is."""
    if not (begins := _WE.match(text)) or FIRST_PERSON.search(rest := text[begins.end() :]):
        return text
    verb = verb_of_one(begins["verb"].replace("’", "'").lower())
    return f"The company {verb}{with_its(rest)}" if verb else text


def with_company(text: str) -> str:
    """Return `text` with "the company's" for "our"; other first persons leave it."""
    if FIRST_PERSON.search(text):
        return text
    return re.sub(r"\b([Oo])ur\b", lambda our: "The company's" if our[1] == "O" else "the company's", text)


def with_the(name: str) -> str:
    """Return `name` after "the", if it is one such as "City of Ghent"."""
    return f"the {name}" if _INSTITUTION.match(name) else name


def is_undisclosed(text: str) -> bool:
    """Return True if `text` says that the name or the sum is not to be said."""
    return bool(_UNDISCLOSED.fullmatch(one_line(text)))


def investor(text: str) -> str:
    """Return the investors' names of `text`, "" if they are undisclosed."""
    return "" if is_undisclosed(text) else _LEADS.sub("", _LED.sub("", bare(text), count=1))


def sum_of_money(text: str) -> str:
    """Return "€6.3 million" for "We raised EUR 6,3 Mio."."""
    amount = _SO_FAR.sub("", bare(text))
    amount = amount[begins.end() :] if (begins := _RAISED.match(amount)) else amount
    return "an undisclosed amount" if is_undisclosed(amount) else ap_money(amount)


def round_name(text: str) -> str:
    """Return "a Series A round" for "Series A", "our series A round" or "A"."""
    text = bare(text)
    words = text[begins.end() :] if (begins := _OUR.match(text)) and text[begins.end() :] else text
    words = f"Series {words.upper()}" if re.fullmatch(r"[A-Ka-k]", words) else words
    words = _SERIES.sub(lambda found: f"Series {found[1].upper()}", words)
    if not words:
        return ""
    words = _COMMON_ROUND.sub(lambda found: found[0].lower(), words)
    return with_article(words if _ROUND.search(words) else f"{words} round")


_DOES = re.compile(
    r"(?:is|has|can|will|does|was|helps|lets|tells|makes|gives|turns|shows|measures|connects|allows"
    r"|enables|tracks|finds|sorts|brings|keeps|saves|offers|combines|protects|reads|writes|checks|provides"
    r"|detects|automates)\b"
)
_ALSO_DOES = re.compile(
    r"(?!users|customers|sensors|devices|subscribers|members|buyers|owners|readers|apps|services|products"
    r"|systems)[a-z]{2,}(?<!s)s(?=\s)(?!\s+(?:can|will|are|get|have|may|must|were|do|who|that|which)\b)"
)
_IS_A = re.compile(r"is\s+(?=(?:an?|the|our)\s)")


def which(summary: str, product: str) -> tuple[str, str]:
    """Return ", which tells winemakers …" for "Vinolog tells winemakers …", and what follows that sentence.

    The first is "" if the sentence cannot be turned like that.
    """
    first, rest = split_first(one_line(summary))
    named = re.match(rf"(?:{re.escape(product or 'the product')}|it)\s+", first, re.IGNORECASE)
    does = bare(first[named.end() :] if named else lowered(first))
    if not does or not (_DOES.match(does) or (named and _ALSO_DOES.match(does))):
        return "", ""
    if found := _IS_A.match(does):
        clause = f", {with_its(does[found.end() :])}"
    else:
        clause = f", which {with_company(does)}"
    return clause, ended(rest) if rest else ""
