"""German, not shown to the builder of the check: a brewery's winter beer, a hospital and its partner."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

BIER_WAS = "neues bier von uns: heißt Rauhnacht, dunkles mit 5,8 % alkohol, stammwürze 13,9 %"
BIER_PREIS = "0,5 l flasche kostet 1,45 €, kasten 24,80 plus pfand"
BIER_AB = (
    "gibts ab 12. november 27 in 340 märkten in oberfranken und thüringen, 900 hektoliter und dann is schluss"
)
BIER_ZITAT = (
    "die braumeisterin Gundi Schmälzlein sagt: Im Winter trinkt man langsamer. Also darf das Bier "
    "mehr erzählen."
)
BIER_WIRT = (
    'Wirt Karl-Heinz Deuerling vom Gasthof Linde in Kronach: "Des ist kein Durstlöscher, des ist '
    'eine Ausrede zum Sitzenbleiben."'
)
BRAUHAUS = Release(
    name="Brauhaus Zeyern",
    language="de",
    facts=(
        Fact("f1", "brauerei", "name", "Brauhaus Zeyern", "Brauhaus Zeyern, sitzt in Zeyern"),
        Fact("f2", "bier", "name", "Rauhnacht", BIER_WAS),
        Fact(
            "f3",
            "beschreibung",
            "text",
            "Rauhnacht ist ein dunkles Bier mit 5,8 Prozent Alkohol und 13,9 Prozent Stammwürze.",
            BIER_WAS,
        ),
        Fact("f4", "preis_flasche", "money", "1,45 Euro", BIER_PREIS),
        Fact("f5", "preis_kasten", "money", "24,80 Euro zuzüglich Pfand", BIER_PREIS),
        Fact(
            "f6",
            "verkauf",
            "text",
            "ab 12. November 2027 in 340 Märkten in Oberfranken und Thüringen",
            BIER_AB,
        ),
        Fact("f7", "menge", "text", "Gebraut werden 900 Hektoliter.", BIER_AB),
        Fact(
            "f8",
            "quotation_1",
            "quotation",
            "Im Winter trinkt man langsamer. Also darf das Bier mehr erzählen.",
            BIER_ZITAT,
        ),
        Fact("f9", "speaker_1", "name", "Gundi Schmälzlein", BIER_ZITAT),
        Fact("f10", "speaker_1_role", "text", "Braumeisterin", BIER_ZITAT),
        Fact(
            "f11",
            "quotation_2",
            "quotation",
            "Des ist kein Durstlöscher, des ist eine Ausrede zum Sitzenbleiben.",
            BIER_WIRT,
        ),
        Fact("f12", "speaker_2", "name", "Karl-Heinz Deuerling", BIER_WIRT),
        Fact("f13", "speaker_2_role", "text", "Wirt des Gasthofs Linde in Kronach", BIER_WIRT),
        Fact(
            "f14",
            "menge",
            "text",
            "Gebraut werden 750 Hektoliter.",
            "750 hektoliter brauen wir",
            superseded=True,
        ),
        Fact(
            "f15",
            "ueber",
            "text",
            "Das Brauhaus Zeyern wurde 1842 gegründet und braut neun Sorten.",
            "seit 1842, 9 sorten",
        ),
        Fact(
            "f16",
            "presse",
            "contact",
            "Doris Wich, wich@brauhaus-zeyern.de, +49 9261 555034",
            "Doris Wich, wich@brauhaus-zeyern.de 09261 555034",
        ),
        Fact("f17", "tag", "date", "2027-10-28", "am 28. oktober 2027"),
    ),
    clean=(
        Sentence("Brauhaus Zeyern bringt dunkles Winterbier Rauhnacht heraus", ("f1", "f2", "f3", "f8")),
        Sentence("Zeyern, 28. Oktober 2027 –", ("f1", "f17")),
        Sentence(
            (
                "Das Brauhaus Zeyern verkauft Rauhnacht, ein dunkles Bier mit 5,8 Prozent Alkohol "
                "und 13,9 Prozent Stammwürze."
            ),
            ("f1", "f2", "f3"),
        ),
        Sentence(
            "Erhältlich ist es ab dem 12. November 2027 in 340 Märkten in Oberfranken und Thüringen.", ("f6",)
        ),
        Sentence("Gebraut werden 900 Hektoliter, danach ist Schluss.", ("f7",)),
        Sentence(
            "Die Halbliterflasche kostet 1,45 Euro, der Kasten 24,80 Euro zuzüglich Pfand.", ("f4", "f5")
        ),
        Sentence(
            (
                "„Im Winter trinkt man langsamer“, sagt Braumeisterin Gundi Schmälzlein. „Also darf "
                "das Bier mehr erzählen.“"
            ),
            ("f8", "f9", "f10"),
        ),
        Sentence("Ein Wirt sieht es so.", ("f13",)),
        Sentence(
            (
                "„Des ist kein Durstlöscher, des ist eine Ausrede zum Sitzenbleiben“, sagt "
                "Karl-Heinz Deuerling, Wirt des Gasthofs Linde in Kronach."
            ),
            ("f11", "f12", "f13"),
        ),
        Sentence("Das Brauhaus Zeyern wurde 1842 gegründet und braut neun Sorten.", ("f1", "f15")),
        Sentence("Pressekontakt: Doris Wich, wich@brauhaus-zeyern.de, +49 9261 555034", ("f16",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 3, "340 Märkten", "430 Märkten"),
        Edit("number", 9, "neun Sorten", "elf Sorten"),
        Edit("year", 9, "1842", "1824"),
        Edit("date", 3, "12. November", "12. Dezember"),
        Edit("place", 3, "Oberfranken", "Unterfranken"),
        Edit("name", 8, "Deuerling", "Däuerling"),
        Edit("contact", 10, "wich@brauhaus-zeyern.de", "wich@brauhauszeyern.de"),
        Edit("changed quotation", 8, "Des ist kein Durstlöscher", "Das ist kein gewöhnlicher Durstlöscher"),
        Edit(
            "sentence added to a quotation",
            6,
            "mehr erzählen.“",
            "mehr erzählen. Ich bin stolz auf mein Team.“",
        ),
        Edit(
            "wrong speaker", 6, "Braumeisterin Gundi Schmälzlein", "Wirt Karl-Heinz Deuerling", ("f12", "f13")
        ),
        Edit(
            "swapped roles",
            5,
            "Die Halbliterflasche kostet 1,45 Euro, der Kasten 24,80 Euro",
            "Der Kasten kostet 1,45 Euro, die Halbliterflasche 24,80 Euro",
        ),
        Edit(
            "swapped roles",
            2,
            "5,8 Prozent Alkohol und 13,9 Prozent Stammwürze",
            "13,9 Prozent Alkohol und 5,8 Prozent Stammwürze",
        ),
        Edit("added superlative", 9, "Das Brauhaus Zeyern", "Das älteste Brauhaus im Frankenwald"),
        Edit("superseded value", 4, "900", "750"),
        Edit("changed unit or currency", 4, "900 Hektoliter", "900 Liter"),
        Extra(
            "invented sentence",
            3,
            "Röstmalze verleihen ihm eine feine Note von Kaffee und Schokolade.",
            ("f3",),
        ),
    ),
    rewrites=(
        Rewrite(
            "order",
            3,
            "Ab dem 12. November 2027 ist es in 340 Märkten in Oberfranken und Thüringen erhältlich.",
        ),
        Rewrite("abbreviation", 4, "Gebraut werden 900 hl, dann ist Schluss."),
        Rewrite(
            "number format",
            2,
            (
                "Das Brauhaus Zeyern verkauft Rauhnacht, ein dunkles Bier mit 5,8 % Alkohol und "
                "13,9 % Stammwürze."
            ),
        ),
        Rewrite(
            "attribution first",
            8,
            (
                "Karl-Heinz Deuerling, Wirt des Gasthofs Linde in Kronach, sagt: „Des ist kein "
                "Durstlöscher, des ist eine Ausrede zum Sitzenbleiben.“"
            ),
        ),
        Reshaped(
            "split",
            5,
            1,
            (
                Sentence("Die Halbliterflasche kostet 1,45 Euro.", ("f4",)),
                Sentence("Für den Kasten zahlt man 24,80 Euro zuzüglich Pfand.", ("f5",)),
            ),
        ),
    ),
)

KLINIK_WER = (
    "Das Klinikum Havelbogen in Rathenow und die Praxisgruppe Nordlicht kooperieren ab 1. Januar 2028"
)
KLINIK_WAS = (
    "Patienten bekommen Facharzttermine innerhalb von 14 Tagen statt bisher 11 Wochen. 8 Praxen mit "
    "23 Ärztinnen und Ärzten sind dabei"
)
KLINIK_GELD = "Die Krankenkasse Märkische BKK zahlt 350 T€ Anschubfinanzierung, wir 120 T€"
KLINIK_ARZT = (
    "Zitat Chefarzt Dr. Samir Haddad: Wer elf Wochen wartet, wird nicht geduldiger, sondern "
    "kränker. Das wollten wir nicht mehr verwalten."
)
KLINIK_FRAU = (
    "Frau Britta Noack, Geschäftsführerin bei Nordlicht, sagt: Wir teilen uns ab jetzt den "
    "Kalender. Das ist intimer als es klingt."
)
KLINIKUM = Release(
    name="Klinikum Havelbogen",
    language="de",
    facts=(
        Fact("f1", "company_name", "name", "Klinikum Havelbogen", KLINIK_WER),
        Fact("f2", "partner", "name", "Praxisgruppe Nordlicht", KLINIK_WER),
        Fact("f3", "start", "date", "2028-01-01", KLINIK_WER),
        Fact(
            "f4",
            "benefit",
            "text",
            "Patienten bekommen Facharzttermine innerhalb von 14 Tagen statt wie bisher nach elf Wochen.",
            KLINIK_WAS,
        ),
        Fact("f5", "scope", "text", "Acht Praxen mit 23 Ärztinnen und Ärzten nehmen teil.", KLINIK_WAS),
        Fact(
            "f6",
            "detail",
            "text",
            "Die Märkische BKK gibt 350.000 Euro Anschubfinanzierung, das Klinikum 120.000 Euro.",
            KLINIK_GELD,
        ),
        Fact("f7", "city", "name", "Rathenow", KLINIK_WER),
        Fact("f8", "release_date", "date", "2027-11-16", "Veröffentlichung: 16.11.2027"),
        Fact(
            "f9",
            "quote",
            "quotation",
            (
                "Wer elf Wochen wartet, wird nicht geduldiger, sondern kränker. Das wollten wir "
                "nicht mehr verwalten."
            ),
            KLINIK_ARZT,
        ),
        Fact("f10", "quote_speaker", "name", "Samir Haddad", KLINIK_ARZT),
        Fact("f11", "quote_role", "text", "Chefarzt am Klinikum Havelbogen", KLINIK_ARZT),
        Fact(
            "f12",
            "quote_2",
            "quotation",
            "Wir teilen uns ab jetzt den Kalender. Das ist intimer als es klingt.",
            KLINIK_FRAU,
        ),
        Fact("f13", "quote_2_speaker", "name", "Britta Noack", KLINIK_FRAU),
        Fact("f14", "quote_2_role", "text", "Geschäftsführerin der Praxisgruppe Nordlicht", KLINIK_FRAU),
        Fact("f15", "start", "date", "2027-12-01", "ab 1. Dezember 2027", superseded=True),
        Fact(
            "f16",
            "boilerplate",
            "text",
            "Das Klinikum Havelbogen hat 284 Betten und behandelt im Jahr 13.500 Menschen stationär.",
            "284 Betten, 13.500 Menschen behandeln wir im Jahr stationär",
        ),
        Fact(
            "f17",
            "media_contact",
            "contact",
            "Jens Krüger, presse@havelbogen.de, +49 3385 555070",
            "Jens Krüger, presse@havelbogen.de, 03385/555070",
        ),
        Fact("f18", "partner_agrees", "yes_no", "ja", "ja, Nordlicht ist einverstanden"),
    ),
    clean=(
        Sentence("SPERRFRIST: 16. November 2027", ("f8",)),
        Sentence("Klinikum Havelbogen und Praxisgruppe Nordlicht kooperieren", ("f1", "f2")),
        Sentence("Rathenow, 16. November 2027 –", ("f7", "f8")),
        Sentence(
            "Das Klinikum Havelbogen und die Praxisgruppe Nordlicht kooperieren ab dem 1. Januar 2028.",
            ("f1", "f2", "f3"),
        ),
        Sentence(
            (
                "Patienten bekommen dann Facharzttermine innerhalb von 14 Tagen statt wie bisher "
                "nach elf Wochen."
            ),
            ("f4",),
        ),
        Sentence("Acht Praxen mit 23 Ärztinnen und Ärzten nehmen teil.", ("f5",)),
        Sentence(
            "Die Märkische BKK gibt 350.000 Euro Anschubfinanzierung, das Klinikum 120.000 Euro.", ("f6",)
        ),
        Sentence(
            (
                "„Wer elf Wochen wartet, wird nicht geduldiger, sondern kränker“, sagt Chefarzt Dr. "
                "Samir Haddad. „Das wollten wir nicht mehr verwalten.“"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence(
            (
                "Britta Noack, Geschäftsführerin der Praxisgruppe Nordlicht, ergänzt: „Wir teilen "
                "uns ab jetzt den Kalender. Das ist intimer als es klingt.“"
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence(
            "Das Klinikum Havelbogen hat 284 Betten und behandelt im Jahr 13.500 Menschen stationär.",
            ("f1", "f16"),
        ),
        Sentence("Pressekontakt: Jens Krüger, presse@havelbogen.de, +49 3385 555070", ("f17",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 9, "284 Betten", "248 Betten"),
        Edit("year", 3, "2028", "2027"),
        Edit("date", 2, "16. November", "16. Oktober"),
        Edit("date", 3, "1. Januar", "1. Februar"),
        Edit("place", 2, "Rathenow", "Premnitz"),
        Edit("name", 7, "Samir Haddad", "Samir Haddadi"),
        Edit("contact", 10, "555070", "555007"),
        Edit("changed quotation", 7, "wird nicht geduldiger, sondern kränker", "wird kränker"),
        Edit(
            "sentence added to a quotation",
            8,
            "als es klingt.“",
            "als es klingt. Die Patienten werden es merken.“",
        ),
        Edit(
            "wrong speaker",
            8,
            "Britta Noack, Geschäftsführerin der Praxisgruppe Nordlicht,",
            "Jens Krüger vom Klinikum Havelbogen",
            ("f17",),
        ),
        Edit(
            "swapped roles",
            5,
            "Acht Praxen mit 23 Ärztinnen und Ärzten",
            "23 Praxen mit acht Ärztinnen und Ärzten",
        ),
        Edit(
            "swapped roles",
            6,
            "Die Märkische BKK gibt 350.000 Euro Anschubfinanzierung, das Klinikum 120.000 Euro.",
            "Das Klinikum gibt 350.000 Euro Anschubfinanzierung, die Märkische BKK 120.000 Euro.",
        ),
        Edit(
            "added superlative",
            3,
            "Das Klinikum Havelbogen",
            "Das führende Krankenhaus im Havelland, das Klinikum Havelbogen,",
        ),
        Edit("superseded value", 3, "ab dem 1. Januar 2028", "ab dem 1. Dezember 2027"),
        Edit("changed unit or currency", 4, "14 Tagen", "14 Stunden"),
        Extra(
            "invented sentence", 5, "Weitere Praxen aus der Region haben bereits Interesse bekundet.", ("f5",)
        ),
        Extra("invented sentence", 4, "Davon profitieren vor allem ältere Menschen auf dem Land.", ("f4",)),
    ),
    rewrites=(
        Rewrite(
            "order",
            3,
            "Ab dem 1. Januar 2028 kooperieren das Klinikum Havelbogen und die Praxisgruppe Nordlicht.",
        ),
        Rewrite("synonyms", 5, "Acht Praxen mit 23 Ärztinnen und Ärzten machen mit."),
        Rewrite(
            "number format",
            6,
            "Die Märkische BKK gibt 0,35 Mio. Euro Anschubfinanzierung, das Klinikum 0,12 Mio. Euro.",
        ),
        Rewrite(
            "date format",
            3,
            "Das Klinikum Havelbogen und die Praxisgruppe Nordlicht kooperieren ab 01.01.2028.",
        ),
        Rewrite(
            "attribution last",
            7,
            (
                "„Wer elf Wochen wartet, wird nicht geduldiger, sondern kränker. Das wollten wir "
                "nicht mehr verwalten“, so Samir Haddad, Chefarzt am Klinikum."
            ),
        ),
    ),
)

RELEASES = (BRAUHAUS, KLINIKUM)
