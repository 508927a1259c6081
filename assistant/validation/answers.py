"""What a short answer means: yes, no, or nothing that could be printed."""

import re
import unicodedata

from assistant.invisible import without_invisible
from assistant.messages import Wrong
from assistant.translatable import mark as _

_NO_ANSWER = re.compile(
    r"(?:ok(?:ay|ey|ie)?|k|nothing (?:else|more)|thats (?:all|it)|that is (?:all|it)"
    r"|yes|yeah|yep|yup|sure|no|nope|nah|skip(?: it| this)?|none|nothing|nil|null|na"
    r"|idk|dunno|tb[ad]"
    r"|(?:i )?(?:do not|dont) know(?: yet)?|no idea|not sure(?: yet)?|no answer|not applicable|no comment"
    r"|leave it out"
    r"|ja|nein|nö|nee|überspringen|weiss (?:ich )?nicht|(?:ich )?weiss (?:es )?nicht|keine ahnung"
    r"|das wars?|nichts weiter|keine?r?"
    r"|nichts|entfällt"
    r"|sí|si|vale|saltar|omitir|ningun[oa]|nada|no (?:lo )?sé|no (?:lo )?se|no aplica|nada más|eso es todo"
    r"|ni idea"
    r"|כן|לא|אין|דלג|דלגי|לדלג|אוקיי|אוקי|בסדר|לא יוד(?:ע|עת)|אני לא יוד(?:ע|עת)|כלום|זה הכל|לא רלוונטי"
    r"|thanks|thank you|danke|gracias|תודה|hm+|please|bitte)"
)
_NO_ANSWERS = re.compile(rf"{_NO_ANSWER.pattern}(?: {_NO_ANSWER.pattern}){{0,2}}")

_YES = re.compile(r"(?:yes|yeah|yea|yep|yup|y|ja|jawohl|jep|sí|כן)\b")
_MEANS_YES = re.compile(
    r"(?:sure|of course|definitely|absolutely|certainly|indeed|correct|right|true"
    r"|(?:it|they) (?:is|has|have|does|do|did|are)|(?:he|she) (?:has|does|did)|we (?:have|do|did|are)"
    r"|(?:(?:the round|it|its|the deal|everything|all|they|he|she|the partner)(?: is| are| has been| was"
    r"| has| have| did)? )?(?:now |already "
    r"|fully |all )?"
    r"(?:closed|signed|done|completed?|agreed)"
    r"|jo|klar|natürlich|genau|stimmt|sicher|selbstverständlich|(?:sie "
    r"|die runde )?(?:ist )?(?:ab)?geschlossen"
    r"|si|claro(?: que sí)?|por supuesto|correcto|cierto|así es|(?:está )?cerrad[ao]"
    r"|בטח|נכון|בוודאי|ודאי|בהחלט|סגור|נסגר)(?: (?:thanks|thank you|danke|gracias|תודה|it is|it has"
    r"|they have))?"
)
_NO = re.compile(
    r"(?:no|nope|nah|n|not|never|false|(?:of course|certainly|absolutely|definitely) not"
    r"|(?:it|they|we|he|she|the round) (?:(?:is|has|have|does|do|did|are) not|(?:is|has|have|does|do|did"
    r"|are)nt)"
    r"|(?:(?:it|its|the round) (?:is )?)?(?:still |partly |partially )?open"
    r"|(?:we are |were )?still (?:open|raising|signing)|nein|nö|nee|nicht|(?:noch |leider )(?:nicht|offen)"
    r"|offen"
    r"|todavía no|aún no|aun no|tampoco|(?:sigue )?abiert[ao]|לא|עדיין לא|עוד לא|טרם|פתוח)\b"
)
_DOUBT = (
    r"but|maybe|perhaps|unsure|sure|aber|vielleicht|sicher|pero|quizás?|segur[oa]|אבל|אולי|בטוח|if|wenn"
    r"|know|weiss|sé|se|sabemos|יודע|יודעת"
)
_BUT_NO = re.compile(
    rf"\b(?:{_DOUBT}|no|nope|nah|not|never|\w+nt|open|almost|nearly|partly|except|still|yet|soon|pending"
    rf"|waiting"
    r"|next|nein|nicht|kein\w*|offen|fast|tampoco|abiert[ao]|casi|todavía|לא|טרם|פתוח|עדיין)\b"
)
_BUT_YES = re.compile(
    rf"\b(?:{_DOUBT}|yes|yeah|yep|ja|doch|sí|כן|idea|problem|doubt|worries|matter|mind|comment|answer"
    r"|applicable)\b"
)
_THUMBS_UP, _THUMBS_DOWN = "\N{THUMBS UP SIGN}", "\N{THUMBS DOWN SIGN}"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


def words_of(text: str) -> str:
    """Return the words of `text` in small letters, with a space between them and no other mark."""
    text = unicodedata.normalize("NFKC", without_invisible(text)).casefold()
    return " ".join(re.sub(r"[^\w\s]|_", lambda mark: "" if mark[0] in "'’/.׳״\"" else " ", text).split())


def is_no_answer(text: str) -> bool:
    """Return True if `text` has nothing to print: no letter or digit, or only "ok", "skip" or the like."""
    words = words_of(text)
    return not any(map(str.isalnum, words)) or bool(_NO_ANSWERS.fullmatch(words))


def yes_or_no(text: str) -> str:
    """Return "yes" or "no". Raises ValueError if `text` says neither, or both."""
    thumb = _SKIN_TONES.sub("", without_invisible(text)).strip()
    if thumb and not thumb.strip(_THUMBS_UP):
        return "yes"
    if thumb and not thumb.strip(_THUMBS_DOWN):
        return "no"
    words = words_of(text)
    if no := _NO.match(words):
        if not _BUT_YES.search(words, no.end()):
            return "no"
    elif _MEANS_YES.fullmatch(words) or ((yes := _YES.match(words)) and not _BUT_NO.search(words, yes.end())):
        return "yes"
    raise Wrong(_("Please answer yes or no."))
