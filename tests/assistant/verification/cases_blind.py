"""Two sets that were written by someone who had not seen the code, on messages of their own."""

from tests.assistant.verification.case import Case

# Each message with its language, and with the kind of each case and its value.
_MESSAGES: list[tuple[str, str, list[tuple[str, str]]]] = [
    (
        "en",
        (
            "hey! we're Brightloom Inc. from Austin tx, just closed our seed round, $4.2M led"
            " by Harbour Peak Ventures 🎉 we've hired 12 people since march so theres 47 of us"
            " now"
        ),
        [
            ("same money", "$4.2 million"),
            (
                "same text",
                ("Brightloom Inc. has closed a seed round of $4.2 million led by Harbour Peak Ventures."),
            ),
            ("same text", "The company has hired 12 people since March. It now has 47 employees."),
            ("same name", "Brightloom"),
            ("same name", "Austin"),
            ("other number", "$4.7 million"),
            ("other number", "$4.2 billion"),
            ("other name", "The round was led by Harbour Point Ventures."),
            ("other name", "Dallas"),
            ("other date", "The company has hired 12 people since May."),
            ("same text", "Brightloom Inc. hat seit März 12 Mitarbeiter eingestellt."),
            ("same money", "4,2 Millionen Dollar"),
            ("other number", "4,2 Milliarden Dollar"),
        ],
    ),
    (
        "en",
        (
            "its opening on the 3rd of may 2027, 6.30pm, at the Old Tannery, 14 Mill Lane, "
            "Norwich. about 80 paintings, 22 of them never shown b4. curator is dr priya nair"
        ),
        [
            ("same date", "May 3, 2027"),
            ("same text", "The exhibition opens on May 3, 2027, at 6:30 p.m. at the Old Tannery in Norwich."),
            ("same name", "Dr. Priya Nair"),
            ("same text", "14 Mill Lane, Norwich"),
            ("same text", "The show presents about 80 paintings. Of these, 22 have never been shown before."),
            ("other date", "May 13, 2027"),
            ("other date", "May 3, 2028"),
            ("other date", "The exhibition opens at 7:30 p.m."),
            ("other name", "Dr. Priti Nair"),
            ("same date", "3 de mayo de 2027"),
            ("same date", "3 במאי 2027"),
            ("other date", "5. März 2027"),
            ("other script", 'ד"ר פריה נאיר'),
        ],
    ),
    (
        "en",
        (
            "The X200 weighs 1.3 kg and costs 249 euros, battery lasts 18 hours. firmware "
            "v2.1 comes with it. Sold at Kessler & Sons in Bristol and Leeds from Sept 14"
        ),
        [
            ("same name", "X200"),
            ("same text", "The X200 weighs 1.3 kilograms and costs €249."),
            ("same name", "Firmware v2.1 is included."),
            ("same date", "14 September"),
            ("other name", "X300"),
            ("other number", "v2.2"),
            ("invented number", "The X200 is sold in 40 stores."),
            ("changed currency", "$249"),
            ("changed unit", "1.3 pounds"),
        ],
    ),
    (
        "en",
        (
            "Quote from our chair Jan van der Meer: “We nearly gave up twice. Then the town "
            "stepped in. I still can't believe it.”"
        ),
        [
            (
                "same quotation",
                "“We nearly gave up twice. Then the town stepped in. I still can't believe it.”",
            ),
            ("same quotation", '"Then the town stepped in."'),
            ("same name", "Jan van der Meer"),
            ("changed quotation", "“We almost gave up twice. Then the town stepped in.”"),
            ("changed quotation", "“We nearly gave up. Then the town stepped in.”"),
            ("changed quotation", "“Then the whole town stepped in.”"),
        ],
    ),
    (
        "en",
        (
            "St Brannock's Hospice here. We cared for 412 patients and 1,350 relatives last "
            "yr, with 96 volunteers, 55% of them over sixty. Contact: Moira O'Shea, +44 20 "
            "7946 0958, moira@stbrannocks.org.uk"
        ),
        [
            (
                "same text",
                (
                    "Last year the hospice cared for 412 patients and 1,350 relatives. It has 96 "
                    "volunteers, and 55 percent of them are over 60."
                ),
            ),
            ("same contact", "+442079460958"),
            ("same name", "Moira O’Shea"),
            ("contact", "+44 20 7946 0985"),
            ("derived number", "The hospice cared for 1,762 people."),
            ("added qualifier", "The hospice cared for more than 412 patients."),
            ("invented number", "The hospice cared for 1,350 patients and 412 relatives."),
            ("same number", "1.350 familiares"),
            ("same number", "55 %"),
            ("other number", "1.530 familiares"),
        ],
    ),
    (
        "en",
        (
            "our U12 girls beat Ashford Town FC 3-1 on Saturday 17 April. 640 people "
            "watched!! coach is Lena Brandt-Osei, club founded in 1921"
        ),
        [
            ("same number", "The under-12 girls beat Ashford Town FC 3–1 on Saturday, April 17."),
            ("same name", "Lena Brandt-Osei"),
            ("other date", "The girls won on Sunday, April 17."),
            ("other number", "The girls won 3-2."),
            ("invented name", "Coach Lena Brandt-Osei and captain Ruby Whitcombe celebrated with the fans."),
        ],
    ),
    (
        "en",
        (
            "City of Millbrook PR office: the new tram line is 23 miles long with 31 stops, "
            "cost 310 million dollars, opens Q3 2028. Mayor Teresa Quill cuts the ribbon"
        ),
        [
            ("same date", "The tram line opens in the third quarter of 2028."),
            ("same text", "The new line is 23 miles long and has 31 stops. It cost $310 million."),
            ("other name", "Mayor Theresa Quinn will cut the ribbon."),
            ("other date", "The line opens in the second quarter of 2028."),
            ("added qualifier", "The new line has nearly 31 stops."),
            ("changed unit", "The tram line is 23 kilometers long."),
            ("invented number", "The line is 31 miles long with 23 stops."),
            ("added qualifier", "La línea tiene casi 31 paradas."),
            ("changed unit", "Die Strecke ist 23 Kilometer lang."),
        ],
    ),
    (
        "en",
        "three million people use the app every month, in nineteen countries",
        [
            ("same text", "3 million people in 19 countries use the app every month."),
            ("same text", "3 מיליון איש ב-19 מדינות משתמשים באפליקציה מדי חודש."),
        ],
    ),
    (
        "en",
        "price is 15 usd per seat per month, annual plan $144",
        [
            ("same money", "$15 per seat per month"),
        ],
    ),
    (
        "en",
        "weve been collecting tin toys since the 1990s",
        [
            ("same date", "The museum has collected tin toys since the 1990s."),
        ],
    ),
    (
        "en",
        "all info on www.greenharbour.org/gala ok?",
        [
            ("same contact", "www.greenharbour.org/gala"),
        ],
    ),
    (
        "en",
        "samples are kept at -70°C in 2 freezers",
        [
            ("same unit", "The samples are stored at -70 °C."),
        ],
    ),
    (
        "en",
        "for kids aged 8-12, max 20 per course, £35",
        [
            ("same number", "The course is for children aged 8 to 12 and costs £35."),
        ],
    ),
    (
        "en",
        "we started in a garage in Tulsa with one oven",
        [
            ("invented date", "The bakery started in a garage in Tulsa in 2014."),
        ],
    ),
    (
        "de",
        (
            "Moin, hier Sabine von der Kupferwerk GmbH aus Gera :) wir haben 12 leute "
            "eingestellt und sind jetzt 61. Umsatz 2025: 6,3 Mio Euro, plus 18 %. "
            "Geschäftsführerin ist Dr. Annegret Vollmer-Hahn"
        ),
        [
            ("same money", "6,3 Millionen Euro"),
            (
                "same text",
                ("Die Kupferwerk GmbH hat 12 Mitarbeiter eingestellt. Sie beschäftigt jetzt 61 Menschen."),
            ),
            ("same number", "Der Umsatz stieg 2025 um 18 Prozent auf 6,3 Mio. €."),
            ("same name", "Dr. Annegret Vollmer-Hahn"),
            ("same name", "Gera"),
            ("same name", "Geschäftsführerin der Kupferwerk GmbH ist Dr. Annegret Vollmer-Hahn."),
            ("other number", "Das Unternehmen hat 16 Mitarbeiter eingestellt."),
            ("other number", "6,8 Mio. Euro"),
            ("other name", "Dr. Annegret Volkmer-Hahn"),
            ("other name", "Silberwerk GmbH"),
            ("same money", "€6.3 million"),
            ("same text", "Kupferwerk GmbH has hired 12 people. The company now has 61 employees."),
            ("other number", "€3.6 million"),
        ],
    ),
    (
        "de",
        (
            "Die Ausstellung geht vom 9.2. bis 30.4.2027, Eröffnung Dienstag 19 Uhr im "
            "Lindenhaus, Karlstraße 7, 07545 Gera. 140 Exponate, davon 35 Leihgaben aus dem "
            "Stadtmuseum Zwickau. Eintritt 8 €, ermäßigt 5"
        ),
        [
            ("same date", "9. Februar bis 30. April 2027"),
            ("same date", "30. April 2027"),
            ("same text", "Lindenhaus, Karlstraße 7, 07545 Gera"),
            (
                "same text",
                (
                    "Die Ausstellung wird am Dienstag um 19 Uhr im Lindenhaus eröffnet. Der Eintritt "
                    "kostet 8 Euro, ermäßigt 5 Euro."
                ),
            ),
            ("same text", "Gezeigt werden 140 Exponate, davon 35 Leihgaben aus dem Stadtmuseum Zwickau."),
            ("other date", "Die Ausstellung beginnt am 2. September 2027."),
            ("other date", "Eröffnung ist am Donnerstag um 19 Uhr."),
            ("other date", "Eröffnung ist um 18 Uhr."),
            ("other number", "07546 Gera"),
            ("other number", "Karlstraße 17"),
            ("derived number", "105 Exponate stammen aus der eigenen Sammlung."),
            ("same date", "April 30, 2027"),
            ("same text", "The exhibition opens on Tuesday at 7 p.m. at the Lindenhaus."),
            ("other date", "September 2, 2027"),
            ("other date", "The opening is at 8 p.m."),
        ],
    ),
    (
        "de",
        (
            "Zitat von unserm Vorstand Jens-Uwe Petersen: „Wir wollten nie groß werden. Wir "
            "wollten gut werden. Das ist uns gelungen.“"
        ),
        [
            (
                "same quotation",
                "„Wir wollten nie groß werden. Wir wollten gut werden. Das ist uns gelungen.“",
            ),
            ("same quotation", "„Wir wollten gut werden. Das ist uns gelungen.“"),
            ("same name", "Jens-Uwe Petersen"),
            ("other name", "Jens-Peter Petersen"),
            ("changed quotation", "„Wir wollten nie reich werden. Wir wollten gut werden.“"),
            ("changed quotation", "„Wir wollten groß werden. Wir wollten gut werden.“"),
            ("changed quotation", "„Wir wollten gut werden. Das ist uns wirklich gelungen.“"),
            ("same name", "Jens-Uwe Petersen dijo que el equipo quería ser bueno."),
            ("changed quotation", "“We wanted to be good.”"),
        ],
    ),
    (
        "de",
        (
            "das klinikum hat seit 2019 eine neue kinderstation, 24 betten, 38 pflegekräfte, "
            "leitung prof. dr. martin oberländer. spende von 250.000 euro kam von der "
            "Hildegard-Brandt-Stiftung"
        ),
        [
            ("same name", "Prof. Dr. Martin Oberländer"),
            (
                "same text",
                (
                    "Seit 2019 hat das Klinikum eine neue Kinderstation mit 24 Betten. Dort arbeiten "
                    "38 Pflegekräfte."
                ),
            ),
            ("same money", "Die Hildegard-Brandt-Stiftung spendete 250.000 Euro."),
            ("other date", "Die Kinderstation besteht seit 2018."),
            ("other name", "Prof. Dr. Matthias Oberländer"),
            ("invented number", "Die Kinderstation hat 24 Betten und 6 Spielzimmer."),
            ("changed currency", "250.000 Franken"),
            ("invented number", "Die Station hat 38 Betten und 24 Pflegekräfte."),
            ("same text", "Since 2019 the hospital has had a new children's ward with 24 beds."),
            ("changed currency", "$250,000"),
            ("invented number", "The ward has 38 beds and 24 nurses."),
        ],
    ),
    (
        "de",
        (
            "unser neues Modell heißt TL-450, wiegt 2,4 kg, hält -20 °C aus und kostet netto "
            "1.299 €. Lieferung ab KW 14, Auslieferung startet am 5. April 2027. Partner: "
            "Nordlicht Optik AG"
        ),
        [
            ("same name", "TL-450"),
            ("same text", "Das neue Modell TL-450 wiegt 2,4 Kilogramm und kostet netto 1299 Euro."),
            ("same date", "5.4.2027"),
            ("same date", "Die Lieferung beginnt in KW 14."),
            ("same name", "Partner ist die Nordlicht Optik AG."),
            ("other name", "TL-540"),
            ("other number", "20 °C"),
            ("other name", "Partner ist die Südlicht Optik AG."),
            ("changed unit", "Das TL-450 wiegt 2,4 Gramm."),
            ("same money", "€1,299"),
        ],
    ),
    (
        "de",
        (
            "SV Grün-Weiß Altenhain e.V.: 2:1 gewonnen am Sonntag gg. den TSV Burgstädt, 850 "
            "Zuschauer, tore Kevin Marschall (17., 63.). der verein hat 430 mitglieder und 22"
            " trainer"
        ),
        [
            ("same number", "Der SV Grün-Weiß Altenhain gewann am Sonntag 2:1 gegen den TSV Burgstädt."),
            (
                "same number",
                ("Beide Tore schoss Kevin Marschall in der 17. und 63. Minute. Es kamen 850 Zuschauer."),
            ),
            ("other number", "Der Verein gewann 3:1."),
            ("added qualifier", "Mehr als 850 Zuschauer sahen das Spiel."),
            ("invented number", "Der Verein hat 22 Mitglieder und 430 Trainer."),
            ("added qualifier", "More than 850 spectators watched the match."),
            ("derived number", "The club has 452 members and coaches."),
        ],
    ),
    (
        "de",
        (
            "Die Stadt Rheinbach baut 14 km Radwege und pflanzt 2300 Bäume, Kosten "
            "fünfeinhalb Millionen Euro, fertig bis Ende 2028, sagt Bürgermeisterin Claudia "
            "Wirtz"
        ),
        [
            ("same text", "5,5 Millionen Euro"),
            ("same text", "Die Stadt Rheinbach baut 14 Kilometer Radwege und pflanzt 2.300 Bäume."),
            ("same name", "Bürgermeisterin Claudia Wirtz"),
            ("other number", "5,5 Milliarden Euro"),
            ("invented name", "Baudezernent Holger Stemmler leitet das Projekt."),
            ("added qualifier", "Die Stadt baut rund 14 km Radwege."),
            ("invented number", "Die Stadt pflanzt 2.300 Bäume und senkt ihre Emissionen um 30 Prozent."),
            ("same money", "5.5 million euros"),
            ("same number", "La ciudad planta 2.300 árboles."),
            ("other number", "The city is planting 3,200 trees."),
            ("other number", "2.3 trees"),
        ],
    ),
    (
        "de",
        "frau aylin oezdemir leitet seit 1.8. unser büro in hamburg",
        [
            ("same name", "Seit dem 1. August leitet Aylin Oezdemir das Büro in Hamburg."),
        ],
    ),
    (
        "de",
        "wir machen das seit den 80er jahren, dritte generation",
        [
            ("same date", "Der Betrieb besteht seit den 1980er-Jahren in der dritten Generation."),
        ],
    ),
    (
        "de",
        "die jüngste teilnehmerin war zwölf, die älteste 84 jahre alt",
        [
            ("same number", "Die jüngste Teilnehmerin war 12 Jahre alt, die älteste 84."),
        ],
    ),
    (
        "de",
        "neue halle hat 3.200 qm, miete 6,50 €/qm",
        [
            ("same unit", "Die neue Halle hat 3.200 Quadratmeter."),
        ],
    ),
    (
        "de",
        "wir sind ein familienbetrieb aus Plauen",
        [
            ("invented date", "Der Familienbetrieb aus Plauen wurde 1954 gegründet."),
        ],
    ),
    (
        "es",
        (
            "Hola!! somos Olivar del Sur S.L., de Jaén. hemos contratado a 12 personas y ya "
            "somos 58. facturamos 6,3 millones de euros en 2025, un 14% más. La directora es "
            "María José de la Fuente Ibáñez 🙌"
        ),
        [
            ("same money", "6,3 M€"),
            (
                "same text",
                ("Olivar del Sur S.L. ha contratado a 12 personas. La empresa ya cuenta con 58 empleados."),
            ),
            ("same number", "La empresa facturó 6,3 millones de euros en 2025, un 14 % más."),
            ("same name", "María José de la Fuente Ibáñez"),
            ("same name", "La directora, María José de la Fuente, dirige la empresa."),
            ("same name", "Jaén"),
            ("other number", "La empresa ha contratado a 21 personas."),
            ("other number", "6,8 millones de euros"),
            ("other name", "María Luisa de la Fuente Ibáñez"),
            ("other name", "Córdoba"),
            ("other name", "Olivar del Norte S.L."),
            ("derived number", "La empresa tenía antes 46 empleados."),
            ("same money", "€6.3 million"),
            ("same text", "Olivar del Sur S.L. hired 12 people and increased its sales by 14% in 2025."),
        ],
    ),
    (
        "es",
        (
            "inauguración el jueves 8 de abril de 2027 a las 20:30h en el Museo Zabaleta, "
            "calle Mayor 21, Sevilla. son 64 obras de 17 artistas, hasta el 30 de junio. "
            "entrada 7€"
        ),
        [
            ("same date", "8 de abril de 2027"),
            ("same date", "08/04/2027"),
            (
                "same text",
                (
                    "La exposición se inaugura el jueves 8 de abril a las 20.30 horas en el Museo "
                    "Zabaleta. Reúne 64 obras de 17 artistas."
                ),
            ),
            ("same text", "Calle Mayor, 21, Sevilla"),
            ("same money", "La entrada cuesta 7 euros."),
            ("other date", "18 de abril de 2027"),
            ("other date", "La exposición estará abierta hasta el 30 de julio."),
            ("other date", "Se inaugura el viernes 8 de abril."),
            ("other date", "Se inaugura a las 19:30 horas."),
            ("other name", "Calle Mayor, 12, Sevilla"),
            ("invented name", "La comisaria de la muestra es Carmen Villalobos."),
            ("changed currency", "7 dólares"),
            ("invented number", "La muestra reúne 17 obras de 64 artistas."),
            (
                "same text",
                (
                    "The exhibition opens on Thursday, April 8, 2027, at the Museo Zabaleta. It shows"
                    " 64 works by 17 artists."
                ),
            ),
            ("other date", "The exhibition opens on Friday, April 8, 2027."),
        ],
    ),
    (
        "es",
        ("cita del presidente, Íñigo Larrañaga: «Nadie creía en este equipo. Nosotros sí. Y aquí estamos.»"),
        [
            ("same quotation", "«Nadie creía en este equipo. Nosotros sí. Y aquí estamos.»"),
            ("same quotation", "“Nadie creía en este equipo.”"),
            ("same name", "Íñigo Larrañaga"),
            ("other name", "Íñigo Larrea"),
            ("changed quotation", "«Nadie confiaba en este equipo. Nosotros sí.»"),
            ("changed quotation", "«Nadie creía en este equipo. Y aquí estamos.»"),
            ("changed quotation", "«Nosotros siempre sí. Y aquí estamos.»"),
            ("other name", "Iker Larrañaga said nobody believed in the team."),
            ("changed quotation", "“Nobody believed in this team.”"),
        ],
    ),
    (
        "es",
        (
            "la ong Manos del Norte atendió a 2.450 familias y 830 menores en 2026, con 125 "
            "voluntarios. el 40 por ciento son mujeres solas. tel 954 123 456, correo "
            "prensa@manosdelnorte.org, Lucía Peñalver"
        ),
        [
            (
                "same text",
                (
                    "En 2026 la ONG Manos del Norte atendió a 2.450 familias y a 830 menores. Cuenta "
                    "con 125 voluntarios."
                ),
            ),
            ("same number", "40 %"),
            ("same contact", "954123456"),
            ("same contact", "Lucía Peñalver, prensa@manosdelnorte.org"),
            ("contact", "954 123 465"),
            ("contact", "info@manosdelnorte.org"),
            ("derived number", "La ONG cuenta con 50 voluntarias."),
            ("added qualifier", "La ONG atendió a más de 2.450 familias."),
            ("same name", "Lucía Peñalver, Manos del Norte"),
        ],
    ),
    (
        "es",
        (
            "el nuevo modelo AQ-30 pesa 850 gramos, cuesta 199 dólares y sale en septiembre. "
            "lo vende Ferretería Gómez e Hijos en Valparaíso y Concepción. version 3.4 del "
            "software"
        ),
        [
            ("same name", "AQ-30"),
            ("same text", "El AQ-30 pesa 850 g y cuesta 199 dólares. Saldrá a la venta en septiembre."),
            ("same name", "Ferretería Gómez e Hijos lo vende en Valparaíso y Concepción."),
            ("same name", "3.4"),
            ("other name", "AQ-50"),
            ("changed currency", "199 euros"),
            ("changed unit", "El AQ-30 pesa 850 kilos."),
            ("changed currency", "€199"),
        ],
    ),
    (
        "es",
        (
            "el hospital San Telmo abre la unidad de ictus, 18 camas, 44 enfermeras, "
            "inversion de tres millones y medio de euros. la dirige el dr. joaquín urrutia "
            "desde el 1 de marzo"
        ),
        [
            ("same text", "3,5 millones de euros"),
            ("same name", "Dr. Joaquín Urrutia"),
            ("same text", "El Hospital San Telmo abre una unidad de ictus con 18 camas y 44 enfermeras."),
            ("same date", "Joaquín Urrutia la dirige desde el 1 de marzo."),
            ("invented number", "La unidad tiene 18 camas y 3 quirófanos."),
            ("invented number", "La unidad tiene 44 camas y 18 enfermeras."),
            ("same money", "3,5 Mio. Euro"),
            ("invented number", "The unit has 18 beds and 6 doctors."),
        ],
    ),
    (
        "es",
        (
            "Ayuntamiento de Cuenca: 26 km de carril bici, 5.000 árboles, plazo finales del "
            "2028, presupuesto 9 M€. la alcaldesa Beatriz Olmedo lo presenta el 12/03/2027"
        ),
        [
            ("same date", "12 de marzo de 2027"),
            (
                "same text",
                (
                    "La ciudad tendrá 26 kilómetros de carril bici y 5.000 árboles. El presupuesto es"
                    " de 9 millones de euros."
                ),
            ),
            ("other date", "3 de diciembre de 2027"),
            ("other date", "El plazo termina a finales de 2029."),
            ("other name", "La alcaldesa Beatriz Salcedo presenta el proyecto."),
            ("added qualifier", "El proyecto incluye casi 26 km de carril bici."),
            ("same date", "12. März 2027"),
            ("other date", "December 3, 2027"),
            ("invented name", "The architect is Norman Whitfield."),
        ],
    ),
    (
        "es",
        "tocamos desde los años 90, somos 5 en la banda",
        [
            ("same date", "La banda toca desde los años noventa y tiene cinco miembros."),
        ],
    ),
    (
        "es",
        "es la 3ª edición de la carrera, 10 km, salen mil doscientos corredores",
        [
            ("same number", "La tercera edición de la carrera, de 10 km, reunirá a 1.200 corredores."),
        ],
    ),
    (
        "he",
        (
            'היי, אנחנו חברת גלי אור בע"מ מאילת 🙂 גייסנו 12 עובדים מאז מרץ ועכשיו אנחנו 47. '
            'גייסנו 6.3 מיליון דולר בהובלת קרן פסגה. המנכ"לית היא ד"ר מיכל בן דוד'
        ),
        [
            ("same money", "6.3 מיליון דולר"),
            ("same money", "6,300,000 דולר"),
            ("same text", "החברה גייסה 12 עובדים מאז מרץ. כיום היא מעסיקה 47 עובדים."),
            ("same name", "ד״ר מיכל בן דוד"),
            ("same name", "גלי אור בע״מ"),
            ("same name", "אילת"),
            ("same text", "קרן פסגה הובילה את הגיוס של 6.3 מיליון דולר."),
            ("other number", "6.8 מיליון דולר"),
            ("other number", "החברה גייסה 21 עובדים."),
            ("other date", "החברה גייסה 12 עובדים מאז מאי."),
            ("other number", "6.3 מיליארד דולר"),
            ("other name", "אשדוד"),
            ("invented date", "החברה נוסדה בשנת 2015."),
            ("changed currency", "6.3 מיליון שקל"),
            ("same money", "$6.3 million"),
            ("same text", "The company has hired 12 employees since March."),
            ("other number", "$3.6 million"),
            ("other script", "Dr. Michal Ben David"),
        ],
    ),
    (
        "he",
        (
            "הפתיחה ביום שלישי 9 בפברואר 2027 בשעה 19:30, במוזיאון הגליל, רחוב הרצל 14, צפת. "
            'מוצגות 85 יצירות של 23 אמנים. כרטיס 40 ש"ח, התערוכה עד 30.4'
        ),
        [
            ("same date", "9 בפברואר 2027"),
            ("same date", "9.2.2027"),
            (
                "same text",
                ("התערוכה תיפתח ביום שלישי בשעה 19:30 במוזיאון הגליל בצפת. יוצגו בה 85 יצירות של 23 אמנים."),
            ),
            ("same text", "הרצל 14, צפת"),
            ("same money", "מחיר הכרטיס הוא 40 שקלים."),
            ("same date", "התערוכה תוצג עד 30 באפריל."),
            ("other date", "19 בפברואר 2027"),
            ("other date", "2 בספטמבר 2027"),
            ("other date", "התערוכה תיפתח ביום רביעי 9 בפברואר."),
            ("other date", "התערוכה תיפתח בשעה 18:30."),
            ("other name", "הרצל 41, צפת"),
            ("invented number", "מוצגות 23 יצירות של 85 אמנים."),
            ("same date", "Feb. 9, 2027"),
            ("other date", "10 de febrero de 2027"),
            ("invented number", "23 works by 85 artists are on display."),
        ],
    ),
    (
        "he",
        ('ציטוט של היו"ר אבנר שלום: "לא האמינו בנו בהתחלה. המשכנו לעבוד. היום כולם מגיעים אלינו."'),
        [
            ("same quotation", "״לא האמינו בנו בהתחלה. המשכנו לעבוד. היום כולם מגיעים אלינו.״"),
            ("same quotation", '"היום כולם מגיעים אלינו."'),
            ("same name", "אבנר שלום"),
            ("other name", "אבנר שקד"),
            ("changed quotation", '"לא האמינו בנו בהתחלה. המשכנו להילחם."'),
            ("changed quotation", '"לא האמינו בנו. המשכנו לעבוד."'),
            ("changed quotation", '"המשכנו לעבוד. היום כולם תמיד מגיעים אלינו."'),
            ("other script", "Avner Shalom"),
        ],
    ),
    (
        "he",
        (
            "בבית החולים כרמית יש מחלקת ילדים חדשה עם 24 מיטות ו-38 אחיות, תרומה של 250,000 ₪"
            " מקרן משפחת ברנע. מנהל המחלקה פרופ' יואב אלמוג, מאז 2019"
        ),
        [
            ("same text", "במחלקת הילדים של בית החולים כרמית 24 מיטות ו־38 אחיות."),
            ("same money", "250 אלף שקל"),
            ("same name", "פרופ׳ יואב אלמוג מנהל את המחלקה מאז 2019."),
            ("other date", "פרופ' יואב אלמוג מנהל את המחלקה מאז 2018."),
            ("invented number", "במחלקה 24 מיטות ו-3 חדרי ניתוח."),
            ("invented number", "במחלקה 38 מיטות ו-24 אחיות."),
            ("same money", "250.000 Schekel"),
        ],
    ),
    (
        "he",
        (
            'הדגם החדש X200 שוקל 1.3 ק"ג, מחיר 249 אירו, סוללה 18 שעות. יוצא לשוק ב-5 באפריל.'
            " גרסה 2.1 של האפליקציה. טל' 03-5551234, דוא\"ל press@galor.co.il"
        ),
        [
            ("same name", "X200"),
            ("same text", "הדגם X200 שוקל 1.3 קילוגרם ומחירו 249 אירו."),
            ("same money", "€249"),
            ("same date", "הדגם ייצא לשוק ב-5.4."),
            ("same contact", "035551234"),
            ("other name", "X300"),
            ("contact", "03-5551243"),
            ("changed currency", "249 דולר"),
            ("changed unit", "הדגם שוקל 1.3 גרם."),
            ("same text", "The X200 weighs 1.3 kg and costs €249."),
            ("changed currency", "$249"),
        ],
    ),
    (
        "he",
        (
            "הפועל נווה ים ניצחה 3-1 את מכבי גבעון בשבת, 850 צופים, שני שערים של עידו רז-כהן."
            " במועדון 430 שחקנים ו-22 מאמנים, נוסד ב-1958"
        ),
        [
            ("same number", "הפועל נווה ים ניצחה את מכבי גבעון 3-1 בשבת. במשחק צפו 850 צופים."),
            ("same date", "המועדון נוסד בשנת 1958."),
            ("same name", "עידו רז-כהן"),
            ("other number", "הקבוצה ניצחה 3-2."),
            ("derived number", "במועדון 452 שחקנים ומאמנים."),
            ("added qualifier", "יותר מ-850 צופים הגיעו למשחק."),
            ("other script", "Ido Raz-Cohen scored both goals."),
        ],
    ),
    (
        "he",
        (
            'עיריית נהר דעת: 14 ק"מ שבילי אופניים, 2300 עצים, עלות חמישה מיליון וחצי שקל, '
            "סיום ברבעון השלישי של 2028. ראש העיר תמר זילברשטיין. 55% מהתושבים תומכים"
        ),
        [
            ("same text", "5.5 מיליון שקל"),
            ("same date", "הפרויקט יסתיים ברבעון השלישי של 2028."),
            ("same text", "העירייה תסלול 14 קילומטרים של שבילי אופניים ותיטע 2,300 עצים."),
            ("same number", "55 אחוז מהתושבים תומכים בפרויקט."),
            ("other date", "הסיום צפוי ברבעון הראשון של 2028."),
            ("added qualifier", "העירייה תיטע כמעט 2,300 עצים."),
        ],
    ),
    (
        "he",
        "יש לנו שלושה עשר מתנדבים ועשרים וחמישה חניכים",
        [
            ("same text", "לעמותה 13 מתנדבים ו-25 חניכים."),
        ],
    ),
    (
        "en",
        (
            "morning! Fenwick Rovers AFC: memorial run sunday june 6th 10am start, 5k and "
            "10k, entry £9 online / £11 on the day. last yr we raised 7,400 pounds 4 the air "
            "ambulance. ask for Bob McAllister"
        ),
        [
            (
                "same text",
                (
                    "The memorial run starts at 10 a.m. on Sunday, June 6. Entry costs £9 online and "
                    "£11 on the day."
                ),
            ),
            ("same money", "£7,400"),
            ("same name", "Fenwick Rovers AFC"),
            ("same name", "Bob McAllister is the contact."),
            ("same text", "Last year the club raised £7,400 for the air ambulance."),
            ("other date", "The run is on Sunday, June 16."),
            ("other number", "£7,100"),
            ("invented name", "Mayor Alice Pemberton starts the run."),
        ],
    ),
    (
        "en",
        (
            "our paper's out: 1 in 5 patients waits > 6 weeks. survey of 2,018 adults, feb "
            "2-19 2027. Prof. Hannah de Souza (King's Lynn Institute) led it w/ Tomasz Wróbel"
        ),
        [
            ("same number", "One in five patients waits more than six weeks."),
            ("same text", "Professor Hannah de Souza led the survey of 2,018 adults with Tomasz Wróbel."),
            ("same number", "The survey took place Feb. 2-19, 2027."),
            ("other number", "One in four patients waits more than six weeks."),
            ("other name", "Prof. Hannah de Silva"),
            ("changed unit", "Patients wait more than six months."),
        ],
    ),
    (
        "en",
        (
            "Solara Pods ltd, Manchester. series A of 11m GBP closed on 22 jan, investors "
            "Oakfold Capital + Dune Partners. we grew from 8 to 34 staff in 18 months. ceo = "
            "Yusuf Adeyemi"
        ),
        [
            ("same money", "£11 million"),
            (
                "same text",
                (
                    "Solara Pods Ltd. closed its Series A round on January 22. The investors are "
                    "Oakfold Capital and Dune Partners."
                ),
            ),
            ("same text", "Its staff grew from eight to 34 in 18 months."),
            ("same name", "Yusuf Adeyemi, CEO"),
            ("other name", "Oakfield Capital"),
            ("other number", "Its staff grew from eight to 43 in 18 months."),
            ("other name", "Solara Pods is based in Birmingham."),
            ("changed currency", "$11 million"),
            ("derived number", "The company has hired 26 people in 18 months."),
            ("invented number", "Its staff grew from 34 to eight in 18 months."),
        ],
    ),
    (
        "en",
        (
            'the director, Ms Ingrid Solberg, told the paper: "Art belongs to everyone. We '
            'start with free Mondays." museum has 12,000 sq ft and 3 floors'
        ),
        [
            (
                "same quotation",
                ("“Art belongs to everyone. We start with free Mondays,” said Ingrid Solberg, the director."),
            ),
            ("same unit", "12,000 square feet"),
            ("same name", "Ingrid Solberg"),
            ("changed quotation", "“Art belongs to all. We start with free Mondays.”"),
            ("changed quotation", "“Art belongs to everyone in town.”"),
        ],
    ),
    (
        "de",
        (
            "hallo, die tafel bautzen e.v. hat letztes jahr 86 tonnen lebensmittel verteilt, "
            "an 1.900 haushalte. neue chefin ab 1. juli: Friederike von der Heide. 74 "
            "ehrenamtliche, durchschnittsalter 66"
        ),
        [
            (
                "same text",
                (
                    "Die Tafel Bautzen e. V. verteilte im letzten Jahr 86 Tonnen Lebensmittel an 1900"
                    " Haushalte."
                ),
            ),
            ("same name", "Friederike von der Heide"),
            (
                "same text",
                (
                    "Neue Leiterin ist ab dem 1. Juli Friederike von der Heide. Der Verein hat 74 "
                    "Ehrenamtliche."
                ),
            ),
            ("same number", "Das Durchschnittsalter der Ehrenamtlichen liegt bei 66 Jahren."),
            ("other number", "Die Tafel verteilte 68 Tonnen Lebensmittel."),
            ("other name", "Friederike von der Weide"),
            ("changed unit", "Die Tafel verteilte 86 Kilogramm Lebensmittel."),
            ("added qualifier", "Die Tafel verteilte fast 86 Tonnen Lebensmittel."),
            ("invented number", "74 Haushalte wurden von 1.900 Ehrenamtlichen versorgt."),
        ],
    ),
    (
        "de",
        (
            "Presse-Info: Wimmer & Söhne KG, Regensburg, Umzug in die Donaustr. 112 zum "
            "15.11.26. 48 Arbeitsplätze, Investition 3,75 Mio. €. Chef Xaver Wimmer jun., "
            "0941 / 55 66 77-0"
        ),
        [
            ("same money", "3,75 Millionen Euro"),
            ("same date", "15. November 2026"),
            (
                "same text",
                (
                    "Die Wimmer & Söhne KG zieht zum 15. November 2026 in die Donaustraße 112. Dort "
                    "entstehen 48 Arbeitsplätze."
                ),
            ),
            ("same name", "Xaver Wimmer jun."),
            ("same contact", "0941 5566770"),
            ("other date", "11. Dezember 2026"),
            ("other number", "3,57 Mio. €"),
            ("other name", "Franz Wimmer jun."),
        ],
    ),
    (
        "de",
        (
            "wir zeigen auf der messe in köln den roboter Kalle 3, hebt 35 kilo, fährt 6 "
            "km/h, kostet ab 19.900 euro. halle 8, stand B12, 4.-7. mai. software 2.0.5. "
            "kunde: Universitätsklinikum Ulm"
        ),
        [
            ("same text", "Der Roboter Kalle 3 hebt 35 Kilogramm und kostet ab 19.900 Euro."),
            ("same number", "4. bis 7. Mai, Halle 8, Stand B12"),
            ("same name", "Kunde ist das Universitätsklinikum Ulm."),
            ("same name", "Software 2.0.5"),
            ("other number", "4. bis 9. Mai"),
            ("other name", "Kalle 4"),
            ("changed currency", "ab 19.900 Dollar"),
        ],
    ),
    (
        "de",
        (
            'dazu unsere Museumsleiterin Prof. Judith Ehrenfeld: "Dieses Bild war '
            'verschwunden. Jetzt ist es wieder da, und alle dürfen es sehen." das bild ist '
            "von 1887, 60 x 80 cm"
        ),
        [
            (
                "same quotation",
                (
                    "„Dieses Bild war verschwunden. Jetzt ist es wieder da, und alle dürfen es "
                    "sehen“, sagt Prof. Judith Ehrenfeld."
                ),
            ),
            ("same unit", "Das Gemälde von 1887 misst 60 × 80 Zentimeter."),
            ("other date", "Das Bild stammt von 1878."),
            ("changed quotation", "„Jetzt ist es wieder da, und alle sehen es.“"),
            ("invented name", "Restauratorin Elfriede Tannhauser untersuchte das Bild."),
        ],
    ),
    (
        "es",
        (
            "buenas, el club Atlético Ribera ganó 4-2 al Deportivo Lucena el domingo, 1.150 "
            "espectadores, entrena Paco Núñez del Río. tenemos 320 socios y 14 equipos desde "
            "1987"
        ),
        [
            (
                "same text",
                ("El Atlético Ribera ganó 4-2 al Deportivo Lucena el domingo ante 1.150 espectadores."),
            ),
            ("same text", "El club tiene 320 socios y 14 equipos."),
            ("same name", "Paco Núñez del Río"),
            ("same date", "El club existe desde 1987."),
            ("other number", "El club ganó 4-3."),
            ("other date", "El club ganó el sábado."),
            ("other name", "Paco Núñez del Campo"),
            ("added qualifier", "El club tiene unos 320 socios."),
            ("derived number", "El club cumple 40 años."),
            ("invented number", "El club tiene 14 socios y 320 equipos."),
        ],
    ),
    (
        "es",
        (
            "Clínica Santa Eulalia, Oviedo: nueva resonancia de 1,5 teslas, costó 940.000 €, "
            "la usa desde el lunes la dra. Begoña Álvarez-Cienfuegos. 35 pacientes al dia, "
            "espera de 9 días"
        ),
        [
            ("same money", "940 000 euros"),
            ("same name", "Dra. Begoña Álvarez-Cienfuegos"),
            (
                "same text",
                (
                    "La Clínica Santa Eulalia, en Oviedo, atiende a 35 pacientes al día. La espera es"
                    " de nueve días."
                ),
            ),
            ("same unit", "1,5 teslas"),
            ("other number", "490.000 €"),
            ("other name", "La Clínica Santa Eulalia está en Gijón."),
            ("invented name", "El gerente Ramiro Castellanos inauguró el equipo."),
        ],
    ),
    (
        "es",
        (
            "startup Nubaria Inc, de Bogotá, ronda serie A por US$ 8,5 millones, la lidera "
            "Andes Ventures, clientes en 6 países, plan desde 29 dólares al mes por usuario. "
            "lanzamiento 2do trimestre 2027"
        ),
        [
            ("same money", "8,5 millones de dólares"),
            (
                "same text",
                (
                    "Nubaria Inc. cerró una ronda de serie A de 8,5 millones de dólares, liderada por"
                    " Andes Ventures."
                ),
            ),
            ("same money", "29 dólares mensuales por usuario"),
            ("same date", "segundo trimestre de 2027"),
            ("other name", "Andes Capital lidera la ronda."),
            ("other date", "cuarto trimestre de 2027"),
            ("changed currency", "8,5 millones de euros"),
        ],
    ),
    (
        "es",
        (
            'dice la directora del teatro, Rocío Saavedra: "El público manda. Nosotros solo '
            'abrimos la puerta." temporada del 5 de octubre al 20 de diciembre, 22 funciones'
        ),
        [
            (
                "same quotation",
                (
                    "«El público manda. Nosotros solo abrimos la puerta», afirma Rocío Saavedra, "
                    "directora del teatro."
                ),
            ),
            ("same number", "La temporada va del 5 de octubre al 20 de diciembre y ofrece 22 funciones."),
            ("other date", "del 15 de octubre al 20 de diciembre"),
            ("changed quotation", "«El público decide. Nosotros solo abrimos la puerta.»"),
            ("changed quotation", "«Nosotros abrimos la puerta.»"),
        ],
    ),
    (
        "he",
        (
            "שלום, עמותת יד לשכן בחיפה חילקה השנה 2,450 סלי מזון ל-830 משפחות, יש 125 "
            'מתנדבים, 40% מהם מעל גיל 60. מנכ"לית רונית אלקיים'
        ),
        [
            ("same text", "העמותה חילקה 2,450 סלי מזון ל-830 משפחות. פעילים בה 125 מתנדבים."),
            ("same number", "40 אחוזים מהמתנדבים הם מעל גיל 60."),
            ("same name", "רונית אלקיים"),
            ("same name", "מנכ״לית העמותה, רונית אלקיים"),
            ("same name", "חיפה"),
            ("same name", "עמותת יד לשכן"),
            ("other number", "העמותה חילקה 2,540 סלי מזון."),
            ("other name", "רונית אלבז"),
            ("added qualifier", "העמותה חילקה כמעט 2,450 סלי מזון."),
        ],
    ),
    (
        "he",
        (
            "המרוץ יתקיים ביום שישי 16 באפריל 2027 ב-7:00 בבוקר, מקצים של 5 ו-10 קילומטר, דמי"
            " הרשמה 90 שקל. יוצאים מפארק הירקון. מארגן: אלון בר-לב"
        ),
        [
            ("same date", "16 באפריל 2027"),
            ("same text", "המרוץ ייערך ביום שישי בשעה 7:00. דמי ההרשמה הם 90 ש״ח."),
            ("same unit", "המקצים הם 5 ק״מ ו-10 ק״מ."),
            ("same name", "אלון בר־לב"),
            ("other date", "16 ביוני 2027"),
            ("other date", "המרוץ ייערך ביום שבת."),
            ("other date", "המרוץ יתחיל בשעה 8:00."),
            ("changed currency", "90 דולר"),
        ],
    ),
    (
        "he",
        (
            'המוזיאון ברחובות רכש 3 ציורים של נחום גוטמן בעלות של מיליון ושלוש מאות אלף ש"ח. '
            'שטח הגלריה 450 מ"ר. האוצרת ד"ר סיגל ורדי. נפתח לקהל במאי'
        ),
        [
            ("same text", "1.3 מיליון שקלים"),
            ("same text", "המוזיאון רכש שלושה ציורים של נחום גוטמן."),
            ("same unit", "450 מטרים רבועים"),
            ("same date", "הגלריה תיפתח לקהל בחודש מאי."),
            ("same name", "האוצרת, ד״ר סיגל ורדי"),
            ("other number", "1.8 מיליון שקלים"),
            ("other date", "הגלריה תיפתח לקהל ביוני."),
            ("other name", "ד״ר סיגל ברק"),
        ],
    ),
    (
        "he",
        (
            'אמרה ראש המועצה גלית נחמני: "הכביש הזה יציל חיים. חיכינו לו עשרים שנה." אורך '
            'הכביש 26 ק"מ, נחנך בשנת 2026, 4 מחלפים ו-9 גשרים'
        ),
        [
            ("same quotation", "״הכביש הזה יציל חיים. חיכינו לו עשרים שנה״, אמרה גלית נחמני."),
            ("same text", "אורך הכביש 26 קילומטרים, ויש בו 4 מחלפים ו-9 גשרים."),
            ("other date", "הכביש נחנך בשנת 2025."),
            ("changed unit", "אורך הכביש 26 מטרים."),
            ("invented number", "בכביש 9 מחלפים ו-4 גשרים."),
            ("derived number", "בכביש 13 מחלפים וגשרים."),
            ("changed quotation", "״הכביש הזה ישנה חיים.״"),
            ("changed quotation", "״חיכינו עשרים שנה.״"),
        ],
    ),
]

CASES = [
    Case(kind, language, said, value, kind.startswith("same"))
    for language, said, cases in _MESSAGES
    for kind, value in cases
]
