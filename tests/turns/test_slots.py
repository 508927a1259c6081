"""Slots: how many turns wait for the interviewer at once, and how many are claimed ahead."""

import asyncio
from typing import Any

import pytest

from sessions_app.turns.slots import WINDOW_SECONDS, Slots
from tests.fakes.background_server import wait_until


@pytest.fixture(autouse=True)
def ten_places(settings: Any) -> None:
    settings.TURN_CONCURRENCY = 10


async def pass_through(slots: Slots, turns: int) -> None:
    for _ in range(turns):
        async with slots:
            pass


def test_every_free_place_is_wanted() -> None:
    async def wanted() -> int:
        slots = Slots()
        async with slots, slots:
            return slots.free()

    assert asyncio.run(wanted()) == 8


def test_no_more_turns_than_places_are_asked_at_once() -> None:
    async def most_at_once() -> int:
        slots, inside, most = Slots(), 0, 0

        async def turn() -> None:
            nonlocal inside, most
            async with slots:
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*[turn() for _ in range(35)])
        return most

    assert asyncio.run(most_at_once()) == 10


def test_where_places_become_free_quickly_turns_are_claimed_ahead() -> None:
    async def wanted() -> int:
        slots = Slots()
        await pass_through(slots, 8)
        return slots.free()

    assert asyncio.run(wanted()) == 10 + 4


def test_where_the_interviewer_is_slow_nothing_is_claimed_ahead() -> None:
    slots = Slots()
    asyncio.run(pass_through(slots, 8))
    wait_until(lambda: slots.free() == 10, timeout=WINDOW_SECONDS + 5)


def test_a_turn_that_is_cancelled_while_it_waits_takes_no_place() -> None:
    async def wanted() -> int:
        slots = Slots()
        held = [asyncio.create_task(hold(slots)) for _ in range(10)]
        waiting = asyncio.create_task(hold(slots))
        await asyncio.sleep(0)
        for task in [*held, waiting]:
            task.cancel()
        await asyncio.gather(*held, waiting, return_exceptions=True)
        async with asyncio.timeout(5):
            for _ in range(10):
                await slots.__aenter__()
        return slots.free()

    async def hold(slots: Slots) -> None:
        async with slots:
            await asyncio.Event().wait()

    # The ten that held a slot count as just left: five are claimed ahead, none beyond them.
    assert asyncio.run(wanted()) == 5
