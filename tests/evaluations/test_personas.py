"""Whom the model plays in an evaluation."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from assistant.announcement_types import TYPES, order_of, type_of
from assistant.validation import possible_dates
from assistant.verification import language_of
from evaluations.personas import PERSONAS, Persona

EVERY = pytest.mark.parametrize("persona", PERSONAS.values(), ids=PERSONAS)


@EVERY
def test_a_sheet_has_all_that_its_release_needs(persona: Persona) -> None:
    kinds = [name for name, row in TYPES.items() if {*row.needed} <= persona.sheet.keys()]
    assert len(kinds) == 1
    assert order_of(kinds[0], persona.sheet)[1] <= persona.sheet.keys()
    assert all(type_of(key) for key in persona.sheet)


@EVERY
def test_a_persona_talks_its_language_and_knows_which_day_it_is(persona: Persona) -> None:
    assert language_of("\n".join(persona.sheet.values())) == persona.language
    hours = (datetime(2026, 11, 29, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24))
    assert all(len(possible_dates(persona.phone, hour)) == 1 for hour in hours)


@EVERY
def test_a_player_is_told_the_facts_and_the_manner_and_nothing_else_is_open(persona: Persona) -> None:
    assert all(value.replace('"', '\\"') in persona.instructions for value in persona.sheet.values())
    assert persona.manner in persona.instructions


def test_each_language_has_a_persona_and_no_two_share_a_phone() -> None:
    assert {persona.language for persona in PERSONAS.values()} == {"en", "de", "es", "he"}
    assert len({persona.phone for persona in PERSONAS.values()}) == len(PERSONAS)


def test_the_seed_decides_when_a_persona_is_nudged_and_their_order_stays() -> None:
    persona = PERSONAS["corrects"]
    first, again, other = (persona.nudged(random.Random(seed)) for seed in ("0", "0", "1"))

    assert first == again
    assert first != other
    assert [first[at] for at in sorted(first)] == list(persona.nudges)
