"""Spanish: cactus leather, an app for hairdressers, coffee growers and a roaster, a public library."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

NOPAL_DINERO = (
    "levantamos 42 mdp en ronda semilla (pesos mexicanos), la lideró Fondo Cantera y entró tmb Semilla Norte"
)
NOPAL_USO = (
    "con eso abrimos una segunda planta en Tepatitlán y contratamos a 60 personas antes de diciembre de 2028"
)
NOPAL_CITA = (
    "lo q dice nuestra directora Ximena Lozano: El nopal crece donde nadie quiere sembrar. Nosotros "
    "empezamos igual."
)
NOPAL_FONDO = (
    'y de parte de Fondo Cantera, Rodrigo Ibarra, socio: "Nos mandaron una bolsa y mi hija no la '
    'devolvió. Ahí empezó la negociación."'
)
NOPALIA = Release(
    name="Nopalia",
    language="es",
    facts=(
        Fact("f1", "company_name", "name", "Nopalia", "somos nopalia"),
        Fact("f2", "amount", "money", "42 millones de pesos mexicanos", NOPAL_DINERO),
        Fact("f3", "round", "text", "ronda semilla", NOPAL_DINERO),
        Fact("f4", "lead_investor", "name", "Fondo Cantera", NOPAL_DINERO),
        Fact("f5", "other_investors", "name", "Semilla Norte", NOPAL_DINERO),
        Fact(
            "f6",
            "use_of_funds",
            "text",
            "abrir una segunda planta en Tepatitlán y contratar a 60 personas antes de diciembre de 2028",
            NOPAL_USO,
        ),
        Fact("f7", "city", "name", "Guadalajara, México", "guadalajara, méxico"),
        Fact("f8", "release_date", "date", "2027-02-23", "pa publicar el 23 de feb 2027"),
        Fact(
            "f9",
            "quote",
            "quotation",
            "El nopal crece donde nadie quiere sembrar. Nosotros empezamos igual.",
            NOPAL_CITA,
        ),
        Fact("f10", "quote_speaker", "name", "Ximena Lozano", NOPAL_CITA),
        Fact("f11", "quote_role", "text", "directora general de Nopalia", "directora general"),
        Fact(
            "f12",
            "quote_2",
            "quotation",
            "Nos mandaron una bolsa y mi hija no la devolvió. Ahí empezó la negociación.",
            NOPAL_FONDO,
        ),
        Fact("f13", "quote_2_speaker", "name", "Rodrigo Ibarra", NOPAL_FONDO),
        Fact("f14", "quote_2_role", "text", "socio de Fondo Cantera", NOPAL_FONDO),
        Fact(
            "f15",
            "detail",
            "text",
            (
                "Desde el 12 de agosto de 2025 la primera planta ha producido 18.500 metros de "
                "material para 31 marcas."
            ),
            (
                "la primera planta arrancó el 12/8/2025 y lleva 18.500 metros de material pa 31 "
                "marcas (no 34, me equivoqué)"
            ),
        ),
        Fact(
            "f16",
            "detail",
            "text",
            "La primera planta trabaja para 34 marcas.",
            "trabajamos para 34 marcas",
            superseded=True,
        ),
        Fact(
            "f17",
            "boilerplate",
            "text",
            (
                "Nopalia fabrica un material parecido al cuero a partir de nopal. Fue fundada en "
                "Guadalajara en 2021 y emplea a 44 personas."
            ),
            "nopalia hace un material parecido al cuero a partir de nopal, fundada en gdl en 2021, somos 44",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Paola Arriaga, prensa@nopalia.mx, +52 33 5550 1420",
            "Paola Arriaga prensa@nopalia.mx 33 5550 1420",
        ),
    ),
    clean=(
        Sentence("PARA PUBLICACIÓN INMEDIATA", ("f8",)),
        Sentence("Nopalia obtiene 42 millones de pesos mexicanos para su segunda planta", ("f1", "f2", "f6")),
        Sentence("GUADALAJARA, México, 23 de febrero de 2027 –", ("f7", "f8")),
        Sentence(
            (
                "Nopalia ha levantado 42 millones de pesos mexicanos en una ronda semilla liderada "
                "por Fondo Cantera."
            ),
            ("f1", "f2", "f3", "f4"),
        ),
        Sentence("En la ronda también entró Semilla Norte.", ("f5",)),
        Sentence(
            (
                "Con el dinero, la empresa abrirá una segunda planta en Tepatitlán y contratará a "
                "60 personas antes de diciembre de 2028."
            ),
            ("f6",),
        ),
        Sentence(
            (
                "«El nopal crece donde nadie quiere sembrar», dijo Ximena Lozano, directora general "
                "de Nopalia. «Nosotros empezamos igual»."
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence(
            (
                "Desde el 12 de agosto de 2025, la primera planta ha producido 18.500 metros de "
                "material para 31 marcas."
            ),
            ("f15",),
        ),
        Sentence("El inversionista tiene su propia historia.", ("f12",)),
        Sentence(
            (
                "Rodrigo Ibarra, socio de Fondo Cantera, contó: «Nos mandaron una bolsa y mi hija "
                "no la devolvió. Ahí empezó la negociación»."
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence("Nopalia fabrica un material parecido al cuero a partir de nopal.", ("f17",)),
        Sentence("Fue fundada en Guadalajara en 2021 y emplea a 44 personas.", ("f17",)),
        Sentence("Contacto de prensa: Paola Arriaga, prensa@nopalia.mx, +52 33 5550 1420", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 7, "18.500", "15.800"),
        Edit("number", 11, "44 personas", "más de 44 personas"),
        Edit("year", 11, "2021", "2020"),
        Edit("year", 5, "2028", "2029"),
        Edit("date", 7, "12 de agosto", "12 de abril"),
        Edit("date", 5, "diciembre", "noviembre"),
        Edit("place", 5, "Tepatitlán", "Tequila"),
        Edit("place", 11, "Guadalajara", "Monterrey"),
        Edit("name", 4, "Semilla Norte", "Semilla Sur"),
        Edit("name", 9, "Rodrigo Ibarra", "Rodrigo Ibarrola"),
        Edit("contact", 12, "5550 1420", "5550 1402"),
        Edit("contact", 12, "nopalia.mx", "nopalia.com.mx"),
        Edit("changed quotation", 6, "donde nadie quiere sembrar", "donde nadie más quiere sembrar"),
        Edit("changed quotation", 9, "mi hija no la devolvió", "mi hija no la quiso devolver"),
        Edit(
            "sentence added to a quotation",
            6,
            "«Nosotros empezamos igual»",
            "«Nosotros empezamos igual. Hoy damos un gran paso»",
        ),
        Edit(
            "sentence added to a quotation",
            9,
            "la negociación»",
            "la negociación. Creemos mucho en este equipo»",
        ),
        Edit(
            "wrong speaker",
            6,
            "Ximena Lozano, directora general de Nopalia",
            "Paola Arriaga, de Nopalia",
            ("f18",),
        ),
        Edit(
            "wrong speaker",
            9,
            "Rodrigo Ibarra, socio de Fondo Cantera,",
            "Ximena Lozano, directora general de Nopalia,",
            ("f10", "f11"),
        ),
        Edit(
            "swapped roles",
            7,
            "18.500 metros de material para 31 marcas",
            "31 metros de material para 18.500 marcas",
        ),
        Edit(
            "swapped roles",
            3,
            (
                "Nopalia ha levantado 42 millones de pesos mexicanos en una ronda semilla liderada "
                "por Fondo Cantera."
            ),
            (
                "Fondo Cantera ha levantado 42 millones de pesos mexicanos en una ronda semilla "
                "liderada por Nopalia."
            ),
        ),
        Edit("added superlative", 10, "fabrica un material", "fabrica el mejor material"),
        Edit(
            "added superlative",
            3,
            "una ronda semilla liderada",
            "la mayor ronda semilla de Jalisco, liderada",
        ),
        Edit("superseded value", 7, "31 marcas", "34 marcas"),
        Edit("superseded value", 7, "31 marcas", "treinta y cuatro marcas"),
        Edit("changed unit or currency", 3, "pesos mexicanos", "dólares"),
        Edit("changed unit or currency", 7, "18.500 metros", "18.500 kilómetros"),
        Extra(
            "invented sentence",
            5,
            "La inversión permitirá a la empresa acelerar su expansión internacional.",
            ("f2",),
        ),
        Extra(
            "invented sentence",
            7,
            "Las marcas valoran sobre todo la resistencia y la suavidad del material.",
            ("f15",),
        ),
        Edit("invented sentence", 7, "para 31 marcas.", "para 31 marcas. La demanda supera ya su capacidad."),
    ),
    rewrites=(
        Rewrite(
            "order",
            3,
            (
                "En una ronda semilla liderada por Fondo Cantera, Nopalia ha levantado 42 millones "
                "de pesos mexicanos."
            ),
        ),
        Rewrite(
            "active",
            3,
            (
                "Nopalia ha levantado 42 millones de pesos mexicanos en una ronda semilla que "
                "lideró Fondo Cantera."
            ),
        ),
        Rewrite("number format", 1, "Nopalia obtiene 42.000.000 de pesos mexicanos para su segunda planta"),
        Rewrite(
            "date format",
            7,
            "Desde el 12/08/2025, la primera planta ha producido 18 500 metros de material para 31 marcas.",
        ),
        Rewrite("synonyms", 11, "Se fundó en Guadalajara en 2021 y tiene 44 empleados."),
        Reshaped(
            "split",
            5,
            1,
            (
                Sentence("Con el dinero, la empresa abrirá una segunda planta en Tepatitlán.", ("f6",)),
                Sentence("También contratará a 60 personas antes de diciembre de 2028.", ("f6",)),
            ),
        ),
        Reshaped(
            "joined",
            3,
            2,
            (
                Sentence(
                    (
                        "Nopalia ha levantado 42 millones de pesos mexicanos en una ronda semilla "
                        "liderada por Fondo Cantera, en la que también entró Semilla Norte."
                    ),
                    ("f1", "f2", "f3", "f4", "f5"),
                ),
            ),
        ),
    ),
)

TURNO_QUE = (
    "turnolisto es una app donde la clienta pide hora en la pelu y si alguien falla avisa a la "
    "siguiente de la lista"
)
TURNO_PRECIO = (
    "cuesta 14,90 al mes por peluquería (euros) y 4,50 por cada sillón de más, la clienta no paga na"
)
TURNO_CUANDO = "sale el lunes 5 de abril de 2027 en android, y en iphone el 3 de mayo"
TURNO_PRUEBA = (
    "la han probado 26 peluquerías de triana y 9 de dos hermanas, entre todas han llenado 740 "
    "huecos en 8 semanas"
)
TURNO_CITA = 'Rocío Bermejo la fundadora: "Una silla vacía no se recupera. La app no duerme la siesta."'
TURNO_CLIENTA = (
    "y Manoli Gordillo, peluquera en triana, dice Yo antes lloraba los martes. Ahora los martes "
    "cierro a las ocho y media."
)
TURNOLISTO = Release(
    name="Turnolisto",
    language="es",
    facts=(
        Fact("f1", "empresa", "name", "Turnolisto", TURNO_QUE),
        Fact(
            "f2",
            "que_hace",
            "text",
            (
                "Turnolisto es una aplicación para pedir hora en la peluquería; si alguien falla, "
                "avisa a la siguiente persona de la lista."
            ),
            TURNO_QUE,
        ),
        Fact("f3", "precio", "money", "14,90 euros al mes", TURNO_PRECIO),
        Fact("f4", "precio_sillon", "money", "4,50 euros por sillón adicional", TURNO_PRECIO),
        Fact("f5", "precio", "money", "19,90 euros al mes", "cuesta 19,90 al mes", superseded=True),
        Fact("f6", "lanzamiento_android", "date", "2027-04-05", TURNO_CUANDO),
        Fact("f7", "lanzamiento_iphone", "date", "2027-05-03", TURNO_CUANDO),
        Fact(
            "f8",
            "prueba",
            "text",
            "26 peluquerías de Triana y nueve de Dos Hermanas llenaron 740 huecos en ocho semanas.",
            TURNO_PRUEBA,
        ),
        Fact(
            "f9",
            "cita_1",
            "quotation",
            "Una silla vacía no se recupera. La app no duerme la siesta.",
            TURNO_CITA,
        ),
        Fact("f10", "portavoz_1", "name", "Rocío Bermejo", TURNO_CITA),
        Fact("f11", "cargo_1", "text", "fundadora de Turnolisto", TURNO_CITA),
        Fact(
            "f12",
            "cita_2",
            "quotation",
            "Yo antes lloraba los martes. Ahora los martes cierro a las ocho y media.",
            TURNO_CLIENTA,
        ),
        Fact("f13", "portavoz_2", "name", "Manoli Gordillo", TURNO_CLIENTA),
        Fact("f14", "cargo_2", "text", "peluquera en Triana", TURNO_CLIENTA),
        Fact(
            "f15",
            "sobre",
            "text",
            "Turnolisto nació en Sevilla en 2025 y trabajan en ella cinco personas.",
            "nacimos en sevilla en 2025, somos 5",
        ),
        Fact(
            "f16",
            "contacto",
            "contact",
            "Álvaro Rey, alvaro@turnolisto.es, +34 955 550 132",
            "prensa: alvaro rey alvaro@turnolisto.es 955 55 01 32. se llama Álvaro Rey",
        ),
        Fact("f17", "fecha", "date", "2027-03-30", "mandadlo el martes 30 de marzo de 2027"),
        Fact("f18", "web", "link", "https://turnolisto.es/prensa", "fotos en turnolisto.es/prensa"),
    ),
    clean=(
        Sentence("Turnolisto llena los huecos libres de las peluquerías", ("f1", "f2", "f8")),
        Sentence("SEVILLA, 30 de marzo de 2027 –", ("f15", "f17")),
        Sentence(
            (
                "Turnolisto, una aplicación para pedir hora en la peluquería, sale el lunes 5 de "
                "abril de 2027 para Android."
            ),
            ("f1", "f2", "f6"),
        ),
        Sentence("La versión para iPhone llegará el 3 de mayo.", ("f7",)),
        Sentence("Si alguien falla, la aplicación avisa a la siguiente persona de la lista.", ("f2",)),
        Sentence(
            (
                "Cada peluquería paga 14,90 euros al mes y 4,50 euros por cada sillón adicional; la "
                "clienta no paga nada."
            ),
            ("f3", "f4"),
        ),
        Sentence(
            "En ocho semanas, 26 peluquerías de Triana y nueve de Dos Hermanas llenaron 740 huecos.", ("f8",)
        ),
        Sentence(
            (
                "«Una silla vacía no se recupera», explica Rocío Bermejo, fundadora de Turnolisto. "
                "«La app no duerme la siesta»."
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence("Una de las peluqueras lo cuenta así.", ("f12",)),
        Sentence(
            (
                "«Yo antes lloraba los martes. Ahora los martes cierro a las ocho y media», dice "
                "Manoli Gordillo, peluquera en Triana."
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence("Turnolisto nació en Sevilla en 2025 y trabajan en ella cinco personas.", ("f1", "f15")),
        Sentence("Más información: https://turnolisto.es/prensa", ("f18",)),
        Sentence("Contacto de prensa: Álvaro Rey, alvaro@turnolisto.es, +34 955 550 132", ("f16",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 6, "740", "704"),
        Edit("number", 10, "cinco personas", "seis personas"),
        Edit("year", 10, "2025", "2024"),
        Edit("year", 2, "2027", "2026"),
        Edit("date", 2, "lunes 5 de abril", "lunes 12 de abril"),
        Edit("date", 3, "3 de mayo", "3 de junio"),
        Edit("place", 6, "Dos Hermanas", "Alcalá de Guadaíra"),
        Edit("place", 9, "en Triana", "en Nervión"),
        Edit("name", 7, "Rocío Bermejo", "Rosario Bermejo"),
        Edit("name", 9, "Gordillo", "Gordo"),
        Edit("contact", 12, "alvaro@", "prensa@"),
        Edit("contact", 11, "turnolisto.es/prensa", "turnolisto.es/descargas"),
        Edit("changed quotation", 7, "no duerme la siesta", "nunca duerme la siesta"),
        Edit("changed quotation", 9, "a las ocho y media", "a las nueve y media"),
        Edit("sentence added to a quotation", 7, "no se recupera»", "no se recupera. Es dinero perdido»"),
        Edit(
            "sentence added to a quotation",
            9,
            "y media», dice",
            "y media. No podría trabajar sin ella», dice",
        ),
        Edit(
            "wrong speaker",
            9,
            "Manoli Gordillo, peluquera en Triana",
            "Rocío Bermejo, fundadora de Turnolisto",
            ("f10", "f11"),
        ),
        Edit(
            "wrong speaker",
            7,
            "Rocío Bermejo, fundadora de Turnolisto",
            "Álvaro Rey, portavoz de Turnolisto",
            ("f16",),
        ),
        Edit(
            "swapped roles",
            5,
            "14,90 euros al mes y 4,50 euros por cada sillón",
            "4,50 euros al mes y 14,90 euros por cada sillón",
        ),
        Edit(
            "swapped roles",
            6,
            "26 peluquerías de Triana y nueve de Dos Hermanas",
            "nueve peluquerías de Triana y 26 de Dos Hermanas",
        ),
        Edit("added superlative", 2, "una aplicación", "la primera aplicación"),
        Edit("added superlative", 0, "llena los huecos libres", "llena todos los huecos libres"),
        Edit("superseded value", 5, "14,90", "19,90"),
        Edit("changed unit or currency", 5, "14,90 euros al mes", "14,90 euros al año"),
        Edit("changed unit or currency", 5, "4,50 euros", "4,50 dólares"),
        Extra(
            "invented sentence", 6, "Las profesionales han acogido la herramienta con entusiasmo.", ("f8",)
        ),
        Extra(
            "invented sentence", 3, "Más adelante se añadirán funciones de pago y de fidelización.", ("f7",)
        ),
        Edit("number", 6, "740 huecos", "740 huecos, unos 21 por peluquería"),
    ),
    rewrites=(
        Rewrite(
            "order",
            6,
            "26 peluquerías de Triana y nueve de Dos Hermanas llenaron 740 huecos en ocho semanas.",
        ),
        Rewrite(
            "number format",
            6,
            "En 8 semanas, veintiséis peluquerías de Triana y 9 de Dos Hermanas llenaron 740 huecos.",
        ),
        Rewrite("pronoun", 4, "Si alguien falla, avisa a quien sigue en la lista."),
        Rewrite(
            "abbreviation",
            5,
            (
                "Cada peluquería paga 14,90 € al mes y 4,50 € por cada sillón adicional; la clienta "
                "no paga nada."
            ),
        ),
        Rewrite(
            "attribution first",
            9,
            (
                "Manoli Gordillo, peluquera en Triana, lo dice así: «Yo antes lloraba los martes. "
                "Ahora los martes cierro a las ocho y media»."
            ),
        ),
        Reshaped(
            "joined",
            2,
            2,
            (
                Sentence(
                    (
                        "Turnolisto, una aplicación para pedir hora en la peluquería, sale el lunes "
                        "5 de abril de 2027 para Android y el 3 de mayo para iPhone."
                    ),
                    ("f1", "f2", "f6", "f7"),
                ),
            ),
        ),
        Rewrite("synonyms", 10, "Turnolisto nació en Sevilla en 2025 y tiene un equipo de cinco personas."),
    ),
)

CAFE_QUIEN = (
    "Somos la Asociación Cafetera del Macizo (Pitalito, Huila) y nuestro socio es Tostadores Lume, "
    "de A Coruña"
)
CAFE_QUE = (
    "Lume nos compra 96 toneladas al año durante cinco años, y paga 1,20 dólares por kilo por "
    "encima del precio de bolsa. son 418 familias con 1.030 hectáreas"
)
CAFE_CUANDO = (
    "el primer barco sale de Buenaventura el 20 de octubre de 2027; el contrato vence el 19 de "
    "octubre de 2032"
)
CAFE_PRESIDENTA = (
    "La presidenta, doña Luz Marina Chaux, manda decir: El café sube la montaña en mula y baja en "
    "deuda. Con este contrato baja en camión."
)
CAFE_LUME = 'Brais Outeiro, gerente de Lume: "No compramos sacos, compramos la próxima cosecha."'
MACIZO = Release(
    name="Macizo",
    language="es",
    facts=(
        Fact("f1", "company_name", "name", "Asociación Cafetera del Macizo", CAFE_QUIEN),
        Fact("f2", "partner", "name", "Tostadores Lume", CAFE_QUIEN),
        Fact(
            "f3",
            "scope",
            "text",
            "Tostadores Lume comprará 96 toneladas de café al año durante cinco años.",
            CAFE_QUE,
        ),
        Fact(
            "f4",
            "benefit",
            "text",
            "Los productores reciben 1,20 dólares por kilo por encima del precio de bolsa.",
            CAFE_QUE,
        ),
        Fact("f5", "growers", "text", "Participan 418 familias con 1.030 hectáreas.", CAFE_QUE),
        Fact(
            "f6",
            "start",
            "text",
            "El primer barco sale de Buenaventura el 20 de octubre de 2027.",
            CAFE_CUANDO,
        ),
        Fact("f7", "end", "date", "2032-10-19", CAFE_CUANDO),
        Fact("f8", "city", "name", "Pitalito, Colombia", "Pitalito, Colombia"),
        Fact("f9", "release_date", "date", "2027-07-06", "Fecha: 6 de julio de 2027"),
        Fact(
            "f10",
            "quote",
            "quotation",
            "El café sube la montaña en mula y baja en deuda. Con este contrato baja en camión.",
            CAFE_PRESIDENTA,
        ),
        Fact("f11", "quote_speaker", "name", "Luz Marina Chaux", CAFE_PRESIDENTA),
        Fact("f12", "quote_role", "text", "presidenta de la Asociación Cafetera del Macizo", CAFE_PRESIDENTA),
        Fact("f13", "quote_2", "quotation", "No compramos sacos, compramos la próxima cosecha.", CAFE_LUME),
        Fact("f14", "quote_2_speaker", "name", "Brais Outeiro", CAFE_LUME),
        Fact("f15", "quote_2_role", "text", "gerente de Tostadores Lume", CAFE_LUME),
        Fact("f16", "growers", "text", "Participan 397 familias.", "son 397 familias", superseded=True),
        Fact(
            "f17",
            "boilerplate",
            "text",
            "La Asociación Cafetera del Macizo se fundó en 1997 y tiene su propio laboratorio de catación.",
            "Nos fundamos en 1997 y tenemos laboratorio de catación propio",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Edwin Perdomo, prensa@cafemacizo.co, +57 608 555 0176",
            "Edwin Perdomo, prensa@cafemacizo.co, (608) 555 0176",
        ),
    ),
    clean=(
        Sentence(
            "La Asociación Cafetera del Macizo venderá café a Tostadores Lume durante cinco años",
            ("f1", "f2", "f3"),
        ),
        Sentence("PITALITO, Colombia, 6 de julio de 2027 –", ("f8", "f9")),
        Sentence(
            "La Asociación Cafetera del Macizo y Tostadores Lume, de A Coruña, son socios.", ("f1", "f2")
        ),
        Sentence("La empresa comprará 96 toneladas de café al año durante cinco años.", ("f3",)),
        Sentence("Pagará 1,20 dólares por kilo por encima del precio de bolsa.", ("f4",)),
        Sentence("Participan 418 familias con 1.030 hectáreas.", ("f5",)),
        Sentence(
            (
                "El primer barco sale de Buenaventura el 20 de octubre de 2027, y el contrato vence "
                "el 19 de octubre de 2032."
            ),
            ("f6", "f7"),
        ),
        Sentence(
            (
                "Luz Marina Chaux, presidenta de la asociación, señaló: «El café sube la montaña en "
                "mula y baja en deuda. Con este contrato baja en camión»."
            ),
            ("f10", "f11", "f12"),
        ),
        Sentence("También habló el comprador.", ("f13",)),
        Sentence(
            (
                "«No compramos sacos, compramos la próxima cosecha», afirmó Brais Outeiro, gerente "
                "de Tostadores Lume."
            ),
            ("f13", "f14", "f15"),
        ),
        Sentence(
            "La Asociación Cafetera del Macizo se fundó en 1997 y tiene su propio laboratorio de catación.",
            ("f1", "f17"),
        ),
        Sentence("Contacto de prensa: Edwin Perdomo, prensa@cafemacizo.co, +57 608 555 0176", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 5, "1.030", "1.300"),
        Edit("year", 6, "2032", "2033"),
        Edit("date", 6, "20 de octubre", "20 de septiembre"),
        Edit("place", 6, "Buenaventura", "Cartagena"),
        Edit("place", 2, "A Coruña", "Vigo"),
        Edit("name", 7, "Luz Marina Chaux", "Luz Mariela Chaux"),
        Edit("contact", 11, "0176", "0167"),
        Edit("changed quotation", 9, "la próxima cosecha", "las próximas cosechas"),
        Edit(
            "sentence added to a quotation",
            7,
            "baja en camión»",
            "baja en camión. Es un día histórico para el Huila»",
        ),
        Edit(
            "wrong speaker",
            9,
            "Brais Outeiro, gerente de Tostadores Lume",
            "Edwin Perdomo, de la asociación",
            ("f18",),
        ),
        Edit("swapped roles", 5, "418 familias con 1.030 hectáreas", "1.030 familias con 418 hectáreas"),
        Edit(
            "swapped roles",
            0,
            "La Asociación Cafetera del Macizo venderá café a Tostadores Lume",
            "Tostadores Lume venderá café a la Asociación Cafetera del Macizo",
        ),
        Edit(
            "swapped roles",
            6,
            "el 20 de octubre de 2027, y el contrato vence el 19 de octubre de 2032",
            "el 19 de octubre de 2032, y el contrato vence el 20 de octubre de 2027",
        ),
        Edit(
            "added superlative",
            10,
            "su propio laboratorio de catación",
            "el único laboratorio de catación del Huila",
        ),
        Edit("superseded value", 5, "418", "397"),
        Edit(
            "superseded value", 5, "Participan 418 familias", "Participan casi cuatrocientas familias, 397,"
        ),
        Edit("changed unit or currency", 4, "1,20 dólares", "1,20 euros"),
        Edit("changed unit or currency", 3, "96 toneladas", "96 kilos"),
        Extra(
            "invented sentence", 5, "El acuerdo mejorará las condiciones de vida de toda la región.", ("f5",)
        ),
        Extra("invented sentence", 5, "Las 418 familias cultivan el café sin productos químicos.", ("f5",)),
        Extra(
            "invented sentence",
            4,
            "El sobreprecio permitirá a los productores renovar sus cafetales.",
            ("f4",),
        ),
    ),
    rewrites=(
        Rewrite("order", 3, "Durante cinco años, la empresa comprará 96 toneladas de café al año."),
        Rewrite(
            "synonyms",
            6,
            (
                "El primer barco zarpa de Buenaventura el 20 de octubre de 2027, y el contrato "
                "termina el 19 de octubre de 2032."
            ),
        ),
        Rewrite(
            "date format",
            6,
            "El primer barco sale de Buenaventura el 20/10/2027, y el contrato vence el 19/10/2032.",
        ),
        Rewrite(
            "attribution last",
            7,
            (
                "«El café sube la montaña en mula y baja en deuda. Con este contrato baja en "
                "camión», dijo Luz Marina Chaux, que preside la asociación."
            ),
        ),
        Reshaped(
            "joined",
            3,
            2,
            (
                Sentence(
                    (
                        "La empresa comprará 96 toneladas de café al año durante cinco años y "
                        "pagará 1,20 dólares por kilo por encima del precio de bolsa."
                    ),
                    ("f3", "f4"),
                ),
            ),
        ),
        Rewrite("number format", 5, "Participan 418 familias con 1030 hectáreas."),
    ),
)

BIBLIO_OBRA = (
    "la biblioteca reabre!! cerró en marzo del 2024 por el techo. la obra salió 185 millones de "
    "pesos: 120 puso la provincia y 65 los socios con rifas"
)
BIBLIO_DIA = "reabrimos el sábado 14 de agosto de 2027 a las 17 hs en barrio Echesortu, rosario"
BIBLIO_LIBROS = "son 31.200 libros, 4.600 para chicos, y sumamos sala de lectura con 45 asientos"
BIBLIO_CITA = (
    "te paso lo que dijo la presi, Norma Ferreyra: Llovía sobre Borges y nadie decía nada. Ahora "
    "llueve afuera, como corresponde."
)
BIBLIO = Release(
    name="Biblioteca Amaranto",
    language="es",
    facts=(
        Fact("f1", "institucion", "name", "Biblioteca Popular Amaranto", "biblioteca popular amaranto"),
        Fact(
            "f2",
            "cierre",
            "text",
            "La biblioteca cerró en marzo de 2024 por el estado del techo.",
            BIBLIO_OBRA,
        ),
        Fact("f3", "costo", "money", "185 millones de pesos", BIBLIO_OBRA),
        Fact("f4", "aporte_provincia", "money", "120 millones de pesos", BIBLIO_OBRA),
        Fact("f5", "aporte_socios", "money", "65 millones de pesos", BIBLIO_OBRA),
        Fact("f6", "reapertura", "date", "2027-08-14", BIBLIO_DIA),
        Fact("f7", "lugar", "name", "barrio Echesortu, Rosario", BIBLIO_DIA),
        Fact(
            "f8",
            "fondo",
            "text",
            "La biblioteca tiene 31.200 libros, 4.600 de ellos para chicos.",
            BIBLIO_LIBROS,
        ),
        Fact("f9", "sala", "text", "La nueva sala de lectura tiene 45 asientos.", BIBLIO_LIBROS),
        Fact(
            "f10",
            "cita",
            "quotation",
            "Llovía sobre Borges y nadie decía nada. Ahora llueve afuera, como corresponde.",
            BIBLIO_CITA,
        ),
        Fact("f11", "quien", "name", "Norma Ferreyra", BIBLIO_CITA),
        Fact("f12", "cargo", "text", "presidenta de la Biblioteca Popular Amaranto", BIBLIO_CITA),
        Fact("f13", "reapertura", "date", "2027-08-07", "reabre el 7 de agosto de 2027", superseded=True),
        Fact("f14", "cuota", "money", "3.500 pesos por mes", "la cuota es 3.500 por mes, jubilados 2.000"),
        Fact(
            "f15",
            "cuota_jubilados",
            "money",
            "2.000 pesos por mes",
            "la cuota es 3.500 por mes, jubilados 2.000. todo en pesos",
        ),
        Fact(
            "f16",
            "historia",
            "text",
            "La fundó un grupo de ferroviarios en 1932.",
            "la fundaron unos ferroviarios en 1932",
        ),
        Fact(
            "f17",
            "contacto",
            "contact",
            "Lucas Zanetti, hola@amaranto.org.ar, +54 341 555 0119",
            "lucas zanetti hola@amaranto.org.ar 0341 555-0119",
        ),
        Fact("f18", "fecha", "date", "2027-08-02", "lunes 2 de agosto 2027"),
    ),
    clean=(
        Sentence("La Biblioteca Popular Amaranto reabre en Rosario", ("f1", "f6", "f7")),
        Sentence("ROSARIO, 2 de agosto de 2027 –", ("f7", "f18")),
        Sentence(
            (
                "La Biblioteca Popular Amaranto reabre el sábado 14 de agosto de 2027 a las 17 en "
                "el barrio Echesortu de Rosario."
            ),
            ("f1", "f6", "f7"),
        ),
        Sentence("Había cerrado en marzo de 2024 por el estado del techo.", ("f2",)),
        Sentence(
            (
                "La obra costó 185 millones de pesos: 120 millones los puso la provincia y 65 "
                "millones, los socios."
            ),
            ("f3", "f4", "f5"),
        ),
        Sentence("La biblioteca tiene 31.200 libros, 4.600 de ellos para chicos.", ("f8",)),
        Sentence("La nueva sala de lectura tiene 45 asientos.", ("f9",)),
        Sentence(
            (
                "«Llovía sobre Borges y nadie decía nada», recuerda la presidenta, Norma Ferreyra. "
                "«Ahora llueve afuera, como corresponde»."
            ),
            ("f10", "f11", "f12"),
        ),
        Sentence("La cuota es de 3.500 pesos por mes y los jubilados pagan 2.000.", ("f14", "f15")),
        Sentence("Un grupo de ferroviarios la fundó en 1932.", ("f16",)),
        Sentence("Contacto de prensa: Lucas Zanetti, hola@amaranto.org.ar, +54 341 555 0119", ("f17",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 5, "4.600", "6.400"),
        Edit("number", 6, "45 asientos", "55 asientos"),
        Edit("year", 9, "1932", "1923"),
        Edit("year", 3, "2024", "2023"),
        Edit("date", 3, "marzo", "mayo"),
        Edit("date", 2, "a las 17", "a las 19"),
        Edit("place", 2, "Echesortu", "Pichincha"),
        Edit("name", 7, "Norma Ferreyra", "Norma Ferreira"),
        Edit("contact", 10, "555 0119", "555 0191"),
        Edit("changed quotation", 7, "nadie decía nada", "nadie hacía nada"),
        Edit(
            "sentence added to a quotation",
            7,
            "como corresponde»",
            "como corresponde. Gracias a todos los vecinos»",
        ),
        Edit("wrong speaker", 7, "la presidenta, Norma Ferreyra", "Lucas Zanetti", ("f17",)),
        Edit("wrong speaker", 7, "la presidenta, Norma Ferreyra", "el vocero, Lucas Zanetti"),
        Edit(
            "swapped roles",
            4,
            "120 millones los puso la provincia y 65 millones, los socios",
            "65 millones los puso la provincia y 120 millones, los socios",
        ),
        Edit(
            "swapped roles",
            8,
            "3.500 pesos por mes y los jubilados pagan 2.000",
            "2.000 pesos por mes y los jubilados pagan 3.500",
        ),
        Edit("swapped roles", 5, "31.200 libros, 4.600 de ellos", "4.600 libros, 31.200 de ellos"),
        Edit("added superlative", 9, "la fundó en 1932", "la fundó en 1932; es la más antigua de la ciudad"),
        Edit("superseded value", 2, "sábado 14 de agosto", "sábado 7 de agosto"),
        Edit("superseded value", 2, "el sábado 14 de agosto de 2027", "el 7/8/2027"),
        Edit("changed unit or currency", 4, "185 millones de pesos", "185 mil pesos"),
        Extra(
            "invented sentence",
            6,
            "Habrá además talleres y actividades culturales para toda la familia.",
            ("f9",),
        ),
        Extra(
            "invented sentence",
            4,
            "La obra fue posible gracias al enorme compromiso de la comunidad.",
            ("f3",),
        ),
        Extra("invented sentence", 5, "Los 31.200 libros de la biblioteca se salvaron del agua.", ("f8",)),
    ),
    rewrites=(
        Rewrite("order", 9, "En 1932 la fundó un grupo de ferroviarios."),
        Rewrite("passive", 9, "Fue fundada en 1932 por un grupo de ferroviarios."),
        Rewrite(
            "number format",
            4,
            (
                "La obra costó 185.000.000 de pesos: 120 millones los puso la provincia y 65 "
                "millones, los socios."
            ),
        ),
        Reshaped(
            "joined",
            5,
            2,
            (
                Sentence(
                    (
                        "La biblioteca tiene 31.200 libros, 4.600 de ellos para chicos, y una nueva "
                        "sala de lectura con 45 asientos."
                    ),
                    ("f8", "f9"),
                ),
            ),
        ),
        Reshaped(
            "split",
            8,
            1,
            (
                Sentence("La cuota es de 3.500 pesos por mes.", ("f14",)),
                Sentence("Los jubilados pagan 2.000 pesos.", ("f15",)),
            ),
        ),
        Rewrite(
            "attribution first",
            7,
            (
                "Norma Ferreyra, presidenta de la biblioteca, dijo: «Llovía sobre Borges y nadie "
                "decía nada. Ahora llueve afuera, como corresponde»."
            ),
        ),
    ),
)

RELEASES = (NOPALIA, TURNOLISTO, MACIZO, BIBLIO)
