"""What a user's message means before any model sees it: command words, menu choices, no text at all."""

import re
import unicodedata

import regex

from assistant.invisible import without_invisible
from sessions_app.models import InboundMessage

Kind = InboundMessage.Kind

RESET_WORDS = frozenset({"reset", "restart", "start over", "menu", "start"})
STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "revoke", "optout"})
CANCEL_WORDS = frozenset({"cancel", "end", "quit"})
"""They may also answer a question of ours: what they mean is decided by `conversations.consent`."""
START = "start"
"""A reset word, and for who has opted out the word that opts in again."""
FORGET_WORDS = frozenset(
    {
        *("delete my data", "delete all my data", "erase my data", "erase all my data", "remove my data"),
        "forget me",
    }
)
"""They delete nothing by themselves: a question follows (`turns.erasing`)."""
_COMMANDS = (
    dict.fromkeys(RESET_WORDS, Kind.RESET)
    | dict.fromkeys(STOP_WORDS, Kind.STOP)
    | dict.fromkeys(CANCEL_WORDS, Kind.CANCEL)
    | {"help": Kind.HELP, "status": Kind.STATUS, "drafts": Kind.DRAFTS, "unstop": Kind.UNSTOP}
    | {"language": Kind.LANGUAGE}
    | dict.fromkeys(FORGET_WORDS, Kind.FORGET)
)
IN_OTHER_LANGUAGES: dict[str, dict[Kind, str]] = {
    "de": {
        Kind.RESET: "menü, menue, hauptmenü, neustart, neu starten, neu anfangen, neu beginnen, von vorn, "
        "von vorne, zurücksetzen",
        Kind.HELP: "hilfe",
        Kind.DRAFTS: "entwürfe",
        Kind.LANGUAGE: "sprache",
        Kind.FORGET: "meine daten löschen, meine daten loeschen, alle meine daten löschen, "
        "lösche meine daten, lösch meine daten, loesche meine daten, lösche alle meine daten, vergiss mich",
    },
    "es": {
        Kind.RESET: "menú, inicio, reiniciar, empezar de nuevo, comenzar de nuevo, volver a empezar",
        Kind.HELP: "ayuda",
        Kind.STATUS: "estado",
        Kind.DRAFTS: "borradores",
        Kind.LANGUAGE: "idioma",
        Kind.FORGET: "borrar mis datos, borra mis datos, borre mis datos, eliminar mis datos, "
        "elimina mis datos, elimine mis datos, borra todos mis datos, borrar todos mis datos, olvídame",
    },
    "he": {
        Kind.RESET: "תפריט, איפוס, התחל מחדש, התחילי מחדש, התחלה מחדש, להתחיל מחדש",
        Kind.HELP: "עזרה",
        Kind.STATUS: "סטטוס",
        Kind.DRAFTS: "טיוטות",
        Kind.LANGUAGE: "שפה",
        Kind.FORGET: "מחק את הנתונים שלי, מחקי את הנתונים שלי, תמחק את הנתונים שלי, "
        "תמחקי את הנתונים שלי, למחוק את הנתונים שלי, מחיקת הנתונים שלי, מחק את המידע שלי, "
        "למחוק את המידע שלי",
    },
}
"""Command words that are of one language only, in normal form. None could be an answer."""
_LANGUAGE_OF = {
    word: (kind, language)
    for language, kinds in IN_OTHER_LANGUAGES.items()
    for kind, words in kinds.items()
    for word in words.split(", ")
}
_COMMANDS |= {word: kind for word, (kind, _) in _LANGUAGE_OF.items()}
LANGUAGE_NAMES = {
    **dict.fromkeys(("en", "english", "englisch", "inglés", "ingles", "אנגלית"), "en"),
    **dict.fromkeys(("de", "german", "deutsch", "alemán", "aleman", "גרמנית"), "de"),
    **dict.fromkeys(("es", "spanish", "spanisch", "español", "espanol", "castellano", "ספרדית"), "es"),
    **dict.fromkeys(("he", "hebrew", "hebräisch", "hebreo", "ivrit", "עברית"), "he"),
}
_NOT_ASKED = frozenset({Kind.RESET, Kind.STOP, Kind.CANCEL, Kind.UNSTOP})

