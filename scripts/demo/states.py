"""What the console can show of a conversation, each brought about once. Times are minutes before the end."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Literal

import typst
from django.conf import settings

from assistant.errors import AssistantError
from scripts.demo import people, world
from scripts.demo.database import BASE_DIR, OPERATORS
from scripts.demo.people import User
from scripts.demo.world import World
from sessions_app.conversations import events
from sessions_app.messages.inbox import Incoming
from sessions_app.messages.media import SIMULATED_ACCOUNT, SIMULATED_PATH
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.operators import actions, blocking
from sessions_app.privacy import pseudonym
from sessions_app.turns import claims
from webhooks.simulator import media as simulator_media

OLGA, OTTO, VERA = OPERATORS
VOICE_NOTE = BASE_DIR / "webhooks" / "static" / "webhooks" / "voice-note.wav"
_PAPER = """
#set page(width: 320pt, height: 160pt, margin: 24pt, fill: rgb("f6f3ea"))
#set text(size: 20pt)
"""
_IN_A_HURRY = (
    "Hi, we launch a product",
    "Hasty Pasta",
    "Pronto",
    "Pronto cooks in one minute.",
    "from next spring, in the United States",
    "4 dollars",
    "It took us ten years.",
)


def plan(demo: World) -> None:
    """Plan all of them."""
    answered_by_hand_yesterday(demo)
    delivery_failures(demo)
    ended(demo)
    opted_out(demo)
    blocked(demo)
    heard_and_seen(demo)
    failed(demo)
    near_expiry_and_expired(demo)
    needs_a_person(demo)
    taken_over(demo)
    under_way(demo)


def answered_by_hand_yesterday(demo: World) -> None:
    """Somebody who comes back: two ended sessions, a takeover that was handed back, and one of today."""
    user = people.HOLLY
    demo.talk(
        user,
        1490,
        ["Hello, we are the Marsh & Moor bakery", "Marsh & Moor", "Can I talk to a human, please?"],
    )
    demo.at(1484, _steer, demo, actions.take_over, user, OTTO)
    demo.at(1482, reply, demo, user, "Hello Holly, this is Otto. What can I do for you?", operator=OTTO)
    demo.at(1479, demo.say, user, "Is it too early to announce a shop that opens in May?")
    demo.at(1476, reply, demo, user, "Not at all: local papers plan weeks ahead.", operator=OTTO)
    demo.at(1474, _steer, demo, actions.hand_back, user, OTTO)
    demo.at(1474, demo.work)
    demo.talk(user, 300, ["Good morning, I am back", "something else"])
    demo.talk(user, 31, ["Hello again", "We open on May 14"])


def delivery_failures(demo: World) -> None:
    """Replies that did not arrive, each in its way."""
    fates = {
        people.UMA: world.reaches("sent", "undelivered", error_code="63024"),
        people.FAY: world.fails("63016", permanent=True),
        people.LOU: world.gets_lost,
        people.BETH: world.fails("21610", permanent=True),
        people.PIA: world.reaches("sent", "delivered"),
    }
    for minutes, (user, fate) in zip((52, 47, 44, 33, 27), fates.items(), strict=True):
        demo.fates[user.phone] = fate
        demo.talk(user, minutes, ["Hi, we have news to share"])
    demo.at(
        0.4,
        _say_with,
        demo,
        people.QUINN,
        "Hello, is this the press desk?",
        world.fails("20429", retry_after=300),
    )
    demo.at(0.3, _say_with, demo, people.ACE, "Hello", world.is_being_sent)
    demo.at(0.2, _say_with, demo, people.RON, "Good day", world.reaches())
    demo.at(0.1, _say_with, demo, people.SUE, "Hi there", world.reaches("sent"))


def ended(demo: World) -> None:
    """Sessions that operators and users ended."""
    demo.talk(people.ASDF, 200, ["hello", "asdf asdf"])
    demo.at(195, _steer, demo, actions.kill, people.ASDF, OTTO)
    demo.talk(people.DAN, 640, ["Hello", "menu"])
    demo.fates[people.ZOE.phone] = world.fails("20429", retry_after=900)  # so a kill cancels them
    demo.talk(people.ZOE, 7, ["qwerty", "qwerty?"])
    demo.at(5.6, _steer, demo, actions.kill, people.ZOE, OLGA)


def opted_out(demo: World) -> None:
    demo.talk(people.SAM, 150, ["Hi", "Novak Boats", "STOP", "are you still there?"])


def blocked(demo: World) -> None:
    demo.talk(people.WIN, 118, ["YOU HAVE WON!!! reply now", "CLAIM YOUR PRIZE"], pace=6)
    reason = "Advertises to us, again and again."
    demo.at(115, blocking.block, people.WIN.phone, operator=OLGA, reason=reason)
    demo.talk(people.WIN, 80, ["LAST CHANCE"])


def heard_and_seen(demo: World) -> None:
    """Voice notes, pictures, files, a place, a sticker and a reaction."""
    jonas, dan = people.JONAS, people.DAN
    demo.talk(jonas, 41, ["Hallo, wir haben ein neues Produkt"])
    demo.at(
        40,
        _send,
        demo,
        jonas,
        VOICE_NOTE.read_bytes(),
        "audio/wav",
        "Wir heißen Rad und Tat aus Jena.",
    )
    demo.at(38, _send, demo, jonas, VOICE_NOTE.read_bytes(), "audio/wav", "Das Lastenrad heißt Kiepe.")
    demo.talk(dan, 38, ["Hello", "Quayside Lamps", "something else"], pace=20)
    board, letter = "Quayside Lamps opens its first shop", "On 12 May, at 10 in the morning"
    demo.at(36, _send, demo, dan, _paper(board, "png"), "image/png", board)
    demo.at(35, _send, demo, dan, _paper(letter, "pdf"), "application/pdf", letter)
    place = {"latitude": "51.5007", "longitude": "-0.1246", "label": "Our shop", "address": "1 Demo Quay"}
    demo.at(34.5, demo.say, dan, "", media=[place])
    demo.at(34, _send, demo, dan, b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp", "a sticker")
    demo.at(33.5, _react, dan)


def failed(demo: World) -> None:
    """Turns that failed: retried by an operator, for good, before any session, to be tried again."""
    error = partial(AssistantError, code="http_503")
    demo.talk(people.RUTH, 95, ["Hello", "Okafor Glass"])
    demo.at(
        93,
        demo.interviewer.fails,
        people.RUTH.phone,
        AssistantError(code="content_filter", permanent=True),
    )
    demo.at(93, demo.say, people.RUTH, "We make windows that clean themselves")
    demo.at(88, _steer, demo, actions.retry, people.RUTH, OLGA)
    demo.at(88, demo.work)
    last = AssistantError(code="context_length_exceeded", permanent=True)
    demo.talk(people.TOM, 22, ["Hello, a product launch please", "Brightside Bikes"])
    demo.at(20, demo.interviewer.fails, people.TOM.phone, error(), error(), last)
    demo.at(20, demo.say, people.TOM, "The Brightside One, a folding bike that weighs 8 kg")
    demo.at(19, demo.work)
    demo.at(17, demo.work)
    demo.at(13, _fail_before_a_session, demo)
    demo.at(0.35, demo.interviewer.fails, people.NIA.phone, error(retry_after=240.0))
    demo.at(0.35, demo.say, people.NIA, "Hi! We start a partnership with Otter & Sons")


def near_expiry_and_expired(demo: World) -> None:
    demo.talk(people.LUMEN, 54, ["Good morning", "Lumen Pressworks"])
    demo.talk(people.ODD, 61.5, ["Hello, is anybody there?"])


def needs_a_person(demo: World) -> None:
    """Two users who ask for a person: the first has waited longest of all."""
    demo.talk(people.MEI, 50, ["Hello", "Orchid & Owl Health", "Can I talk to a human, please?"])
    demo.talk(people.MEI, 5.5, ["funding round"])
    demo.talk(people.KAI, 16, ["Hi", "Can I talk to a human, please?"])


def taken_over(demo: World) -> None:
    """An operator answers by hand, and a message is held."""
    user = people.LUIS
    demo.talk(user, 26, ["Hello, I would like to announce our new factory", "Can I talk to a human, please?"])
    demo.at(23, _steer, demo, actions.take_over, user, OLGA)
    demo.at(
        22.5,
        demo.say,
        user,
        "Our press conference is tomorrow at 9. Can the release be ready tonight?",
    )
    demo.at(21, reply, demo, user, "Hello Luis, yes. Which city is the factory in?", operator=OLGA)
    demo.talk(user, 4, ["In Leeds. It makes 300 berry robots a year.", "The mayor will be there too."])


def under_way(demo: World) -> None:
    """What is only there at the very end: over its limit, account refused, a turn that runs."""
    demo.talk(people.HASTY, 0.8, _IN_A_HURRY, pace=1)
    demo.at(
        0.3,
        demo.interviewer.fails,
        people.VIC.phone,
        AssistantError(code="insufficient_quota", account=True),
    )
    demo.talk(people.NOOR, 2, ["Hello"])
    demo.at(0.06, _run_a_turn, demo)
    demo.at(0.02, demo.say, people.VIC, "Hello, we have won a prize")


def reply(demo: World, user: User, text: str, *, operator: str) -> None:
    actions.reply(demo.seen(user), operator=operator, text=text, reply_id=uuid.uuid4())
    demo.deliver()


def _steer(demo: World, steer: Callable[..., None], user: User, operator: str) -> None:
    """Have an operator do something to the session of `user`, as it is then."""
    steer(demo.seen(user), operator=operator)


def _say_with(demo: World, user: User, text: str, fate: world.Fate) -> None:
    demo.fates[user.phone] = fate
    demo.say(user, text)


def _send(demo: World, user: User, content: bytes, content_type: str, says: str) -> None:
    """Send a file, as a simulated phone does. The model hears or reads what it `says`."""
    demo.interviewer.says[pseudonym(user.phone)] = says
    sid = simulator_media.keep(content, content_type)
    path = (
        f"{SIMULATED_PATH}/2010-04-01/Accounts/{SIMULATED_ACCOUNT}/Messages/MM{uuid.uuid4().hex}/Media/{sid}"
    )
    demo.say(user, "", media=[{"url": f"{settings.PUBLIC_URL}{path}", "content_type": content_type}])


def _paper(text: str, format: Literal["png", "pdf"]) -> bytes:
    """Return a page with `text` as a picture or a file."""
    page = typst.compile(f"{_PAPER}{text}".encode(), format=format)
    assert isinstance(page, bytes)
    return page


def _react(user: User) -> None:
    last = OutboundMessage.objects.filter(phone=user.phone).latest("pk")
    details = {"profile_name": user.name, "quoted_sid": last.sid}
    kind = InboundMessage.Kind.REACTION
    events.receive(
        [
            Incoming(
                message_sid=f"SM{uuid.uuid4().hex}", phone=user.phone, body="👍", details=details, event=kind
            )
        ]
    )


def _fail_before_a_session(demo: World) -> None:
    demo.interviewer.opens_threads = False
    demo.say(people.KIM, "Hello, I want to announce a merger")
    demo.interviewer.opens_threads = True


def _run_a_turn(demo: World) -> None:
    """Have the worker claim a turn, and answer it no more."""
    demo.receive(people.NOOR, "Hi, our company is called Haddad Honey")
    demo.pass_time(world.QUIET.total_seconds())
    claims.claim_turns(1)
