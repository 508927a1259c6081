"""The facts of perfect interviews in German, Spanish and Hebrew, one for each kind of announcement."""

from tests.assistant.releases import ALL

COMMON_DE = {
    "company_name": "Acme",
    "quote_speaker": "Ines Ortega",
    "quote_role": "Geschäftsführerin von Acme",
    "city": "Turin, Italien",
    "release_date": "2027-02-09",
    "boilerplate": "Acme baut Bodensensoren für Weinberge. "
    "Das 2019 gegründete Unternehmen beschäftigt 60 Menschen in Turin.",
    "media_contact": "Lea Brandt, lea@acme.example, +39 011 555 0123",
    "link": "https://acme.example/presse",
}
FUNDING_DE = COMMON_DE | {
    "announcement_type": "funding",
    "amount": "€6.3 million",
    "round": "Series A",
    "lead_investor": "Nordlicht Ventures",
    "use_of_funds": "ein zweites Werk in Turin zu bauen und 40 Ingenieure einzustellen",
    "round_closed": "yes",
    "other_investors": "Alba Angels und Banca Piemonte",
    "total_raised": "€9 million",
    "detail": "Acme verkauft Bodensensoren an 4.000 Winzer in Italien, Frankreich und Spanien.",
    "detail_2": "Wir haben unseren Umsatz 2026 verdoppelt",
    "headline": "Acme sammelt 6,3 Millionen Euro ein",
    "subhead": "Nordlicht Ventures führt die Runde an",
    "quote": "Winzer verlieren ein Drittel ihres Wassers. Das wollen wir ändern.",
    "quote_2": "Acme hat die besten Daten über Weinbergböden in Europa",
    "quote_speaker_2": "Jan Petersen",
    "quote_role_2": "Partner bei Nordlicht Ventures",
}
PRODUCT_DE = COMMON_DE | {
    "announcement_type": "product",
    "product_name": "Vinolog",
    "product_summary": "Vinolog sagt Winzern eine Woche im Voraus, welche Reben Wasser brauchen.",
    "availability": "ab 1. März 2027 in Italien und Spanien",
    "price": "€49 a month",
    "detail": "In einem Test auf 54 Weinbergen sparten Nutzer 31 % ihres Wassers.",
    "headline": "Acme bringt Vinolog",
    "quote": "Haben meine Reben nächste Woche Durst? Das fragen uns Winzer.",
}
PARTNERSHIP_DE = COMMON_DE | {
    "announcement_type": "partnership",
    "partner": "Cantine Unite",
    "benefit": "4.000 Winzern kostenlosen Zugang zu Wasserprognosen geben",
    "start": "am 1. März 2027",
    "scope": "Die Vereinbarung umfasst Italien und Spanien und läuft drei Jahre",
    "partner_agrees": "yes",
    "partner_boilerplate": "Cantine Unite ist eine Genossenschaft von 4.000 Winzern.",
    "headline": "Acme und Cantine Unite",
    "quote": "Gute Nachrichten für jede Rebe!",
}
OTHER_DE = COMMON_DE | {
    "announcement_type": "other",
    "news": "Acme wird seine erste Schule für Winzer eröffnen.",
    "when": "am 14. Mai 2027",
    "where": "in Alba, Italien",
    "headline": "Acme eröffnet eine Schule",
    "quote": "Auch wir lernen von ihnen.",
}

COMMON_ES = {
    "company_name": "Acme",
    "quote_speaker": "Ines Ortega",
    "quote_role": "directora ejecutiva de Acme",
    "city": "Sevilla, España",
    "release_date": "2027-02-09",
    "boilerplate": "Acme fabrica sensores de suelo para viñedos. "
    "Fundada en 2019, emplea a 60 personas en Turín.",
    "media_contact": "Lea Brandt, lea@acme.example, +39 011 555 0123",
    "link": "https://acme.example/prensa",
}
FUNDING_ES = COMMON_ES | {
    "announcement_type": "funding",
    "amount": "€6.3 million",
    "round": "Series A",
    "lead_investor": "Nordlicht Ventures",
    "use_of_funds": "abrir una segunda planta en Turín y contratar a 40 ingenieros",
    "round_closed": "yes",
    "other_investors": "Alba Angels y Banca Piemonte",
    "total_raised": "€9 million",
    "detail": "Acme vende sensores de suelo a 4.000 viticultores de Italia, Francia y España.",
    "detail_2": "Hemos duplicado nuestros ingresos en 2026",
    "headline": "Acme capta 6,3 millones de euros",
    "subhead": "Nordlicht Ventures lidera la ronda",
    "quote": "Los viticultores pierden un tercio del agua. Queremos acabar con eso.",
    "quote_2": "Acme tiene los mejores datos sobre suelos de Europa",
    "quote_speaker_2": "Jan Petersen",
    "quote_role_2": "socio de Nordlicht Ventures",
}
PRODUCT_ES = COMMON_ES | {
    "announcement_type": "product",
    "product_name": "Vinolog",
    "product_summary": "Vinolog avisa a los viticultores con una semana de antelación de "
    "qué vides necesitarán agua.",
    "availability": "desde el 1 de marzo de 2027 en Italia y España",
    "price": "€49 a month",
    "detail": "En una prueba en 54 viñedos, los usuarios ahorraron el 31 % del agua.",
    "headline": "Acme lanza Vinolog",
    "quote": "¿Tendrán sed mis vides la semana que viene? Eso nos preguntan los viticultores.",
}
PARTNERSHIP_ES = COMMON_ES | {
    "announcement_type": "partnership",
    "partner": "Cantine Unite",
    "benefit": "dar a 4.000 viticultores acceso gratuito a previsiones de agua",
    "start": "el 1 de marzo de 2027",
    "scope": "El acuerdo abarca Italia y España y dura tres años",
    "partner_agrees": "yes",
    "partner_boilerplate": "Cantine Unite es una cooperativa de 4.000 viticultores.",
    "headline": "Acme y Cantine Unite",
    "quote": "¡Buenas noticias para cada vid!",
}
OTHER_ES = COMMON_ES | {
    "announcement_type": "other",
    "news": "Acme abrirá su primera escuela para viticultores.",
    "when": "el 14 de mayo de 2027",
    "where": "en Alba, Italia",
    "headline": "Acme abre una escuela",
    "quote": "También nosotros aprendemos de ellos.",
}

