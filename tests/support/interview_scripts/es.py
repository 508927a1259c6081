"""The launch of a frost sensor for almond growers, in Spanish: with a model, and without one."""

from tests.fakes.scripted_model import Script, call, confirm, propose, reword, save, skip
from tests.fakes.scripted_writer import Line
from tests.support.interview_scripts.interview import APPROVE, Interview, turns_of

_HEADLINE = "Campo Claro lanza FríoVista, un sensor que avisa de la helada seis horas antes"
_SHORTER = "Campo Claro lanza el sensor de heladas FríoVista"
_SIMPLER = "Más sencillo, sin tecnicismos"

_SCRIPT: Script = {
    "holaa, necesito una nota de prensa en español, lanzamos un producto nuevo": [
        [
            save("announcement_type", "product", "lanzamos un producto nuevo"),
            save("language", "es", "en español"),
        ],
        ["¡Hola! Con mucho gusto. ¿Cómo se llama tu empresa, tal como debe aparecer impresa?"],
    ],
    "Campo Claro, somos de Guadix. Y el producto se llama FríoVista": [
        [save("company_name", "Campo Claro"), save("product_name", "FríoVista")],
        ["Gracias. ¿Qué hace FríoVista, en una frase?"],
    ],
    "es un sensor que avisa a los agricultores de la helada seis horas antes. oye ¿y también hacéis "
    "pódcast?": [
        [
            save(
                "product_summary",
                "FríoVista es un sensor que avisa a los agricultores de la helada seis horas antes.",
                "es un sensor que avisa a los agricultores de la helada seis horas antes",
            )
        ],
        ["No, solo notas de prensa. ¿Desde cuándo y dónde se puede comprar FríoVista?"],
    ],
    "cuesta 249 euros": [
        [
            save(
                "availability",
                "desde el 15 de marzo de 2027 en las cooperativas de Andalucía y Murcia",
                "desde el 15 de marzo de 2027 … en las cooperativas de Andalucía y Murcia",
            ),
            save("price", "249 euros"),
        ],
        ["Apuntado. ¿Qué más debería saber un periodista? ¿Lo ha probado ya alguien?"],
    ],
    "sí, 54 fincas de almendros lo han probado desde el invierno pasado y en 31 de ellas salvó la cosecha": [
        [
            save(
                "detail",
                "54 fincas de almendros han probado FríoVista desde el invierno pasado, y en 31 de ellas "
                "salvó la cosecha.",
                "54 fincas de almendros lo han probado desde el invierno pasado y en 31 de ellas salvó la "
                "cosecha",
            )
        ],
        ["Son buenos datos. ¿Y cómo funciona, por ejemplo cómo llega el aviso?"],
    ],
    "la pila dura dos años": [
        [
            save(
                "detail_2",
                "El sensor mide la temperatura y la humedad del suelo y del aire cada cinco minutos.",
                "mide la temperatura y la humedad del suelo y del aire cada cinco minutos",
            ),
            save(
                "detail_3",
                "Cuando va a helar, FríoVista llama al móvil del agricultor y sigue llamando hasta que "
                "alguien contesta.",
                "cuando va a helar llama al móvil del agricultor y sigue llamando hasta que alguien contesta",
            ),
            save("detail_4", "La pila dura dos años.", "la pila dura dos años"),
        ],
        ["Muy claro. ¿Y cómo se instala?"],
    ],
    "se clava en el suelo sin herramientas, uno vale para cuatro hectáreas. lo montamos en un taller de "
    "Guadix y en otoño sacamos otro para viñedos": [
        [
            save(
                "detail_7",
                "El sensor se clava en el suelo sin herramientas, y uno vale para cuatro hectáreas.",
                "es un sensor … se clava en el suelo sin herramientas, uno vale para cuatro hectáreas",
            ),
            save(
                "detail_8",
                "La empresa lo monta en un taller de Guadix. En otoño sacará otro para viñedos.",
                "lo montamos en un taller de Guadix y en otoño sacamos otro para viñedos",
            ),
        ],
        ["Estupendo. ¿Por qué lo habéis hecho, qué pasa con una helada?"],
    ],
    "en abril de 2022 se helaron en la comarca 3.000 hectáreas en una noche. con seis horas da tiempo a "
    "encender los riegos, que protegen la flor": [
        [
            save(
                "detail_5",
                "En abril de 2022 se helaron en la comarca de Guadix 3.000 hectáreas en una noche.",
                "somos de Guadix … en abril de 2022 se helaron en la comarca 3.000 hectáreas en una noche",
            ),
            save(
                "detail_6",
                "Seis horas dan tiempo a encender los riegos, que protegen la flor.",
                "con seis horas da tiempo a encender los riegos, que protegen la flor",
            ),
            propose("headline", _HEADLINE),
            propose("headline", "Un sensor de Campo Claro llama al agricultor antes de la helada"),
            propose("headline", "Campo Claro lanza FríoVista tras probarlo en 54 fincas de almendros"),
        ],
        [
            "Entendido. Vamos con el titular: ¿cuál te gusta más, o prefieres escribir otro?\n\n"
            f"A) {_HEADLINE}\n"
            "B) Un sensor de Campo Claro llama al agricultor antes de la helada\n"
            "C) Campo Claro lanza FríoVista tras probarlo en 54 fincas de almendros"
        ],
    ],
    "la A. y de subtítulo: El aparato llama al móvil y da tiempo a encender los riegos": [
        [
            confirm(_HEADLINE, "la A"),
            save("subhead", "El aparato llama al móvil y da tiempo a encender los riegos"),
        ],
        ["Hecho. Ahora una cita: ¿quién habla por Campo Claro y qué dice, palabra por palabra?"],
    ],
    "«En una sola noche perdimos la cosecha de todo un año. FríoVista es el aviso que no tuvimos.» Lucía "
    "Campos, fundadora de Campo Claro": [
        [
            save(
                "quote",
                "En una sola noche perdimos la cosecha de todo un año. FríoVista es el aviso que no tuvimos.",
            ),
            save("quote_speaker", "Lucía Campos"),
            save("quote_role", "fundadora de Campo Claro"),
        ],
        ["Gracias. ¿Y hay algún cliente que diga algo?"],
    ],
    "Antonio Ruiz, agricultor de Baza: «Me despertó a las dos de la mañana y a las tres ya corría el "
    "agua.»": [
        [
            save("quote_2", "Me despertó a las dos de la mañana y a las tres ya corría el agua."),
            save("quote_speaker_2", "Antonio Ruiz"),
            save("quote_role_2", "agricultor de Baza"),
        ],
        ["Esa cita vale mucho. ¿Desde qué ciudad y país sale la noticia?"],
    ],
    "Guadix, España. que salga el jueves de la semana que viene": [
        [save("city", "Guadix, España"), save("release_date", "el jueves de la semana que viene")],
        ["Es decir, el jueves 11 de febrero de 2027. ¿Cómo se describe Campo Claro en dos o tres frases?"],
    ],
    "para la prensa: Diego Soler, prensa@campoclaro.es, 958 66 01 42. web no tenemos todavía": [
        [
            save(
                "boilerplate",
                "Campo Claro fabrica sensores para agricultores. La fundó en Guadix en 2023 Lucía Campos, "
                "hija de una familia de almendreros, y tiene 11 empleados.",
            ),
            save("media_contact", "Diego Soler, prensa@campoclaro.es, 958 66 01 42"),
            skip("link", "web no tenemos todavía"),
        ],
        [call("finish")],
        ["Ya está todo. Aquí tienes tu nota de prensa:"],
    ],
    "espera, el precio al final son 229 euros": [
        [save("price", "229 euros", "el precio al final son 229 euros")],
        ["El precio era 249 euros y ahora es 229 euros."],
    ],
    "el titular más corto porfa": [[reword("headline", _SHORTER)], ["¿Así?"]],
    "sí. y el párrafo de cómo mide, más sencillo": [
        [call("revise", instruction=_SIMPLER, paragraph=3)],
        ["Lo he simplificado."],
    ],
}
_BURSTS = (
    (
        "desde el 15 de marzo de 2027",
        "en las cooperativas de Andalucía y Murcia",
        "cuesta 249 euros",
    ),
    (
        "mide la temperatura y la humedad del suelo y del aire cada cinco minutos",
        "cuando va a helar llama al móvil del agricultor y sigue llamando hasta que alguien contesta",
        "la pila dura dos años",
    ),
    (
        "Campo Claro fabrica sensores para agricultores. La fundó en Guadix en 2023 Lucía Campos, hija de "
        "una familia de almendreros, y tiene 11 empleados.",
        "para la prensa: Diego Soler, prensa@campoclaro.es, 958 66 01 42. web no tenemos todavía",
    ),
)

