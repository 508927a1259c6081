"""Lines that stand in every release and tell nothing: release line, headings, end mark. In compared form."""

from functools import cache

import regex

_LINES = r"""
for immediate release|for release(?: on| at)?|embargoed(?: until| till| for release)?|embargo(?: until)?|
  under embargo(?: until)?|
not for release before|press release|news release|media release|press kit|
media contacts?|press contacts?|contacts?(?: for (?:the )?(?:media|press|journalists))?|
  media (?:inquiries|enquiries)|
press (?:inquiries|enquiries|office)|about(?: the company| us)?|notes? to editors?|editor'?s notes?|
  more information(?: at| on)?|further information(?: at| on)?|
(?:for )?(?:more|further) information,?(?: please)?(?: visit| contact| see)?|learn more(?: at)?|
  read more(?: at)?|website|web|links?|end|ends|
images?|photos?|downloads?|boilerplate|e-?mail|phone|tel(?:ephone)?|key facts|facts and figures|quotes?|
  availability|pricing|
zur sofortigen (?:veroffentlichung|freigabe)|sofort (?:frei|freigegeben)|frei ab sofort|
  sperrfrist(?: bis)?|gesperrt bis|freigabe(?: ab| am)?|
zur veroffentlichung(?: am| ab)?|veroffentlichung(?: am| ab)?|pressemitteilung|presseinformation|
  medienmitteilung|pressemeldung|
pressekontakt|medienkontakt|kontakt(?: fur (?:die )?(?:medien|presse|journalisten))?|
  ansprechpartner(?:in)?|presseanfragen|
uber(?: das unternehmen| uns)?|hinweise? (?:fur|an) (?:die )?(?:redaktionen?)|
  weitere informationen(?: unter| auf| finden sie unter)?|
mehr informationen(?: unter)?|mehr (?:unter|auf|dazu)|webseite|website|internet|ende|bildmaterial|telefon|
  pressestelle|zitate?|auf einen blick|
para (?:su )?(?:publicacion|difusion|divulgacion) inmediata|publicacion inmediata|difusion inmediata|
  embargad[oa] hasta(?: el)?|embargo hasta(?: el)?|
para publicar (?:el|a partir del)|publicar (?:el|a partir del)|nota de prensa|comunicado(?: de prensa)?|
  contactos? (?:para|de|con) (?:los )?(?:medios|prensa)|
contacto(?: de prensa)?|contacto|sobre|acerca de|quienes somos|notas? (?:para|a) (?:los )?(?:editores|
  redactores|la redaccion)|
mas informacion(?: en)?|para mas informacion(?:,? visite| en)?|web|pagina web|sitio web|enlaces?|fin|
  imagenes|telefono|correo(?: electronico)?|datos clave|
ה?לפרסום מיידי|לפרסום(?: בתאריך| ביום| החל)?|אמברגו(?: עד)?|אסור לפרסום (?:עד|לפני)|הודעה לעיתונות|
  הודעה לתקשורת|
איש(?:ת)? (?:ה)?קשר(?: לתקשורת| לעיתונות)?|אנשי קשר(?: לתקשורת| לעיתונות)?|קשר לתקשורת|פרטי קשר|יצירת קשר|
  לפרטים(?: נוספים)?|פרטים נוספים(?: באתר)?|
מידע נוסף(?: באתר| בכתובת)?|למידע נוסף(?: באתר| בכתובת)?|אודות|על החברה|הערות? לעורכ(?:ים|ת)|הערה לעורך|
  אתר|קישור(?:ים)?|סוף|תמונות|טלפון|דוא"?ל|אימייל|דוברות|
###|# # #|-?30-?|- ?(?:end|ende|ends|fin|סוף) ?-|\*\*\*|### סוף|סוף ###|\* \* \*
"""


def fixed_part(text: str) -> int:
    """Return how many characters at the start of a folded text are such a line, 0 if none are."""
    match = _pattern().match(text)
    return match.end() if match else 0


def is_heading(text: str) -> bool:
    """Return True for a folded text of such words alone."""
    match = _pattern().match(text)
    return match is not None and not any(one.isalnum() for one in text[match.end() :])


@cache
def _pattern() -> regex.Pattern[str]:
    lines = regex.sub(r"\|\n\s*", "|", _LINES).strip()
    return regex.compile(rf"(?p)[^\w#]{{0,4}}(?:{lines})(?!\w)")  # p: the longest of them
