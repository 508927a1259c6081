"""Sentences that tell a writer or a model what to do, in compared form."""

from functools import cache

import regex

from assistant.verification.normalise import fold

_ALL = r"(?:all |any |the |my |your |these |those )*"
_ANYWHERE = [
    # English
    rf"(?:ignore|disregard|forget|override|bypass|skip) {_ALL}(?:previous|prior|above|earlier|preceding|"
    rf"other|rules|"
    r"instructions|guidelines|checks|facts)",
    r"(?:new|system|developer|hidden|secret) (?:instructions?|prompt|message|rules)|system ?prompt|jailbreak",
    r"as an? (?:large )?(?:ai|artificial intelligence|language model|ai assistant|ai language model|"
    r"llm)(?= ?,| i | model| assistant|"
    r" language)|as an? (?:large )?language model|you are (?:now )?(?:an? )?(?:ai|assistant|"
    r"language model|chatbot|dan|helpful|in developer mode)|role ?play as",
    r"(?:the |this )?(?:press release|text|headline|release|lead) (?:must|should|shall|has to|"
    r"needs to) (?:say|state|claim|mention|"
    r"include|read|call|describe)|you (?:must|should|have to|need to) (?:write|say|state|"
    r"add|include|mention|claim|call|describe|now)|(?:describe|present|portray|call) (?:us|the company|"
    r"acme|it) as",
    r"(?:note|message|instruction|attention|reminder) (?:to|for) (?:the )?(?:writer|model|ai|assistant|"
    r"editor model|llm|bot)(?!\w)",
    r"(?:assistant|system|developer) ?:(?= \w)|<\|?\w+\|?>|\[/?inst\]|\{\{|###? ?(?:system|instruction)",
    r"cite (?:any|every|no) facts?|without (?:citing|citation)",
    # German
    r"(?:ignorier|missacht|vergiss|vergesst|uberspring|umgeh)\w* (?:sie )?(?:bitte )?(?:alle |die |deine |"
    r"ihre |samtliche )*(?:vorherig\w*|"
    r"bisherig\w*|fruhere\w*|obig\w*|vorangegangen\w*|anderen?|regeln|anweisung\w*|vorgaben|"
    r"instruktion\w*|prufung\w*)",
    r"(?:neue|system|geheime|versteckte)[- ]?(?:anweisung\w*|prompt|instruktion\w*|nachricht)|"
    r"als (?:ki(?= |,)(?! ?-)|kunstliche intelligenz|"
    r"sprachmodell|ki-(?:modell|assistent\w*|sprachmodell))|du bist (?:jetzt |nun |ab jetzt )?(?:ein|eine|"
    r"kein)|tu so,? als|verhalte dich",
    # Spanish
    r"(?:ignor|olvid|omit|desestim|salta|haz caso omiso)\w* (?:de )?(?:tod[oa]s? |las? |los |tus |"
    r"sus )*(?:instruccion\w*|anterior\w*|previ\w*|"
    r"reglas|normas|indicacion\w*|ordenes)",
    r"(?:nuev[oa]s?|ocult[oa]s?) (?:instruccion\w*|orden\w*)|prompt (?:del|de) sistema|"
    r"instruccion\w* del? sistema|como (?:una? )?(?:ia,|"
    r"modelo de lenguaje|asistente de ia)(?!\w)|eres (?:ahora )?(?:una? )|actua como|finge que|haz como",
    # Hebrew
    r"(?:התעלמ[ויי]?|התעלם|שכח[ויי]?|תתעלמ[ויי]?|תתעלם|להתעלם|תשכח[ויי]?|דלג[ויי]?) (?:נא )?(?:מ|"
    r"את )?(?:כל )?ה?(?:הוראות|מהוראות|כל|הנחיות|מההוראות|"
    r"מההנחיות|כללים|קודמ\w+)|(?:הוראות?|הנחיי?ות) (?:חדשות?|מערכת|המערכת|סודיות|ל(?:כותב\w*|מודל|עוזר|בוט))|"
    r"כ(?:מודל שפה|בינה מלאכותית|עוזר(?:ת)? (?:וירטואלי\w*|ai))|את[ה]? (?:עכשיו |כעת )?(?:מודל|עוזר\w*|בינה)|"
    r"(?:כתוב|כתבי|כתבו|תכתוב|תכתבי|תכתבו|רשום|רשמי|ציין|צייני|תציין|הוסף|הוסיפי|תוסיף|אמור|תגיד|תגידי|"
    r"תגידו|יש לכתוב|נא לכתוב|יש לציין|טען) "
    r"(?:בהודעה |בבקשה |גם |רק )*(?:ש\w|כי |את המשפט|שאנחנו|משפט)|(?:ההודעה|הכותרת|הטקסט) (?:צריכה?|"
    r"חייבת?|אמורה?) (?:לומר|לכלול|לציין|לכתוב)|"
    r"(?:תאר|תארו|תארי|הצג|הציגו) (?:את החברה|אותנו) כ|(?:הערה|הודעה|הוראה) ל(?:כותב\w*|מודל|עוזר|בינה)|"
    r"פרומפט",
]
# Verbs that tell a writer to write, at the start of a sentence: "the day that" and "says that" are none.
_AT_START = [
    r"(?:please )?(?:write|say|state|claim|mention|add|include|tell (?:them|readers|everyone)|insert|put|"
    r"note|"
    r"report|announce|print|output|reply|respond|answer)(?: in the (?:press )?release|"
    r" instead)?,? (?:that |with |only )",
    r"(?:write|add|include|insert|say|mention) (?:a |the |another )?(?:sentence|line|paragraph|quote|"
    r"claim|superlative)",
    r"act as (?:an?|if)|pretend (?:to|that|you)|make sure (?:to|that|you)|(?:do not|don't|"
    r"never) (?:mention|tell|cite|check|verify|reveal|follow|write)",
    r"(?:schreib|sag|erwahn|behaupt|fug|nenn|erganz|antwort|verkund|betone)(?:e|t|"
    r"en)?(?: sie)?(?: bitte)?(?: in der pressemitteilung)?"
    r"(?: hinzu| ein)?,? (?:dass|uns|nur|mit|das unternehmen als|wir )|(?:pressemitteilung|text|"
    r"uberschrift) (?:muss|soll|sollte) (?:sagen|"
    r"behaupten|enthalten|erwahnen|lauten|nennen)|du (?:musst|sollst|solltest|darfst) |"
    r"stell\w* (?:sie )?sicher,? dass|"
    r"(?:hinweis|anweisung|nachricht) (?:an|fur) (?:den |die |das )?(?:autor\w*|schreib\w*|modell|ki|"
    r"assistent\w*|bot)|"
    r"(?:beschreib|bezeichn|nenn|stell)\w* (?:sie )?(?:uns|das unternehmen|die firma|sie) als",
    r"(?:escrib|di|pon|dig|mencion|afirm|anad|inclu|agreg|asegur|respond|indic|declar)(?:e|a|ga|an|en|ir|"
    r"ye|ya|as)?(?: en (?:la nota|el comunicado))?,? "
    r"(?:que |solo )(?=\w+)|(?:nota|titular|comunicado|texto) (?:debe|tiene que|deberia) (?:decir|afirmar|"
    r"incluir|mencionar)|"
    r"(?:debes|tienes que|deberias) (?:escribir|decir|poner|afirmar|incluir|anadir)|(?:nota|mensaje|"
    r"instruccion\w*) (?:para|a) (?:el |la )?"
    r"(?:redactor\w*|modelo|ia|asistente|escritor\w*|bot)|(?:describ|present|"
    r"llam)\w* (?:a )?(?:la empresa|nos) como|descr\w+nos como",
]
_START = regex.compile(r"(?:^|[.!?…:;\n\"(–-] ?|please |bitte |por favor,? |נא |(?<!\w)and |then )$")
_SENTENCE = regex.compile(r"[^.!?…;\n]+[.!?…;\n]*")


def instructions(text: str) -> list[tuple[int, int]]:
    """Return where a folded text reads as an instruction to a writer or a model."""
    starts = (match for match in _pattern(at_start=True).finditer(text))
    found = [one.span() for one in starts if _START.search(text[max(0, one.start() - 12) : one.start()])]
    return sorted([*(match.span() for match in _pattern(at_start=False).finditer(text)), *found])


def without_instructions(text: str) -> tuple[str, str]:
    """Return the sentences of a text that are no instructions, and those that are."""
    read = fold(text)
    marks = [read.span(*place) for place in instructions(read.text)]
    if not marks:
        return text, ""
    kept, left_out = "", ""
    for match in _SENTENCE.finditer(text):
        if any(match.start() <= start < match.end() for start, _ in marks):
            left_out += match[0]
        else:
            kept += match[0]
    return kept, left_out


@cache
def _pattern(*, at_start: bool) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\w)(?:{'|'.join(_AT_START if at_start else _ANYWHERE)})")
