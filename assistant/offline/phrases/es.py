"""Spanish."""

from assistant.offline.phrases.table import Phrases

PHRASES = Phrases(
    back="(?:ve(?:te)? |volver |vuelve |ir )?(?:hacia )?atr[aá]s|volver|vuelve"
    "|(?:la )?(?:pregunta )?anterior|regresar?",
    skip=(
        "(?:por favor,? )?(?:saltar|s[aá]lta(?:lo|la|r(?:lo|la))?|omitir|om[ií]t(?:e|elo|ela|irl[oa])|paso"
        "|d[eé]ja(?:lo|la) fuera)(?: (?:esto|eso|la pregunta))?(?:,? por favor)?"
    ),
    nothing=(
        "no(?:,? gracias)?|nada(?: m[aá]s)?|ningun[oa]|nadie(?: m[aá]s)?|sin (?:cita|enlace|precio|subtítulo)"
        "|no hay(?: (?:cita|enlace))?|no tenemos|eso es todo|no aplica|nop"
    ),
    take=(
        "s[ií](?:,? (?:por favor|claro))?|vale|claro|de acuerdo|bien|perfecto|genial|estupendo|me gusta"
        "|me vale"
        "|est[aá] bien|me quedo con (?:ese|esa|eso)"
    ),
    approval=(
        r"s[ií]|vale|claro|perfect[oa]|genial|estupendo|(?:est[aá] |todo |muy |me parece )*(?:bien"
        r"|perfect[oa]|aprobad[oa])"
        r"|de acuerdo|correct[oa]|adelante|(?:la |lo )?apruebo(?: (?:la versi[oó]n|versi[oó]n)(?: \d+)?)?"
        r"|aprobad[oa]|aprobar"
        r"|public[ao](?:r|la|lo)?|publ[ií]ca(?:la|lo)|(?:muchas )?gracias"
    ),
    thanks="(?:muchas |mil )?gracias",
    change="(?:(?:quiero|quisiera|me gustar[ií]a) )?(?:cambiar|editar|corregir|modificar)(?: (?:algo"
    "|una cosa))?",
    again=(
        r"\b(?:env[ií]a\w*|manda\w*|m[aá]nda\w*|mu[eé]stra\w*|ens[eé][ñn]a\w*|reenv[ií]a\w*|p[aá]sa\w*)\b.*"
        r"\b(?:otra vez|de nuevo|nuevamente|texto|nota|comunicado)\b"
        r"|\A\W*(?:por favor,? )?(?:otra vez|de nuevo|una vez m[aá]s|reenv[ií]a\w*)(?:,? por favor)?\W*\Z"
    ),
    shorter=r"\b(?:m[aá]s (?:cort[oa]|breve)|ac[oó]rt\w*|abrevia\w*)\b",
    headline=r"\b(?:titular|t[ií]tulo)\b",
    person_opening=(
        "hola|buen[oa]s|buenos d[ií]as|por favor|quiero|quisiera|queremos|puedo|podr[ií]a|podemos"
        "|necesito|me|gustar[ií]a"
        "|prefiero|mejor"
    ),
    person=(
        r"hablar con (?:una? |alguna )?(?:persona(?: real)?|humano|agente|operador(?:a)?|alguien)"
        r"(?: (?:de|del) (?:tu|su|vuestro)? ?equipo)?(?:,? por favor)?"
    ),
    go_on=(
        "(?:s[ií],? |vale,? |ok,? )?(?:seguir|sigue|sigamos|seguimos|continuar|contin[uú]a|continuemos)"
        "(?: con (?:esto|eso|ell[oa]|este|esta))?(?:,? por favor)?"
    ),
    announces=(
        "(?:(?:quiero|queremos|quisiera|quisi[eé]ramos|me gustar[ií]a|nos gustar[ií]a|voy a|vamos a) "
        "(?:anunciar|comunicar|presentar|dar a conocer)|anuncio|anunciamos)"
    ),
    sorry=(
        "no|perd[oó]n|perdona|disculpa|lo siento|en realidad|espera|correcci[oó]n|quise decir|quer[ií]a decir"
        "|me refer[ií]a"
    ),
    alter="(?:por favor,? )?(?:cambiar?|reemplazar?|sustitu(?:ye|ir)|corr(?:ige|egir)|pon(?:er)?)",
    article=r"(?:el|la|los|las|nuestr[oa]s?|mis?|sus?|tus?)\s+",
    is_=(
        r"(?:(?:no )?es|son|era|est[aá]|ser[aá]|se llama|deber[ií]a (?:ser|decir)|debe (?:ser|decir)"
        r"|tiene que (?:ser|decir))"
    ),
    to=r"\s+(?:a|por|con)\s+",
    please="por favor",
    alter_this=(
        "(?:por favor,? )?(?:(?:quiero |quisiera )?(?:cambiar?|corregir|corrige|editar?|modificar?)"
        "|otr[oa]|(?:una? )?nuev[oa])"
    ),
    altered=r"(?:nuev[oa]|distint[oa]|diferente)(?:,? por favor)?",
    leave_out=(
        r"(?:por favor,? )?(?:quita|elimina|borra|omite|suprime)\s+(?:el |la |los |las )?{what}"
        r"(?:,? por favor)?"
    ),
    not_old=r"\A(?:no\s+)?(?P<first>.+?)[\s,;]+sino\s+|[\s,;–-]+(?:y\s+)?no\s+(?P<last>[^;]+?)\W*\Z",
    opinion=(
        r"(?:demasiado|muy) (?:larg|cort|alt|baj|grande|pequeñ|viej)[oa]?s?|(?:está )?mal|incorrect[oa]"
        r"|equivocad[oa]"
        r"|err[oó]ne[oa]|fals[oa]|(?:no es )?(?:correct[oa]|ciert[oa])"
    ),
    says="dice|dijo|afirma|afirm[oó]|explica|explic[oó]|se[ñn]ala|asegura|seg[uú]n",
    titles=(
        r"director(?:a)? (?:general|ejecutiv[oa])|consejer[oa] delegad[oa]|presidente ejecutivo"
        r"|presidenta ejecutiva",
        r"director(?:a)? financier[oa]",
        r"director(?:a)? (?:t[eé]cnic[oa]|de tecnolog[ií]a)",
    ),
    facts={
        "company_name": "empresa|compañ[ií]a|nombre de (?:la|nuestra) (?:empresa|compañ[ií]a)",
        "announcement_type": "anuncio|tipo(?: de (?:anuncio|noticia))?",
        "headline": "titular|t[ií]tulo",
        "subhead": "subt[ií]tulo|segunda l[ií]nea",
        "city": "ciudad|lugar|localidad",
        "release_date": "fecha(?: de publicaci[oó]n)?|d[ií]a|embargo",
        "detail": "detalles?|contexto|datos?",
        "quote": "citas?|palabras|declaraci[oó]n",
        "quote_speaker": "nombre|portavoz",
        "quote_role": "cargo|puesto|funci[oó]n",
        "boilerplate": "descripci[oó]n(?: de la empresa)?|sobre nosotros|texto corporativo",
        "media_contact": r"contacto(?: de prensa| para medios)?|correo(?: electr[oó]nico)?|e-?mail"
        r"|tel[eé]fono"
        r"|n[uú]mero(?: de tel[eé]fono)?",
        "link": "enlace|p[aá]gina(?: web)?|web|sitio web",
        "amount": "importe|cantidad|suma|cifra|monto|dinero",
        "round": "ronda|serie|fase",
        "lead_investor": "inversor(?:a)?(?: (?:principal|l[ií]der))?|inversionista",
        "use_of_funds": "uso(?: (?:del dinero|de los fondos))?|destino(?: del dinero)?",
        "round_closed": "ronda cerrada|cierre(?: de la ronda)?",
        "other_investors": "(?:otros )?(?:inversores|inversionistas)",
        "total_raised": "total(?: recaudado)?",
        "product_name": "producto|nombre del producto",
        "product_summary": "resumen|qu[eé] hace",
        "availability": "disponibilidad|fecha de lanzamiento",
        "price": "precio|coste|costo",
        "partner": "soci[oa]|nombre del socio",
        "benefit": "beneficio|ventaja",
        "start": "comienzo|inicio",
        "scope": "alcance",
        "partner_boilerplate": "descripci[oó]n del socio",
        "partner_agrees": "consentimiento(?: del socio)?",
        "news": "noticia|novedad",
        "when": "hora|momento|cu[aá]ndo",
        "where": "d[oó]nde",
    },
    ends=(
        r"\s*[;:–—]\s",
        r",\s",
        r"\s(?:para|tras|mientras|despu[eé]s de)\s",
        r"\s(?:con|en|por)\s",
    ),
)
