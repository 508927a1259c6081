"""German: heat pumps, a carpenter's bicycle box, wine growers and a university, a theatre that moves."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

KALT_GELD = (
    "also wir haben 4,8 Mio eingesammelt, Euro natürlich, Serie A. Lead ist Elbtal Capital, die "
    "Sächsische Beteiligungsbank ist auch dabei"
)
KALT_ZWECK = "das geld geht in die neue montagehalle in Freiberg und 35 neue stellen bis ende 2028"
KALT_ZITAT = (
    "Zitat von unserer Chefin Henrike Polster: Eine Wärmepumpe muss man nicht hören, man muss sie "
    "vergessen können. Genau das haben wir gebaut."
)
KALT_INVESTOR = (
    'und vom Jan Ohlsen, Partner bei Elbtal: "Wir haben acht Monate gezögert und uns dann über jede '
    'Woche davon geärgert."'
)
KALTWERK = Release(
    name="Kaltwerk",
    language="de",
    facts=(
        Fact("f1", "company_name", "name", "Kaltwerk GmbH", "Kaltwerk GmbH aus Chemnitz"),
        Fact("f2", "amount", "money", "4,8 Millionen Euro", KALT_GELD),
        Fact("f3", "round", "text", "Serie A", KALT_GELD),
        Fact("f4", "lead_investor", "name", "Elbtal Capital", KALT_GELD),
        Fact("f5", "other_investors", "name", "Sächsische Beteiligungsbank", KALT_GELD),
        Fact(
            "f6",
            "use_of_funds",
            "text",
            "eine neue Montagehalle in Freiberg bauen und bis Ende 2028 35 neue Stellen schaffen",
            KALT_ZWECK,
        ),
        Fact("f7", "city", "name", "Chemnitz", "Kaltwerk GmbH aus Chemnitz"),
        Fact("f8", "release_date", "date", "2027-03-11", "darf am 11.3.2027 raus"),
        Fact(
            "f9",
            "quote",
            "quotation",
            (
                "Eine Wärmepumpe muss man nicht hören, man muss sie vergessen können. Genau das "
                "haben wir gebaut."
            ),
            KALT_ZITAT,
        ),
        Fact("f10", "quote_speaker", "name", "Henrike Polster", KALT_ZITAT),
        Fact("f11", "quote_role", "text", "Geschäftsführerin der Kaltwerk GmbH", "sie ist geschäftsführerin"),
        Fact(
            "f12",
            "quote_2",
            "quotation",
            "Wir haben acht Monate gezögert und uns dann über jede Woche davon geärgert.",
            KALT_INVESTOR,
        ),
        Fact("f13", "quote_2_speaker", "name", "Jan Ohlsen", KALT_INVESTOR),
        Fact("f14", "quote_2_role", "text", "Partner bei Elbtal Capital", KALT_INVESTOR),
        Fact(
            "f15",
            "detail",
            "text",
            "Seit dem 3. Oktober 2024 laufen 620 Anlagen in Sachsen und Thüringen.",
            "sorry verzählt, nicht 680 sondern 620 anlagen laufen, in sachsen und thüringen, seit 3.10.24",
        ),
        Fact(
            "f16",
            "detail",
            "text",
            "680 Anlagen laufen.",
            "bei uns laufen schon 680 anlagen",
            superseded=True,
        ),
        Fact(
            "f17",
            "boilerplate",
            "text",
            (
                "Die Kaltwerk GmbH baut leise Wärmepumpen für Altbauten. Das Unternehmen wurde 2020 "
                "in Chemnitz gegründet und beschäftigt 52 Menschen."
            ),
            "kaltwerk baut leise wärmepumpen für altbauten, gegründet 2020 in chemnitz, 52 leute",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Ruth Anders, presse@kaltwerk.de, +49 371 5550142",
            "Presse macht Ruth Anders, presse@kaltwerk.de, 0371 5550142",
        ),
    ),
    clean=(
        Sentence("ZUR SOFORTIGEN VERÖFFENTLICHUNG", ("f8",)),
        Sentence("Kaltwerk GmbH sammelt 4,8 Millionen Euro für Wärmepumpen ein", ("f1", "f2", "f17")),
        Sentence("Chemnitz, 11. März 2027 –", ("f7", "f8")),
        Sentence(
            "Die Kaltwerk GmbH hat in einer Serie-A-Runde 4,8 Millionen Euro eingesammelt.",
            ("f1", "f2", "f3"),
        ),
        Sentence(
            "Angeführt wird die Runde von Elbtal Capital; auch die Sächsische Beteiligungsbank ist dabei.",
            ("f4", "f5"),
        ),
        Sentence(
            (
                "Mit dem Geld baut das Unternehmen eine neue Montagehalle in Freiberg und schafft "
                "bis Ende 2028 35 neue Stellen."
            ),
            ("f6",),
        ),
        Sentence(
            (
                "„Eine Wärmepumpe muss man nicht hören, man muss sie vergessen können“, sagt "
                "Henrike Polster, Geschäftsführerin der Kaltwerk GmbH. „Genau das haben wir "
                "gebaut.“"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence("Seit dem 3. Oktober 2024 laufen 620 Anlagen in Sachsen und Thüringen.", ("f15",)),
        Sentence("Leicht fiel die Entscheidung nicht.", ("f12",)),
        Sentence(
            (
                "Jan Ohlsen, Partner bei Elbtal Capital, sagt: „Wir haben acht Monate gezögert und "
                "uns dann über jede Woche davon geärgert.“"
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence("Die Kaltwerk GmbH baut leise Wärmepumpen für Altbauten.", ("f17",)),
        Sentence("Das Unternehmen wurde 2020 in Chemnitz gegründet und beschäftigt 52 Menschen.", ("f17",)),
        Sentence("Pressekontakt: Ruth Anders, presse@kaltwerk.de, +49 371 5550142", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 11, "52 Menschen", "56 Menschen"),
        Edit("number", 3, "4,8 Millionen", "knapp 5 Millionen"),
        Edit("year", 11, "2020", "2021"),
        Edit("year", 7, "2024", "2023"),
        Edit("date", 2, "11. März", "11. Mai"),
        Edit("date", 7, "3. Oktober", "30. Oktober"),
        Edit("place", 5, "Freiberg", "Freiburg"),
        Edit("place", 7, "Thüringen", "Brandenburg"),
        Edit("name", 6, "Henrike Polster", "Henriette Polster"),
        Edit("name", 4, "Elbtal Capital", "Elbufer Capital"),
        Edit("contact", 12, "5550142", "5550124"),
        Edit("contact", 12, "presse@", "info@"),
        Edit("changed quotation", 6, "muss man nicht hören", "darf man nicht hören"),
        Edit("changed quotation", 9, "acht Monate gezögert", "lange gezögert"),
        Edit(
            "sentence added to a quotation",
            6,
            "haben wir gebaut.“",
            "haben wir gebaut. Unsere Kunden danken es uns.“",
        ),
        Edit(
            "sentence added to a quotation", 9, "geärgert.“", "geärgert. Das Team hat uns restlos überzeugt.“"
        ),
        Edit(
            "wrong speaker",
            6,
            "Henrike Polster, Geschäftsführerin der Kaltwerk GmbH",
            "Jan Ohlsen, Partner bei Elbtal Capital",
            ("f13", "f14"),
        ),
        Edit("wrong speaker", 9, "Jan Ohlsen, Partner bei Elbtal Capital,", "Henrike Polster"),
        Edit(
            "swapped roles",
            4,
            "Angeführt wird die Runde von Elbtal Capital; auch die Sächsische Beteiligungsbank ist dabei.",
            "Angeführt wird die Runde von der Sächsischen Beteiligungsbank; auch Elbtal Capital ist dabei.",
        ),
        Edit(
            "swapped roles",
            6,
            "Henrike Polster, Geschäftsführerin der Kaltwerk GmbH",
            "Henrike Polster, Partnerin bei Elbtal Capital",
            ("f14",),
        ),
        Edit("added superlative", 10, "leise Wärmepumpen", "die leisesten Wärmepumpen Deutschlands"),
        Edit("added superlative", 3, "in einer Serie-A-Runde", "in der größten Serie-A-Runde der Branche"),
        Edit("superseded value", 7, "620", "680"),
        Edit("superseded value", 7, "laufen 620 Anlagen", "laufen rund 680 Anlagen"),
        Edit("changed unit or currency", 1, "4,8 Millionen Euro", "4,8 Millionen Franken"),
        Edit("changed unit or currency", 3, "4,8 Millionen Euro", "4,8 Milliarden Euro"),
        Extra(
            "invented sentence",
            5,
            "Die Finanzierung ermöglicht es dem Unternehmen, neue Märkte zu erschließen.",
            ("f2",),
        ),
        Extra("invented sentence", 7, "Die Rückmeldungen der Kunden sind durchweg positiv.", ("f15",)),
        Extra(
            "invented sentence", 7, "Die 620 Anlagen in Sachsen und Thüringen laufen ohne Störung.", ("f15",)
        ),
    ),
    rewrites=(
        Rewrite("order", 3, "4,8 Millionen Euro hat die Kaltwerk GmbH in einer Serie-A-Runde eingesammelt."),
        Rewrite(
            "active",
            4,
            "Elbtal Capital führt die Runde an; auch die Sächsische Beteiligungsbank beteiligt sich.",
        ),
        Rewrite("number format", 1, "Kaltwerk GmbH sammelt 4,8 Mio. Euro für Wärmepumpen ein"),
        Rewrite("date format", 7, "Seit dem 03.10.2024 laufen 620 Anlagen in Sachsen und Thüringen."),
        Rewrite("inflection", 10, "Leise Wärmepumpen für den Altbau baut die Kaltwerk GmbH."),
        Reshaped(
            "split",
            5,
            1,
            (
                Sentence("Mit dem Geld baut das Unternehmen eine neue Montagehalle in Freiberg.", ("f6",)),
                Sentence("Außerdem entstehen bis Ende 2028 35 neue Stellen.", ("f6",)),
            ),
        ),
        Rewrite(
            "attribution last",
            6,
            (
                "„Eine Wärmepumpe muss man nicht hören, man muss sie vergessen können. Genau das "
                "haben wir gebaut“, so Geschäftsführerin Henrike Polster."
            ),
        ),
        Rewrite("synonyms", 11, "Die Firma wurde 2020 in Chemnitz gegründet und hat 52 Beschäftigte."),
    ),
)

KISTE_WAS = (
    "die schubkarla ist ne kiste aus eschenholz fürs lastenrad, passt auf 9 modelle, wiegt 11,5 kg "
    "und trägt 80 kg"
)
KISTE_PREIS = "kostet 389 euro, in der schweiz 420 franken"
KISTE_AB = "ab 1. april 2027 bei uns im laden in kempten u. im netz unter holzundrad.de"
KISTE_ICH = (
    "mein zitat: Ich wollte meine Kinder nicht mehr in Plastik durch den Regen fahren. Jetzt riecht "
    "der Schulweg nach Esche."
)
KISTE_KUNDIN = (
    'Anke Reisach, die fährt das ding seit letztem herbst zum wochenmarkt, is gärtnerin: "Die Kiste '
    'hat zwei Winter mehr Verstand als ich."'
)
SCHUBKARLA = Release(
    name="Schubkarla",
    language="de",
    facts=(
        Fact("f1", "betrieb", "name", "Holz und Rad", "schreinerei Holz und Rad, kempten"),
        Fact("f2", "produkt", "name", "Schubkarla", KISTE_WAS),
        Fact(
            "f3",
            "was_es_ist",
            "text",
            "Die Schubkarla ist eine Kiste aus Eschenholz für Lastenräder.",
            KISTE_WAS,
        ),
        Fact(
            "f4",
            "technische_daten",
            "text",
            "Sie passt auf neun Modelle, wiegt 11,5 Kilogramm und trägt 80 Kilogramm.",
            KISTE_WAS,
        ),
        Fact("f5", "preis", "money", "389 Euro", KISTE_PREIS),
        Fact("f6", "preis_schweiz", "money", "420 Franken", KISTE_PREIS),
        Fact("f7", "preis", "money", "349 Euro", "kostet 349 €", superseded=True),
        Fact("f8", "verkaufsstart", "date", "2027-04-01", KISTE_AB),
        Fact("f9", "wo", "text", "im Laden in Kempten und im Netz unter holzundrad.de", KISTE_AB),
        Fact(
            "f10",
            "quotation_1",
            "quotation",
            (
                "Ich wollte meine Kinder nicht mehr in Plastik durch den Regen fahren. Jetzt riecht "
                "der Schulweg nach Esche."
            ),
            KISTE_ICH,
        ),
        Fact("f11", "speaker_1", "name", "Vinzenz Haug", "Vinzenz Haug, schreinermeister und inhaber"),
        Fact(
            "f12",
            "speaker_1_role",
            "text",
            "Schreinermeister und Inhaber von Holz und Rad",
            "Vinzenz Haug, schreinermeister und inhaber",
        ),
        Fact(
            "f13",
            "quotation_2",
            "quotation",
            "Die Kiste hat zwei Winter mehr Verstand als ich.",
            KISTE_KUNDIN,
        ),
        Fact("f14", "speaker_2", "name", "Anke Reisach", KISTE_KUNDIN),
        Fact("f15", "speaker_2_role", "text", "Gärtnerin", KISTE_KUNDIN),
        Fact(
            "f16",
            "ueber_uns",
            "text",
            "Die Schreinerei Holz und Rad arbeitet seit 1998 in Kempten und bildet drei Lehrlinge aus.",
            "uns gibts seit 1998 in kempten, 3 lehrlinge bilden wir aus",
        ),
        Fact(
            "f17",
            "kontakt",
            "contact",
            "Vinzenz Haug, moin@holzundrad.de, +49 831 5550067",
            "Vinzenz Haug moin@holzundrad.de 0831/5550067",
        ),
        Fact("f18", "datum", "date", "2027-03-18", "am 18. märz 27 veröffentlichen"),
    ),
    clean=(
        Sentence("Holz und Rad bringt Lastenradkiste aus Eschenholz auf den Markt", ("f1", "f3")),
        Sentence("Kempten, 18. März 2027 –", ("f16", "f18")),
        Sentence(
            (
                "Die Schreinerei Holz und Rad verkauft ab dem 1. April 2027 die Schubkarla, eine "
                "Kiste aus Eschenholz für Lastenräder."
            ),
            ("f1", "f3", "f8", "f16"),
        ),
        Sentence("Sie passt auf neun Modelle, wiegt 11,5 Kilogramm und trägt 80 Kilogramm.", ("f4",)),
        Sentence("Die Schubkarla kostet 389 Euro, in der Schweiz 420 Franken.", ("f2", "f5", "f6")),
        Sentence("Zu haben ist sie im Laden in Kempten und im Netz unter holzundrad.de.", ("f9",)),
        Sentence(
            (
                "„Ich wollte meine Kinder nicht mehr in Plastik durch den Regen fahren“, sagt "
                "Vinzenz Haug, Schreinermeister und Inhaber von Holz und Rad. „Jetzt riecht der "
                "Schulweg nach Esche.“"
            ),
            ("f10", "f11", "f12"),
        ),
        Sentence(
            "Eine Gärtnerin fährt die Kiste seit dem vergangenen Herbst zum Wochenmarkt.", ("f13", "f15")
        ),
        Sentence("„Die Kiste hat zwei Winter mehr Verstand als ich“, sagt Anke Reisach.", ("f13", "f14")),
        Sentence(
            "Die Schreinerei Holz und Rad arbeitet seit 1998 in Kempten und bildet drei Lehrlinge aus.",
            ("f1", "f16"),
        ),
        Sentence("Pressekontakt: Vinzenz Haug, moin@holzundrad.de, +49 831 5550067", ("f17",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 3, "neun Modelle", "zehn Modelle"),
        Edit("number", 9, "drei Lehrlinge", "vier Lehrlinge"),
        Edit("year", 9, "1998", "1989"),
        Edit("year", 1, "2027", "2026"),
        Edit("date", 2, "1. April", "1. Mai"),
        Edit("date", 7, "Herbst", "Sommer"),
        Edit("place", 5, "Kempten", "Kaufbeuren"),
        Edit("place", 4, "in der Schweiz", "in Liechtenstein"),
        Edit("name", 8, "Anke Reisach", "Anke Reisacher"),
        Edit("name", 4, "Schubkarla", "Schubkarle"),
        Edit("contact", 10, "moin@holzundrad.de", "moin@holz-und-rad.de"),
        Edit("contact", 5, "holzundrad.de", "holzundrad.com"),
        Edit("changed quotation", 6, "riecht der Schulweg nach Esche", "duftet der Schulweg nach Esche"),
        Edit("changed quotation", 8, "zwei Winter", "drei Winter"),
        Edit("sentence added to a quotation", 8, "als ich“", "als ich. Ich gebe sie nicht mehr her“"),
        Edit("sentence added to a quotation", 6, "„Jetzt riecht", "„Holz lebt. Jetzt riecht"),
        Edit("wrong speaker", 8, "Anke Reisach", "Vinzenz Haug", ("f11",)),
        Edit(
            "wrong speaker",
            6,
            "Vinzenz Haug, Schreinermeister und Inhaber von Holz und Rad",
            "die Gärtnerin Anke Reisach",
            ("f14", "f15"),
        ),
        Edit(
            "swapped roles", 4, "389 Euro, in der Schweiz 420 Franken", "420 Euro, in der Schweiz 389 Franken"
        ),
        Edit(
            "swapped roles",
            3,
            "wiegt 11,5 Kilogramm und trägt 80 Kilogramm",
            "wiegt 80 Kilogramm und trägt 11,5 Kilogramm",
        ),
        Edit("added superlative", 2, "eine Kiste", "die erste Kiste"),
        Edit(
            "added superlative",
            9,
            "Die Schreinerei Holz und Rad",
            "Die beste Schreinerei im Allgäu, Holz und Rad,",
        ),
        Edit("superseded value", 4, "389", "349"),
        Edit("changed unit or currency", 4, "420 Franken", "420 Euro"),
        Edit("changed unit or currency", 3, "11,5 Kilogramm", "11,5 Pfund"),
        Extra(
            "invented sentence",
            4,
            "Damit richtet sich das Angebot besonders an junge Familien in der Stadt.",
            ("f5",),
        ),
        Extra("invented sentence", 5, "Auf Wunsch liefert der Betrieb auch nach Hause.", ("f9",)),
        Edit(
            "invented sentence",
            3,
            "trägt 80 Kilogramm.",
            "trägt 80 Kilogramm. Auch nasses Wetter schadet dem geölten Holz nicht.",
        ),
    ),
    rewrites=(
        Rewrite("order", 5, "Im Laden in Kempten und im Netz unter holzundrad.de ist sie zu haben."),
        Rewrite("abbreviation", 3, "Sie passt auf 9 Modelle, wiegt 11,5 kg und trägt 80 kg."),
        Rewrite("number format", 4, "Die Schubkarla kostet 389 €, in der Schweiz 420 CHF."),
        Rewrite("pronoun", 4, "Sie kostet 389 Euro und in der Schweiz 420 Franken."),
        Reshaped(
            "joined",
            7,
            2,
            (
                Sentence(
                    (
                        "„Die Kiste hat zwei Winter mehr Verstand als ich“, sagt die Gärtnerin Anke "
                        "Reisach, die sie seit dem vergangenen Herbst zum Wochenmarkt fährt."
                    ),
                    ("f13", "f14", "f15"),
                ),
            ),
        ),
        Rewrite(
            "attribution first",
            6,
            (
                "Vinzenz Haug, Schreinermeister und Inhaber von Holz und Rad, sagt: „Ich wollte "
                "meine Kinder nicht mehr in Plastik durch den Regen fahren. Jetzt riecht der "
                "Schulweg nach Esche.“"
            ),
        ),
        Rewrite(
            "passive",
            9,
            (
                "Bei der Schreinerei Holz und Rad, die seit 1998 in Kempten arbeitet, werden drei "
                "Lehrlinge ausgebildet."
            ),
        ),
    ),
)

WEIN_WER = "Winzergenossenschaft Kaiserquell arbeitet ab sofort mit der Hochschule Ohmstein zusammen"
WEIN_WAS = (
    "es geht um Sensoren gegen Mehltau: 54 Betriebe mit 310 Hektar machen mit, die Hochschule "
    "stellt 1.200 Sensoren"
)
WEIN_ZEIT = (
    "Start 15. Mai 2027, läuft bis 30. September 2029, gefördert vom Land Rheinland-Pfalz mit "
    "740.000 €, wir selbst geben 90.000 € dazu"
)
WEIN_PROF = (
    "Frau Prof. Dr. Liv Terhorst, sie leitet das Institut für Rebschutz, sagt dazu: Der Pilz ist "
    "immer früher da als der Mensch. Wir möchten den Vorsprung auf eine Nacht verkürzen."
)
WEIN_CHEF = (
    "Unser Vorstand Matthias Kerber: Mein Großvater roch den Mehltau. Ich bekomme eine Nachricht "
    "aufs Telefon, und das ist mir lieber."
)
KAISERQUELL = Release(
    name="Kaiserquell",
    language="de",
    facts=(
        Fact("f1", "company_name", "name", "Winzergenossenschaft Kaiserquell", WEIN_WER),
        Fact("f2", "partner", "name", "Hochschule Ohmstein", WEIN_WER),
        Fact(
            "f3",
            "scope",
            "text",
            "54 Betriebe mit 310 Hektar nehmen teil, die Hochschule stellt 1.200 Sensoren.",
            WEIN_WAS,
        ),
        Fact(
            "f4",
            "benefit",
            "text",
            "Sensoren warnen die Winzer vor Mehltau.",
            WEIN_WAS + " … die sensoren warnen die winzer, bevor der mehltau da ist",
        ),
        Fact(
            "f5",
            "start",
            "text",
            "Das Vorhaben beginnt am 15. Mai 2027 und läuft bis zum 30. September 2029.",
            WEIN_ZEIT,
        ),
        Fact("f6", "funding_state", "money", "740.000 Euro", WEIN_ZEIT),
        Fact("f7", "own_share", "money", "90.000 Euro", WEIN_ZEIT),
        Fact("f8", "city", "name", "Deidesheim", "Deidesheim"),
        Fact("f9", "release_date", "date", "2027-05-03", "Montag, der 3. Mai 2027"),
        Fact(
            "f10",
            "quote",
            "quotation",
            (
                "Der Pilz ist immer früher da als der Mensch. Wir möchten den Vorsprung auf eine "
                "Nacht verkürzen."
            ),
            WEIN_PROF,
        ),
        Fact("f11", "quote_speaker", "name", "Liv Terhorst", WEIN_PROF),
        Fact("f12", "quote_role", "text", "Leiterin des Instituts für Rebschutz", WEIN_PROF),
        Fact(
            "f13",
            "quote_2",
            "quotation",
            (
                "Mein Großvater roch den Mehltau. Ich bekomme eine Nachricht aufs Telefon, und das "
                "ist mir lieber."
            ),
            WEIN_CHEF,
        ),
        Fact("f14", "quote_2_speaker", "name", "Matthias Kerber", WEIN_CHEF),
        Fact("f15", "quote_2_role", "text", "Vorstand der Winzergenossenschaft Kaiserquell", WEIN_CHEF),
        Fact("f16", "scope", "text", "61 Betriebe nehmen teil.", "61 Betriebe machen mit", superseded=True),
        Fact(
            "f17",
            "boilerplate",
            "text",
            (
                "Die Winzergenossenschaft Kaiserquell wurde 1911 gegründet und keltert Riesling und "
                "Spätburgunder."
            ),
            "Gegründet 1911, wir keltern vor allem Riesling und Spätburgunder",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Sabine Löw, loew@kaiserquell.de, +49 6326 555018",
            "Sabine Löw, loew@kaiserquell.de, Tel. 06326 555018",
        ),
    ),
    clean=(
        Sentence("Kaiserquell und Hochschule Ohmstein setzen Sensoren gegen Mehltau ein", ("f1", "f2", "f4")),
        Sentence("Deidesheim, 3. Mai 2027 –", ("f8", "f9")),
        Sentence(
            (
                "Die Winzergenossenschaft Kaiserquell arbeitet mit der Hochschule Ohmstein "
                "zusammen, um die Winzer mit Sensoren vor Mehltau zu warnen."
            ),
            ("f1", "f2", "f4"),
        ),
        Sentence("54 Betriebe mit 310 Hektar nehmen teil; die Hochschule stellt 1.200 Sensoren.", ("f3",)),
        Sentence("Das Vorhaben beginnt am 15. Mai 2027 und läuft bis zum 30. September 2029.", ("f5",)),
        Sentence(
            "Das Land Rheinland-Pfalz fördert es mit 740.000 Euro, die Genossenschaft gibt 90.000 Euro dazu.",
            ("f6", "f7"),
        ),
        Sentence(
            (
                "Prof. Dr. Liv Terhorst, Leiterin des Instituts für Rebschutz, sagt: „Der Pilz ist "
                "immer früher da als der Mensch. Wir möchten den Vorsprung auf eine Nacht "
                "verkürzen.“"
            ),
            ("f10", "f11", "f12"),
        ),
        Sentence("Auch die Winzer haben eine Meinung dazu.", ("f13",)),
        Sentence(
            (
                "„Mein Großvater roch den Mehltau“, erinnert sich Vorstand Matthias Kerber. „Ich "
                "bekomme eine Nachricht aufs Telefon, und das ist mir lieber.“"
            ),
            ("f13", "f14", "f15"),
        ),
        Sentence(
            (
                "Die Winzergenossenschaft Kaiserquell wurde 1911 gegründet und keltert Riesling und "
                "Spätburgunder."
            ),
            ("f1", "f17"),
        ),
        Sentence("Pressekontakt: Sabine Löw, loew@kaiserquell.de, +49 6326 555018", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 3, "310 Hektar", "301 Hektar"),
        Edit("year", 4, "2029", "2030"),
        Edit("year", 9, "1911", "1912"),
        Edit("date", 4, "30. September", "30. November"),
        Edit("place", 5, "Rheinland-Pfalz", "Baden-Württemberg"),
        Edit("place", 1, "Deidesheim", "Bad Dürkheim"),
        Edit("name", 6, "Liv Terhorst", "Liv Terhoven"),
        Edit("contact", 10, "loew@", "loewe@"),
        Edit("changed quotation", 6, "immer früher da", "oft früher da"),
        Edit(
            "sentence added to a quotation",
            8,
            "ist mir lieber.“",
            "ist mir lieber. Davon profitieren alle unsere Mitglieder.“",
        ),
        Edit("wrong speaker", 8, "Vorstand Matthias Kerber", "Prof. Dr. Liv Terhorst", ("f11",)),
        Edit(
            "wrong speaker",
            6,
            "Prof. Dr. Liv Terhorst, Leiterin des Instituts für Rebschutz,",
            "Sabine Löw von der Winzergenossenschaft",
            ("f18",),
        ),
        Edit("swapped roles", 3, "54 Betriebe mit 310 Hektar", "310 Betriebe mit 54 Hektar"),
        Edit(
            "swapped roles",
            5,
            "mit 740.000 Euro, die Genossenschaft gibt 90.000 Euro dazu",
            "mit 90.000 Euro, die Genossenschaft gibt 740.000 Euro dazu",
        ),
        Edit(
            "swapped roles",
            4,
            "am 15. Mai 2027 und läuft bis zum 30. September 2029",
            "am 30. September 2029 und läuft bis zum 15. Mai 2027",
        ),
        Edit(
            "added superlative",
            9,
            "keltert Riesling und Spätburgunder",
            "keltert Spätburgunder und den beliebtesten Riesling der Pfalz",
        ),
        Edit("superseded value", 3, "54 Betriebe", "61 Betriebe"),
        Edit(
            "superseded value",
            3,
            "54 Betriebe mit 310 Hektar nehmen teil",
            "Einundsechzig Betriebe nehmen teil",
        ),
        Edit("changed unit or currency", 3, "310 Hektar", "310 Quadratmetern"),
        Extra(
            "invented sentence",
            4,
            "Eine Ausweitung auf weitere Anbaugebiete ist bereits in Planung.",
            ("f5",),
        ),
        Extra(
            "invented sentence",
            2,
            "So lassen sich Pflanzenschutzmittel einsparen und die Böden schonen.",
            ("f4",),
        ),
        Extra(
            "invented sentence",
            3,
            "Die Sensoren der Hochschule messen Feuchtigkeit und Temperatur der Blätter.",
            ("f3",),
        ),
        Edit("number", 3, "54 Betriebe", "Mehr als 54 Betriebe"),
    ),
    rewrites=(
        Rewrite("order", 4, "Am 15. Mai 2027 beginnt das Vorhaben, das bis zum 30. September 2029 läuft."),
        Rewrite(
            "synonyms",
            3,
            "54 Betriebe mit 310 Hektar machen mit; die Sensoren, 1.200 an der Zahl, stellt die Hochschule.",
        ),
        Rewrite(
            "passive",
            5,
            (
                "Vom Land Rheinland-Pfalz wird es mit 740.000 Euro gefördert, 90.000 Euro gibt die "
                "Genossenschaft dazu."
            ),
        ),
        Rewrite("date format", 4, "Das Vorhaben beginnt am 15.05.2027 und läuft bis 30.09.2029."),
        Rewrite(
            "inflection",
            9,
            "Die 1911 gegründete Winzergenossenschaft Kaiserquell keltert Riesling und Spätburgunder.",
        ),
        Rewrite(
            "attribution last",
            6,
            (
                "„Der Pilz ist immer früher da als der Mensch. Wir möchten den Vorsprung auf eine "
                "Nacht verkürzen“, sagt Liv Terhorst, die das Institut für Rebschutz leitet."
            ),
        ),
    ),
)

BUEHNE_UMZUG = (
    "wir ziehen um!! theater am bollwerk geht von anklam nach greifswald, in die alte zuckerfabrik, "
    "280 plätze statt vorher 96"
)
BUEHNE_START = (
    "eröffnung sa 11.9.2027 um 19:30 mit dem stück 'nebelkrähen' von ida wulff, regie macht bogdan reiter"
)
BUEHNE_GELD = "umbau kostet 2,1 mio €, davon 1,5 mio vom bund u 600 tsd von der stadt"
BUEHNE_ZITAT = (
    "zitat (intendantin Thekla Brandis): Wir waren das kleinste Theater mit dem größten "
    "Regenschirmständer. Den Ständer nehmen wir mit."
)
THEATER = Release(
    name="Theater am Bollwerk",
    language="de",
    facts=(
        Fact("f1", "haus", "name", "Theater am Bollwerk", BUEHNE_UMZUG),
        Fact(
            "f2",
            "umzug",
            "text",
            "Das Theater zieht von Anklam nach Greifswald in die Alte Zuckerfabrik.",
            BUEHNE_UMZUG,
        ),
        Fact("f3", "plaetze", "text", "Das neue Haus hat 280 Plätze, bisher waren es 96.", BUEHNE_UMZUG),
        Fact("f4", "eroeffnung", "date", "2027-09-11", BUEHNE_START),
        Fact(
            "f5",
            "stueck",
            "text",
            "Zur Eröffnung wird „Nebelkrähen“ von Ida Wulff in der Regie von Bogdan Reiter gespielt.",
            BUEHNE_START,
        ),
        Fact("f6", "kosten", "money", "2,1 Millionen Euro", BUEHNE_GELD),
        Fact("f7", "anteil_bund", "money", "1,5 Millionen Euro", BUEHNE_GELD),
        Fact("f8", "anteil_stadt", "money", "600.000 Euro", BUEHNE_GELD),
        Fact(
            "f9",
            "zitat",
            "quotation",
            "Wir waren das kleinste Theater mit dem größten Regenschirmständer. Den Ständer nehmen wir mit.",
            BUEHNE_ZITAT,
        ),
        Fact("f10", "zitat_von", "name", "Thekla Brandis", BUEHNE_ZITAT),
        Fact("f11", "zitat_rolle", "text", "Intendantin", BUEHNE_ZITAT),
        Fact("f12", "eroeffnung", "date", "2027-09-04", "eröffnung 4. september 2027", superseded=True),
        Fact("f13", "karten", "text", "Karten kosten 22 Euro, ermäßigt 12 Euro.", "karten 22 €, erm. 12"),
        Fact("f14", "vorverkauf", "text", "Der Vorverkauf beginnt am 1. Juli.", "vvk ab 1.7."),
        Fact(
            "f15",
            "ueber",
            "text",
            "Das Theater am Bollwerk spielt seit 1993 und hat ein Ensemble von 14 Menschen.",
            "seit 1993 spielen wir, 14 leute im ensemble",
        ),
        Fact(
            "f16",
            "kontakt",
            "contact",
            "Joris Behn, behn@bollwerk-theater.de, +49 3834 555099",
            "Joris Behn, behn@bollwerk-theater.de, 03834-555099",
        ),
        Fact("f17", "ausgabe", "date", "2027-06-14", "14. juni 2027 bitte"),
        Fact("f18", "barrierefrei", "yes_no", "ja", "barrierefrei isses auch endlich, ja"),
    ),
    clean=(
        Sentence("Theater am Bollwerk zieht nach Greifswald", ("f1", "f2")),
        Sentence("Greifswald, 14. Juni 2027 –", ("f2", "f17")),
        Sentence(
            "Das Theater am Bollwerk zieht von Anklam nach Greifswald in die Alte Zuckerfabrik.", ("f1", "f2")
        ),
        Sentence("Dort hat es 280 Plätze; bisher waren es 96.", ("f3",)),
        Sentence(
            (
                "Eröffnet wird am Samstag, 11. September 2027, um 19.30 Uhr mit „Nebelkrähen“ von "
                "Ida Wulff; Regie führt Bogdan Reiter."
            ),
            ("f4", "f5"),
        ),
        Sentence(
            (
                "Der Umbau kostet 2,1 Millionen Euro, davon kommen 1,5 Millionen Euro vom Bund und "
                "600.000 Euro von der Stadt."
            ),
            ("f6", "f7", "f8"),
        ),
        Sentence(
            (
                "„Wir waren das kleinste Theater mit dem größten Regenschirmständer“, sagt "
                "Intendantin Thekla Brandis. „Den Ständer nehmen wir mit.“"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence("Karten kosten 22 Euro, ermäßigt 12 Euro.", ("f13",)),
        Sentence("Der Vorverkauf beginnt am 1. Juli.", ("f14",)),
        Sentence(
            "Das Theater am Bollwerk spielt seit 1993 und hat ein Ensemble von 14 Menschen.", ("f1", "f15")
        ),
        Sentence("Das neue Haus ist barrierefrei.", ("f18",)),
        Sentence("Pressekontakt: Joris Behn, behn@bollwerk-theater.de, +49 3834 555099", ("f16",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 9, "14 Menschen", "24 Menschen"),
        Edit("number", 7, "ermäßigt 12", "ermäßigt 15"),
        Edit("year", 9, "1993", "1994"),
        Edit("date", 8, "1. Juli", "1. Juni"),
        Edit("date", 4, "Samstag, 11. September", "Sonntag, 11. September"),
        Edit("place", 2, "von Anklam", "von Demmin"),
        Edit("name", 4, "Bogdan Reiter", "Bogdan Reuter"),
        Edit("name", 4, "Ida Wulff", "Ida Wulf"),
        Edit("contact", 11, "555099", "555089"),
        Edit("changed quotation", 6, "Den Ständer nehmen wir mit.", "Den nehmen wir mit."),
        Edit(
            "sentence added to a quotation",
            6,
            "nehmen wir mit.“",
            "nehmen wir mit. Wir freuen uns auf Greifswald.“",
        ),
        Edit("wrong speaker", 6, "Intendantin Thekla Brandis", "Regisseur Bogdan Reiter", ("f5",)),
        Edit("swapped roles", 3, "280 Plätze; bisher waren es 96", "96 Plätze; bisher waren es 280"),
        Edit(
            "swapped roles",
            5,
            "1,5 Millionen Euro vom Bund und 600.000 Euro von der Stadt",
            "1,5 Millionen Euro von der Stadt und 600.000 Euro vom Bund",
        ),
        Edit(
            "swapped roles",
            4,
            "„Nebelkrähen“ von Ida Wulff; Regie führt Bogdan Reiter",
            "„Nebelkrähen“ von Bogdan Reiter; Regie führt Ida Wulff",
        ),
        Edit(
            "added superlative",
            2,
            "in die Alte Zuckerfabrik",
            "in die Alte Zuckerfabrik, die schönste Spielstätte Vorpommerns",
        ),
        Edit("superseded value", 4, "11. September", "4. September"),
        Edit("superseded value", 4, "am Samstag, 11. September 2027,", "am 04.09.2027"),
        Edit("changed unit or currency", 5, "600.000 Euro", "600.000 Dollar"),
        Extra(
            "invented sentence",
            3,
            "Mit dem Umzug will das Haus auch ein jüngeres Publikum gewinnen.",
            ("f3",),
        ),
        Extra("invented sentence", 8, "Die Nachfrage ist schon jetzt groß.", ("f14",)),
        Edit("number", 3, "280 Plätze; bisher waren es 96", "280 Plätze, fast dreimal so viele wie bisher"),
    ),
    rewrites=(
        Rewrite(
            "order", 2, "Von Anklam nach Greifswald in die Alte Zuckerfabrik zieht das Theater am Bollwerk."
        ),
        Rewrite(
            "number format",
            5,
            (
                "Der Umbau kostet 2,1 Mio. Euro, davon kommen 1,5 Mio. Euro vom Bund und 0,6 Mio. "
                "Euro von der Stadt."
            ),
        ),
        Reshaped(
            "joined",
            7,
            2,
            (
                Sentence(
                    "Der Vorverkauf beginnt am 1. Juli; Karten kosten 22 Euro, ermäßigt 12 Euro.",
                    ("f13", "f14"),
                ),
            ),
        ),
        Reshaped(
            "split",
            4,
            1,
            (
                Sentence("Eröffnet wird am Samstag, 11. September 2027, um 19.30 Uhr.", ("f4",)),
                Sentence(
                    "Gespielt wird dann „Nebelkrähen“ von Ida Wulff unter der Regie von Bogdan Reiter.",
                    ("f5",),
                ),
            ),
        ),
        Rewrite("synonyms", 3, "Dort gibt es 280 Plätze, vorher waren es 96."),
        Rewrite(
            "attribution first",
            6,
            (
                "Intendantin Thekla Brandis: „Wir waren das kleinste Theater mit dem größten "
                "Regenschirmständer. Den Ständer nehmen wir mit.“"
            ),
        ),
    ),
)

RELEASES = (KALTWERK, SCHUBKARLA, KAISERQUELL, THEATER)