COMMON_HE = {
    "company_name": "Acme",
    "quote_speaker": "Ines Ortega",
    "quote_role": 'מנכ"לית Acme',
    "city": "אילת, ישראל",
    "release_date": "2027-02-09",
    "boilerplate": "Acme מייצרת חיישני קרקע לכרמים. החברה נוסדה בשנת 2019 ומעסיקה 60 עובדים בטורינו.",
    "media_contact": "Lea Brandt, lea@acme.example, +39 011 555 0123",
    "link": "https://acme.example/press",
}
FUNDING_HE = COMMON_HE | {
    "announcement_type": "funding",
    "amount": "€6.3 million",
    "round": "Series A",
    "lead_investor": "Nordlicht Ventures",
    "use_of_funds": "לפתוח מפעל שני בטורינו ולגייס 40 מהנדסים",
    "round_closed": "yes",
    "other_investors": "Alba Angels ו-Banca Piemonte",
    "total_raised": "€9 million",
    "detail": "Acme מוכרת חיישני קרקע ל-4,000 כורמים באיטליה, בצרפת ובספרד.",
    "detail_2": "הכפלנו את ההכנסות שלנו בשנת 2026",
    "headline": "Acme גייסה 6.3 מיליון אירו",
    "subhead": "Nordlicht Ventures הובילה את הסבב",
    "quote": "כורמים מאבדים שליש מהמים שלהם. אנחנו רוצים לשים לזה סוף.",
    "quote_2": "ל-Acme יש הנתונים הטובים באירופה",
    "quote_speaker_2": "Jan Petersen",
    "quote_role_2": "שותף ב-Nordlicht Ventures",
}
PRODUCT_HE = COMMON_HE | {
    "announcement_type": "product",
    "product_name": "Vinolog",
    "product_summary": "Vinolog מודיעה לכורמים שבוע מראש אילו גפנים יזדקקו למים.",
    "availability": "החל ב-1 במרץ 2027 באיטליה ובספרד",
    "price": "€49 a month",
    "detail": "בניסוי ב-54 כרמים חסכו המשתמשים 31% מהמים.",
    "headline": "Acme משיקה את Vinolog",
    "quote": "האם הגפנים שלי יהיו צמאות בשבוע הבא? את זה שואלים אותנו כורמים.",
}
PARTNERSHIP_HE = COMMON_HE | {
    "announcement_type": "partnership",
    "partner": "Cantine Unite",
    "benefit": "לתת ל-4,000 כורמים גישה חינם לתחזיות מים",
    "start": "ב-1 במרץ 2027",
    "scope": "ההסכם חל על איטליה וספרד ונמשך שלוש שנים",
    "partner_agrees": "yes",
    "partner_boilerplate": "Cantine Unite היא קואופרטיב של 4,000 כורמים.",
    "headline": "Acme ו-Cantine Unite",
    "quote": "חדשות טובות לכל גפן!",
}
OTHER_HE = COMMON_HE | {
    "announcement_type": "other",
    "news": "Acme תפתח את בית הספר הראשון שלה לכורמים.",
    "when": "ב-14 במאי 2027",
    "where": "באלבה, איטליה",
    "headline": "Acme פותחת בית ספר",
    "quote": "גם אנחנו לומדים מהם.",
}


RELEASES = {
    "en": ALL,
    "de": {"funding": FUNDING_DE, "product": PRODUCT_DE, "partnership": PARTNERSHIP_DE, "other": OTHER_DE},
    "es": {"funding": FUNDING_ES, "product": PRODUCT_ES, "partnership": PARTNERSHIP_ES, "other": OTHER_ES},
    "he": {"funding": FUNDING_HE, "product": PRODUCT_HE, "partnership": PARTNERSHIP_HE, "other": OTHER_HE},
}
"""By language and kind."""
