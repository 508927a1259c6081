"""The users of the demo. All are invented, and their numbers are reserved for fiction.

+1 xxx 555-01xx: https://nationalnanpa.com/number_resource_info/555_numbers.html
+44 7700 900xxx and +44 20 7946 0xxx: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
+49 176 040690xx and +49 30 23125xxx: Bundesnetzagentur, Mitteilung 148/2021, "Rufnummern für Film und TV"
+1 500 555 xxxx: the simulator's own phones, after Twilio's test numbers
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

RESERVED = re.compile(
    r"\+1[2-9]\d\d55501\d\d|\+1500555\d{4}|\+447700900\d{3}|\+442079460\d{3}|\+49176040690\d\d|\+493023125\d{3}"
)


@dataclass(frozen=True)
class User:
    """Someone who writes to us."""

    phone: str
    name: str


GRACE = User("+15005550001", "Grace Adeyemi")
BO = User("+15005550002", "Bo Lee")
LENA = User("+4917604069011", "Lena Vogt")
ANA = User("+13055550142", "Ana Linares")
INES = User("+447700900118", "אינס אורטגה")
CARMEN = User("+4917604069024", "Carmen Soler")
MEI = User("+12125550143", "Mei Tanaka")
TOM = User("+447700900177", "Tom Byrne")
RUTH = User("+12065550151", "Ruth Okafor")
LUIS = User("+447700900123", "Luis Romero")
SAM = User("+13125550160", "Sam Novak")
WIN = User("+447700900166", "WIN BIG 4U")
HASTY = User("+14155550170", "Pat Hasty")
NOOR = User("+16175550181", "Noor Haddad")
LUMEN = User("+447700900150", "Ivy Clarke")
ODD = User("+12025550199", "Otis Odd")
VIC = User("+13035550110", "Vic Waits")
UMA = User("+447700900190", "Uma Gone")
FAY = User("+17025550120", "Fay Refused")
LOU = User("+447700900191", "Lou Lost")
QUINN = User("+16465550122", "Quinn Queue")
JONAS = User("+4917604069037", "Jonas Vera")
PIA = User("+447700900142", "Pia Rossi")
DAN = User("+13235550155", "Dan Soto")
KIM = User("+15035550133", "Kim First")
HOLLY = User("+442079460158", "Holly Marsh")
ERA = User("+12155550144", "Era Gone")
CLARA = User("+442079460191", "Clara Finch")
FINN = User("+447700900101", "Finn Gone")
ASDF = User("+19195550186", "asdf")
ACE = User("+18015550137", "Ace Sending")
RON = User("+14045550119", "Ron Accepted")
SUE = User("+15125550128", "Sue Sent")
ZOE = User("+12065550188", "Zoe Qwerty")
NIA = User("+16025550164", "Nia Again")
KAI = User("+447700900109", "Kai Person")
BETH = User("+447700900135", "Beth Blocked-Us")


MOST = 50_000
"""In the crowd: there are not many more reserved numbers."""


def crowd() -> Iterator[User]:
    """Yield as many more users as anybody may want, all different from those above."""
    first = ("Ada", "Ben", "Cleo", "Dev", "Elsa", "Femi", "Gus", "Hana", "Iris", "Jim", "Kaja", "Leo", "Mara")
    last = ("Adler", "Brook", "Castle", "Dune", "Elm", "Field", "Grove", "Hill", "Isle", "Jay", "Kite")
    number = 0
    for area in range(220, 990):
        if area % 100 == 11 or area in (305, 500):
            continue
        for line in range(100):
            number += 1
            name = f"{first[number % len(first)]} {last[number % len(last)]}"
            phone = f"+1{area}55501{line:02d}"
            if phone not in _TAKEN:
                yield User(phone, name)


_TAKEN = {user.phone for user in list(vars().values()) if isinstance(user, User)}
