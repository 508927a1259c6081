"""Answers in Spanish as sentences, and as ends of sentences that we began."""

import re

from assistant.house_style.words import WORDS
from assistant.template.money import MoneyWords
from assistant.template.noun_phrases import is_undisclosed, without_legal_form
from assistant.template.phrases import framed, with_dates, without
from assistant.template.sentences import bare, ended, one_line, split_first
from assistant.template.spanish.sentences import (
    FIRST_PERSON,
    OTHER_FIRST_PERSON,
    adverbial,
    is_sentence,
    lowered,
    own_sentence,
    with_its,
)
from assistant.template.told import Facts

MONEY = MoneyWords(
    currencies={
        "€": ("euro", "euros"),
        "$": ("dólar", "dólares"),
        "£": ("libra", "libras"),
        "CHF": ("franco suizo", "francos suizos"),
        "₪": ("séquel", "séqueles"),
    },
    million=("millón", "millones"),
    billion=None,
    of="de ",
    rates={
        **dict.fromkeys(("month", "mes"), "al mes"),
        **dict.fromkeys(("year", "año"), "al año"),
        **dict.fromkeys(("week", "semana"), "a la semana"),
        **dict.fromkeys(("day", "día"), "al día"),
        "user": "por usuario",
    },
    comma=True,
)
_MONEY_BEGINS = re.compile(
    r"(?:(?:hemos|han?)\s+(?:recaudado|levantado|captado|conseguido)\s+(?:ya\s+)?"
    r"|(?:cuesta|son|es|en total,?|un total de)\s+)(?=\S)",
    re.IGNORECASE,
)
_MONEY_ENDS = re.compile(r",?\s+(?:hasta (?:ahora|la fecha)|en total|con esta ronda)\Z", re.IGNORECASE)


def amount(text: str) -> str:
    """Return "6,3 millones de euros" for "€6.3 million"."""
    if is_undisclosed(text):
        return "una cantidad no revelada"
    return MONEY.written(_MONEY_ENDS.sub("", without(bare(text), _MONEY_BEGINS)))


def total(text: str, closed: str, facts: Facts) -> str:
    """Return what the company has raised so far."""
    sum_ = amount(text)
    if is_sentence(sum_):
        return own_sentence(text, facts)
    verb = "sumaría" if closed == "no" else "suma"
    return ended(f"Con esta ronda, la empresa {verb} {sum_} de financiación en total")


_ROUND_BEGINS = re.compile(r"(?:es\s+)?(?:una|la|nuestra|our|an?|the)\s+", re.IGNORECASE)


def round_name(text: str) -> str:
    """Return "ronda Serie A" for "Series A"."""
    words = without(bare(text), _ROUND_BEGINS)
    words = re.sub(r"\s+round\Z", "", words, flags=re.IGNORECASE)
    if not words:
        return "ronda de financiación"
    if re.match(r"(?:ronda|financiación|ampliación)\b", words, re.IGNORECASE):
        return words[0].lower() + words[1:]
    words = f"Serie {words.upper()}" if re.fullmatch(r"[A-Ka-k]", words) else words
    words = re.sub(r"\bseries?(?= [A-Ka-k]\b)", "Serie", words, flags=re.IGNORECASE)
    if re.fullmatch(r"[^\W_]+(?:[ -][^\W_]+){0,2}", words) and not re.search(
        r"préstamo|crédito|deuda|nota", words
    ):
        return f"ronda {words if words.startswith('Serie') or words.isupper() else words.lower()}"
    return f"ronda de financiación ({words})"


