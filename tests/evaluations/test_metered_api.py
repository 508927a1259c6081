"""What the calls of an evaluation cost, and the limit: by the usage that a fake OpenAI tells."""

import asyncio

import pytest

from assistant.errors import AssistantError
from assistant.openai.wire import user_message
from evaluations.metered_api import MOST_OUTPUT, MeteredApi, OutOfMoney, price
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI

CHEAP, DEAR = "gpt-6-luna", "gpt-6.1-terra"
PRICES = {CHEAP: (1.0, 0.1, 4.0), DEAR: (10.0, 1.0, 40.0)}


def spend(fake: FakeOpenAI, *models: str, max_usd: float = 5) -> float:
    """Return what one call of each of `models` costs, in one thread."""

    async def call_each() -> float:
        api = MeteredApi(max_usd=max_usd, prices=PRICES, api_key="sk-test", base_url=fake.base_url, timeout=5)
        try:
            thread_id = await api.open_conversation()
            for model in models:
                await api.respond(
                    thread_id=thread_id,
                    model=model,
                    instructions="x" * 399,
                    items=[user_message("y")],
                    tools=[],
                    user="u",
                )
        except AssistantError:
            pass
        finally:
            await api.close()
        return api.spent

    return asyncio.run(call_each())


def test_a_call_costs_by_its_model_and_by_what_was_read_and_written() -> None:
    with FakeOpenAI(model=lambda request: "z" * 200) as fake:
        # The fake counts 4 characters a token, and one more; 3 more to think.
        assert spend(fake, CHEAP) == pytest.approx((101 * 1 + 54 * 4) / 1e6)
        assert spend(fake, CHEAP, DEAR) == pytest.approx((101 * 11 + 54 * 44) / 1e6)


def test_a_call_whose_usage_stays_unknown_costs_the_most_that_it_can() -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(Fault("failed"))
        assert spend(fake, CHEAP) > MOST_OUTPUT * 4 / 1e6


def test_a_call_that_could_cost_more_than_what_is_left_is_not_made() -> None:
    with FakeOpenAI() as fake, pytest.raises(OutOfMoney):
        spend(fake, CHEAP, max_usd=MOST_OUTPUT * 4 / 1e6)

    assert fake.asked() == []


def test_what_is_left_decides_for_each_call() -> None:
    with FakeOpenAI() as fake, pytest.raises(OutOfMoney):
        spend(fake, CHEAP, DEAR, max_usd=MOST_OUTPUT * 4 / 1e6 + 0.01)

    assert len(fake.asked()) == 1


def test_a_price_has_a_model_and_three_amounts() -> None:
    assert price("gpt-6-luna=0.4:0.04:1.6") == ("gpt-6-luna", (0.4, 0.04, 1.6))


@pytest.mark.parametrize(
    "text", ["", "gpt-6-luna", "gpt-6-luna=1:4", "m=1:nan:4", "m=1:-1:4", "m=1::4", "m=inf:1:1"]
)
def test_nothing_else_is_a_price(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        price(text)
