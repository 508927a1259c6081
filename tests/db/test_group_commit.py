"""The writer: what waits is stored at once, one failure is one item's, and nothing waits for ever."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from sessions_app.db.group_commit import TooManyWait, Writer
from tests.fakes.background_server import wait_until


class Shelf:
    """A store that notes its batches, refuses what is bad, and holds still while it is `closed`."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.open = threading.Event()
        self.open.set()
        self.asked = threading.Event()

    def store(self, items: Sequence[str]) -> None:
        self.asked.set()
        self.open.wait()
        if any(item.startswith("bad") for item in items):
            raise ValueError(", ".join(items))
        self.batches.append(list(items))

    async def close_and_hold(self, writer: Writer) -> "asyncio.Future[list[BaseException | None]]":
        """Let the writer's thread wait in `store` with one item."""
        self.open.clear()
        held = asyncio.ensure_future(store_all(writer, self, ["held"]))
        await asyncio.to_thread(self.asked.wait)
        return held

    @property
    def items(self) -> list[str]:
        return [item for batch in self.batches for item in batch]


async def store_all(writer: Writer, shelf: Shelf, items: Sequence[str]) -> list[BaseException | None]:
    return await asyncio.gather(*(writer.store(shelf.store, item) for item in items), return_exceptions=True)


def test_what_waits_is_stored_in_order_and_in_one_batch() -> None:
    shelf, items = Shelf(), [str(number) for number in range(40)]

    async def work() -> None:
        writer = Writer()
        held = await shelf.close_and_hold(writer)
        rest = asyncio.ensure_future(store_all(writer, shelf, items))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        shelf.open.set()
        await asyncio.gather(held, rest)

    asyncio.run(work())
    assert shelf.batches == [["held"], items]


def test_a_bad_item_fails_alone() -> None:
    shelf = Shelf()
    outcomes = asyncio.run(store_all(Writer(), shelf, ["1", "bad 2", "3", "bad 4", "5"]))
    assert [str(outcome or "") for outcome in outcomes] == ["", "bad 2", "", "bad 4", ""]
    assert shelf.items == ["1", "3", "5"]


def test_items_of_several_stores_are_stored_by_their_own() -> None:
    shelf, other = Shelf(), Shelf()

    async def work() -> None:
        writer = Writer()
        await asyncio.gather(store_all(writer, shelf, ["1", "2"]), store_all(writer, other, ["3"]))

    asyncio.run(work())
    assert (shelf.items, other.items) == (["1", "2"], ["3"])


def test_more_than_the_queue_holds_is_refused_at_once() -> None:
    shelf = Shelf()

    async def work() -> list[BaseException | None]:
        writer = Writer(size=3)
        await shelf.close_and_hold(writer)
        rest = asyncio.ensure_future(store_all(writer, shelf, ["1", "2", "3", "4", "5"]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        shelf.open.set()
        return await rest

    assert [type(outcome) for outcome in asyncio.run(work())] == [type(None)] * 3 + [TooManyWait] * 2
    assert shelf.items == ["held", "1", "2", "3"]


def test_a_store_that_hangs_is_given_up_and_may_store_later() -> None:
    shelf = Shelf()

    async def work() -> None:
        shelf.open.clear()
        writer = Writer(patience=0.01)
        with pytest.raises(TimeoutError):
            await writer.store(shelf.store, "late")
        shelf.open.set()

    asyncio.run(work())
    wait_until(lambda: shelf.items == ["late"])


def test_an_item_that_was_given_up_is_not_tried_alone() -> None:
    shelf = Shelf()

    async def work() -> None:
        writer = Writer(patience=0.05)
        await asyncio.gather(await shelf.close_and_hold(writer), store_all(writer, shelf, ["bad 1", "2"]))
        shelf.open.set()
        await store_all(writer, shelf, ["next"])

    asyncio.run(work())
    wait_until(lambda: "next" in shelf.items)
    assert shelf.items == ["held", "next"]


def test_a_failed_batch_does_not_end_the_writer() -> None:
    shelf, writer = Shelf(), Writer()
    outcomes = asyncio.run(store_all(writer, shelf, ["bad"]))
    assert isinstance(outcomes[0], ValueError)
    assert asyncio.run(store_all(writer, shelf, ["good"])) == [None]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_has_ended_is_replaced() -> None:
    shelf = Shelf()

    def end_the_thread(items: Sequence[str]) -> None:
        raise SystemExit

    async def work() -> None:
        writer = Writer(patience=0.1)
        with pytest.raises(TimeoutError):
            await writer.store(end_the_thread, "1")
        await writer.store(shelf.store, "2")

    asyncio.run(work())
    assert shelf.items == ["2"]
