"""What a call costs by OPENAI_PRICES, and what is no price."""

from decimal import Decimal

import pytest
from pytest_django import Settings

from assistant.prices import FORM, Price, parse, price_of

PRICES = "gpt-6-luna:0.20/0.02/1.60,gpt-transcribe:0.006/min"


@pytest.fixture(autouse=True)
def prices(settings: Settings) -> None:
    settings.OPENAI_PRICES = PRICES


def cost(model: str, **used: float) -> Decimal | None:
    price = price_of(model)
    assert price
    told = dict.fromkeys(("read", "cached", "written", "seconds")) | used
    return price.of(**told)  # type: ignore[arg-type]


def test_cached_tokens_are_cheaper_and_are_not_paid_twice() -> None:
    assert cost("gpt-6-luna", read=2000, cached=1536, written=100) == Decimal("0.00028352")


def test_a_snapshot_costs_what_its_model_costs() -> None:
    assert price_of("gpt-6-luna-2026-05-01") == price_of("gpt-6-luna") is not None


@pytest.mark.parametrize("model", ["gpt-6-luna-pro", "gpt-6-luna-2026", "gpt-6", ""])
def test_other_models_have_no_price(model: str) -> None:
    assert price_of(model) is None


def test_a_snapshot_may_have_a_price_of_its_own(settings: Settings) -> None:
    settings.OPENAI_PRICES = f"{PRICES},gpt-6-luna-2026-05-01:1/1/1"
    assert cost("gpt-6-luna-2026-05-01", read=1_000_000, written=0) == 1


def test_sound_costs_by_its_length() -> None:
    assert cost("gpt-transcribe", seconds=90) == Decimal("0.009")


@pytest.mark.parametrize("told", [{}, {"read": 5}, {"written": 5}, {"seconds": 3}])
def test_what_was_not_told_has_no_cost(told: dict[str, float]) -> None:
    assert cost("gpt-6-luna", **told) is None


def test_a_price_of_nothing_is_a_price(settings: Settings) -> None:
    settings.OPENAI_PRICES = "local:0/0/0"
    assert cost("local", read=5, written=5) == 0


def test_more_cached_tokens_than_there_were_cost_no_less_than_nothing() -> None:
    assert cost("gpt-6-luna", read=1, cached=1000, written=0) == Decimal("0.00000002")


def test_a_cost_that_no_table_takes_is_unknown(settings: Settings) -> None:
    settings.OPENAI_PRICES = "dear:1000/0/1000"
    assert cost("dear", read=2**31 - 1, written=0) is None


def test_the_example_can_be_read_with_blanks_and_a_name_with_a_colon() -> None:
    assert [*parse(FORM)] == ["gpt-6-luna", "gpt-transcribe"]
    assert [*parse(" ft:gpt-6-luna:acme:1/1/1 , ,b:1/min,")] == ["ft:gpt-6-luna:acme", "b"]
    assert parse("b:1/min")["b"] == Price(minute=Decimal(1))
    assert parse("") == {}


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "gpt-6-luna",
            "gpt-6-luna:",
            ":1/1/1",
            "m:1",
            "m:1/2",
            "m:1/2/3/4",
            "m:1/2/3/min",
            "m:/min",
            "m:min",
        ),
        *(
            "m:1/-1/1",
            "m:1/nan/1",
            "m:inf/min",
            "m:1e3/1/1",
            "m:1,5/1/1",
            "m:$1/1/1",
            "m:1/1/1001",
            "m:٣/1/1",
        ),
        *("m:1//1", "m m:1/1/1", "m:1/1/1/MIN", "m=1:1:1", "m:.5/1/1", "m:1/1/1,m:2/2/2"),
    ],
)
def test_nothing_else_is_a_price(entry: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse(entry)
