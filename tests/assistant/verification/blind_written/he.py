"""Hebrew, not shown to the builder of the check: a partnership of a school and a firm, a bicycle trailer."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

EGLA_MA = "העגלה נקראת גרר, עגלה מתקפלת לאופניים, נושאת 60 קילו ושוקלת 8.5 קילו"
EGLA_MECHIR = "מחיר 1,490 שקל, כיסוי גשם 180 שקל בנפרד"
EGLA_EIFO = "יוצאת למכירה ב5 בספטמבר 2027 ב31 חנויות אופניים ובאתר שלנו"
EGLA_ANI = "אני אומר: ניסיתי להעביר ספה על אופניים ונכשלתי פעמיים. בפעם השלישית הייתה לי עגלה."
EGLA_SHALIACH = 'ויש שליח מתל אביב, עומר ביטון, שבדק אותה חצי שנה: "הפסקתי לסחוב על הגב. הגב שלי שלח פרחים."'
GRAR = Release(
    name="Grar",
    language="he",
    facts=(
        Fact("f1", "company_name", "name", "גלגל חמישי", "גלגל חמישי מחיפה"),
        Fact("f2", "product_name", "name", "גרר", EGLA_MA),
        Fact(
            "f3",
            "product_summary",
            "text",
            "גרר היא עגלה מתקפלת לאופניים, הנושאת 60 ק״ג ושוקלת 8.5 ק״ג.",
            EGLA_MA,
        ),
        Fact("f4", "price", "money", "1,490 שקל", EGLA_MECHIR),
        Fact("f5", "detail", "text", "כיסוי גשם נמכר בנפרד ב-180 שקל.", EGLA_MECHIR),
        Fact("f6", "availability", "text", "החל ב-5 בספטמבר 2027 ב-31 חנויות אופניים ובאתר החברה", EGLA_EIFO),
        Fact("f7", "city", "name", "חיפה", "גלגל חמישי מחיפה"),
        Fact("f8", "release_date", "date", "2027-08-22", "22.8.27"),
        Fact(
            "f9",
            "quote",
            "quotation",
            "ניסיתי להעביר ספה על אופניים ונכשלתי פעמיים. בפעם השלישית הייתה לי עגלה.",
            EGLA_ANI,
        ),
        Fact("f10", "quote_speaker", "name", "אלון רביב", "אלון רביב, מייסד ומנכל"),
        Fact("f11", "quote_role", "text", "מייסד ומנכ״ל גלגל חמישי", "אלון רביב, מייסד ומנכל"),
        Fact("f12", "quote_2", "quotation", "הפסקתי לסחוב על הגב. הגב שלי שלח פרחים.", EGLA_SHALIACH),
        Fact("f13", "quote_2_speaker", "name", "עומר ביטון", EGLA_SHALIACH),
        Fact("f14", "quote_2_role", "text", "שליח מתל אביב", EGLA_SHALIACH),
        Fact("f15", "price", "money", "1,290 שקל", "מחיר 1,290 שקל", superseded=True),
        Fact(
            "f16",
            "boilerplate",
            "text",
            "גלגל חמישי מייצרת אביזרים לאופניים. החברה נוסדה בשנת 2018 ומעסיקה 22 עובדים.",
            "מייצרים אביזרים לאופניים, נוסדנו ב2018, 22 עובדים",
        ),
        Fact(
            "f17",
            "media_contact",
            "contact",
            "נטע גל, neta@fifthwheel.co.il, +972 4 555 0128",
            "נטע גל neta@fifthwheel.co.il 04-5550128",
        ),
    ),
    clean=(
        Sentence("לפרסום מיידי", ("f8",)),
        Sentence("גלגל חמישי משיקה את גרר, עגלה מתקפלת לאופניים", ("f1", "f2", "f3")),
        Sentence("חיפה, 22 באוגוסט 2027 –", ("f7", "f8")),
        Sentence(
            "חברת גלגל חמישי משיקה את גרר, עגלה מתקפלת לאופניים, הנושאת 60 ק״ג ושוקלת 8.5 ק״ג.",
            ("f1", "f2", "f3"),
        ),
        Sentence("העגלה תימכר החל ב-5 בספטמבר 2027 ב-31 חנויות אופניים ובאתר החברה.", ("f3", "f6")),
        Sentence("מחירה 1,490 שקל, וכיסוי גשם נמכר בנפרד ב-180 שקל.", ("f4", "f5")),
        Sentence(
            (
                "“ניסיתי להעביר ספה על אופניים ונכשלתי פעמיים”, אמר אלון רביב, מייסד ומנכ״ל גלגל "
                "חמישי. “בפעם השלישית הייתה לי עגלה.”"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence("גם שליח בדק את העגלה.", ("f12",)),
        Sentence(
            "“הפסקתי לסחוב על הגב. הגב שלי שלח פרחים”, אמר עומר ביטון, שליח מתל אביב.", ("f12", "f13", "f14")
        ),
        Sentence("גלגל חמישי מייצרת אביזרים לאופניים.", ("f16",)),
        Sentence("החברה נוסדה בשנת 2018 ומעסיקה 22 עובדים.", ("f16",)),
        Sentence("איש קשר לתקשורת: נטע גל, neta@fifthwheel.co.il, +972 4 555 0128", ("f17",)),
        Sentence("### סוף", ()),
    ),
    edits=(
        Edit("number", 4, "31 חנויות", "41 חנויות"),
        Edit("year", 10, "2018", "2017"),
        Edit("date", 4, "5 בספטמבר", "15 בספטמבר"),
        Edit("place", 8, "מתל אביב", "מרמת גן"),
        Edit("name", 6, "אלון רביב", "אלון רביבו"),
        Edit("contact", 11, "neta@fifthwheel.co.il", "info@fifthwheel.co.il"),
        Edit("changed quotation", 6, "ונכשלתי פעמיים", "ונכשלתי כמה פעמים"),
        Edit("sentence added to a quotation", 8, "שלח פרחים”", "שלח פרחים. אני ממליץ לכל שליח”"),
        Edit(
            "wrong speaker",
            8,
            "עומר ביטון, שליח מתל אביב",
            "אלון רביב, מייסד ומנכ״ל גלגל חמישי",
            ("f10", "f11"),
        ),
        Edit(
            "swapped roles",
            5,
            "מחירה 1,490 שקל, וכיסוי גשם נמכר בנפרד ב-180 שקל",
            "מחירה 180 שקל, וכיסוי גשם נמכר בנפרד ב-1,490 שקל",
        ),
        Edit("swapped roles", 3, "הנושאת 60 ק״ג ושוקלת 8.5 ק״ג", "הנושאת 8.5 ק״ג ושוקלת 60 ק״ג"),
        Edit("added superlative", 3, "עגלה מתקפלת לאופניים", "העגלה המתקפלת הקלה ביותר בשוק"),
        Edit("superseded value", 5, "1,490", "1,290"),
        Edit("changed unit or currency", 3, "8.5 ק״ג", "8.5 גרם"),
        Edit("changed unit or currency", 5, "180 שקל", "180 דולר"),
        Extra("invented sentence", 4, "העגלה תתאים לכל סוגי האופניים, לרבות אופניים חשמליים.", ("f3",)),
        Extra("invented sentence", 10, "בשנים הקרובות מתכננת החברה לצאת גם לשוקי אירופה.", ("f16",)),
    ),
    rewrites=(
        Rewrite("order", 4, "החל ב-5 בספטמבר 2027 תימכר העגלה ב-31 חנויות אופניים ובאתר החברה."),
        Rewrite("number format", 5, "מחירה 1490 ₪, וכיסוי גשם נמכר בנפרד ב-180 ₪."),
        Rewrite(
            "abbreviation",
            3,
            "חברת גלגל חמישי משיקה את גרר, עגלה מתקפלת לאופניים, הנושאת 60 קילוגרם ושוקלת 8.5 קילוגרם.",
        ),
        Rewrite(
            "attribution first",
            8,
            "עומר ביטון, שליח מתל אביב, אמר: “הפסקתי לסחוב על הגב. הגב שלי שלח פרחים.”",
        ),
        Reshaped(
            "joined",
            9,
            2,
            (Sentence("גלגל חמישי, שנוסדה בשנת 2018 ומעסיקה 22 עובדים, מייצרת אביזרים לאופניים.", ("f16",)),),
        ),
    ),
)

BEIT_SEFER = (
    "תיכון נופי יזרעאל בעפולה וחברת Parvion מהרצליה פותחים יחד מגמת מכטרוניקה, מה1.9.2027, לשלוש שנים"
)
MAGAMA_PRATIM = "72 תלמידים בשתי כיתות, 14 שעות בשבוע, החברה נותנת 6 מהנדסים מתנדבים"
MAGAMA_KESEF = "Parvion משקיעה 800 אלף שח במעבדה ומשרד החינוך 450 אלף"
MENAHELET = "המנהלת סוהיר עבאס: התלמידים שלנו פירקו לי את המזגן. החלטתי לתת להם משהו גדול יותר לפרק."
MANKAL = 'מפרביון, ד"ר Viktor Malin סמנכ"ל הפיתוח: "אנחנו מחפשים מהנדסים שש שנים קדימה. זול יותר לגדל אותם."'
MAGAMA = Release(
    name="Nofei Yizrael",
    language="he",
    facts=(
        Fact("f1", "school", "name", "תיכון נופי יזרעאל", BEIT_SEFER),
        Fact("f2", "company", "name", "Parvion", BEIT_SEFER),
        Fact(
            "f3",
            "programme",
            "text",
            "תיכון נופי יזרעאל בעפולה וחברת Parvion מהרצליה פותחים מגמת מכטרוניקה לשלוש שנים.",
            BEIT_SEFER,
        ),
        Fact("f4", "starts", "date", "2027-09-01", BEIT_SEFER),
        Fact("f5", "pupils", "text", "72 תלמידים ילמדו בשתי כיתות, 14 שעות בשבוע.", MAGAMA_PRATIM),
        Fact("f6", "engineers", "text", "שישה מהנדסים של החברה יתנדבו במגמה.", MAGAMA_PRATIM),
        Fact("f7", "company_share", "money", "800 אלף שקל", MAGAMA_KESEF),
        Fact("f8", "ministry_share", "money", "450 אלף שקל", MAGAMA_KESEF),
        Fact(
            "f9",
            "quotation_1",
            "quotation",
            "התלמידים שלנו פירקו לי את המזגן. החלטתי לתת להם משהו גדול יותר לפרק.",
            MENAHELET,
        ),
        Fact("f10", "speaker_1", "name", "סוהיר עבאס", MENAHELET),
        Fact("f11", "speaker_1_role", "text", "מנהלת תיכון נופי יזרעאל", MENAHELET),
        Fact(
            "f12",
            "quotation_2",
            "quotation",
            "אנחנו מחפשים מהנדסים שש שנים קדימה. זול יותר לגדל אותם.",
            MANKAL,
        ),
        Fact("f13", "speaker_2", "name", "Viktor Malin", MANKAL),
        Fact("f14", "speaker_2_role", "text", "סמנכ״ל הפיתוח של Parvion", MANKAL),
        Fact("f15", "pupils", "text", "60 תלמידים ילמדו במגמה.", "60 תלמידים", superseded=True),
        Fact(
            "f16",
            "about",
            "text",
            "תיכון נופי יזרעאל הוקם בשנת 1971 ולומדים בו 1,150 תלמידים.",
            "התיכון הוקם ב1971 ויש בו 1,150 תלמידים",
        ),
        Fact(
            "f17",
            "press",
            "contact",
            "רוני אשכנזי, roni@nofei.org.il, +972 4 555 0186",
            "רוני אשכנזי roni@nofei.org.il 04-5550186",
        ),
        Fact("f18", "day", "date", "2027-06-15", "15 ביוני 2027"),
    ),
    clean=(
        Sentence("תיכון נופי יזרעאל ו-Parvion פותחים מגמת מכטרוניקה", ("f1", "f2", "f3")),
        Sentence("עפולה, 15 ביוני 2027 –", ("f3", "f18")),
        Sentence(
            (
                "תיכון נופי יזרעאל בעפולה וחברת Parvion מהרצליה יפתחו ב-1 בספטמבר 2027 מגמת "
                "מכטרוניקה לשלוש שנים."
            ),
            ("f1", "f2", "f3", "f4"),
        ),
        Sentence("72 תלמידים ילמדו בשתי כיתות, 14 שעות בשבוע.", ("f5",)),
        Sentence("שישה מהנדסים של החברה יתנדבו במגמה.", ("f6",)),
        Sentence("Parvion תשקיע במעבדה 800 אלף שקל, ומשרד החינוך 450 אלף שקל.", ("f2", "f7", "f8")),
        Sentence(
            (
                "“התלמידים שלנו פירקו לי את המזגן”, אמרה סוהיר עבאס, מנהלת תיכון נופי יזרעאל. "
                "“החלטתי לתת להם משהו גדול יותר לפרק.”"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence(
            (
                "Viktor Malin, סמנכ״ל הפיתוח של Parvion, אמר: “אנחנו מחפשים מהנדסים שש שנים קדימה. "
                "זול יותר לגדל אותם.”"
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence("תיכון נופי יזרעאל הוקם בשנת 1971 ולומדים בו 1,150 תלמידים.", ("f1", "f16")),
        Sentence("איש קשר לתקשורת: רוני אשכנזי, roni@nofei.org.il, +972 4 555 0186", ("f17",)),
        Sentence("### סוף", ()),
    ),
    edits=(
        Edit("number", 8, "1,150", "1,510"),
        Edit("year", 8, "1971", "1972"),
        Edit("date", 2, "1 בספטמבר", "1 בנובמבר"),
        Edit("place", 2, "מהרצליה", "מנתניה"),
        Edit("name", 7, "Viktor Malin", "Victor Malik"),
        Edit("contact", 9, "555 0186", "555 0168"),
        Edit("changed quotation", 7, "זול יותר לגדל אותם", "משתלם יותר לגדל אותם"),
        Edit("sentence added to a quotation", 6, "לפרק.”", "לפרק. העתיד שלהם מתחיל כאן.”"),
        Edit(
            "wrong speaker",
            6,
            "אמרה סוהיר עבאס, מנהלת תיכון נופי יזרעאל",
            "אמר רוני אשכנזי, דובר התיכון",
            ("f17",),
        ),
        Edit("wrong speaker", 7, "Viktor Malin, סמנכ״ל הפיתוח של Parvion, אמר", "סוהיר עבאס אמרה", ("f10",)),
        Edit(
            "swapped roles",
            3,
            "72 תלמידים ילמדו בשתי כיתות, 14 שעות בשבוע",
            "14 תלמידים ילמדו בשתי כיתות, 72 שעות בשבוע",
        ),
        Edit(
            "swapped roles",
            5,
            "Parvion תשקיע במעבדה 800 אלף שקל, ומשרד החינוך 450 אלף שקל",
            "משרד החינוך ישקיע במעבדה 800 אלף שקל, ו-Parvion 450 אלף שקל",
        ),
        Edit("added superlative", 2, "מגמת מכטרוניקה", "את מגמת המכטרוניקה הראשונה בצפון"),
        Edit("superseded value", 3, "72 תלמידים", "שישים תלמידים"),
        Edit("changed unit or currency", 5, "800 אלף שקל", "800 אלף אירו"),
        Extra("invented sentence", 4, "בוגרי המגמה ישולבו בהמשך בתפקידי פיתוח בחברה.", ("f6",)),
    ),
    rewrites=(
        Rewrite(
            "order",
            2,
            (
                "ב-1 בספטמבר 2027 יפתחו תיכון נופי יזרעאל בעפולה וחברת Parvion מהרצליה מגמת "
                "מכטרוניקה לשלוש שנים."
            ),
        ),
        Rewrite("number format", 5, "Parvion תשקיע במעבדה 800,000 ש״ח, ומשרד החינוך 450,000 ש״ח."),
        Rewrite("inflection", 8, "בתיכון נופי יזרעאל, שהוקם ב-1971, לומדים 1,150 תלמידים."),
        Rewrite("synonyms", 4, "במגמה יתנדבו 6 מהנדסים מהחברה."),
        Rewrite(
            "attribution last",
            7,
            (
                "“אנחנו מחפשים מהנדסים שש שנים קדימה. זול יותר לגדל אותם”, אמר Viktor Malin, סמנכ״ל "
                "הפיתוח של Parvion."
            ),
        ),
    ),
)

RELEASES = (GRAR, MAGAMA)
