"""Written text together with the keys of the facts that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.announcement_types import TYPES

Facts = Mapping[str, str]
"""Canonical values by key, none of them blank."""


@dataclass(frozen=True)
class Told:
    """A sentence or more, and the keys of the facts that they rest on; a missing fact's key does no harm."""

    text: str
    keys: tuple[str, ...]


def has_story(announcement_type: str, facts: Facts) -> bool:
    """Return True if there is a fact of `announcement_type`, other than a yes or no."""
    row = TYPES[announcement_type]
    keys = {*row.needed, *row.wanted} - {"round_closed", "partner_agrees"}
    return not keys.isdisjoint(facts)
