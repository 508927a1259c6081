"""Words that turn a statement round, and those that tell "open" from "closed"; in compared form."""

import regex

NEGATION = regex.compile(
    r"(?<!\w)(?:not|cannot|\w+n't|dont|doesnt|didnt|cant|wont|isnt|arent|wasnt|havent|hasnt|nich|nix|no|"
    r"neither|nor|never|none|without|nicht|kein|keine[rnsm]?|nie|niemals|weder|ohne|"
    r"out of (?:service|order|stock)|ausser betrieb|fuera de servicio|מושבת\w*|"
    r"no|nunca|ningun[oa]?|tampoco|jamas|sin|[ושכה]?לא|[ושכה]?אין|[ושכה]?אינ[הוםן]|מעולם|ללא|בלי|טרם)(?!\w)"
)
# "not only ... but also", "no later than": nothing is denied.
NO_DENIAL = regex.compile(
    r"(?<!\w)(?:not only|not just|no later|no less|no fewer|no more than|no\. ?\d|no cost|no charge|"
    r"not yet|nicht nur|nicht weniger|"
    r"no solo|no obstante|no menos|לא רק|לא פחות|no other|without (?:any )?(?:cost|charge)|ohne (?:kosten|"
    r"aufpreis)|sin coste|ללא (?:עלות|תשלום))"
)
STRONG = regex.compile(
    r"(?<!\w)(?:not|cannot|\w+n't|nicht|kein|keine[rnsm]?|no|nunca|ningun[oa]?|tampoco|[ושכה]?לא|"
    r"[ושכה]?אין|[ושכה]?אינ[הוםן])(?!\w)"
)
CLOSED = regex.compile(
    r"(?<!\w)(?:closed|closes|close|closing|completed|complete|completes|concluded|final\w*|finished|"
    r"signed|abgeschlossen\w*|abschlie\w+|schlie\w+|geschlossen\w*|"
    r"beendet\w*|vollstandig\w*|cerrad\w*|cierra|cerro|concluid\w*|complet\w*|finaliz\w*|[הונש]?סגור\w*|"
    r"נסגר\w*|סגר\w*|הושלמ?ם?\w*|הסתיי\w+)(?!\w)"
)
OPEN = regex.compile(
    r"(?<!\w)(?:open|still|remains?|ongoing|pending|continu\w+|offen\w*|noch|lauft|andauer\w*|abiert\w*|"
    r"sigue|continua|pendiente|"
    r"[הו]?פתוח\w*|עדיין|נמשכ?ך?\w*|טרם)(?!\w)"
)
YES = regex.compile(r"(?:yes|y|true|ja|si|sí|כן|1)\W*$")
