"""Spanish, not shown to the builder of the check: a battery round in Chile, a guitar maker's workshop."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

PILA_DINERO = (
    "cerramos la serie B, 12,5 millones de dólares, lidera Andes Capital y entra tb Puerto "
    "Ventures. en total llevamos 19 palos"
)
PILA_USO = (
    "es pa hacer una línea de reciclaje en Mejillones y llegar a 800 toneladas de baterías al año en 2029"
)
PILA_CITA = (
    "nuestra gerenta general Antonia Vergara dijo: Una batería vieja es una mina con dirección y "
    "teléfono. Sólo hay que ir a buscarla."
)
PILA_ANDES = (
    'de Andes Capital, Felipe Donoso, director de inversiones: "Pedimos ver la basura antes que los '
    'números. La basura nos convenció."'
)
RELITIO = Release(
    name="Relitio",
    language="es",
    facts=(
        Fact("f1", "company_name", "name", "Relitio", "relitio, de antofagasta chile"),
        Fact("f2", "amount", "money", "12,5 millones de dólares", PILA_DINERO),
        Fact("f3", "round", "text", "serie B", PILA_DINERO),
        Fact("f4", "lead_investor", "name", "Andes Capital", PILA_DINERO),
        Fact("f5", "other_investors", "name", "Puerto Ventures", PILA_DINERO),
        Fact(
            "f6",
            "total_raised",
            "money",
            "19 millones de dólares",
            PILA_DINERO + " … sí, 19 millones de dólares en total",
        ),
        Fact(
            "f7",
            "use_of_funds",
            "text",
            (
                "construir una línea de reciclaje en Mejillones y reciclar 800 toneladas de "
                "baterías al año en 2029"
            ),
            PILA_USO,
        ),
        Fact("f8", "city", "name", "Antofagasta, Chile", "relitio, de antofagasta chile"),
        Fact("f9", "release_date", "date", "2027-05-26", "26 de mayo de 2027"),
        Fact(
            "f10",
            "quote",
            "quotation",
            "Una batería vieja es una mina con dirección y teléfono. Sólo hay que ir a buscarla.",
            PILA_CITA,
        ),
        Fact("f11", "quote_speaker", "name", "Antonia Vergara", PILA_CITA),
        Fact("f12", "quote_role", "text", "gerenta general de Relitio", PILA_CITA),
        Fact(
            "f13",
            "quote_2",
            "quotation",
            "Pedimos ver la basura antes que los números. La basura nos convenció.",
            PILA_ANDES,
        ),
        Fact("f14", "quote_2_speaker", "name", "Felipe Donoso", PILA_ANDES),
        Fact("f15", "quote_2_role", "text", "director de inversiones de Andes Capital", PILA_ANDES),
        Fact("f16", "lead_investor", "name", "Cordillera Fund", "lidera Cordillera Fund", superseded=True),
        Fact(
            "f17",
            "boilerplate",
            "text",
            "Relitio recupera litio y cobalto de baterías usadas. Se fundó en 2020 y tiene 73 empleados.",
            "recuperamos litio y cobalto de baterías usadas, desde 2020, 73 empleados",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Daniela Soto, prensa@relitio.cl, +56 55 255 5013",
            "daniela soto prensa@relitio.cl +56 55 255 5013",
        ),
    ),
    clean=(
        Sentence("PARA PUBLICACIÓN INMEDIATA", ("f9",)),
        Sentence("Relitio cierra una serie B de 12,5 millones de dólares", ("f1", "f2", "f3")),
        Sentence("ANTOFAGASTA, Chile, 26 de mayo de 2027 –", ("f8", "f9")),
        Sentence(
            (
                "Relitio ha cerrado una serie B de 12,5 millones de dólares que lidera Andes "
                "Capital y en la que entra Puerto Ventures."
            ),
            ("f1", "f2", "f3", "f4", "f5"),
        ),
        Sentence("En total, la compañía suma 19 millones de dólares.", ("f6",)),
        Sentence(
            (
                "El dinero servirá para construir una línea de reciclaje en Mejillones y reciclar "
                "800 toneladas de baterías al año en 2029."
            ),
            ("f7",),
        ),
        Sentence(
            (
                "«Una batería vieja es una mina con dirección y teléfono», dijo Antonia Vergara, "
                "gerenta general de Relitio. «Sólo hay que ir a buscarla»."
            ),
            ("f10", "f11", "f12"),
        ),
        Sentence("Así lo ve el inversor.", ("f13",)),
        Sentence(
            (
                "Felipe Donoso, director de inversiones de Andes Capital, comentó: «Pedimos ver la "
                "basura antes que los números. La basura nos convenció»."
            ),
            ("f13", "f14", "f15"),
        ),
        Sentence("Relitio recupera litio y cobalto de baterías usadas.", ("f17",)),
        Sentence("Se fundó en 2020 y tiene 73 empleados.", ("f17",)),
        Sentence("Contacto de prensa: Daniela Soto, prensa@relitio.cl, +56 55 255 5013", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 5, "800 toneladas", "900 toneladas"),
        Edit("number", 10, "73 empleados", "casi 80 empleados"),
        Edit("year", 5, "2029", "2028"),
        Edit("date", 2, "26 de mayo", "26 de marzo"),
        Edit("place", 5, "Mejillones", "Tocopilla"),
        Edit("name", 3, "Puerto Ventures", "Puerta Ventures"),
        Edit("contact", 11, "prensa@relitio.cl", "contacto@relitio.cl"),
        Edit("changed quotation", 8, "antes que los números", "y después los números"),
        Edit(
            "sentence added to a quotation",
            6,
            "«Sólo hay que ir a buscarla»",
            "«Sólo hay que ir a buscarla. Y nosotros vamos»",
        ),
        Edit(
            "wrong speaker",
            6,
            "Antonia Vergara, gerenta general de Relitio",
            "Felipe Donoso, director de inversiones de Andes Capital",
            ("f14", "f15"),
        ),
        Edit(
            "swapped roles",
            3,
            "que lidera Andes Capital y en la que entra Puerto Ventures",
            "que lidera Puerto Ventures y en la que entra Andes Capital",
        ),
        Edit("swapped roles", 3, "12,5 millones", "19 millones", ("f6",)),
        Edit("added superlative", 9, "Relitio recupera", "Relitio, líder en Sudamérica, recupera"),
        Edit(
            "added superlative",
            3,
            "una serie B de 12,5 millones de dólares que",
            "la serie B más grande del sector, de 12,5 millones de dólares, que",
        ),
        Edit("superseded value", 3, "Andes Capital", "Cordillera Fund"),
        Edit("changed unit or currency", 4, "millones de dólares", "millones de pesos"),
        Extra("invented sentence", 5, "La nueva línea generará empleo de calidad en la comuna.", ("f7",)),
        Extra(
            "invented sentence", 9, "El litio recuperado vuelve a las fábricas con la misma pureza.", ("f17",)
        ),
    ),
    rewrites=(
        Rewrite(
            "order",
            3,
            (
                "Con Andes Capital al frente y la entrada de Puerto Ventures, Relitio ha cerrado "
                "una serie B de 12,5 millones de dólares."
            ),
        ),
        Rewrite("number format", 1, "Relitio cierra una serie B de US$ 12,5 millones"),
        Rewrite(
            "inflection",
            5,
            (
                "Con el dinero construirá una línea de reciclaje en Mejillones y reciclará 800 "
                "toneladas de baterías al año en 2029."
            ),
        ),
        Reshaped(
            "split",
            3,
            1,
            (
                Sentence("Relitio ha cerrado una serie B de 12,5 millones de dólares.", ("f1", "f2", "f3")),
                Sentence("Lidera la ronda Andes Capital y entra también Puerto Ventures.", ("f4", "f5")),
            ),
        ),
        Rewrite(
            "attribution last",
            8,
            (
                "«Pedimos ver la basura antes que los números. La basura nos convenció», comentó "
                "Felipe Donoso, director de inversiones de Andes Capital."
            ),
        ),
    ),
)

TALLER_QUE = (
    "el taller de guitarras de mi tío se muda: Guitarras Almenara deja el Albaicín y se va a Baza, "
    "a una antigua estación, 420 metros cuadrados, antes 75"
)
TALLER_DIA = "abrimos el viernes 22 de octubre de 2027, ese día hay concierto de Curro Alpresa a las 20:30"
TALLER_NUM = "hacen 64 guitarras al año, 51 se van a Japón, la mas barata vale 3.200 € y la de ciprés 5.800"
TALLER_TIO = (
    "el tío (Eusebio Almenara, guitarrero) dice: La madera no tiene prisa. Yo tampoco, y el casero sí tenía."
)
ALMENARA = Release(
    name="Almenara",
    language="es",
    facts=(
        Fact("f1", "taller", "name", "Guitarras Almenara", TALLER_QUE),
        Fact(
            "f2",
            "mudanza",
            "text",
            "El taller se muda del Albaicín a una antigua estación de Baza.",
            TALLER_QUE,
        ),
        Fact(
            "f3",
            "superficie",
            "text",
            "El nuevo taller tiene 420 metros cuadrados; el anterior tenía 75.",
            TALLER_QUE,
        ),
        Fact("f4", "apertura", "date", "2027-10-22", TALLER_DIA),
        Fact("f5", "concierto", "text", "A las 20:30 hay un concierto de Curro Alpresa.", TALLER_DIA),
        Fact(
            "f6",
            "produccion",
            "text",
            "El taller hace 64 guitarras al año, de las que 51 van a Japón.",
            TALLER_NUM,
        ),
        Fact("f7", "precio_basico", "money", "3.200 euros", TALLER_NUM),
        Fact("f8", "precio_cipres", "money", "5.800 euros", TALLER_NUM),
        Fact(
            "f9",
            "cita",
            "quotation",
            "La madera no tiene prisa. Yo tampoco, y el casero sí tenía.",
            TALLER_TIO,
        ),
        Fact("f10", "portavoz", "name", "Eusebio Almenara", TALLER_TIO),
        Fact("f11", "cargo", "text", "guitarrero", TALLER_TIO),
        Fact("f12", "apertura", "date", "2027-10-15", "abrimos el 15 de octubre de 2027", superseded=True),
        Fact(
            "f13",
            "historia",
            "text",
            "Guitarras Almenara se fundó en Granada en 1968.",
            "el taller es del 68, de Granada",
        ),
        Fact(
            "f14",
            "contacto",
            "contact",
            "Lola Almenara, lola@almenara.es, +34 958 555 071",
            "Lola Almenara lola@almenara.es 958 555 071",
        ),
        Fact("f15", "fecha", "date", "2027-10-04", "lunes 4 de octubre del 2027"),
    ),
    clean=(
        Sentence("Guitarras Almenara se muda del Albaicín a Baza", ("f1", "f2")),
        Sentence("BAZA, 4 de octubre de 2027 –", ("f2", "f15")),
        Sentence(
            (
                "Guitarras Almenara abre el viernes 22 de octubre de 2027 su nuevo taller en una "
                "antigua estación de Baza."
            ),
            ("f1", "f2", "f4"),
        ),
        Sentence("Tiene 420 metros cuadrados; el anterior, en el Albaicín, tenía 75.", ("f2", "f3")),
        Sentence("Ese día, a las 20:30, hay un concierto de Curro Alpresa.", ("f5",)),
        Sentence("El taller hace 64 guitarras al año, de las que 51 van a Japón.", ("f6",)),
        Sentence("La guitarra más barata cuesta 3.200 euros y la de ciprés, 5.800 euros.", ("f7", "f8")),
        Sentence(
            (
                "«La madera no tiene prisa», dice el guitarrero Eusebio Almenara. «Yo tampoco, y el "
                "casero sí tenía»."
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence("Guitarras Almenara se fundó en Granada en 1968.", ("f1", "f13")),
        Sentence("Contacto de prensa: Lola Almenara, lola@almenara.es, +34 958 555 071", ("f14",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 3, "420", "240"),
        Edit("year", 8, "1968", "1986"),
        Edit("date", 2, "viernes 22 de octubre", "viernes 29 de octubre"),
        Edit("place", 5, "Japón", "Corea"),
        Edit("place", 2, "Baza", "Guadix"),
        Edit("name", 4, "Curro Alpresa", "Curro Alpera"),
        Edit("contact", 9, "555 071", "555 017"),
        Edit("changed quotation", 7, "Yo tampoco", "Yo tampoco la tengo"),
        Edit(
            "sentence added to a quotation",
            7,
            "«La madera no tiene prisa»",
            "«La madera no tiene prisa. Espera a quien sabe tocarla»",
        ),
        Edit("wrong speaker", 7, "el guitarrero Eusebio Almenara", "Lola Almenara", ("f14",)),
        Edit("swapped roles", 5, "64 guitarras al año, de las que 51", "51 guitarras al año, de las que 64"),
        Edit(
            "swapped roles",
            6,
            "3.200 euros y la de ciprés, 5.800 euros",
            "5.800 euros y la de ciprés, 3.200 euros",
        ),
        Edit(
            "added superlative",
            8,
            "se fundó en Granada en 1968",
            "se fundó en Granada en 1968 y es el taller más prestigioso de Andalucía",
        ),
        Edit("superseded value", 2, "viernes 22 de octubre", "viernes 15 de octubre"),
        Edit("changed unit or currency", 6, "5.800 euros", "5.800 dólares"),
        Extra(
            "invented sentence",
            5,
            "Los guitarristas japoneses aprecian el sonido cálido de estos instrumentos.",
            ("f6",),
        ),
    ),
    rewrites=(
        Rewrite(
            "order",
            2,
            (
                "El viernes 22 de octubre de 2027, Guitarras Almenara abre su nuevo taller en una "
                "antigua estación de Baza."
            ),
        ),
        Rewrite("abbreviation", 3, "Tiene 420 m²; el anterior, en el Albaicín, tenía 75."),
        Rewrite("number format", 6, "La guitarra más barata cuesta 3200 € y la de ciprés, 5800 €."),
        Rewrite("synonyms", 5, "El taller fabrica 64 guitarras al año; 51 de ellas van a Japón."),
        Rewrite(
            "attribution first",
            7,
            (
                "El guitarrero Eusebio Almenara dice: «La madera no tiene prisa. Yo tampoco, y el "
                "casero sí tenía»."
            ),
        ),
    ),
)

RELEASES = (RELITIO, ALMENARA)
