"""A partnership of a car-sharing company with a bus company, in German: with a model, and without one."""

from tests.fakes.scripted_model import Script, call, confirm, propose, reword, save, skip
from tests.fakes.scripted_writer import Line
from tests.support.interview_scripts.interview import APPROVE, Interview, turns_of

_HEADLINE = "Dorfmobil und Saaletal-Bus verbinden Linienbus und Leihauto in 38 Dörfern mit einem Ticket"
_SHORTER = "Dorfmobil und Saaletal-Bus bieten ein Ticket für Bus und Leihauto"
_QUOTATION = "Bei uns im Dorf fährt der letzte Bus um sechs, und danach ist Schluss. Das wollen wir ändern."

_SCRIPT: Script = {
    "Moin, wir brauchen eine Pressemitteilung": [
        ["Gerne! Wie heißt euer Unternehmen, genau so, wie es gedruckt werden soll?"],
    ],
    "Dorfmobil. Es geht um eine Partnerschaft mit Saaletal-Bus": [
        [
            save("company_name", "Dorfmobil"),
            save("announcement_type", "partnership", "eine Partnerschaft mit Saaletal-Bus"),
            save("partner", "Saaletal-Bus"),
        ],
        ["Danke. Was haben die Fahrgäste davon?"],
    ],
    "Eine Fahrt kostet 4,50 Euro, egal wie weit": [
        [
            save(
                "benefit",
                "mit einem Ticket Bus und Leihauto fahren",
                "mit einem Ticket … Bus und Leihauto fahren",
            ),
            save("detail", "Eine Fahrt kostet 4,50 Euro, egal wie weit."),
        ],
        ["Ein Ticket für beides, verstanden. Wann geht es los?"],
    ],
    "Am 1. Mai 2027. Machst du eigentlich auch Flyer?": [
        [save("start", "am 1. Mai 2027", "Am 1. Mai 2027")],
        ["Nein, nur Pressemitteilungen. Wo gilt das Angebot, und wie lange läuft die Partnerschaft?"],
    ],
    "Sie gilt in 38 Dörfern im Saaletal und läuft erst mal drei Jahre": [
        [
            save(
                "scope",
                "Die Partnerschaft gilt in 38 Dörfern im Saaletal und läuft drei Jahre.",
                "eine Partnerschaft … gilt in 38 Dörfern im Saaletal und läuft erst mal drei Jahre",
            )
        ],
        ["Ist Saaletal-Bus damit einverstanden, genannt zu werden?"],
    ],
    "Ja klar, ist abgesprochen": [
        [save("partner_agrees", "ja", "Ja klar")],
        ["Gut. Und wie beschreibt sich Saaletal-Bus in zwei Sätzen?"],
    ],
    "Saaletal-Bus betreibt 24 Buslinien zwischen Jena und Saalfeld. Das Unternehmen hat 160 Beschäftigte.": [
        [
            save(
                "partner_boilerplate",
                "Saaletal-Bus betreibt 24 Buslinien zwischen Jena und Saalfeld. Das Unternehmen hat 160 "
                "Beschäftigte.",
            )
        ],
        ["Gespeichert. Was sollte ein Journalist sonst noch wissen, zum Beispiel wie die Ausleihe geht?"],
    ],
    "60 Elektroautos stehen dafür bereit, geladen wird mit Strom vom Dach der Bushöfe": [
        [
            save(
                "detail_2",
                "Die Leihautos stehen an der Haltestelle. Wer aus dem Bus steigt, öffnet das Auto mit dem "
                "Handy.",
                "die Leihautos stehen an der Haltestelle … wer aus dem Bus steigt, öffnet das Auto mit dem "
                "Handy",
            ),
            save(
                "detail_3",
                "60 Elektroautos stehen bereit. Geladen werden sie mit Strom vom Dach der Bushöfe.",
                "60 Elektroautos stehen dafür bereit, geladen wird mit Strom vom Dach der Bushöfe",
            ),
        ],
        ["Anschaulich! Wo kauft man das Ticket, und wer bezahlt das Ganze?"],
    ],
    "Im Bus oder in unserer App. Wer kein Handy hat, ruft an, die Zentrale ist von 5 bis 23 Uhr besetzt. Der "
    "Saale-Kreis zahlt 380.000 Euro im Jahr dazu": [
        [
            save(
                "detail_6",
                "Das Ticket gibt es im Bus oder in der App von Dorfmobil.",
                "mit einem Ticket … Im Bus oder in unserer App",
            ),
            save(
                "detail_7",
                "Wer kein Handy hat, ruft an; die Zentrale ist von 5 bis 23 Uhr besetzt.",
                "Wer kein Handy hat, ruft an, die Zentrale ist von 5 bis 23 Uhr besetzt",
            ),
            save(
                "detail_8",
                "Der Saale-Kreis zahlt 380.000 Euro im Jahr dazu.",
                "Der Saale-Kreis zahlt 380.000 Euro im Jahr dazu",
            ),
        ],
        ["Gut zu wissen. Und wie lange darf man das Auto behalten?"],
    ],
    "Bis zum nächsten Morgen um 7 Uhr, dann muss es wieder an der Haltestelle stehen. Schüler und Azubis "
    "fahren übrigens umsonst": [
        [
            save(
                "detail_9",
                "Bis zum nächsten Morgen um 7 Uhr muss das Auto wieder an der Haltestelle stehen.",
                "öffnet das Auto … Bis zum nächsten Morgen um 7 Uhr, dann muss es wieder an der Haltestelle "
                "stehen",
            ),
            save(
                "detail_10",
                "Schüler und Azubis fahren umsonst.",
                "Schüler und Azubis fahren übrigens umsonst",
            ),
        ],
        ["Das freut die Azubis. Gibt es schon Erfahrungen?"],
    ],
    "Ja, in Kahla testen wir seit Oktober mit fünf Autos. 412 Leute machen mit, die meisten fahren damit "
    "abends vom Bahnhof heim. Der Bus fährt jede Stunde und braucht von Jena nach Kahla 20 Minuten. Im "
    "Herbst 2027 sollen zehn weitere Dörfer dazukommen.": [
        [
            save(
                "detail_4",
                "In Kahla läuft seit Oktober ein Test mit fünf Autos.",
                "in Kahla testen wir seit Oktober mit fünf Autos",
            ),
            save(
                "detail_5",
                "412 Menschen machen mit, die meisten fahren damit abends vom Bahnhof heim.",
                "412 Leute machen mit, die meisten fahren damit abends vom Bahnhof heim",
            ),
            save(
                "detail_11",
                "Der Bus fährt jede Stunde und braucht von Jena nach Kahla 20 Minuten. Im Herbst 2027 sollen "
                "zehn weitere Dörfer dazukommen.",
                "Der Bus fährt jede Stunde und braucht von Jena nach Kahla 20 Minuten. Im Herbst 2027 sollen "
                "zehn weitere Dörfer dazukommen.",
            ),
            propose("headline", _HEADLINE),
            propose("headline", "Dorfmobil und Saaletal-Bus: ein Ticket für Bus und Leihauto ab Mai"),
            propose("headline", "Mit dem Bus ins Dorf, mit dem Leihauto heim: Dorfmobil und Saaletal-Bus"),
        ],
        [
            "Jetzt die Überschrift. Welche gefällt dir, oder schreibst du lieber selbst eine?\n\n"
            f"A) {_HEADLINE}\n"
            "B) Dorfmobil und Saaletal-Bus: ein Ticket für Bus und Leihauto ab Mai\n"
            "C) Mit dem Bus ins Dorf, mit dem Leihauto heim: Dorfmobil und Saaletal-Bus"
        ],
    ],
    "A bitte, ohne Unterzeile": [
        [confirm(_HEADLINE, "A bitte"), skip("subhead", "ohne Unterzeile")],
        ["Ist notiert. Wer wird zitiert, und was sagt die Person, Wort für Wort?"],
    ],
    "Also bei uns im Dorf fährt der letzte Bus um sechs, und danach ist halt Schluss. Das wollen wir ändern. "
    "Kannst du das etwas glatter machen? Sagt Jana Voss, Gründerin von Dorfmobil": [
        [
            save(
                "quote",
                "Also bei uns im Dorf fährt der letzte Bus um sechs, und danach ist halt Schluss. Das wollen "
                "wir ändern.",
            ),
            save("quote_speaker", "Jana Voss"),
            save("quote_role", "Gründerin von Dorfmobil"),
            propose("quote", _QUOTATION),
        ],
        [f"Passt das so?\n\n„{_QUOTATION}“"],
    ],
    "ja genau so": [
        [confirm(_QUOTATION, "ja genau so")],
        ["Übernommen. Was sagt Saaletal-Bus dazu, Wort für Wort?"],
    ],
    "Uwe Hartmann, Betriebsleiter bei Saaletal-Bus: „Wir fahren bis zur Haltestelle. Den Rest des Weges "
    "haben wir bisher den Leuten überlassen.“": [
        [
            save(
                "quote_2",
                "Wir fahren bis zur Haltestelle. Den Rest des Weges haben wir bisher den Leuten überlassen.",
            ),
            save("quote_speaker_2", "Uwe Hartmann"),
            save("quote_role_2", "Betriebsleiter bei Saaletal-Bus"),
        ],
        ["Starker Satz. Aus welcher Stadt kommt die Meldung, und wann darf sie erscheinen?"],
    ],
    "Jena. Raus soll es Donnerstag nächster Woche": [
        [save("city", "Jena"), save("release_date", "Donnerstag nächster Woche")],
        ["Das ist Donnerstag, der 11. Februar 2027. Wie beschreibt sich Dorfmobil in zwei, drei Sätzen?"],
    ],
    "Presse macht Lea Krämer, presse@dorfmobil.de, 03641 550142, mehr auf https://dorfmobil.de/presse": [
        [
            save(
                "boilerplate",
                "Dorfmobil verleiht Elektroautos in Dörfern in Thüringen. Das Unternehmen wurde 2020 in Jena "
                "gegründet und hat 19 Beschäftigte.",
            ),
            save("media_contact", "Lea Krämer, presse@dorfmobil.de, 03641 550142"),
            save("link", "https://dorfmobil.de/presse"),
        ],
        [call("finish")],
        ["Damit ist alles da."],
    ],
    "Äh nein, der 1. Mai stimmt natürlich": [
        [save("start", "am 1. Mai 2027", "Am 1. Mai 2027"), call("finish")],
        ["Alles klar, es bleibt beim 1. Mai. Hier ist die Pressemitteilung:"],
    ],
    "Eine Sache noch: es sind jetzt 64 Elektroautos": [
        [
            save(
                "detail_3",
                "64 Elektroautos stehen bereit. Geladen werden sie mit Strom vom Dach der Bushöfe.",
                "es sind jetzt 64 Elektroautos … stehen dafür bereit, geladen wird mit Strom vom Dach der "
                "Bushöfe",
            )
        ],
        ["Es waren 60 Elektroautos, jetzt sind es 64."],
    ],
    "Und die Überschrift bitte kürzer": [[reword("headline", _SHORTER)], ["So?"]],
}
_BURSTS = (
    (
        "Man kann bei uns mit einem Ticket",
        "Bus und Leihauto fahren",
        "Eine Fahrt kostet 4,50 Euro, egal wie weit",
    ),
    (
        "die Leihautos stehen an der Haltestelle",
        "wer aus dem Bus steigt, öffnet das Auto mit dem Handy",
        "60 Elektroautos stehen dafür bereit, geladen wird mit Strom vom Dach der Bushöfe",
    ),
    (
        "Dorfmobil verleiht Elektroautos in Dörfern in Thüringen. Das Unternehmen wurde 2020 in Jena "
        "gegründet und hat 19 Beschäftigte.",
        "Presse macht Lea Krämer, presse@dorfmobil.de, 03641 550142, mehr auf https://dorfmobil.de/presse",
    ),
)

