"""The cases of all languages: (language, value, said), and (language, kind, value, said)."""

from tests.assistant.verification.tables import de, en, es, he, prose, spellings

_TABLES = {"en": en, "de": de, "es": es, "he": he}

ONE_LANGUAGE = [(language, *case) for language, table in _TABLES.items() for case in table.SAME]
SAME = ONE_LANGUAGE + prose.SAME + spellings.SAME
OTHER = [(language, *case) for language, table in _TABLES.items() for case in table.OTHER]
OTHER += prose.OTHER + spellings.OTHER
INVENTED = [(language, *case) for language, table in _TABLES.items() for case in table.INVENTED]