_INVENTED = "Es el sensor de heladas más vendido de Andalucía, y en 31 fincas salvó la cosecha."
_MEASURES = "El sensor mide cada cinco minutos la temperatura y la humedad del suelo y del aire."
_INVENTED_DEPTH = (
    "Cada cinco minutos el sensor mira si hace frío y si hay humedad, a 20 centímetros bajo tierra y en el "
    "aire."
)
_LINES = (
    Line(
        1,
        "{company_name} lanza {product_name}, un sensor que avisa a los agricultores de la helada seis horas "
        "antes. Estará a la venta {availability} por {price}.",
        "company_name product_name product_summary availability price",
    ),
    Line(2, "Desde el invierno pasado lo han probado 54 fincas de almendros.", "detail"),
    Line(2, _INVENTED, "detail"),
    Line(3, _MEASURES, "detail_2"),
    Line(
        3,
        "Cuando va a helar, {product_name} llama al móvil del agricultor y sigue llamando hasta que alguien "
        "contesta.",
        "detail_3 product_name",
    ),
    Line(3, "La pila dura dos años.", "detail_4"),
    Line(4, "El sensor se clava en el suelo sin herramientas, y uno vale para cuatro hectáreas.", "detail_7"),
    Line(
        4,
        "{company_name} lo monta en un taller de Guadix, y en otoño sacará otro sensor para viñedos.",
        "detail_8 company_name product_summary",
    ),
    Line(5, "En abril de 2022 se helaron 3.000 hectáreas en una noche en la comarca de Guadix.", "detail_5"),
    Line(5, "Con seis horas por delante da tiempo a encender los riegos, que protegen la flor.", "detail_6"),
)

PRODUCT = Interview(
    title="A product launch, interviewed by a model in Spanish",
    phone="+34600550142",
    messages=[*turns_of(_SCRIPT, *_BURSTS), APPROVE],
    script=_SCRIPT,
    shorter="el titular más corto porfa",
    lines=_LINES,
    repairs={
        _INVENTED: "En 31 de ellas salvó la cosecha.",
        _INVENTED_DEPTH: (
            "Cada cinco minutos el sensor mide la temperatura y la humedad, tanto del suelo como del aire."
        ),
    },
    wishes={_SIMPLER: {_MEASURES: _INVENTED_DEPTH}},
)
