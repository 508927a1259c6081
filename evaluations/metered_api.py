"""OpenAI's API with a limit to what it may cost."""

import json
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from assistant.errors import AssistantError
from assistant.openai.api import OpenAIApi
from assistant.openai.wire import Response

MOST_OUTPUT = 8_000
"""Tokens, thoughts included, that an answer is taken to have at most until it is there."""

Prices = Mapping[str, tuple[float, float, float]]
"""Model -> USD for a million tokens: input, cached input, output."""


def usd(text: str) -> float:
    """Return an amount. Raises ValueError."""
    if not 0 <= (amount := float(text)) < math.inf:
        raise ValueError
    return amount


def price(text: str) -> tuple[str, tuple[float, float, float]]:
    """Return a model and its prices. Raises ValueError."""
    model, _, prices = text.partition("=")
    read, cached, written = map(usd, prices.split(":"))
    return model, (read, cached, written)


class OutOfMoney(Exception):
    """The next call could cost more than what is left."""


class MeteredApi(OpenAIApi):
    """Makes no call that could cost more than what is left of `max_usd`.

    Until the usage of a call is told, the most that it can cost counts as `spent`: no text has more tokens
    than bytes, and no thread more than the longest call so far. So no call is free because it failed.
    """

    def __init__(self, *, max_usd: float, prices: Prices, **connection: Any) -> None:
        super().__init__(**connection)
        self.spent = 0.0
        self.outputs: list[dict[str, Any]] = []
        """Of tools, for the model. It grows with use, and so does `wanted`."""
        self.wanted: list[dict[str, Any]] = []
        """Requests to the writer."""
        self._max_usd, self._prices = max_usd, prices
        self._reserved, self._longest = 0.0, 0

    async def respond(self, **call: Any) -> Response:
        self.outputs += [json.loads(item["output"]) for item in call["items"] if "output" in item]
        return await self._metered(super().respond, call)

    async def write(self, **call: Any) -> Response:
        self.wanted.append(json.loads(call["data"]))
        return await self._metered(super().write, call)

    async def _metered(self, ask: Callable[..., Awaitable[Response]], call: Mapping[str, Any]) -> Response:
        self._reserve(call)
        try:
            answer = await ask(**call)
        except AssistantError as error:
            self._paid(call["model"], error.usage)
            raise
        self._paid(call["model"], answer.usage)
        return answer

    def _reserve(self, call: Mapping[str, Any]) -> None:
        sent = len(json.dumps(call, ensure_ascii=False).encode())
        self._reserved = self._cost(call["model"], self._longest + sent, 0, MOST_OUTPUT)
        if self.spent + self._reserved > self._max_usd:
            raise OutOfMoney
        self.spent += self._reserved

    def _paid(self, model: str, usage: Mapping[str, Any]) -> None:
        read, written = usage.get("input_tokens"), usage.get("output_tokens")
        if read is not None and written is not None:
            cached = (usage.get("input_tokens_details") or {}).get("cached_tokens") or 0
            self.spent += self._cost(model, read, cached, written) - self._reserved
            self._longest = max(self._longest, read + written)

    def _cost(self, model: str, read: int, cached: int, written: int) -> float:
        for_read, for_cached, for_written = self._prices[model]
        return ((read - cached) * for_read + cached * for_cached + written * for_written) / 1e6
