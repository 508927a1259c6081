"""Words of press releases by what they mean, in four languages: one row is one meaning.

A row is: its name, how much it tells and its English words, then those of German, Spanish and Hebrew, all in
their compared form.
A word that ends in * stands for all that begin so; Hebrew words stand without prefixes.
How much it tells: 0 nothing, 1 little (a new one hardly makes an invention), 2 as much as any word.
"""

ROWS = """
raise 1 rais* secur* clos* receiv* collect* financ* fund* financing capital money proceeds cash
  invest* back* round* seed series rounds investor* investment* backer* funder*
  |einsamm* eingesammelt sammelt sammelte aufgenommen aufnehm* nimmt nahm finanzier* kapital* geld* mittel*
  erlos* invest* runde* finanzierungsrunde* sichert* gesichert sichern abgeschloss* abschluss abschliess*
  schliesst schloss erhalt* geldgeber* kapitalgeber* wachstumskapital frisches kapitalrunde serie series
  |recaud* levant* capt* cerr* cierr* obten* financi* capital* dinero fondos fondo invers* invert* invirt*
  ronda* serie series semilla respald* consegu* aport*
  |גייס* גיוס* סבב* השקע* משקיע* השקיע* מימון מימן הון כסף כספים קרנות סגר* סגיר* נסגר* הושלמ* השלים השלימה
  השלמת תמורת כספי סיבוב סיד סדרה
lead_of_round 1 led leads lead leading leader headed spearhead* anchor* heads head
  |angefuhrt* anfuhr* fuhrt* fuhrte fuhrung gefuhrt* lead leitet* geleitet* federfuhr* hauptinvestor*
  leadinvestor* lead-investor*
  |lider* encabez* dirig* capitane* principal
  |הוביל* מוביל* הובלה בהובלת הובלת הובל
join_in 1 particip* join* took part contribut* also invested other others co-invest*
  |beteilig* beteiligung teilnahm* teilgenommen mitinvest* schloss* angeschloss* dabei weitere mit
  |particip* sum* sumar* unir* unio unieron tambien acompan* co-invers*
  |השתתפ* משתתפ* השתתפות הצטרפ* מצטרפ* הצטרפות לצד
total 1 total* altogether overall cumulative|insgesamt gesamt* gesamtsumme summe bislang bisher|total*
  acumul*
  |סך סה"כ סהכ בסך מצטבר
valuation 2 valuation valued worth pre-money post-money|bewert* wert|valor* valuad*|שווי הערכת מוערכת
revenue 2 revenue* sales turnover income earnings|umsatz* erlos* einnahm*|ingreso* factur* ventas venta
  |הכנסות הכנסה מחזור מכירות
go_public 2 public listing listed ipo exchange flotation|borse* borsengang borsennotier*|bolsa
  cotiz*|בורסה הנפק* נסחר*
profit 2 profit* profitab*|gewinn* rentab* profitab*|beneficio* rentab* ganancia*|רווח* רווחי* רווחית
price 1 price* pric* cost* costs charge* fee* rate pay* paid subscription
  |preis* kost* kostet kosten gebuhr* zahl* bezahl* abo abonnement
  |preci* cuest* cost* tarifa* pag* suscrip*|מחיר* עולה עלות* תעריף תשלום משלמ* מנוי יעלה עלה
free 2 free gratis no-cost complimentary|kostenlos* gratis kostenfrei* umsonst unentgeltlich*
  |gratis gratuit*|חינם בחינם ללא תשלום
launch 1 launch* introduc* roll* release* debut* ship* available start* market unveil* bring* rollout
  |einfuhr* eingefuhrt* fuhrt launch* start* auf den markt bringt vorstell* vorgestellt erschein* lanciert*
  markteinfuhrung markt
  |lanz* introduc* estren* salid* sale mercado present* disponib*|השיק* משיק* השקה השקת מושק יושק תושק
  שיווק יצא יוצא יוצאת יציאה זמין זמינה
product 1 product* tool* app apps application* software platform* solution* system* service* device*
  offering* technology technologies tech program programme
  |produkt* werkzeug* app apps anwendung* software plattform* losung* system* dienst* gerat* angebot*
  technologie* technik dienstleistung*
  |producto* herramienta* app aplicacion* software plataforma* solucion* sistema* servicio* dispositivo*
  tecnologi* aparato*
  |מוצר* כלי כלים אפליקציה אפליקציית יישום יישומון תוכנה תוכנת פלטפורמה פלטפורמת פתרון פתרונות מערכת מערכות
  שירות* מכשיר* טכנולוגי*
user 1 user* customer* client* consumer* subscriber* buyer* patron* shopper*
  |nutzer* kund* anwender* verbraucher* benutzer* kaufer* nutzerinnen abnehmer* auftraggeber*
  |usuari* client* consumidor* abonad* comprador* suscriptor*
  |משתמש* לקוח* צרכנ* רוכש* מנויים קונה קונים
staff 1 employ* staff team* worker* people workforce headcount hire* hiring recruit* job* position* talent
  colleague* engineer* personnel
  |mitarbeit* beschaftig* team* belegschaft* angestellt* personal einstell* eingestellt stelle stellen
  arbeitsplatz* arbeitsplatze jobs kraft krafte fachkraft* einstellung* ingenieur* kollegen leute
  |emplead* plantilla equipo* trabajador* personal contrat* empleo* puesto* profesional* incorpor* ingenier*
  persona* personas
  |עובד* צוות* מועסק* מעסיק* העסק* גיוס עובדים משר* כוח אדם מהנדס* גייס* מגייס*
open 1 open* inaugurat* establish* set up start*|eroffn* offn* geoffnet* erricht* aufmach* macht auf
  |abr* inaugur* apertur*|פותח* פתיח* פתח* נפתח* ייפתח תיפתח חנוכ* יפתח תפתח לפתוח
build 1 build* built construct* erect* set creat* develop* establish* found* creation design*
  |bau* gebaut* erbau* erricht* aufbau* aufgebaut* baut entwick* entwickl* grund* gegrund* schaff*
  geschaffen
  neubau konstrui* gestalt*
  |constru* edific* desarroll* crea* crear fund* levant* disen*
  |בנ* בניי* בניית הקמ* הקים מקימ* הקימ* הוקמ* יוקם תוקם לבנות לבנייה פיתח* פיתוח מפתח* יסד* ייסד* נוסד*
  יצירת
  עיצב*
plant 1 plant* factor* facilit* site* works mill workshop production
  |werk* fabrik* anlage* produktionsstatt* fertigung* standort* produktion* betriebsstatte* halle
  |planta* fabric* instalacion* factoria* centro* nave produccion
  |מפעל* מתקנ* מתקן אתר אתרי אתרים ייצור בית חרושת
office 1 office* headquarter* hq branch* base|buro* sitz hauptsitz niederlassung* zentrale filial*
  |oficina* sede* sucursal* delegacion*|משרד* מטה סניפ* סניף מרכז
shop 1 shop* store* outlet* retail* dealer* branch*|laden laden geschaft* handel* handler* filial* markt
  |tienda* comercio* establecimient* minorista* distribuidor*|חנות* חנויות סניפ* קמעונ* רשת רשתות
grow 1 grow* grew expan* increas* rise* rose rising scale* scaling gain* extend* boost* double* broaden*
  up higher ramp* accelerat* strengthen*
  |wachs* wuchs gewachsen ausbau* ausgebaut* erweiter* steiger* stieg* gestiegen zunahm* zulegen expan*
  erhoh* verdoppel* vergrosser* beschleunig* starken starkt gestarkt verstark* skalier*
  |crec* aument* ampli* expan* increment* escal* dupli* subi* acelera* reforz* refuerz* impuls*
  |צמח* צמיח* הגדל* גדל* הרחב* מרחיב* התרחב* גידול עלי* עלתה הכפיל* להרחיב להגדיל האצ* חיזוק
reduce 1 reduc* cut* lower* decreas* save* saving* fall* fell drop* less fewer shrink* declin* halv* down
  |senk* reduzier* verring* spar* einspar* eingespart weniger sank* gesunken ruckgang minder* halbier* fallt
  sinkt vermind* kurz*
  |reduc* reduj* baj* ahorr* disminu* recort* menos cae* caid* rebaj*
  |הפחת* הפחית* מפחית* חסכ* חוסכ* חיסכון חסכון ירד* ירידה צמצ* מצמצמ* פחות קיצוץ
partner 1 partner* cooperat* collaborat* together alliance* joint* jointly team* agreement* deal* contract*
  sign* signed work* accord ally allies pact
  |partner* kooperi* kooperation* zusammenarbeit* zusammen gemeinsam* allianz* vereinbar* vertrag* vertrag
  unterzeichn* unterschr* abkommen arbeiten bundnis verbunden kooperationspartner*
  |soci* colabor* cooper* junt* alianz* acuerdo* contrato* firm* conveni* asoci* aliad* pacto
  |שותפ* שיתוף שיתופ* משתף משתפ* יחד ביחד הסכם הסכמ* חוזה חתמ* חתימ* חותמ* ברית משותפ* משותף שת"פ
region 1 region* area* countr* market* city cities town* district* nation* international* territor* state*
  local* worldwide global* abroad
  |region* gebiet* land lander landern markt* stadt* stadte bezirk* national* international* lokal* weltweit
  global* ausland bundesland kreis gemeinde
  |region* zona* pais* mercado* ciudad* municipio* distrito* nacional* internacional* territori* local*
  mundial*
  global* extranjero provincia* comunidad*
  |אזור* מדינ* ארצ* ארץ שוק שווקים עיר ערים מחוז* בינלאומי* לאומי* מקומי* עולם עולמי* גלובלי* חו"ל
test 1 test* trial* pilot* try* tried check* experiment* evaluat* prov*
  |test* getest* erprob* pilot* versuch* pruf* gepruft* probe* probier* ausprobier*
  |prob* prueb* pilot* ensay* test* piloto* evalu*
  |בדיק* ניסוי* ניסה מנס* בחנ* בוחנ* פיילוט נבדק* ניסוי ניסיון מבחן בודק*
farm 1 farm* grow* grower* agricultur* crop* field* vineyard* winemak* winer* vine* vintner* wine* estate*
  viticult* orchard*
  |landwirt* bauer* bauern hof hofe feld* anbau* weingut* winzer* wein* reben rebe weinberg* weinbau* acker*
  agrar* erzeuger*
  |agricult* agric* granj* campo* cultiv* vined* vin* bodeg* vitivinic* explotacion* finca* productor*
  |חקלא* משק* שדה שדות גידול* כרם כרמ* יקב* יין יינ* ייננ* כורמ* מגדל* מטע*
school 1 school* pupil* student* class* teach* educat* learn* lesson* universit* college* train* instruct*
  |schul* schuler* student* klasse* lehr* unterricht* bildung* lern* universit* hochschul* ausbild*
  schulung*
  |escuel* colegi* alumn* estudiant* clase* ensen* educ* aprend* universi* form* docent* profesor*
  |בית ספר בתי ספר תלמיד* סטודנט* כיתה כיתות מור* לימוד* חינוך לומד* אוניברסיט* הכשר* מכלל*
health 1 health* hospital* clinic* patient* doctor* medic* nurse* physician* care treat* therap*
  |gesund* krankenhaus* klinik* patient* arzt* arzte* medizin* pfleg* behandl* praxis praxen therap* spital*
  |salud sanit* hospital* clinic* pacient* medic* enferm* tratam* terap* doctor*
  |בריאות* בית חולים בתי חולים מרפא* מטופל* חולים רופא* רפוא* אח* טיפול* מטפל*
energy 1 energy energies power electric* electricity solar battery batteries grid charge* charging
  |energie* strom* elektr* solar* batterie* akku* netz* lade* ladesaul*
  |energi* electric* electricidad solar* bateria* red carga* recarg*
  |אנרגי* חשמל* סולאר* סולרי* סולל* רשת טעינ* מטענ*
vehicle 1 car cars vehicle* bus buses truck* fleet* bike* bicycle* van vans lorr* transport* mobility
  |auto autos fahrzeug* bus busse* lkw flotte* fahrrad* fahrrader* rad rader transport* mobilitat lastwagen
  |coche* vehicul* autobus* camion* flota* bici* furgoneta* transport* movilidad automovil*
  |רכב* מכונית* מכוניות אוטובוס* משאית* משאיות צי אופניים תחבור* הסע*
water 1 water irrigat* rain* moisture humidity|wasser* bewasser* regen* feucht*|agua* rieg* lluvia* humed*
  hidric*
  |מים השקי* השקיה גשם לחות
sensor 1 sensor* probe* detector* meter* measure* measurement* monitor*
  |sensor* sonde* messgerat* mess* gemessen fuhler uberwach*
  |sensor* sonda* medidor* med* mide* monitor*|חיישנ* חיישן גלאי* מדד* מדיד* מודד* ניטור* מנטר*
data 1 data figures analytic* analys* statistic*|daten* zahlen analys* auswert*|dato* cifra* anali*
  estadist*
  |נתונ* מידע ניתוח* אנליט*
battery 1 storage stor* warehous* depot*|speicher* lager* depot*|almacen* deposit*|אגיר* אחסון מחסנ* אחסנ*
bank 1 bank* lender* institution*|bank* institut* kreditinstitut*|banco* entidad*|בנק* מוסד*
deliver 1 deliver* ship* dispatch* supply supplies supplied provid* offer* serv* equip* distribut* suppl*
  |liefer* geliefert* versend* versand* zustell* anbiet* angeboten bietet bieten bot biete bereitstell*
  versorg*
  ausgestattet* ausstatt* ausrust* vertreib* vertrieb* beliefer*
  |entreg* envi* suministr* ofrec* prest* equip* distribu* proporcion* brind* facilit* provee* abastec*
  |אספק* מספק* סיפק* סיפקה הצע* מציע* משלוח* שולח* הפצ* מפיצ* מעניק* מצייד* משווק*
buy 2 buy* bought purchas* acquir* acquisition* order*|kauf* gekauft* erwerb* erworben ubernahm* ubernehm*
  ubernimmt bestell* anschaff*|compr* adquir* adquisi* pedid* encarg*|קנ* קניי* רכש* רכיש* רוכש* הזמנ*
  מזמינ*
sell 1 sell* sold sale sales market* distribut*|verkauf* verkauft* absatz* vertreib* vertrieb* abgesetzt
  |vend* vent* comercial*|מכר* מוכר* מכיר* שיווק* נמכר*
found 1 found* establish* incorporat* start* origin* set
  |grund* gegrund* besteht seit ursprung* |fund* cre* constitu* nac*|נוסד* ייסד* יסד* הוקמ* הקמ* מייסד*
goal 1 goal* aim* target* mission vision purpose ambition* objective* help
  |ziel* mission vision zweck absicht* ambition*|objetiv* mision vision meta* proposito*|מטר* יעד* חזון
  משימ* תכלית
end 1 end* finish* complet* conclud* final* stop* ceas*
  |end* beend* abschluss* abgeschloss* fertig* vollend* schluss* aufhor*
  |fin final* termin* conclu* complet* acab*|סוף סיים סיימ* מסיימ* הסתיימ* השלמ* גמר* סיום
child 1 child* kid* famil* parent* youth young*|kind* familie* eltern jugend* jung*|nin* famili* padre*
  joven* jovenes
  infantil*|ילד* משפח* הור* נוער צעיר*
food 1 food* meal* eat* restaurant* kitchen* cook* bak* bread bakery
  |essen lebensmittel* mahlzeit* restaurant* kuche* koch* back* brot* nahrung*
  |aliment* comida* restaurant* cocin* pan panad* comer|מזון אוכל ארוח* מסעד* מטבח* בישול לחם מאפ*
waste 1 waste* recycl* trash garbage reus* circular second-hand|abfall* mull* recycl* wiederverwert*
  kreislauf*
  |residu* recicl* basura* reutil* circular*|פסולת מיחזור מחזור אשפה ממחזר*
climate 1 climate emission* carbon co2 green* sustainab* environment* ecolog*
  |klima* emission* co2 grun* nachhaltig* umwelt* okolog*|clim* emision* carbono co2 verde* sostenib*
  ambient* ecolog*
  |אקלים פליט* פחמן ירוק* קיימ* סביב* אקולוג*
house 1 house* home* building* apartment* flat* real estate propert* tenant* housing
  |haus* gebaude* wohnung* immobil* mieter* wohn*|casa* edific* vivienda* piso* inmueble* inmobili* hogar*
  |בית בתים בניין בניינ* דיר* נדל"ן נכס* מבנ* דיור
software_ai 1 ai artificial intelligence algorithm* model* automat* machine* robot* digital*
  |ki kunstlich* intelligenz algorithm* modell* automat* maschin* robot* digital*
  |ia inteligencia artificial algoritm* modelo* automat* maquin* robot* digital*
  |בינה מלאכותית אלגורית* מודל* אוטומט* מכונ* רובוט* דיגיטל*
museum 1 museum* art* exhibit* collect* visitor* guest* tourist* culture cultural audience
  |museum* kunst* ausstell* sammlung* besucher* gast* gaste tourist* kultur* publikum
  |museo* arte* exposicion* coleccion* visitant* turist* cultur* public*|מוזיאון* אמנות תערוכ* אוסף מבקר*
  אורח* תייר* תרבות
event 1 event* conference* fair* show* festival* meeting* ceremon* congress
  |veranstalt* konferenz* messe* festival* tagung* treffen feier* kongress*|evento* conferenc* feria*
  festival* jornad*
  reunion* congreso*|אירוע* כנס* יריד* פסטיבל* מפגש* טקס*
ship_sea 1 ship ships vessel* port* harbor* harbour* sea ocean* boat* ferr*|schiff* hafen* meer* boot*
  fahre*
  |barco* buque* puerto* mar naval* ferri*|אוניי* אונייה ספינ* נמל* ים סיר*
fast 1 fast* quick* rapid* speed* swift* prompt*|schnell* rasch* zugig* geschwind* tempo
  |rapid* veloz* velocid* agil*|מהיר* מהר מהירות זריז*
life 1 life live* lives living lifetime|leben* lebt lebensdauer|vida* viv*|חיים חי חיה
second_life 1 old used second-life aged ageing|alt alte* alter gebraucht* ausgedient*|viej* antigu*
  usad*|ישן ישנ* משומש*
factory_user 1 industr* manufactur*|industri* gewerb* fertig*|industri* fabril*|תעשי* תעשיי*
security 1 secur* safe* protect* privacy|sicher* schutz* geschutzt* datenschutz|segur* proteg* protec*
  privac*
  |אבטח* בטיחות הגנ* מגנ* פרטיות
forecast 1 forecast* predict* anticipat* warn* alert*|vorhersag* prognos* voraus* warn*|pronostic* predic*
  previs* avis* alert*
  |תחזית* תחזיות חזוי חיזוי חוז* מתריע* התראה התראות
need 1 need* requir* demand* necessary must|brauch* benotig* bedarf* notwend* erforder*|necesi* requier*
  requer* demand* precis*
  |צריכ* צורך זקוק* דרוש* נדרש* ביקוש
agree 1 agree* consent* approv* allow* permit* confirm*|stimm* zugestimmt zustimm* einverstanden genehm*
  bestatig* erlaub*
  |acord* acept* aprob* autoriz* confirm* consent*|מסכימ* הסכימ* הסכמ* אישר* אישור מאשר*
country_wide 1 nationwide countrywide everywhere throughout|bundesweit landesweit uberall flachendeckend*
  |todo pais nacional|ארצי* ברחבי
run 1 run* ran operat* manag* oversee* maintain*|betreib* betrieb* betreibt fuhr* verwalt* manag*|oper*
  gestion* dirig* administr* explot*
  |מפעיל* הפעל* פועל* מנהל* ניהול תפעול
connect 1 connect* link* network* integrat*|verbind* verbund* vernetz* anbind* integrier*
  angeschloss*|conect* vincul* enlaz* integr* red
  |מחבר* חיבור* מקושר* רשת שילוב* משלב*
produce 1 produc* manufactur* mak* made output|produzier* herstell* hergestellt* stellt fertig*
  erzeug*|produc* produj* fabric* elabor*
  |מייצר* ייצור* ייצר* תוצר* יצרנ* מיוצר*
lose 1 lose* lost loss*|verlier* verlor* verlust*|pierd* perd*|מאבד* איבד* אובדן הפסד*
believe 1 believe* convinc* think* thought sure confident trust* hope* proud happy pleased delighted excited
  |glaub* uberzeug* denk* sicher* vertrau* hoff* stolz freu* froh|cre* convenc* piens* pens* segur* confi*
  esper* orgull* alegr* content*
  |מאמינ* מאמין משוכנע* חושב* בטוח* אמון מקוו* גא* שמח*
change 1 change* transform* switch* replac* convert* turn* becom* shift*|ander* verander* wandel* umstell*
  ersetz* verwandel* wechsel* umwandel* macht
  |cambi* transform* sustitu* convert* conviert* reemplaz*|שינ* משנ* הופכ* הפכ* מחליפ* החלפ* להפוך
experience 1 experienc* expert* knowledge know-how skill*|erfahr* expert* wissen kenntnis*
  know-how|experien* expert* conocim*
  |ניסיון מומח* ידע מיומנ*
research 1 research* study studies scien* laborator* innovation r&d|forsch* studie* wissenschaft* labor*
  entwicklung
  |investig* estudio* cienci* cientif* laborator* i+d|מחקר* חוקר* מדע* מעבד* מו"פ
public 2 government* municip* state council|offentlich* behord* kommun* staat* stadtisch* verwaltung*
  |public* gobiern* municip* ayuntam* estat*|ציבור* ממשל* עירי* עירוני* מדינה
start_date 1 start* begin* begun launch* kick effect commenc* first|start* beginn* begonnen anlauf* los geht
  |comenz* comienz* empez* empiez* inici* arranc*|התחל* מתחיל* יתחיל* תחיל* החל
run_time 1 last* run* durat* term long valid*|dauer* lauft laufzeit gilt gultig*|dur* vigenc* plazo
  valid*|נמשכ* יימשכ* תקופ* משכ* תוקף
cover 1 cover* span* compris* extend* includ*|umfass* abdeck* deckt erstreck* gilt|cubr* abarc* compren*
  inclu*|כולל* מכס* מקיפ* חל
reach 1 reach* arriv* hit attain*|erreich* gelang* ankomm*|alcanz* lleg*|מגיע* הגיע* השיג* השג*
show 1 show* display* indicat* demonstrat* tell* see*|zeig* anzeig* weist nachweis*|muestr* mostr* indic*
  ensen* demuest*|מראה מרא* הרא* מציג* מצביע*
member 1 member* cooperative* association* club*|mitglied* genossenschaft* verein* verband*|miembro*
  cooperativ* asocia* soci*|חבר חברי חברים קואופרט* עמות* איגוד*
close_shut 2 clos* shut*|schliess* schloss geschloss* zumach* dicht|cerr* cierr* clausur*
  |סגר* סוגר* נסגר* סגיר*
stay 1 stay* remain* keep* kept retain* maintain*|bleib* behalt* behielt stehen|
  permanec* mantien* manten* mantuv* conserv* qued*|נשאר* ישאר* תשאר* השאיר* משאיר*
move 2 mov* relocat* transfer*|zieht zog ziehen umzieh* umzug* umgezogen verleg*|mud* traslad*
  |עובר* עבר* יעבור תעבור מעבר העבר*
meet 1 meet* met gather* rehears*|trifft treffen trafen getroffen|reun* encuentr*|נפגש* פגש* מפגש* פגיש*
donate 2 donat* give* gave gift*|spend* gibt gab|don* entreg* regal*|תרם תורמ* תורם תרומ* תרמ*
lend 2 lend* lent loan* borrow*|leih* lieh* ausleih* verleih* geliehen leihgabe*|prest*
  |השאיל* משאיל* השאלה בהשאלה שאל*
screen 2 screen* show* project*|zeigt zeigen gezeigt sehen lauft vorfuhr*|proyect* exhib*
  |מקרינ* מקרין מוקרנ* הקרנ* קרנ* מציג* מוצג*
accompany 2 accompan* with|begleit*|acompan*|ליווי בליווי מלווה מלוו*
carry 1 carr* transport* space seat* hold* load*|nimmt mitnehm* beforder* trag* transportier* fasst ladt
  |llev* caben cabe transport* carg*|נושא נושאת לשאת מסיע* נשיאת
cross 2 cross* passage voyage|uberfahrt uberque*|cruz* travesi*|חצ* חוצ* חצייה הפלג*
consume 1 consum* use uses used|verbrauch*|consum*|צריכ* צורכ* צרכ*
send 1 send* sent transmit*|send* gesendet funk* ubertrag* schick*|envi* transmit* mand*
  |שולח* שלח* נשלח* משדר*
seat 1 seat* place* chair*|sitz* platz* stuhl*|asiento* plaza* butaca*|מושב* מקומות כיסא*
sail 1 sail* depart* leav* left|auslauf* ablegt verlass*|zarp* sal* parti* desembarc*|יוצא* יצא יוצאת
  הפליג* מפליג*
catch 1 catch* caught land* brought|fang* fing* gefangen angeland*|captur* pesc* desembarc*|תפס* דוג* דיג
  נתפס*
settle 1 settle* pay* paid|begleich* beglich* zahl*|abon* pag*|שילמ* משלמ* משולמ* תשלום
waive 1 skip* waiv* forgo* forego* without|verzicht*|prescind* renunci*|מוותר* ויתר* ויתור
wash 1 wash* laundr* clean*|wasch* reinig*|lav* limpi*|כיבס* מכבס* כביס* רחצ* ניקו* ניקי*
fall_from 1 drop* fell down declin* less|sank* sink* minder* weniger|baj* disminu* reduc*|ירד* פחת* פחות
  ירידה
thing_end 1 end* expir* last*|ende* lauft ablauf* auslauf*|venc* termin* finaliz*|סתיי* הסתיים יסתיים
  תסתיים מסתיי*
last_for 1 last* durat* tak*|dauer* lauft|dur*|נמשכ* ימשך יימשך תימשך אורכ* אורך
apply_to 1 cover* appl* valid|gilt gelt* umfass*|abarc* aplic* cubr*|חל חלה יחול תחול
sign_end 1 stamp* sign*|unterzeichn*|firm*|חתמ* חותמ* חתום
"""
