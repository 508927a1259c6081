"""The words by which users name a kind of announcement, in each language."""

_NAMED = {
    "funding": {
        "en": r"fund(?:s|ing|ed|rais\w*)?|invest(?:ment|ors?)|series [a-f]|seed",
        "de": r"\w*finanzierung(?:s?runde)?\w*|investor(?:en|in|innen)?|investments?|kapitalerhöhung"
        r"|geld eingesammelt",
        "es": r"financiaci[oó]n|financiamiento|ronda de (?:financiaci[oó]n|inversi[oó]n|capital)|inversi[oó]n"
        r"|inversor(?:es|a|as)?|inversionistas?|serie [a-f]|ronda|levanta(?:do|mos) (?:capital|dinero)",
        "he": r"[בלהוכמש]{0,2}(?:גיוס(?:\s+(?:הון|כספים))?|גייס(?:נו|ה|תי)|סבב|מימון|השקעה|משקיע(?:ים|ה"
        r"|ות)?|סיד)",
    },
    "product": {
        "en": r"launch(?:es|ed|ing)?|(?:new )?(?:product|app|service|feature)",
        "de": r"\w*produkt(?:e|s|einführung|start|vorstellung|neuheit)?|markteinführung|neue dienstleistung",
        "es": r"lanzamiento(?: de (?:un )?producto)?|lanza(?:mos|r)|productos?|aplicaci[oó]n|servicio"
        r"|presentamos un nuevo",
        "he": r"[בלהוכמש]{0,2}(?:השק(?:ה|ת)|משיק(?:ים|ה|ות)?|מוצר(?:ים)?|אפליקציה|שירות חדש|פיצ'ר)",
    },
    "partnership": {
        "en": r"partner(?:s|ed|ing|ships?)?|collaborat\w*|joint venture|alliance",
        "de": r"\w*partnerschaft(?:en)?|partner(?:in)?|kooperation(?:en)?|zusammenarbeit|allianz",
        "es": r"alianzas?|colaboraci[oó]n|asociaci[oó]n|acuerdo de colaboraci[oó]n|socios?|nos aliamos",
        "he": r"[בלהוכמש]{0,2}(?:שותפות|שיתוף פעולה|שיתופי פעולה|שות(?:ף|פה|פים))",
    },
    "other": {
        "en": r"something else|other|else|none of (?:these|them)",
        "de": r"(?:et)?was andere[sm]|sonstiges|andere (?:nachricht|neuigkeit|neuigkeiten|meldung|news)"
        r"|nichts davon|keine? davon",
        "es": r"otra (?:cosa|noticia|novedad)|otras noticias|algo (?:distinto|diferente)|ningun[oa] de",
        "he": r"משהו אחר|אחר|(?:חדשה|ידיעה|הודעה) אחרת|חדשות אחרות|שום דבר מזה|אף אחד מ\w+",
    },
}
WORDS = {kind: rf"(?<!\w)(?:{'|'.join(languages.values())})(?!\w)" for kind, languages in _NAMED.items()}
"""Kind of announcement -> a regular expression for what it is called, in all languages."""