_LEAD = (
    "{company_name} und {partner} arbeiten zusammen: Vom 1. Juni 2027 an können Fahrgäste im Saaletal mit "
    "einem Ticket Bus und Leihauto fahren."
)
_CARS = "60 Elektroautos stehen bereit und werden mit Strom vom Dach der Bushöfe geladen."
_INVENTED = "Weitere Landkreise haben bereits Interesse angemeldet und wollen sich anschließen."
_LINES = (
    Line(1, _LEAD, "company_name partner benefit start scope"),
    Line(2, "Die Partnerschaft gilt in 38 Dörfern und läuft drei Jahre.", "scope"),
    Line(2, "Eine Fahrt kostet 4,50 Euro, egal wie weit.", "detail"),
    Line(
        3,
        "Die Leihautos stehen an der Haltestelle: Wer aus dem Bus steigt, öffnet das Auto mit dem Handy.",
        "detail_2",
    ),
    Line(
        4,
        "Das Ticket gibt es im Bus oder in der App von {company_name}. Wer kein Handy hat, ruft an: Die "
        "Zentrale ist von 5 bis 23 Uhr besetzt.",
        "detail_6 detail_7 company_name",
    ),
    Line(4, "Der Saale-Kreis zahlt im Jahr 380.000 Euro dazu.", "detail_8"),
    Line(2, "Schüler und Azubis fahren umsonst.", "detail_10"),
    Line(3, "Bis zum nächsten Morgen um 7 Uhr muss das Auto wieder dort stehen.", "detail_9 detail_2"),
    Line(3, _CARS, "detail_3"),
    Line(4, _INVENTED, "detail_8"),
    Line(5, "In Kahla läuft seit Oktober ein Test mit fünf Autos.", "detail_4"),
    Line(5, "Der Bus dorthin fährt von Jena aus jede Stunde und braucht 20 Minuten.", "detail_11 detail_4"),
    Line(5, "412 Menschen machen mit; die meisten fahren damit abends vom Bahnhof heim.", "detail_5"),
    Line(5, "Im Herbst 2027 sollen zehn weitere Dörfer dazukommen.", "detail_11"),
)

PARTNERSHIP = Interview(
    title="A partnership, interviewed by a model in German",
    phone="+4915155550142",
    messages=[*turns_of(_SCRIPT, *_BURSTS), APPROVE],
    script=_SCRIPT,
    shorter="Und die Überschrift bitte kürzer",
    lines=_LINES,
    rethought={_LEAD: _LEAD.replace("1. Juni", "1. Mai")},
    repairs={_INVENTED: "", _CARS: _CARS.replace("60", "64")},
)
