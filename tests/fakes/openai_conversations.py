"""The fake's conversations: created, listed and deleted, read and appended to by responses.

They grow without bound, and a delete leaves the items behind (`orphans`), as OpenAI documents for
`DELETE /v1/conversations/{id}`.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.fake_vendor import VendorError
from tests.fakes.openai_items import Item, input_items, invalid, new_id

MAX_ITEMS_AT_ONCE = 20


@dataclass(slots=True)
class Conversation:
    """One conversation.

    `turns` counts the responses that had user input; `busy` while a response is being made; `broken`
    is what every response is refused with.
    """

    id: str
    created_at: int
    metadata: dict[str, str]
    items: list[Item] = field(default_factory=list)
    turns: int = 0
    busy: bool = False
    broken: VendorError | None = None

    def as_json(self) -> dict[str, Any]:
        """The `conversation` object of the API."""
        return {
            "id": self.id,
            "object": "conversation",
            "created_at": self.created_at,
            "metadata": self.metadata,
        }

    def open_calls(self) -> list[str]:
        """The call ids of function calls without an output, in order."""
        answered = {item["call_id"] for item in self.items if item["type"] == "function_call_output"}
        calls = (item["call_id"] for item in self.items if item["type"] == "function_call")
        return [call_id for call_id in calls if call_id not in answered]


class Conversations:
    """All conversations of one fake.

    Only `snapshot` and `orphans` may be called off the server's thread.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Conversation] = {}
        self._orphans: dict[str, list[Item]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_id)

    def snapshot(self) -> dict[str, list[Item]]:
        """Conversation id -> its items, oldest first; a copy that shares the items."""
        with self._lock:
            return {key: list(found.items) for key, found in self._by_id.items()}

    def orphans(self) -> dict[str, list[Item]]:
        """Id of a deleted conversation -> the items it left behind, if any."""
        with self._lock:
            return {key: list(items) for key, items in self._orphans.items()}

    def create(self, items: object, metadata: dict[str, str]) -> Conversation:
        """A new conversation with at most 20 first items. Raises VendorError."""
        made = Conversation(new_id("conv"), int(time.time()), metadata, self._checked(items))
        with self._lock:
            self._by_id[made.id] = made
        return made

    def get(self, conversation_id: str) -> Conversation:
        """Raises VendorError (404) for an unknown, deleted or legacy `thread_` id."""
        found = self._by_id.get(conversation_id)
        if found is None:
            raise invalid(f"Conversation with id '{conversation_id}' not found.", status=404)
        return found

    def add(self, conversation_id: str, items: object) -> list[Item]:
        """Append at most 20 items. Raises VendorError, also while a response is being made."""
        found = self.get(conversation_id)
        self.refuse_when_busy(found)
        added = self._checked(items)
        self.append(found, added)
        return added

    def append(self, conversation: Conversation, items: list[Item]) -> None:
        """Append stored items; to the orphans if the conversation was deleted meanwhile."""
        with self._lock:
            if conversation.id in self._by_id:
                conversation.items.extend(items)
            elif items:
                self._orphans.setdefault(conversation.id, []).extend(items)

    def delete(self, conversation_id: str) -> None:
        """Forget the conversation; items still in it become orphans. Raises VendorError (404)."""
        found = self.get(conversation_id)
        with self._lock:
            del self._by_id[conversation_id]
            if found.items:
                self._orphans[conversation_id] = found.items

    def item(self, conversation_id: str, item_id: str) -> Item:
        """Raises VendorError (404) when there is no such conversation or item."""
        for item in self.get(conversation_id).items:
            if item["id"] == item_id:
                return item
        raise invalid(f"Item with id '{item_id}' not found.", status=404)

    def delete_item(self, conversation_id: str, item_id: str) -> Conversation:
        """Remove one item. Raises VendorError (404)."""
        item = self.item(conversation_id, item_id)
        found = self.get(conversation_id)
        with self._lock:
            found.items.remove(item)
        return found

    def page(self, conversation_id: str, *, limit: int, order: str, after: str | None) -> dict[str, Any]:
        """One page of items: newest first unless order is "asc", those after item id `after`."""
        items = list(self.get(conversation_id).items)
        if not 1 <= limit <= 100 or order not in ("asc", "desc"):
            raise invalid("limit must be 1 to 100 and order asc or desc.", "limit", "invalid_value")
        if order == "desc":
            items.reverse()
        if after is not None:
            ids = [item["id"] for item in items]
            if after not in ids:
                raise invalid(f"Item with id '{after}' not found.", "after", status=404)
            items = items[ids.index(after) + 1 :]
        return listing(items[:limit], has_more=len(items) > limit)

    @staticmethod
    def refuse_when_busy(conversation: Conversation) -> None:
        """Raises VendorError, worded as in github.com/paulgmiller/careme/issues/379."""
        if conversation.busy:
            raise invalid(
                "Another process is currently operating on this conversation. Please retry in a few seconds.",
                "conversation",
                "conversation_locked",
            )

    @staticmethod
    def _checked(items: object) -> list[Item]:
        stored = input_items(items or [], "items")
        if len(stored) > MAX_ITEMS_AT_ONCE:
            raise invalid(f"At most {MAX_ITEMS_AT_ONCE} items at a time.", "items", "array_above_max_length")
        return stored


def listing(items: list[Item], *, has_more: bool = False) -> dict[str, Any]:
    """The `list` object of the API."""
    first, last = (items[0]["id"], items[-1]["id"]) if items else (None, None)
    return {
        "object": "list",
        "data": items,
        "first_id": first,
        "last_id": last,
        "has_more": has_more,
    }