_LED = re.compile(
    r"(?:(?:la|nuestra)\s+ronda\s+)?(?:(?:la\s+)?(?:ha sido|fue|es|está|estuvo)\s+)?liderada\s+por\s+",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\s+(?:lidera|lideró|ha liderado|lideraba)(?:\s+(?:la|esta)\s+ronda)?\Z", re.IGNORECASE)


def lead_investor(text: str) -> str:
    """Return the name of the lead investor, "" if it is undisclosed, or a sentence."""
    return "" if is_undisclosed(text) else _LEADS.sub("", without(bare(text), _LED))


_USE_BEGINS = re.compile(
    r"(?:(?:la empresa\s+)?(?:(?:usar|utilizar|destinar)(?:á|emos)|quiere usar|queremos usar)\s+"
    r"(?:el dinero|los fondos|el capital|la financiación)\s+)?(?:para|a)\s+"
    r"|(?:el dinero|los fondos)\s+(?:se (?:usará|utilizará|destinará)n?|servirán?|irán?)\s+(?:para|a)\s+",
    re.IGNORECASE,
)


def use(text: str, facts: Facts) -> str:
    """Return “La empresa destinará el dinero a …” with the end that `text` has."""

    def frame(answer: str) -> str:
        rest = without(answer, _USE_BEGINS)
        if (rest == answer and is_sentence(answer)) or OTHER_FIRST_PERSON.search(rest):
            return own_sentence(answer, facts)
        end = re.sub(r"\Aa el ", "al ", f"a {with_its(lowered(rest))}")
        return f"La empresa destinará el dinero {end}"

    return framed(text, frame)


def summary(text: str, product: str, facts: Facts) -> tuple[str, str]:
    """Return what can follow “… lanza Vinolog”, and the sentences about the product."""
    first, rest = split_first(one_line(text))
    named = re.match(rf"(?:{re.escape(product or 'el producto')}|el producto)\s+(?=\S)", first, re.IGNORECASE)
    does = bare(first[named.end() :] if named else first)
    is_a = re.match(r"es\s+(?=una?\s)", does)
    verb_first = re.match(r"(?!(?:y|e|o|de|del|con|para|en|se)\b)[a-záéíóúñ]+(?:a|e|á)\s", does)
    phrase = re.match(r"una?\s", does, re.IGNORECASE) and not is_sentence(does)
    clause = does[is_a.end() :] if is_a else f"{does[0].lower()}{does[1:]}" if phrase else f"que {does}"
    if not (is_a or phrase or (verb_first and (named or is_sentence(does)))) or FIRST_PERSON.search(clause):
        return "", own_sentence(text, facts)
    return f", {clause}", ended(rest) if rest else ""


_AVAILABLE = re.compile(
    r"(?:(?P<verb>está|estará)\s+)?(?P<ya>ya\s+)?disponible\s+|(?P<bare>está|estará)\s+", re.IGNORECASE
)


def available(text: str, product: str, facts: Facts, *, price: str = "") -> str:
    """Return “Vinolog está disponible desde marzo.”, with the price in it; "" if that cannot be in it."""
    first, rest = split_first(one_line(text))
    answer = bare(first)
    subject = re.match(rf"(?:{re.escape(product)}|el producto|la app)\s+(?=est)", answer, re.IGNORECASE)
    answer = answer[subject.end() :] if subject else answer
    found = _AVAILABLE.match(answer)
    if (not found and is_sentence(answer)) or OTHER_FIRST_PERSON.search(answer):
        return "" if price else own_sentence(text, facts)
    verb = (found["verb"] or found["bare"] or "está").lower() if found else "está"
    now = " ya" if found and found["ya"] else ""
    phrase = adverbial(answer[found.end() :] if found else answer, on="desde el", in_month="desde")
    at = f" por {price}" if price else ""
    done = ended(f"{product} {verb}{now} disponible {phrase}".rstrip() + at)
    return f"{done} {ended(rest)}" if rest else done


def price_tag(text: str) -> str:
    """Return "49 euros al mes" if the price is a sum, and short, else ""."""
    written = MONEY.written(text)
    return written if re.fullmatch(r"\d[\d.,]* [a-zé]+(?: (?:al|a la|por) \w+)?", written) else ""


def price(text: str, product: str, facts: Facts) -> str:
    """Return “Vinolog cuesta 49 euros al mes.”"""
    text = bare(text)
    if free := re.match(r"(?:es\s+)?(?:gratis|gratuit[oa]|free)\b(?P<rest>.*)", text, re.IGNORECASE):
        return ended(f"{product} es gratis{free['rest']}")
    if is_sentence(text) and not _MONEY_BEGINS.match(text):
        return own_sentence(text, facts)
    from_ = re.match(r"(?:desde|a partir de|from|starting at)\s+", text, re.IGNORECASE)
    sum_ = MONEY.written(without(text[from_.end() :] if from_ else text, _MONEY_BEGINS))
    return ended(f"{product} cuesta {'desde ' if from_ else ''}{sum_}")


_PARTNERS = re.compile(
    r"(?:junt[oa]s,?\s+)?(?:los|las|ambos|ambas)\s+(?:socios|empresas|partes|compañías)\s+van\s+a\s+|vamos\s+a\s+"
    r"|(?:la alianza|el acuerdo)\s+permitirá\s+|para\s+",
    re.IGNORECASE,
)


def together(text: str, facts: Facts) -> str:
    """Return “La alianza permitirá …” with the end that `text` has."""

    def frame(answer: str) -> str:
        rest = without(answer, _PARTNERS)
        if (rest == answer and is_sentence(answer)) or OTHER_FIRST_PERSON.search(rest):
            return own_sentence(answer, facts)
        return f"La alianza permitirá {with_its(lowered(rest))}"

    return framed(text, frame)


_STARTS = re.compile(
    r"(?:(?:la\s+(?:alianza|colaboración)|el\s+acuerdo)\s+)?(?:(?P<past>empezó|comenzó|arrancó)|empieza|empezará|comienza"
    r"|comenzará|empezamos|comenzamos|arranca|arrancará)\s+(?=\S)",
    re.IGNORECASE,
)


def starts(text: str, facts: Facts) -> str:
    """Return “La alianza comienza …” with the end that `text` has."""

    def frame(answer: str) -> str:
        found = _STARTS.match(answer)
        if (not found and is_sentence(answer)) or OTHER_FIRST_PERSON.search(without(answer, _STARTS)):
            return own_sentence(answer, facts)
        verb = "comenzó" if found and found["past"] else "comienza"
        return f"La alianza {verb} {adverbial(without(answer, _STARTS))}"

    return framed(text, frame)


def scope(text: str, facts: Facts) -> str:
    """Return how far a partnership goes as a sentence."""
    if is_sentence(bare(text)):
        return own_sentence(text, facts)
    return ended(f"Alcance de la alianza: {with_dates(lowered(bare(text)), WORDS['es'])}")


def news(text: str, company: str, facts: Facts) -> tuple[str, str]:
    """Return the first sentence of the news, which names the company, and the others."""
    first, rest = split_first(with_dates(one_line(text), WORDS["es"]))
    first = own_sentence(first, facts, subject=company)
    if without_legal_form(company) not in first and not FIRST_PERSON.search(first):
        first = f"{company} anuncia: {lowered(first)}"
    return first, own_sentence(rest, facts) if rest else ""