MENU = {
    "1": "I'd like to announce a funding round.",
    "2": "I'd like to announce a product launch.",
    "3": "I'd like to announce a partnership.",
}
_NUMBERS = dict.fromkeys(("one", "eins", "uno", "אחת"), "1")
_NUMBERS |= dict.fromkeys(("two", "zwei", "dos", "שתיים"), "2")
_NUMBERS |= dict.fromkeys(("three", "drei", "tres", "שלוש"), "3")
LABELS = frozenset(
    {
        *("approve", "change something", "talk to a person", "go on with it", "start something new"),
        *("freigeben", "etwas ändern", "mit einem menschen sprechen"),
        *("damit weitermachen", "etwas neues beginnen"),
        *("aprobar", "cambiar algo", "hablar con una persona", "seguir con esto", "empezar algo nuevo"),
        *("אישור", "לשנות משהו", "לדבר עם נציג אנושי", "להמשיך עם זה", "להתחיל משהו חדש"),
        *("english", "deutsch", "español", "עברית"),
        *("delete everything", "keep everything", "alles löschen", "alles behalten"),
        *("borrarlo todo", "conservarlo todo", "למחוק הכול", "להשאיר הכול"),
    }
)
"""Choices that are often sent as words: what they do depends on what was offered (`turns.choices`)."""

LONGEST_COMMAND = 40
"""Visible characters, with all that people put around the word."""
# All punctuation, "`", "~", "<" and ">", the exclamation and question marks of emoji, and the keycap around a
# digit. Not percent and prime (feet) signs, which give a number another meaning; nor "@", "&", interrobangs.
_MARK = r"[[\p{P}`~<>❗❕❓❔\u20e3]--[%٪‰‱′§@&‽]]"
_MARKS = regex.compile(_MARK, regex.VERSION1)
_OPTION = regex.compile(rf"\A(?:option|opción|אפשרות)(?:\s|{_MARK})*", regex.VERSION1)
_SLASH = regex.compile(r"[*_\s]*[/／]")


def classify(*, body: str) -> InboundMessage.Kind:
    """Return what kind of message `body` is: a command word alone, text, or no text at all."""
    visible = without_invisible(body).strip()
    if not visible:
        return Kind.NO_TEXT
    if len(visible) > LONGEST_COMMAND:  # most messages: their normal form would cost the webhook 6 µs
        return Kind.TEXT
    kind = _COMMANDS.get(_command_of(visible), Kind.TEXT)
    # "reset?" is a question, and a reset ends a draft; so is "stop?".
    is_asked = any("QUESTION" in unicodedata.name(mark, "") for mark in visible)
    return Kind.TEXT if kind in _NOT_ASKED and is_asked else kind


def _command_of(visible: str) -> str:
    """Return the word that may be a command, in normal form, without the language behind `/language`."""
    words = normal_form(visible)
    first, _, rest = words.partition(" ")
    takes_rest = rest and _COMMANDS.get(first) == Kind.LANGUAGE and _SLASH.match(visible)
    return first if takes_rest else words


def language_of_command(body: str) -> str:
    """Return the language of the command word that `body` is, "" if it is none, or one of several."""
    visible = without_invisible(body).strip()
    if len(visible) > LONGEST_COMMAND:
        return ""
    return _LANGUAGE_OF.get(_command_of(visible), (Kind.TEXT, ""))[1]


def language_named(body: str) -> str:
    """Return the code of the language that stands behind `/language`, "" if none of ours does."""
    return LANGUAGE_NAMES.get(normal_form(body).partition(" ")[2], "")


def is_start(body: str) -> bool:
    """Return True if `body`, a reset command, is the word START."""
    return normal_form(body) == START


def is_choice(body: str) -> bool:
    """Return True if `body` is a lone digit or a choice, behind which nothing more is to come."""
    if len(body) > LONGEST_COMMAND:  # most messages, as above
        return False
    choice = choice_of(body)
    return choice in LABELS or (len(choice) == 1 and choice.isdecimal())


def choice_of(body: str) -> str:
    """Return the digit that `body` chooses, else its words in normal form."""
    choice = _OPTION.sub("", normal_form(body))
    return _NUMBERS.get(choice, choice)


def normal_form(body: str) -> str:
    """Return the words of `body` in lower case with ASCII digits, without the marks around each word."""
    text = unicodedata.normalize("NFKC", without_invisible(body)).casefold()
    marks = "".join(set(_MARKS.findall(text)))
    words = (word.strip(marks) for word in text.split())
    return re.sub(r"\d", lambda digit: str(int(digit[0])), " ".join(filter(None, words)))
