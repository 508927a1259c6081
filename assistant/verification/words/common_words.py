"""Words that are not names although they may be capitalised; all in their compared form."""

from assistant.verification.words.languages import FUNCTION_WORDS
from assistant.verification.words.tables import word_set

# Roles, forms of address, rounds, document words: capitalised anywhere without being a name.
TITLES = word_set("""
    chief executive officer president vice chair chairman chairwoman chairperson founder cofounder co
    founders head director managing manager partner spokesperson spokeswoman spokesman senior lead mr
    mrs ms sir series seed pre round stage phase app internet web website online b2b b2c saas pdf api
    faq hr it pr rd vp svp evp i ok press release contact media email e mail phone tel telefon kontakt
    contacto prensa presse herr frau geschaftsfuhrer geschaftsfuhrerin grunder grunderin mitgrunder
    mitgrunderin vorstand vorstandin vorsitzender vorsitzende leiter leiterin sprecher sprecherin
    pressesprecher pressesprecherin direktor direktorin prasident prasidentin inhaber inhaberin serie
    runde finanzierungsrunde senor senora don dona presidente presidenta fundador fundadora cofundador
    cofundadora directora responsable portavoz jefe jefa gerente consejero consejera delegado delegada
    ronda semilla am pm מנכל מנכלית סמנכל סמנכלית יור מייסד מייסדת דוברת דובר
    מר גברת סבב סדרה
""")
# Function words that two of the languages share.
_SHARED = word_set("in an am so was die me no es a con on man")
# Ordinary words that begin a sentence, stand in a headline in title case, or are German nouns.
_ORDINARY: dict[str, frozenset[str]] = {
    "en": word_set("""
    company companies firm startup business team customers customer clients client users user people
    employees employee staff investors investor investment investments funding fund funds capital money
    revenue revenues sales sale profit profits growth market markets product products service services
    platform software technology tech data launch launches launched raise raises raised close closes closed
    announce announces announced win wins open opens join joins expand expands get gets bring brings build
    builds make makes start starts begin begins sign signs today yesterday now currently available
    availability price prices pricing cost costs use uses used new first second third last next early late
    many most some every each both several few founded based headquarters headquartered office offices
    factory plant shop store stores wine wines vineyard vineyards winery harvest food energy solar power
    health care city cities country world year years month months week weeks day days quarter half date time
    place partnership partners agreement deal contract project projects program programme goal goals plan
    plans future support access quality experience event events award awards report news headline quote
    statement information details thanks thank together whether while because since although however there
    here so yes no what why how who among under within without during between through across only just very
    good great best better more less big small large own name names production orders order members member
    shares robots robot machines machine machinery devices device cars car solutions solution tools tool
    students schools school hospital hospitals doctors patients farmers farm farms growers hires jobs job
    led leads backed goes go went said says say told includes include joining including he she they we door
    doors window house houses building buildings room rooms hall halls street road garden park ticket
    tickets guest guests visitor visitors patient nurse nurses teacher teachers parent parents child
    children kids woman women man men student reader readers player players driver drivers worker workers
    engineer engineers developer developers designer expert experts volunteer volunteers neighbour
    neighbours family families friend friends audience community council bakery bread coffee beer restaurant
    restaurants hotel hotels kitchen meal meals milk cheese fruit vegetables grapes apples parcel parcels
    package packages delivery deliveries shipment shipments truck trucks van vans bike bikes bus buses train
    trains ship ships plane planes battery batteries charger charging engine motor sensor sensors camera
    cameras chip chips screen screens phone phones computer computers laptop server servers network networks
    cloud code website site sites game games film films movie music song book books art museum theatre
    concert festival fair exhibition conference summit workshop training course courses lesson lessons class
    classes education research study studies science lab laboratory medicine drug drugs vaccine treatment
    therapy test tests trial trials clinic clinics bank banks insurance loan loans grant grants tax taxes
    budget debt valuation round rounds lead board shareholder shareholders stake equity acquisition merger
    ownership brand brands design fashion clothes shoes furniture toys paper plastic glass steel wood metal
    stone water air wind sun light heat fire earth soil land field fields forest tree trees animals dog dogs
    cat cats bird birds fish bees honey river sea ocean lake beach mountain mountains weather climate carbon
    emissions waste recycling electricity grid storage panels roof roofs app apps interface feature features
    version update updates release download downloads subscription subscriptions licence license security
    privacy protection safety rescue police army government state region county counties district village
    villages town towns border trade import export exports imports industry sector supply chain warehouse
    warehouses logistics transport traffic mobility parking morning afternoon evening night noon weekend
    spring summer autumn winter holiday holidays season seasons tomorrow century decade minute minutes hour
    hours moment beginning end middle finish opening closing chance risk success failure problem problems
    question questions answer answers idea ideas dream vision mission value values strategy step steps
    milestone record result results figure figures number numbers share percent percentage average total sum
    amount part parts rest majority minority dozen hundreds thousands millions demand bookings booking
    reservations reservation appointment appointments visit visits trip trips travel interest income salary
    wages pay payment payments invoice invoices discount refund gift gifts donation donations person anyone
    everyone everybody somebody nobody something everything nothing anything others another such can could
    may might must shall should would does do did done doing being become becomes grow grows grew give gives
    gave take takes took come comes came see sees saw find finds found keep keeps kept let lets help helps
    helped work works worked live lives lived run runs ran move moves moved offer offers offered provide
    provides provided contain contains cover covers covered reach reaches reached save saves saved serve
    serves served sell sells sold buy buys bought send sends sent shipped tested try tries tried learn
    learns learned teach teaches taught follow follows show shows showed tell tells ask asks asked call
    calls called need needs needed want wants wanted like likes love loves hope hopes planned expect expects
    expected believe believes think thinks know knows already still yet again always never often sometimes
    soon later earlier recently finally initially previously around near far away back forward up down out
    off inside outside above below behind beyond against along according due instead despite unlike except
    besides plus minus via versus little long short high low fast slow quick easy hard difficult simple
    strong weak heavy hot cold warm cool young old modern classic local regional national international
    global public private free full empty final main major minor key special general common rare different
    same similar various certain particular digital electric electronic automatic smart green blue red white
    black clean safe secure healthy sustainable organic fresh natural human social medical legal financial
    commercial industrial agricultural scientific technical proud happy glad pleased excited grateful ready
    able first-class reason reasons way ways kind kinds type types sort level levels role roles title titles
    apply register subscribe read watch listen discover explore meet pilot pilots launchpad backers backer
    angels angel founders advisers adviser advisor mentors mentor interns intern seats seat screenings menu
    menus recipe recipes ingredients tables table chairs bed beds floor floors lift olive olives tractor
    tractors strawberries wheat corn barn cow cows cattle sheep farming agriculture irrigation fertilizer
    crop crops grower
"""),
    "de": word_set("""
    team plan software start name investor region service hotel park bank million dollar robot winter sommer
    unternehmen firma firmen betrieb betriebe kunde kunden nutzer menschen leute mitarbeiter mitarbeitende
    mitarbeiterin angestellte investoren investition investitionen geld kapital umsatz gewinn wachstum markt
    markte produkt produkte dienst dienste plattform technologie technik daten anfang ende mitte preis
    preise kosten quartal jahr jahre jahren jahres monat monate monaten woche wochen tag tage tagen stunde
    stunden minute minuten sitz buro fabrik werk laden geschaft wein weine weingut weinberge weinberg winzer
    ernte reben flasche flaschen liter energie strom gesundheit stadt land welt partner vertrag projekt
    projekte programm ziel ziele plane zukunft hilfe zugang qualitat ereignis bericht nachricht zitat
    aussage dank millionen milliarde milliarden euro prozent hektar kilometer meter tonne tonnen uhr namen
    betrag summe hohe ort datum zeit branche industrie bereich standort standorte filiale filialen
    bestellungen auftrag auftrage anteil anteile mittel maschine maschinen roboter gerat gerate auto autos
    werkzeug schule schulen krankenhaus bauern arbeit arbeitsplatze stellen beginn verfugbar familie anlage
    anlagen serie personen neues neuer neuem neuen erste ersten erster dritte zweite letzte unser unsere
    unserem unseren kein keine damit dazu dabei seitdem bisher derzeit aktuell heute gestern gemeinsam ab
    fur hinter laut rund etwa fast knapp tur turen fenster haus hauser gebaude raum raume halle hallen
    strasse garten ticket tickets karte karten gast gaste besucher besucherinnen patient patienten pfleger
    pflegerin pflegekraft pflegekrafte krankenschwester lehrer lehrerin lehrkrafte eltern kind kinder frau
    frauen mann manner schuler schulerinnen student studenten studierende leser spieler fahrer arbeiter
    ingenieur ingenieure entwickler experte experten freiwillige nachbar nachbarn familien freund freunde
    mitglied mitglieder gemeinde backerei brot kaffee bier restaurant restaurants hotels kuche essen milch
    kase obst gemuse trauben apfel paket pakete lieferung lieferungen lkw transporter fahrrad fahrrader bus
    busse zug zuge schiff schiffe flugzeug batterie batterien akku akkus ladegerat motor sensor sensoren
    kamera kameras chip chips bildschirm handy handys computer rechner server netz netzwerk cloud website
    seite seiten spiel spiele film filme musik lied buch bucher kunst museum theater konzert festival messe
    ausstellung konferenz kurs kurse unterricht bildung forschung studie studien wissenschaft labor medizin
    medikament medikamente impfstoff behandlung therapie test tests klinik kliniken praxis praxen banken
    versicherung kredit kredite zuschuss forderung steuer steuern budget schulden bewertung aufsichtsrat
    aktie aktien beteiligung ubernahme fusion marke marken design mode kleidung schuhe mobel spielzeug
    papier plastik glas stahl holz metall stein wasser luft wind sonne licht warme feuer erde boden feld
    felder wald walder baum baume pflanze pflanzen tier tiere hund hunde katze katzen vogel fisch fische
    bienen honig fluss meer see strand berg berge wetter klima emissionen abfall recycling speicher dach
    dacher app apps nutzung funktion funktionen version update download downloads abo abos lizenz sicherheit
    datenschutz schutz rettung polizei regierung staat bundesland landkreis landkreise bezirk dorf dorfer
    grenze handel import export sektor lager lagerhaus logistik transport verkehr mobilitat parkplatz morgen
    vormittag mittag nachmittag abend nacht wochenende fruhling fruhjahr herbst ferien urlaub saison
    jahrhundert jahrzehnt moment augenblick schluss abschluss chance risiko erfolg problem probleme frage
    fragen antwort antworten idee ideen traum wert werte strategie schritt schritte meilenstein rekord
    ergebnis ergebnisse zahl zahlen durchschnitt drittel viertel halfte teil teile rest mehrheit dutzend
    hunderte tausende nachfrage angebot angebote bestellung buchung buchungen reservierung termin termine
    besuch besuche reise reisen interesse einkommen gehalt lohn zahlung zahlungen rechnung rechnungen rabatt
    geschenk spende spenden niemand jemand jeder jede jedes alle alles nichts etwas einige viele wenige
    andere bereits schon noch immer nie oft manchmal bald spater fruher kurzlich endlich zuerst zuletzt
    weiterhin inzwischen zusatzlich ausserdem allerdings jedoch deshalb daher denn weil obwohl wahrend trotz
    wegen statt ohne gegen entlang zwischen neben unterhalb oberhalb innerhalb ausserhalb grosse grosser
    kleine kleiner lange kurze niedrige schnelle langsame gute guter beste besten moderne junge alte
    deutsche internationale digitale elektrische einlass beginnt eroffnet eroffnung punkte punkt sterne
    stern mehrwertsteuer umsatzsteuer gruppe grunde grund weg wege art arten rolle rollen stufe ebene niveau
    aufgabe aufgaben losung losungen maschinenbau pilotprojekt testphase markteintritt ausbau aufbau einsatz
    einsatze fertigung herstellung verkauf vertrieb werbung kampagne verein stiftung institut universitat
    hochschule fond fonds geldgeber gesellschafter teilhaber holzbau landwirtschaft landwirte landwirt
    bauernhof hof hofe kuhe stall ernten anbau flache flachen acker echtzeit teilzeit vollzeit hand bedarf
    kraft form sicht fahrt gang zusammenarbeit eigenregie eigenbau handarbeit deutsch englisch spanisch bio
    gas ol verzug erinnerung rekordzeit serienproduktion serienreife umlauf besitz eigentum familienbesitz
    privatbesitz franchise miete kauf leasing druck stand weihnachten ostern silvester pfingsten nachwuchs
    personal vertrauen mut geduld respekt spass freude gluck stolz krieg frieden freiheit krankheit krebs
    schmerz hunger durst rat hinweis wunsch anfrage absprache vereinbarung plastikmull mull papierkram
    burokratie aufwand umfang abstand vergleich gegensatz zusammenhang bestand inland ausland europaweit
    beide beiden manche mehrere solche weitere zahlreiche samtliche verschiedene
    norden suden osten westen zentrum umland fruhstuck trinken sport schlaf unterstutzt
"""),
    "es": word_set("""
    capital plan software robots robot mes final total digital social global natural region hotel servicio
    empresa empresas compania equipo clientes cliente usuarios personas gente empleados trabajadores
    inversores inversor inversion inversiones dinero fondos fondo ingresos ventas venta beneficio
    crecimiento mercado mercados producto productos servicios plataforma tecnologia datos lanzamiento lanza
    anuncia recauda cierra abre precio precios coste costes primer primera segundo segunda tercer tercera
    ultimo sede oficina oficinas fabrica tienda tiendas vino vinos bodega vinedo vinedos cosecha energia
    salud ciudad pais mundo trimestre meses semana dia acuerdo contrato proyecto proyectos programa objetivo
    futuro apoyo acceso calidad evento premio informe noticia cita gracias desde hasta durante entre sobre
    tras segun ademas actualmente ahora ayer tenemos tiene fundada disponible miembros maquinas alumnos
    colegios hospitales agricultores empleo todos todas cada muchos nuestros nuestras fue sera son estamos
    vamos puerta puertas ventana casa casas edificio edificios sala salas calle jardin parque entrada
    entradas invitado invitados visitante visitantes paciente pacientes enfermera enfermeras enfermero
    enfermeros medico medicos maestro maestra profesores padres padre madre nino ninos nina hijos mujer
    mujeres hombre hombres estudiante estudiantes lector lectores jugador conductor trabajador ingeniero
    ingenieros ingenieras desarrollador experto expertos voluntarios vecino vecinos familia familias amigo
    amigos miembro socio socios comunidad panaderia pan cafe cerveza restaurante restaurantes hoteles cocina
    comida leche queso fruta verdura uvas manzanas paquete paquetes entrega entregas envio envios camion
    camiones furgoneta furgonetas bicicleta bicicletas autobus tren trenes barco barcos avion bateria
    baterias cargador motor sensor sensores camara camaras pantalla pantallas telefono telefonos movil
    ordenador ordenadores servidor red redes nube codigo web pagina paginas juego juegos pelicula musica
    cancion libro libros arte museo teatro concierto festival feria exposicion conferencia taller curso
    cursos clase clases educacion investigacion estudio estudios ciencia laboratorio medicina medicamento
    vacuna tratamiento terapia prueba pruebas clinica clinicas hospital banco bancos seguro credito
    subvencion beca impuesto impuestos presupuesto deuda valoracion consejo accion acciones adquisicion
    fusion marca marcas diseno moda ropa zapatos muebles juguetes papel plastico vidrio acero madera metal
    piedra agua aire viento sol luz calor fuego tierra suelo campo campos bosque arbol arboles planta
    plantas animal animales perro perros gato gatos ave aves pez peces abejas miel rio mar lago playa
    montana tiempo clima emisiones residuos reciclaje electricidad almacenamiento paneles tejado aplicacion
    aplicaciones funcion funciones version descarga descargas suscripcion licencia seguridad privacidad
    proteccion rescate policia gobierno estado provincia comarca comarcas distrito pueblo pueblos frontera
    comercio importacion exportacion industria sector almacen almacenes logistica transporte trafico
    movilidad tarde noche mediodia primavera verano otono invierno vacaciones temporada siglo decada minuto
    minutos hora momento comienzo inicio fin principio apertura cierre riesgo exito problema problemas
    pregunta preguntas respuesta idea ideas sueno vision mision valor valores estrategia paso pasos hito
    record resultado resultados cifra cifras numero porcentaje media suma cantidad mitad tercio cuarto parte
    partes resto mayoria docena demanda oferta pedido pedidos reserva reservas visita visitas viaje viajes
    interes sueldo pago pagos factura descuento regalo donacion donaciones nadie alguien nada algo otros
    otras otro otra varios varias algunos algunas ya aun todavia siempre nunca pronto luego despues antes
    recientemente finalmente incluso excepto estara estaran habra tendra tendran seran saldra llegara llega
    llegan sale salen abren abrira incluye incluyen permite permiten ofrece ofrecen cuesta cuestan crece
    crecen vende venden vendemos hace hacen hacemos trabaja trabajan vive viven usa usan utiliza utilizan
    necesita necesitan quiere quieren puede pueden debe deben aguanta soporta dura duran mide pesa carga
    cargan funciona funcionan hola estuvo estaba eran habia hubo gran grande grandes pequeno pequena buen
    bueno buena mejor peor nuevo nueva nuevos nuevas viejo joven moderno local nacional internacional
    publico privado gratis lleno principal especial distinto mismo misma rojo azul verde blanco negro limpio
    sano sostenible ecologico fresco humano legal financiero orgullosos contentos explotacion finca fincas
    agricultor ganado vacas cosechas regadio olivar olivos aceite aceituna aceitunas
"""),
    "he": word_set("""
    חברה החברה חברת צוות לקוחות לקוח משתמשים אנשים עובדים עובד משקיעים משקיע השקעה גיוס כסף הון הכנסות
    מכירות רווח צמיחה שוק מוצר מוצרים שירות פלטפורמה תוכנה טכנולוגיה נתונים השקה משיקה מגייסת גייסה מודיעה
    פותחת מחיר עלות רבעון שנה שנים חודש חודשים שבוע יום משרד משרדים מפעל חנות יין יינות כרם כרמים יקב בציר
    אנרגיה בריאות עיר ארץ עולם שותפות הסכם חוזה פרויקט תוכנית יעד תמיכה איכות אירוע דוח חדש חדשה חדשים ראשון
    ראשונה אחוז אחוזים דולר אירו שקל מיליון מיליארד אלף דונם קילומטר טון שעות דקות בעל בעלת איש אישה נשים
    גברים ילדים ילד הורים משפחה משפחות חברים חבר מורה מורים אחות אחיות רופא רופאים חולים מטופלים מהנדסים
    מפתחים סטודנטים תלמידים נהגים מתנדבים אורחים מבקרים קהילה בית בתים דלת דלתות חדר אולם רחוב גן פארק כרטיס
    כרטיסים מאפייה לחם קפה בירה מסעדה מלון אוכל חלב גבינה פירות ירקות ענבים חבילה חבילות משלוח משלוחים משאית
    משאיות רכב רכבים אופניים אוטובוס רכבת אונייה מטוס סוללה סוללות מטען מנוע חיישן חיישנים מצלמה שבב שבבים
    מסך טלפון מחשב מחשבים שרת רשת ענן אתר משחק סרט מוזיקה ספר ספרים אמנות מוזיאון תערוכה כנס קורס חינוך מחקר
    מחקרים מדע מעבדה תרופה תרופות חיסון טיפול בדיקה ניסוי קליניקה מרפאה מרפאות בנק ביטוח הלוואה מענק מס
    תקציב חוב מניות רכישה מיזוג מותג עיצוב אופנה נייר פלסטיק זכוכית פלדה עץ עצים מתכת אבן מים אוויר רוח שמש
    אור חום אש אדמה שדה שדות יער צמח צמחים חיות כלב חתול ים אגם חוף הר מזג אקלים פליטות פסולת מיחזור חשמל גג
    אפליקציה גרסה הורדה הורדות מנוי רישיון אבטחה פרטיות הגנה משטרה ממשלה מדינה אזור מחוז מחוזות כפר גבול סחר
    תעשייה מחסן מחסנים לוגיסטיקה תחבורה בוקר צהריים ערב לילה אביב קיץ סתיו חורף חופשה עונה עשור דקה שעה רגע
    התחלה סוף אמצע פתיחה סגירה סיכוי סיכון הצלחה בעיה שאלה תשובה רעיון חלום חזון ערך צעד תוצאה תוצאות מספר
    ממוצע חצי שליש רבע חלק רוב ביקוש הזמנה הזמנות ביקור נסיעה עניין שכר תשלום חשבונית הנחה מתנה תרומה מהיר
    מהר איטי גדול גדולה קטן קטנה ישן צעיר מקומי בינלאומי דיגיטלי חשמלי ירוק טוב טובה תודה שלום רובוט רובוטים
    מייצרת מייצר מעסיקה נפתחות נפתח תיפתח נסגר נסגרה סגור תתקיים יתקיים מושק יושק יוצא ייצא יעלה עולה עובדת
    מציע מציעה כולל כוללת מאפשר מאפשרת צריך רוצה יכול פועלת פועל משמש ישמש הצטרפו הצטרפה נמצאים נמצא נמצאת
    מונה בשעה משעה מאז בשנת שנות המייסדים הקמנו הוקמה נוסדה משתמשות קופסה קופסאות בקבוק בקבוקים ליטרים שטח
    גרם מטר מנהל מנהלת הודעה לעיתונות סגרנו אמר אמרה מספרת סיפר סיפרה הוסיף הוסיפה מסביר מסבירה הסביר הסבירה
    לדברי ציין ציינה הקים הקימה ייסד ייסדה גר גרה חולם חולמת מובילה מוביל הודיע הודיעה מונתה הצטרף החליטה
    החליט למד למדה הובילה הוביל השקיע השקיעה
    עמותה ארגון מועצה עירייה קרן איגוד אגודה מועדון תאגיד קבוצה כדי
"""),
}
# Endings that ordinary words have and names seldom do.
ENDINGS = (
    "ing", "ed", "ly", "tion", "tions", "ment", "ments", "ness", "ity", "ies", "ous", "ful", "ance", "ence",
    "ship", "able", "sion", "sions", "mals", "weise", "dings",
    "ung", "ungen", "heit", "keit", "schaft", "schaften", "tionen", "tat", "ismus", "nis",
    "runde", "innen", "cion", "ciones", "mente", "dad", "dades", "ando", "iendo", "ados", "adas", "idos",
    "aron", "ieron", "amos", "emos", "miento", "mientos",
)  # fmt: skip
SERIES = word_set("series serie runde round ronda סבב סדרה phase fase")


def is_listed(word: str, language: str) -> bool:
    """Return True for a folded word that is known to be no name."""
    return any(word in few for few in (TITLES, _SHARED, _ORDINARY[language], FUNCTION_WORDS[language]))


def is_ordinary(word: str, language: str) -> bool:
    """Return True if a folded word is probably not a name although it is capitalised."""
    return is_listed(word, language) or (len(word) > 5 and word.endswith(ENDINGS))
