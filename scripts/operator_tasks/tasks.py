"""What an operator does, from the dashboard, and how it is known to be done.

Everything is found by its role and its name. Where the console changes, this is the file to adjust.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from scripts.demo import people
from scripts.demo.people import User
from scripts.operator_tasks.hands import Hand

SESSIONS, PERSON = r"/conversationsession/(\?.*)?$", r"/conversationsession/person/\d+/([?#].*)?$"
NEEDS_A_PERSON = r"/conversation(session)?/(\?.*)?$"
RELEASES, RELEASE = r"/pressrelease/(\?.*)?$", r"/pressrelease/\d+/change/"


@dataclass(frozen=True, kw_only=True)
class Task:
    title: str
    steps: Callable[[Hand], None]
    """Raises `NotThere`."""
    is_done: Callable[[], bool] = lambda: True
    """Asks the database. What is only read is done when it was read."""


def shown(user: User) -> str:
    """Return what the console calls `user`, as a pattern."""
    from sessions_app.privacy import pseudonym

    return f"{re.escape(pseudonym(user.phone))}|{re.escape(user.name)}"


def find(hand: Hand, user: User) -> None:
    """Find the page of `user` by the last four digits."""
    hand.menu("Sessions", to=SESSIONS)
    hand.search(user.phone[-4:], to=rf"{SESSIONS[:-1]}|{PERSON}")
    if not re.search(PERSON, hand.page.url):
        hand.press(shown(user), within="#result_list", to=PERSON)


def take_over_the_longest(hand: Hand) -> None:
    hand.press("^Need a person", to=NEEDS_A_PERSON)
    hand.press(shown(people.MEI), within="#content, main", to=PERSON)
    hand.press("^(support_agent )?Take over$", to=PERSON)
    hand.read("You have taken over")


def is_taken_over() -> bool:
    from sessions_app.models import Conversation

    return Conversation.objects.get(phone=people.MEI.phone).paused_by == "olga"


def find_a_person(hand: Hand) -> None:
    find(hand, people.LENA)
    hand.read("Lena Vogt")


def retry_a_failed_turn(hand: Hand) -> None:
    hand.press("^Need a person", to=NEEDS_A_PERSON)
    hand.press(shown(people.TOM), within="#content, main", to=PERSON)
    hand.read("context_length_exceeded")
    hand.press("Retry the failed turn", to=PERSON)
    hand.read("will be retried")


def is_retried() -> bool:
    from sessions_app.models import InboundMessage

    return InboundMessage.objects.filter(phone=people.TOM.phone, state="received").exists()


def answer_by_hand(hand: Hand) -> None:
    hand.press("^Held by operators", to=SESSIONS)
    hand.press(shown(people.LUIS), within="#result_list", to=PERSON)
    hand.write("Reply by hand", "Thank you. The release is ready tonight at eight.", key="r")
    hand.press("^Send$", to=PERSON)
    hand.read("ready tonight at eight")
    hand.press("Hand back to the bot", to=PERSON)
    hand.read("The bot answers again")


def is_answered() -> bool:
    from sessions_app.models import Conversation, OutboundMessage

    sent = OutboundMessage.objects.filter(phone=people.LUIS.phone, body__contains="ready tonight at eight")
    return sent.count() == 1 and not Conversation.objects.get(phone=people.LUIS.phone).paused_by


def approve_a_release(hand: Hand) -> None:
    hand.menu("Press releases", to=RELEASES)
    hand.search("Rebwerk", to=RELEASES)
    hand.press(shown(people.LENA), within="#result_list", to=RELEASE)
    hand.press("Approve", within="#content, main", to=r"/pressrelease/\d+/approve/")
    hand.write("Reason", "Approved by phone.")
    hand.press("^Approve version", to=RELEASE)
    hand.read("is approved")


def is_approved() -> bool:
    from assistant.models import ReleaseVersion

    mine = ReleaseVersion.objects.filter(release__phone=people.LENA.phone)
    return mine.filter(approved_by="olga").exists()


def correct_a_fact(hand: Hand) -> None:
    hand.menu("Press releases", to=RELEASES)
    hand.search("Northwind Robotics", to=RELEASES)
    hand.press(shown(people.GRACE), within="#result_list", to=RELEASE)
    hand.press("Correct.* Price|Correct", within=".rp-fact:has-text('Price')", to=r"/correct/price/")
    hand.write("New value", "79,000 euros")
    hand.write("Reason", "The price list has changed.")
    hand.press("^Propose$", to=RELEASE)
    hand.read("Proposed")


def is_corrected() -> bool:
    from assistant.models import Fact

    return Fact.objects.filter(release__phone=people.GRACE.phone, operator="olga", key="price").exists()


def read_what_was_not_delivered(hand: Hand) -> None:
    hand.press("^Not delivered", to=r"/outboundmessage/(\?.*)?$")
    hand.press(shown(people.FAY), within="#result_list", to=r"/outboundmessage/\d+/")
    hand.read("I ask one question after another")


def block_a_user(hand: Hand) -> None:
    find(hand, people.KAI)
    hand.press("Block…", to=r"/conversationsession/(person/)?\d+/block/")
    hand.write("Reason", "Writes to us for fun.")
    hand.press("^Block$", within="#content, main", to=PERSON)
    hand.read("^\\s*Blocked")


def is_blocked() -> bool:
    from sessions_app.messages import blocks

    return blocks.is_blocked(people.KAI.phone)


def look_up_yesterdays_cost(hand: Hand) -> None:
    from django.utils import timezone

    hand.menu("Costs", to=r"/modelusage/$")
    hand.read(f"^\\s*{timezone.now() - timedelta(days=1):%Y-%m-%d}")


def read_a_history(hand: Hand) -> None:
    find(hand, people.HOLLY)
    hand.read("local papers plan weeks ahead")


def leave_a_note_and_assign(hand: Hand) -> None:
    find(hand, people.CARMEN)
    hand.write("^Note for colleagues", "Calls back on Monday, after nine.")
    hand.press("^Add note$", to=PERSON)
    hand.read("Calls back on Monday")
    hand.choose("^Assign to$", "otto")
    hand.press("^Assign$", to=PERSON)
    hand.read("Assigned to:? otto")


def is_noted_and_assigned() -> bool:
    from sessions_app.models import Person

    person = Person.objects.get(phone=people.CARMEN.phone)
    return person.notes.exists() and person.assigned_to == "otto"


TASKS = (
    Task(
        title="Find the conversation that waits longest, and take it over",
        steps=take_over_the_longest,
        is_done=is_taken_over,
    ),
    Task(title="Find a person by the last 4 digits", steps=find_a_person),
    Task(title="Read why a turn failed, and retry it", steps=retry_a_failed_turn, is_done=is_retried),
    Task(title="Answer by hand, and hand back to the bot", steps=answer_by_hand, is_done=is_answered),
    Task(
        title="Find a press release by its company, and approve it",
        steps=approve_a_release,
        is_done=is_approved,
    ),
    Task(title="Correct a fact", steps=correct_a_fact, is_done=is_corrected),
    Task(title="Find what was sent to a user whose delivery failed", steps=read_what_was_not_delivered),
    Task(title="Block a user, with a reason", steps=block_a_user, is_done=is_blocked),
    Task(title="Look up yesterday's cost", steps=look_up_yesterdays_cost),
    Task(title="Read what a person wrote in an earlier session", steps=read_a_history),
    Task(
        title="Leave a note, and assign the person to a colleague",
        steps=leave_a_note_and_assign,
        is_done=is_noted_and_assigned,
    ),
)
