"""Words of press releases that tell little or nothing by themselves, written as the rows of `synonyms`."""

GENERAL = """
announce 0 announc* unveil* reveal* report* disclos* publish* release* inform* communicat* news story said
  saying say says told tells tell add adds added explain* comment* state* statement note* according
  describ* quot* introduc* present*
  |ankundig* angekundigt kundigt gibt gab gegeben bekannt* bekanntgeb* bekanntgab mitteil* teilt mitgeteilt
  meld* gemeldet vorstell* vorgestellt stellt verkund* veroffentlich* prasentier* mitteilung meldung
  sagt sagte erklart* erklar* erganzt* betont* zufolge laut beschreib* neuigkeit* nachricht* so fugt hinzu
  |anunci* comunic* present* revel* inform* public* notici* nota dice dijo dicho afirm* explic* senal*
  declar* segun anad* destac* describ* novedad* coment* asegur* manifest*
  |הודיע* הודע* מודיע* הכריז* מכריז* הכרז* חשפ* חושפ* נחשפ* דיווח* מסר* מוסר* פרסמ* פרסם פרסום פרסמה מפרסמ*
  הציג* מציג* חדשות ידיעה אמר* אומר* לדברי דברי סיפר* מספר מספרת הסביר* מסביר* הוסיפ* הוסיף מוסיפ* ציין
  ציינה מציינ* מסרה נמסר דבריו דבריה
company 0 compan* firm* business* start-up* startup* start up enterprise* organisation* organization*
  corporation
  venture maker provider manufacturer producer supplier vendor developer
  |unternehmen* firma firmen betrieb* start up startup* hersteller* anbieter* gesellschaft* konzern*
  haus unternehmens jungunternehmen organisation
  |empresa* compania* firma* startup* sociedad* negocio* fabricante* proveedor* desarrollador* entidad
  organizacion*
  |חברה חברת חברות החברה סטארטאפ סטארט אפ מיזם ארגון יצרן יצרנית ספק ספקית מפתחת עסק בית העסק הפירמה
time 0 today now currently now* already new newly also still recently current yet soon further additional
  more another moment time date day days week weeks month months year years period since until begin* start*
  from later then once next effective immediately present ahead coming
  |heute jetzt aktuell* derzeit* bereits schon neu neue neuer neues neuen neuem auch noch kurzlich
  weiter* zusatzlich* zeit datum tag tage tagen woche wochen monat monate monaten jahr jahre jahren
  ab seit zeitpunkt gegenwartig* nun bald sofort ferner zudem ausserdem daruber hinaus momentan
  |hoy ahora actual* ya nuev* tambien aun todavia recient* pronto ademas mas adicional* otr* tiempo
  fecha dia dias semana* mes meses ano anos periodo desde hasta momento inmediat* proxim*
  |היום כעת עכשיו כבר חדש חדשה חדשים חדשות גם עדיין לאחרונה עוד נוסף נוספת נוספים נוספות בנוסף זמן תאריך יום
  ימים שבוע שבועות חודש חודשים שנה שנים שנת תקופה מאז החל מיידי מיידית כיום בקרוב ייערך
details 0 outlook overview insight* background forward detail* know known information contact* media press
  further read learn visit available* online website site
  page web link editor* inquir* enquir* reach* question* email phone call questions photos images
  material* kit
  |einzelheit* informationen information infos kontakt* medien presse* ansprechpartner* weitere webseite
  website seite internet link erreich* verfugbar* verfugung steht stehen erhaltlich* fragen ruckfragen
  bildmaterial
  |detalle* informacion contact* medios prensa mas sitio web pagina enlace disponible* consult* pregunta*
  imagenes
  |פרטים מידע קשר איש תקשורת עיתונות אתר דף קישור זמין זמינה זמינים לשאלות פניות תמונות ליצירת
light 0 including include* included together well both between among within across around through own using
  use used uses make* made making get* got gave give* given take* taken come* came go goes going went
  bring* brought
  put set let keep* work* working help* able allow* enable* let* need* want* wish* plan* aim* intend*
  expect*
  look* way part parts thing* lot many several number total various different such other others same own
  about near based place places locat* people person* name* call* named known have having being become*
  became mean* thus therefore while although however because thanks due via per each who whose whom him them
  themselves itself himself herself again just very really quite even every so like under over without most
  first-hand end currently done happen* follow* continu* run* running place full fully simply easily easy
  good great better important key main major big large small high low long short per one two against towards
  toward upon onto off behind alongside along as against those these this plus whole amid onward
  prepar* phase phases works gain* benefit* several obtain* achiev* possible effort* step* stage role rest
  side sort kind form line
  level
  |einschliesslich gemeinsam* sowie zwischen unter innerhalb uber rund durch eigen* nutz* verwend* einsatz*
  eingesetzt setzt setzen macht machen gemacht bekommt bekommen bekam erhalt* erhielt gegeben geben geht
  gehen
  ging kommt kommen kam bringt bringen gebracht arbeit* helfen hilft geholfen hilfe ermoglich* konnen kann
  braucht brauchen mochte* wollen will plant planen geplant* zielt ziel beabsichtig* soll sollen teil teile
  viele mehrere anzahl zahl gesamt* verschieden* andere* solche* gleich* selbst nahe mit sitz ort orte
  stelle
  menschen person* name namen namens heisst genannt wird werden wurde wurden worden sein haben hat hatte
  sind
  dabei damit dazu dafur daher dadurch denn weil dank seitens jeweil* funktioni* phase profitier* vorteil*
  wer wem wessen
  ihm ihn ihnen sich wieder
  nur sehr wirklich ganz sogar so wie ohne gut* gross* klein* hoch hohe* hoher lang* kurz* wichtig* zentral*
  wesentlich* voll vollstandig einfach* weise rahmen bereich lauft laufend fort fortsetz* erfolgt erfolgen
  moglich* konkret zugleich zum zur beim vom ins uns dieser dieses diesem diesen jene* sie er es man etwas
  zuvor spater dann daraufhin kunftig* zukunftig* anschliessend handelt umfasst umfass* entsprech* schritt*
  |incluy* inclui* junt* asi ambos entre dentro traves propio* funcion* fase etapa siguient* benefici*
  ventaja* usa* uso utiliz* hace*
  hacer hecho consigu*
  consegu* obtien* obten* logr* dar da dado toma* llev* viene* ir va van trae* pone* trabaj* ayud* permit*
  necesit* quier* plane* plan planes objetivo* pretend* prev* espera* manera parte partes vari* numero total
  divers* tal mismo* propia* cerca base lugar* sede gente persona* nombre* llam* ser estar haber tener
  tiene*
  tendra ha han sido siendo fue fueron sera seran esta estan estara que quien cuyo cuya porque gracias
  debido
  cada solo muy realmente incluso sin bajo sobre buen* gran* grande* pequen* alto alta larg* cort*
  important* clave principal* plen* facil* realiz* efectu* sigu* seguir* continu* posible esfuerzo* paso*
  papel
  rol lado tipo forma linea nivel destin* mediante traves ello dich* mencionad* esto este esta estos estas
  |כולל כוללת ביחד יחד שני שתי בין בתוך ברחבי באמצעות דרך משתמש* שימוש עושה עשתה נותן נותנת נתן נתנה נתנו
  יתן ייתן תיתן תתן יתנו ייתנו לתת מקבל* קיבל*
  קבלת לקבל הולך בא באה מביא* הביא* עובד עובדת עובדים עבודה עוזר* עזרה עזר מאפשר* אפשר* צריך צריכה רוצה רצון
  מתכנן מתכננת תכנן מתכוונ* מתכוון בכוונת כוונה מטרה מטרת יעד חלק חלקים הרבה כמה מספר סה"כ סהכ שונים אחר
  אחרת אחרים אותו אותה עצמו עצמה ליד ממוקם ממוקמת מקום אנשים אדם שם שמו שמה נקרא נקראת היא הוא הם הן זאת
  זו זה
  אלה אלו להיות היה הייתה יהיה תהיה יהיו היו כך לכן בזכות בשל לפי כל כדי מאוד ממש אפילו ללא בלי תחת מעל טוב
  טובה גדול גדולה קטן קטנה גבוה ארוך קצר חשוב חשובה מרכזי מרכזית עיקרי מלא מלאה קל בקלות מתבצע ממשיכ* המשך
  פירט* צעדים הבא הבאה הבאים הבאות שלב שלבים אפשרי צעד תפקיד צד סוג שורה רמה שבו שבה אשר ניתן תוך לרבות
  לצורך עבור לטובת מצד ידי על במסגרת
money_use 0 use* spend* spent invest* goes flow* put toward channel* allocat* devot* dedicat* destin*
  |verwend* einsetz* fliess* fliesst nutzen dienen dient investier* bestimmt
  |destin* emple* utiliz* usar* dedic* invertir* servir*
  |ישמש* שימוש יופנ* יושקע* תשתמש ינוצל* מיועד* ייועד* להשקיע ישמשו מופנה
first_party 0 we our us its their it they them his her he she
  |wir unser* uns ihr* sein* seine* sie er es dessen deren
  |nuestr* nosotros su sus suy* ellos ella el
  |אנחנו שלנו שלה שלו שלהם לנו
early 0 early beginning late mid middle first half quarter spring summer autumn winter fall
  |anfang fruh* beginn* mitte ende spat* halbjahr quartal fruhjahr sommer herbst winter
  |principio* inicio* comienzo* finales mediados primer trimestre semestre primavera verano otono invierno
  |תחילת תחילה ראשית אמצע סוף רבעון מחצית אביב קיץ סתיו חורף
available 0 available availability obtain* get accessible access|erhaltlich* verfugbar* zugang*
  zuganglich* bezieh*
  |disponib* acces*|זמין זמינ* זמינות גישה נגיש*
plain 0 room stand* stood stay* remain* rather what where when why nothing something anything someone far
  away
  back else seem* turn* lie lies lay count* hold* held see* seen find* enough yet instead ago former
  formerly
  previous* prior last past earlier later amount* figure* equal* respective* addition case cases fact reason
  view words opinion story question decision puts meanwhile soon involv* relat* concern* apply applies
  exact*
  roughly day-to-day daily weekly monthly yearly annual* located situated currently
  |pro liegt liegen lag betragt betragen heraus hinaus herein binnen sobald solange sehen sieht gesehen
  lassen
  lasst liess bleib* geblieben platz spitze welt vergangen* fruher* ehemalig* bisherig* davon darunter
  hierbei hierfur jeweils taglich* monatlich* jahrlich* wochentlich* meinung geschichte entscheidung frage
  fiel
  leicht schwer stehen stand gestanden gilt gelten gehort gehoren findet finden fand stattfind* bild*
  entsteh*
  entstand* sucht gesucht suchen genau* insbesondere gekommen kommend* hin her los benutz* kunftig
  neuerdings
  |alli alla aqui ahi nada algo alguien partir frente cuenta* pasa pasan pasar asciend* suma habl* historia
  version mensual* anual* diari* semanal* fuera anterior* antes despues luego ultim* pasad* sabe* cabe*
  queda*
  sirve* situa* ubica* encuentr* trata* donde cuando mientras durante respecto casi habia habran hubo deja*
  cuant* opin* decision* vez veces recib* situad* allí
  |מה מי מתי איפה לומר משום מפני אם כאשר שלהן שלכם הזה הזאת האלה ההוא לעומת יכול* יוכל* תוכל עומד עומדת
  עומדים תעמוד יעמוד ראש בראש עזרת בעזרת בידי מקומו מקומה סיפור שעה בשעה מוצאי במוצאי לשעבר קודם קודמת
  קודמים דבר דברו דבריה נמצא נמצאת נמצאים שוב אז לדרך נערך נערכת שנערך תיערך ייערך מתקיים מתקיימת יתקיים
  תתקיים התקיים מדי אחד עצמם החלטה שאלה דעה מונה מונים מונות לומר כאן סביבות
"""
