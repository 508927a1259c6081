"""Who leads a round and who buys or sells: companies must not take the part of another one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import regex

from assistant.verification.evidence import Evidence, key_tokens
from assistant.verification.items import Item, Placed, found_names, names_of_items
from assistant.verification.release import Release
from assistant.verification.sentences import Span, Written
from assistant.verification.tokens import Token

_LEAD, _BUY, _SELL = "lead_of_round", "buy", "sell"
_DIRECTED = frozenset({_LEAD, _BUY, _SELL})
_OTHER_SIDE = {_BUY: _SELL, _SELL: _BUY}
_PARTY = regex.compile(
    r"compan|firm|organi|invest|partner|client|customer|buyer|supplier|seller|inversor|empresa|soci|cliente|"
    r"proveedor|kunde|lieferant|geldgeber|haus|association"
)
# Between a verb and who does it: "led by", "angeführt von", "בהובלת".
_BY = regex.compile(r"[^,;:.]{0,12}?(?<!\w)(?:by|von|durch|vom|por|על ידי|בידי)(?!\w)[^,;:.]{0,14}")
_BARE_BY = regex.compile(r"\s?(?:של )?(?:חברת |קרן )?")
_HEBREW_BY = frozenset({"בהובלת", "הובלת", "בהנהגת"})
_OBLIQUE = regex.compile(
    r"(?<!\w)(?:by|from|to|with|of|for|at|in|von|vom|an|mit|bei|fur|aus|zu|de|del|a|al|con|en|para|por|"
    r"של|עם|מ|ל)(?: (?:the|der|die|das|dem|den|la|el|los|las))?\s*$"
)
_PASSIVE = regex.compile(
    r"(?<!\w)(?:was|were|is|are|be|been|being|wird|werden|wurden?|fue|fueron|sera|ser)(?!\w)"
)
_NEAR = 40  # characters between who does something and the verb

Doers = dict[str, set[Item]]


def changed(written: Written, evidence: Evidence, release: Release) -> Iterator[Span]:
    """Yield the company of a sentence that does what another one does by the cited facts."""
    if not any(token.meanings & _DIRECTED for token in written.tokens):
        return
    names = [name for name in names_of_items(evidence, release) if _is_party(name, release)]
    placed = found_names(written.tokens, names)
    if len({one.item for one in placed}) < 2:
        return
    said: Doers = defaultdict(set)
    for fact in evidence.facts:
        for row in {row for token in key_tokens(fact.key) for row in token.meanings & {_LEAD}}:
            said[row] |= {tuple(name) for owner, name in release.names if owner is fact}
    for reading in evidence.readings:
        text = reading.content.text.text
        for row, one in _doers(text, reading.tokens, found_names(reading.tokens, names)):
            said[row].add(one.item)
    for row, one in _doers(written.content.text.text, written.tokens, placed):
        is_another = bool(said[row]) and one.item not in said[row]
        other_side = _OTHER_SIDE.get(row, "")
        is_other_side = one.item in said.get(other_side, set()) and one.item not in said[row]
        if is_another or is_other_side:
            yield ("role", *written.place(one.start, one.end), True)


def _is_party(name: Sequence[str], release: Release) -> bool:
    owners = [fact for fact, one in release.names if tuple(one) == tuple(name)]
    return release.is_own(name) or any(_PARTY.search(fact.key) for fact in owners)


def _doers(text: str, found: Sequence[Token], placed: Sequence[Placed]) -> Iterator[tuple[str, Placed]]:
    """Yield what is done and who does it."""
    if not placed:
        return
    ordered = sorted(placed, key=lambda one: one.start)
    for verb in found:
        for row in verb.meanings & _DIRECTED:
            after = next((one for one in ordered if one.start >= verb.end), None)
            is_by = after and _is_by(verb, text[verb.end : after.start])
            if after and is_by:
                yield row, after
            elif before := _subject(row, verb, text, ordered):
                yield row, before


def _is_by(verb: Token, between: str) -> bool:
    if verb.word in _HEBREW_BY:
        return bool(_BARE_BY.fullmatch(between))
    return bool(_BY.fullmatch(between))


def _subject(row: str, verb: Token, text: str, ordered: Sequence[Placed]) -> Placed | None:
    """Return the name before an active verb."""
    before = [one for one in ordered if one.end <= verb.start]
    if not before or row == _LEAD or verb.word.startswith("נ"):
        return None
    one = before[-1]
    between = text[one.end : verb.start]
    is_near = len(between) <= _NEAR and not regex.search(r"[,;:.]", between)
    is_oblique = _OBLIQUE.search(text[: one.start])
    return one if is_near and not is_oblique and not _PASSIVE.search(between) else None
