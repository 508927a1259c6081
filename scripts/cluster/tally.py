"""What became of each message: counted where users and vendors are, and in the inbox."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scripts.cluster.crowd import Phone
from tests.fakes.openai_items import text_of
from tests.fakes.openai_server import FakeOpenAI

Told = Collection[list[str]]


@dataclass(frozen=True)
class Tally:
    """Numbers of messages. A message is lost if Twilio got its 200 and no reply names it."""

    phones: int
    sent: int
    stored: int
    answered: int
    refused: int
    """Twilio gave up, after all its repeats."""
    lost: int
    doubled: int
    """Named by a reply once too often."""
    crossed: int
    """Named by a reply to another phone, or told in the conversation of another phone."""
    out_of_order: int
    """Phones whose replies are in another order than their messages."""
    told_again: int
    """Told to OpenAI once too often."""
    posts: dict[int, int]
    """By status; 0 where the connection failed."""

    @property
    def is_flawless(self) -> bool:
        """Whether each message was answered once, in its place."""
        flaws = (self.refused, self.lost, self.doubled, self.crossed, self.out_of_order, self.told_again)
        return not any(flaws) and self.sent == self.stored == self.answered


def count(phones: Collection[Phone], *, told: Told, stored: int, posts: Mapping[int, int]) -> Tally:
    """Count it all, when nothing is under way any more.

    `told` is what OpenAI was told in each conversation, `stored` how many of the messages are in the inbox.
    """
    return Tally(
        phones=len(phones),
        sent=sum(len(_own(phone)) for phone in phones),
        stored=stored,
        answered=sum(len(_own(phone) & set(phone.heard)) for phone in phones),
        refused=sum(len(phone.refused) for phone in phones),
        lost=sum(len(set(phone.said) - set(phone.heard)) for phone in phones),
        doubled=sum(_extra(word for word in phone.heard if word in _own(phone)) for phone in phones),
        crossed=sum(word not in _own(phone) for phone in phones for word in phone.heard) + _mixed(told),
        out_of_order=sum(not _is_in_order(phone) for phone in phones),
        told_again=_extra(word for words in told for word in words),
        posts=dict(posts),
    )


def told_to(openai: FakeOpenAI) -> Told:
    """Return what users say in each conversation at OpenAI, in deleted ones too."""
    conversations = [*openai.conversations.values(), *openai.orphaned_items.values()]
    return [[text_of(item) for item in items if item.get("role") == "user"] for items in conversations]


def _own(phone: Phone) -> set[str]:
    return {*phone.said, *phone.refused}


def _is_in_order(phone: Phone) -> bool:
    numbers = [int(word.split()[1]) for word in phone.heard if word in _own(phone)]
    return numbers == sorted(numbers)


def _mixed(told: Told) -> int:
    """Return how many messages stand in a conversation that another phone began."""
    return sum(word.split()[-1] != words[0].split()[-1] for words in told for word in words)


def _extra(words: Iterable[str]) -> int:
    return sum(amount - 1 for amount in Counter(words).values())
