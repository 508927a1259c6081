"""German."""

from assistant.offline.phrases.table import Phrases

PHRASES = Phrases(
    back="(?:geh(?:e)? )?zur(?:ü|ue)ck(?: bitte)?|(?:die )?vorherige(?: frage)?|noch mal zur(?:ü|ue)ck",
    skip=(
        "(?:bitte )?(?:(?:das |die frage )?(?:ü|ue)berspringen|(?:ü|ue)berspring(?:e|en wir)?(?: das"
        "| es)?|weglassen"
        "|lass (?:das|es) weg|das lassen wir weg|skip)(?: bitte)?"
    ),
    nothing=(
        "nein(?: danke)?|nö|nee|kein(?:e|en|er|s)?(?: (?:zitat|link|preis|webseite|unterzeile))?"
        "|nichts(?: (?:weiter|mehr|sonst))?|niemand(?: (?:sonst|weiter))?|gibt es nicht|haben wir nicht"
        "|das (?:war'?s|ist alles|wäre alles)|sonst nichts|entfällt"
    ),
    take=(
        "ja(?: bitte| gern| gerne)?|okay|passt(?: so)?|gut|prima|super|perfekt|klingt gut|nehm(?:e ich"
        "|en wir)"
        "|nimm (?:das|den|die)|gefällt mir|einverstanden|so lassen|in ordnung"
    ),
    approval=(
        r"ja|jawohl|passt(?: so)?|perfekt|super|prima|(?:sieht|ist|klingt) (?:alles )?(?:gut|prima|super"
        r"|perfekt)(?: aus)?"
        r"|(?:alles |sehr )?gut(?: so)?|so (?:lassen|passt es|ist es gut)|in ordnung|einverstanden"
        r"|genau so|stimmt(?: so)?"
        r"|(?:ich )?(?:gebe (?:das |es |sie |version \d+ )?frei|genehmige (?:es|das|sie|version \d+))"
        r"|freigeben|freigegeben|genehmig(?:t|en)|(?:bitte )?veröffentlichen|danke(?: schön)?|vielen dank"
    ),
    thanks="(?:vielen |herzlichen |lieben |besten )?dank(?:e)?",
    change=(
        "(?:ich (?:möchte|will|würde gerne?) )?(?:etwas |was |es |noch etwas )?(?:ändern|bearbeiten"
        "|korrigieren)|nein"
    ),
    again=(
        r"\b(?:schick\w*|send\w*|zeig\w*|gib)\b.*\b(?:noch ?mals?|noch einmal|erneut|text|pressemitteilung)\b"
        r"|\A\W*(?:bitte )?noch ?(?:mals?|einmal)(?: bitte| schicken| senden| zeigen)*\W*\Z"
    ),
    shorter=r"\b(?:kürz\w*|kuerz\w*)\b",
    headline=r"\b(?:überschrift|titel|schlagzeile|headline)\b",
    person_opening=(
        "hallo|hi|guten tag|bitte|kann|könnte|darf|ich|wir|möchten?|will|wollen|würden?|gern(?:e)?|muss"
        "|lieber|mal"
    ),
    person=(
        r"mit (?:eine[mr] |einem echten |einer echten )?(?:menschen|person|mitarbeiter(?:in)?|jemand(?:em)?)"
        r"(?: (?:aus|von|vom) (?:eurem team|dem team|euch|team))?"
        r" (?:sprechen|reden|chatten|schreiben)(?: bitte)?"
    ),
    go_on=(
        "(?:ja,? |ok,? |bitte )?(?:weiter(?:machen)?|mach(?:en wir)?(?: damit)? weiter|damit weitermachen"
        "|fortfahren"
        "|weiter damit)(?: bitte)?"
    ),
    announces=(
        r"(?:ich|wir) (?:möchten?|will|wollen|würden? gerne?)\s.*"
        r"\b(?:ankündigen|bekannt ?geben|verkünden|vermelden|mitteilen|vorstellen)"
        r"|(?:ich (?:kündige|gebe|verkünde)|wir (?:kündigen|geben|verkünden))"
    ),
    sorry=(
        "nein|nee|sorry|entschuldigung|entschuldige|verzeihung|moment|halt|stopp|korrektur|berichtigung"
        "|ich meinte?|eigentlich|doch nicht"
    ),
    alter="(?:bitte )?(?:ändere?|ersetze?|korrigiere?|mach(?:e)?)(?: bitte)?",
    article=r"(?:der|die|das|den|dem|unsere?[nmrs]?|meine?[nmrs]?|ihre?[nmrs]?)\s+",
    is_=r"(?:ist|sind|war|lautet|lauten|heißt|heisst|heißen|soll(?:te)?|muss|müsste)(?:\s+jetzt)?",
    to=r"\s+(?:in|zu|auf|durch|mit)\s+",
    tail=r"(?:\s+(?:sein|heißen|heissen|lauten|ändern|ersetzen))?",
    please="bitte",
    alter_this=("(?:bitte )?(?:ändere?|korrigiere?|bearbeite|(?:eine? )?(?:andere?|neue?)[nrs]?)(?: mal)?"),
    altered=r"(?:bitte )?(?:ändern|korrigieren|bearbeiten|austauschen)",
    leave_out=(
        r"(?:bitte )?(?:lass(?:t|en wir)?|nimm|streiche?|entferne?|lösche?)\s+(?:bitte )?(?:d(?:en|ie|as) )?"
        r"{what}(?:\s+(?:weg|raus|heraus))?(?:,? bitte)?"
    ),
    not_old=r"\Anicht\s+(?P<first>.+?)[\s,;]+sondern\s+|[\s,;–-]+(?:und\s+)?nicht\s+(?P<last>[^;]+?)\W*\Z",
    opinion=(
        r"(?:viel )?zu (?:lang|kurz|groß|klein|hoch|niedrig|alt)|(?:ganz )?falsch|nicht (?:richtig"
        r"|korrekt|wahr)"
        r"|verkehrt"
    ),
    says="sagte?|erklärte?|meinte?|so|betonte?",
    titles=(
        r"geschäftsführer(?:in)?|vorstandsvorsitzende[rn]?|chef(?:in)?",
        r"finanz(?:chef(?:in)?|vorständ?(?:in)?|vorstand)|kaufmännische[rn]? (?:leiter(?:in)?"
        r"|geschäftsführer(?:in)?)",
        r"technik(?:chef(?:in)?|vorständin|vorstand)|technische[rn]? (?:leiter(?:in)?"
        r"|geschäftsführer(?:in)?)",
    ),
    facts={
        "company_name": "firma|unternehmen|(?:firmen|unternehmens)name|name (?:(?:der|unserer) firma"
        "|(?:des|unseres) unternehmens)",
        "announcement_type": "art(?: der (?:nachricht|meldung|ankündigung))?|ankündigung",
        "headline": "überschrift|titel|schlagzeile",
        "subhead": "unterzeile|untertitel|unterüberschrift|zweite zeile",
        "city": "stadt|ort|standort",
        "release_date": "datum|tag|sperrfrist|termin|veröffentlichungs(?:datum|termin)",
        "detail": "details?|hintergrund|fakten",
        "quote": "zitate?|worte|aussage",
        "quote_speaker": "name|sprecher(?:in)?",
        "quote_role": "rolle|funktion|position",
        "boilerplate": "beschreibung|selbstdarstellung|unternehmens(?:beschreibung|profil)|über uns",
        "media_contact": r"(?:presse)?kontakt|ansprechpartner(?:in)?|e-?mail(?:-?adresse)?"
        r"|telefon(?:nummer)?",
        "link": "link|web-?seite|homepage|internetseite",
        "amount": "summe|betrag|geld",
        "round": "runde|finanzierungsrunde|phase",
        "lead_investor": "hauptinvestor(?:in)?|lead[ -]?investor(?:in)?|investor(?:in)?"
        "|hauptgeldgeber(?:in)?",
        "use_of_funds": "verwendung(?: des geldes)?|zweck",
        "round_closed": "abschluss|runde abgeschlossen|abgeschlossen",
        "other_investors": "(?:weitere )?(?:investoren|geldgeber)",
        "total_raised": "gesamt(?:summe|betrag)?|insgesamt",
        "product_name": "produkt(?:name)?|name des produkts",
        "product_summary": "zusammenfassung|kurzbeschreibung|produktbeschreibung",
        "availability": "verfügbarkeit|verkaufsstart|marktstart",
        "price": "preis|kosten",
        "partner": "partner(?:in)?|name des partners",
        "benefit": "nutzen|vorteil",
        "start": "beginn|start|anfang",
        "scope": "umfang",
        "partner_boilerplate": "beschreibung des partners",
        "partner_agrees": "zustimmung(?: des partners)?",
        "news": "neuigkeit|nachricht",
        "when": "zeit(?:punkt)?",
        "where": "veranstaltungsort",
    },
    ends=(
        r"\s*[;:–—]\s",
        r",\s",
        r"\s(?:um|damit|nachdem|während)\s",
        r"\s(?:mit|für|in|von|bei|aus)\s",
    ),
    end_kept=r"(?:ein|aus|an|vor|ab|zusammen)",
)
