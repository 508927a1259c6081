"""How far an interrupted turn got, according to the items of its thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.interviewer import PastMessage
from assistant.invisible import is_blank
from assistant.openai.toolbox import says_approved, says_shown
from assistant.openai.wire import Item

RECAP_NOTE = "The messages above are from our records: the user and this service said them before."
"""The last item of a new thread's recap; the thread's own turns begin after it."""


@dataclass(frozen=True, kw_only=True)
class PickedUp:
    """What an earlier attempt left in the thread."""

    count: int
    """How many of our messages are in the thread, counted from the first."""
    answer: list[Item] = field(default_factory=list)
    """The model's final messages after the last of ours; empty if it has not answered."""
    open_calls: list[Item] = field(default_factory=list)
    """Function calls without an output."""
    shown: bool = False
    """A tool of this turn shows the release, so that belongs to the reply."""
    approved: bool = False
    """A tool of this turn has approved the release, so it is sent with the reply."""


def pick_up(items: Sequence[Item], texts: Sequence[str]) -> PickedUp:
    """Find `texts`, this turn's messages, in `items`, which followed the last committed turn.

    The position decides, not the text: a recap is skipped, and of the items after it the newest user
    messages are ours. The same words said earlier do not matter. Texts are compared only to exclude the
    messages of a turn in between that was given up. In doubt we ask again, which repeats a message in
    the thread but never loses one.
    """
    recaps = (at for at, item in enumerate(items) if item.role == "developer" and item.text == RECAP_NOTE)
    items = items[max(recaps, default=-1) + 1 :]
    positions = [at for at, item in enumerate(items) if item.role == "user"]
    said = [items[at].text for at in positions]
    count = next(
        (n for n in range(min(len(texts), len(said)), 0, -1) if said[-n:] == list(texts[:n])),
        0,
    )
    outputs = {item.call_id for item in items if item.kind == "function_call_output"}
    open_calls = [item for item in items if item.kind == "function_call" and item.call_id not in outputs]
    if count == 0:
        return PickedUp(count=0, open_calls=open_calls)
    ours = items[positions[-count] :]
    told = [item.text for item in ours if item.kind == "function_call_output"]
    return PickedUp(
        count=count,
        answer=[] if open_calls else _answer(ours),
        open_calls=open_calls,
        shown=any(map(says_shown, told)),
        approved=any(map(says_approved, told)),
    )


def count_known(items: Sequence[Item], said: Sequence[PastMessage]) -> tuple[int, int]:
    """Return how many of `said` are in `items`, in order and from the first, and where the last one ends."""
    count, end = 0, 0
    for position, item in enumerate(items, start=1):
        if count < len(said) and (item.role == "user", item.text) == (said[count].by_user, said[count].text):
            count, end = count + 1, position
    return count, end


def _answer(items: Sequence[Item]) -> list[Item]:
    """Return the model's messages after the last user or developer message and the last tool output."""
    answer: list[Item] = []
    for item in reversed(items):
        if item.kind == "function_call_output" or item.role in ("user", "developer"):
            break
        if item.role == "assistant" and item.for_user and not is_blank(item.text):
            answer.insert(0, item)
    return answer
