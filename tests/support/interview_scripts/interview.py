"""What a whole interview is, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.fakes.scripted_model import Script
from tests.fakes.scripted_writer import Line, ScriptedWriter

MONDAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
APPROVE = "1"
"""The digit beside "Approve": it never reaches the model."""


@dataclass(frozen=True, kw_only=True)
class Interview:
    title: str
    phone: str
    messages: Sequence[str | tuple[str, ...]]
    """What the user sends, turn by turn; several messages in a row make one turn."""
    begins_at: datetime = MONDAY
    shorter: str = ""
    """The message that wants a shorter headline."""
    script: Script | None = None
    """What the model does; None for the interview without a model. A burst goes by its last message."""
    lines: Sequence[Line] = ()
    """What the writer writes; for the rest see ScriptedWriter."""
    rethought: Mapping[str, str] = field(default_factory=dict)
    repairs: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_spoken: bool = False
    """The user speaks: every message but the digit of the approval is a voice message."""

    def writer(self) -> ScriptedWriter:
        return ScriptedWriter(self.lines, rethought=self.rethought, repairs=self.repairs, wishes=self.wishes)


def turns_of(script: Script, *bursts: tuple[str, ...]) -> list[str | tuple[str, ...]]:
    """Return the user's messages of `script`, with `bursts` in place of their last messages."""
    longer = {burst[-1]: burst for burst in bursts}
    return [longer.get(text, text) for text in script]
